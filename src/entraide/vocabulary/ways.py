"""The words by which ways are read in a text: from and to, hours and their halves, what follows on what.

Ideas: ``from``, ``to``, ``at`` stand before a place and ``fromafter`` … after it, ``fromglued`` … as
endings of its name; ``of`` stands right before it;
``thence`` begins another leg; ``hours``, ``minutes``, ``days`` follow their number, ``hoursfirst`` … come before it;
``nottime`` beside a time says that it is an hour of the day or is counted by the day. An idea that is a number is
that number, with an ``h`` so many hours, with a sign added to the number before it, and with a plus behind it added
to the next one.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from ._tables import rows


@cache
def words(language: str) -> dict[str, tuple[str, ...]]:
    """By idea; empty for a language without words. ``*`` at an end of a word stands for any letters."""
    return _table().get(language, {})


@cache
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    table: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in rows("way_words"):
        table[row["language"]][row["idea"]] = tuple(word for word in row["words"].split(" | ") if word)
    return table
