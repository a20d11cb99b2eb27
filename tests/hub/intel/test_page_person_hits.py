"""Why two people are thought to be one: in a sentence, field by field, and nothing of what is closed."""

from typing import Any

from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel.api import ReasonOut
from entraide.hub.intel.models import Hit
from entraide.hub.intel.queries.matches import FieldMatch, PersonMatch
from tests.linking import link_all

from .pages import text_of
from .people import hit_between, name_person, shared_with

CHINESE, LATIN = "赖伟民", "Lai Weimin"


def _two(cast: Any, **said: Any) -> tuple[Any, Any]:
    """China's man, shared with India, and India's of the same birth year."""
    theirs = name_person(cast.linyue, CHINESE, shared_with(cast.kavya), birth_year=1986, nationality="CN")
    ours = name_person(cast.kavya, LATIN, birth_year=1986, nationality="CN", **said)
    return theirs, ours


def test_a_hit_says_in_a_sentence_who_may_be_whom(client_for: Any, cast: Any, as_process: Any) -> None:
    hit = hit_between(as_process, *_two(cast, status="suspect"))
    said = text_of(client_for(cast.kavya).get(f"/intel/hit/{hit}"))
    assert "“Lai Weimin” of your report of" in said
    assert "and “赖伟民” of National Bureau China: very likely one person." in said


def test_each_field_is_explained_with_its_bits_and_both_sides(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    fields = {"name": ("alike", 9.1), "birth": ("year", 4.2), "sex": ("different", -5.0)}
    hit = hit_between(as_process, *_two(cast), **fields)
    said = text_of(client_for(cast.kavya).get(f"/intel/hit/{hit}"))
    assert "The names are alike: yours in Latin script, theirs in Chinese script." in said
    assert "+9.1" in said
    assert "−5.0" in said
    assert "The sex is different." in said
    assert CHINESE in said
    assert '<tr class="match-against">' in said
    assert "a chance of 97 in 100 that both are one" in said


def test_of_a_closed_side_one_sees_how_far_it_agrees_and_no_value(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    closed = name_person(cast.linyue, CHINESE, birth_year=1986, nationality="CN")
    ours = name_person(cast.kavya, LATIN, birth_year=1987, nationality="MY")
    hit = hit_between(as_process, closed, ours)
    said = text_of(client_for(cast.kavya).get(f"/intel/hit/{hit}"))
    assert "The names are alike" in said
    assert "National Bureau China" in said
    assert CHINESE not in said
    assert "1986" not in said.split("</head>")[1].replace("2529", "")
    assert "You see how far each field agrees, not what stands in it." in said


def test_reading_what_another_claims_of_a_person_is_journalled(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    theirs, ours = _two(cast)
    hit = hit_between(as_process, theirs, ours)
    client_for(cast.kavya).get(f"/intel/hit/{hit}")
    with as_process("sealer"):
        read = JournalEntry.objects.filter(deed="entity.read", object_id=str(theirs))
        assert read.exists()


def test_a_third_country_learns_nothing_of_it(client_for: Any, cast: Any, as_process: Any) -> None:
    hit = hit_between(as_process, *_two(cast))
    client = client_for(cast.wanjiru)
    assert client.get(f"/intel/hit/{hit}").status_code == 404
    assert LATIN not in text_of(client.get("/intel/review"))
    assert client.post(f"/intel/review/{hit}/decide", {"verdict": "same"}).status_code == 404


def test_the_report_shows_the_hits_of_the_people_it_names(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    from entraide.hub.intel.models import Claim

    theirs, ours = _two(cast)
    hit = hit_between(as_process, theirs, ours)
    with acting_as(cast.kavya):
        report = Claim.objects.filter(entity=ours).values_list("report_id", flat=True)[0]
    client = client_for(cast.kavya)
    assert f"/intel/hit/{hit}" in text_of(client.get(f"/intel/report/{report}"))
    assert f"/intel/hit/{hit}" in text_of(client.get("/intel/hits"))
    assert "Person: very likely known to National Bureau China too" in text_of(client.get("/"))


def test_what_is_only_possible_waits_in_the_review_and_is_no_alert(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    hit = hit_between(as_process, *_two(cast), probability=0.6, sure=False)
    client = client_for(cast.kavya)
    assert f"/intel/hit/{hit}" not in text_of(client.get("/intel/hits"))
    assert f"/intel/hit/{hit}" in text_of(client.get("/intel/review"))
    room = text_of(client.get("/"))
    assert "known to National Bureau China too" not in room
    assert '<span class="tile-number">1</span><span class="tile-word">possible matches to review' in room
    assert '<span class="tile-number">0</span><span class="tile-word">hits to decide' in room


def test_a_birth_in_another_calendar_is_shown_as_written_and_as_understood(
    client_for: Any, cast: Any
) -> None:
    entity = name_person(cast.kavya, "ไล่ เหว่ยหมิน", birth="พ.ศ. 2529", nationality="TH")
    said = text_of(client_for(cast.kavya).get(f"/intel/entity/{entity}"))
    assert "พ.ศ. 2529 (understood as 1986)" in said


def test_hits_are_filtered_by_what_is_alike(client_for: Any, cast: Any, as_process: Any) -> None:
    hit = hit_between(as_process, *_two(cast))
    client = client_for(cast.kavya)
    assert f"/intel/hit/{hit}" in text_of(client.get("/intel/hits?kind=person"))
    assert f"/intel/hit/{hit}" not in text_of(client.get("/intel/hits?kind=picture"))


def test_of_a_closed_side_one_sees_which_of_ones_own_numbers_both_reports_hold(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    theirs = "He calls from +66 81 000 0123 and +66 81 000 0199."
    name_person(cast.kavya, "Wu Jianbo", text="Call +66 81 000 0123.", nationality="CN", birth_year=1990)
    name_person(cast.linyue, "Wu Jian Bo", text=theirs, nationality="CN", birth_year=1990)
    link_all(as_process)
    with acting_as(cast.kavya):
        hit = Hit.objects.get(older_kind="person")
    said = text_of(client_for(cast.kavya).get(f"/intel/hit/{hit.pk}"))
    assert "Both reports hold the same number or account, and the names agree." in said
    row = said.split("Numbers and accounts", 1)[1].split("</tr>", 1)[0]
    assert "+66 81 000 0123" in row.replace("\xa0", " ")
    assert "0199" not in said
    (reason,) = hit.reasons
    assert reason["tokens"][0] not in ReasonOut(**reason).model_dump_json()


def test_a_link_that_only_a_shared_number_makes_sure_rests_on_that_number() -> None:
    fields = [FieldMatch("name", "same", 17.0), FieldMatch("beside", "number", 8.5)]
    assert PersonMatch(6.0, 0.985, True, fields, ["a", "b"]).rests_on == "a"
    assert PersonMatch(20.0, 0.999, True, fields, ["a", "b"]).rests_on == ""
    assert PersonMatch(6.0, 0.985, True, fields).rests_on == ""
