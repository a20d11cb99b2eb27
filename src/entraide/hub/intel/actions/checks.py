"""Bad input is normal input: what cannot be filed as it is, by field and with the remedy."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from entraide.engines.link import INVISIBLE
from entraide.vocabulary import countries, modi_operandi

from ...core import clock
from ...core.errors import Invalid
from ..drafts import DOCUMENT_KINDS, Draft, MarkedPlace, NamedPerson
from ..models import Claim, LinkPerson, Report
from ..people import SHORTEST_NUMBER, birth_of, number_of

LONGEST_TEXT = 200_000
LONGEST_SITE = 120
LONGEST_NAME, LONGEST_NUMBER, LONGEST_BIRTH = 300, 60, 60
MOST_ALIASES, MOST_FACTS = 20, 10
MOST_MARKS = 1000  # of a kind beside a text; more are a table
EARLIEST_YEAR, YEARS_AHEAD = 1900, 10  # what is observed outside of these is a slip, or beyond a calendar
_SURROGATE = re.compile("[\ud800-\udfff]")


def check(draft: Draft) -> None:
    """Raise Invalid where a draft cannot be filed as it is."""
    problems: dict[str, str] = {}
    if not draft.text.strip():
        problems["text"] = _("Write or paste the report.")
    elif len(draft.text) > LONGEST_TEXT:
        problems["text"] = _("This is longer than %(most)s characters. Attach it as a file instead.") % {
            "most": f"{LONGEST_TEXT:,}"
        }
    for field in ("text", "title", "source", "client_id", "case_reference", "language"):
        if _SURROGATE.search(getattr(draft, field)):
            problems[field] = _("This holds a broken character. Copy it again from its source.")
    for field, most in (
        ("title", 200),
        ("source", 300),
        ("client_id", 80),
        ("case_reference", 80),
        ("language", 8),
    ):
        if len(getattr(draft, field)) > most:
            problems[field] = _("Use at most %(most)d characters.") % {"most": most}
    for field in ("client_id", "language"):
        if "\0" in getattr(draft, field):
            problems[field] = _("This holds a broken character. Copy it again from its source.")
    for field in ("selectors", "techniques", "places", "persons"):
        if len(getattr(draft, field)) > MOST_MARKS:
            problems[field] = _("Send at most %(most)d with a report.") % {"most": MOST_MARKS}
    latest = clock.today().year + YEARS_AHEAD
    if draft.observed_at and not EARLIEST_YEAR < draft.observed_at.year < latest:
        problems["observed_at"] = _("Give a year from %(first)d to %(last)d.") % {
            "first": EARLIEST_YEAR + 1,
            "last": latest - 1,
        }
    if draft.source_kind not in Report.SourceKind.values:
        problems["source_kind"] = _("Choose one of: %(kinds)s.") % {
            "kinds": ", ".join(Report.SourceKind.values)
        }
    if draft.country and draft.country not in countries.codes():
        problems["country"] = _("Give the country by its two-letter code, as in TH.")
    unknown = {mark.technique for mark in draft.techniques} - modi_operandi.ids()
    if unknown:
        problems["techniques"] = _("Not in the vocabulary: %(ids)s.") % {"ids": ", ".join(sorted(unknown))}
    said_on = (draft.observed_at or draft.received_at or clock.now()).date()
    checks: list[tuple[str, tuple[Any, ...], Callable[[Any], None]]] = [
        ("places", draft.places, check_place),
        ("persons", draft.persons, partial(check_person, said_on=said_on)),
    ]
    for field, marks, check_one in checks:
        for number, mark in enumerate(marks):
            try:
                check_one(mark)
            except Invalid as error:
                problems |= {f"{field}.{number}.{of}": said for of, said in error.problems.items()}
    if problems:
        raise Invalid(problems)


def check_place(place: MarkedPlace) -> None:
    problems = {}
    if not place.name.strip():
        problems["name"] = _("Name the place as the report does.")
    if len(place.site) > LONGEST_SITE:
        problems["site"] = _("Use at most %(most)d characters.") % {"most": LONGEST_SITE}
    if not -90 <= place.lat <= 90:
        problems["lat"] = _("Latitude is between −90 and 90 degrees. Were latitude and longitude swapped?")
    if not -180 <= place.lon <= 180:
        problems["lon"] = _("Longitude is between −180 and 180 degrees.")
    if not 0 < place.radius_km <= 2000:
        problems["radius_km"] = _("The radius is more than 0 and at most 2,000 km.")
    if problems:
        raise Invalid(problems)


def check_person(person: NamedPerson, said_on: date) -> None:
    """``said_on``: the day of an age that has none of its own."""
    problems = {}
    if not _is_visible(person.name) or len(person.name) > LONGEST_NAME:
        problems["name"] = _("Give the person a name of at most 300 characters.")
    if any(len(alias) > LONGEST_NAME for alias in person.aliases):
        problems["aliases"] = _("Use at most %(most)d characters.") % {"most": LONGEST_NAME}
    for field, given, most in (
        ("aliases", person.aliases, MOST_ALIASES),
        ("nationality", person.nationalities, MOST_FACTS),
        ("documents", person.documents, MOST_FACTS),
    ):
        if len(given) > most:
            problems[field] = _("Give at most %(most)d of them.") % {"most": most}
    numbers = [document.number for document in person.documents]
    if any(_SURROGATE.search(value) for value in (*person.names, person.birth, person.place, *numbers)):
        problems["name"] = _("This holds a broken character. Copy it again from its source.")
    if person.kind not in LinkPerson.Kind.values:
        problems["kind"] = _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(LinkPerson.Kind.values)}
    if person.status not in Claim.Status.values:
        problems["status"] = _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(Claim.Status.values)}
    if person.sex not in ("", "m", "f", "x"):
        problems["sex"] = _("Choose one of: %(kinds)s.") % {"kinds": "m, f, x"}
    if set(person.nationalities) - countries.codes():
        problems["nationality"] = _("Give the country by its two-letter code, as in TH.")
    if len(person.place) > LONGEST_NAME:
        problems["place"] = _("Use at most %(most)d characters.") % {"most": LONGEST_NAME}
    for document in person.documents:
        if document.kind not in DOCUMENT_KINDS:
            problems["documents"] = _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(DOCUMENT_KINDS)}
        elif not document.number.strip() or len(document.number) > LONGEST_NUMBER:
            problems["documents"] = _("Give the number as it stands on the document.")
        elif len(number_of(document)) < SHORTEST_NUMBER:
            problems["documents"] = _(
                "A number has at least four letters or digits. Write it as a note otherwise."
            )
    if not problems:
        problems = _birth_problems(person, said_on)
    if problems:
        raise Invalid(problems)


def _is_visible(name: str) -> bool:
    """Holds more than blanks, marks without a letter, and what steers other letters."""
    return any(unicodedata.category(one)[0] in "LNPS" for one in INVISIBLE.sub("", name))


def _birth_problems(person: NamedPerson, said_on: date) -> dict[str, str]:
    """Of each thing that is said of the birth: all are kept and shown, one is compared."""
    if len(person.birth) > LONGEST_BIRTH:
        return {"birth": _("Use at most %(most)d characters.") % {"most": LONGEST_BIRTH}}
    if person.age_on and person.age_on > clock.today():
        return {"age_on": _("That day is yet to come. Give the day on which that was the age.")}
    said: list[tuple[str, dict[str, Any]]] = [
        ("birth", {"birth_year": None, "age": None}),
        ("birth_year", {"birth": "", "age": None}),
        ("age", {"birth": "", "birth_year": None}),
    ]
    if not person.birth and person.birth_year is None and person.age is None:
        return {}
    from entraide.engines.link.compare import InvalidBirthDate

    problems = {}
    for field, without in said:
        try:
            birth_of(replace(person, **without), said_on)
        except InvalidBirthDate as invalid:
            problems[field] = f"{_(invalid.reason)}. {_(invalid.remedy)}."
    return problems
