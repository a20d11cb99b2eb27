"""The diagram of a flow as SVG: time from left to right, a lane for each account, a band for each transfer.

No script, no style sheet, no font and nothing from elsewhere: it can stand in a page with a strict policy, go by
mail, and be printed. What colour says, a pattern or a symbol says too.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, tostring

from ._followed import Followed
from ._heading import entries, heading, heading_height
from ._layout import LEFT, WIDTH, Layout, Row, laid_out
from ._marks import Labels, axis
from ._picture import Known, Picture, picture
from ._shapes import COLOURS, FAINT, HAIR, INK, PALE, PAPER, RULE, element, fill, fills, pipe, sign, stripe
from ._text import plain, shortened
from ._words import folded, headline, said, spread, summary

FONT = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', sans-serif"


def drawn(followed: Followed, known: Mapping[str, Known] | None = None) -> str:
    """The SVG as text; `known` gives banks, countries and holders by account."""
    shown = picture(followed, known or {})
    legend = entries(shown)
    layout = laid_out(shown, head=heading_height(legend))
    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH:.0f} {layout.height:.0f}",
        "width": f"{WIDTH:.0f}", "height": f"{layout.height:.0f}", "role": "img",
        "aria-labelledby": "flow-title flow-summary", "font-family": FONT, "font-size": "11", "fill": INK,
    })  # fmt: skip
    element(svg, "title", headline(followed), id="flow-title")
    element(svg, "desc", summary(shown), id="flow-summary")
    fills(svg)
    element(svg, "rect", width=WIDTH, height=layout.height, fill=PAPER)
    _groups(svg, layout)
    axis(svg, shown.moves, layout)
    _stripes(svg, layout)
    labels = Labels(layout)
    _bands(svg, shown, layout)
    _loops(svg, shown, layout)
    _ends(svg, shown, layout)
    _names(svg, layout)
    labels.write(svg, shown)
    heading(svg, shown, legend)
    _foot(svg, shown, layout)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(svg, encoding="unicode") + "\n"


def _groups(svg: Element, layout: Layout) -> None:
    """Lanes of one bank or country share a ground, and its name."""
    named = any(row.lane.group for row in layout.rows)
    begin, shade = 0, False
    for place, row in enumerate(layout.rows):
        last = place + 1 == len(layout.rows) or layout.rows[place + 1].lane.group != row.lane.group
        if not last:
            continue
        top, bottom = layout.rows[begin].top, row.bottom
        if shade and named:
            element(svg, "rect", x=8.0, y=top + 1.5, width=WIDTH - 16, height=bottom - top, fill="#f3f5f8")
        if row.lane.group:
            text = shortened(plain(row.lane.group), 17)
            label = element(
                svg,
                "text",
                text,
                x=14.0,
                y=layout.rows[begin].bottom - 2.5,
                font_size=10,
                fill=FAINT,
                font_weight=600,
            )
            element(label, "title", plain(row.lane.group))
        begin, shade = place + 1, not shade


def _stripes(svg: Element, layout: Layout) -> None:
    _, _, right, _ = layout.plot
    for row in layout.rows:
        begins = next((step.x for step in row.steps if step.most > 0), right)
        element(svg, "path", d=f"M{LEFT - 4:.1f} {row.bottom:.1f}H{right:.1f}", stroke=RULE, stroke_width=0.6)
        if begins > LEFT + 8:
            element(svg, "path", d=f"M{LEFT - 2:.1f} {row.bottom - 2.5:.1f}H{begins:.1f}", stroke=RULE,
                    stroke_width=1, stroke_dasharray="1 3")  # fmt: skip
        colour = COLOURS["exited" if row.lane.stop else "held"]
        for sure, opacity in ((False, "0.2"), (True, "0.4")):
            for path in stripe(row, right, sure):
                element(svg, "path", d=path, fill=colour, fill_opacity=opacity)


def _bands(svg: Element, shown: Picture, layout: Layout) -> None:
    for band in sorted(layout.bands, key=lambda band: -band.width):
        style = shown.moves.style[band.move]
        group = element(svg, "g")
        element(group, "title", said(shown, band.move))
        whole = pipe(band, band.width)
        if band.width < HAIR:
            element(
                group, "path", d=whole, fill=COLOURS[style], fill_opacity=0.85 if band.sure > 0.05 else 0.4
            )
            continue
        element(group, "path", d=whole, fill=PAPER, stroke=PAPER, stroke_width=1.6)
        if band.sure < band.width - 0.05:
            element(group, "path", d=whole, fill=fill(style), fill_opacity=PALE, stroke=COLOURS[style],
                    stroke_width=0.6, stroke_dasharray="3 2")  # fmt: skip
        if band.sure > 0.05:
            element(group, "path", d=pipe(band, band.sure), fill=fill(style))


def _loops(svg: Element, shown: Picture, layout: Layout) -> None:
    for move, x, y in layout.loops:
        style = shown.moves.style[move]
        mark = element(svg, "path", d=f"M{x - 5:.1f} {y:.1f}l5 -5 5 5 -5 5Z", fill=fill(style), stroke=PAPER)
        element(mark, "title", said(shown, move))


def _ends(svg: Element, shown: Picture, layout: Layout) -> None:
    """How much is there at last (back: was there at first), as a bar, in figures, and with the sign of a stop."""
    _, _, right, _ = layout.plot
    bar = LEFT - 13.0 if shown.followed.back else right + 3
    for row in layout.rows:
        _bars(svg, row, bar, layout.scale, len(shown.followed.tracings) > 1)
        at = right + 18
        if row.lane.stop:
            sign(
                svg, row.lane.stop, at + 7, row.bottom - 7.5 if row.bottom - row.top < 18 else row.bottom - 9
            )
            at += 20
        words = _amounts(row, 27 if row.lane.stop else 31)
        if words:
            text = element(svg, "text", words, x=at, y=row.bottom - 3.5, font_size=10.5, font_weight=500)
            element(text, "title", _all_amounts(row))


def _bars(svg: Element, row: Row, x: float, scale: float, several: bool) -> None:
    """By one rule the kinds lie on one another. By several they may take each other's place: they stand abreast."""
    wide = 9.0 / len(row.lane.ends) if several and row.lane.ends else 9.0
    below = row.bottom
    for kind, value in row.lane.ends.items():
        most, sure = max(float(value.max()) * scale, 1.5), float(value.min()) * scale
        element(svg, "rect", x=x, y=below - most, width=wide, height=most, fill=fill(kind), fill_opacity=PALE,
                stroke=COLOURS[kind], stroke_width=0.6)  # fmt: skip
        if sure > 0.05:
            element(svg, "rect", x=x, y=below - sure, width=wide, height=sure, fill=fill(kind))
        x, below = (x + wide, below) if several else (x, below - most)


def _amounts(row: Row, room: int) -> str:
    """The largest in full, with how many others there are, and what it is where there is room to say so."""
    amounts = row.lane.amounts
    if not amounts:
        return ""
    kind, currency = next(iter(amounts))
    words = spread(*amounts[kind, currency], currency)
    if len(amounts) > 1:
        words += f" +{len(amounts) - 1}"
    word = row.lane.stop or ("" if kind == "held" else kind)
    return f"{words} {word}" if word and len(words) + len(word) < room else words


def _all_amounts(row: Row) -> str:
    return "; ".join(
        f"{kind} {spread(low, high, currency)}" for (kind, currency), (low, high) in row.lane.amounts.items()
    )


def _names(svg: Element, layout: Layout) -> None:
    named = any(row.lane.group for row in layout.rows)
    room = 20 if named else 36
    for row in layout.rows:
        lane = row.lane
        words = folded(lane) or shortened(plain(lane.name), room)
        tall = row.bottom - row.top >= 26 and bool(lane.holder)
        text = element(svg, "text", words, x=LEFT - 20, y=row.bottom - (13.5 if tall else 3), text_anchor="end",
                       font_size=11 if len(layout.rows) < 30 else 10.5, unicode_bidi="isolate",
                       **({"font_style": "italic", "fill": FAINT} if lane.folded else {}))  # fmt: skip
        element(
            text, "title", plain(lane.name if not lane.holder else f"{lane.name} · {lane.holder}") or words
        )
        if tall:
            element(svg, "text", shortened(plain(lane.holder), room + 4), x=LEFT - 20, y=row.bottom - 2.5,
                    text_anchor="end", font_size=9, fill=FAINT, unicode_bidi="isolate")  # fmt: skip


def _foot(svg: Element, shown: Picture, layout: Layout) -> None:
    y = layout.height - 12
    drawn_as_one = int(shown.moves.count.sum()) > len(shown.moves)
    notes = [
        "Widths are to scale, but at least a hair",
        "pauses are drawn shorter than they were",
        *(["transfers of like kind near in time are drawn as one"] if drawn_as_one else []),
        *(["small accounts are drawn together"] if any(row.lane.folded for row in layout.rows) else []),
        *(
            [f"{shown.within:,} transfers of an account to itself or among small ones are not drawn"]
            if shown.within
            else []
        ),
        "a lead for people, not a finding of law",
    ]
    element(svg, "text", "; ".join(notes) + ".", x=14.0, y=y, font_size=10, fill=FAINT)
