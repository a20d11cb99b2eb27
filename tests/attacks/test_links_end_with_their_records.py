"""What is deleted, expired or relabelled leaves nothing behind by which it could be found, or told of."""

import io
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from entraide.hub.core import clock, retention
from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.actions import retention as deeds
from entraide.hub.intel.drafts import GivenDocument, Handling, NamedPerson
from entraide.vocabulary.handling import HitMode
from tests.linking import link_all

from .conftest import NUMBER, file, hits_of

WANTED = NamedPerson(
    "Lai Weimin", "suspect", birth="1986-05-12", documents=(GivenDocument("passport", "E12345678"),)
)
ADVERT = (
    "Good pay, free flight and a room of your own: translators wanted at the river, ask for Mr Wu today. " * 3
)
LEFT = (
    *("report", "claim", "entity", "hit", "decision", "message", "attachment", "linkentry"),
    *("linkperson", "linktext", "linkpicture", "namekey", "textband", "picturechunk", "nametoken"),
)


@pytest.fixture
def link(as_process: Any) -> Any:
    return partial(link_all, as_process)


@pytest.fixture
def left(as_process: Any) -> Any:
    """Rows that are left, by table."""

    def count() -> dict[str, int]:
        found = {}
        with as_process("migrator"), connection.cursor() as cursor:
            for table in LEFT:
                cursor.execute(f"SELECT count(*) FROM intel_{table}")
                found[table] = cursor.fetchone()[0]
        return found

    return count


def picture() -> io.BytesIO:
    import numpy as np
    from PIL import Image

    waves = np.random.default_rng(7).integers(0, 255, (12, 12), dtype=np.uint8)
    kept = io.BytesIO()
    Image.fromarray(waves).resize((200, 200)).save(kept, "PNG")
    kept.seek(0)
    return kept


@pytest.fixture
def pair(cast: Any, link: Any, settings: Any, tmp_path: Any) -> tuple[Any, Any]:
    """India's and Kenya's report of one person, in one text, with one picture and one number."""
    settings.FILES_ROOT = tmp_path / "files"
    reports = []
    for member in (cast.kavya, cast.wanjiru):
        handling = Handling(hit_mode=HitMode.OPEN)
        report = file(member, f"{ADVERT} {NUMBER}", handling, persons=(WANTED,))
        with acting_as(member):
            actions.attach(report, "poster.png", picture())
        reports.append(report)
    link()
    for hit in hits_of(cast.kavya):
        with acting_as(cast.kavya):
            actions.release(hit.pk) if not (hit.older_sees and hit.newer_sees) else None
            actions.decide(hit.pk, "same", "so it is")
            actions.write_message(hit.pk, "Call us")
    return reports[0], reports[1]


def test_all_that_is_compared_is_there(pair: Any, left: Any, cast: Any) -> None:
    """Else the tests below would prove nothing."""
    assert 0 not in left().values()
    kinds = {reason["kind"] for hit in hits_of(cast.wanjiru) for reason in hit.reasons}
    assert {"person", "text", "picture", "phone"} <= kinds


def test_both_deleted_nothing_is_left(pair: Any, left: Any, cast: Any) -> None:
    for member, report in zip((cast.kavya, cast.wanjiru), pair, strict=True):
        with acting_as(member):
            deeds.delete(report, "filed by mistake")
    assert {table: rows for table, rows in left().items() if rows} == {}


def test_both_expired_nothing_is_left(pair: Any, left: Any, cast: Any, as_process: Any, link: Any) -> None:
    day = clock.today() - timedelta(days=1)
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("UPDATE intel_report SET expires_on = %s", [day])
    link()
    with as_process("worker"):
        retention.sweep()
    assert {table: rows for table, rows in left().items() if rows} == {}


@pytest.mark.parametrize(
    "handling",
    [
        Handling(hit_mode=HitMode.SILENT),
        Handling(excluded_states=frozenset(["KE"])),
    ],
    ids=["silent", "excluded"],
)
def test_what_is_closed_later_is_told_no_more(
    handling: Handling, cast: Any, link: Any, browser_of: Any, settings: Any, tmp_path: Any, as_process: Any
) -> None:
    """Neither shown, nor brought back by linking again."""
    reports = [
        file(member, f"{ADVERT} {NUMBER}", Handling(hit_mode=HitMode.OPEN), persons=(WANTED,))
        for member in (cast.wanjiru, cast.kavya)
    ]
    link()
    assert {hit.older_kind for hit in hits_of(cast.wanjiru)} == {"person", "report"}
    with acting_as(cast.kavya):
        actions.relabel(reports[1], handling)
    assert hits_of(cast.wanjiru) == []
    link()
    assert hits_of(cast.wanjiru) == []
    browser = browser_of(cast.wanjiru)
    for path in ("/intel/review", "/intel/hits?show=all", f"/intel/report/{reports[0]}"):
        assert cast.kavya.organisation.name not in browser.get(path).content.decode(), path
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT hit_mode, excluded_states FROM intel_linktext WHERE record_id = %s", [reports[1]]
        )
        assert cursor.fetchall() == [(int(handling.hit_mode), list(handling.excluded_states))]


def test_a_release_does_not_open_what_is_said_of_the_person(pair: Any, cast: Any, browser_of: Any) -> None:
    """A hit that was released shows how far fields agree; neither names nor numbers of the other side."""
    browser = browser_of(cast.wanjiru)
    from entraide.hub.intel.models import Claim

    with acting_as(cast.wanjiru):
        assert {claim.owner_id for claim in Claim.objects.all()} == {cast.wanjiru.organisation_id}
    for hit in hits_of(cast.wanjiru):
        for path in (f"/intel/hit/{hit.pk}", f"/intel/network/hit/{hit.pk}"):
            page = browser.get(path)
            assert page.status_code in (200, 404)
            assert str(pair[0]) not in page.content.decode()
