"""The consonants of a word in seven classes, and the numbers of their sequences.

A code is what remains of a word: up to four classes, no two alike in a row, written as a number below 2,048
such that the codes beginning alike are neighbours. Vowels are dropped: Arabic leaves them out, Chinese has
none to give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np

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
FIRST_CLASS = np.array([CLASSES.index(code[0]) + 1 if code else 0 for code in CODES], np.int32)
"""int32[1814]: the first class of each code, from 1; 0 for none."""
_SHORT = {code: number for number, code in enumerate(code for code in CODES if len(code) < 3)}
SHORT = np.array([_SHORT[code[:2]] for code in CODES], np.int32)
"""int32[1814]: a code by its first two classes, below 64; what begins alike are neighbours here too."""
SHORTS = len(_SHORT)


@cache
def beginning(code: str) -> tuple[int, int]:
    """First and last number of the codes that begin so."""
    inside = [number for number, other in enumerate(CODES) if other.startswith(code)]
    return inside[0], inside[-1]


def collapsed(classes: str) -> str:
    """Neighbours that are alike said once."""
    return re.sub(r"(.)\1+", r"\1", classes)


def step_of(classes: str) -> int:
    """Up to two classes as a number below 64."""
    numbers = [CLASSES.index(letter) + 1 for letter in classes]
    return sum(number * 8**place for place, number in enumerate(reversed(numbers)))


def _after(code: str, step: int) -> int:
    for digit in divmod(step, 8):
        if digit and len(code) < DEPTH and not code.endswith(CLASSES[digit - 1]):
            code += CLASSES[digit - 1]
    return NUMBER[code]


AFTER = np.array([[_after(code, step) for step in range(64)] for code in CODES], np.int16)
"""int16[1814, 64]: what a code becomes when up to two classes follow."""


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
_CONSONANT = re.compile("[bcdfghjklmnpqrstvxz]")
_VOWEL = re.compile("[aeiouyw]")
_SHARPER = frozenset("fvdghjlx")
TRAITS = (4, 4, 2, 2)
"""How many values each trait of a word has."""
TRAIT = 64
"""How many values they have together."""


def traits(latin: str) -> tuple[int, int, int, int]:
    """What the classes of a word leave out: its last sound, its first vowel, and which of the letters of their
    class its first and its last consonant are."""
    vowel = _VOWEL.search(latin[1:]) or _VOWEL.search(latin)
    consonants = _CONSONANT.findall(latin)
    return (
        _ROUNDED.get(latin[-1:], 3),
        _ROUNDED[vowel[0]] if vowel else 3,
        int(bool(consonants) and consonants[0] in _SHARPER),
        int(len(consonants) > 1 and consonants[-1] in _SHARPER),
    )


def trait(latin: str) -> int:
    """The same in six bits."""
    last, vowel, first, final = traits(latin)
    return last << 4 | vowel << 2 | first << 1 | final
