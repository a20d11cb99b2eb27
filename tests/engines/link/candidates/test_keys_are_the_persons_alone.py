"""The keys of a person follow from what is said of it, not from how it is said."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.link.candidates import MOST_KEYS, Lexicon, keys_of, keys_of_many

WORDS = st.lists(
    st.sampled_from(
        ["Anita", "Desai", "Владимир", "محمد", "王小明", "김", "J.", "de", "Kyaw", "สมชาย", "O'Neil", "bin"]
    ),
    min_size=1,
    max_size=4,
    unique=True,
)
PEOPLE = st.lists(
    st.tuples(
        st.lists(st.text(max_size=30), max_size=4), st.integers(1920, 2020), st.sampled_from(["", "TH", "CN"])
    ),
    max_size=8,
)


@given(st.permutations(["Anita", "Владимир"]), st.integers(1930, 2010))
def test_the_order_of_two_words_does_not_matter(words: list[str], year: int) -> None:
    first = keys_of(["Anita Владимир"], birth_years=[year], countries=["IN"])
    assert keys_of([" ".join(words)], birth_years=[year], countries=["IN"]).tolist() == first.tolist()


def test_nor_does_that_of_several_names() -> None:
    names = ["Anita Desai", "अनीता देसाई", "Mrs A. Desai"]
    assert len({tuple(keys_of(list(order)).tolist()) for order in permutations(names)}) == 1


@given(WORDS, st.lists(st.integers(1900, 2030), max_size=3))
def test_keys_are_distinct_sorted_and_few(words: list[str], years: list[int]) -> None:
    keys = keys_of(
        [" ".join(words), " ".join(reversed(words))], birth_years=years, countries=["TH", "MM", "CN"]
    )
    assert len(keys) <= 2 * MOST_KEYS
    assert np.all(np.diff(keys.astype(np.int64)) > 0)


def test_a_name_of_two_words_has_about_fifteen() -> None:
    counts = [
        len(keys_of([name], birth_years=[1991], countries=["VN"]))
        for name in ("Vladimir Petrov", "Pham Hoang", "مريم صالح", "欧阳娜娜", "Grace Wanjiku", "안유진")
    ]
    assert 8 <= np.mean(counts) <= 18


@given(PEOPLE)
def test_many_at_once_have_the_keys_that_each_has_alone(people: list[tuple[list[str], int, str]]) -> None:
    keys, whose = keys_of_many(
        [names for names, *_ in people],
        [(year, year) for _, year, _ in people],
        [[country] if country else [] for *_, country in people],
        Lexicon(),
    )
    for place, (names, year, country) in enumerate(people):
        alone = keys_of(names, birth_years=[year], countries=[country] if country else [])
        assert keys[whose == place].tolist() == alone.tolist()


@pytest.mark.parametrize("name", ["", " ", "a", "7", "...", "\u200b\u200e", "李"[:0]])
def test_what_is_no_name_has_no_key(name: str) -> None:
    assert len(keys_of([name], birth_years=[1990], countries=["TH"])) == 0


@pytest.mark.parametrize(
    "name",
    [
        "x" * 500,
        "ا" * 500,
        "王" * 500,
        "ab " * 170,
        "a\u0301" * 300,
        "Аnnа Реtrоvа",
        "J0hn 5mith",
        "🙂 Anna\u202e",
    ],
)
def test_odd_names_have_few_keys(name: str) -> None:
    assert len(keys_of([name], birth_years=[1990], countries=["TH"])) <= 40


def test_the_twentieth_alias_has_the_keys_that_it_has_alone() -> None:
    names = [
        f"{first} {last}"
        for first in ("Anita", "Boris", "Chen", "Dawit", "Elena", "Farid", "Grace")
        for last in ("Desai", "Mbeki", "Oo")
    ]
    known = {"birth_years": [1990, 1991], "countries": ["TH", "MM"]}
    together = set(keys_of(names, **known).tolist())
    for name in names:
        assert set(keys_of([name], **known).tolist()) <= together


def test_no_name_has_more_than_its_share() -> None:
    long = " ".join(f"{a}{b}{c}a" for a in "kmtprs" for b in "aeiou" for c in "nlkm")
    assert len(keys_of([long], birth_years=[1990, 1991, 1992], countries=["TH", "MM"])) <= MOST_KEYS


def test_years_far_apart_tell_too_little_for_a_key() -> None:
    vague, unknown = keys_of(["Anita Desai"], birth_years=[1980, 1990]), keys_of(["Anita Desai"])
    assert vague.tolist() == unknown.tolist()
    assert len(keys_of(["Anita Desai"], birth_years=[1989, 1990])) > len(unknown)
