"""Where each lane, band and bar of the diagram stands, in units of a sheet of A4 on its side (1123 wide)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._picture import Lane, Picture

WIDTH, TALLEST = 1123.0, 794.0
LEFT, RIGHT = 262.0, 208.0  # beside the plot: names, amounts
HEAD, AXIS, FOOT = 104.0, 34.0, 34.0
_THICKEST = 46.0
_GAPS = (5.0, 24.0)  # above what a lane holds, where there are many and where there are few
_ROOMY, _TIGHT = 34.0, 13.4  # the least height of a lane, where there are few and where there are many
THINNEST = 0.8
_ELBOW = 9.0


@dataclass(frozen=True, slots=True)
class Band:
    """One transfer: leaves lane `source` at `leaves`, goes along x to x + width, joins lane `target` at `joins`. Heights
    are of the edge that is towards the bend; `down` says which way. `sure` of the width is so by every rule."""

    move: int
    x: float
    width: float
    sure: float
    leaves: float
    joins: float
    elbow: float
    down: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From x on a lane holds so much, by every rule and by any; over `ramp` the change is drawn."""

    x: float
    ramp: float
    sure: float
    most: float


@dataclass(frozen=True, eq=False)
class Row:
    """A lane from `top` to `bottom`; money lies on the bottom."""

    lane: Lane
    top: float
    bottom: float
    steps: list[Step]


@dataclass(frozen=True, eq=False)
class Layout:
    rows: list[Row]
    bands: list[Band]
    loops: list[tuple[int, float, float]]  # moves from a lane to itself, as points
    x: NDArray[np.float64]  # of moves
    scale: float
    head: float
    height: float

    @property
    def plot(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return LEFT, self.head + AXIS, WIDTH - RIGHT, self.height - FOOT


def laid_out(picture: Picture, head: float = HEAD) -> Layout:
    most = _most_held(picture)
    scale, tops, height = _heights(picture.lanes, most, head)
    wide = np.maximum(picture.moves.value.max(axis=0, initial=0) * scale, THINNEST)
    x = _across(picture, wide)
    return _placed(picture, scale, tops, head, height, wide, x)


def _most_held(picture: Picture) -> NDArray[np.float64]:
    """The most that each lane holds at any time, by any rule."""
    moves = picture.moves
    held = np.stack([lane.begins for lane in picture.lanes]).astype(float)
    most: NDArray[np.float64] = held.max(axis=1)
    for move in range(len(moves)):
        source, target, value = moves.source[move], moves.target[move], moves.value[:, move]
        held[source] = np.maximum(held[source] - value, 0)
        held[target] += value
        most[target] = max(most[target], held[target].max(), value.max())
        most[source] = max(most[source], value.max())
    return most


def _heights(
    lanes: list[Lane], most: NDArray[np.float64], head: float
) -> tuple[float, list[tuple[float, float]], float]:
    """Units of height for one of money, (top, bottom) of lanes, and the height of the whole."""
    least = float(np.clip(440 / len(lanes), _TIGHT, _ROOMY))
    gap = float(np.clip(180 / len(lanes), *_GAPS))
    room = TALLEST - head - AXIS - FOOT
    low, high = 0.0, _THICKEST / max(float(most.max()), 1.0)
    for _ in range(40):
        middle = (low + high) / 2
        if np.maximum(least, most * middle + gap).sum() <= room:
            low = middle
        else:
            high = middle
    rows = np.maximum(least, most * low + gap)
    bottoms = head + AXIS + np.cumsum(rows)
    tops = bottoms - rows
    return low, list(zip(tops.tolist(), bottoms.tolist(), strict=True)), float(bottoms[-1]) + FOOT


def _across(picture: Picture, wide: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle of each band: in the order of time, apart as far as there is room, longer after longer pauses."""
    moves, begin, end = picture.moves, LEFT + 26.0, WIDTH - RIGHT - 30.0
    if not len(moves):
        return np.zeros(0)
    begin, end = begin + wide[0] / 2, end - wide[-1] / 2
    if len(moves) == 1:
        return np.asarray([begin + (end - begin) * 0.3])
    room = end - begin
    # Bends need room where money goes straight on; the gaps give way before the bands do.
    onward = moves.target[:-1] == moves.source[1:]
    bands, gaps = (wide[1:] + wide[:-1]) / 2, np.where(onward, 2 * _ELBOW + 4, 7.0)
    bands *= min(1.0, 0.7 * room / bands.sum())
    gaps *= min(1.0, (0.75 * room - bands.sum()) / gaps.sum())
    apart = bands + gaps
    pauses = np.diff(moves.at)
    steps = apart + (room - apart.sum()) * (pauses / pauses.sum() if pauses.sum() else 1 / len(pauses))
    across: NDArray[np.float64] = begin + np.concatenate([[0.0], np.cumsum(steps)])
    return across


def _placed(
    picture: Picture,
    scale: float,
    tops: list[tuple[float, float]],
    head: float,
    height: float,
    wide: NDArray[np.float64],
    x: NDArray[np.float64],
) -> Layout:
    moves, lanes = picture.moves, picture.lanes
    held = np.stack([lane.begins for lane in lanes]).astype(float)
    steps: list[list[Step]] = [[_step(LEFT, 0, held[place], scale)] for place in range(len(lanes))]
    bands: list[Band] = []
    loops: list[tuple[int, float, float]] = []
    for move in range(len(moves)):
        source, target = int(moves.source[move]), int(moves.target[move])
        value, width = moves.value[:, move], float(wide[move])
        sure = float(value.min()) * scale
        left = float(x[move]) - width / 2
        if source == target:
            loops.append((move, float(x[move]), tops[source][1] - float(held[source].max()) * scale / 2))
            continue
        down = target > source
        before = float(held[source].max()) * scale
        held[source] = np.maximum(held[source] - value, 0)
        held[target] = held[target] + value
        after = float(held[target].max()) * scale
        # Down: off the bottom of one lane, onto the top of the other. Up: off the top, under the bottom.
        leaves = tops[source][1] if down else tops[source][1] - max(before, width)
        joins = tops[target][1] - max(after, width) + width if down else tops[target][1] - width
        between = abs(joins - leaves) - width
        elbow = max(0.0, min(_ELBOW, between / 2))
        bands.append(Band(move, left, width, min(sure, width), leaves, joins, elbow, down))
        steps[source].append(_step(left - elbow, elbow + width if down else 0, held[source], scale))
        ends = left + width + elbow
        steps[target].append(_step(ends - (0 if down else width), 0 if down else width, held[target], scale))
    rows = [Row(lane, *tops[place], _in_turn(steps[place])) for place, lane in enumerate(lanes)]
    return Layout(rows, bands, loops, x, scale, head, height)


def _step(x: float, ramp: float, held: NDArray[np.float64], scale: float) -> Step:
    return Step(x, ramp, float(held.min()) * scale, float(held.max()) * scale)


def _in_turn(steps: list[Step]) -> list[Step]:
    """Where bands stand closer than their bends, what happened later is not drawn earlier."""
    at, found = LEFT, []
    for step in steps:
        at = max(at, step.x)
        found.append(Step(at, step.ramp, step.sure, step.most))
    return found
