"""A real hub with a database of its own: what the loader leaves there is what the generator foretold."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from typing import Any

import psycopg
import pytest

from entraide.exercise import Exercise, generate
from entraide.hub.directory.models import Organisation
from tests.conftest import ROOT

BY_SELECTOR = "older_kind = 'report' AND newer_kind = 'report' AND reasons @? '$[*].token'"
NAME = f"exercise_moei_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
SMALL = 0.1


def manage(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "entraide.hub.manage", *arguments],
        cwd=ROOT,
        env={**os.environ, "ENTRAIDE_ROLE": "migrator", "ENTRAIDE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def hub(server: Any) -> Iterator[str]:
    """The migrator's address of a database with the exercise in it, at a tenth of its background."""
    server.drop_database(NAME)
    server.create_database(NAME)
    url = server.url("migrator", NAME)
    assert manage(url, "migrate", "-v0").returncode == 0
    began = time.monotonic()
    loaded = manage(url, "load_exercise", "--scale", str(SMALL))
    assert loaded.returncode == 0, loaded.stderr
    assert time.monotonic() - began < 60
    yield url
    server.drop_database(NAME)


@pytest.fixture
def rows(hub: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    with psycopg.connect(hub) as connection:
        yield connection


@pytest.fixture(scope="module")
def told() -> Exercise:
    return generate(seed=6, scale=SMALL)


def test_reports_members_and_organisations_have_the_ids_foretold(rows: Any, told: Exercise) -> None:
    for table, foretold in (
        ("directory_organisation", told.organisations),
        ("directory_member", told.members),
        ("intel_report", told.reports),
    ):
        assert {id for (id,) in rows.execute(f"SELECT id FROM {table}")} == {one.id for one in foretold}


def test_the_linker_found_the_planned_pairs_and_no_others(rows: Any, told: Exercise) -> None:
    found = rows.execute(f"SELECT older_record, newer_record FROM intel_hit WHERE {BY_SELECTOR}").fetchall()
    planned = {(told.report(hit.first).id, told.report(hit.second).id) for hit in told.truth.must_hit}
    assert set(found) == planned
    assert len(found) == len(planned)


def test_each_member_learns_of_the_hits_that_the_rule_allows_and_no_others(
    server: Any, hub: str, told: Exercise
) -> None:
    pairs: dict[tuple[Any, Any], list[Any]] = {}
    for hit in told.truth.must_hit:
        pairs.setdefault((told.report(hit.first).id, told.report(hit.second).id), []).append(hit)
    released = {
        release.reports: [
            key for key in release.reports if told.report(key).organisation == _home(told, release.member)
        ]
        for release in told.releases
    }
    with psycopg.connect(server.url("web", NAME)) as web:
        for member in told.members:
            home = told.organisation(member.organisation)
            purpose = Organisation(kind=home.kind).default_purpose
            seen = _seen(web, told, member, home, int(purpose))
            allowed = {
                ids
                for ids, (hit, *_) in pairs.items()
                if told.learns_of(
                    member.key, hit, purpose, released=released.get((hit.first, hit.second), ())
                )
            }
            assert seen == allowed, member.key


def _home(told: Exercise, member: str) -> str:
    return told.member(member).organisation


def _seen(web: Any, told: Exercise, member: Any, home: Any, purpose: int) -> set[tuple[Any, Any]]:
    settings = {
        "member": str(member.id),
        "organisation": str(home.id),
        "state": home.country,
        "unit": "on" if home.kind == "fiu" else "off",
        "roles": ",".join(member.roles),
        "purpose": str(purpose),
        "today": told.opens_at.date().isoformat(),
    }
    with web.transaction():
        for name, value in settings.items():
            web.execute("SELECT set_config(%s, %s, true)", [f"entraide.{name}", value])
        return set(
            web.execute(f"SELECT older_record, newer_record FROM intel_hit WHERE {BY_SELECTOR}").fetchall()
        )


def test_the_recruiter_is_one_person_in_four_spellings_and_his_namesakes_are_others(
    rows: Any, told: Exercise
) -> None:
    def person(report: str, name: str) -> Any:
        given = {"report": told.report(report).id, "name": name}
        (found,) = rows.execute(
            "SELECT record_id FROM intel_linkperson WHERE report_id = %(report)s AND %(name)s = ANY (names)",
            given,
        ).fetchone()
        return found

    alerts = rows.execute(
        "SELECT older_record, newer_record FROM intel_hit WHERE older_kind = 'person' AND strength = 2"
    ).fetchall()
    recruiter = {person(*one) for one in told.truth.one_person}
    reached = {next(iter(recruiter))}
    while more := {end for pair in alerts if reached & set(pair) for end in pair} - reached:
        reached |= more
    assert reached == recruiter
    others = {person(*one) for one in told.truth.other_persons}
    assert not others & {end for pair in alerts for end in pair}


def test_adverts_with_one_picture_are_linked_and_the_genuine_employer_is_with_none_of_them(
    rows: Any, told: Exercise
) -> None:
    linked = rows.execute(
        """SELECT older_record, newer_record FROM intel_hit WHERE reasons @> '[{"kind": "picture"}]'"""
    ).fetchall()
    carriers: dict[bytes, list[Any]] = {}
    for report in told.reports:
        for picture in report.pictures:
            carriers.setdefault(picture.content, []).append(report.id)
    planned = {frozenset(pair) for ids in carriers.values() for pair in combinations(ids, 2)}
    assert {frozenset(pair) for pair in linked} == planned
    adverts = {told.report(key).id for key in told.truth.same_advert}
    assert {end for pair in linked for end in pair} == adverts
    genuine = told.report(told.truth.genuine).id
    every = rows.execute("SELECT older_record, newer_record FROM intel_hit").fetchall()
    assert not any(genuine in pair and set(pair) & adverts for pair in every)


def test_the_clock_stands_at_the_opening_and_the_database_is_marked(rows: Any, told: Exercise) -> None:
    exercise, seed, now = rows.execute("SELECT exercise, story_seed, core_now() FROM core_hub").fetchone()
    assert (exercise, seed) == (True, 6)
    assert told.opens_at <= now < told.opens_at + timedelta(minutes=10)


def test_a_hit_is_hardly_younger_than_the_report_that_made_it(rows: Any, told: Exercise) -> None:
    ages = rows.execute(
        "SELECT hit.created_at - report.received_at FROM intel_hit AS hit JOIN intel_report AS report"
        " ON report.id = hit.newer_record"
    ).fetchall()
    assert ages
    assert all(timedelta(0) <= age < timedelta(minutes=20) for (age,) in ages)


def test_threads_watches_and_pictures_are_there(rows: Any, told: Exercise) -> None:
    sent = rows.execute("SELECT text, sent_at FROM intel_message ORDER BY sent_at").fetchall()
    assert [text for text, _ in sent] == [m.text for m in sorted(told.messages, key=lambda m: m.sent)]
    assert all(
        abs(at - message.sent) < timedelta(minutes=2)
        for (_, at), message in zip(sent, told.messages, strict=True)
    )
    (watches,) = rows.execute("SELECT count(*) FROM intel_watch").fetchone()
    assert watches == len(told.watches)
    (pictures,) = rows.execute("SELECT count(DISTINCT sha256) FROM intel_attachment").fetchone()
    assert pictures == 3


def test_what_a_report_shows_is_marked(rows: Any, told: Exercise) -> None:
    for table, wanted in (
        ("intel_technique", sum(len(r.marks) for r in told.reports)),
        ("intel_place", sum(r.place is not None for r in told.reports)),
        ("intel_entity", sum(len(r.persons) for r in told.reports)),
    ):
        assert rows.execute(f"SELECT count(*) FROM {table}").fetchone() == (wanted,)


def test_loading_it_again_changes_nothing(hub: str, rows: Any) -> None:
    before = rows.execute("SELECT count(*), max(received_at) FROM intel_report").fetchone()
    again = manage(hub, "load_exercise")
    assert again.returncode == 0, again.stderr
    assert again.stdout == ""
    assert rows.execute("SELECT count(*), max(received_at) FROM intel_report").fetchone() == before


def test_another_seed_is_refused_with_the_remedy(hub: str) -> None:
    refused = manage(hub, "load_exercise", "--seed", "7")
    assert refused.returncode != 0
    assert "the exercise of seed 6" in refused.stderr
    assert "ENTRAIDE_HOME" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.django_db
def test_a_database_with_organisations_in_it_is_refused_and_not_touched(as_process: Any) -> None:
    from entraide.exercise.load import load
    from entraide.hub.core.errors import Invalid
    from entraide.hub.core.models import Hub

    with as_process("migrator"), pytest.raises(Invalid, match="It holds organisations"):
        load()
    assert not Hub.objects.get().exercise


def test_a_wrong_scale_is_refused_before_anything_is_written(server: Any) -> None:
    name = f"{NAME}_empty"
    server.drop_database(name)
    server.create_database(name)
    url = server.url("migrator", name)
    try:
        assert manage(url, "migrate", "-v0").returncode == 0
        refused = manage(url, "load_exercise", "--scale", "-1")
        assert refused.returncode != 0
        assert "scale: give 0" in refused.stderr
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT exercise FROM core_hub").fetchone() == (False,)
    finally:
        server.drop_database(name)
