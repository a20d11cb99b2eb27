from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.models import Attachment, Claim, Place, Report, Selector, Technique
from entraide.vocabulary.handling import TLP

from .pages import file_report, report, text_of


def test_a_report_is_filed_with_what_was_found_in_it(client_for: Any, cast: Any) -> None:
    page = file_report(client_for(cast.kavya), "He called from +91 98450 12345, says the family.")
    with acting_as(cast.kavya):
        filed = Report.objects.get(pk=page.rsplit("/", 1)[1])
        assert filed.tlp == TLP.AMBER
        assert filed.owner == cast.kavya.organisation
        assert Selector.objects.get(report=filed).value == "+919845012345"


def test_a_report_that_is_sent_twice_is_filed_once(client_for: Any, cast: Any) -> None:
    client, sent = client_for(cast.kavya), report("Once is enough: @only_once_moei on Telegram")
    first, second = client.post("/intel/new", sent), client.post("/intel/new", sent)
    assert first.headers["Location"] == second.headers["Location"]
    with acting_as(cast.kavya):
        assert Report.objects.filter(client_id=sent["client_id"]).count() == 1


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_filed(client_for: Any, cast: Any) -> None:
    sent = report("  ", tlp="4", country="ZZ", expires_on="1999-01-01")
    answer = client_for(cast.kavya).post("/intel/new", sent)
    said = text_of(answer)
    assert answer.status_code == 400
    assert "Write or paste the report." in said
    assert 'href="#id_country"' in said
    with acting_as(cast.kavya):
        assert not Report.objects.filter(client_id=sent["client_id"]).exists()


def test_red_without_people_names_the_field(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).post("/intel/new", report("Something", tlp="4"))
    assert answer.status_code == 400
    assert "RED is for named people: name at least one." in text_of(answer)
    assert 'href="#id_recipients"' in text_of(answer)


def test_what_was_written_is_not_lost_when_something_is_wrong(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).post("/intel/new", report("A long story", tlp="4", title="Its title"))
    assert "A long story" in text_of(answer)
    assert 'value="Its title"' in text_of(answer)


def test_people_places_and_methods_go_with_it(client_for: Any, cast: Any) -> None:
    page = file_report(
        client_for(cast.kavya),
        "His passport was taken on arrival.",
        techniques=["W3.01"],
        **{
            "words-W3.01": "passport was taken",
            "persons-TOTAL_FORMS": "1",
            "persons-0-name": "Anoop Varghese",
            "persons-0-status": "missing",
            "persons-0-birth": "2001",
            "persons-0-nationality": "IN",
            "places-TOTAL_FORMS": "2",
            "places-0-site": "KK Park",
            "places-1-name": "A ferry landing",
            "places-1-lat": "16.7",
            "places-1-lon": "98.5",
            "places-1-radius_km": "3",
        },
    )
    report_id = page.rsplit("/", 1)[1]
    with acting_as(cast.kavya):
        said = dict(Claim.objects.filter(report=report_id).values_list("property", "value"))
        assert said == {"name": "Anoop Varghese", "birth_year": "2001", "nationality": "IN"}
        assert set(Place.objects.filter(report=report_id).values_list("name", flat=True)) == {
            "KK Park",
            "A ferry landing",
        }
        assert Technique.objects.get(report=report_id).words == "passport was taken"


def test_half_a_place_is_not_taken(client_for: Any, cast: Any) -> None:
    half = {"places-TOTAL_FORMS": "1", "places-0-name": "Somewhere"}
    answer = client_for(cast.kavya).post("/intel/new", report("Text", **half))
    assert answer.status_code == 400
    assert "Give name, latitude and longitude, or choose a known place." in text_of(answer)


def test_report_and_files_go_together_or_not_at_all(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    good = SimpleUploadedFile("note.txt", b"what the caller said")
    bad = SimpleUploadedFile("program.exe", b"MZ\x90\x00\x03\x00\x00\x00")
    sent = report("With files")
    answer = client.post("/intel/new", sent | {"files": [good, bad]})
    assert answer.status_code == 400
    assert "Files of this type are not taken" in text_of(answer)
    with acting_as(cast.kavya):
        assert not Report.objects.filter(client_id=sent["client_id"]).exists()
        assert not Attachment.objects.filter(name="note.txt").exists()
    good.seek(0)
    page = file_report(client, "With one file", files=[good])
    with acting_as(cast.kavya):
        assert Attachment.objects.get(report=page.rsplit("/", 1)[1]).name == "note.txt"


def test_selectors_are_marked_while_writing_and_nothing_is_kept(client_for: Any, cast: Any) -> None:
    text = "पता: ☎ +66 2 123 4567, pay GB29 NWBK 6016 1331 9268 18"
    answer = client_for(cast.kavya).post("/intel/mark", {"text": text})
    marks = {mark["kind"]: mark for mark in answer.json()}
    phone, iban = marks["phone"], marks["iban"]
    assert text[phone["start"] : phone["end"]] == "+66 2 123 4567"
    assert (phone["valid"], phone["label"]) == (True, "Phone")
    assert iban["valid"] is False
    assert iban["reason"]
    with acting_as(cast.kavya):
        assert not Selector.objects.filter(value="+6621234567").exists()


def test_handling_is_said_in_words(client_for: Any, cast: Any) -> None:
    from .pages import HANDLING

    chosen = HANDLING | {"audience": [str(cast.nok.organisation_id)], "expires_on": ""}
    words = client_for(cast.kavya).post("/intel/handling-words", chosen).json()["words"]
    assert words[0] == "Visible to: National Bureau India, National Bureau Thailand."
    assert words[1] == "Hits to me first; I release them."
    assert words[2].startswith("Expires ")


def test_handling_that_cannot_be_is_said_by_field(client_for: Any, cast: Any) -> None:
    from .pages import HANDLING

    answer = client_for(cast.kavya).post("/intel/handling-words", HANDLING | {"tlp": "4"}).json()
    assert answer == {"words": [], "problems": {"recipients": "RED is for named people: name at least one."}}


def test_who_may_not_submit_is_refused(client_for: Any, cast: Any) -> None:
    assert client_for(cast.amina).get("/intel/new").status_code == 403
    assert client_for(cast.amina).post("/intel/new", report("Text")).status_code == 403


def _named(client: Any, member: Any, **person: str) -> dict[str, str]:
    """What is claimed of a person who was named with these fields, under one's own eyes."""
    fields = {"persons-TOTAL_FORMS": "1"} | {f"persons-0-{name}": value for name, value in person.items()}
    page = file_report(client, "Names somebody.", **fields)
    with acting_as(member):
        return dict(Claim.objects.filter(report=page.rsplit("/", 1)[1]).values_list("property", "value"))


def test_everything_that_tells_two_people_apart_is_asked_and_kept(client_for: Any, cast: Any) -> None:
    said = _named(
        client_for(cast.kavya),
        cast.kavya,
        name="Lai Weimin",
        birth="12 May 1986",
        nationality="CN",
        sex="m",
        status="suspect",
        aliases="赖伟民\n",
        document_kind="passport",
        document_number="E12 345 678",
    )
    assert said == {
        "name": "Lai Weimin",
        "birth_date": "12 May 1986",
        "nationality": "CN",
        "sex": "m",
        "alias": "赖伟民",
        "document": "passport: E12 345 678",
    }


def test_a_company_is_named_as_one_and_has_no_birth(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    said = _named(client, cast.kavya, name="Golden Tower Ltd", kind="organisation", birth="1986", age="30")
    assert said == {"name": "Golden Tower Ltd"}


def test_a_birth_that_cannot_be_is_said_at_its_field_with_the_remedy(client_for: Any, cast: Any) -> None:
    wrong = {"persons-TOTAL_FORMS": "1", "persons-0-name": "Lai Weimin", "persons-0-birth": "31.02.1986"}
    answer = client_for(cast.kavya).post("/intel/new", report("Text", **wrong))
    assert answer.status_code == 400
    assert "There is no such day. Check day and month." in text_of(answer)
    assert 'href="#id_persons-0-birth"' in text_of(answer)


def test_a_person_without_a_name_is_asked_for_it(client_for: Any, cast: Any) -> None:
    wrong = {"persons-TOTAL_FORMS": "1", "persons-0-birth": "1986"}
    answer = client_for(cast.kavya).post("/intel/new", report("Text", **wrong))
    assert "Give the name too, or clear the line." in text_of(answer)


def test_lines_that_a_script_took_away_do_not_matter(client_for: Any, cast: Any) -> None:
    sent = {"persons-TOTAL_FORMS": "3", "persons-1-name": "Lai Weimin"}
    page = file_report(client_for(cast.kavya), "Names one.", **sent)
    assert "Lai Weimin" in text_of(client_for(cast.kavya).get(page))


def test_what_was_understood_of_a_birth_is_said_while_one_writes(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)

    def words(**sent: str) -> str:
        said = client.post("/intel/birth-words", sent).json()
        return str(said["words"] or said["problem"])

    assert words(birth="2529") == "Understood as born 1986."
    assert words(birth="พ.ศ. 2529", nationality="TH") == "Understood as born 1986."
    assert words(birth="1407 AH").startswith("Understood as born between")
    assert words(birth="1365", nationality="IR").startswith("Understood as born between")
    assert words(birth="1986") == ""
    assert words(birth="86") == "The year has two digits. Write the year with four digits, as in 1990."
    assert words(age="24").startswith("Understood as born between")
    assert words(age="999") == ""


def test_more_lines_are_to_be_had_without_scripts(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    assert 'name="persons-7-name"' in text_of(client.get("/intel/new?persons=8"))
    assert 'name="persons-1-name"' not in text_of(client.get("/intel/new"))
