"""Who looked at whom and why, for an auditor of the own organisation; reading it is written in it too."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from entraide.hub.core import jobs, journal
from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import Job, JournalEntry
from entraide.hub.core.sealer import Sealer

pytestmark = pytest.mark.usefixtures("plain_static")
AsProcess = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def auditor(cast: SimpleNamespace) -> Any:
    member = cast.arjun
    member.roles = ["auditor"]
    with acting_as(member):
        member.save(update_fields=["roles"])
    return member


def _reads(member: Any, object_id: str, reason: str) -> None:
    with acting_as(member):
        journal.record("search.person", "entity", object_id, reason=reason, case="MOEI-7")


def test_the_page_says_who_looked_at_whom_and_why(
    cast: SimpleNamespace, auditor: Any, client_for: Callable[..., Any]
) -> None:
    _reads(cast.kavya, "e-1", "<script>alert(1)</script> missing since May")
    page = client_for(auditor).get("/journal").content.decode()
    assert cast.kavya.name in page
    assert "Searched for a person" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; missing since May" in page
    assert "<script>alert" not in page


def test_another_organisations_journal_is_not_in_it(
    cast: SimpleNamespace, auditor: Any, client_for: Callable[..., Any]
) -> None:
    _reads(cast.nok, "e-2", "a reason in Bangkok")
    assert "a reason in Bangkok" not in client_for(auditor).get("/journal").content.decode()


def test_only_an_auditor_reads_it_and_the_attempt_is_journalled(
    cast: SimpleNamespace, auditor: Any, client_for: Callable[..., Any]
) -> None:
    for address in ("/journal", "/journal/verify", "/journal?format=csv"):
        assert client_for(cast.kavya).get(address).status_code == 403
    with acting_as(auditor):
        refused = JournalEntry.objects.filter(refused=True, deed="journal.read", member_id=cast.kavya.pk)
        assert refused.count() == 3


def test_reading_and_exporting_are_journalled_with_what_was_asked(
    auditor: Any, client_for: Callable[..., Any]
) -> None:
    client = client_for(auditor)
    client.get("/journal", {"object": "e-1"})
    client.get("/journal", {"format": "csv"})
    with acting_as(auditor):
        read, exported = JournalEntry.objects.filter(object_kind="journal").order_by("at")
        assert (read.deed, json.loads(read.journaldetail.detail)) == (
            "journal.read",
            {"chosen": {"object": "e-1"}},
        )
        assert exported.deed == "journal.export"


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [
        ({"object": "e-1"}, {"e-1"}),
        ({"deed": "hit.decide"}, {"h-1"}),
        ({"refused": "on"}, {"r-1"}),
        ({"since": "2199-01-01"}, set()),
        ({"until": "2001-01-01"}, set()),
        ({"until": "9999-12-31", "object": "e-1"}, {"e-1"}),  # cannot be used: said at its field
        ({"member": "nobody", "object": "e-1"}, {"e-1"}),
    ],
)
def test_filters_narrow_it(
    cast: SimpleNamespace,
    auditor: Any,
    client_for: Callable[..., Any],
    chosen: dict[str, str],
    seen: set[str],
) -> None:
    _reads(cast.kavya, "e-1", "one")
    with acting_as(cast.kavya) as actor:
        journal.record("hit.decide", "hit", "h-1", verdict="same")
        journal._write(actor, "report.read", "report", "r-1", {}, refused=True)
    answer = client_for(auditor).get("/journal", chosen)
    assert answer.status_code == 200
    assert {row["entry"].object_id for row in answer.context["rows"]} & {"e-1", "h-1", "r-1"} == seen


def test_the_export_holds_every_row_and_no_formula(
    cast: SimpleNamespace, auditor: Any, client_for: Callable[..., Any]
) -> None:
    for number in range(60):
        _reads(cast.kavya, f"=cmd|{number}", "@SUM(A1)")
    answer = client_for(auditor).get("/journal", {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len([row for row in rows if row["deed"] == "search.person"]) == 60
    assert all(not row["object_id"].startswith("=") for row in rows)


def test_an_erased_detail_is_said(
    cast: SimpleNamespace, auditor: Any, as_process: AsProcess, client_for: Callable[..., Any]
) -> None:
    _reads(cast.kavya, "e-1", "a secret reason")
    with as_process("migrator"):
        from entraide.hub.core.models import JournalDetail

        JournalDetail.objects.all()._raw_delete("default")
    page = client_for(auditor).get("/journal").content.decode()
    assert "a secret reason" not in page
    assert "The detail was erased" in page


def test_the_proof_is_a_job_whose_result_is_shown_in_words(
    cast: SimpleNamespace,
    auditor: Any,
    as_process: AsProcess,
    client_for: Callable[..., Any],
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.HOME = tmp_path
    _reads(cast.kavya, "e-1", "one")
    (tmp_path / "secrets").mkdir()
    with as_process("sealer"):
        Sealer.of_hub().seal_waiting()
    client = client_for(auditor)
    answer = client.post("/journal/verify")
    with acting_as(auditor):
        started = Job.objects.get(kind="journal.verify")
    assert answer.headers["Location"] == f"/jobs/{started.pk}"
    # its progress is written by a second connection, which cannot see this test's transaction
    monkeypatch.setattr(jobs.Progress, "_write", lambda *_: False)
    with as_process("worker"):
        jobs.do(str(started.pk))
    for address in (f"/jobs/{started.pk}", "/journal/verify"):
        page = client.get(address).content.decode()
        assert "The journal holds" in page
        assert "2 entries proved" not in page  # one is still to be sealed: that of the person was
        assert "1 entry proved" in page
