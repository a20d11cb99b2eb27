"""The shared words of the field are typed, complete and say where they come from."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from entraide.engines.link import common_by_link_value, is_common, normalise
from entraide.engines.link._kinds import KINDS
from entraide.vocabulary import (
    common_selectors,
    countries,
    indicators,
    languages,
    modi_operandi,
    notices,
    operations,
    protocol,
    repatriations,
    selector_cues,
    selector_kinds,
    sites,
    trends,
)

TABLES = sorted(
    path.name
    for path in files("entraide.vocabulary").joinpath("data").iterdir()
    if path.name.endswith(".csv")
)
UNSOURCED = {
    "dimensions.csv",
    "notices.csv",
    "way_words.csv",
}  # labels, a digest of published rules; words of languages


@pytest.mark.parametrize("table", sorted(set(TABLES) - UNSOURCED))
def test_every_row_of_a_packaged_table_names_its_source(table):
    text = files("entraide.vocabulary").joinpath("data", table).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(keepends=True)):
        assert any(row[column] for column in row if column.startswith("source")), row


def test_there_are_ninety_techniques_with_stable_ids_in_two_languages():
    techniques = modi_operandi.load()
    assert len(techniques) == 90
    assert techniques["W1.01"].name["en"] == "False overseas job advert"
    assert all(t.name["fr"] and t.tactic["fr"] and t.description for t in techniques.values())


def test_a_site_is_a_disc():
    assert len(sites.load()) == 40
    park = sites.load()["kk-park"]
    assert (park.country, park.radius_km, "KK园区" in park.other_names) == ("MM", 0.3, True)
    assert all(0.1 <= site.radius_km <= 40 and -90 <= site.lat <= 90 for site in sites.load().values())


def test_a_precision_without_distance_is_refused():
    with pytest.raises(ValueError, match="no distance"):
        sites.radius_km("somewhere near the river")


def test_countries_of_every_table_are_known():
    named = {site.country for site in sites.load().values()}
    for event in repatriations.load():
        named |= {event.from_country, event.via_country, event.to_country}
    assert {code for cell in named for code in cell.split("/") if code} - countries.codes() <= {"various"}


def test_a_country_has_names_in_four_languages_and_a_point():
    myanmar = countries.load()["MM"]
    assert (myanmar.alpha3, myanmar.names["ar"]) == ("MMR", "ميانمار (بورما)")
    assert 16 < myanmar.lat < 26
    assert 93 < myanmar.lon < 100
    assert countries.name("TH", "fr") == "Thaïlande"


def test_the_languages_are_those_that_people_meet():
    assert [language.code for language in languages.interface()] == ["en", "fr", "es", "ar"]
    assert {language.code for language in languages.reception()} == {
        "en",
        "fr",
        "es",
        "ar",
        "th",
        "my",
        "km",
        "lo",
    }
    assert len(languages.load()) == 16
    assert languages.load()["ar"].direction == "rtl"


def test_numbers_are_numbers_and_gaps_are_none():
    assert protocol.load()["P01"].hours == 0.083
    assert [step.hours for step in protocol.load().values() if " " in step.timer_hours] == [None] * 9
    assert repatriations.load()[0].count == 92
    assert (
        sum(row.count or 0 for row in repatriations.nationality_mix()) == 7158
    )  # the rows as published; its headline says 7,141
    assert operations.load()[0].arrests == 21549
    assert [trend.number for trend in trends.load()][:3] == [66, 74, 90]
    assert "Purple" in notices.load()
    assert len(indicators.load()) == 106
    assert indicators.load()["ILO-DR-01"].strength == "S"
    assert {i.dimension for i in indicators.load().values()} - {None} <= indicators.dimensions().keys() | {
        "VD"
    }


def test_every_kind_of_selector_has_a_label_and_an_example_that_is_one():
    assert selector_kinds.load().keys() == KINDS.keys()
    for kind in selector_kinds.load().values():
        assert normalise(kind.id, kind.example).value


def test_cues_belong_to_kinds_and_are_in_small_letters():
    for cue in selector_cues.load():
        assert cue.kind in KINDS
        assert cue.cue == cue.cue.lower().strip() != ""


def test_the_warning_list_is_made_of_selectors_in_their_normal_form():
    assert len(common_by_link_value()) == len(common_selectors.load())
    for entry in common_selectors.load():
        assert normalise(entry.kind, entry.value).value == entry.value


def test_a_platform_is_common_and_a_shop_on_it_is_not():
    assert is_common("domain", "www.facebook.com")
    assert is_common("phone", normalise("phone", "1-888-373-7888", country="US").value)
    assert not is_common("domain", "kk-jobs.example")
