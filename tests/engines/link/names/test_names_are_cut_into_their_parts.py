"""A name's parts: what is a name, what a title, what was written as one word."""

from __future__ import annotations

import pytest

from entraide.engines.link.names import TokenKind, parse


def kinds(name: str) -> list[tuple[str, str]]:
    return [(token.text, str(token.kind)) for token in parse(name).tokens]


def test_titles_honorifics_particles_and_patronymics_are_told_from_names() -> None:
    assert kinds("Dr. Ivan Petrovich Sidorov") == [
        ("dr", "title"),
        ("ivan", "name"),
        ("petrovich", "patronymic"),
        ("sidorov", "name"),
    ]
    assert kinds("U Kyaw Zin") == [("u", "honorific"), ("kyaw", "name"), ("zin", "name")]
    assert kinds("Omar bin Khalid") == [("omar", "name"), ("bin", "particle"), ("khalid", "name")]
    assert kinds("J. R. Okello") == [("j", "initial"), ("r", "initial"), ("okello", "name")]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王小明", ["王", "小明"]),
        ("欧阳娜娜", ["欧阳", "娜娜"]),
        ("김민지", ["김", "민지"]),
        ("弗拉基米尔·彼得罗夫", ["弗拉基米尔", "彼得罗夫"]),
        ("ကျော်ဇင်ဦး", ["ကျော်", "ဇင်", "ဦး"]),
        ("สมชาย ใจดี", ["สมชาย", "ใจดี"]),
        ("الهاشمي", ["ال", "هاشمي"]),
        ("Kim Min-ji", ["kim", "min", "ji"]),
        ("O'Brien", ["obrien"]),
    ],
)
def test_names_of_many_scripts_fall_into_their_parts(name: str, parts: list[str]) -> None:
    assert [token.text for token in parse(name).tokens] == parts


def test_parts_written_as_one_word_are_marked() -> None:
    assert [token.joined for token in parse("王小明").tokens] == [False, True]
    assert [token.joined for token in parse("Wang Xiao Ming").tokens] == [False, False, False]


@pytest.mark.parametrize(
    ("firm", "form"),
    [
        ("KK Park Co., Ltd.", "ltd"),
        ("深圳河畔有限公司", "有限公司"),
        ("ООО Ромашка", "ооо"),
        ("บริษัท แม่น้ำ จำกัด", "จำกัด"),
    ],
)
def test_legal_forms_are_known_even_without_a_space(firm: str, form: str) -> None:
    assert (form, TokenKind.LEGAL_FORM) in [(token.text, token.kind) for token in parse(firm).tokens]


def test_a_title_that_is_written_onto_a_thai_name_comes_off() -> None:
    assert kinds("นายสมชาย") == [("นาย", "title"), ("สมชาย", "name")]


def test_a_letter_that_only_looks_latin_is_read_as_latin() -> None:
    assert parse("Mаria").tokens == parse("Maria").tokens  # the first has a Cyrillic а


def test_direction_marks_and_invisible_characters_do_not_count() -> None:
    assert parse("\u202ema\u200bria\u202c").tokens == parse("maria").tokens


@pytest.mark.parametrize("nothing", ["", "   ", "---", "...", "\u200b", "?!", "🙂"])
def test_a_text_without_letters_has_no_parts(nothing: str) -> None:
    assert parse(nothing).tokens == ()
