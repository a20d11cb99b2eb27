"""How a report of the exercise is written down: a draft with its selectors in braces, and its handling.

>>> Draft("busan", by="minji", language="ko", source_kind="complaint", seen=at(5, 1, 10),
...       text="입금 계좌는 {mule}입니다.", mule=make.account("KR", "…"), handling=owner_first("fiu-kr"))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from string import Formatter

from entraide.exercise.selectors import NATIONAL_STYLES, Selector
from entraide.exercise.shapes import Handling, Mark, Person, Picture, Place, Placed
from entraide.vocabulary.handling import EVERY_PURPOSE, TLP, HitMode, Purpose

OPENS_AT = datetime(2025, 11, 6, 6, tzinfo=UTC)
POLICE_WORK = Purpose.INVESTIGATION | Purpose.PROTECTION | Purpose.PREVENTION


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of the exercise, UTC: days 1 to 6 are of November 2025, days from 20 on of October."""
    return datetime(2025, 10 if day >= 20 else 11, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Draft:
    """A report before it has ids. Selectors stand in ``text`` as ``{name:style}``.

    ``marks`` maps a technique to the words that show it. ``delay`` is from seen to received.
    """

    key: str
    by: str
    language: str
    source_kind: str
    seen: datetime
    text: str
    handling: Handling
    selectors: dict[str, Selector] = field(default_factory=dict)
    place: Place | None = None
    marks: dict[str, str] = field(default_factory=dict)
    persons: tuple[Person, ...] = ()
    pictures: tuple[Picture, ...] = ()
    delay: timedelta = timedelta(hours=3)

    @property
    def body(self) -> str:
        """The text with its selectors written in.

        Raises KeyError for a name without selector, ValueError for a selector that is never written.
        """
        named = {name for name, _ in self._fields()}
        if unused := self.selectors.keys() - named:
            raise ValueError(f"{self.key}: {sorted(unused)} is not in the text")
        return self.text.format(**self.selectors)

    def placed(self) -> tuple[Placed, ...]:
        """The selectors of the text, each once, in the order in which they first stand there.

        A mail address brings its domain.
        """
        first: dict[tuple[str, str], Placed] = {}
        for name, style in self._fields():
            s = self.selectors[name]
            first.setdefault((s.kind, s.value), Placed(s.kind, s.value, format(s, style), s.sound, s.common))
            if s.kind == "email":
                host = s.value.partition("@")[2]
                first.setdefault(("domain", host), Placed("domain", host, host))
        return tuple(first.values())

    def techniques(self) -> tuple[Mark, ...]:
        return tuple(Mark(technique, words) for technique, words in self.marks.items())

    def foreign_national_numbers(self, country: str) -> list[str]:
        """Phones written without country code in a report of another country: nobody could read them."""
        return [
            name
            for name, style in self._fields()
            if self.selectors[name].kind == "phone"
            and style in NATIONAL_STYLES
            and self.selectors[name].country != country
        ]

    def _fields(self) -> Iterator[tuple[str, str]]:
        for _, name, style, _ in Formatter().parse(self.text):
            if name is not None:
                yield name, style or ""


def to_all(*, purposes: Purpose = EVERY_PURPOSE, grade: str = "B2") -> Handling:
    """Every member may read it, and both sides learn of a hit."""
    return Handling(TLP.GREEN, HitMode.OPEN, purposes, source_grade=grade[0], information_grade=grade[1])


def published(*, grade: str = "B2") -> Handling:
    """Taken from the public: CLEAR."""
    return Handling(TLP.CLEAR, HitMode.OPEN, EVERY_PURPOSE, source_grade=grade[0], information_grade=grade[1])


def shared_with(
    *audience: str, purposes: Purpose = POLICE_WORK, grade: str = "B2", caveat: str = ""
) -> Handling:
    """Those named may read it, and both sides learn of a hit."""
    return Handling(
        TLP.AMBER,
        HitMode.OPEN,
        purposes,
        audience,
        caveat=caveat,
        source_grade=grade[0],
        information_grade=grade[1],
    )


def owner_first(
    *audience: str,
    purposes: Purpose = POLICE_WORK,
    excluded: tuple[str, ...] = (),
    grade: str = "B2",
    caveat: str = "",
    years: int = 5,
) -> Handling:
    """Those named may read it; of a hit its owner learns first, and releases it or not."""
    return Handling(
        TLP.AMBER,
        HitMode.OWNER_FIRST,
        purposes,
        audience,
        excluded_states=excluded,
        caveat=caveat,
        source_grade=grade[0],
        information_grade=grade[1],
        kept_years=years,
    )


def silent(*, purposes: Purpose = Purpose.INVESTIGATION, caveat: str = "", years: int = 5) -> Handling:
    """Nobody but the owner reads it or ever learns of a hit."""
    return Handling(
        TLP.AMBER_STRICT, HitMode.SILENT, purposes, caveat=caveat, source_grade="A", kept_years=years
    )


def red(
    *recipients: str,
    mode: HitMode = HitMode.OWNER_FIRST,
    purposes: Purpose = POLICE_WORK,
    excluded: tuple[str, ...] = (),
    caveat: str = "",
    years: int = 5,
) -> Handling:
    """The members named, and nobody else."""
    return Handling(
        TLP.RED,
        mode,
        purposes,
        recipients=recipients,
        excluded_states=excluded,
        caveat=caveat,
        source_grade="A",
        kept_years=years,
    )
