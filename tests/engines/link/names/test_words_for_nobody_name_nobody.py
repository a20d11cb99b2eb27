"""Two who are both "unknown" are not alike: such words, in many languages, are no names."""

import pytest

from entraide.engines.link import Record, names_somebody


@pytest.mark.parametrize(
    "name",
    ["Unknown", "N/A", "n.a.", "John  DOE", "不详", "佚名", "ไม่ทราบชื่อ", "အမည်မသိ", "Inconnue", "ＵＮＫＮＯＷＮ",
     "Un\u200bknown", "नाम अज्ञात", "—", "", "\u202e", "\u0301" * 300],
)  # fmt: skip
def test_these_name_nobody(name: str) -> None:
    assert not names_somebody(name)


@pytest.mark.parametrize(
    "name", ["Na Ying", "Nu", "李", "7", "Aung", "ช", "John Dole", "Nobody Smith", "Mi Si"]
)
def test_these_name_somebody(name: str) -> None:
    assert names_somebody(name)


def test_a_record_keeps_the_names_of_somebody_only() -> None:
    assert Record(["Unknown", "Lai Weimin", "N/A"]).names == ("Lai Weimin",)
