"""Names of countries, languages and time zones, in the reader's language, and what forms offer of them."""

import re
import zoneinfo
from functools import cache
from itertools import groupby

import icu
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entraide.hub.core.errors import Invalid
from entraide.vocabulary import countries

Choices = list[tuple[str, str]]


def country_name(code: str) -> str:
    return countries.name(code, get_language() or "en")


def country_choices() -> Choices:
    return [("", _("Choose a country")), *_countries(get_language() or "en")]


def place(word: str) -> bytes:
    """Its place in the alphabet of the reader's language, for sorting."""
    return bytes(_collator(get_language() or "en").getSortKey(word))


@cache
def _collator(language: str) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale(language))


@cache
def language_codes() -> frozenset[str]:
    """ISO 639-1, and Filipino beside Tagalog."""
    return frozenset(code for code in icu.Locale.getISOLanguages() if len(code) == 2) | {"fil", "tl"}


def language_name(code: str) -> str:
    name = icu.Locale(code).getDisplayLanguage(icu.Locale(get_language() or "en"))
    return str(name[:1].upper() + name[1:])


def read_languages(text: str) -> tuple[str, ...]:
    """Codes or names, in English or the reader's language: "th, Burmese". Raises Invalid for an unknown one."""
    given = [word.strip() for word in re.split(r"[,;،\n]", text) if word.strip()]
    names = _language_codes_by_name("en") | _language_codes_by_name(get_language() or "en")
    codes = [
        word.lower() if word.lower() in language_codes() else names.get(word.casefold()) for word in given
    ]
    if unknown := [word for word, code in zip(given, codes, strict=True) if code is None]:
        problem = _("Not known as languages: %s. Use names or two-letter codes, as in en, th.")
        raise Invalid({"languages": problem % ", ".join(unknown)})
    return tuple(dict.fromkeys(code for code in codes if code))


@cache
def zone_choices() -> list[tuple[str, Choices]]:
    """Grouped by continent."""
    named = sorted(
        zone
        for zone in zoneinfo.available_timezones()
        if "/" in zone and zone[:4] not in ("Etc/", "posi", "righ")
    )
    grouped = groupby(named, key=lambda zone: zone.partition("/")[0])
    places = [
        (area, [(zone, zone.partition("/")[2].replace("_", " ")) for zone in zones])
        for area, zones in grouped
    ]
    return [("UTC", [("UTC", "UTC")]), *((area, zones) for area, zones in places if len(zones) > 2)]


@cache
def _countries(language: str) -> Choices:
    named = ((code, countries.name(code, language)) for code in countries.codes())
    return sorted(named, key=lambda choice: _collator(language).getSortKey(choice[1]))


@cache
def _language_codes_by_name(language: str) -> dict[str, str]:
    reader = icu.Locale(language)
    return {icu.Locale(code).getDisplayLanguage(reader).casefold(): code for code in language_codes()}
