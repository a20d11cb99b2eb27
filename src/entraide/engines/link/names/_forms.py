"""The families of short forms that a word belongs to, and the family names that it may spell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from ._matching import NOT_CHINESE, SPELLINGS
from ._prepared import Words
from ._spelling import script_of, symbols
from ._words import family_spellings, short_forms

MOST_FORMS = 4


def forms_of(made: Words, texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """The families of short forms of each word, by its likeliest readings, and those of spellings of families.

    Those of spellings are from SPELLINGS on: they go together across scripts only.
    """
    found = np.zeros((len(texts), MOST_FORMS), np.int64)
    for row, text in enumerate(texts):
        belongs: set[int] = set()
        for reading in range(min(int(made.reads[row]), 2)):
            letters = made.read[row, reading, : made.read_length[row, reading]]
            word = (letters + 96).tobytes().decode()
            belongs.update(_form_numbers()[full] for full in short_forms().get(word, ()))
        script = script_of(text)
        if script in ("Latn", "Hani", "Hang"):
            names = family_spellings().get(symbols(text, script) if script == "Hani" else text, ())
            belongs.update(
                (SPELLINGS if script_of(name) == "Hani" else NOT_CHINESE) + _form_numbers()[name]
                for name in names
            )
        for place, family in enumerate(sorted(belongs)[-MOST_FORMS:]):
            found[row, place] = family
    return found


@cache
def _form_numbers() -> dict[str, int]:
    every = {
        full
        for table in (short_forms(), family_spellings())
        for belongs in table.values()
        for full in belongs
    }
    return {full: place + 1 for place, full in enumerate(sorted(every))}
