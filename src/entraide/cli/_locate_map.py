"""An estimate as a picture: regions, candidates, borders, rivers and towns. No network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from entraide.engines.locate import Candidate, Estimate

WIDE, HIGH = 600, 480
_LEAST_TOWNS = 3
_NEAR = 4.0  # degrees from the first candidate
_MARK = 13  # half the width of a number's disc
_HALO = 'stroke="#f7f6f1" stroke-width="4" paint-order="stroke"'


class Frame:
    """From degrees to the picture: equal scale both ways at the middle latitude."""

    def __init__(self, estimate: Estimate) -> None:
        self.lon = estimate.candidates[0].lon if estimate.candidates else 101.0
        lats, across = _extent(estimate, self.lon)
        self.lat, self.lon = (lats[0] + lats[1]) / 2, _turned(self.lon + (across[0] + across[1]) / 2)
        squeeze = max(math.cos(math.radians(self.lat)), 0.05)
        self._show(
            max((lats[1] - lats[0]) * 1.25, (across[1] - across[0]) * squeeze * 1.25 * HIGH / WIDE, 0.3),
            squeeze,
        )
        for _ in range(6):  # a map without towns tells nobody where it is
            if len(_places_in(self)) >= _LEAST_TOWNS:
                break
            self._show(HIGH / self.scale * 1.3, squeeze)

    def _show(self, degrees: float, squeeze: float) -> None:
        self.scale = HIGH / min(degrees, 180.0)
        self.across = self.scale * squeeze
        self.half = (min(WIDE / 2 / self.across, 180.0), HIGH / 2 / self.scale)

    def xy(self, lat: Any, lon: Any) -> tuple[Any, Any]:
        return WIDE / 2 + _turned(lon - self.lon) * self.across, HIGH / 2 - (lat - self.lat) * self.scale

    def holds(self, lat: Any, lon: Any, margin: float = 1.05) -> Any:
        return (np.abs(_turned(lon - self.lon)) < self.half[0] * margin) & (
            np.abs(lat - self.lat) < self.half[1] * margin
        )


def _turned(degrees: Any) -> Any:
    """Between -180 and 180: beyond the date line goes on."""
    return (degrees + 180) % 360 - 180


def _extent(estimate: Estimate, middle: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """What has to be seen: the likely candidates, and what lies around them of the 50 % region. Latitudes, and degrees
    east of ``middle``."""
    import h3.api.numpy_int as h3

    points = [(one.lat, one.lon) for one in estimate.candidates[:3] if one.probability > 0.05]
    points = points or [(one.lat, one.lon) for one in estimate.candidates[:1]] or [(15.0, middle)]
    around = [h3.cell_to_latlng(cell) for cell in estimate.region(0.5).cells.tolist()]
    points += [
        (lat, lon)
        for lat, lon in around
        if abs(lat - points[0][0]) < _NEAR and abs(_turned(lon - points[0][1])) < _NEAR
    ]
    lats, across = [lat for lat, _ in points], [_turned(lon - middle) for _, lon in points]
    return (min(lats), max(lats)), (min(across), max(across))


def svg(estimate: Estimate) -> str:
    """The map alone."""
    frame = Frame(estimate)
    best = estimate.candidates[0].name if estimate.candidates else "nothing"
    from entraide.engines.locate import LEAD

    numbers = [frame.xy(one.lat, one.lon) for _, one in _marked(frame, estimate)]
    taken = [*_FURNITURE, *(Box(float(x), float(y), _MARK, _MARK) for x, y in numbers)]
    first, towns = _name_of_first(frame, estimate, taken), _towns(frame, taken)
    parts = [
        f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">',
        f"<title>Map of the likely places; the likeliest is {escape(best)}</title>",
        *_lines(frame),
        *_region(frame, estimate, 0.9, "#b3261e", 0.22),
        *_region(frame, estimate, 0.5, "#b3261e", 0.4),
        *towns,
        *_marks(frame, estimate),
        *first,
        *_ruler(frame),
        *_north(),
        f'<text x="{WIDE - 12}" y="{HIGH - 12}" text-anchor="end" font-size="15" font-weight="700" fill="#b3261e" {_HALO}>{LEAD}</text>',
        "</svg>",
    ]
    return "".join(parts)


def _lines(frame: Frame) -> list[str]:
    colours = {
        "river": ("#3b7fb5", 1.6, ""), "coast": ("#0b4f6c", 1.6, ""), "border": ("#6b3fa0", 1.8, ' stroke-dasharray="7 4"'),
    }  # fmt: skip
    drawn = []
    with (
        as_file(files("entraide.engines.locate").joinpath("data", "lines.npz")) as file,
        np.load(file) as read,
    ):
        for name, (colour, wide, dashes) in colours.items():
            lon, lat = read[name].T / 1e4
            inside = frame.holds(lat, lon, 1.3)
            x, y = frame.xy(lat, lon)
            # Points follow each other along a line; a new line begins where the next is far away.
            gap = np.hypot(np.diff(lat), np.diff(lon)) > 0.12
            begins = np.concatenate([[True], gap | ~inside[:-1]])
            path = [
                f"{'M' if new else 'L'}{a:.1f} {b:.1f}"
                for a, b, new in zip(x[inside], y[inside], begins[inside], strict=True)
            ]
            if path:
                drawn.append(
                    f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="{wide}"{dashes}/>'
                )
    return drawn


def _region(frame: Frame, estimate: Estimate, level: float, colour: str, opacity: float) -> list[str]:
    import h3.api.numpy_int as h3

    path = []
    for cell in estimate.region(level).cells.tolist():
        corners = [frame.xy(lat, lon) for lat, lon in h3.cell_to_boundary(cell)]
        if any(-50 < x < WIDE + 50 and -50 < y < HIGH + 50 for x, y in corners):
            path.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z")
    return [f'<path d="{"".join(path)}" fill="{colour}" fill-opacity="{opacity}"/>'] if path else []


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture that is taken: middle, and half of its width and height."""

    x: float
    y: float
    wide: float
    high: float

    def meets(self, other: Box) -> bool:
        return (
            abs(self.x - other.x) < self.wide + other.wide and abs(self.y - other.y) < self.high + other.high
        )

    def within(self) -> bool:
        return self.wide < self.x < WIDE - self.wide and self.high < self.y < HIGH - self.high


_FURNITURE = (  # the arrow to the north, the notice, the ruler
    Box(WIDE - 26, 36, 16, 24), Box(WIDE - 82, HIGH - 16, 76, 12), Box(100, HIGH - 30, 100, 24),
)  # fmt: skip


def _label(name: str, x: float, y: float, size: float, taken: list[Box], away: float) -> Box | None:
    """Where beside a point the name can stand and meets nothing: right, left, below, above; None if nowhere."""
    wide, high = 0.3 * size * len(name), 0.55 * size
    for box in (
        Box(x + away + wide, y, wide, high),
        Box(x - away - wide, y, wide, high),
        Box(x, y + away + high, wide, high),
        Box(x, y - away - high, wide, high),
    ):
        if box.within() and not any(box.meets(one) for one in taken):
            return box
    return None


def _text(name: str, box: Box, size: float, colour: str, weight: int = 400) -> str:
    return (
        f'<text x="{box.x:.1f}" y="{box.y + 0.35 * size:.1f}" text-anchor="middle" font-size="{size:g}"'
        f' font-weight="{weight}" fill="{colour}" {_HALO}>{escape(name)}</text>'
    )


def _towns(frame: Frame, taken: list[Box], most: int = 12) -> list[str]:
    """The largest towns in view whose names run into nothing, neither into a number nor into each other."""
    from entraide.engines.locate._places import published

    places, rows = published("places"), _places_in(frame)
    drawn: list[str] = []
    for row in rows[np.argsort(-places["people"][rows], kind="stable")].tolist():
        x, y = (float(value) for value in frame.xy(float(places["lat"][row]), float(places["lon"][row])))
        name, dot = str(places["name"][row]), Box(x, y, 3, 3)
        # A town under a number is named beside the number.
        under = any(dot.meets(one) for one in taken)
        box = _label(name, x, y, 14, taken, _MARK + 4 if under else 6)
        if box is None:
            continue
        taken += [box, dot]
        drawn.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#14212b"/>{_text(name, box, 14, "#14212b")}'
        )
        if len(drawn) == most:
            break
    return drawn


def _places_in(frame: Frame) -> Any:
    """Rows of the table of towns that are in view."""
    from entraide.engines.locate._places import published

    places = published("places")
    return np.flatnonzero(frame.holds(places["lat"], places["lon"], 0.95))


def _marked(frame: Frame, estimate: Estimate) -> list[tuple[int, Candidate]]:
    """The candidates that have a number in the picture, by rank."""
    shown = enumerate(estimate.candidates[:8], 1)
    return [
        (rank, one) for rank, one in shown if one.probability > 0.005 and frame.holds(one.lat, one.lon, 1.0)
    ]


def _marks(frame: Frame, estimate: Estimate) -> list[str]:
    drawn = []
    for rank, one in reversed(_marked(frame, estimate)):
        x, y = frame.xy(one.lat, one.lon)
        ring = max(one.radius_km / 111.2 * frame.scale, 4)
        drawn.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{ring:.1f}" fill="none" stroke="#14212b" stroke-opacity=".45" stroke-width="1" stroke-dasharray="3 3"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_MARK}" fill="{"#b3261e" if rank == 1 else "#14212b"}" stroke="#fff" stroke-width="2"/>'
            f'<text x="{x:.1f}" y="{y + 5.5:.1f}" font-size="16" font-weight="700" fill="#fff" text-anchor="middle">{rank}</text>'
        )
    return drawn


def _name_of_first(frame: Frame, estimate: Estimate, taken: list[Box]) -> list[str]:
    """The likeliest candidate by name, beside its number and within the picture."""
    for rank, one in _marked(frame, estimate)[:1]:
        x, y = frame.xy(one.lat, one.lon)
        name = one.name if one.site else "an unlisted place"
        others = [box for box in taken if (box.x, box.y) != (x, y)]
        box = _label(name, x, y, 17, others, _MARK + 5)
        if rank == 1 and box:
            taken.append(box)
            return [_text(name, box, 17, "#b3261e", 700)]
    return []


def _north() -> list[str]:
    return [
        f'<g transform="translate({WIDE - 26} 20)"><path d="M0 0L7 18L0 13L-7 18Z" fill="#14212b"/>'
        f'<text y="34" font-size="15" font-weight="700" fill="#14212b" text-anchor="middle" {_HALO}>N</text></g>'
    ]


def _ruler(frame: Frame) -> list[str]:
    km_wide = WIDE / frame.scale * 111.2
    length = max(
        step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if step < km_wide / 3.5 or step == 1
    )
    wide = length / 111.2 * frame.scale
    return [
        f'<g transform="translate(20 {HIGH - 24})"><rect x="-8" y="-24" width="{wide + 16:.0f}" height="38" fill="#fff" fill-opacity=".8"/>'
        f'<path d="M0 -4V4H{wide:.1f}V-4" fill="none" stroke="#14212b" stroke-width="2"/>'
        f'<text x="0" y="-9" font-size="15" fill="#14212b">{length} km</text></g>'
    ]
