"""An estimate as one page: map, candidates, what speaks for and against. No script, no network; it prints."""

from __future__ import annotations

import math
from html import escape
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from entraide.engines.locate import Estimate

WIDE, HIGH = 600, 480
_STYLE = """
:root { color-scheme: light; --ink: #14212b; --soft: #4c5f6d; --line: #d5dde2; --land: #f7f6f1; --accent: #b3261e; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: #fff; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
.notice { border-inline-start: 4px solid var(--accent); padding: .4rem .75rem; background: #fbeeec; font-weight: 600; margin: .75rem 0; }
.unsure { background: #fff4d6; border-color: #a86b00; }
.answer { font-size: 1.1rem; margin: .5rem 0; }
figure { background: var(--land); margin: .75rem 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
svg { display: block; width: 100%; max-width: 46rem; margin: auto; height: auto; background: var(--land); }
figcaption { background: #fff; font-size: .85rem; color: var(--soft); padding: .5rem .75rem; border-top: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: start; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n { white-space: nowrap; font-variant-numeric: tabular-nums; }
li { margin: .25rem 0; }
.key { display: inline-block; width: 1.1em; height: .8em; margin-inline: .6em .25em; vertical-align: -.05em; border: 1px solid #0003; }
.key:first-child { margin-inline-start: 0; }
.bar { display: inline-block; height: .6em; background: #b3261e; min-width: 1px; }
@media (max-width: 40rem) { body { padding: .75rem; font-size: 15px; } .far { display: none; } }
@media print { body { max-width: none; padding: 0; } figure { break-inside: avoid; } }
"""


def page(estimate: Estimate) -> str:
    from entraide.engines.locate import LEAD

    title = escape(estimate.case.name or "Where the centre is")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>'
        f"<h1>{title}</h1>"
        f'<p class="notice">{escape(LEAD)} It may be wrong; act on it only after somebody has looked.</p>'
        f"{_unsure(estimate)}{_answer(estimate)}"
        f"<figure>{svg(estimate)}<figcaption>{_legend()}</figcaption></figure>"
        f"{_candidates(estimate)}{_evidence(estimate)}{_asked(estimate)}{_foot(estimate)}</body></html>\n"
    )


def _unsure(estimate: Estimate) -> str:
    said = list(estimate.warnings)
    if not estimate.sure:
        said.insert(0, "The items single no place out: what follows is where to look first, no more.")
    return f'<div class="notice unsure">{"<br>".join(map(escape, said))}</div>' if said else ""


def _answer(estimate: Estimate) -> str:
    if not estimate.candidates:
        return ""
    best, region = estimate.candidates[0], estimate.region(0.9)
    return (
        f'<p class="answer"><strong>{escape(best.name)}</strong>, {_percent(best.probability)}. '
        f"A place on no list: {_percent(estimate.unlisted)}. The 90 % region has {region.area_km2:,.0f} km².</p>"
    )


def _legend() -> str:
    keys = (
        ("#b3261e99", "50 % region"), ("#b3261e40", "90 % region"), ("#6b3fa0", "border"), ("#3b7fb5", "river"),
        ("#0b4f6c", "coast"),
    )  # fmt: skip
    return "".join(
        f'<span class="key" style="background:{colour}"></span>{name}' for colour, name in keys
    ) + (
        "<br>Numbers are the candidates below. Lines: Natural Earth. Towns: GeoNames (CC BY 4.0). Borders imply no opinion."
    )


def _candidates(estimate: Estimate) -> str:
    rows = "".join(
        f'<tr><td class="n">{rank}</td><td>{escape(one.name)}</td><td class="n">{_percent(one.probability)}'
        f' <span class="bar" style="width:{4 * one.probability:.2f}rem"></span></td>'
        f'<td class="n far">{one.lat:.4f}, {one.lon:.4f} ± {one.radius_km:g} km</td></tr>'
        for rank, one in enumerate(estimate.candidates[:8], 1)
    )
    return (
        '<h2>Candidates</h2><table><thead><tr><th>No.</th><th>Place</th><th>Probability</th><th class="far">Point</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{100 * share:.0f} %"


def _evidence(estimate: Estimate) -> str:
    said = "".join(f"<li>{escape(one.words)}</li>" for one in estimate.contributions)
    doubts = "".join(f"<li>{escape(one.words)}</li>" for one in estimate.suspect)
    return f"<h2>What each item says</h2><ul>{said}</ul>" + (
        f"<h2>Probably false</h2><ul>{doubts}</ul>" if doubts else ""
    )


def _asked(estimate: Estimate) -> str:
    asked = "".join(f"<li>{escape(one.words)}</li>" for one in estimate.questions[:3])
    return f"<h2>Ask next</h2><ol>{asked}</ol>" if asked else ""


def _foot(estimate: Estimate) -> str:
    return (
        f"<p><small>{estimate.items} items. Certainties were checked on simulated cases, not on solved ones; see"
        " “Locating centres” in the documentation.</small></p>"
    )


class _Frame:
    """From degrees to the picture: equal scale both ways at the middle latitude."""

    def __init__(self, estimate: Estimate) -> None:
        lats, lons = _extent(estimate)
        self.lat, self.lon = (lats[0] + lats[1]) / 2, (lons[0] + lons[1]) / 2
        squeeze = math.cos(math.radians(self.lat))
        high = max((lats[1] - lats[0]) * 1.25, (lons[1] - lons[0]) * squeeze * 1.25 * HIGH / WIDE, 0.3)
        self.scale = HIGH / high
        self.across = self.scale * squeeze
        self.half = (WIDE / 2 / self.across, HIGH / 2 / self.scale)

    def xy(self, lat: Any, lon: Any) -> tuple[Any, Any]:
        return WIDE / 2 + (lon - self.lon) * self.across, HIGH / 2 - (lat - self.lat) * self.scale

    def holds(self, lat: Any, lon: Any, margin: float = 1.05) -> Any:
        return (np.abs(lon - self.lon) < self.half[0] * margin) & (
            np.abs(lat - self.lat) < self.half[1] * margin
        )


def _extent(estimate: Estimate) -> tuple[tuple[float, float], tuple[float, float]]:
    """What has to be seen: the 50 % region and the likely candidates."""
    import h3.api.numpy_int as h3

    points = [h3.cell_to_latlng(cell) for cell in estimate.region(0.5).cells.tolist()]
    points += [(one.lat, one.lon) for one in estimate.candidates[:3] if one.probability > 0.05]
    points = points or [(one.lat, one.lon) for one in estimate.candidates[:1]] or [(15.0, 101.0)]
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    return (min(lats), max(lats)), (min(lons), max(lons))


def svg(estimate: Estimate) -> str:
    """The map alone."""
    frame = _Frame(estimate)
    best = estimate.candidates[0].name if estimate.candidates else "nothing"
    parts = [
        f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">',
        f"<title>Map of the likely places; the likeliest is {escape(best)}</title>",
        *_lines(frame),
        *_region(frame, estimate, 0.9, "#b3261e", 0.22),
        *_region(frame, estimate, 0.5, "#b3261e", 0.4),
        *_towns(frame, [frame.xy(one.lat, one.lon) for one in estimate.candidates[:8]]),
        *_marks(frame, estimate),
        *_ruler(frame),
        "</svg>",
    ]
    return "".join(parts)


def _lines(frame: _Frame) -> list[str]:
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


def _region(frame: _Frame, estimate: Estimate, level: float, colour: str, opacity: float) -> list[str]:
    import h3.api.numpy_int as h3

    path = []
    for cell in estimate.region(level).cells.tolist():
        corners = [frame.xy(lat, lon) for lat, lon in h3.cell_to_boundary(cell)]
        if any(-50 < x < WIDE + 50 and -50 < y < HIGH + 50 for x, y in corners):
            path.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z")
    return [f'<path d="{"".join(path)}" fill="{colour}" fill-opacity="{opacity}"/>'] if path else []


def _towns(frame: _Frame, marks: list[tuple[float, float]], most: int = 12) -> list[str]:
    """The largest towns in view whose names do not run into each other."""
    from entraide.engines.locate._places import published

    places = published("places")
    rows = np.flatnonzero(frame.holds(places["lat"], places["lon"], 0.95))
    drawn: list[str] = []
    taken: list[tuple[float, float]] = []
    for row in rows[np.argsort(-places["people"][rows], kind="stable")].tolist():
        x, y = (float(value) for value in frame.xy(float(places["lat"][row]), float(places["lon"][row])))
        if any(abs(x - a) < 110 and abs(y - b) < 20 for a, b in taken):
            continue
        taken.append((x, y))
        # The name stands on the side where no number is.
        left = any(0 < a - x < 90 and abs(y - b) < 18 for a, b in marks)
        at, anchor = (x - 6, "end") if left else (x + 6, "start")
        if x > WIDE - 110:
            at, anchor = x - 6, "end"
        if any(abs(x - a) < 12 and abs(y - b) < 12 for a, b in marks):
            at, anchor, y = x, "middle", y + 24
        drawn.append(
            f'<circle cx="{x:.1f}" cy="{taken[-1][1]:.1f}" r="3" fill="#14212b"/>'
            f'<text x="{at:.1f}" y="{y + 5:.1f}" text-anchor="{anchor}" font-size="14" fill="#14212b" stroke="#f7f6f1" stroke-width="4"'
            f' paint-order="stroke">{escape(str(places["name"][row]))}</text>'
        )
        if len(drawn) == most:
            break
    return drawn


def _marks(frame: _Frame, estimate: Estimate) -> list[str]:
    drawn = []
    shown = [(rank, one) for rank, one in enumerate(estimate.candidates[:8], 1) if one.probability > 0.005]
    for rank, one in reversed(shown):
        if not frame.holds(one.lat, one.lon, 1.0):
            continue
        x, y = frame.xy(one.lat, one.lon)
        ring = max(one.radius_km / 111.2 * frame.scale, 4)
        drawn.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{ring:.1f}" fill="none" stroke="#14212b" stroke-opacity=".45" stroke-width="1" stroke-dasharray="3 3"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="13" fill="{"#b3261e" if rank == 1 else "#14212b"}" stroke="#fff" stroke-width="2"/>'
            f'<text x="{x:.1f}" y="{y + 5.5:.1f}" font-size="16" font-weight="700" fill="#fff" text-anchor="middle">{rank}</text>'
        )
    return drawn


def _ruler(frame: _Frame) -> list[str]:
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
