"""Whoever names people may not learn from it what others say of theirs and keep to themselves."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Refused
from entraide.hub.core.quota import AN_HOUR
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import GivenDocument, Handling, NamedPerson
from entraide.hub.intel.models import Claim, Hit
from entraide.vocabulary.handling import HitMode
from tests.linking import link_all

from .conftest import NUMBER, OPEN, file, hits_of

FIRST = Handling(hit_mode=HitMode.OWNER_FIRST)
SILENT = Handling(hit_mode=HitMode.SILENT)
PASSPORT = (GivenDocument("passport", "E12345678"),)
WANTED = NamedPerson("Lai Weimin", "suspect", birth="1986-05-12", nationality="CN", documents=PASSPORT)
NOBODY = NamedPerson("Quentin Ashgrove", "unknown")


@pytest.fixture
def settle(as_process: Any) -> Callable[[], None]:
    """Link all that waits, also with more patience."""

    return partial(link_all, as_process)


def _person(member: Any, person: NamedPerson, handling: Handling = FIRST, text: str = "A report.") -> Any:
    report = file(member, text, handling, persons=(person,))
    with acting_as(member):
        return Claim.objects.filter(report=report)[0].entity_id


def test_naming_somebody_in_an_old_record_is_no_way_before_those_who_named_them_earlier(
    cast: Any, settle: Any
) -> None:
    """A record filed empty, long ago, and filled in now: it learns no more than one that is filed now."""
    net = _person(cast.wanjiru, NOBODY)
    _person(cast.kavya, WANTED)
    settle()
    with acting_as(cast.wanjiru):
        actions.say_of_person(net, WANTED)
    settle()
    assert hits_of(cast.wanjiru) == []
    (hit,) = hits_of(cast.kavya)
    with acting_as(cast.kavya):
        actions.release(hit.pk)
    assert hits_of(cast.wanjiru) == [hit]


def test_saying_more_keeps_the_hits_there_are(cast: Any, settle: Any) -> None:
    own = _person(cast.wanjiru, NamedPerson("Lai Weimin", birth_year=1986))
    _person(cast.kavya, WANTED)
    settle()
    (hit,) = hits_of(cast.wanjiru)
    with acting_as(cast.wanjiru):
        actions.say_of_person(own, WANTED)
    settle()
    (after,) = hits_of(cast.wanjiru)
    assert after.pk == hit.pk
    assert after.reasons[0]["bits"] > hit.reasons[0]["bits"]
    assert (after.older_record, after.strength) == (own, Hit.Strength.SURE)
    assert hits_of(cast.kavya) == [], "the older record's owner is first still"


def test_trying_out_what_others_say_is_stopped(cast: Any) -> None:
    """Each thing said shows how far it agrees with the other side: a value could be found by trying."""
    own = _person(cast.wanjiru, NamedPerson("Lai Weimin"))
    with acting_as(cast.wanjiru):
        for guess in range(AN_HOUR["person.say"]):
            actions.say_of_person(own, NamedPerson("Lai Weimin", birth=f"{1900 + guess}-05-12"))
        with pytest.raises(Refused):
            actions.say_of_person(own, NamedPerson("Lai Weimin", birth="1999-05-12"))


@pytest.mark.parametrize("way", ["silent", "excluded", "owner first", "disputed"])
def test_how_much_a_shared_number_says_does_not_tell_how_many_others_hide_it(
    way: str, cast: Any, settle: Any
) -> None:
    from entraide.hub.intel.actions import retention

    handling = {
        "silent": SILENT,
        "owner first": FIRST,
        "excluded": Handling(hit_mode=HitMode.OPEN, excluded_states=frozenset(["KE"])),
        "disputed": OPEN,
    }[way]
    seen: set[Any] = set()
    for case in range(6):
        report = file(cast.kavya, f"Case {case}: {NUMBER}", handling)
        if way == "disputed":
            with acting_as(cast.kavya):
                retention.dispute(report, "wrong")
    bits = []
    for number, name in ((NUMBER, "Beatrice Ondieki"), ("+66 81 000 0456", "Miriam Wafula")):
        for case in range(2):
            _person(cast.wanjiru, NamedPerson(name, birth_year=1990), text=f"{case} {name}: {number}")
        settle()
        (hit,) = (one for one in hits_of(cast.wanjiru) if one.older_kind == "person" and one.pk not in seen)
        seen.add(hit.pk)
        bits.append([one["bits"] for one in hit.reasons[0]["fields"] if one["field"] == "beside"])
    assert len(bits[0]) == 1
    assert bits[0] == bits[1]


@pytest.mark.parametrize(
    "way", ["silent", "excluded", "unit", "owner first", "disputed", "recipients", "purpose"]
)
def test_who_names_the_same_person_later_notices_nothing(
    way: str, cast: Any, settle: Any, browser_of: Any
) -> None:
    from entraide.hub.intel.actions import retention
    from entraide.vocabulary.handling import Purpose

    from .conftest import red

    owner = cast.jiwon if way == "unit" else cast.kavya
    handling = {
        "silent": SILENT,
        "excluded": Handling(excluded_states=frozenset(["KE"])),
        "recipients": red(cast.kavya),
        "purpose": Handling(purposes=Purpose.FINANCE),
    }.get(way, FIRST)
    hidden = file(owner, f"Call {NUMBER}", handling, persons=(WANTED,))
    if way == "disputed":
        with acting_as(owner):
            retention.dispute(hidden, "wrong person")
    settle()
    own = _person(cast.wanjiru, WANTED, text="Elsewhere.")
    settle()
    assert hits_of(cast.wanjiru) == []
    browser = browser_of(cast.wanjiru)
    page = browser.get(f"/intel/entity/{own}").content.decode()
    queue = browser.get("/intel/review").content.decode()
    assert owner.organisation.name not in page + queue
    with acting_as(cast.wanjiru):
        from entraide.hub.intel.queries.review import to_review

        assert not to_review().exists()
