"""An estimate as one page: map, candidates, what speaks for and against. No script, no network; it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from entraide.cli._locate_map import Frame, svg

if TYPE_CHECKING:
    from entraide.engines.locate import Estimate, Evidence

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
q { display: block; color: var(--soft); }
.bar { display: inline-block; height: .6em; background: #b3261e; min-width: 1px; }
@media (max-width: 40rem) { body { padding: .75rem; font-size: 15px; } .far { display: none; } }
@media print { body { max-width: none; padding: 0; } figure { break-inside: avoid; } }
"""


def page(estimate: Estimate, left_out: Sequence[str] = ()) -> str:
    from entraide.engines.locate import LEAD
    from entraide.engines.locate.evidence import shown

    title = escape(shown(estimate.case.name) or "Where the centre is")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>'
        f"<h1>{title}</h1>"
        f'<p class="notice">{escape(LEAD)} It may be wrong; act on it only after somebody has looked.</p>'
        f"{_unsure(estimate)}{_answer(estimate)}"
        f"<figure>{svg(estimate)}<figcaption>{_legend()}{_beyond(estimate)}</figcaption></figure>"
        f"{_candidates(estimate)}{_evidence(estimate)}{_asked(estimate)}{_left_out(left_out)}{_foot(estimate)}</body></html>\n"
    )


def _unsure(estimate: Estimate) -> str:
    said = list(estimate.warnings)
    if not estimate.sure:
        said.insert(0, "The items single no place out: what follows is where to look first, no more.")
    return (
        f'<div class="notice unsure">{"<br>".join(escape(one[:1].upper() + one[1:]) for one in said)}</div>'
        if said
        else ""
    )


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
        "<br>Numbers are the candidates below, the likeliest in red; a dashed ring is how closely its place is known."
        " Lines: Natural Earth. Towns: GeoNames (CC BY 4.0). Borders imply no opinion."
    )


def _beyond(estimate: Estimate) -> str:
    """That the picture does not hold the whole region, where it does not."""
    import h3.api.numpy_int as h3

    frame, cells = Frame(estimate), estimate.region(0.9).cells.tolist()
    outside = sum(not frame.holds(*h3.cell_to_latlng(cell), 1.0) for cell in cells)
    return (
        f"<br><b>{outside:,} of {len(cells):,} cells of the 90 % region lie outside the picture.</b>"
        if outside
        else ""
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
    return (
        _list("What each item says", [_item(one.item, one.words) for one in estimate.contributions])
        + _list("Probably false", [_item(one.item, one.words) for one in estimate.suspect])
        + _list("Contradictions", map(escape, estimate.disputes))
    )


def _list(title: str, lines: Iterable[str]) -> str:
    said = "".join(f"<li>{line}</li>" for line in lines)
    return f"<h2>{title}</h2><ul>{said}</ul>" if said else ""


def _item(item: Evidence, words: str) -> str:
    """What is said of an item, with its name or number, and what the witness said."""
    from entraide.engines.locate.evidence import shown

    name = f"<b>{escape(shown(item.id))}</b> " if item.id else ""
    return (
        name + escape(words) + (f" <q dir='auto'>{escape(shown(item.excerpt))}</q>" if item.excerpt else "")
    )


def _left_out(reasons: Sequence[str]) -> str:
    return _list("Left out", map(escape, reasons))


def _asked(estimate: Estimate) -> str:
    asked = "".join(f"<li>{escape(one.words)}</li>" for one in estimate.questions[:3])
    return f"<h2>Ask next</h2><ol>{asked}</ol>" if asked else ""


def _counted(items: int) -> str:
    return "1 item" if items == 1 else f"{items} items"


def _foot(estimate: Estimate) -> str:
    return (
        f"<p><small>{_counted(estimate.items)}. Certainties were checked on simulated cases, not on solved ones; see"
        " “Locating centres” in the documentation.</small></p>"
    )
