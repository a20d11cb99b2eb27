from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.watch import LEAST, Budget, synthetic
from entraide.engines.watch.extract import check, without_rare

ROWS = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * 3), max_size=12).flatmap(
    lambda distinct: st.tuples(*(st.integers(1, 30) for _ in distinct)).map(
        lambda often: [row for row, number in zip(distinct, often, strict=True) for _ in range(number)]
    )
)


def rarest(rows: list[tuple[str, ...]]) -> int:
    """In how many rows the rarest combination of values of any fields stands."""
    seen: Counter[tuple[tuple[int, str], ...]] = Counter()
    for row in rows:
        said = [(at, value) for at, value in enumerate(row) if value]
        for length in range(1, len(said) + 1):
            seen.update(combinations(said, length))
    return min(seen.values(), default=LEAST)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_no_combination_of_values_is_rarer_than_the_threshold(rows: list[tuple[str, ...]]) -> None:
    kept = without_rare(rows, LEAST)
    assert rarest(kept) >= LEAST
    assert len(kept) <= len(rows)


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_rows_of_which_nothing_is_rare_stay_as_they_are(rows: list[tuple[str, ...]]) -> None:
    full = [row for row in rows if any(row)]
    if rarest(full) >= LEAST:
        assert without_rare(rows, LEAST) == sorted(full)


def people(*groups: tuple[int, str, str, str]) -> list[dict[str, str]]:
    return [
        {"from": origin, "way": way, "site": site}
        for number, origin, way, site in groups
        for _ in range(number)
    ]


@pytest.mark.parametrize("epsilon", [0.5, 4.0])
def test_a_few_real_people_do_not_show_in_the_extract(epsilon: float) -> None:
    real = people(
        (600, "IN", "typing job", "MM"), (300, "KE", "teaching", "KH"), (4, "NA", "modelling", "LA")
    )
    made = synthetic(real, epsilon)
    assert rarest([tuple(one.values()) for one in made]) >= LEAST


def test_frequencies_and_fields_are_kept() -> None:
    made = synthetic(people((700, "IN", "typing job", "MM"), (300, "KE", "teaching", "KH")), 4.0)
    said = [one["from"] for one in made if one["from"]]
    assert abs(said.count("IN") / len(said) - 0.7) < 0.1
    assert all(list(one) == ["from", "way", "site"] for one in made)


def test_an_extract_is_booked_once_and_spends(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "book.jsonl", 2.0)
    budget.book_extract("autumn", 1.5, day=date(2025, 11, 6))
    assert budget.left == 0.5
    with pytest.raises(ValueError, match="released otherwise"):
        budget.book_extract("autumn", 0.1, day=date(2025, 11, 7))


def test_values_come_out_as_they_went_in_whatever_signs_they_hold() -> None:
    real = people((400, "fraud; wildlife", "0", 'a "b" <semicolon>'), (300, "drugs:|,\n", "0", "ယာဘ"))
    made = synthetic(real, 4.0)
    said = {field: {one[field] for one in made if one[field]} for field in ("from", "way", "site")}
    assert said == {field: {one[field] for one in real} for field in said}


@pytest.mark.parametrize(("number", "epsilon"), [(299, 1.0), (74, 4.0), (5_999, 0.05)])
def test_too_few_people_are_said_to_be_too_few(number: int, epsilon: float) -> None:
    with pytest.raises(ValueError, match=f"{number:,} are too few .* it takes {number + 1:,}"):
        check(people((number, "IN", "typing job", "MM")), epsilon)
    check(people((number + 1, "IN", "typing job", "MM")), epsilon)


def test_where_no_row_came_out_it_is_said() -> None:
    everybody_else = [{"from": str(at), "way": str(at), "site": str(at)} for at in range(400)]
    with pytest.raises(ValueError, match="of 400 no row came out"):
        synthetic(everybody_else, 1.0, least=400)


@pytest.mark.parametrize(
    ("given_", "epsilon", "named"),
    [([], 1.0, "people"), ([{"a": "1"}, {"b": "1"}], 1.0, "people"), ([{"a": "1"}], -1.0, "epsilon")],
)
def test_what_cannot_be_extracted_is_named(given_: list[dict[str, str]], epsilon: float, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        synthetic(given_, epsilon)
