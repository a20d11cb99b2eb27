"""A birth as it was written, and as it was understood: years of other calendars, ages, parts of a date."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from entraide.engines.link.compare import BirthDate, InvalidBirthDate

from ..core import clock

EARLIEST_PLAIN = 1880


def is_plain_year(text: str) -> bool:
    """Written as a year of the common calendar, and nothing else."""
    return text.isascii() and text.isdigit() and EARLIEST_PLAIN <= int(text) <= clock.today().year


def birth_problem(text: str, country: str = "") -> str:
    """What is wrong with a birth as written, and what to do; "" where it is understood or nothing is said."""
    if not text.strip():
        return ""
    try:
        BirthDate.read(text, country=country, today=clock.today())
    except InvalidBirthDate as invalid:
        return f"{_(invalid.reason)}. {_(invalid.remedy)}."
    return ""


def understood(text: str, country: str = "") -> str:
    """``1986`` for "2529"; "" where it cannot be read."""
    try:
        return birth_words(BirthDate.read(text, country=country, today=clock.today()))
    except InvalidBirthDate:
        return ""


def understood_age(years: int, on: date) -> str:
    """``between 7 Nov 2000 and 6 Nov 2001``; "" for no age of a person."""
    try:
        return birth_words(BirthDate.of_age(years, on=on))
    except InvalidBirthDate:
        return ""


def birth_words(birth: BirthDate) -> str:
    """A day, a month, a year, or the days between which it lies."""
    first, last = birth.first, birth.last
    if birth.is_day:
        return date_format(first, "j M Y")
    if first == date(first.year, 1, 1) and last == date(last.year, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and (last - first).days < 31:
        return date_format(first, "M Y")
    return _("between %(first)s and %(last)s") % {
        "first": date_format(first, "j M Y"),
        "last": date_format(last, "j M Y"),
    }
