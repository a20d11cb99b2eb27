"""The shapes of the diagram, as paths, and the fills that tell kinds apart without colour."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from ._layout import Band, Row

INK, FAINT, RULE, PAPER = "#1a202c", "#5a6675", "#cbd3dd", "#ffffff"

# Colours that differ in grey too; the pattern tells them apart where they do not.
COLOURS = {
    "held": "#2a6f97",
    "exited": "#d1702b",
    "fee": "#7a8190",
    "dissipated": "#a32638",
    "returned": "#3f8f5f",
    "too small": "#9aa5b1",
    "conversion": "#6b4fa0",
}
PALE = "0.26"
HAIR = 1.7  # narrower bands have no pattern


def element(parent: Element, name: str, text: str | None = None, **attributes: object) -> Element:
    """A child with attributes; ``stroke_width`` becomes ``stroke-width``, numbers are rounded to a tenth."""
    made = SubElement(parent, name)
    for key, value in attributes.items():
        made.set(
            key.rstrip("_").replace("_", "-"),
            f"{value:.4g}"
            if isinstance(value, float) and abs(value) < 10
            else f"{value:.1f}"
            if isinstance(value, float)
            else str(value),
        )
    if text is not None:
        made.text = text
    return made


def fills(svg: Element) -> None:
    """One pattern a kind: plain, slanted lines, dots, crosses, level lines, upright lines."""
    definitions = element(svg, "defs")
    for kind, colour in COLOURS.items():
        size = 6 if kind != "too small" else 8
        pattern = element(
            definitions, "pattern", id=fill_id(kind), width=size, height=size, patternUnits="userSpaceOnUse"
        )
        element(pattern, "rect", width=size, height=size, fill=colour)
        if kind in _MARKS:
            element(
                pattern,
                "path",
                d=_MARKS[kind],
                stroke=PAPER,
                stroke_width=1.5,
                fill="none",
                stroke_linecap="square",
            )


_MARKS = {
    "exited": "M-1 7 7 -1M-1 1 1 -1M5 7 7 5",
    "fee": "M1.5 1.5h0M4.5 4.5h0",
    "dissipated": "M0 0 6 6M6 0 0 6",
    "returned": "M0 3H6",
    "too small": "M2 2h0",
    "conversion": "M3 0V6",
}


def fill_id(kind: str) -> str:
    return f"kind-{kind.replace(' ', '-')}"


def fill(kind: str) -> str:
    return f"url(#{fill_id(kind)})"


def pipe(band: Band, width: float) -> str:
    """The band, or the part of it on the inner side of its first bend that is so wide."""
    x, r, up = band.x, band.elbow, -1.0 if band.down else 1.0
    outer = r + band.width
    inner = outer - width
    # Heights with y growing towards where the band goes; for one that goes up, the picture is turned over.
    leave, join = -up * band.leaves, -up * band.joins
    one, two = (1, 0) if band.down else (0, 1)

    def at(px: float, py: float) -> str:
        return f"{px:.2f} {-up * py:.2f}"

    return (
        f"M{at(x - r, leave)}A{r:.2f} {r:.2f} 0 0 {one} {at(x, leave + r)}L{at(x, join - outer)}"
        f"A{outer:.2f} {outer:.2f} 0 0 {two} {at(x + outer, join)}L{at(x + outer, join - width)}"
        f"A{inner:.2f} {inner:.2f} 0 0 {one} {at(x + width, join - outer)}L{at(x + width, leave + r)}"
        f"A{r + width:.2f} {r + width:.2f} 0 0 {two} {at(x - r, leave - width)}Z"
    )


def stripe(row: Row, end: float, sure: bool) -> list[str]:
    """What a lane holds over time, as paths: one for each stretch in which it holds anything."""
    paths: list[str] = []
    path, held = "", 0.0
    for step in row.steps:
        amount = step.sure if sure else step.most
        x, far = min(step.x, end), min(step.x + step.ramp, end)
        if held < 0.05 and amount >= 0.05:
            path = f"M{x:.1f} {row.bottom:.1f}V{row.bottom - amount:.2f}"
        elif held >= 0.05 and amount != held:
            path += f"H{x:.1f}"
            if amount < 0.05:
                paths.append(f"{path}V{row.bottom:.1f}Z")
                path = ""
            elif far > x:
                middle = (x + far) / 2
                path += (
                    f"C{middle:.1f} {row.bottom - held:.2f} {middle:.1f} {row.bottom - amount:.2f}"
                    f" {far:.1f} {row.bottom - amount:.2f}"
                )
            else:
                path += f"V{row.bottom - amount:.2f}"
        held = amount
    if path:
        paths.append(f"{path}H{end:.1f}V{row.bottom:.1f}Z")
    return paths


def sign(parent: Element, stop: str, x: float, y: float) -> None:
    """The symbol of a place where money is not followed further, sixteen units wide, its middle at (x, y)."""
    group = element(parent, "g", transform=f"translate({x:.1f} {y:.1f})", fill="none", stroke=INK, stroke_width=1.3,
                    stroke_linecap="round", stroke_linejoin="round")  # fmt: skip
    element(group, "path", d=_SIGNS.get(stop, _SIGNS["outside"]), fill=PAPER)
    if stop in _INSIDE:
        element(group, "path", d=_INSIDE[stop])


_SIGNS = {
    "exchange": "M-6.5 -6.5H6.5V6.5H-6.5Z",
    "mixer": "M0 -7.5 6.5 -3.7V3.7L0 7.5 -6.5 3.7V-3.7Z",
    "cash agent": "M-8 -4.5H8V4.5H-8Z",
    "pooled": "M-6.5 -4C-6.5 -7.5 6.5 -7.5 6.5 -4V4C6.5 7.5 -6.5 7.5 -6.5 4Z",
    "outside": "M-1 -6.5H-6.5V6.5H-1",
}
_INSIDE = {
    "exchange": "M-4 -2H4L2 -4M4 2H-4L-2 4",
    "mixer": "M-3.5 -2.5C0 -2.5 0 2.5 3.5 2.5M-3.5 2.5C0 2.5 0 -2.5 3.5 -2.5",
    "cash agent": "M0 -2.2A2.2 2.2 0 1 1 0 2.2A2.2 2.2 0 1 1 0 -2.2M-5.6 0h0M5.6 0h0",
    "pooled": "M-6.5 -4C-6.5 -1.5 6.5 -1.5 6.5 -4M-6.5 0C-6.5 2.5 6.5 2.5 6.5 0",
    "outside": "M-3 0H7L4 -3M7 0 4 3",
}
