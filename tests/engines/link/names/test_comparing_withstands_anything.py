"""Whatever stands in a name's field: no crash, no link by accident, the same either way round, in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.link.names import compare_names, parse, readings

LETTERS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("abcdeáñßшжяπωבאحمد王小明김민지สมชายराजှိမြေវ្ກຣあアーაბ՛አበ\u200b\u202e\u0301.-'· 7٣"),
    ),
    max_size=40,
)
NAMES = st.lists(
    st.sampled_from(
        ["Ivan", "Петров", "王小明", "김민지", "محمد", "bin", "Dr.", "J.", "สมชาย", "Aung", "san", "O'Neil"]
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=300, deadline=None)
@given(LETTERS, LETTERS)
def test_any_two_texts_have_a_score_and_the_same_either_way_round(a: str, b: str) -> None:
    score = compare_names(a, b).score
    assert 0.0 <= score <= 1.0
    assert compare_names(b, a).score == score


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_names_score_the_same_either_way_round(a: list[str], b: list[str]) -> None:
    assert compare_names(" ".join(a), " ".join(b)).score == compare_names(" ".join(b), " ".join(a)).score


@settings(max_examples=100, deadline=None)
@given(st.permutations(["Samuel", "Kiprono", "Okello"]))
def test_the_order_of_the_parts_is_free(order: list[str]) -> None:
    assert compare_names(" ".join(order), "Samuel Kiprono Okello").likely


@settings(max_examples=200, deadline=None)
@given(LETTERS)
def test_every_text_can_be_cut_and_read(text: str) -> None:
    for token in parse(text).tokens:
        for reading, probability in readings(token.text):
            assert reading.isascii()
            assert reading.isalpha()
            assert reading == reading.lower()
            assert probability <= 0.0


@pytest.mark.parametrize("nothing", ["", " ", "—", "\u200b\u202e", "42"])
def test_nothing_is_like_nothing(nothing: str) -> None:
    assert not compare_names(nothing, nothing).likely
    assert not compare_names(nothing, "Samuel Okello").likely
    assert compare_names("", "").score == 0.0


@pytest.mark.parametrize(
    "long",
    ["a" * 500, "Samuel " * 100, "王" * 500, "က" * 500, "\u0301" * 500, "Аa" * 250, "x-" * 250, "ال" * 250],
)
def test_a_name_of_five_hundred_characters_takes_no_time(long: str) -> None:
    compare_names("warm", "up")
    began = time.perf_counter()
    compare_names(long, long + "b")
    assert time.perf_counter() - began < 1.0


def test_digits_in_names_neither_crash_nor_link() -> None:
    assert not compare_names("Samuel 2", "Daniel 2").likely
    assert compare_names("Samuel Okello 2", "Samuel Okello").likely


def test_a_disguised_letter_does_not_hide_a_name() -> None:
    assert compare_names("Sаmuel Оkello", "Samuel Okello").likely  # a Cyrillic а and О
