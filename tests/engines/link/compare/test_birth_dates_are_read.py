import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.link import BirthDate, InvalidBirthDate

TODAY = date(2025, 11, 6)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990", "1990-01-01", "1990-12-31"),
        ("1990-05", "1990-05-01", "1990-05-31"),
        ("1990-05-12", "1990-05-12", "1990-05-12"),
        ("19900512", "1990-05-12", "1990-05-12"),
        ("12.05.1990", "1990-05-12", "1990-05-12"),
        ("12 May 1990", "1990-05-12", "1990-05-12"),
        ("12-MAY-1990", "1990-05-12", "1990-05-12"),
        ("May 12th, 1990", "1990-05-12", "1990-05-12"),
        ("12 mai 1990", "1990-05-12", "1990-05-12"),
        ("12 de mayo de 1990", "1990-05-12", "1990-05-12"),
        ("12 мая 1990", "1990-05-12", "1990-05-12"),
        ("12 مايو ١٩٩٠", "1990-05-12", "1990-05-12"),
        ("12 พฤษภาคม 2533", "1990-05-12", "1990-05-12"),
        ("1990年5月12日", "1990-05-12", "1990-05-12"),
        ("1990년 5월", "1990-05-01", "1990-05-31"),
        ("1990-05-12T08:30:00+07:00", "1990-05-12", "1990-05-12"),
        ("1990-00-00", "1990-01-01", "1990-12-31"),
        ("1990-12-00", "1990-12-01", "1990-12-31"),
        ("c. 1990", "1988-01-01", "1992-12-31"),
        ("1988-1992", "1988-01-01", "1992-12-31"),
        ("١٩٩٠", "1990-01-01", "1990-12-31"),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_known(text: str, first: str, last: str) -> None:
    assert BirthDate.read(text, today=TODAY) == BirthDate(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["2533", "พ.ศ. 2533", "๒๕๓๓", "BE 2533"])
def test_a_year_of_the_buddhist_era_is_understood(text: str) -> None:
    assert BirthDate.read(text, today=TODAY) == BirthDate(date(1990, 1, 1), date(1990, 12, 31))


def test_until_1940_the_thai_year_began_in_april() -> None:
    assert BirthDate.read("2480", today=TODAY) == BirthDate(date(1937, 4, 1), date(1938, 3, 31))
    assert BirthDate.read("2483", today=TODAY) == BirthDate(date(1940, 4, 1), date(1940, 12, 31))
    assert BirthDate.read("12/02/2480", today=TODAY).first == date(1938, 2, 12)


@pytest.mark.parametrize("text", ["1410", "1410 هـ", "AH 1410", "١٤١٠"])
def test_a_hijri_year_is_understood_give_or_take_a_day(text: str) -> None:
    assert BirthDate.read(text, today=TODAY) == BirthDate(date(1989, 8, 2), date(1990, 7, 23))


def test_a_hijri_year_goes_by_the_sun_in_iran_and_afghanistan() -> None:
    assert BirthDate.read("1370", country="IR", today=TODAY) == BirthDate(
        date(1991, 3, 21), date(1992, 3, 20)
    )
    assert BirthDate.read("1370", country="SA", today=TODAY).first.year == 1950


def test_an_ethiopian_year_is_understood_when_it_says_so() -> None:
    assert BirthDate.read("1982 EC", today=TODAY).first == date(1989, 9, 11)
    assert BirthDate.on(1982, 13, calendar="ethiopic", today=TODAY).last == date(1990, 9, 10)


def test_an_age_on_a_day_leaves_one_year_of_days() -> None:
    assert BirthDate.of_age(20, on=date(2025, 11, 6)) == BirthDate(date(2004, 11, 7), date(2005, 11, 6))
    assert BirthDate.of_age(20, on=date(2024, 2, 29)) == BirthDate(date(2003, 3, 1), date(2004, 2, 29))
    assert BirthDate.of_age(0, on=date(2025, 11, 6)).last == date(2025, 11, 6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1990-02-30", "There is no such day"),
        ("31/02/1990", "There is no such day"),
        ("29/02/2534", "There is no such day"),
        ("31/12/1410", "There is no such day"),
        ("12/05/90", "The year has two digits"),
        ("2060", "Nobody was born in that year"),
        ("1700", "Nobody was born in that year"),
        ("2025-12-24", "That day is yet to come"),
        ("yesterday", "This cannot be read as a date"),
        ("", "This cannot be read as a date"),
        ("1992-1988", "It ends before it begins"),
    ],
)
def test_an_impossible_birth_date_is_refused_by_name_and_remedy(text: str, reason: str) -> None:
    with pytest.raises(InvalidBirthDate) as refused:
        BirthDate.read(text, today=TODAY)
    assert refused.value.reason == reason
    assert refused.value.remedy
    assert str(refused.value).startswith("Birth date: ")


@pytest.mark.parametrize("years", [-1, 131])
def test_an_impossible_age_is_refused(years: int) -> None:
    with pytest.raises(InvalidBirthDate, match="Nobody has that age"):
        BirthDate.of_age(years, on=TODAY)


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9٠-٩๐-๙./ -]{1,12}( ?(BE|AH|SH|EC|هـ|พ.ศ.))?", fullmatch=True)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidBirthDate):
        read = BirthDate.read(text, today=TODAY)
        assert date(1880, 1, 1) <= read.last
        assert read.first <= min(TODAY, read.last)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_a_day_is_read_in_its_own_calendar_and_in_the_buddhist_one(day: date) -> None:
    assert BirthDate.read(day.isoformat(), today=TODAY) == BirthDate(day, day)
    if day.year > 1940:
        assert BirthDate.read(f"{day.day}.{day.month}.{day.year + 543}", today=TODAY) == BirthDate(day, day)
