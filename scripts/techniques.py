"""Put the scores of techniques on the development texts: how often each amount of evidence was right in them.

    scripts/techniques.py    writes src/entraide/vocabulary/data/technique_calibration.csv and prints it

The texts of `entraide bench techniques` are not read.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from entraide.bench.techniques import labelled, packaged
from entraide.engines.assess import evidence_of

TABLE = Path(__file__).parents[1] / "src/entraide/vocabulary/data/technique_calibration.csv"
BINS = 6
# Two made-up cases to each bin, right and wrong: few texts make nothing certain.
DOUBT = 1.0


def points(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Evidence and share of right ones, never falling, for bins of as many each (pooled where they fall)."""
    ordered = sorted(pairs)
    size = len(ordered) / BINS
    bins = [ordered[round(number * size) : round((number + 1) * size)] for number in range(BINS)]
    pools: list[list[float]] = []  # middle, right, number
    for one in bins:
        middle = one[len(one) // 2][0]
        pools.append([middle, sum(right for _, right in one) + DOUBT, len(one) + 2 * DOUBT])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] > pools[-1][1] / pools[-1][2]:
            middle, right, number = pools.pop()
            below = pools[-1]
            below[0] = (below[0] * below[2] + middle * number) / (below[2] + number)
            below[1] += right
            below[2] += number
    return [(0.0, 0.0), *((round(middle, 3), round(right / number, 3)) for middle, right, number in pools)]


def main() -> None:
    texts = labelled(packaged("technique_texts_development"))
    pairs = [
        (evidence, technique in text.techniques)
        for text in texts
        for technique, evidence in evidence_of(text.text).items()
        if evidence > 0
    ]
    table = points(pairs)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["evidence", "probability", "source"])
        writer.writerows((*point, "counted on own development texts") for point in table)
    print(f"{len(pairs)} techniques with some evidence in {len(texts)} development texts")
    for evidence, probability in table:
        print(f"{evidence:.3f}  {probability:.3f}")


if __name__ == "__main__":
    main()
