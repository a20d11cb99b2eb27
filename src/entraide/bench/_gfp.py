"""Runs in an environment of its own: snapml's GraphFeaturePreprocessor on transactions from a file.

`python _gfp.py FILE WINDOW BATCH ROWS OUT`: FILE holds (n, 5) float64 (id, source, target, minute, amount). Prints
one line of JSON; writes what it computed to OUT when BATCH is 1.
"""

import json
import sys
import time

import numpy as np
from snapml import GraphFeaturePreprocessor


def main(file: str, window: int, batch: int, rows: int, out: str) -> None:
    edges = np.ascontiguousarray(np.load(file)[:rows])
    bins = list(range(2, 8))
    known = GraphFeaturePreprocessor()
    known.set_params(
        {
            "num_threads": 1, "time_window": window, "max_no_edges": -1,
            # fan, degree, ratio, average, sum, minimum, maximum, variance
            "vertex_stats": True, "vertex_stats_tw": window, "vertex_stats_cols": [4],
            "vertex_stats_feats": [0, 1, 2, 3, 4, 5, 6, 8],
            # its windows of fan and degree leave their oldest minute out, those of the others do not
            "fan": True, "fan_tw": window + 1, "fan_bins": bins,
            "degree": True, "degree_tw": window + 1, "degree_bins": bins,
            "scatter-gather": True, "scatter-gather_tw": window, "scatter-gather_bins": bins,
            "temp-cycle": True, "temp-cycle_tw": window, "temp-cycle_bins": bins,
            "lc-cycle": False,
        }
    )  # fmt: skip
    found = []
    wall, cpu = time.monotonic(), time.process_time()
    for at in range(0, len(edges), batch):
        made = known.transform(edges[at : at + batch])
        if batch == 1:
            found.append(made[:, edges.shape[1] :])
    took = time.process_time() - cpu
    if found:
        np.save(out, np.vstack(found))
    print(json.dumps({"rows": len(edges), "cpu_s": took, "wall_s": time.monotonic() - wall}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
