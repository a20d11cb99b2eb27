"""What someone with every right over the database can do to the journal, and how each is found."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from entraide.hub.core import journal, witness
from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Invalid, Refused, Unknown
from entraide.hub.core.journal_chain import FIRST, SEALED, Head, private_key, public_text, seal_of
from entraide.hub.core.journal_report import Held, Report
from entraide.hub.core.journal_verify import verify
from entraide.hub.core.models import JournalEntry
from entraide.hub.core.sealer import Sealer
from entraide.hub.directory.models import Organisation

AsProcess = Callable[[str], AbstractContextManager[None]]


class Journal:
    """The journal of a test: writes as members, seals as the sealer, tampers as the owner of the tables."""

    def __init__(self, home: Path, cast: SimpleNamespace, as_process: AsProcess) -> None:
        self.home, self.as_process = home, as_process
        self.india, self.thailand = cast.kavya, cast.nok
        self.own = cast.kavya.organisation_id

    def write(self, count: int, member: Any = None) -> None:
        with acting_as(member or self.india):
            for number in range(count):
                journal.record("report.read", "report", f"r{number}", reason=f"reason {number} นิรันดร์")

    def seal(self) -> int:
        with self.as_process("sealer"):
            return Sealer.of_hub().seal_waiting()

    def prove(self, **more: Any) -> Report:
        with self.as_process("sealer"):
            return verify(home=self.home, **more)

    def found(self, **more: Any) -> list[tuple[str, int | None]]:
        return [(finding.kind, finding.number) for finding in self.prove(**more).findings]

    @contextmanager
    def tampering(self) -> Iterator[Any]:
        with self.as_process("migrator"), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
            cursor.execute(
                "ALTER TABLE core_journalentry DROP CONSTRAINT IF EXISTS one_number_an_organisation"
            )
            cursor.execute("ALTER TABLE core_journalhead DROP CONSTRAINT IF EXISTS one_head_a_number")
            yield cursor

    @property
    def heads(self) -> Path:
        return self.home / "journal/heads.jsonl"


@pytest.fixture
def a_journal(cast: SimpleNamespace, as_process: AsProcess, tmp_path: Path, settings: Any) -> Journal:
    settings.HOME = tmp_path
    for folder in ("secrets", "journal"):
        (tmp_path / folder).mkdir(mode=0o700)
    made = Journal(tmp_path, cast, as_process)
    made.write(6)
    made.write(3, made.thailand)
    made.seal()
    made.write(4)
    made.seal()
    return made


def test_a_journal_left_alone_holds(a_journal: Journal) -> None:
    report = a_journal.prove()
    assert report.ok, report.words()
    assert (report.organisations, report.entries, report.heads, report.heads_in_file) == (2, 13, 3, 3)
    assert "The journal holds" in report.words()[0]


def test_each_organisation_is_numbered_by_itself(a_journal: Journal) -> None:
    with a_journal.as_process("sealer"):
        numbers = JournalEntry.objects.filter(organisation_id=a_journal.own).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == list(range(1, 11))


_TEXT = {"deed": "'report.write'", "object_kind": "'hit'", "object_id": "'r99'", "at": "at + interval '1 us'"}
_REST = {
    "purpose": "purpose + 1",
    "refused": "NOT refused",
    "member_id": "gen_random_uuid()",
    "id": "gen_random_uuid()",
    "commitment": "set_byte(commitment, 31, get_byte(commitment, 31) # 1)",
    "seal": "set_byte(seal, 0, get_byte(seal, 0) # 128)",
}


@pytest.mark.parametrize(("column", "value"), {**_TEXT, **_REST}.items())
@pytest.mark.parametrize("number", [1, 6, 10])
def test_one_changed_value_of_an_entry_is_found(
    a_journal: Journal, column: str, value: str, number: int
) -> None:
    with a_journal.tampering() as cursor:
        if column == "id":  # its detail goes with it
            cursor.execute(
                "UPDATE core_journaldetail SET entry_id = gen_random_uuid() WHERE entry_id = (SELECT id FROM"
                " core_journalentry WHERE number = %s AND organisation_id = %s)",
                [number, a_journal.own],
            )
        cursor.execute(
            f"UPDATE core_journalentry SET {column} = {value} WHERE number = %s AND organisation_id = %s",
            [number, a_journal.own],
        )
    assert ("altered", number) in a_journal.found()
    assert a_journal.prove().findings[0].organisation == str(a_journal.own)


@pytest.mark.parametrize("number", [1, 6, 9])
def test_a_dropped_entry_is_found(a_journal: Journal, number: int) -> None:
    with a_journal.tampering() as cursor:
        _delete(cursor, a_journal, f"number = {number}")
    assert ("missing", number) in a_journal.found()


def test_a_dropped_entry_closed_up_behind_is_found(a_journal: Journal) -> None:
    with a_journal.tampering() as cursor:
        _delete(cursor, a_journal, "number = 4")
        cursor.execute(
            "UPDATE core_journalentry SET number = number - 1 WHERE number > 4 AND organisation_id = %s",
            [a_journal.own],
        )
    assert a_journal.found()[0] == ("broken", 4)


def test_two_entries_in_each_others_place_are_found(a_journal: Journal) -> None:
    with a_journal.tampering() as cursor:
        cursor.execute(
            "UPDATE core_journalentry SET number = 11 - number WHERE number IN (5, 6)"
            " AND organisation_id = %s",
            [a_journal.own],
        )
    assert a_journal.found()[0] == ("broken", 5)


def test_two_entries_of_one_number_are_found(a_journal: Journal) -> None:
    with a_journal.tampering() as cursor:
        cursor.execute(
            "UPDATE core_journalentry SET number = 5 WHERE number = 6 AND organisation_id = %s",
            [a_journal.own],
        )
    assert ("doubled", 5) in a_journal.found()


def test_a_journal_cut_short_is_found(a_journal: Journal) -> None:
    with a_journal.tampering() as cursor:
        _delete(cursor, a_journal, "number > 8")
    assert ("truncated", 9) in a_journal.found()


def test_a_journal_cut_short_with_its_heads_is_found_by_the_file_outside(a_journal: Journal) -> None:
    with a_journal.tampering() as cursor:
        _delete(cursor, a_journal, "number > 6")
        cursor.execute(
            "DELETE FROM core_journalhead WHERE number > 6 AND organisation_id = %s", [a_journal.own]
        )
    report = a_journal.prove()
    assert [(finding.kind, finding.number) for finding in report.findings] == [("truncated", 7)]
    assert "heads.jsonl" in report.findings[0].words


def test_a_journal_cut_short_with_the_file_is_found_by_a_head_held_elsewhere(a_journal: Journal) -> None:
    whole, digest_only = _held(a_journal, full=True), _held(a_journal, full=False)
    with a_journal.tampering() as cursor:
        _delete(cursor, a_journal, "number > 6")
        cursor.execute(
            "DELETE FROM core_journalhead WHERE number > 6 AND organisation_id = %s", [a_journal.own]
        )
    lines = a_journal.heads.read_text().splitlines(keepends=True)
    a_journal.heads.write_text("".join(lines[:-1]))
    assert a_journal.found() == []
    assert a_journal.found(held=[whole]) == [("truncated", 7)]
    assert a_journal.found(held=[digest_only]) == [("forked", None)]


def test_a_journal_sealed_anew_without_the_key_is_found(a_journal: Journal) -> None:
    _seal_anew(a_journal)
    kinds = a_journal.found()
    assert ("forked", 6) in kinds
    assert ("forked", 10) in kinds


def test_a_fork_signed_with_another_key_is_found(a_journal: Journal) -> None:
    seals = _seal_anew(a_journal)
    thief = Ed25519PrivateKey.generate()
    with a_journal.tampering() as cursor:
        for number in (6, 10):
            head = Head(str(a_journal.own), number, seals[number], 1).signed(thief)
            cursor.execute(
                "UPDATE core_journalhead SET seal = %s, signature = %s, digest = %s, at = 'epoch'::timestamptz"
                " + interval '1 us' WHERE number = %s AND organisation_id = %s",
                [head.seal, head.signature, head.digest, number, a_journal.own],
            )
    found = a_journal.found()
    assert ("signature", 6) in found  # in the database
    assert ("forked", 6) in found  # against the file


def test_a_fork_signed_with_the_stolen_key_is_found_by_the_file_and_by_a_held_head(
    a_journal: Journal,
) -> None:
    held = _held(a_journal, full=False)
    seals = _seal_anew(a_journal)
    key = private_key(a_journal.home / "secrets/sealing")
    lines = [json.loads(line) for line in a_journal.heads.read_text().splitlines()]
    with a_journal.tampering() as cursor:
        for line in lines:
            if line["organisation"] != str(a_journal.own):
                continue
            head = Head(line["organisation"], line["number"], seals[line["number"]], line["at"]).signed(key)
            cursor.execute(
                "UPDATE core_journalhead SET seal = %s, signature = %s, digest = %s"
                " WHERE number = %s AND organisation_id = %s",
                [head.seal, head.signature, head.digest, head.number, a_journal.own],
            )
            line |= head.as_json()
    assert a_journal.found() == [("forked", 6), ("forked", 10)]
    a_journal.heads.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert a_journal.found() == []  # everything on this machine was rewritten …
    assert a_journal.found(held=[held]) == [("forked", None)]  # … but not what others keep


def test_two_heads_of_one_number_are_found(a_journal: Journal) -> None:
    with a_journal.tampering() as cursor:
        cursor.execute(
            "INSERT INTO core_journalhead SELECT gen_random_uuid(), organisation_id, number, sha256(seal), at,"
            " signature, sha256(digest) FROM core_journalhead WHERE number = 6"
        )
    assert ("forked", 6) in a_journal.found()


def test_a_changed_detail_is_found_and_an_erased_one_is_counted(a_journal: Journal) -> None:
    entry = f"(SELECT id FROM core_journalentry WHERE number = %s AND organisation_id = '{a_journal.own}')"
    with a_journal.tampering() as cursor:
        cursor.execute(f"DELETE FROM core_journaldetail WHERE entry_id = {entry}", [3])
    report = a_journal.prove()
    assert (report.ok, report.erased) == (True, 1)
    with a_journal.tampering() as cursor:
        cursor.execute(
            f"UPDATE core_journaldetail SET detail = replace(detail, 'reason', 'season') WHERE entry_id = {entry}",
            [5],
        )
    assert a_journal.found() == [("detail", 5)]


def test_lines_of_the_file_that_are_no_heads_are_found(a_journal: Journal) -> None:
    with a_journal.heads.open("a") as file:
        file.write("{}\nnothing\n")
    assert a_journal.found() == [("file", None), ("file", None)]


def test_a_proof_without_the_file_or_the_key_says_so(a_journal: Journal) -> None:
    a_journal.heads.unlink()
    (a_journal.home / "journal/sealing.pub").unlink()
    assert sorted(a_journal.found()) == [("file", None), ("key", None)]


MUTATIONS = [
    "UPDATE core_journalentry SET deed = deed || 'x' WHERE number = {n} AND {own}",
    "UPDATE core_journalentry SET at = at - interval '1 s' WHERE number = {n} AND {own}",
    "UPDATE core_journalentry SET object_id = object_kind, object_kind = object_id WHERE number = {n} AND {own}",
    "UPDATE core_journalentry SET seal = sha256(seal) WHERE number = {n} AND {own}",
    "UPDATE core_journalentry SET number = number + 1000 WHERE number >= {n} AND {own}",
    "DELETE FROM core_journalentry WHERE number = {n} AND {own}",
    "DELETE FROM core_journalentry WHERE number >= {n} AND {own}",
    "DELETE FROM core_journalentry WHERE number <= {n} AND {own}",
    "UPDATE core_journalentry SET number = NULL, seal = NULL, previous = NULL WHERE number >= {n} AND {own}",
    "UPDATE core_journaldetail SET detail = '{{}}' WHERE entry_id ="
    " (SELECT id FROM core_journalentry WHERE number = {n} AND {own})",
]


@given(
    batches=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    mutation=st.sampled_from(MUTATIONS),
    where=st.floats(0, 1, exclude_max=True),
)
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_done_to_whichever_entry_is_found_at_or_before_it(
    a_journal: Journal, batches: list[int], mutation: str, where: float
) -> None:
    kept = a_journal.heads.read_bytes()
    with transaction.atomic():
        for batch in batches:
            a_journal.write(batch)
            a_journal.seal()
        assert a_journal.prove().ok
        number = 1 + int(where * (10 + sum(batches)))
        with a_journal.tampering() as cursor:
            cursor.execute(mutation.format(n=number, own=f"organisation_id = '{a_journal.own}'"))
        first = min((finding.number or 0) for finding in a_journal.prove().findings)
        assert first in (number, 1) if "<=" in mutation else first == number
        transaction.set_rollback(True)
    a_journal.heads.write_bytes(kept)


# witnesses


def _witness(a_journal: Journal, cast: SimpleNamespace) -> tuple[Any, Ed25519PrivateKey]:
    key = Ed25519PrivateKey.generate()
    auditor = cast.nok
    auditor.roles = [*auditor.roles, "auditor"]
    with acting_as(auditor):
        Organisation.objects.filter(pk=auditor.organisation_id).update(
            public_key=public_text(key.public_key())
        )
    return auditor, key


def test_another_organisation_countersigns_a_digest_that_shows_no_number(
    a_journal: Journal, cast: SimpleNamespace
) -> None:
    auditor, key = _witness(a_journal, cast)
    digest = _held(a_journal, full=False).digest
    with acting_as(auditor):
        witness.countersign(digest, key)
        witness.countersign(digest, key)  # twice changes nothing
    report = a_journal.prove()
    assert report.ok, report.words()
    assert report.witnessed == 1
    with acting_as(auditor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_journalhead WHERE organisation_id = %s", [a_journal.own])
        assert cursor.fetchone() == (0,)


def test_a_forged_countersignature_is_found(a_journal: Journal, cast: SimpleNamespace) -> None:
    auditor, key = _witness(a_journal, cast)
    with acting_as(auditor):
        witness.countersign(_held(a_journal, full=False).digest, key)
    with a_journal.tampering() as cursor:
        cursor.execute("UPDATE core_countersignature SET at = at + interval '1 day'")
    assert a_journal.found() == [("witness", 10)]


def test_countersigning_needs_the_right_key_role_and_head(a_journal: Journal, cast: SimpleNamespace) -> None:
    auditor, key = _witness(a_journal, cast)
    digest = _held(a_journal, full=False).digest
    with pytest.raises(Invalid, match="key"), acting_as(auditor):
        witness.countersign(digest, Ed25519PrivateKey.generate())
    with pytest.raises(Unknown), acting_as(auditor):
        witness.countersign(bytes(32), key)
    with a_journal.as_process("sealer"):
        own = witness.latest_head(auditor.organisation_id)
    with pytest.raises(Unknown), acting_as(auditor):
        witness.countersign(own.digest, key)  # one's own journal needs another's eyes
    auditor.roles = ["analyst"]
    with pytest.raises(Refused), acting_as(auditor):
        witness.countersign(digest, key)


def test_an_auditor_proves_the_own_journal_and_no_other(a_journal: Journal, cast: SimpleNamespace) -> None:
    auditor = cast.kavya
    auditor.roles = ["auditor"]
    with acting_as(auditor):
        report = verify(auditor.organisation_id)
        other = verify(a_journal.thailand.organisation_id)
    assert (report.ok, report.entries, report.heads) == (True, 10, 2)
    assert other.entries == 0


def _delete(cursor: Any, a_journal: Journal, condition: str) -> None:
    cursor.execute(
        f"DELETE FROM core_journalentry WHERE {condition} AND organisation_id = %s", [a_journal.own]
    )


def _held(a_journal: Journal, *, full: bool) -> Held:
    with a_journal.as_process("sealer"):
        head = witness.latest_head(a_journal.own)
    assert head is not None
    shown = {"organisation": head.organisation, "digest": head.digest.hex()}
    return Held.from_json(shown | (head.as_json() if full else {}), "head.json")


def _seal_anew(a_journal: Journal) -> dict[int, bytes]:
    """Entry 3 is changed, and every seal from there on computed anew, as anyone can."""
    seals: dict[int, bytes] = {}
    with a_journal.tampering() as cursor:
        cursor.execute(
            "UPDATE core_journalentry SET deed = 'nothing' WHERE number = 3 AND organisation_id = %s",
            [a_journal.own],
        )
        cursor.execute(
            f"SELECT number, {', '.join(SEALED)} FROM core_journalentry WHERE organisation_id = %s"
            " ORDER BY number",
            [a_journal.own],
        )
        previous = FIRST
        for number, *fields in cursor.fetchall():
            seals[number] = seal_of(previous, number, fields)
            cursor.execute(
                "UPDATE core_journalentry SET previous = %s, seal = %s WHERE id = %s",
                [previous, seals[number], fields[1]],
            )
            previous = seals[number]
    return seals
