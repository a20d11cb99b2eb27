"""Countries and territories by ISO 3166-1 code, with names in the languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import decimal, rows

LANGUAGES = ("en", "fr", "es", "ar")


@dataclass(frozen=True, slots=True)
class Country:
    """``lat``, ``lon``: the middle of its largest piece of land (WGS84 degrees), for a map of the world."""

    code: str  # alpha-2
    alpha3: str
    names: dict[str, str]  # by language of LANGUAGES
    lat: float | None
    lon: float | None


@cache
def load() -> dict[str, Country]:
    """By alpha-2 code."""
    return {
        row["code"]: Country(
            code=row["code"],
            alpha3=row["alpha3"],
            names={language: row[language] for language in LANGUAGES},
            lat=decimal(row["lat"]),
            lon=decimal(row["lon"]),
        )
        for row in rows("countries")
    }


@cache
def codes() -> frozenset[str]:
    return frozenset(load())


def name(code: str, language: str = "en") -> str:
    """The name in a language (English where there is none); an unknown code is its own name."""
    country = load().get(code)
    return country.names.get(language.split("-")[0], country.names["en"]) if country else code
