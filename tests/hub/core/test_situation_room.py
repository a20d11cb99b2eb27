"""The first page: what is new, what is late, where; each seen under the rule."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.hub.core import clock
from entraide.hub.core.acting import acting_as
from entraide.hub.intel.actions import decide, leave_note, submit_report, take_over, watch, write_message
from entraide.hub.intel.drafts import Draft, Handling, MarkedPlace
from entraide.hub.intel.models import HandoverNote, Hit
from entraide.vocabulary.handling import TLP, HitMode

OPEN = Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)
BUDGET = 12


class Room:
    """A page as its reader sees it."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def panel(self, name: str = "") -> str:
        """The words of the page, or of one panel."""
        answer = self._client.get(f"/situation/{name}" if name else "/")
        assert answer.status_code == 200
        html = re.sub(r"<(script|svg|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
        return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


@pytest.fixture
def room_of(client_for: Callable[[Any], Any]) -> Callable[[Any], Room]:
    return lambda member: Room(client_for(member))


@pytest.fixture
def report(db: None) -> Callable[..., Any]:
    made = iter(range(1000))

    def submit(member: Any, text: str, *, handling: Handling = OPEN, **given: Any) -> Any:
        with acting_as(member):
            return submit_report(Draft(text=text, handling=handling, client_id=f"r{next(made)}", **given)).id

    return submit


@pytest.fixture
def age(as_process: Any) -> Callable[[timedelta], None]:
    """Let every hit there is be so old."""

    def change(by: timedelta) -> None:
        with as_process("migrator"):
            Hit.objects.update(created_at=clock.now() - by)

    return change


def only_hit(member: Any) -> Any:
    with acting_as(member):
        return Hit.objects.get().pk


def test_whoever_is_not_signed_in_is_shown_the_way(db: None, client: Any) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login")


def test_a_hit_is_an_alert_to_both_sides_and_nothing_to_a_third(
    cast: Any, report: Any, linked: Any, room_of: Any
) -> None:
    report(cast.kavya, "He wrote from @lucky_hr_888 on Telegram", title="A mother in Kochi")
    report(cast.wanjiru, "Apply on Telegram @lucky_hr_888", title="Advert in Nairobi")
    linked()
    india, kenya, brazil = (room_of(who).panel("alerts") for who in (cast.kavya, cast.wanjiru, cast.luana))
    assert "Telegram: also held by National Bureau Kenya" in india
    assert "@lucky_hr_888 A mother in Kochi Undecided" in india
    assert "Telegram: also held by National Bureau India" in kenya
    assert "Advert in Nairobi" in kenya
    assert "lucky_hr" not in brazil
    assert "No alerts yet." in brazil


def test_undecided_alerts_stand_before_decided_ones(
    cast: Any, report: Any, linked: Any, room_of: Any
) -> None:
    report(cast.kavya, "Telegram @lucky_hr_888 and @golden_office_77")
    report(cast.wanjiru, "Telegram @lucky_hr_888")
    linked()
    first = only_hit(cast.kavya)
    report(cast.reyna, "Telegram @golden_office_77")
    linked()
    with acting_as(cast.kavya):
        second = Hit.objects.exclude(pk=first).get().pk
        decide(second, "same", "The same office.")
    said = room_of(cast.kavya).panel("alerts")
    assert said.index("National Bureau Kenya") < said.index("National Bureau Philippines")
    assert "Same" in said


def test_a_hit_undecided_for_a_day_is_late_and_to_be_opened_first(
    cast: Any, report: Any, linked: Any, age: Any, room_of: Any
) -> None:
    report(cast.kavya, "Telegram @lucky_hr_888")
    report(cast.wanjiru, "Telegram @lucky_hr_888")
    linked()
    room = room_of(cast.kavya)
    age(timedelta(hours=23))
    assert "National Bureau Kenya" not in room.panel("late")
    age(timedelta(hours=27))
    assert "Telegram: also held by National Bureau Kenya 3 h late" in room.panel("late")
    assert room.panel("now").startswith("Open this first Telegram: also held by National Bureau Kenya")
    with acting_as(cast.kavya):
        decide(only_hit(cast.kavya), "not_same", "Another office.")
    assert "National Bureau Kenya" not in room.panel("late")
    assert "Open this first Telegram" not in room.panel("now")


def test_a_hit_on_a_watch_waits_no_day(cast: Any, report: Any, linked: Any, age: Any, room_of: Any) -> None:
    with acting_as(cast.kavya):
        watch("telegram", "@lucky_hr_888", reason="The recruiter of case 14", case_reference="IN-14")
    report(cast.wanjiru, "Telegram @lucky_hr_888")
    linked()
    age(timedelta(hours=2))
    assert "Watched Telegram: seen by National Bureau Kenya 1 h late The recruiter of case 14" in room_of(
        cast.kavya
    ).panel("late")


def test_a_message_waits_until_it_is_answered(cast: Any, report: Any, linked: Any, room_of: Any) -> None:
    report(cast.kavya, "Telegram @lucky_hr_888")
    report(cast.wanjiru, "Telegram @lucky_hr_888")
    linked()
    hit = only_hit(cast.kavya)
    with acting_as(cast.wanjiru):
        write_message(hit, "Could you send the chat log?")
    kavya, wanjiru = room_of(cast.kavya), room_of(cast.wanjiru)
    assert "National Bureau Kenya waits for your answer" in kavya.panel("late")
    assert "waits for your answer" not in wanjiru.panel("late")
    with acting_as(cast.arjun):
        write_message(hit, "Here it is.")
    assert "waits for your answer" not in kavya.panel("late")
    assert "National Bureau India waits for your answer" in wanjiru.panel("late")


def test_the_last_note_stands_on_top_and_waits_for_its_reader(cast: Any, room_of: Any) -> None:
    with acting_as(cast.arjun):
        leave_note("Call Thailand before the flight.", [])
    kavya, nok = room_of(cast.kavya), room_of(cast.nok)
    assert "Call Thailand before the flight." in kavya.panel("handover")
    assert "Hand-over note from Arjun Mehta not read yet" in kavya.panel("late")
    assert "not read yet" not in room_of(cast.arjun).panel("late")
    assert "Call Thailand" not in nok.panel()
    with acting_as(cast.kavya):
        take_over(HandoverNote.objects.get().pk)
    assert "Read by Kavya Raman" in kavya.panel("handover")
    assert "not read yet" not in kavya.panel("late")


def test_a_report_of_ones_own_that_expires_soon_waits_for_renewal(
    cast: Any, report: Any, room_of: Any
) -> None:
    soon = (clock.now() + timedelta(days=9)).date()
    report(cast.kavya, "Seen at the border", handling=Handling(tlp=TLP.GREEN, expires_on=soon))
    assert "expires: renew it or let it go 8 days left Seen at the border" in room_of(cast.kavya).panel(
        "late"
    )
    assert "expires" not in room_of(cast.nok).panel("late")


def test_the_map_counts_reports_at_a_published_site_and_shows_no_hidden_place(
    cast: Any, report: Any, room_of: Any
) -> None:
    park = MarkedPlace("KK Park", 16.6476, 98.5207, 0.5, "kk-park")
    report(cast.kavya, "Held at KK Park", places=(park,))
    report(cast.wanjiru, "He names KK Park", places=(park, MarkedPlace("A farm by the river", 16.7, 98.5, 5)))
    report(
        cast.reyna,
        "A house that only we know",
        handling=Handling(tlp=TLP.AMBER),
        places=(MarkedPlace("The house", 16.8, 98.6, 1),),
    )
    said = room_of(cast.kavya).panel("map")
    assert "KK Park Myanmar (Burma) · in 2 reports" in said
    assert "A farm by the river In a report: He names KK Park" in said
    assert "The house" not in said


def test_figures_count_only_what_one_may_see(cast: Any, report: Any, linked: Any, room_of: Any) -> None:
    report(cast.kavya, "Telegram @lucky_hr_888")
    report(cast.wanjiru, "Telegram @lucky_hr_888")
    report(cast.reyna, "Only for us", handling=Handling(tlp=TLP.AMBER))
    linked()
    said = room_of(cast.kavya).panel("figures")
    assert "2 in 24 hours, 2 in 7 days; 1 of them your own" in said
    assert "0 of 1 (0%)" in said
    assert "Kenya 1 1" in said


def test_what_came_since_the_last_visit_is_new(
    cast: Any, report: Any, linked: Any, age: Any, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(cast.kavya)
    room = Room(client)
    room.panel()
    report(cast.kavya, "Telegram @lucky_hr_888")
    report(cast.wanjiru, "Telegram @lucky_hr_888")
    linked()
    age(timedelta(0))
    assert "1 new alerts since" in room.panel("now")
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(hours=9))
    assert "1 new alerts since" in room.panel("now")
    room.panel()  # looked at
    assert "1 new alerts since" in room.panel("now")  # the sitting goes on
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(hours=18))
    assert "0 new alerts since" in room.panel("now")


def test_text_of_others_is_shown_harmlessly(cast: Any, report: Any, linked: Any, client_for: Any) -> None:
    evil = "<script>alert(1)</script> \u202eevil"
    report(cast.kavya, "Telegram @lucky_hr_888", title=evil, places=(MarkedPlace(evil, 16.7, 98.5, 5),))
    report(cast.wanjiru, "Telegram @lucky_hr_888")
    linked()
    with acting_as(cast.wanjiru):
        write_message(Hit.objects.get().pk, evil)
    with acting_as(cast.arjun):
        leave_note(evil, [])
    page = client_for(cast.kavya).get("/").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_an_unknown_panel_is_not_found(cast: Any, client_for: Any) -> None:
    assert client_for(cast.kavya).get("/situation/secrets").status_code == 404


def test_the_page_asks_few_questions_however_much_there_is(
    cast: Any, report: Any, linked: Any, age: Any, client_for: Any
) -> None:
    def asked() -> list[str]:
        client = client_for(cast.kavya)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        said = [query["sql"] for query in queries]
        return [
            sql
            for sql in said
            if sql.startswith("SELECT") and "_setting" not in sql and "set_config" not in sql
        ]

    of_an_empty_hub = asked()
    for number in range(15):
        handle = f"Telegram @office_{number:04}_hr"
        report(cast.kavya, handle, places=(MarkedPlace(f"Place {number}", 16.7, 98.5, 5),))
        report(cast.wanjiru, handle)
    linked()
    age(timedelta(days=3))
    with acting_as(cast.wanjiru):
        for hit in list(Hit.objects.all()):
            write_message(hit.pk, "Could you send the chat log?")
    of_a_full_hub = asked()
    assert len(of_an_empty_hub) <= BUDGET, of_an_empty_hub
    assert len(of_a_full_hub) <= BUDGET, of_a_full_hub
