"""What a photo says of itself is read when it is attached, proposed, and counts by a person's word alone."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Unknown
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel import actions
from entraide.hub.intel.models import Attachment, LocateEvidence, ProposalDecision, Report
from entraide.hub.intel.queries.located import located, usable
from entraide.hub.intel.queries.proposals import open_proposals

from .pages import HANDLING, file_report, text_of
from .photos import KK_PARK, attach, photo


def of(page: str) -> str:
    return page.rsplit("/", 1)[1]


def attached(cast_member: Any, page: str) -> Attachment:
    with acting_as(cast_member):
        return Attachment.objects.filter(report=of(page)).latest("added_at")


def say(client: Any, page: str, word: str, file: Attachment) -> Any:
    return client.post(f"{page}/proposals", {"say": word, "kind": "photo", "subject": str(file.pk)})


def test_position_time_and_device_are_kept_and_proposed(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower with red letters.")
    attach(client, page, photo())
    told = attached(cast.kavya, page).photo
    assert (told["lat"], told["lon"], told["accuracy_km"]) == (*KK_PARK, 0.012)
    assert (told["taken"], told["camera"], told["doubts"]) == (
        "2025-10-28T02:30:00+00:00",
        "Samsung SM-A515F",
        [],
    )
    said = text_of(client.get(page))
    assert "Was it taken at the centre, or in sight of it?" in said
    assert "within 12 m" in said
    assert "Myawaddy" in said or "Mae Sot" in said
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.exists()


def test_a_photo_filed_with_its_report_goes_through_the_same_door(client_for: Any, cast: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_for(cast.kavya)
    page = file_report(client, "A tower.", files=[SimpleUploadedFile("tower.jpg", photo())])
    assert attached(cast.kavya, page).photo["lat"] == KK_PARK[0]


def test_one_is_told_before_sending_a_photo(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    told = "position, time and device that the file names are read"
    assert told in text_of(client.get("/intel/new"))
    assert told in text_of(client.get(file_report(client, "A tower.")))


def test_the_file_stays_as_it_was_sent_and_its_picture_says_nothing(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    sent = photo(comment=b"taken by Samuel")
    attach(client, page, sent)
    file = attached(cast.kavya, page)
    assert b"".join(client.get(f"/intel/attachment/{file.pk}").streaming_content) == sent
    small = client.get(f"/intel/attachment/{file.pk}/small").content
    assert b"Samuel" not in small
    with Image.open(BytesIO(small)) as shown:
        assert not shown.getexif()


def test_confirmed_it_is_evidence_that_locates(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower with red letters.")
    attach(client, page, photo())
    file = attached(cast.kavya, page)
    assert say(client, page, "confirm", file).status_code == 302
    with acting_as(cast.kavya):
        kept = LocateEvidence.objects.get(report=of(page))
        assert (kept.attachment_id, kept.item["lat"]) == (file.pk, KK_PARK[0])
        assert open_proposals(Report.objects.get(pk=of(page))) == []
    said = text_of(client.post(f"{page}/where"))
    assert said.index("KK Park") < said.index("A place on no published list")
    client.post(f"{page}/proposals/{decision(cast.kavya, page).pk}/take-back")
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.filter(report=of(page)).exists()
        assert len(open_proposals(Report.objects.get(pk=of(page)))) == 1


def decision(member: Any, page: str) -> ProposalDecision:
    with acting_as(member):
        return ProposalDecision.objects.get(report=of(page))


def test_a_rejected_one_says_nothing(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo())
    say(client, page, "reject", attached(cast.kavya, page))
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.exists()
    assert "Work out where" not in text_of(client.get(page))


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        ({"software": "Adobe Photoshop 26"}, "last saved by Adobe Photoshop 26"),
        ({"gps_time": ("2025:10:28", (9.0, 30.0, 0.0))}, "differ by 7.0 hours"),
    ],
)
def test_a_doubtful_one_says_so_and_counts_less(
    client_for: Any, cast: Any, forged: dict[str, Any], says: str
) -> None:
    client = client_for(cast.kavya)
    said = {}
    for content in (photo(), photo(**forged)):
        page = file_report(client, "A tower.")
        attach(client, page, content)
        say(client, page, "confirm", attached(cast.kavya, page))
        with acting_as(cast.kavya):
            report = Report.objects.get(pk=of(page))
            first = located(report, usable(report.evidence.all())).found.candidates[0]
        said[content] = (first.name, first.probability, text_of(client.get(page)))
    (_, sure, honest), (_, doubtful, doubted) = said.values()
    assert "more likely false than true" not in honest
    assert says in doubted
    assert doubtful < sure


@pytest.mark.parametrize("at", [(0.0, 0.0), (96.5, 16.0)])
def test_of_nowhere_no_place_is_proposed_and_it_is_said_why(client_for: Any, cast: Any, at: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo(at))
    said = text_of(client.get(page))
    assert "Was it taken at the centre" not in said
    assert ("know no place" in said) or ("not on Earth" in said)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.jpg", photo()[:200]),
        ("noise.jpg", b"\xff\xd8\xff\xe1" + bytes(range(256)) * 20),
        ("text.txt", b"no photo at all"),
    ],
)
def test_a_bad_photo_is_attached_all_the_same(client_for: Any, cast: Any, name: str, content: bytes) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    assert attach(client, page, content, name).status_code == 302
    assert attached(cast.kavya, page).size == len(content)
    assert client.get(page).status_code == 200


def test_a_photo_that_says_nothing_says_what_to_ask_for(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo(None, make="", taken="", offset="", gps_time=None))
    assert "ask for the original file" in text_of(client.get(page))


def test_what_a_photo_says_is_shown_harmlessly(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo(make="<script>alert(1)</script>", software="<b>GIMP</b>"))
    say(client, page, "confirm", attached(cast.kavya, page))
    said = text_of(client.get(page))
    assert "<script>alert(1)" not in said
    assert "<b>GIMP" not in said


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_other_formats_say_it_too(client_for: Any, cast: Any, format: str) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo(format=format), f"a.{format.lower()}")
    assert attached(cast.kavya, page).photo["lat"] == KK_PARK[0]


def test_many_of_one_place_by_one_device_count_once(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    shares = []
    for many in (1, 4):
        page = file_report(client, "A tower.")
        for number in range(many):
            attach(client, page, photo(software="GIMP"), f"{number}.jpg")
            say(client, page, "confirm", attached(cast.kavya, page))
        with acting_as(cast.kavya):
            report = Report.objects.get(pk=of(page))
            shares.append(located(report, usable(report.evidence.all())).found.candidates[0].probability)
    assert shares[1] == pytest.approx(shares[0], abs=0.02)


def test_another_organisations_photo_answers_as_an_unknown_one(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    hidden = file_report(client, "A tower.")
    attach(client, hidden, photo())
    file = attached(cast.kavya, hidden)
    other = client_for(cast.nok)
    own = file_report(other, "Another tower.")
    answers = {
        say(other, page, "confirm", which).status_code
        for page, which in ((hidden, file), (own, file), (own, Attachment(pk=of(own))))
    }
    assert answers == {404}
    with acting_as(cast.nok):
        assert not LocateEvidence.objects.exists()
        for photo_id in (str(file.pk), of(own), "x" * 300):
            with pytest.raises(Unknown):
                actions.confirm_proposal(of(own), "photo", photo_id)


def test_it_follows_the_label_of_its_report(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.", tlp="1")
    attach(client, page, photo())
    say(client, page, "confirm", attached(cast.kavya, page))
    seen = text_of(client_for(cast.nok).get(page))
    assert "Samsung SM-A515F" in seen
    assert "Was it taken at the centre" not in seen
    client.post(f"{page}/handling", HANDLING)
    with acting_as(cast.nok):
        assert not LocateEvidence.objects.exists()
        assert not Attachment.objects.exists()


def test_evidence_goes_with_its_photo_and_with_its_report(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    for name in ("one.jpg", "two.jpg"):
        attach(client, page, photo(), name)
        say(client, page, "confirm", attached(cast.kavya, page))
    with acting_as(cast.kavya):
        Attachment.objects.filter(name="one.jpg")._raw_delete("default")
        assert [kept.words for kept in LocateEvidence.objects.all()] == ["two.jpg"]
        assert [one.words for one in ProposalDecision.objects.all()] == ["two.jpg"]
    client.post(f"{page}/delete", {"reason": "gone"})
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.exists()
        assert not ProposalDecision.objects.exists()
        assert not Attachment.objects.exists()


def test_the_decision_is_in_the_journal(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo())
    say(client, page, "confirm", attached(cast.kavya, page))
    with as_process("migrator"):
        entry = JournalEntry.objects.get(deed="proposal.confirm")
    assert entry.object_id == of(page)


def test_more_photos_need_no_more_queries(
    client_for: Any, cast: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(cast.kavya)
    few, many = file_report(client, "A tower."), file_report(client, "A tower.")
    for page, number in ((few, 2), (many, 6)):
        for one in range(number):
            attach(client, page, photo(), f"{one}.jpg")
            if one % 2:
                say(client, page, "confirm", attached(cast.kavya, page))
    client.get(few)
    with CaptureQueriesContext(connection) as asked:
        client.get(few)
    with django_assert_max_num_queries(len(asked)):
        client.get(many)
