"""Countries and territories by ISO 3166-1 code, with names in the languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows

LANGUAGES = ("en", "fr", "es", "ar")


@dataclass(frozen=True, slots=True)
class Country:
    code: str  # alpha-2
    alpha3: str
    names: dict[str, str]  # by language of LANGUAGES


@cache
def load() -> dict[str, Country]:
    """By alpha-2 code."""
    return {
        row["code"]: Country(row["code"], row["alpha3"], {code: row[code] for code in LANGUAGES})
        for row in rows("countries")
    }


@cache
def codes() -> frozenset[str]:
    return frozenset(load())


def name(code: str, language: str = "en") -> str:
    """The name in a language (English where there is none); an unknown code is its own name."""
    country = load().get(code)
    return country.names.get(language.split("-")[0], country.names["en"]) if country else code
