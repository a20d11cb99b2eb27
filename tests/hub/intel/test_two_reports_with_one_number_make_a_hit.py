"""From a report's submission to what each side learns of the hit."""

from datetime import date
from uuid import uuid4

import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Invalid, Unknown
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.models import Hit, LinkEntry, Report, Selector
from entraide.hub.intel.queries.hits import view_of, views_of
from entraide.vocabulary.handling import TLP, HitMode

OPEN = Handling(hit_mode=HitMode.OPEN)
FIRST = Handling(hit_mode=HitMode.OWNER_FIRST)
SILENT = Handling(hit_mode=HitMode.SILENT)


def file(member, text: str, handling: Handling = OPEN, **more):
    with acting_as(member):
        return actions.submit_report(Draft(text=text, handling=handling, **more)).id


def hits_of(member) -> list[Hit]:
    with acting_as(member):
        return list(Hit.objects.all())


def test_both_sides_learn_of_an_open_hit_and_a_third_country_does_not(cast, linked) -> None:
    file(cast.kavya, "Recruiter wrote from +66 81 000 0123, tower with red letters.")
    file(cast.wanjiru, "Advert says: call 0066 81-000-0123 for a typing job.")
    linked()
    (for_india,), (for_kenya,) = hits_of(cast.kavya), hits_of(cast.wanjiru)
    assert for_india == for_kenya
    assert hits_of(cast.reyna) == []
    with acting_as(cast.kavya):
        view = view_of(for_india.pk)
        assert view.other.name == "National Bureau Kenya"
        assert view.other_report is None, "AMBER without an audience: Kenya's report is Kenya's"
        assert [selector.value for selector in view.selectors] == ["+66810000123"]
        assert view.knows


def test_the_linker_sees_no_report_and_no_value(cast, as_process) -> None:
    file(cast.kavya, "Call +66 81 000 0123")
    from django.db import connection, transaction
    from django.db.utils import ProgrammingError

    def look_into(table: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table}")

    with as_process("linker"):
        assert LinkEntry.objects.count() == 1
        for table in ("intel_report", "intel_selector", "intel_watch", "intel_claim", "directory_member"):
            with pytest.raises(ProgrammingError, match="permission denied"):
                look_into(table)


def test_with_owner_first_the_owner_of_the_older_record_releases(cast, linked) -> None:
    file(cast.kavya, "Seen: t.me/lucky_fortune_hr", FIRST)
    file(cast.wanjiru, "Telegram @lucky_fortune_hr hires typists", FIRST)
    linked()
    (hit,) = hits_of(cast.kavya)
    assert hits_of(cast.wanjiru) == []
    with acting_as(cast.kavya), pytest.raises(Invalid, match="does not know"):
        actions.write_message(hit.pk, "Hello Nairobi")
    with acting_as(cast.kavya):
        actions.release(hit.pk)
    assert hits_of(cast.wanjiru) == [hit]
    with acting_as(cast.kavya):
        actions.write_message(hit.pk, "Hello Nairobi")
    with acting_as(cast.wanjiru):
        assert [message.text for message in Hit.objects.get().messages.all()] == ["Hello Nairobi"]


def test_a_hit_on_a_silent_record_is_for_its_owner_alone(cast, linked) -> None:
    file(cast.kavya, "Seen: t.me/lucky_fortune_hr", SILENT)
    file(cast.wanjiru, "Telegram @lucky_fortune_hr hires typists", OPEN)
    linked()
    assert len(hits_of(cast.kavya)) == 1
    assert hits_of(cast.wanjiru) == []
    with acting_as(cast.kavya), pytest.raises(Invalid, match="silent"):
        actions.release(hits_of(cast.kavya)[0].pk)


def test_a_stranger_to_a_hit_can_do_nothing_with_it_and_learns_nothing(cast, linked) -> None:
    file(cast.kavya, "Call +66 81 000 0123")
    file(cast.wanjiru, "Call +66 81 000 0123")
    linked()
    (hit,) = hits_of(cast.kavya)
    for hit_id in (hit.pk, uuid4()):
        with acting_as(cast.reyna):
            for deed in (
                lambda: actions.decide(hit_id, "same", "I guess"),  # noqa: B023
                lambda: actions.release(hit_id),  # noqa: B023
                lambda: actions.write_message(hit_id, "hello"),  # noqa: B023
            ):
                with pytest.raises(Unknown) as refusal:
                    deed()
                assert str(refusal.value) == "not found"


def test_several_shared_selectors_make_one_hit_with_several_reasons(cast, linked) -> None:
    text = "Phone +66 81 000 0123, Telegram: @lucky_fortune_hr, see lucky-fortune.example"
    file(cast.kavya, text)
    file(cast.wanjiru, text)
    linked()
    (hit,) = hits_of(cast.kavya)
    assert {reason["kind"] for reason in hit.reasons} >= {"phone", "telegram", "domain"}


def test_sending_a_client_id_again_changes_nothing(cast, linked) -> None:
    first = file(cast.kavya, "Call +66 81 000 0123", client_id="case-7")
    with acting_as(cast.kavya):
        again = actions.submit_report(Draft(text="another text", client_id="case-7"))
        assert (again.id, again.new) == (first, False)
        assert Report.objects.get().text == "Call +66 81 000 0123"
        assert Selector.objects.count() == 1
    assert file(cast.wanjiru, "Call +66 81 000 0123", client_id="case-7") != first


def test_a_red_report_for_others_alone_can_be_filed_and_sent_again(cast) -> None:
    red = Handling(tlp=TLP.RED, recipients=frozenset([cast.arjun.pk]))
    first = file(cast.kavya, "For Arjun only +66 81 000 0123", red, client_id="secret")
    assert file(cast.kavya, "For Arjun only", red, client_id="secret") == first
    with acting_as(cast.kavya):
        assert not Report.objects.exists()
    with acting_as(cast.arjun):
        assert Report.objects.get().pk == first
        assert Selector.objects.count() == 1


def test_a_selector_held_too_often_makes_no_pairs(cast, linked) -> None:
    from entraide.hub.intel.linking.selectors import FAN_OUT

    for number in range(FAN_OUT):
        file(cast.kavya, f"Case {number}: pay at crowded-shop.example")
    linked()
    before = len(hits_of(cast.kavya))
    assert before == FAN_OUT * (FAN_OUT - 1) // 2
    file(cast.kavya, "one more: pay at crowded-shop.example")
    file(cast.wanjiru, "pay at crowded-shop.example")
    linked()
    assert hits_of(cast.kavya) == []
    assert hits_of(cast.wanjiru) == []


def test_a_changed_handling_reaches_hits_and_children(cast, linked) -> None:
    report = file(cast.kavya, "Call +66 81 000 0123", SILENT)
    file(cast.wanjiru, "Call +66 81 000 0123")
    linked()
    assert hits_of(cast.wanjiru) == []
    with acting_as(cast.kavya):
        actions.relabel(report, Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN, expires_on=date(2027, 1, 1)))
    linked()
    assert len(hits_of(cast.wanjiru)) == 1
    with acting_as(cast.wanjiru):
        assert Selector.objects.filter(report=report).count() == 1
        assert view_of(hits_of(cast.wanjiru)[0].pk).other_report.pk == report


def test_a_decision_stands_until_it_is_undone(cast, linked) -> None:
    file(cast.kavya, "Call +66 81 000 0123")
    file(cast.wanjiru, "Call +66 81 000 0123")
    linked()
    (hit,) = hits_of(cast.kavya)
    with acting_as(cast.kavya):
        actions.decide(hit.pk, "same", "Same number, same week")
    with acting_as(cast.wanjiru):
        (view,) = views_of([Hit.objects.get()])
        assert (view.other_verdict.verdict, view.own_verdict) == ("same", None)
        with pytest.raises(Invalid, match="no decision of yours"):
            actions.decide(hit.pk, "undo", "Mistake")
    with acting_as(cast.kavya):
        actions.decide(hit.pk, "undo", "The number was recycled")
        assert views_of([Hit.objects.get()])[0].own_verdict is None


def test_a_watch_tells_its_owner_and_not_the_other_side(cast, linked) -> None:
    with acting_as(cast.kavya):
        actions.watch("phone", "+66 81 000 0123", reason="Kochi family", case_reference="IN-2025-11")
    file(cast.wanjiru, "Call 0066810000123")
    linked()
    (hit,) = hits_of(cast.kavya)
    assert hits_of(cast.wanjiru) == []
    with acting_as(cast.kavya):
        assert view_of(hit.pk).own_is_watch


def test_a_flawed_selector_is_kept_and_never_linked(cast, linked) -> None:
    for member in (cast.kavya, cast.wanjiru):
        file(member, "Wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb took the money")
    linked()
    assert hits_of(cast.kavya) == []
    with acting_as(cast.kavya):
        flawed = Selector.objects.get()
        assert flawed.token is None
        assert flawed.flaw


def test_between_a_unit_and_a_bureau_the_unit_is_first(cast, linked) -> None:
    file(cast.minji, "Complaint names +82 70 0000 0123", FIRST)
    file(cast.jiwon, "Account paid from +82 70 0000 0123", FIRST)
    linked()
    assert hits_of(cast.minji) == []
    (hit,) = hits_of(cast.jiwon)
    with acting_as(cast.jiwon):
        actions.release(hit.pk)
    assert hits_of(cast.minji) == [hit]


def test_a_units_record_is_walled_until_it_is_released(cast, linked) -> None:
    file(cast.jiwon, "Account paid from +82 70 0000 0123")
    file(cast.minji, "Complaint names +82 70 0000 0123")
    linked()
    assert hits_of(cast.minji) == []
    (hit,) = hits_of(cast.jiwon)
    with acting_as(cast.jiwon):
        actions.release(hit.pk)
    assert hits_of(cast.minji) == [hit]
