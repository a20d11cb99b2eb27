"""What stands above the diagram: what was followed, by which rules, and the parts of the loss as a legend."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ._layout import HEAD, WIDTH
from ._picture import Picture
from ._shapes import COLOURS, FAINT, PALE, element, fill, sign
from ._text import plain, shortened
from ._words import headline, moment, rules, span, spread

_LINE = 18.0
_FORWARD = {"fee": "fees"}
_BACK = {"held": "had been there, or unexplained:", "exited": "came from where nothing is followed:"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of the loss by its `kind`, or the sign of a `stop`, or what is sure; on a line of the legend at x."""

    text: str
    x: float
    line: int
    kind: str = ""
    stop: str = ""


def entries(shown: Picture) -> list[Entry]:
    """The legend: parts of the loss first, which together are the loss."""
    found: list[tuple[str, str, str]] = [(text, kind, "") for text, kind in _parts(shown)]
    found += [(stop, "", stop) for stop in dict.fromkeys(lane.stop for lane in shown.lanes if lane.stop)]
    if (shown.moves.value.min(axis=0) < shown.moves.value.max(axis=0)).any():
        found.append(("by every rule; by some", "", ""))
    placed, x, line = [], 14.0, 0
    for text, kind, stop in found:
        wide = 21 + (6.7 if kind else 6.2) * len(text) + 18
        if x > 14 and x + wide > WIDTH - 8:
            x, line = 14.0, line + 1
        placed.append(Entry(text, x, line, kind, stop))
        x += wide
    return placed


def heading_height(legend: list[Entry]) -> float:
    return HEAD + _LINE * max((entry.line for entry in legend), default=0)


def _parts(shown: Picture) -> list[tuple[str, str]]:
    followed = shown.followed
    kinds = followed.ends["kind"].to_pylist()
    words = _BACK if followed.back else _FORWARD
    parts = []
    for kind in COLOURS:
        rows = [place for place, one in enumerate(kinds) if one == kind]
        if rows:
            sums = followed.values[:, rows].sum(axis=1)
            amount = spread(int(sums.min()), int(sums.max()), followed.currency)
            parts.append((f"{words.get(kind, kind)} {amount}", kind))
    if "conversion" in shown.moves.style:
        parts.append(("changed into another currency", "conversion"))
    return parts


def heading(svg: Element, shown: Picture, legend: list[Entry]) -> None:
    element(svg, "text", headline(shown.followed), x=14.0, y=30.0, font_size=20, font_weight=700)
    element(svg, "text", _about(shown), x=14.0, y=49.0, font_size=11.5, fill=FAINT)
    element(svg, "text", rules(shown.followed), x=14.0, y=65.0, font_size=11.5, fill=FAINT)
    for entry in legend:
        x, y = entry.x, 87.0 + _LINE * entry.line
        if entry.kind:
            element(svg, "rect", x=x, y=y - 9.5, width=16.0, height=11.0, fill=fill(entry.kind))
        elif entry.stop:
            sign(svg, entry.stop, x + 8, y - 4)
        else:
            element(svg, "rect", x=x, y=y - 9.5, width=8.0, height=11.0, fill=fill("held"))
            element(svg, "rect", x=x + 8, y=y - 9.5, width=8.0, height=11.0, fill=fill("held"), fill_opacity=PALE,
                    stroke=COLOURS["held"], stroke_width=0.6, stroke_dasharray="3 2")  # fmt: skip
        element(
            svg, "text", entry.text, x=x + 21, y=y, font_size=11.5, font_weight=600 if entry.kind else 400
        )


def _about(shown: Picture) -> str:
    """How many payments by whom and when; how far it went."""
    followed, times = shown.followed, shown.moves.time
    payers = ", ".join(shortened(plain(name), 24) for name in shown.payers[:3])
    payers += f" and {len(shown.payers) - 3} more" if len(shown.payers) > 3 else ""
    seeds = followed.ledger.of("time", followed.seeds)
    first, last = moment(int(seeds.min())), moment(int(seeds.max()))
    when = first if first == last else f"{first} to {last.removeprefix(first[: -len(first.split()[-1])])}"
    length = f" over {span(int(times.max() - times.min()))}" if len(times) > 1 else ""
    return (
        f"{_counted(len(followed.seeds), 'payment')} {'to' if followed.back else 'by'} {payers}, {when} UTC · "
        f"{_counted(shown.accounts, 'account')}, {_counted(shown.transfers, 'transfer')}{length}"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
