"""Fits the speeds of the settlement graph to the known road times that are there to fit, and scores the others.

.venv/bin/python scripts/travel.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from entraide.engines.locate._road_times import HELD_OUT, part_of, rms, straight_line_errors, travel_errors
from entraide.engines.locate.travel import FEATURES, Network, Speeds

INTO = Path(__file__).parents[1] / "src/entraide/engines/locate/data/travel.json"
# What the few pairs do not tell stays near these: mean and spread of each.
EXPECTED = {
    "all": (-4.0, 1.0),
    "climb": (0.3, 0.15),
    "sparse": (0.1, 0.1),
    "water": (0.7, 0.3),
    "far": (0.0, 0.1),
    "small towns": (0.1, 0.1),
}
BY_COUNTRY, BORDER, NOISE = (0.0, 0.15), (0.5, 0.2), 0.17


def main() -> None:
    expected, fit = np.array([*(EXPECTED.get(name, BY_COUNTRY) for name in FEATURES), BORDER]), part_of("fit")

    def speeds_of(values: np.ndarray) -> Speeds:
        return Speeds(tuple(values[:-1].tolist()), max(float(values[-1]), 0.0))

    def residuals(values: np.ndarray) -> np.ndarray:
        off = np.clip(travel_errors(Network.of(speeds_of(values)), fit), -2, 2)
        return np.concatenate([off / NOISE, (values - expected[:, 0]) / expected[:, 1]])

    best = least_squares(residuals, expected[:, 0], diff_step=0.02, loss="soft_l1", max_nfev=8)
    speeds = speeds_of(np.round(best.x, 4))
    for part in ("fit", *HELD_OUT):
        off, straight = travel_errors(Network.of(speeds), part_of(part)), straight_line_errors(part_of(part))
        print(f"{part}: {len(off)} pairs, log error {rms(off):.3f}; straight line {rms(straight):.3f}")
    pace = dict(zip(FEATURES, speeds.pace, strict=True))
    INTO.write_text(json.dumps({"pace": pace, "border": speeds.border}, indent=1) + "\n")


if __name__ == "__main__":
    main()
