"""How a word in any script is likely to be written in Latin letters, as learned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from ._kept import kept_words
from ._prepared import words
from ._readings import romanised
from ._scripts import folded
from ._spelling import LONGEST, script_of
from ._tables import shipped

MOST = 16
"""Most readings that are sought."""


@lru_cache(maxsize=65536)
def readings(token: str, n: int = 4) -> list[tuple[str, float]]:
    """Up to ``n`` Latin readings (a–z) of one word in any script, likeliest first, with log-probability.

    A Latin word reads as itself without its accents. A word that cannot be read has no reading.
    """
    return readings_of_many([token], n)[0]


def likeliest(word: str) -> str:
    """The first of its `readings`, "" if it has none: of the words that are kept, for those that come again."""
    kept = kept_words()
    (row,) = kept.rows([word])
    letters = kept.words.read[row, 0, : kept.words.read_length[row, 0]]
    return (letters + 96).tobytes().decode() or next((text for text, _ in readings(word, 1)), "")


def readings_of_many(tokens: Sequence[str], n: int = 4) -> list[list[tuple[str, float]]]:
    """The readings of many words at once, each as `readings` gives them."""
    found: list[list[tuple[str, float]]] = [[] for _ in tokens]
    foreign: list[int] = []
    for row, token in enumerate(tokens):
        word = folded(token)
        if script_of(word) == "Latn":
            letters = romanised(word)[:LONGEST]
            found[row] = [(letters, 0.0)] if letters else []
        else:
            foreign.append(row)
    made = words([tokens[row] for row in foreign], shipped(), readings=min(n, MOST))
    for place, row in enumerate(foreign):
        texts = [
            "".join(chr(96 + letter) for letter in made.read[place, rank, : made.read_length[place, rank]])
            for rank in range(int(made.reads[place]))
        ]
        scores = made.read_score[place, : len(texts)].tolist()
        found[row] = _normal([(text, score) for text, score in zip(texts, scores, strict=True) if text])
        by_rule = romanised(folded(tokens[row]))[:LONGEST]
        if by_rule and by_rule not in texts:  # what rules say has a place too, the last
            del found[row][max(n - 1, 1) :]
            found[row].append((by_rule, min([-4.0, *(score - 1.0 for _, score in found[row])])))
            del found[row][n:]
    return found


def _normal(scored: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The scores as logarithms of shares of 1."""
    if not scored:
        return []
    most = max(score for _, score in scored)
    whole = most + math.log(sum(math.exp(score - most) for _, score in scored))
    return [(text, score - whole) for text, score in scored]
