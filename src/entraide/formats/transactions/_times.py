"""Dates and times as people and banks write them, into microseconds of UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

ORDERS = {"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year"}
SECOND = 1_000_000
DAY = 86_400 * SECOND
_FIRST_YEAR = 1970
_BUDDHIST = 543
_BUDDHIST_FROM = 2400

# A beginning of the name is enough. English, French, Spanish, Portuguese, German, Indonesian, Thai.
_MONTHS = (
    "jan|ene|ม.ค|มกรา", "feb|fév|fev|ก.พ|กุมภา", "mar|mär|mrz|มี.ค|มีนา", "apr|avr|abr|เม.ย|เมษา", "may|mai|mei|พ.ค|พฤษภา",
    "jun|juin|มิ.ย|มิถุนา", "jul|juil|ก.ค|กรกฎา", "aug|aoû|aou|ago|agu|ส.ค|สิงหา", "sep|set|ก.ย|กันยา", "oct|okt|out|ต.ค|ตุลา",
    "nov|พ.ย|พฤศจิกา", "dec|déc|dic|dez|des|ธ.ค|ธันวา",
)  # fmt: skip
_MONTH_OF = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_NAMED_MONTH = re.compile(
    "(" + "|".join(re.escape(name) for name in sorted(_MONTH_OF, key=len, reverse=True)) + r")[^\W\d]*\.?",
    re.IGNORECASE,
)
_GAP = r"\s*[-/.,\s年月년월]\s*"
_PARTS = {
    "y": r"(?P<year>\d{4}|\d{2})",
    "m": r"(?P<month>\d{1,2})",
    "d": r"(?P<day>\d{1,2})",
}
_BEFORE = r"(?P<half>(?i:am|pm|a\.m\.|p\.m\.)|上午|下午|오전|오후)"
_CLOCK = (
    r"(?:[T,\s日일.]*(?:" + _BEFORE + r"\s*)?(?P<hour>\d{1,2})\s*[:h時时시]\s*(?P<minute>\d{2})"
    r"\s*(?:[:分분]\s*(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s*[秒초]?"
    r"\s*(?P<half_after>(?i:am|pm|a\.m\.|p\.m\.))?\s*(?P<zone>(?i:Z|UTC|GMT)|[+-]\d{2}:?\d{2})?)?"
)
_TIGHT = (
    r"^\s*(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[T\s]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?(?P<fraction>\.\d{1,9})?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?)?\s*$"
)
_ALONE = re.compile(r"^\s*" + _CLOCK.removesuffix("?") + r"\s*$")


@dataclass(frozen=True)
class TimeForm:
    """How a column writes times. `order`: "ymd", "dmy", "mdy", "tight" (20251106) or "epoch" (seconds or
    milliseconds since 1970). `only_days`: no row has a time of day. `two_digits_buddhist`: 68 is the year 2568 of
    the Buddhist calendar. `sure`: False where the cells fit another order as well. `named`: months are words.
    `zoned`: every cell names its zone."""

    order: str
    only_days: bool = False
    two_digits_buddhist: bool = False
    named: bool = False
    sure: bool = True
    buddhist: bool = False
    zoned: bool = False

    @property
    def words(self) -> str:
        if self.order == "epoch":
            return "seconds or milliseconds since 1970"
        order = ORDERS.get(self.order, "year, month, day, in eight digits")
        calendar = ", years of the Buddhist calendar" if self.buddhist or self.two_digits_buddhist else ""
        return order + calendar + (", no time of day" if self.only_days else "")


def pattern_of(order: str) -> str:
    if order == "tight":
        return _TIGHT
    parts = [_PARTS[letter] for letter in order]
    return r"^\s*(?:\p{L}+,?\s+)?" + _GAP.join(parts) + r"\s*[日일]?\.?" + _CLOCK + r"\s*$"


def form_of(sample: Sequence[str], order: str = "", now: datetime | None = None) -> TimeForm | None:
    """How these cells write times; None where most of them write none. `order` is what the caller said."""
    cells = [cell for cell in sample if cell.strip()]
    if not cells:
        return None
    today = now or datetime.now(UTC)
    if not order and sum(
        bool(re.fullmatch(r"\s*\d{10}(\d{3})?(\.\d+)?\s*", cell)) for cell in cells
    ) * 2 > len(cells):
        return TimeForm("epoch")
    named = sum(bool(_NAMED_MONTH.search(cell)) for cell in cells) * 2 > len(cells)
    column = pa.array(cells, pa.string())
    best: list[tuple[int, int, str, _Parts]] = []
    for place, candidate in enumerate([order] if order else ["ymd", "tight", "dmy", "mdy"]):
        parts = _parts(column, TimeForm(candidate, named=named))
        best.append((int(parts.good.sum()), -place, candidate, parts))
    best.sort(key=lambda one: one[:2], reverse=True)
    good, _, chosen, parts = best[0]
    if good * 2 <= len(cells):
        return None
    sure = True
    rivals = [
        one for one in best[1:] if one[0] == good and one[2] in ("dmy", "mdy") and chosen in ("dmy", "mdy")
    ]
    if rivals and not _same(parts, rivals[0][3]):
        sure = False
        if _in_order(rivals[0][3]) and not _in_order(parts):
            _, _, chosen, parts = rivals[0]
            sure = True
        elif _in_order(parts) and not _in_order(rivals[0][3]):
            sure = True
    years = parts.year[parts.good]
    short = years < 100
    thai_short = bool(
        short.any()
        and np.all(years[short] + 2500 - _BUDDHIST <= today.year + 1)
        and np.all(years[short] > today.year % 100 + 1)
    )
    return TimeForm(
        chosen,
        only_days=not parts.has_clock[parts.good].any() or not parts.clock[parts.good].any(),
        two_digits_buddhist=thai_short,
        named=named,
        sure=sure,
        buddhist=bool((years >= _BUDDHIST_FROM).any()),
        zoned=bool(parts.has_zone[parts.good].all()),
    )


@dataclass(frozen=True, eq=False)
class _Parts:
    year: NDArray[np.int64]
    month: NDArray[np.int64]
    day: NDArray[np.int64]
    clock: NDArray[np.int64]  # microseconds of the day
    has_clock: NDArray[np.bool_]
    zone: NDArray[np.int64]  # minutes east of UTC
    has_zone: NDArray[np.bool_]
    good: NDArray[np.bool_]


def _parts(column: pa.Array, form: TimeForm) -> _Parts:
    if form.named:
        column = _numbered_months(column)
    found = _extracted(column, pattern_of(form.order))
    matched = found.is_valid().to_numpy(zero_copy_only=False)

    def number(name: str) -> NDArray[np.int64]:
        return _number(found, name)

    year, month, day = number("year"), number("month"), number("day")
    clock, has_clock, clock_good = _clock(found)
    zone, has_zone, zone_good = _zone(found)
    lengths = _days_of_month(_full_year(year, form), month)
    good = matched & (month >= 1) & (month <= 12) & (day >= 1) & (day <= lengths) & clock_good & zone_good
    return _Parts(year, month, day, clock, has_clock, zone, has_zone, good)


def _extracted(column: pa.Array, pattern: str) -> pa.StructArray:
    """The groups of a pattern in each cell. Cells of the shape of the first, digit for digit, have them in the same
    places, which is found some ten times as fast as by the pattern."""
    first = column[0].as_py() if len(column) else None
    if first and first.isascii():
        shape = "".join(r"\d" if char.isdigit() else re.escape(char) for char in first)
        spans = pc.extract_regex_span(column[:1], pattern)[0].as_py()
        if spans and pc.all(pc.match_substring_regex(column, f"^{shape}$"), min_count=0).as_py():
            spans = {name: span for name, span in spans.items() if span is not None}
            cells = [
                pc.utf8_slice_codeunits(column, begin, begin + length) for begin, length in spans.values()
            ]
            return pa.StructArray.from_arrays(cells, list(spans))
    return pc.extract_regex(column, pattern)


def _field(found: pa.StructArray, name: str) -> pa.Array | None:
    place = found.type.get_field_index(name)
    return None if place < 0 else found.field(place)


def _number(found: pa.StructArray, name: str) -> NDArray[np.int64]:
    """A group as numbers, 0 where it is empty."""
    cells = _field(found, name)
    if cells is None:
        return np.zeros(len(found), np.int64)
    empty = pc.fill_null(pc.equal(cells, ""), True)
    numbers: NDArray[np.int64] = pc.if_else(empty, "0", cells).cast(pa.int64()).to_numpy()
    return numbers


def _clock(found: pa.StructArray) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Microseconds of the day; where there is a time of day; where there is none wrong."""
    hour, minute, second = (_number(found, name) for name in ("hour", "minute", "second"))
    hours = _field(found, "hour")
    if hours is None:
        has = np.zeros(len(found), np.bool_)
    else:
        has = pc.fill_null(pc.not_equal(hours, ""), False).to_numpy(zero_copy_only=False)
    good = (hour < 24) & (minute < 60) & (second < 60)
    for name in ("half", "half_after"):
        cells = _field(found, name)
        if cells is None or not pc.any(pc.not_equal(cells, "")).as_py():
            continue
        words = pc.replace_substring(pc.ascii_lower(cells), ".", "")
        late = pc.fill_null(pc.is_in(words, pa.array(["pm", "下午", "오후"])), False).to_numpy(
            zero_copy_only=False
        )
        early = pc.fill_null(pc.is_in(words, pa.array(["am", "上午", "오전"])), False).to_numpy(
            zero_copy_only=False
        )
        hour = np.where(late & (hour < 12), hour + 12, np.where(early & (hour == 12), 0, hour))
    clock = (hour * 3600 + minute * 60 + second) * SECOND
    fraction = _field(found, "fraction")
    if fraction is not None and pc.any(pc.fill_null(pc.not_equal(fraction, ""), False)).as_py():
        digits = pc.fill_null(pc.utf8_ltrim(fraction, "."), "")
        digits = pc.utf8_slice_codeunits(pc.utf8_rpad(digits, 6, "0"), 0, 6)
        clock = clock + digits.cast(pa.int64()).to_numpy()
    return clock, has, good


def _zone(found: pa.StructArray) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Minutes east of UTC; where a zone is named; where it is none that cannot be."""
    cells = _field(found, "zone")
    nothing = np.zeros(len(found), np.int64)
    if cells is None:
        return nothing, nothing.astype(np.bool_), np.ones(len(found), np.bool_)
    has = pc.fill_null(pc.not_equal(cells, ""), False).to_numpy(zero_copy_only=False)
    if not has.any():
        return nothing, has, np.ones(len(found), np.bool_)
    words = pc.unique(cells)
    minutes = []
    for word in words.to_pylist():
        signed = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", word or "")
        minutes.append(int(f"{signed[1]}1") * (int(signed[2]) * 60 + int(signed[3])) if signed else 0)
    east = np.asarray(minutes, np.int64)[pc.index_in(cells, words).to_numpy()]
    return east, has, np.abs(east) <= 14 * 60


def _full_year(year: NDArray[np.int64], form: TimeForm) -> NDArray[np.int64]:
    """Years of our calendar, with all digits."""
    short = year < 100
    century = 2500 - _BUDDHIST if form.two_digits_buddhist else 2000
    this = datetime.now(UTC).year
    full = np.where(short, year + century, year)
    if not form.two_digits_buddhist:
        full = np.where(short & (full > this + 1), full - 100, full)
    return np.asarray(np.where(full >= _BUDDHIST_FROM, full - _BUDDHIST, full), np.int64)


def _days_of_month(year: NDArray[np.int64], month: NDArray[np.int64]) -> NDArray[np.int64]:
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    lengths = np.asarray([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    return np.asarray(lengths[np.clip(month, 0, 12)] + (leap & (month == 2)), np.int64)


def _days(parts: _Parts, form: TimeForm) -> NDArray[np.int64]:
    months = (_full_year(parts.year, form) - 1970) * 12 + parts.month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return first + parts.day - 1


def _numbered_months(column: pa.Array) -> pa.Array:
    """With names of months as numbers. Dates repeat, so each is looked at once."""
    words = pc.unique(column)
    numbered = [
        None if word is None else _NAMED_MONTH.sub(lambda found: f" {_MONTH_OF[found[1].lower()]} ", word)
        for word in words.to_pylist()
    ]
    return pa.array(numbered, pa.string()).take(pc.index_in(column, words))


def _same(one: _Parts, other: _Parts) -> bool:
    return bool(np.array_equal(one.day, other.day))


def _in_order(parts: _Parts) -> bool:
    days = (parts.year * 12 + parts.month) * 31 + parts.day
    steps = np.diff(days[parts.good])
    return bool(np.all(steps >= 0) or np.all(steps <= 0))


@dataclass(frozen=True, eq=False)
class Times:
    """`utc` (n): microseconds. `date_only` (n): only the day is known; `utc` is then its midnight. `good` (n).
    `doubtful`: how many local times the change of the clocks makes ambiguous; the earlier is taken."""

    utc: NDArray[np.int64]
    date_only: NDArray[np.bool_]
    good: NDArray[np.bool_]
    doubtful: int


def times_of(column: pa.Array, form: TimeForm, zone: str, clock: pa.Array | None = None) -> Times:
    """The times of a column of cells; `clock` is the column of the times of day, where that is one of its own."""
    if form.order == "epoch":
        return _epochs(column)
    parts = _parts(column, form)
    if clock is not None:
        found = pc.extract_regex(clock, _ALONE.pattern)
        of_day, has_clock, good = _clock(found)
        empty = pc.equal(pc.utf8_trim_whitespace(clock), "").to_numpy(zero_copy_only=False)
        good &= empty | found.is_valid().to_numpy(zero_copy_only=False)
        parts = replace(parts, clock=of_day, has_clock=has_clock & ~empty, good=parts.good & good)
        form = replace(form, only_days=False)
    year = _full_year(parts.year, form)
    good = parts.good & (year >= _FIRST_YEAR) & (year < 2200)
    local = np.where(good, _days(parts, form), 0) * DAY
    date_only = ~parts.has_clock | form.only_days
    local = local + np.where(date_only, 0, parts.clock)
    utc, doubtful = _to_utc(local, zone)
    utc = np.where(parts.has_zone, local - parts.zone * 60 * SECOND, utc)
    return Times(np.where(date_only, local, utc), date_only & good, good, doubtful)


def _epochs(column: pa.Array) -> Times:
    found = pc.extract_regex(column, r"^\s*(?P<whole>\d{9,10}|\d{12,13})(?:\.(?P<fraction>\d+))?\s*$")
    whole = _number(found, "whole")
    good = found.is_valid().to_numpy(zero_copy_only=False)
    utc = np.where(whole < 100_000_000_000, whole * SECOND, whole * 1000)
    digits = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.fill_null(found.field(1), ""), 6, "0"), 0, 6)
    fraction = digits.cast(pa.int64()).to_numpy()
    utc = utc + np.where(whole < 100_000_000_000, fraction, 0)
    return Times(utc, np.zeros(len(utc), np.bool_), good, 0)


def _to_utc(local: NDArray[np.int64], zone: str) -> tuple[NDArray[np.int64], int]:
    if zone == "UTC":
        return local, 0
    naive = pa.array(local, pa.timestamp("us"))

    def assumed(which: Any) -> NDArray[np.int64]:
        aware = pc.assume_timezone(naive, zone, ambiguous=which, nonexistent=which)
        return np.asarray(aware.cast(pa.int64()))

    early = assumed("earliest")
    return early, int((early != assumed("latest")).sum())


def known_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        return False
    return True
