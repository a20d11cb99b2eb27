"""Two texts beside each other: what both say is marked, in scripts with and without spaces."""

from entraide.hub.intel.showing import marked_shared, shared_parts


def _shared(text: str, other: str) -> list[str]:
    return [part for part, both in shared_parts(text, other) if both]


def test_runs_of_three_words_are_marked_and_two_are_not() -> None:
    assert _shared("Good pay, free flight, call now", "They say: good pay, free flight!") == [
        "Good pay, free flight"
    ]
    assert _shared("good pay here", "good pay there") == []


def test_a_script_without_spaces_is_compared_letter_by_letter() -> None:
    one = "เปิดรับพนักงานแชทซัพพอร์ตด่วน เงินเดือนสูง"
    other = "ด่วน! รับพนักงานแชทซัพพอร์ต ที่พักฟรี"
    assert "รับพนักงานแชทซัพพอร์ต" in _shared(one, other)
    assert _shared("招聘客服人员包吃住", "我们招聘客服人员待遇好") == ["招聘客服人员"]


def test_nothing_of_the_text_is_lost() -> None:
    text = "  Free flight, free visa – free room…\n\nWrite to us"
    assert "".join(part for part, _both in shared_parts(text, "free flight free visa free room")) == text


def test_what_was_written_runs_nowhere() -> None:
    marked = marked_shared("<b>good pay free flight</b>\u202e", "good pay free flight")
    assert "<mark>good pay free flight</mark>" in marked
    assert "<b>" not in marked
    assert "U+202E" in marked
