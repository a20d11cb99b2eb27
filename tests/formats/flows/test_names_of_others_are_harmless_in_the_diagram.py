import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.formats.flows import Known, drawn, plain, shortened, width

from .cases import SVG, elements, followed, payments, texts, titles

HOSTILE = [
    "<script>alert(1)</script>",
    '"/><image href="https://evil.example/x.png"/>',
    "pay \u202egnp.exe",
    "line\nbreak\tand\x1b[31mred",
    "zero\u200bwidth",
    "\ufffe and \uffff",
    "&amp;&#x41;]]>",
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_markup_or_turns_the_line(name: str) -> None:
    flow = followed(payments(("victim", name, 100), (name, "b", 60)), [0], "fifo")
    text = drawn(flow, {name: Known(name, name, name)})
    svg = elements(flow, {name: Known(name, name, name)})
    assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "text",
    }  # fmt: skip
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]", text)
    assert "href" not in {key for one in svg.iter() for key in one.attrib}
    if name and "\u200b" not in name:
        assert any(plain(name) in title for title in titles(svg))


def test_it_needs_nothing_from_elsewhere_and_carries_no_style_or_script() -> None:
    text = drawn(followed(payments(("victim", "a", 100)), [0], "fifo"))
    assert re.findall("https?://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<style|<script|style=|\son\w+=|@import|<!", text)
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {f"#kind-{kind}" for kind in
        ("held", "exited", "fee", "dissipated", "returned", "too-small", "conversion")}  # fmt: skip


def test_it_has_a_title_and_a_summary_for_those_who_do_not_see_it() -> None:
    svg = elements(followed(payments(("victim", "mule", 100), ("mule", "a", 60)), [0], "fifo"))
    assert svg.get("role") == "img"
    ids = svg.get("aria-labelledby", "").split()
    found = {one.get("id"): one.text or "" for one in svg if one.get("id") in ids}
    assert found[ids[0]] == "Where 1.00 EUR went"
    assert "held: 0.60 EUR, a." in found[ids[1]]
    assert "held: 0.40 EUR, mule." in found[ids[1]]


@pytest.mark.parametrize("name", ["สมหญิง ทองดี", "حساب ٤٥٦", "박소연", "អាជីវកម្ម", "ငွေစာရင်း"])
def test_names_of_every_script_are_kept(name: str) -> None:
    svg = elements(followed(payments(("victim", name, 100)), [0], "fifo"))
    assert name in texts(svg)


def test_long_names_keep_both_ends() -> None:
    assert shortened("GB33BUKB20201555555555", 12) == "GB33BU…55555"
    assert shortened("GB33", 12) == "GB33"


@given(st.text(max_size=40), st.integers(2, 30))
@settings(max_examples=200)
def test_shortened_names_fit(text: str, columns: int) -> None:
    assert width(shortened(text, columns)) <= max(columns, 0) or width(text) <= columns


@given(st.text(max_size=30))
@settings(max_examples=200)
def test_what_is_not_seen_is_always_shown(text: str) -> None:
    assert "\u202e" not in plain(text)
    assert all(
        char.isprintable() or char in "\u200b\u200c\u200d\ufe0f" or char.isspace() for char in plain(text)
    )
