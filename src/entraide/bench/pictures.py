"""`entraide bench pictures`: which changed copies of a picture are found, and which different ones with them."""

from itertools import combinations

from entraide.engines.link.pictures import (
    CHANGED,
    NEAR_DUPLICATE,
    SAVED_AGAIN,
    Likeness,
    Look,
    likeness,
    look,
)

from . import Measured, _drawings

SEED = 2000  # thresholds were chosen on pictures drawn from seeds below 1000
QUALITY = 90, 40  # of JPEG, before and after


def run(size: int | None) -> Measured:
    """Of `size` (60) drawn pictures a kind: copies found by kind of change, and different pictures confused."""
    size = size or 60
    figures: dict[str, float | int | str | None] = {"size": size}
    lines = [
        f"{size} pictures of each kind, drawn from seed {SEED} on; bits that may differ: {NEAR_DUPLICATE} of 64, and "
        f"of 256 up to {SAVED_AGAIN} for the same saved again, up to {CHANGED} for a changed copy",
        "share taken for the same saved again / found at all, for a person to look at",
    ]
    for kind, draw in _drawings.KINDS.items():
        pictures = [draw(SEED + number) for number in range(size)]
        originals = [_seen(picture, QUALITY[0]) for picture in pictures]
        for change, make in _drawings.CHANGES.items():
            copies = [_seen(make(picture), QUALITY[1]) for picture in pictures]
            same, found = _shares(list(zip(originals, copies, strict=True)))
            lines.append(f"  {kind:14} {change:22} {same:.2f} / {found:.2f}")
            figures[f"{kind}, {change}"] = found
        same, found = _shares(list(combinations(originals, 2)))
        lines.append(f"  {kind:14} {'another one':22} {same:.4f} / {found:.4f}")
        figures |= {f"{kind}, another one": found, f"{kind}, another one for sure": same}
    return Measured(figures, lines)


def _seen(picture: object, quality: int) -> Look | None:
    return look(_drawings.file(picture, quality=quality))


def _shares(pairs: list[tuple[Look | None, Look | None]]) -> tuple[float, float]:
    """The share of pairs surely the same, and of those found at all; what looks like nothing is not found."""
    found = [likeness(one, other) if one and other else Likeness.DIFFERENT for one, other in pairs]
    many = max(1, len(found))
    return round(found.count(Likeness.SAVED_AGAIN) / many, 4), round(sum(map(bool, found)) / many, 4)
