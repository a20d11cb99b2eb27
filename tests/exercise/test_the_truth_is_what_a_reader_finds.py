"""The generator says what must and must not hit; here the engine that reads the texts is asked."""

from collections import defaultdict
from itertools import combinations

import pytest

from entraide.engines.link import extract, is_common, normalise
from entraide.exercise import Exercise, Overlap
from entraide.hub.core import quota
from entraide.vocabulary.handling import Purpose


def found_pairs(exercise: Exercise) -> dict[str, set[tuple[str, str]]]:
    """Pairs of reports that share a selector that may link, by what it links on."""
    holders: dict[str, list[str]] = defaultdict(list)
    for report in exercise.reports:
        found = extract(report.text, country=report.country)
        links = {f.link_value for f in found if f.valid and f.link_value and not is_common(f.kind, f.value)}
        for link in links:
            holders[link].append(report.key)
    return {link: set(combinations(keys, 2)) for link, keys in holders.items()}


def test_every_selector_placed_is_found_in_its_text(any_exercise: Exercise) -> None:
    for report in any_exercise.reports:
        found = {f.link_value for f in extract(report.text, country=report.country) if f.valid}
        for placed in report.selectors:
            if placed.sound:
                wanted = normalise(placed.kind, placed.value).link_value
                assert wanted in found, (report.key, placed)


def test_every_broken_selector_is_found_flawed(any_exercise: Exercise) -> None:
    broken = [(r, s) for r in any_exercise.reports for s in r.selectors if not s.sound]
    assert len(broken) >= 5
    for report, placed in broken:
        flawed = {f.raw for f in extract(report.text, country=report.country) if not f.valid}
        assert placed.written in flawed, (report.key, placed)


def test_the_planned_overlaps_are_found_and_no_others(any_exercise: Exercise) -> None:
    planned: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for hit in any_exercise.truth.must_hit:
        planned[normalise(hit.kind, hit.value).link_value].add((hit.first, hit.second))
    found = {link: pairs for link, pairs in found_pairs(any_exercise).items() if pairs}
    pages = {
        link for link in found if link.startswith("url:")
    }  # two pages of one domain: it is planned as such
    assert {link: pairs for link, pairs in found.items() if link not in pages} == planned
    assert set().union(*(found[link] for link in pages)) <= set().union(*planned.values())


def test_tempting_pairs_are_there_and_do_not_hit(any_exercise: Exercise) -> None:
    truth = any_exercise.truth
    assert len(truth.must_not_hit) >= 30
    assert {hit.kind for hit in truth.must_not_hit} >= {"phone", "domain", "telegram"}
    assert not set(truth.must_not_hit) & set(truth.must_hit)


def test_the_story_of_the_typing_job_hits_as_it_is_told(exercise: Exercise) -> None:
    pairs = {(hit.first, hit.second, hit.kind) for hit in exercise.truth.must_hit}
    assert ("typing_job/nairobi-advert", "typing_job/kochi-report", "telegram") in pairs
    assert ("typing_job/kochi-report", "typing_job/manila-statement", "phone") in pairs


def test_a_number_one_digit_off_is_tempting_and_not_the_same(exercise: Exercise) -> None:
    near = [hit for hit in exercise.truth.must_not_hit if "river/no-line" in (hit.first, hit.second)]
    assert {hit.kind for hit in near} == {"phone"}


def hits_between(exercise: Exercise, one: str, other: str) -> list[Overlap]:
    return [
        h for h in exercise.truth.must_hit if {h.first.split("-")[0], h.second.split("-")[0]} == {one, other}
    ]

    shared = hits_between(exercise, "two_operations/korea", "two_operations/philippine")
    assert {hit.kind for hit in shared} == {"phone", "tron", "ip", "vehicle_plate"}
    for hit in shared:
        for member in exercise.members:
            assert not exercise.learns_of(member.key, hit, Purpose.INVESTIGATION), (hit, member.key)


def test_india_learns_of_kenyas_advert_at_once_and_kenya_once_india_releases(exercise: Exercise) -> None:
    (hit,) = [
        h
        for h in exercise.truth.must_hit
        if (h.first, h.second, h.kind) == ("typing_job/nairobi-advert", "typing_job/kochi-report", "telegram")
    ]
    at_work = Purpose.INVESTIGATION
    assert exercise.learns_of("kavya", hit, at_work)
    assert not exercise.learns_of("wanjiru", hit, at_work)
    assert exercise.learns_of("wanjiru", hit, at_work, released=["typing_job/kochi-report"])
    assert not exercise.learns_of("reyna", hit, at_work, released=["typing_job/kochi-report"])


def test_who_releases_and_who_writes_knows_of_the_hit(exercise: Exercise) -> None:
    released = {
        release.reports: _own_of(exercise, release.member, release.reports) for release in exercise.releases
    }
    for release in exercise.releases:
        assert any(
            exercise.learns_of(release.member, hit, Purpose.INVESTIGATION)
            for hit in exercise.truth.must_hit
            if (hit.first, hit.second) == release.reports
        )
    for message in exercise.messages:
        hit = Overlap(*message.reports, message.kind, message.value)
        assert hit in exercise.truth.must_hit
        known = [released[message.reports]]
        assert exercise.learns_of(message.author, hit, Purpose.INVESTIGATION, released=known), message.author


def _own_of(exercise: Exercise, member: str, reports: tuple[str, str]) -> str:
    home = exercise.member(member).organisation
    return next(key for key in reports if exercise.report(key).organisation == home)


def test_no_organ_of_his_state_sees_anything_of_the_man_who_fears(exercise: Exercise) -> None:
    about_him = {"bad_manners/man-who-fears", "bad_manners/brother-calls"}
    for key in about_him:
        assert "ET" in exercise.report(key).label.excluded_states
    for hit in exercise.truth.must_hit:
        if about_him & {hit.first, hit.second}:
            for member in ("selam", "dawit", "admin-emb-et", "admin-et"):
                assert not any(exercise.learns_of(member, hit, purpose) for purpose in Purpose)


def test_what_is_tried_on_the_day_is_told(exercise: Exercise) -> None:
    assert {attempt.key for attempt in exercise.attempts} == {"fishing", "consular-search", "leaked-key"}
    (fishing,) = [a for a in exercise.attempts if a.key == "fishing"]
    assert len(set(fishing.values)) > quota.AN_HOUR["search"]
    assert all(normalise("phone", number) for number in fishing.values)


@pytest.mark.parametrize("other", ["Lai Weiming", "Li Weimin"])
def test_names_nearly_the_same_are_in_the_story(exercise: Exercise, other: str) -> None:
    assert other in {name for _, name in exercise.truth.other_persons}
    assert len({name for _, name in exercise.truth.one_person}) == 4
