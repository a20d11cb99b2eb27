"""Whatever is pasted, extraction answers, soon, and points into the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.link import InvalidSelector, extract, normalise
from entraide.engines.link._kinds import KINDS

SPLICED = [
    ("phone", "+66 69 123 4567"),
    ("email", "kavya@jobs.example"),
    ("url", "hxxps://kk-jobs[.]example/apply"),
    ("domain", "kk-jobs.example"),
    ("telegram", "https://t.me/lucky_moei"),
    ("iban", "GB29 NWBK 6016 1331 9268 19"),
    ("btc", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ("eth", "0xBE0eB53F46cd790Cd13851d5EFf43D12404d33E8"),
    ("tron", "TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9"),
    ("ip", "192.0.2.7"),
]
prose = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyz ,;!?\nกขคงจ請问的人のアمرحباनमस्ते한국어éü😀\u200b\u202e"),
    max_size=60,
)
scraps = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from([raw for _, raw in SPLICED]),
        st.sampled_from(
            [
                "@",
                "+66",
                "0x",
                "bc1",
                "http://",
                "[.]",
                "(at)",
                "WhatsApp",
                "Telegram:",
                "微信",
                "plate",
                "account",
            ]
        ),
    ),
    max_size=12,
).map("".join)


@given(scraps, st.sampled_from([None, "TH", "KR", "XX", "t", "💥"]))
def test_any_text_is_answered_and_every_find_is_a_place_in_it(text, country):
    for selector in extract(text, country=country):
        assert text[selector.start : selector.end] == selector.raw != ""
        assert selector.valid == (selector.link_value is not None) == (selector.reason == "")


@given(prose, st.sampled_from(SPLICED), prose)
def test_a_selector_spliced_into_prose_is_found_there(before, spliced, after):
    kind, raw = spliced
    text = f"{before} {raw} {after}"
    wanted = normalise(kind, raw).link_value
    assert wanted in [selector.link_value for selector in extract(text)]


@given(st.sampled_from(sorted(KINDS)), st.one_of(scraps, st.sampled_from([raw for _, raw in SPLICED])))
def test_normalising_twice_changes_nothing(kind, raw):
    try:
        once = normalise(kind, raw)
    except InvalidSelector:
        return
    assert normalise(kind, once.value) == once


@given(scraps)
def test_what_is_found_is_what_normalising_gives(text):
    for selector in extract(text):
        if selector.valid:
            assert normalise(selector.kind, selector.value).link_value == selector.link_value


SIZE = 100_000


@pytest.mark.parametrize(
    "scrap",
    [
        "a", "1", "1 ", "1-", "+1", "(", "@", "a@", "a.", ".", "a[.]", "a[at]", "http://", "https://a.b/(",
        ":", "a:", "0x", "+66 69 123 4567 ", "+99 69 123 4567 ", "telegram ", "telegram: a_b ", "微信",
        "passport no no ", "plate a b c ", "GB29 ", "GB29N", "account 12 ", "\u200b", "1\u200b", "๑", "\0",
        "a (dot) ", " [.] ", " ", "\ud800", "İ", "1   ", "ü.ö.", "a'", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb ",
    ],
)  # fmt: skip
def test_a_hundred_kilobytes_of_hostile_text_take_under_two_seconds(scrap):
    text = (scrap * SIZE)[:SIZE]
    start = time.process_time()
    extract(text, country="TH")
    assert time.process_time() - start < 2
