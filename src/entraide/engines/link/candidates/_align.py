"""The expectation step of learning: how often each group of letters stands for which classes."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

_LONGEST = 34


@numba.njit(cache=True)
def expect(
    chunks: npt.NDArray[np.int32],
    length: npt.NDArray[np.int64],
    classes: npt.NDArray[np.int32],
    depth: npt.NDArray[np.int64],
    share: npt.NDArray[np.float64],
    owner: npt.NDArray[np.int64],
    chance: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """float64[groups, 64]: expected counts over all ways of cutting all words.

    ``chunks``: int32[rows, letters, reach], the group that begins at a letter with a length, -1 for none.
    ``classes``: what the row's word should become; several rows of one ``owner`` are alternatives whose
    ``share`` says how likely each was before.
    """
    rows, reach = chunks.shape[0], chunks.shape[2]
    count = np.zeros(chance.shape)
    forward = np.zeros((_LONGEST, _LONGEST))
    backward = np.zeros((_LONGEST, _LONGEST))
    whole = np.zeros(rows)
    together = np.zeros(owner.max() + 1)
    for again in range(2):
        for row in range(rows):
            n, m = length[row], depth[row]
            if again and whole[row] <= 0:
                continue
            forward[: n + 1, : m + 1] = 0
            forward[0, 0] = 1
            for i in range(n):
                for j in range(m + 1):
                    if forward[i, j] <= 0:
                        continue
                    for size in range(min(reach, n - i)):
                        group = chunks[row, i, size]
                        if group < 0:
                            continue
                        for taken in range(min(3, m - j + 1)):
                            pair = _pair(classes, row, j, taken)
                            forward[i + size + 1, j + taken] += forward[i, j] * chance[group, pair]
            if not again:
                whole[row] = forward[n, m] * share[row]
                together[owner[row]] += whole[row]
                continue
            weight = whole[row] / together[owner[row]]
            if weight < 1e-3:
                continue
            backward[: n + 1, : m + 1] = 0
            backward[n, m] = 1
            for i in range(n - 1, -1, -1):
                for j in range(m, -1, -1):
                    total = 0.0
                    for size in range(min(reach, n - i)):
                        group = chunks[row, i, size]
                        if group < 0:
                            continue
                        for taken in range(min(3, m - j + 1)):
                            pair = _pair(classes, row, j, taken)
                            rest = chance[group, pair] * backward[i + size + 1, j + taken]
                            total += rest
                            count[group, pair] += weight * forward[i, j] * rest / forward[n, m]
                    backward[i, j] = total
    return count


@numba.njit(cache=True)
def _pair(classes: npt.NDArray[np.int32], row: int, place: int, taken: int) -> int:
    if taken == 0:
        return 0
    if taken == 1:
        return int(classes[row, place])
    return int(8 * classes[row, place] + classes[row, place + 1])
