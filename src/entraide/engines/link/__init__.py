"""Who and what is the same: selectors.

>>> from entraide.engines.link import extract, normalise
>>> normalise("phone", "081-234 5678", country="TH").value
'+66812345678'
>>> [(f.kind, f.value) for f in extract("Write to @Lucky_Jobs on Telegram or see hxxps://kk-jobs[.]example/apply")]
[('telegram', 'lucky_jobs'), ('url', 'https://kk-jobs.example/apply'), ('domain', 'kk-jobs.example')]
>>> normalise("whatsapp", "wa.me/66812345678").link_value == normalise("phone", "+66 81 234 5678").link_value
True
>>> compare_names("Владимир Петров", "Petrov, Vladimir").likely
True
>>> normalise("btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")
Traceback (most recent call last):
entraide.engines.link._selector.InvalidSelector: The address fails its checksum: a character is wrong ...
"""

from __future__ import annotations

from ._common import common_by_link_value, is_common
from ._finding import find
from ._kinds import KINDS
from ._selector import FoundSelector, InvalidSelector, Selector
from ._text import INVISIBLE, fold
from ._tokens import search_tokens
from .compare import BirthDate, Document, InvalidBirthDate, Match, Reason, Record, compare, compare_many
from .names import NameMatch, NameReason, compare_names, names_somebody
from .texts import TextIndex, TextMatch, near_duplicates

__all__ = [
    "INVISIBLE",
    "BirthDate",
    "Document",
    "FoundSelector",
    "InvalidBirthDate",
    "InvalidSelector",
    "Match",
    "NameMatch",
    "NameReason",
    "Reason",
    "Record",
    "Selector",
    "TextIndex",
    "TextMatch",
    "caption",
    "common_by_link_value",
    "compare",
    "compare_many",
    "compare_names",
    "extract",
    "fold",
    "is_common",
    "names_somebody",
    "near_duplicates",
    "normalise",
    "search_tokens",
]

_LONGEST = 4096


def normalise(kind: str, raw: str, *, country: str | None = None) -> Selector:
    """The selector that ``raw`` writes.

    ``country`` (ISO 3166-1 alpha-2) reads national phone numbers. Raises InvalidSelector with reason and
    remedy. Normalising a value again gives it back.
    """
    if kind not in KINDS:
        raise InvalidSelector("There is no such kind of selector", "Choose one of the kinds in the list")
    text = fold(raw).strip()
    if not text:
        raise InvalidSelector("Nothing was entered", "Enter the selector, or leave the row out")
    if len(text) > _LONGEST:
        raise InvalidSelector("This is too long for a selector", "Enter only the selector itself")
    return KINDS[kind].selector(text, _known(country))


def caption(kind: str, value: str) -> str:
    """A normalised value as people like to read it: "+66 81 234 5678", "GB29 NWBK 6016 …"."""
    return KINDS[kind].caption(value)


def extract(text: str, *, country: str | None = None) -> list[FoundSelector]:
    """The selectors in ``text``, in the order in which they stand there. Any text is accepted.

    ``country`` is where the text comes from: it reads national phone numbers.
    """
    return find(text, _known(country))


def _known(country: str | None) -> str | None:
    code = (country or "").strip().upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
