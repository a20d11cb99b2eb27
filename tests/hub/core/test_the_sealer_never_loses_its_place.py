"""Killed anywhere, started twice, given late entries or an old database: the chain goes on, or says why not."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from entraide.hub.core import journal
from entraide.hub.core.acting import acting_as
from entraide.hub.core.journal_verify import verify
from entraide.hub.core.models import JournalEntry
from entraide.hub.core.sealer import HeadsFile, KeyChanged, Sealer
from tests.cast import ORGANISATION_KEYS

from .conftest import id_of

AsProcess = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    for folder in ("secrets", "journal"):
        (tmp_path / folder).mkdir(mode=0o700)
    return tmp_path


def _write(member: Any, count: int) -> None:
    with acting_as(member):
        for number in range(count):
            journal.record("report.read", "report", number)


def _seal(as_process: AsProcess) -> int:
    with as_process("sealer"):
        return Sealer.of_hub().seal_waiting()


def _numbers(as_process: AsProcess, member: Any) -> list[int]:
    with as_process("sealer"):
        entries = JournalEntry.objects.filter(organisation_id=member.organisation_id).order_by("number")
        return list(entries.values_list("number", flat=True))


def _holds(as_process: AsProcess, home: Path) -> bool:
    with as_process("sealer"):
        return verify(home=home).ok


def test_an_entry_that_commits_late_is_sealed_behind(
    home: Path, cast: SimpleNamespace, as_process: AsProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(cast.kavya, 3)
    _seal(as_process)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: an_hour_ago)
        _write(cast.kavya, 1)
    _seal(as_process)
    with as_process("sealer"):
        late = JournalEntry.objects.get(organisation_id=cast.kavya.organisation_id, at=an_hour_ago)
    assert late.number == 4
    assert _holds(as_process, home)


def test_a_sealer_killed_between_database_and_file_makes_up_for_it(
    home: Path, cast: SimpleNamespace, as_process: AsProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(cast.kavya, 2)
    _seal(as_process)
    _write(cast.kavya, 2)
    with as_process("sealer"), monkeypatch.context() as patched:
        sealer = Sealer.of_hub()
        patched.setattr(HeadsFile, "append", _killed)
        with pytest.raises(KeyboardInterrupt):
            sealer.seal_waiting()
    lines = (home / "journal/heads.jsonl").read_text().splitlines()
    assert len(lines) == 1
    _seal(as_process)
    lines = (home / "journal/heads.jsonl").read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == [2, 4]
    assert _holds(as_process, home)


def _killed(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("kept", [0, 1, 40, -1])
def test_a_line_cut_short_by_a_power_cut_is_written_again(
    home: Path, cast: SimpleNamespace, as_process: AsProcess, kept: int
) -> None:
    for _ in range(3):
        _write(cast.kavya, 1)
        _seal(as_process)
    file = home / "journal/heads.jsonl"
    whole = file.read_bytes()
    *lines, last = whole.splitlines(keepends=True)
    file.write_bytes(b"".join(lines) + last[:kept])
    with as_process("sealer"):
        Sealer.of_hub()
    assert file.read_bytes() == whole


def test_a_lost_file_is_written_again(home: Path, cast: SimpleNamespace, as_process: AsProcess) -> None:
    for member in (cast.kavya, cast.nok, cast.kavya):
        _write(member, 2)
        _seal(as_process)
    file = home / "journal/heads.jsonl"
    whole = file.read_bytes()
    file.unlink()
    with as_process("sealer"):
        Sealer.of_hub()
    assert sorted(file.read_bytes().splitlines()) == sorted(whole.splitlines())
    assert _holds(as_process, home)


def test_a_database_older_than_the_file_is_not_sealed_on(
    home: Path, cast: SimpleNamespace, as_process: AsProcess, caplog: pytest.LogCaptureFixture
) -> None:
    _write(cast.kavya, 4)
    _write(cast.nok, 1)
    _seal(as_process)
    with as_process("migrator"), connection.cursor() as cursor:  # as if an older backup were restored
        cursor.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
        own = cast.kavya.organisation_id
        cursor.execute("DELETE FROM core_journalentry WHERE number > 2 AND organisation_id = %s", [own])
        cursor.execute("DELETE FROM core_journalhead WHERE organisation_id = %s", [own])
    _write(cast.kavya, 3)
    _write(cast.nok, 1)
    with as_process("sealer"):
        sealer = Sealer.of_hub()
        assert sealer.seal_waiting() == 1
    assert sealer.set_aside == [str(cast.kavya.organisation_id)]
    assert "contradicts" in caplog.text
    assert _numbers(as_process, cast.nok) == [1, 2]
    assert _numbers(as_process, cast.kavya) == [1, 2, None, None, None]


def test_a_second_sealer_waits(home: Path, cast: SimpleNamespace, as_process: AsProcess) -> None:
    _write(cast.kavya, 1)
    settings = connection.settings_dict
    other = psycopg.connect(
        dbname=settings["NAME"], user=settings["USER"], password=settings["PASSWORD"], host=settings["HOST"]
    )
    with other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('entraide sealer'))")
        assert _seal(as_process) == 0
    assert _seal(as_process) == 1


def test_another_key_than_the_published_one_is_refused(
    home: Path, cast: SimpleNamespace, as_process: AsProcess
) -> None:
    _write(cast.kavya, 1)
    _seal(as_process)
    (home / "secrets/sealing").unlink()
    with pytest.raises(KeyChanged, match="restore"):
        _seal(as_process)


def test_only_the_sealer_numbers_and_one_writes_for_oneself(
    home: Path, cast: SimpleNamespace, as_process: AsProcess
) -> None:
    insert = (
        "INSERT INTO core_journalentry (id, organisation_id, member_id, at, deed, object_kind, object_id,"
        " purpose, refused, commitment, number) VALUES (gen_random_uuid(), %s, %s, now(), 'x', '', '', 1,"
        " false, '', %s)"
    )
    own, other = cast.kavya.organisation_id, cast.nok.organisation_id
    for values in ([own, cast.kavya.pk, 9], [own, cast.arjun.pk, None], [other, cast.kavya.pk, None]):
        with pytest.raises(DatabaseError, match="row-level security"), acting_as(cast.kavya):
            connection.cursor().execute(insert, values)


@pytest.mark.parametrize("process", ["web", "worker", "linker", "sealer", "migrator"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_journalentry SET deed = 'x'",
        "DELETE FROM core_journalentry",
        "TRUNCATE core_journalentry",
    ],
)
def test_no_process_changes_or_deletes_an_entry(
    home: Path, cast: SimpleNamespace, as_process: AsProcess, process: str, statement: str
) -> None:
    _write(cast.kavya, 2)
    _seal(as_process)
    refused = pytest.raises(DatabaseError, match=r"append-only|permission denied")
    with as_process(process), refused, transaction.atomic():
        connection.cursor().execute(statement)


# the real process


@pytest.fixture
def database(server: Any, new_database: Callable[[str], str]) -> str:
    return new_database("sealed")


def test_killed_again_and_again_while_others_write_it_loses_nothing(
    tmp_path: Path, server: Any, database: str
) -> None:
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "journal").mkdir(mode=0o700)
    environment = {
        **os.environ,
        "ENTRAIDE_HOME": str(tmp_path),
        **{
            f"DATABASE_URL_{role.upper()}": server.url(role, database)
            for role in ("web", "worker", "linker", "sealer", "migrator")
        },
        "ENTRAIDE_DATABASE_URL": server.url("sealer", database),
        "ENTRAIDE_ROLE": "sealer",
    }
    chance = random.Random(7)
    written = 0
    with (
        psycopg.connect(server.url("web", database), autocommit=True) as writer,
        psycopg.connect(server.url("sealer", database), autocommit=True) as reader,
    ):
        for _ in range(3):
            sealer = _start(environment)
            before, rounds_more = _sealed(reader), chance.randrange(1, 12)
            while rounds_more:  # killed some batches after it began to seal
                written += _insert(writer, 150)
                time.sleep(0.03)
                rounds_more -= _sealed(reader) > before
            sealer.send_signal(signal.SIGKILL)
            sealer.wait()
        sealer = _start(environment)
        deadline = time.monotonic() + 60
        while _sealed(reader) < written:
            assert time.monotonic() < deadline, "entries are left unsealed"
            time.sleep(0.05)
        sealer.send_signal(signal.SIGTERM)
        assert sealer.wait(15) == 0
    proof = _entraide(environment, "journal", "verify", "--json")
    report = json.loads(proof.stdout)
    assert (report["ok"], report["entries"]) == (True, written), report["findings"]

    head = tmp_path / "head.json"
    head.write_text(
        _entraide(environment, "journal", "head", "--organisation", ORGANISATION_KEYS["in"].name).stdout
    )
    assert "number" not in json.loads(head.read_text())
    key, witness = tmp_path / "witness.pem", ORGANISATION_KEYS["th"].name
    public = _entraide(environment, "journal", "new-key", str(key)).stdout.strip()
    countersign = ("journal", "countersign", str(head), "--as", witness, "--key", str(key))
    assert "no public key in the directory" in _entraide(environment, *countersign).stderr
    with psycopg.connect(
        server.superuser_url.replace("/postgres?", f"/{database}?"), autocommit=True
    ) as superuser:
        superuser.execute(
            "UPDATE directory_organisation SET public_key = %s WHERE name = %s", [public, witness]
        )
        assert _entraide(environment, *countersign).returncode == 0
        proof = _entraide(environment, "journal", "verify", "--head", str(head))
        assert (proof.returncode, "1 witnessed" in proof.stdout) == (0, True)
        superuser.execute("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
        superuser.execute("UPDATE core_journalentry SET deed = 'nothing' WHERE number = 5")
    proof = _entraide(environment, "journal", "verify", "--head", str(head))
    assert proof.returncode == 1
    assert "India" in proof.stdout.splitlines()[0]
    assert "entry 5: was changed after it was sealed" in proof.stdout.splitlines()[0]


def _start(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "entraide.hub.manage", "run_sealer"], env=environment)


def _sealed(reader: psycopg.Connection[Any]) -> int:
    row = reader.execute("SELECT count(number) FROM core_journalentry").fetchone()
    return int(row[0]) if row else 0


def _insert(writer: psycopg.Connection[Any], count: int) -> int:
    with writer.transaction():
        writer.execute("SELECT set_config('entraide.organisation', %s, true)", [id_of("in")])
        writer.execute(
            "INSERT INTO core_journalentry (id, organisation_id, at, deed, object_kind, object_id, purpose,"
            " refused, commitment) SELECT gen_random_uuid(), %s, clock_timestamp(), 'report.read', 'report',"
            " n::text, 1, false, sha256(n::text::bytea) FROM generate_series(1, %s) AS n",
            [id_of("in"), count],
        )
    return count


def _entraide(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from entraide.cli import app; app()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
