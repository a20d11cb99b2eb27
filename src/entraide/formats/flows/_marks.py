"""The axis of time, and labels of amounts where there is room for them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import numpy as np

from ._layout import LEFT, Layout
from ._picture import Moves, Picture
from ._shapes import FAINT, HAIR, INK, PAPER, RULE, element
from ._text import width
from ._words import compact, span, when

_APART = 64.0  # between two times of the axis
_PAUSE = 3_600_000_000
_MOST_LABELS = 48


def axis(svg: Element, moves: Moves, layout: Layout) -> None:
    """Times above the lanes, the day where it changes, long pauses by their length."""
    _, top, right, bottom = layout.plot
    element(svg, "path", d=f"M{LEFT - 4:.1f} {top - 4:.1f}H{right:.1f}", stroke=FAINT, stroke_width=0.8)
    element(svg, "text", "UTC", x=LEFT - 20, y=top - 9, text_anchor="end", font_size=10, fill=FAINT)
    last_x, last_day, last_minute = -1e9, "", ""
    shown: list[tuple[float, int]] = []
    for x, time in zip(layout.x.tolist(), moves.time.tolist(), strict=True):
        moment = when(time)
        minute, day = f"{moment:%H:%M}", f"{moment.day} {moment:%b}"
        new_day = day != last_day
        if x - last_x < (34 if new_day else _APART) or f"{day} {minute}" == last_minute:
            continue
        element(svg, "path", d=f"M{x:.1f} {top - 4:.1f}V{bottom:.1f}", stroke=RULE,
                stroke_width=0.9 if new_day else 0.5, **({} if new_day else {"stroke_dasharray": "2 3"}))  # fmt: skip
        element(svg, "text", minute, x=x, y=top - 9, text_anchor="middle", font_size=10.5)
        if new_day:
            words = f"{day} {moment.year}" if not last_day else day
            element(
                svg, "text", words, x=x, y=top - 21, text_anchor="middle", font_size=10.5, font_weight=700
            )
        last_x, last_day, last_minute = x, day, f"{day} {minute}"
        shown.append((x, time))
    _pauses(svg, moves, layout, shown)


def _pauses(svg: Element, moves: Moves, layout: Layout, shown: list[tuple[float, int]]) -> None:
    """In how long nothing moved, where that is an hour or more and there is room to say so."""
    _, top, _, _ = layout.plot
    ticks = np.asarray([x for x, _ in shown])
    for place in np.flatnonzero(np.diff(moves.time) >= _PAUSE).tolist():
        left, right = float(layout.x[place]), float(layout.x[place + 1])
        words = span(int(moves.time[place + 1] - moves.time[place]))
        middle, room = (left + right) / 2, 3.2 * len(words) + 8
        if right - left < 2 * room or (len(ticks) and np.abs(ticks - middle).min() < room + 16):
            continue
        element(svg, "path", d=f"M{middle - 5:.1f} {top:.1f}l4 -8m3 8l4 -8", stroke=FAINT, stroke_width=1)
        element(
            svg,
            "text",
            words,
            x=middle,
            y=top - 15,
            text_anchor="middle",
            font_size=9.5,
            fill=FAINT,
            font_style="italic",
        )


class Labels:
    """Amounts beside bands, the largest first, where they hide nothing that is as large."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.taken: list[tuple[float, float, float, float]] = []

    def write(self, svg: Element, picture: Picture) -> None:
        moves, loss = picture.moves, picture.followed.currency
        _, _, right, _ = self.layout.plot
        walls = [
            (band.x, min(band.leaves, band.joins), band.x + band.width, max(band.leaves, band.joins))
            for band in self.layout.bands
        ]
        # Where there are many hairs, their sums would hide more than they say.
        least = HAIR if len(self.layout.bands) > _MOST_LABELS else 0.0
        bands = [band for band in self.layout.bands if band.width >= least]
        for band in sorted(bands, key=lambda band: -band.width)[:_MOST_LABELS]:
            currency = moves.currency[band.move] or loss
            sums = (moves.carried if moves.currency[band.move] else moves.value)[:, band.move]
            words = compact(float(sums.min()), float(sums.max()), currency, currency != loss)
            wide, high = 5.6 * width(words) + 2, 11.0
            x = band.x + band.width + 3
            low, far = sorted((band.leaves, band.joins))
            if band.down:
                far -= band.width
            else:
                low += band.width
            for y in _from_the_middle(low + 3, far - 3 - high):
                box = (x, y, x + wide, y + high)
                if box[2] < right and not any(_meet(box, other) for other in [*self.taken, *walls]):
                    self.taken.append(box)
                    element(svg, "text", words, x=x, y=y + 9, font_size=10, font_weight=600, fill=INK, stroke=PAPER,
                            stroke_width=2.4, paint_order="stroke", stroke_linejoin="round")  # fmt: skip
                    break


def _from_the_middle(low: float, high: float) -> list[float]:
    if high < low:
        return []
    places = np.linspace(low, high, min(15, 2 + int((high - low) / 8)))
    return sorted(places.tolist(), key=lambda place: abs(place - (low + high) / 2))


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
