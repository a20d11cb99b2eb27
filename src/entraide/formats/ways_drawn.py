"""Ways drawn as one picture: origins on the left, what was passed through, sites on the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from entraide.engines.watch import Journey
from entraide.vocabulary import countries

from .flows import plain, shortened

MOST_A_COLUMN = 14
"""Places of a column that are named; the others are drawn together."""
OTHERS = "others"
_WIDTH, _BAR, _GAP, _TOP, _TALL, _SIDE = 1000, 12, 14, 64, 520, 190
_LAST = 9
_INK, _BAND, _NODE = "#1a202c", "#2a6f97", "#d1702b"

Stop = tuple[int, str]  # column, name
Leg = tuple[Stop, Stop]


def drawn(ways: Sequence[Journey]) -> str:
    """One self-contained SVG; the width of a band is how many people went that leg.

    A place that is passed through stands in the column of its turn, up to the third; sites stand in the last.
    """
    stops = [_stops(way) for way in ways]
    people = [way.people for way in ways]
    kept = _kept(stops, people)
    legs: Counter[Leg] = Counter()
    through: Counter[Stop] = Counter()
    for way, count in zip(stops, people, strict=True):
        named = [stop if stop in kept else (stop[0], OTHERS) for stop in way]
        for start, end in pairwise(named):
            legs[start, end] += count
        for stop in named:
            through[stop] += count
    svg = _sheet(sum(people), len(stops))
    if through:
        _draw(svg, legs, through)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(svg, encoding="unicode") + "\n"


def _stops(way: Journey) -> list[Stop]:
    passed = list(enumerate([way.origin, *way.transit[:3]]))
    return [*passed, (_LAST, way.site)]


def _kept(ways: list[list[Stop]], people: list[int]) -> set[Stop]:
    sums: Counter[Stop] = Counter()
    for way, count in zip(ways, people, strict=True):
        for stop in way:
            sums[stop] += count
    columns = {column for column, _name in sums}
    return {
        stop
        for column in columns
        for stop, _ in Counter({stop: n for stop, n in sums.items() if stop[0] == column}).most_common(
            MOST_A_COLUMN
        )
    }


def _sheet(people: int, ways: int) -> Element:
    height = _TOP + _TALL + (MOST_A_COLUMN + 1) * _GAP + 30
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {height}",
            "role": "img",
            "aria-labelledby": "title",
            "font-family": "system-ui, sans-serif",
            "font-size": "13",
        },
    )
    said = f"{people:,} people in {ways:,} ways: from where, through where, to where"
    SubElement(svg, "title", {"id": "title"}).text = said
    SubElement(svg, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    heading = {"x": "20", "y": "30", "font-size": "17", "font-weight": "600", "fill": _INK}
    SubElement(svg, "text", heading).text = said
    return svg


def _draw(svg: Element, legs: Counter[Leg], through: Counter[Stop]) -> None:
    order = sorted({column for column, _name in through})
    most = max(sum(n for stop, n in through.items() if stop[0] == column) for column in order)
    scale = _TALL / most
    step = (_WIDTH - 2 * _SIDE - _BAR) / max(len(order) - 1, 1)
    left = {column: _SIDE + at * step for at, column in enumerate(order)}
    top: dict[Stop, float] = {}
    for column in order:
        y = float(_TOP)
        of_column = [stop for stop in through if stop[0] == column]
        for stop in sorted(of_column, key=lambda stop: (stop[1] == OTHERS, -through[stop], stop[1])):
            top[stop] = y
            y += through[stop] * scale + _GAP
    leaving, joining = dict(top), dict(top)
    for start, end in sorted(legs, key=lambda leg: (top[leg[0]], top[leg[1]])):
        wide = legs[start, end] * scale
        one, two = leaving[start] + wide / 2, joining[end] + wide / 2
        leaving[start] += wide
        joining[end] += wide
        x, far = left[start[0]] + _BAR, left[end[0]]
        bend = (x + far) / 2
        path = f"M{x:.1f} {one:.1f}C{bend:.1f} {one:.1f} {bend:.1f} {two:.1f} {far:.1f} {two:.1f}"
        look = {"fill": "none", "stroke": _BAND, "stroke-opacity": "0.35", "stroke-width": f"{wide:.2f}"}
        band = SubElement(svg, "path", {"d": path} | look)
        SubElement(band, "title").text = f"{_name(start)} → {_name(end)}: {legs[start, end]:,}"
    for stop, y in top.items():
        tall = max(through[stop] * scale, 1.0)
        x = left[stop[0]]
        place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": str(_BAR), "height": f"{tall:.2f}"}
        SubElement(svg, "rect", place | {"fill": _NODE})
        first = stop[0] == order[0]
        at = {"x": f"{x - 6 if first else x + _BAR + 6:.1f}", "y": f"{y + tall / 2 + 4:.1f}", "fill": _INK}
        anchor = {"text-anchor": "end" if first else "start"}
        SubElement(svg, "text", at | anchor).text = f"{_name(stop)} · {through[stop]:,}"


def _name(stop: Stop) -> str:
    name = countries.name(stop[1]) if stop[1] in countries.codes() else stop[1]
    return shortened(plain(name), 22)
