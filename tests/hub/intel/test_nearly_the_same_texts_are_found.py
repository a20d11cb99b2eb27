"""The linker finds texts that were copied and changed, by their signatures alone."""

import pytest
from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.linking import _likeness
from entraide.hub.intel.linking.texts import link_waiting_texts, similar_texts
from entraide.hub.intel.models import LinkText
from entraide.vocabulary.handling import HitMode

ADVERT = (
    "Urgent! Chat support agents wanted for a five star company. No experience, no certificate, only a passport. "
    "The company pays the flight, the visa, the room and three meals a day. Write to our manager: {}"
)
OTHER = (
    "The witness says that the lorry left the yard after dark with four men in it, turned north at the petrol "
    "station and was not seen again by anybody who lives along the river road."
)


def file(member, *texts: str) -> None:
    with acting_as(member):
        for text in texts:
            actions.submit_report(Draft(text=text, handling=Handling(hit_mode=HitMode.OPEN)))


@pytest.fixture
def linked_texts(as_process):
    def run(most: int = 200) -> list[tuple[int, int, float]]:
        with as_process("linker"), connection.cursor() as cursor:
            return [tuple(pair)[:3] for pair in link_waiting_texts(cursor, most)[1]]

    return run


def numbers() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE entraide_linker")
        cursor.execute("SELECT number FROM intel_linktext ORDER BY number")
        found = [number for (number,) in cursor.fetchall()]
        cursor.execute("SET LOCAL ROLE entraide_web")
    return found


def bands_stored(as_process) -> int:
    with as_process("linker"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intel_textband")
        return cursor.fetchone()[0]


def test_an_advert_with_another_number_is_found_and_another_text_is_not(cast, linked_texts) -> None:
    file(cast.kavya, ADVERT.format("+91 22 0000 0001"), OTHER)
    assert linked_texts() == []
    file(cast.wanjiru, ADVERT.format("@lucky_fortune_hr"))
    first, _other, copy = numbers()
    assert linked_texts() == [(copy, first, 1.0)]
    assert linked_texts() == [], "nothing waits any more"


def test_two_that_wait_together_find_each_other(cast, linked_texts) -> None:
    file(cast.kavya, ADVERT.format("one"))
    file(cast.wanjiru, ADVERT.format("two"))
    older, newer = numbers()
    ((one, other, similarity),) = linked_texts()
    assert (one, other) == (newer, older)
    assert similarity > 0.8


def test_a_text_too_short_to_tell_anything_is_not_compared(cast, linked_texts) -> None:
    file(cast.kavya, "Call me now.")
    file(cast.wanjiru, "Call me now.")
    assert numbers() == []
    assert linked_texts() == []


def test_an_organisations_crowd_is_cut_off_and_anothers_copy_is_found_all_the_same(
    cast, linked_texts, as_process, monkeypatch
) -> None:
    monkeypatch.setattr(_likeness, "FAN_OUT", 3)
    file(cast.kavya, *[ADVERT.format(f"@desk_{n}") for n in range(10)])
    pairs = linked_texts()
    first = numbers()
    assert {one for one, _, _ in pairs} <= set(first[:3]), "from the fourth on they say nothing new"
    assert bands_stored(as_process) == 3 * 16
    file(cast.wanjiru, ADVERT.format("@desk_0"))
    kenya = numbers()[-1]
    assert sorted(linked_texts()) == [(kenya, number, 1.0) for number in first[:3]]
    file(cast.kavya, ADVERT.format("@desk_11"))
    assert linked_texts() == [], "India knows of Kenya's by its first three"


def test_the_crowd_is_the_same_whether_it_comes_at_once_or_one_by_one(
    cast, linked_texts, monkeypatch
) -> None:
    monkeypatch.setattr(_likeness, "FAN_OUT", 3)
    file(cast.kavya, *[ADVERT.format(f"@desk_{n}") for n in range(6)])
    pairs = [pair for _ in range(6) for pair in linked_texts(1)]
    first = numbers()
    assert sorted((one, other) for one, other, _ in pairs) == [
        (first[1], first[0]),
        (first[2], first[0]),
        (first[2], first[1]),
    ]


def test_a_text_whose_label_changed_is_compared_anew_and_kept(cast, linked_texts, as_process) -> None:
    file(cast.kavya, ADVERT.format("one"))
    file(cast.wanjiru, ADVERT.format("one"))
    before = linked_texts()
    with as_process("linker"):
        LinkText.objects.filter(number=before[0][1]).update(linked_at=None)
    assert [(other, one) for one, other, _ in linked_texts()] == [(one, other) for one, other, _ in before]
    assert bands_stored(as_process) == 2 * 16


def test_what_is_deleted_is_found_no_more(cast, linked_texts, as_process) -> None:
    file(cast.kavya, ADVERT.format("one"))
    linked_texts()
    with acting_as(cast.kavya):
        LinkText.objects.all().delete()
    assert bands_stored(as_process) == 0
    file(cast.wanjiru, ADVERT.format("one"))
    assert linked_texts() == []


def test_one_may_ask_what_is_near_a_text_without_storing_it(cast, linked_texts, as_process) -> None:
    from entraide.engines.link.texts import signature

    file(cast.kavya, ADVERT.format("one"), OTHER)
    linked_texts()
    (advert, _other) = numbers()
    with as_process("linker"), connection.cursor() as cursor:
        assert similar_texts(cursor, signature(ADVERT.format("+1 202 555 0123").upper()))[0][0] == advert
        assert similar_texts(cursor, signature(OTHER.replace("lorry", "van") * 2))[0][0] == _other
        assert len(similar_texts(cursor, signature(ADVERT.format("one")))) == 1
