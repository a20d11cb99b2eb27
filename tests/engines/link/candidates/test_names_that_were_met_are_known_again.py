"""Names told in one text give the words that each of them has, however often and beside whom they are told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.link.candidates import Crowd, SecondLook, Seen
from entraide.engines.link.candidates import _met as met
from entraide.engines.link.names._kept import kept_words

NAMES = st.one_of(
    st.sampled_from(
        [
            "Anna Petrova",
            "Anna",
            "Petrova Anna",
            "王小明",
            "김서연",
            "Maria da Silva Santos",
            "",
            " ",
            "Dr X",
            "V. P.",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=90),
)
PEOPLE = st.lists(st.lists(NAMES, max_size=13), min_size=1, max_size=12)


def words_of(names: list[str]) -> list[tuple[int, int]]:
    """The rows of the words of one person's names, each name by itself."""
    alone = met.MetNames(kept_words())
    found: list[tuple[int, int]] = []
    for name in [name.translate({0x1E: " ", 0x1F: " "}) for name in names][: met.MOST_NAMES]:
        for one, other in alone._words_of(name):
            (row,) = alone.words.rows([one])
            found.append((row, alone.words.rows([other])[0] if other else -1))
    return found


@settings(deadline=None, max_examples=60)
@given(PEOPLE, st.randoms())
def test_each_has_the_words_of_its_names_in_whatever_order_it_is_asked_for(people, random) -> None:
    known = met.MetNames(kept_words())
    order = list(range(len(people)))
    for _ in range(2):  # learned, then known
        random.shuffle(order)
        pairs, starts = known.rows(met.told(people), np.array(order))
        for place, person in enumerate(order):
            told = [tuple(pair) for pair in pairs[starts[place] : starts[place + 1]].tolist()]
            assert told == words_of(people[person])


def test_a_store_that_is_full_begins_anew_and_says_the_same(monkeypatch) -> None:
    monkeypatch.setattr(met, "_SLOTS", 64)
    known = met.MetNames(kept_words())
    for number in range(40):
        name = f"Anna{chr(97 + number % 26)} Petrova{chr(97 + number // 3)}"
        pairs, _ = known.rows(met.told([[name], ["王小明"]]), np.arange(2))
        assert [tuple(pair) for pair in pairs.tolist()] == words_of([name]) + words_of(["王小明"])
    assert len(known._hashes) == 64


def test_a_text_of_other_people_than_were_asked_for_is_refused() -> None:
    with pytest.raises(ValueError, match="3 people"):
        met.MetNames(kept_words()).rows(met.told([["Anna"], ["Petrova"]]), np.arange(3))


def test_a_country_in_common_is_told_from_none_and_from_an_unknown_one() -> None:
    known = met.MetNames(kept_words())
    texts = met.told([["TH"], ["KR MM"], [""], ["MMX"]])
    assert known.in_common(texts, np.array([1, 3, 0, 2]), known.hashes(["IN", "MM"])).tolist() == [2, 1, 1, 0]


def test_names_met_beforehand_change_nothing() -> None:
    asked, people = Seen(["Анна Петрова"]), [Seen(["Anna Petrova"]), Seen(["王小明", "Wang"]), Seen([])]
    fresh, used = SecondLook(), SecondLook()
    used.meet([met.told(person.names for person in people), met.told([["Petrova Li"]])])
    assert used.likeness(asked, Crowd.of(people)).tolist() == fresh.likeness(asked, Crowd.of(people)).tolist()
    assert len(fresh.likeness(asked, Crowd.of([]))) == 0
