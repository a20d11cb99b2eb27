from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import Job
from entraide.hub.intel.jobs import import_table
from entraide.hub.intel.models import Report, Selector
from entraide.hub.intel.views import imports

from .pages import HANDLING, text_of

TABLE = """No;Date;Narrative;Mobile;Pays
1;05/11/2025;Caller offered a typing job;+95 9 391 868821;India
2;13/11/2025;"=HYPERLINK(""http://evil.example"")";081-234;Thailand
3;;;;
1;05/11/2025;Caller offered a typing job;+95 9 391 868821;India
4;1;"broken
"""


@pytest.fixture
def in_home(settings: Any, tmp_path: Any) -> None:
    settings.FILES_ROOT = tmp_path


def upload(client: Any, text: str = TABLE, name: str = "calls.csv") -> Any:
    return client.post("/intel/import", {"file": SimpleUploadedFile(name, text.encode())})


def run(job: Job, member: Any, as_process: Callable[[str], Any]) -> dict[str, Any]:
    with as_process("worker"), acting_as(member):
        return import_table(job, lambda done, total=None: None)


def start(
    client: Any, member: Any, as_process: Callable[[str], Any], text: str = TABLE, **fields: Any
) -> dict[str, Any]:
    """Upload and file; returns what came of it."""
    page = upload(client, text).headers["Location"]
    answer = client.post(page, HANDLING | {"source_kind": "complaint", "start": "yes"} | fields)
    assert answer.status_code == 302, text_of(answer)
    with acting_as(member):
        job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[1])
    job.result = run(job, member, as_process)
    with acting_as(member):
        job.save()
    return job.result | {"job": job.pk}


pytestmark = pytest.mark.usefixtures("in_home")


def test_columns_are_recognised_and_rows_shown_as_they_will_be_filed(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    said = text_of(client.get(upload(client).headers["Location"]))
    assert '<option value="phone" selected>' in said
    assert '<option value="text" selected>' in said
    assert "+95 9 391 868821" in said
    assert "The row holds no text and nothing that can be linked." in said
    assert "The same row stands in line 2 already." in said
    with acting_as(cast.kavya):
        assert not Report.objects.filter(text__startswith="Caller offered").exists()


def test_good_rows_are_filed_and_bad_ones_listed(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    done = start(client, cast.kavya, as_process)
    assert (done["filed"], done["known"], done["rejected"]) == (2, 0, 3)
    with acting_as(cast.kavya):
        report = Report.objects.get(text__startswith="Caller offered")
        assert (report.country, report.source_kind) == ("IN", "complaint")
        assert report.observed_at.date().isoformat() in ("2025-11-04", "2025-11-05")  # in the reader's zone
        assert Selector.objects.get(report=report, kind="phone").value == "+959391868821"
    rejected = client.get(f"/intel/import/rejected/{done['job']}").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in rejected.strip().splitlines()] == ["line", "4", "5", "6"]


def test_a_table_too_long_for_the_look_at_it_still_says_how_far_it_is(
    client_for: Any, cast: Any, as_process: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "LOOKED_AT", 2)
    client = client_for(cast.kavya)
    page = upload(client).headers["Location"]
    answer = client.post(page, HANDLING | {"source_kind": "complaint", "start": "yes"})
    with acting_as(cast.kavya):
        job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[1])
    told: list[tuple[int, int | None]] = []
    with as_process("worker"), acting_as(cast.kavya):
        import_table(job, lambda done, total=None: told.append((done, total)))
    assert told[-1] == (5, 5)


def test_rejected_rows_of_a_red_table_are_for_who_sent_it(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    red = {"tlp": "4", "recipients": [str(cast.kavya.pk)]}
    done = start(client_for(cast.kavya), cast.kavya, as_process, **red)
    assert client_for(cast.arjun).get(f"/intel/import/rejected/{done['job']}").status_code == 404
    colleague = text_of(client_for(cast.arjun).get(f"/jobs/{done['job']}"))
    assert "Caller offered" not in colleague


def test_the_same_table_again_files_nothing(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    start(client, cast.kavya, as_process)
    done = start(client, cast.kavya, as_process)
    assert (done["filed"], done["known"]) == (0, 2)


def test_a_mapping_without_text_or_selector_is_said(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = upload(client).headers["Location"]
    nothing = {f"column-{number}": "" for number in range(5)}
    answer = client.post(page, HANDLING | nothing | {"source_kind": "other", "start": "yes"})
    assert answer.status_code == 400
    assert "Say which column holds the text" in text_of(answer)


def test_a_changed_mapping_is_followed(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    done = start(client, cast.kavya, as_process, **{"column-2": "title", "column-3": "phone"})
    assert done["filed"] == 2
    with acting_as(cast.kavya):
        assert Report.objects.get(title="Caller offered a typing job").text == "Mobile: +95 9 391 868821"


def test_nobody_else_sees_an_upload(client_for: Any, cast: Any) -> None:
    page = upload(client_for(cast.kavya)).headers["Location"]
    assert client_for(cast.arjun).get(page).status_code == 404
    assert client_for(cast.nok).get(page).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", "", "The file is empty."),
        ("report.pdf", "%PDF-1.7 …", "This is not a table but a document or an archive."),
        ("old.xls", "PK\x03\x04 torn", "The workbook is damaged or cut off."),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(
    client_for: Any, cast: Any, name: str, content: str, said: str
) -> None:
    answer = upload(client_for(cast.kavya), content, name)
    assert answer.status_code == 400
    assert said in text_of(answer)


def test_who_may_not_import_is_refused(client_for: Any, cast: Any) -> None:
    assert client_for(cast.thida).get("/intel/import").status_code == 403
