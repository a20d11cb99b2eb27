import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from entraide.exercise import Exercise
from entraide.hub.directory.models import Organisation
from entraide.hub.intel.models import Claim, Report
from entraide.vocabulary import modi_operandi, sites
from entraide.vocabulary.handling import TLP, HitMode, Reader, may_read

SCRIPTS = {
    "am": r"[ሀ-፼]",
    "ar": r"[\u0600-\u06ff]",
    "hi": r"[\u0900-\u097f]",
    "ko": r"[가-힣]",
    "my": r"[\u1000-\u109f]",
    "th": r"[\u0e00-\u0e7f]",
    "zh": r"[\u4e00-\u9fff]",
}


def test_several_hundred_reports_in_fourteen_languages(exercise: Exercise) -> None:
    assert 350 <= len(exercise.reports) <= 500
    by_language = Counter(r.language for r in exercise.reports)
    assert len(by_language) == 14
    assert min(by_language.values()) >= 10


def test_a_report_is_written_in_the_script_of_its_language(exercise: Exercise) -> None:
    for report in exercise.reports:
        for language, letters in SCRIPTS.items():
            share = len(re.findall(letters, report.text)) / len(report.text)
            assert (
                (share > 0.25) == (report.language == language) or share == 0 or report.story != "background"
            ), report.key


def test_no_two_reports_are_alike(exercise: Exercise) -> None:
    assert len({r.text for r in exercise.reports}) == len(exercise.reports)
    bare = Counter(re.sub(r"\d+", "0", r.text) for r in exercise.reports)
    assert max(bare.values()) == 1


def test_every_organisation_that_submits_is_heard(exercise: Exercise) -> None:
    heard = {r.organisation for r in exercise.reports}
    assert {o.key for o in exercise.organisations} == heard


def test_reports_are_of_the_fortnight_before_the_first_flight(exercise: Exercise) -> None:
    assert exercise.opens_at == datetime(2025, 11, 6, 6, tzinfo=UTC)
    for report in exercise.reports:
        assert datetime(2025, 10, 20, tzinfo=UTC) <= report.observed <= report.received < exercise.opens_at, (
            report.key
        )
    received = [r.received for r in exercise.reports]
    assert received == sorted(received)
    assert len(set(received)) == len(received)


def test_handling_varies_as_at_real_desks(exercise: Exercise) -> None:
    labels = [r.label for r in exercise.reports]
    assert {label.tlp for label in labels} == set(TLP)
    assert {label.hit_mode for label in labels} == set(HitMode)
    assert sum(bool(label.excluded_states) for label in labels) >= 10
    assert len({label.purposes for label in labels}) >= 5
    assert len({label.expires_on - exercise.opens_at.date() for label in labels}) > 5
    assert any(label.caveat for label in labels)


def test_a_label_can_be_kept(any_exercise: Exercise) -> None:
    """The author's own organisation can work with the report; RED names its author; five years at most."""
    for report in any_exercise.reports:
        author, home = any_exercise.member(report.author), any_exercise.organisation(report.organisation)
        purpose = Organisation(kind=home.kind).default_purpose
        reader = Reader(author.id, home.id, home.country, purpose, any_exercise.opens_at.date())
        assert may_read(report.label, reader), report.key
        assert report.label.expires_on - any_exercise.opens_at.date() <= timedelta(days=5 * 365 + 1)


def test_what_names_a_person_is_never_for_everybody(any_exercise: Exercise) -> None:
    named = [r for r in any_exercise.reports if r.persons]
    assert len(named) > 50
    assert all(r.label.tlp >= TLP.AMBER for r in named)
    assert {p.status for r in named for p in r.persons} <= set(Claim.Status.values)


def test_source_kinds_are_those_of_the_hub(exercise: Exercise) -> None:
    assert {r.source_kind for r in exercise.reports} == set(Report.SourceKind.values)


def test_techniques_are_of_the_table_and_their_words_stand_in_the_text(any_exercise: Exercise) -> None:
    marks = [(r, mark) for r in any_exercise.reports for mark in r.marks]
    assert len({mark.technique for _, mark in marks}) >= 45
    assert {mark.technique for _, mark in marks} <= modi_operandi.ids()
    for report, mark in marks:
        assert mark.words in report.text, (report.key, mark)


def test_sites_are_of_the_table_and_near_the_place_named(exercise: Exercise) -> None:
    named = {r.place for r in exercise.reports if r.place and r.place.site}
    assert len(named) >= 4
    for place in named:
        site = sites.load()[place.site]
        assert abs(site.lat - place.lat) < 0.2
        assert abs(site.lon - place.lon) < 0.2


def test_three_pictures_serve_twelve_adverts(exercise: Exercise) -> None:
    adverts = [exercise.report(key) for key in exercise.truth.same_advert]
    assert len(adverts) == 12
    assert len({r.language for r in adverts}) == 6
    assert len({sha256(picture.content).digest() for r in adverts for picture in r.pictures}) == 3
    assert not exercise.report(exercise.truth.genuine).pictures


def test_no_slot_or_mark_of_a_pattern_is_left_in_a_text(any_exercise: Exercise) -> None:
    for report in any_exercise.reports:
        assert not re.search(r"[⟦⟧{}]|\[(?!\.|at)\w+\]", report.text), report.key
