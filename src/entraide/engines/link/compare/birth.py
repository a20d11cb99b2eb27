"""A birth date as people know it: a day, a month, a year, an age on some day, in one of five calendars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import icu

from .._text import fold

OLDEST = date(1880, 1, 1)
"""Nobody in a report was born before."""

_CALENDARS = {
    "gregorian": "gregorian",
    "buddhist": "buddhist",
    "hijri": "islamic-umalqura",
    "persian": "persian",
    "ethiopic": "ethiopic",
}
_SOLAR_HIJRI = frozenset({"IR", "AF"})
_OFF_BY_A_DAY = frozenset({"hijri"})  # months begin when the moon is seen, a day earlier or later by country

_MARKS = (
    (re.compile(r"(?i)(?:\bb\.?\s?e\b\.?|พ\s?\.?\s?ศ\s?\.?)"), "buddhist"),
    (re.compile(r"(?i)(?:\ba\.?\s?h\b\.?|هجرية|هجري|هـ|ه(?=\s|$))"), "hijri"),
    (re.compile(r"(?i)(?:\bs\.?\s?h\b\.?|ه\.?ش|شمسی|شمسي)"), "persian"),
    (re.compile(r"(?i)(?:\be\.?\s?c\b\.?|ዓ\.?ም)"), "ethiopic"),
    (re.compile(r"(?i)(?:\b(?:a\.?\s?d|c\.?\s?e)\b\.?|ค\s?\.?\s?ศ\s?\.?|ميلادية|ميلادي)"), "gregorian"),
)
_ABOUT = re.compile(r"(?i)^(?:c|ca|circa|about|around|approx|approximately|~)[.\s]*(?=\d)")
_RANGE = re.compile(r"^(\d{4})\s*(?:-|to|/)\s*(\d{4})$")
_YEAR_FIRST = re.compile(
    r"^(\d{4})(?:[-/.\s](\d{1,2})(?:[-/.\s](\d{1,2}))?)?(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$"
)
_HAN = re.compile(r"^(\d{4})\s*[年년](?:\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日号號일])?)?$")
_DAY_FIRST = re.compile(r"^(?:(\d{1,2})[-/.\s])?(\d{1,2})[-/.\s](\d{4})$")
_MONTH = r"(?P<month>[^\W\d][^\d\s,/-]{2,13})"
_WORDED = re.compile(
    rf"^(?:(?P<day>\d{{1,2}})(?:\s+de\s+|[\s/.-]+))?{_MONTH}(?:\s+del?\s+|[\s,/.-]+)(?P<year>\d{{4}})$"
)
_MONTH_FIRST = re.compile(rf"^{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
# in whose papers dates of birth stand in words; no month of one is another month of another
_LANGUAGES = ("ar", "de", "en", "es", "fil", "fr", "id", "it", "ms", "nl", "pt", "ru", "sw", "th", "tr", "uk")


class InvalidBirthDate(ValueError):
    """Something that cannot be a date of birth.

    ``reason`` says what is wrong and ``remedy`` what to do, in fixed sentences that a page can translate.
    """

    field = "birth"

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"Birth date: {reason}. {remedy}.")
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True, order=True)
class BirthDate:
    """The days, from ``first`` to ``last``, on one of which somebody was born.

    >>> BirthDate.read("12.05.2533")          # of the Buddhist era
    BirthDate(first=datetime.date(1990, 5, 12), last=datetime.date(1990, 5, 12))
    >>> BirthDate.of_age(20, on=date(2025, 11, 6)).first
    datetime.date(2004, 11, 7)
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidBirthDate("It ends before it begins", "Exchange the two dates")

    @property
    def is_day(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    @classmethod
    def on(
        cls,
        year: int,
        month: int = 0,
        day: int = 0,
        *,
        calendar: str = "",
        country: str = "",
        today: date | None = None,
    ) -> BirthDate:
        """The day, or the month or year if the rest is 0, in ``calendar``; if none is named, the year tells.

        A year of the 25th century is Buddhist; one of the 14th is Hijri, by the sun for IR and AF, by the
        moon elsewhere. Raises InvalidBirthDate.
        """
        known = calendar or _calendar_of(year, country, today or date.today())
        if known not in _CALENDARS:
            raise InvalidBirthDate(
                "There is no such calendar", "Choose gregorian, buddhist, hijri, persian or ethiopic"
            )
        if day and not month:
            raise InvalidBirthDate("A day without a month", "Enter the month too, or only the year")
        first = _day_of(known, year, month or _first_month(known, year), day or 1)
        last = first if day else _day_before_next(known, year, month)
        if known in _OFF_BY_A_DAY:
            first, last = first - timedelta(days=1), last + timedelta(days=1)
        return _possible(cls(first, last), today)

    @classmethod
    def of_age(cls, years: int, *, on: date, about: int = 0) -> BirthDate:
        """Born so that the age on that day is ``years``, give or take ``about`` years. Raises InvalidBirthDate."""
        if not 0 <= years <= 130:
            raise InvalidBirthDate("Nobody has that age", "Enter an age between 0 and 130 years")
        if not 0 <= about <= 30:
            raise InvalidBirthDate("That is no estimate of an age", "Give or take at most 30 years")
        if on < OLDEST:
            raise InvalidBirthDate("Nobody alive was born so long ago", "Check the year")
        first = _same_day(on, years + about + 1) + timedelta(days=1)
        return _possible(cls(first, min(_same_day(on, max(years - about, 0)), on)), on)

    @classmethod
    def between(cls, first_year: int, last_year: int, *, today: date | None = None) -> BirthDate:
        """Born in one of the years from ``first_year`` to ``last_year``."""
        earlier, later = cls.on(first_year, today=today), cls.on(last_year, today=today)
        return cls(earlier.first, later.last)

    @classmethod
    def read(cls, text: str, *, country: str = "", today: date | None = None) -> BirthDate:
        """What ``text`` says: "1990", "1990-05", "12.05.1990", "12-MAY-1990", "12 mai 1990", "c. 1990", "1988-1992".

        Digits of any script; a day comes before its month; a month or day written 00 is unknown. Years of
        other calendars are known by their mark ("พ.ศ. 2533", "1410 هـ", "1982 EC") or by themselves, see
        ``on``; ``country`` (ISO 3166-1 alpha-2) tells the two Hijri ones apart. Raises InvalidBirthDate.
        """
        plain, calendar = _without_mark(fold(text[:100]).strip())
        approximate = _ABOUT.sub("", plain)
        about = 2 if approximate != plain else 0
        if years := _RANGE.match(approximate):
            return cls.between(int(years[1]), int(years[2]), today=today)
        year, month, day = _parts(approximate)
        found = cls.on(year, month, day, calendar=calendar, country=country, today=today)
        return found if not about else _wider(found, about)


def _without_mark(text: str) -> tuple[str, str]:
    for mark, calendar in _MARKS:
        if mark.search(text):
            return mark.sub(" ", text).strip(" ,()"), calendar
    return text, ""


def _parts(text: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.match(text) or _COMPACT.match(text) or _HAN.match(text):
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found := _DAY_FIRST.match(text):
        return int(found[3]), int(found[2]), int(found[1] or 0)
    worded = _WORDED.match(text.casefold()) or _MONTH_FIRST.match(text.casefold())
    if worded and (month := _months().get(worded["month"].rstrip("."))):
        return int(worded["year"]), month, int(worded["day"] or 0)
    if re.fullmatch(r"(?:\d{1,2}[-/.\s]){0,2}\d{2}", text):
        raise InvalidBirthDate("The year has two digits", "Write the year with four digits, as in 1990")
    raise InvalidBirthDate(
        "This cannot be read as a date", "Write it as 1990, 1990-05 or 1990-05-12, or enter an age"
    )


@cache
def _months() -> dict[str, int]:
    """Names of months, whole and short, from Unicode CLDR."""
    named: dict[str, int] = {"sept": 9}
    of = icu.DateFormatSymbols
    for language in _LANGUAGES:
        symbols = of(icu.Locale(f"{language}@calendar=gregorian"))
        for context in (of.FORMAT, of.STANDALONE):
            for width in (of.WIDE, of.ABBREVIATED):
                for number, name in enumerate(symbols.getMonths(context, width), 1):
                    named[name.casefold().rstrip(".")] = number
    return named


def _calendar_of(year: int, country: str, today: date) -> str:
    if OLDEST.year <= year <= today.year + 1:
        return "gregorian"
    if OLDEST.year + 543 <= year <= today.year + 544:
        return "buddhist"
    if 1297 <= year <= today.year - 577:
        return "persian" if country.upper() in _SOLAR_HIJRI else "hijri"
    raise InvalidBirthDate(
        "Nobody was born in that year",
        "Check the year; of the Gregorian, Buddhist or Hijri calendar it has four digits",
    )


def _day_of(calendar: str, year: int, month: int, day: int) -> date:
    """The day of ours on which that day of another calendar falls."""
    if calendar in ("gregorian", "buddhist"):
        ours = year - 543 if calendar == "buddhist" else year
        if calendar == "buddhist" and ours < 1940 and month <= 3:
            ours += 1  # until 1940 the Thai year began in April
        try:
            return date(ours, month, day)
        except ValueError:
            raise InvalidBirthDate("There is no such day", "Check day and month") from None
    if not 1 <= year <= 9999:
        raise InvalidBirthDate("There is no such year", "Check the year")
    calculator = icu.Calendar.createInstance(
        icu.TimeZone.getGMT(), icu.Locale(f"en@calendar={_CALENDARS[calendar]}")
    )
    calculator.clear()
    calculator.setLenient(False)
    try:
        calculator.set(year, month - 1, day)
        return date(1970, 1, 1) + timedelta(days=calculator.getTime() // 86400)
    except (icu.ICUError, OverflowError):
        raise InvalidBirthDate("There is no such day", "Check day and month") from None


def _first_month(calendar: str, year: int) -> int:
    return 4 if calendar == "buddhist" and year - 543 <= 1940 else 1


def _day_before_next(calendar: str, year: int, month: int) -> date:
    if calendar == "buddhist" and year - 543 < 1940 and not month:
        return date(year - 542, 3, 31)
    if not month:
        return _day_of(calendar, year + 1, 1, 1) - timedelta(days=1)
    last_month = 13 if calendar == "ethiopic" else 12
    if month < last_month and not (calendar == "buddhist" and month == 3):
        return _day_of(calendar, year, month + 1, 1) - timedelta(days=1)
    if calendar in ("gregorian", "buddhist"):
        first = _day_of(calendar, year, month, 1)
        return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
    return _day_of(calendar, year + 1, 1, 1) - timedelta(days=1)


def _same_day(day: date, years_before: int) -> date:
    try:
        return day.replace(year=day.year - years_before)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years_before, day=28)


def _wider(birth: BirthDate, years: int) -> BirthDate:
    return BirthDate(date(birth.first.year - years, 1, 1), date(birth.last.year + years, 12, 31))


def _possible(birth: BirthDate, today: date | None) -> BirthDate:
    if birth.first > (today or date.today()):
        raise InvalidBirthDate("That day is yet to come", "Check the year")
    if birth.last < OLDEST:
        raise InvalidBirthDate("Nobody alive was born so long ago", "Check the year")
    return birth
