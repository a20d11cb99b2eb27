"""What is known of a person or an organisation, as far as it is compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..names import names_somebody
from .birth import BirthDate

MOST_NAMES = 21
"""Names of one record beyond these are not compared."""


class Document(NamedTuple):
    """A document's number, or the keyed token of one. An empty ``kind`` means unknown.

    Two documents of one kind ("passport TH") with different numbers speak against a match, as far as a
    person has one of them at a time; of different kinds, or of unknown kind, they say nothing.
    """

    kind: str
    number: str


class Beside(NamedTuple):
    """A number or an account that the report holds which speaks of somebody; nobody said whose it is.

    ``kind``: that of a selector ("phone", "passport"); ``key``: what it is the same by.
    """

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Record:
    """What one report says of somebody. Everything may be missing; what is missing is not different.

    - ``names``: as written, in any script; aliases too. Words such as "unknown" are none.
    - ``sex``: "m", "f" or "x"; anything else is unknown, and "x" meets only "x".
    - ``nationalities``: ISO 3166-1 alpha-2.
    - ``place``: where the person was or is, as written.
    - ``selectors``: what identifies a phone, an account … of the person, with how many records hold it (a
      plain collection means: these two alone).
    - ``beside``: those of the report, which may be anybody's: mostly the recruiter's whom victims name.
    """

    names: tuple[str, ...] = ()
    birth: BirthDate | None = None
    sex: str = ""
    nationalities: frozenset[str] = frozenset()
    documents: frozenset[Document] = frozenset()
    place: str = ""
    selectors: Mapping[str, int] = field(default_factory=dict)
    beside: frozenset[Beside] = frozenset()

    def __init__(
        self,
        names: str | Collection[str] = (),
        birth: BirthDate | None = None,
        sex: str = "",
        nationalities: Collection[str] = (),
        documents: Collection[Document | tuple[str, str]] = (),
        place: str = "",
        selectors: Mapping[str, int] | Collection[str] = (),
        beside: Collection[Beside | tuple[str, str]] = (),
    ) -> None:
        listed = (names,) if isinstance(names, str) else names
        sex = sex.strip().lower()[:1]
        held = selectors if isinstance(selectors, Mapping) else dict.fromkeys(selectors, 2)
        put = object.__setattr__
        put(self, "names", tuple(dict.fromkeys(filter(names_somebody, listed)))[:MOST_NAMES])
        put(self, "birth", birth)
        put(self, "sex", sex if sex in ("m", "f", "x") else "")
        put(self, "nationalities", frozenset(code.upper() for code in nationalities if code.strip()))
        put(self, "documents", frozenset(Document(*given) for given in documents if given[1].strip()))
        put(self, "place", place.strip())
        put(self, "selectors", held)
        put(self, "beside", frozenset(Beside(*given) for given in beside if given[1]))
