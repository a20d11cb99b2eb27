"""The parts of a name that keys are made of, and which of them stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from ..names import parse

MOST_PARTS = 6
MOST_PAIRS = 6
_SHORT = 11  # letters of two parts that others may write as one: Xiao Ming, Kyaw Zin
_WITHOUT_SPACES = frozenset({"Hani", "Hang", "Mymr"})


@dataclass(frozen=True)
class Parts:
    """``words``: (text, script). ``pairs``: which two words stand beside each other in one name, by place.
    ``initials``: letters that stand for a part."""

    words: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[int, int], ...]
    initials: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=4096)
def parts_of(name: str) -> Parts:
    """The parts of a name in any script. What was written as one word stands as a whole and in its pieces;
    short words that others may join are joined too."""
    names: list[tuple[str, str, bool]] = []
    initials: list[tuple[str, str]] = []
    others: list[tuple[str, str, bool]] = []
    for token in parse(name).tokens:
        if token.kind in ("name", "patronymic"):
            names.append((token.text, token.script, token.joined))
        elif token.kind == "initial":
            initials.append((token.text, token.script))
        elif token.kind in ("particle", "honorific", "title"):
            others.append((token.text, token.script, token.joined))
    names = names or others  # a name like "Bin" or "Do" is one after all
    return _paired(names, tuple(initials))


def parts_of_words(words: Sequence[tuple[str, str]]) -> Parts:
    """The same of words (text, script) of which each is a name, with blanks between them."""
    return _paired([(*word, False) for word in words], ())


def _paired(names: list[tuple[str, str, bool]], initials: tuple[tuple[str, str], ...]) -> Parts:
    if len(names) == 2:
        (one, script, _), (other, _, joined) = names
        whole = ((one + other, script),) if joined else ()
        return Parts((*(name[:2] for name in names), *whole), ((0, 1),), initials)
    words: list[tuple[str, str]] = []  # with the tokens each covers: words that share one are no pair
    covers: list[frozenset[int]] = []
    for place, (text, script, _) in enumerate(names):
        words.append((text, script))
        covers.append(frozenset({place}))
    for together in _joined(names):
        words.append(("".join(names[place][0] for place in together), names[together[0]][1]))
        covers.append(frozenset(together))
    words, covers = words[:MOST_PARTS], covers[:MOST_PARTS]
    pairs = [
        (one, other) for one, other in combinations(range(len(words)), 2) if not covers[one] & covers[other]
    ]
    pairs.sort(key=lambda pair: -len(covers[pair[0]] | covers[pair[1]]))
    return Parts(tuple(words), tuple(pairs[:MOST_PAIRS]), initials)


def _joined(names: list[tuple[str, str, bool]]) -> Iterable[range]:
    """The runs of tokens that are one word for somebody."""
    begin = 0
    for end in range(1, len(names) + 1):
        if end == len(names) or not names[end][2]:
            if end - begin > 1:
                yield range(begin, end)
            begin = end
    if len(names) == 3 and not any(joined for *_, joined in names):
        for place in (0, 1):
            (a, script, _), (b, other, _) = names[place : place + 2]
            if script == other and script not in _WITHOUT_SPACES and len(a) + len(b) <= _SHORT:
                yield range(place, place + 2)
