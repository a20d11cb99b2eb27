"""The consonants of a word in seven classes, and the numbers of their sequences.

A code is what remains of a word: up to four classes, no two alike in a row, written as a number below 2,048
such that the codes beginning alike are neighbours. Vowels are dropped: Arabic leaves them out, Chinese has
none to give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

CLASSES = "PTKSMNL"
"""p b f v w, t d, k g q h, s z sh j, m, n, l r: what some script does not tell apart is one class."""
DEPTH = 4
"""Classes of a word that are kept: what follows differs too often to help."""


def _all_codes(start: str = "") -> Iterable[str]:
    yield start
    if len(start) < DEPTH:
        for letter in CLASSES:
            if not start.endswith(letter):
                yield from _all_codes(start + letter)


CODES: tuple[str, ...] = tuple(_all_codes())
NUMBER: dict[str, int] = {code: number for number, code in enumerate(CODES)}
NOTHING = NUMBER[""]


@lru_cache(maxsize=None)
def beginning(code: str) -> tuple[int, int]:
    """First and last number of the codes that begin so."""
    inside = [number for number, other in enumerate(CODES) if other.startswith(code)]
    return inside[0], inside[-1]


def collapsed(classes: str) -> str:
    """Neighbours that are alike said once."""
    return re.sub(r"(.)\1+", r"\1", classes)


# How letters of Latin stand for classes where nothing was learned of them.
_RULES = (
    *((group, "S") for group in ("tsch", "sch", "tch", "dzh", "sh", "ch", "zh", "cz", "sz", "dj", "dz", "ts", "tz")),
    *((group, "K") for group in ("ck", "kh", "gh", "qu")),
    *(("ph", "P"), ("th", "T"), ("c(?=[eiy])", "S"), ("x", "KS")),
    *(("[bpfvw]", "P"), ("[dt]", "T"), ("[gkqc]", "K"), ("[sjz]", "S"), ("m", "M"), ("n", "N"), ("[lr]", "L")),
    (".", ""),
)  # fmt: skip
_RULE = re.compile("|".join(f"({group})" for group, _ in _RULES), re.DOTALL)


def by_rule(latin: str) -> str:
    """The classes of a word in a–z as its letters say."""
    return collapsed(_RULE.sub(lambda found: _RULES[(found.lastindex or 1) - 1][1], latin))


_ROUNDED = {"a": 0, "e": 1, "i": 1, "y": 1, "o": 2, "u": 2, "w": 2}


def trait(latin: str) -> int:
    """What the classes of a word leave out, in four bits: its last sound, and which p and which l came first."""
    last = _ROUNDED.get(latin[-1:], 3)
    liquid = re.search("[lr]", latin)
    lip = re.search("[pbfv]", latin)
    return last << 2 | (liquid is not None and liquid[0] == "r") << 1 | (lip is not None and lip[0] in "fv")


TRAITS = 16
