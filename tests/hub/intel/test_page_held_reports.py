"""What a legal hold alone keeps is listed to its owner, who renews it or lets it go."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from entraide.hub.core import clock
from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.actions import retention
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.models import Report

from .pages import text_of

REASON = "Order of the court in Kochi"


@pytest.fixture
def held(cast: Any, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A report of Kavya's that expired under a hold."""
    day = timezone.now().date() + timedelta(days=10)
    with acting_as(cast.kavya):
        report = actions.submit_report(Draft(text="A held report.", handling=Handling(expires_on=day))).id
        retention.hold(report, REASON)
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, tzinfo=UTC))
    return report


def test_the_owner_finds_it_among_the_reports_and_others_do_not(
    client_for: Any, cast: Any, held: UUID
) -> None:
    said = text_of(client_for(cast.kavya).get("/intel/reports"))
    assert REASON in said
    assert f"/intel/report/{held}/release-hold" in said
    assert "A held report." not in said
    assert REASON not in text_of(client_for(cast.nok).get("/intel/reports"))


def test_it_is_read_again_once_it_is_renewed(client_for: Any, cast: Any, held: UUID) -> None:
    client, page = client_for(cast.kavya), f"/intel/report/{held}/renew"
    assert client.get(page).status_code == 200
    until = (clock.today() + timedelta(days=30)).isoformat()
    answer = client.post(page, {"expires_on": until, "reason": "The trial goes on"})
    assert answer.headers["Location"] == f"/intel/report/{held}"
    assert "A held report." in text_of(client.get(f"/intel/report/{held}"))


def test_it_leaves_the_list_once_the_hold_is_released(client_for: Any, cast: Any, held: UUID) -> None:
    client, page = client_for(cast.kavya), f"/intel/report/{held}/release-hold"
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": "The trial is over"}).headers["Location"] == "/intel/reports"
    assert REASON not in text_of(client.get("/intel/reports"))


@pytest.mark.parametrize("deed", ["hold", "dispute", "delete"])
def test_nothing_else_can_be_done_with_it(client_for: Any, cast: Any, held: UUID, deed: str) -> None:
    answer = client_for(cast.kavya).post(f"/intel/report/{held}/{deed}", {"reason": "because"})
    assert answer.status_code == 404
    with acting_as(cast.kavya):
        assert not Report.objects.exists()


def test_to_another_organisation_it_is_unknown(client_for: Any, cast: Any, held: UUID) -> None:
    assert client_for(cast.nok).get(f"/intel/report/{held}/renew").status_code == 404
