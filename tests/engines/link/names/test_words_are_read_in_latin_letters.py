"""Readings of words of any script, likeliest first."""

from __future__ import annotations

import math

import pytest

from entraide.engines.link.names import readings, readings_of_many


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("Владимир", "vladimir"),
        ("小明", "xiaoming"),
        ("Øystein", "oystein"),
        ("Đặng", "dang"),
        ("გიორგი", "giorgi"),
    ],
)
def test_a_word_has_its_usual_reading_among_the_likeliest(word: str, reading: str) -> None:
    assert reading in [text for text, _ in readings(word, 6)]


def test_a_latin_word_reads_as_itself_alone() -> None:
    assert readings("Müller") == [("muller", 0.0)]


@pytest.mark.parametrize(
    "word", ["محمد", "김민지", "สมชาย", "राजेश", "ကျော်", "សុខា", "ສົມ", "サトウ", "אבא", "አበበ"]
)
def test_readings_come_likeliest_first_and_share_out_certainty(word: str) -> None:
    found = readings(word, 4)
    chances = [math.exp(chance) for _, chance in found]
    assert chances == sorted(chances, reverse=True)
    assert 0.0 < sum(chances) < 1.05
    assert len({text for text, _ in found}) == len(found) <= 4


def test_what_is_no_word_has_no_reading() -> None:
    assert readings("") == readings("7") == readings("—") == []


def test_many_words_at_once_read_as_each_alone() -> None:
    words = ["Владимир", "Maria", "", "محمد"]
    assert readings_of_many(words, 3) == [readings(word, 3) for word in words]
