import math
from datetime import date

import pytest

from entraide.engines.link import BirthDate, Match, Record, compare, compare_many

TODAY = date(2025, 11, 6)


def born(text: str) -> BirthDate:
    return BirthDate.read(text, today=TODAY)


def level(field: str, match: Match) -> str:
    return next((reason.level for reason in match.reasons if reason.field == field), "missing")


def bits(field: str, match: Match) -> float:
    return next((reason.bits for reason in match.reasons if reason.field == field), 0.0)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1990-05-12", "1990-05-12", "day"),
        ("1990-05-12", "12/05/2533", "day"),
        ("1990-05-12", "1990-05", "month"),
        ("1990-05-12", "1990-12-05", "swapped"),
        ("1990-05-12", "1990", "year"),
        ("1990-05-12", "1410", "year"),
        ("1990-01-01", "1990-05-12", "year"),
        ("1990-01-01", "1990-01-01", "year"),
        ("1990-05-12", "1990-05-17", "slip"),
        ("1990-05-12", "1980-05-12", "slip"),
        ("1990-05-12", "c. 1991", "wide"),
        ("1990-05-12", "1991-02-28", "near"),
        ("1990", "1991", "near"),
        ("1990-05-12", "1982-11-03", "contradicted"),
        ("1990", "1995", "contradicted"),
    ],
)
def test_birth_dates_agree_in_levels(one: str, other: str, expected: str) -> None:
    match = compare(Record(birth=born(one)), Record(birth=born(other)))
    assert level("birth", match) == expected


def test_ages_told_years_apart_agree_with_a_birth_year() -> None:
    young = Record(birth=BirthDate.of_age(20, on=date(2020, 6, 1)))
    older = Record(birth=BirthDate.of_age(25, on=date(2025, 6, 1)))
    assert level("birth", compare(young, older)) == "year"
    assert level("birth", compare(young, Record(birth=born("1999")))) == "year"
    assert level("birth", compare(young, Record(birth=born("1990")))) == "contradicted"


def test_one_of_several_nationalities_counts_less_than_all() -> None:
    both = Record(nationalities={"CN", "MM"})
    assert level("nationality", compare(both, Record(nationalities={"mm", "CN"}))) == "same"
    assert level("nationality", compare(both, Record(nationalities={"MM"}))) == "one_of_several"
    different = compare(both, Record(nationalities={"TH"}))
    assert level("nationality", different) == "different"
    assert -4 < bits("nationality", different) < 0, "people hold several, and officers guess"


def test_document_numbers_of_different_kinds_say_nothing() -> None:
    passport = Record(documents=[("passport TH", "AA1234567")])
    assert level("document", compare(passport, Record(documents=[("passport TH", "AA1234567")]))) == "same"
    assert (
        level("document", compare(passport, Record(documents=[("passport TH", "BB7654321")]))) == "different"
    )
    assert level("document", compare(passport, Record(documents=[("identity card TH", "1")]))) == "missing"
    assert level("document", compare(passport, Record(documents=[("", "BB7654321")]))) == "missing"


def test_two_people_with_one_passport_number_are_not_one_if_all_else_contradicts() -> None:
    one = Record("Somchai Rattanakul", born("1988-03-14"), "m", {"TH"}, [("passport", "AA1234567")])
    other = Record("Wanjiru Mwangi", born("1999-11-02"), "f", {"KE"}, [("passport", "AA1234567")])
    match = compare(one, other)
    assert level("document", match) == "same"
    assert not match.review
    again = compare(one, Record("สมชาย รัตนกุล", born("2531"), "m", {"TH"}, [("passport", "AA1234567")]))
    assert again.alert


def test_an_alias_on_one_passport_is_looked_at_by_a_person() -> None:
    one = Record("Ivan Petrov", documents=[("passport", "ZX9912345")])
    for other in (
        Record("Oleg Sidorov", documents=[("passport", "ZX9912345")]),
        Record("Oleg Sidorov", born("1990"), "m", {"RU"}, [("passport", "ZX9912345")]),
    ):
        match = compare(one, other, among=100_000_000)
        assert level("name", match) == "different"
        assert match.review
        assert not match.alert


def test_victims_who_name_one_recruiter_are_not_one_person() -> None:
    numbers = [("telegram", "recruiter"), ("phone", "recruiter's")]
    one = Record("Joseph Otieno", born("2001"), "m", {"KE"}, place="Nairobi", beside=numbers)
    other = Record("Brian Kiprotich", born("2001"), "m", {"KE"}, place="Nairobi", beside=numbers)
    match = compare(one, other)
    assert (level("beside", match), bits("beside", match)) == ("apart", 0.0)
    assert not match.review


def test_what_stands_beside_speaks_for_one_person_where_the_names_agree() -> None:
    one, other = Record("Wu Jianbo", beside=[("phone", "1")]), Record("Wu Jian Bo", beside=[("phone", "1")])
    assert level("beside", compare(one, other)) == "number"
    assert compare(one, other).review
    assert not compare(Record("Wu Jianbo"), Record("Wu Jian Bo")).review
    assert level("beside", compare(one, Record("Wu Jian Bo", beside=[("phone", "2")]))) == "missing"
    assert level("beside", compare(one, Record(beside=[("phone", "1")]))) == "missing"
    paper = [("passport", "E1")]
    with_paper = compare(Record("Wu Jianbo", beside=paper), Record("Wu Jian Bo", beside=paper))
    assert level("beside", with_paper) == "paper"
    assert bits("beside", with_paper) > bits("beside", compare(one, other))


def test_a_selector_that_everybody_holds_links_nobody() -> None:
    one, other = Record("Anong", selectors={"phone": 100_000}), Record("Kavya", selectors={"phone": 100_000})
    crowded = compare(one, other)
    alone = compare(Record("Anong", selectors={"phone"}), Record("Kavya", selectors={"phone"}))
    assert bits("selectors", crowded) < 3 < bits("selectors", alone)
    assert not crowded.review


def test_the_rarer_of_two_equal_names_weighs_more() -> None:
    common = compare(Record("Wang Wei"), Record("Wang Wei"))
    rare = compare(Record("Thiruvenkadam Ogunwobi"), Record("Thiruvenkadam Ogunwobi"))
    assert bits("name", rare) > bits("name", common) > 0


def test_the_best_of_several_names_counts() -> None:
    match = compare(Record(["Boss Lee", "Kavya Raman"]), Record(["KAVYA RAMAN", "The Accountant"]))
    assert level("name", match) == "same"


def test_a_name_alone_raises_no_alert() -> None:
    assert not compare(Record("Wang Wei"), Record("Wang Wei")).alert
    assert not compare(Record("Kavya Raman"), Record("Kavya Raman")).alert


def test_among_more_people_the_same_evidence_means_less() -> None:
    one, other = Record("Kavya Raman", born("1990")), Record("Kavya Raman", born("1990"))
    usual, many = compare(one, other), compare(one, other, among=10_000_000)
    assert usual.bits - many.bits == pytest.approx(math.log2(10), abs=0.01)
    assert compare(one, other, among=100) == usual, "a hub that begins is no safer"


def test_many_are_compared_as_each_alone() -> None:
    one = Record("Kavya Raman", born("1990"), "f", {"IN"}, place="Mae Sot")
    others = [Record("Kavya Raman"), Record(), Record("काव्या रमन", born("1990-04-01"), place="Mae Sot, Tak")]
    assert compare_many(one, others) == [compare(one, other) for other in others]
    assert compare_many(one, []) == []
