"""One name in two scripts is recognised; another name is not, however it begins."""

from __future__ import annotations

import pytest

from entraide.engines.link.names import ReasonKind, compare_names, prepare, score_pairs, score_prepared

ONE_NAME = [
    ("Vladimir Petrov", "Владимир Петров"),
    ("Petrov Vladimir", "Владимир Петров"),
    ("Wang Xiaoming", "王小明"),
    ("Wang Xiao Ming", "王小明"),
    ("Xiaoming Wang", "王小明"),
    ("陳小龍", "陈小龙"),
    ("Kim Min-ji", "김민지"),
    ("Minji Kim", "김민지"),
    ("Zhuge Liang", "诸葛亮"),
    ("Namgung Min", "남궁민"),
    ("Mohammed Khalid", "محمد خالد"),
    ("Somchai Rattana", "สมชาย รัตนา"),
    ("Rajesh Sharma", "राजेश शर्मा"),
    ("U Kyaw Zin", "ကျော်ဇင်"),
    ("Samuel Okello", "Okello, Samuel"),
    ("Dr. Samuel Okello", "Samuel Okello"),
    ("Mohamed Salah", "Muhammad Salah"),
    ("Alexander Ivanov", "Sasha Ivanov"),
    ("Abdul Rahman Hashimi", "عبدالرحمن الهاشمي"),
    ("Giorgi Beridze", "გიორგი ბერიძე"),
    ("Golden River Co., Ltd.", "Golden River Company Limited"),
    ("Katherine Mwangi", "Kathrine Mwangi"),
]
TWO_NAMES = [
    ("Vladimir Petrov", "Владимир Сидоров"),
    ("Vladimir Petrov", "Vladimir Sidorov"),
    ("Wang Xiaoming", "王大伟"),
    ("Wang Xiaoming", "张小明"),
    ("Zhang Wei", "王伟"),
    ("Huang Xiaoming", "方小明"),
    ("Gao Xiaomei", "曹小梅"),
    ("张伟", "章伟"),
    ("Kim Minji", "김영수"),
    ("Mohammed Khalid", "محمد سعيد"),
    ("Somchai Rattana", "ประเสริฐ รัตนา"),
    ("Samuel Okello", "Daniel Okello"),
    ("Rajesh Sharma", "सुनील वर्मा"),
    ("Maria Garcia", "Mario Gomez"),
]


@pytest.mark.parametrize(("a", "b"), ONE_NAME)
def test_one_name_is_recognised(a: str, b: str) -> None:
    assert compare_names(a, b).likely, compare_names(a, b)


@pytest.mark.parametrize(("a", "b"), TWO_NAMES)
def test_another_name_is_not_taken_for_it(a: str, b: str) -> None:
    assert not compare_names(a, b).likely, compare_names(a, b)


def test_a_missing_part_lowers_the_score_but_does_not_refute() -> None:
    whole = compare_names("Maria Garcia Lopez", "Мария Гарсия Лопес").score
    part = compare_names("Maria Garcia Lopez", "Мария Гарсия").score
    other = compare_names("Maria Garcia Lopez", "Мария Гарсия Иванова").score
    assert whole > part > 0.5 > other


def test_an_initial_stands_for_a_name_that_begins_with_it() -> None:
    assert compare_names("S. Okello", "Samuel Okello").likely
    assert not compare_names("D. Okello", "Samuel Okello").likely


def test_a_lone_initial_or_title_tells_nobody() -> None:
    for a, b in [("S", "Samuel"), ("Mr", "Mr"), ("a", "a"), ("S.", "S.")]:
        assert not compare_names(a, b).likely


def test_the_reasons_say_which_parts_go_together() -> None:
    match = compare_names("Dr. Vladimir Petrov", "Петров В.")
    found = {(reason.kind, reason.a, reason.b) for reason in match.reasons}
    assert (ReasonKind.SOUND, "petrov", "петров") in found
    assert (ReasonKind.INITIAL, "vladimir", "в") in found
    against = compare_names("Vladimir Petrov", "Vladimir Sidorov").reasons
    assert [str(reason.kind) for reason in against] == ["same", "clash"]
    assert against[1].words == "“petrov” stands against “sidorov”"


def test_many_pairs_at_once_score_as_each_alone() -> None:
    pairs = ONE_NAME + TWO_NAMES
    together = score_pairs([a for a, _ in pairs], [b for _, b in pairs])
    alone = [compare_names(a, b).score for a, b in pairs]
    assert together.tolist() == pytest.approx(alone, abs=1e-5)


def test_prepared_names_are_compared_by_row() -> None:
    names = prepare(["Vladimir Petrov", "Владимир Петров", "김민지"])
    first, second = score_prepared(names, [0, 0], [1, 2])
    assert first > 0.9 > 0.1 > second


def test_as_many_names_are_needed_on_either_side() -> None:
    with pytest.raises(ValueError, match="As many names"):
        score_pairs(["a"], [])
