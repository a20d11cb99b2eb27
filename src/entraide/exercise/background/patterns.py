"""What a background report is made from: parts with alternatives, slots in square brackets, selectors in braces.

``⟦W1.06|ticket and room paid⟧`` stands for the words alone and marks them as showing technique W1.06.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from entraide.exercise.shapes import Place

Alternatives = tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """One sort of report. ``by`` are the members who write it; ``parts`` are joined in their order.

    ``status`` is that of the person named in ``[name]``, if one is.
    """

    source_kind: str
    by: tuple[str, ...]
    parts: tuple[Alternatives, ...]
    status: str = ""


@dataclass(frozen=True)
class Names:
    """Given and family names of one country, in the script of the report; ``form`` puts them in order."""

    given: Alternatives
    family: Alternatives
    form: str = "{given} {family}"


@dataclass(frozen=True)
class Tongue:
    """One language of the exercise. ``names`` and ``cities`` go by the country of the author."""

    code: str
    patterns: tuple[Pattern, ...]
    names: dict[str, Names]
    cities: dict[str, tuple[tuple[str, Place], ...]]
    amounts: Alternatives
    wages: Alternatives
    jobs: Alternatives
    firms: Alternatives
    months: tuple[str, str]
    day: str
    hotline: Alternatives
    board: Alternatives
    digits: str = ""
    glue: str = " "
    styles: tuple[str, ...] = field(default=("", "nat", "dash", "e164", "dots", "zz", "paren"))
