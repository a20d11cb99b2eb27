"""The handling rule exists twice, as a pure function and as row-level security. Here they are compared on
generated records, hits and readers: every decision of the one against what the other lets through."""

import os
import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from entraide.hub.core import bulk
from entraide.hub.core.acting import NOBODY
from entraide.hub.core.models.labelled import LABEL_COLUMNS, label_values
from entraide.hub.intel.actions.tables import TABLES
from entraide.vocabulary.handling import (
    TLP,
    HitMode,
    Label,
    Purpose,
    Reader,
    Side,
    may_read,
    may_see_hit,
    may_write,
)

SEED = int(os.environ.get("ENTRAIDE_RULE_SEED", "20251106"))
RECORDS, HITS, READERS = (6000, 6000, 80) if os.environ.get("ENTRAIDE_LONG") else (1500, 1500, 80)
TODAY = date(2025, 11, 6)
STATES = ("TH", "IN", "KE", "KR")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(SEED)


@pytest.fixture
def parties(cast) -> list:
    """Organisations of four States, two in most of them, three of them financial-intelligence units."""
    from entraide.hub.core.acting import door
    from entraide.hub.directory.models import Organisation

    with door("sign-in"):
        found = list(Organisation.objects.filter(country__in=(*STATES, "SG")).order_by("id"))
        for organisation in found:
            organisation.people = list(organisation.members.order_by("id"))
    assert sum(organisation.is_unit for organisation in found) >= 3
    return found


def some_label(chance: random.Random, parties: list) -> Label:
    owner = chance.choice(parties)
    people = [person.pk for party in parties for person in party.people]
    return Label(
        owner=owner.pk,
        tlp=chance.choice(list(TLP)),
        # the days around today, so that midnight is hit again and again
        expires_on=TODAY + timedelta(days=chance.choice((-1, 0, 1, 2, 400))),
        audience=frozenset(chance.sample([party.pk for party in parties], chance.choice((0, 1, 3)))),
        recipients=frozenset(chance.sample(people, chance.choice((0, 1, 6)))),
        excluded_states=frozenset(chance.sample(STATES, chance.choice((0, 0, 0, 1, 2)))),
        hit_mode=chance.choice(list(HitMode)),
        purposes=Purpose(chance.choice((15, 15, 15, 1, 2, 4, 8, 9, 6, 0))),
        disputed=chance.random() < 0.1,
        legal_hold=chance.random() < 0.2,
    )


def some_reader(chance: random.Random, parties: list) -> Reader:
    party = chance.choice(parties)
    return Reader(
        member=chance.choice(party.people).pk,
        organisation=party.pk,
        state=party.country,
        purpose=chance.choice(list(Purpose)),
        today=TODAY + timedelta(days=chance.choice((-1, 0, 0, 0, 1))),
    )


def act_as(reader: Reader) -> None:
    settings = NOBODY | {
        "member": str(reader.member),
        "organisation": str(reader.organisation),
        "state": reader.state,
        "purpose": str(int(reader.purpose)),
        "today": reader.today.isoformat(),
    }
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"entraide.{name}", value])


def seen(statement: str) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {row[0] for row in cursor.fetchall()}


def test_what_one_may_read_and_write_is_the_same_in_both(cast, chance, parties, as_process) -> None:
    labels = {
        UUID(int=chance.getrandbits(128), version=4): some_label(chance, parties) for _ in range(RECORDS)
    }
    author = cast.kavya.pk
    with as_process("migrator"):
        bulk.insert(
            "intel_report",
            TABLES["intel_report"],
            [
                (
                    id,
                    author,
                    str(id),
                    "other",
                    "",
                    "t",
                    "",
                    "",
                    None,
                    "2025-11-01T00:00Z",
                    "",
                    "",
                    "",
                    "",
                    *label_values(label),
                )
                for id, label in labels.items()
            ],
        )
    decisions = differences = 0
    verdicts = {"read": 0, "written": 0}
    for _ in range(READERS):
        reader = some_reader(chance, parties)
        act_as(reader)
        read = seen("SELECT id FROM intel_report")
        with transaction.atomic():
            written = seen("UPDATE intel_report SET title = 'touched' RETURNING id")
            transaction.set_rollback(True)
        transaction.set_rollback(False)
        for id, label in labels.items():
            decisions += 2
            differences += (may_read(label, reader) != (id in read)) + (
                may_write(label, reader) != (id in written)
            )
        verdicts["read"] += len(read)
        verdicts["written"] += len(written)
    print(f"{decisions:,} decisions, {verdicts}, seed {SEED}")
    assert differences == 0
    assert decisions >= 200_000
    assert min(verdicts.values()) > decisions / 200, "hardly anything was allowed: the cases prove nothing"


def test_who_learns_of_a_hit_is_the_same_in_both(cast, chance, parties, as_process) -> None:
    country = {party.pk: party.country for party in parties}
    unit = {party.pk: party.is_unit for party in parties}

    def some_side(older: bool) -> Side:
        label = some_label(chance, parties)
        # mostly alive and for every purpose, or two labels would hardly ever agree
        if chance.random() < 0.7:
            label = replace(label, purposes=Purpose(15), expires_on=TODAY + timedelta(days=9), disputed=False)
        return Side(label, country[label.owner], older, unit[label.owner], chance.random() < 0.4)

    hits = {
        UUID(int=chance.getrandbits(128), version=4): (some_side(True), some_side(False)) for _ in range(HITS)
    }
    columns = [
        "tlp",
        "audience",
        "recipients",
        "excluded_states",
        "hit_mode",
        "purposes",
        "expires_on",
        "disputed",
    ]

    def values(side: Side) -> list[object]:
        by_name = dict(zip(LABEL_COLUMNS, label_values(side.label), strict=True))
        record = UUID(int=chance.getrandbits(128), version=4)
        return [
            "report",
            record,
            side.label.owner,
            side.state,
            side.unit,
            side.released,
            *(by_name[c] for c in columns),
        ]

    named = [
        f"{side}_{column}"
        for side in ("older", "newer")
        for column in ("kind", "record", "owner_id", "state", "unit", "released", *columns)
    ]
    with as_process("migrator"):
        bulk.insert(
            "intel_hit",
            ["id", "reasons", "created_at", "older_told", "newer_told", *named],
            [
                [id, "[]", "2025-11-01T00:00Z", True, True, *values(older), *values(newer)]
                for id, (older, newer) in hits.items()
            ],
        )
    decisions = allowed = differences = 0
    for _ in range(READERS):
        reader = some_reader(chance, parties)
        act_as(reader)
        visible = seen("SELECT id FROM intel_hit")
        for id, (older, newer) in hits.items():
            decisions += 1
            expected = may_see_hit(older, newer, reader) or may_see_hit(newer, older, reader)
            differences += expected != (id in visible)
        allowed += len(visible)
    print(f"{decisions:,} decisions, {allowed:,} seen, seed {SEED}")
    assert differences == 0
    assert allowed > decisions / 500, "hardly anything was allowed: the cases prove nothing"


def test_with_nobody_acting_there_are_no_rows(cast, chance, parties, as_process) -> None:
    label = replace(some_label(chance, parties), tlp=TLP.CLEAR, expires_on=date(2029, 1, 1), disputed=False)
    id = UUID(int=1, version=4)
    with as_process("migrator"):
        bulk.insert(
            "intel_report",
            TABLES["intel_report"],
            [
                (
                    id,
                    cast.kavya.pk,
                    "x",
                    "other",
                    "",
                    "t",
                    "",
                    "",
                    None,
                    "2025-11-01T00:00Z",
                    "",
                    "",
                    "",
                    "",
                    *label_values(label),
                )
            ],
        )
    for table in (
        "intel_report",
        "intel_hit",
        "core_liveevent",
        "core_journalentry",
        "core_job",
        "directory_member",
    ):
        assert seen(f"SELECT id FROM {table}") == set(), table


def test_a_record_is_gone_at_midnight_utc_of_its_day(cast, chance, parties) -> None:
    label = replace(
        some_label(chance, parties), owner=cast.kavya.organisation_id, tlp=TLP.GREEN, purposes=Purpose(15),
        excluded_states=frozenset(), disputed=False, expires_on=TODAY,
    )  # fmt: skip
    reader = Reader(
        cast.kavya.pk, cast.kavya.organisation_id, "IN", Purpose.INVESTIGATION, TODAY - timedelta(days=1)
    )
    assert may_read(label, reader)
    assert not may_read(label, replace(reader, today=TODAY))
