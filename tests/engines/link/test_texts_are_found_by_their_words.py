"""Search works by equality of tokens, so that it works in every script and under row-level security."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.link import search_tokens


def is_found(query: str, text: str) -> bool:
    return set(search_tokens(query)) <= set(search_tokens(text))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("mae sot", "He crossed at MAE SOT."),
        ("tower river", "a river below, red letters on the Tower"),
        ("Theo", "Théo Marchand"),
        ("THÉO", "The\u0301o"),
        ("strasse", "Große Straße"),
        ("แม่สอด", "ข้ามแดนที่แม่สอดเมื่อคืน"),
        ("护照", "他们没收了护照和手机"),
        ("妙瓦底", "在妙瓦底的园区工作"),
        ("パスポート", "ﾊﾟｽﾎﾟｰﾄを取られた"),
        ("မြဝတီ", "သူသည်မြဝတီမြို့တွင်ရှိသည်"),
        ("ភ្នំពេញ", "គេនៅភ្នំ\u200bពេញ"),
        ("ວຽງຈັນ", "ຢູ່ວຽງຈັນ"),
        ("도박", "온라인 도박 사이트"),
        ("दिल्ली", "वह दिल्ली से है"),
        ("محمد", "مُحَمَّد"),
        ("069", "โทร ๐๖๙-๑๒๓"),
        ("kk park 园区", "KK园区 park"),
    ],
)
def test_a_query_is_found_in_a_text_that_holds_it(query, text):
    assert is_found(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("sot", "so to say"), ("护照", "护士照顾"), ("दिल्ली", "दिल"), ("도박", "도서관")]
)
def test_it_is_not_found_where_it_is_not(query, text):
    assert not is_found(query, text)


def test_tokens_are_distinct_keep_their_order_and_are_cut():
    assert search_tokens("b a B c " + "x" * 500) == ["b", "a", "c", "x" * 48]


@given(st.text(max_size=200))
def test_every_text_finds_itself_and_no_token_is_empty_or_long(text):
    tokens = search_tokens(text)
    assert len(set(tokens)) == len(tokens)
    assert all(0 < len(token) <= 48 and not token.isspace() for token in tokens)
    assert is_found(text, f"before {text} after")


def test_a_megabyte_takes_under_a_second():
    start = time.process_time()
    search_tokens("แม่สอด KK园区 tower " * 50_000)
    assert time.process_time() - start < 1
