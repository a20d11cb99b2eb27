"""The words by which techniques are found in a text: ideas with their words in each language, and rules of ideas.

An idea ("documents", "take") has words in each language; a rule says which ideas, near each other, speak for a
technique. Rules know no language: a language is added by a file of words.

A word may be several. ``*`` at its end or its beginning stands for any letters: ``confiscat*``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ._tables import rows

ANY = "mul"
"""ISO 639-2 for several languages: names and brands that are the same in all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``ideas`` that must stand within ``within`` words of the first; with ``given``, a technique of one of these
    beginnings must have been found in the text by other rules. ``weight`` is the share of such texts that show
    the technique, as a person estimated it."""

    technique: str  # W2.06
    ideas: tuple[str, ...]
    given: tuple[str, ...]
    within: float
    weight: float

    @property
    def cue(self) -> str:
        """How the rule is written in its table."""
        return "+".join((*self.ideas, *((f"@{','.join(self.given)}",) if self.given else ())))


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(_rule(row) for row in rows("technique_rules"))


def _rule(row: dict[str, str]) -> Rule:
    parts = row["cue"].split("+")
    return Rule(
        technique=row["technique"],
        ideas=tuple(part for part in parts if not part.startswith("@")),
        given=tuple(one for part in parts if part.startswith("@") for one in part[1:].split(",")),
        within=float(row["within"]),
        weight=float(row["weight"]),
    )


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have words, in order."""
    folder = files("entraide.vocabulary").joinpath("data", "technique_words")
    found = (file.name.removesuffix(".csv") for file in folder.iterdir() if file.name.endswith(".csv"))
    return tuple(sorted(language for language in found if language != ANY))


@cache
def words(language: str) -> dict[str, tuple[str, ...]]:
    """By idea. Besides those of the rules: ``not``, what denies; ``common``, small words that tell the language.

    Raises KeyError for a language without words.
    """
    if language != ANY and language not in languages():
        raise KeyError(language)
    return {
        row["idea"]: tuple(word for word in row["words"].split(" | ") if word)
        for row in rows(f"technique_words/{language}")
    }


@cache
def calibration() -> tuple[tuple[float, float], ...]:
    """Evidence and the share of development texts with that much in which it was right, ascending."""
    return tuple((float(row["evidence"]), float(row["probability"])) for row in rows("technique_calibration"))
