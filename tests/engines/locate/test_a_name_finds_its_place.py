import csv
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.locate import Case, PlaceName, find_places, locate, lookup
from entraide.engines.locate._places import gathered, names
from entraide.vocabulary import sites


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("KK-Park", "kk-park"),
        ("केके पार्क", "kk-park"),
        ("Schwe Kokko", "shwe-kokko-yatai-new-city"),
        ("妙瓦底", "myawaddy"),
        ("ក្រុងព្រះសីហនុ", "sihanoukville"),
        ("시아누크빌", "sihanoukville"),
        ("سيهانوكفيل", "sihanoukville"),
        ("ສາມຫຼ່ຽມຄຳ", "golden-triangle-special-economic-zone"),
        ("Пойпет", "poipet"),
        ("โอเสม็ด", "o-smach"),
        ("ポイペト", "poipet"),
        ("လောက်ကိုင်မြို့", "laukkai"),
    ],
)
def test_in_many_scripts(written, site):
    assert lookup(written)[0].place.site == site


def test_with_slips_of_the_pen():
    assert lookup("Sihanukvile")[0].place.site == "sihanoukville"
    assert lookup("Tachilike")[0].place.site == "tachileik"


def test_homonyms_are_all_named_with_their_shares():
    found = lookup("Victoria", most=20)
    assert len({one.place.country for one in found}) >= 3
    assert sum(one.share for one in found) <= 1.001


def test_a_country_keeps_its_own():
    assert {one.place.country for one in lookup("Victoria", country="ph")} == {"PH"}


def test_a_place_is_listed_once_whatever_it_is_called():
    found = lookup("Myawaddy")
    assert [one.place.name for one in found if one.place.country == "MM"] == [found[0].place.name]


def test_what_is_no_place_finds_nothing():
    assert lookup("Qzxwvk Jjplmgtr") == []
    assert lookup("") == []
    assert lookup("…!") == []
    assert lookup("ⴰⴱⴳⴷ ꦲꦏ꧀ꦱꦫ") == [] or lookup("ⴰⴱⴳⴷ ꦲꦏ꧀ꦱꦫ")[0].score < 0.93


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_an_answer(text):
    assert all(0 < one.share <= 1 for one in lookup(text))
    assert all(text[one.start : one.end] == one.name for one in find_places(text))


def test_a_text_names_places_in_its_order():
    text = "They flew me to Bangkok, three hours by car to Mae Sot, then across the river to KK Park near Myawaddy."
    assert [one.name for one in find_places(text)] == ["Bangkok", "Mae Sot", "KK Park", "Myawaddy"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("เขาพาเราจากกรุงเทพไปแม่สอด แล้วข้ามแม่น้ำไปเคเคปาร์คใกล้เมียวดี", ["กรุงเทพ", "แม่สอด", "เคเคปาร์ค", "เมียวดี"]),
        ("ကျွန်တော်တို့ကို မဲဆောက်ကနေ မြဝတီက ရွှေကုက္ကိုကို ခေါ်သွားတယ်", ["မဲဆောက်", "မြဝတီ", "ရွှေကုက္ကို"]),
        ("我被骗到缅北老街，后来转到妙瓦底KK园区", ["老街", "妙瓦底", "KK园区"]),
        ("프놈펜에서 시아누크빌로 갔다", ["프놈펜", "시아누크빌"]),
        ("Нас держали в Пойпете", ["Пойпете"]),
    ],
)
def test_texts_without_spaces_and_with_cases_name_places_too(text, named):
    assert [one.name for one in find_places(text)] == named


def test_ordinary_words_are_no_places():
    assert find_places("We were told to work. He said May be good, Long hours, the Man in the Van.") == []


def test_every_name_that_we_gathered_is_in_the_table():
    places, called = gathered()
    known = names()
    missing = {name for name, _ in called} - set(known.name[known.owner < len(places)].tolist())
    assert not missing, f"run scripts/places.py: {sorted(missing)[:5]}"


def test_our_names_belong_to_published_sites():
    file = files("entraide.engines.locate").joinpath("data", "site_names.csv")
    keys = {row["site"] for row in csv.DictReader(file.read_text("utf-8").splitlines())}
    assert keys == set(sites.load())


@pytest.mark.parametrize(
    "name", ["ΚΚ Ρаrk", "КК Раrk", "KK\u200b Park", "\u202eKK Park", "KKပန်းခြံ", "KK 공원", "KK उद्यान"]
)
def test_letters_that_only_look_alike_and_words_for_a_park_are_read_through(name):
    assert lookup(name)[0].place.site == "kk-park"


def test_a_russian_name_is_not_taken_for_disguised_latin():
    assert lookup("Пойпет")[0].place.site == "poipet"


@pytest.mark.parametrize(
    ("name", "meant"), [("ບໍ່ເຕນ", "Boten"), ("नूंह", "Nuh / Mewat"), ("Mewat", "Nuh / Mewat")]
)
def test_who_writes_a_script_means_a_place_where_it_is_written_first(name, meant):
    assert lookup(name)[0].place.name == meant


def test_a_name_that_fits_badly_is_flagged_and_counts_little():
    bad = PlaceName("Prince compound")
    assert any("is on no list" in flag for flag in bad.flags)
    assert not PlaceName("Poipet").flags
    estimate = locate(Case([bad]))
    assert estimate.candidates[0].probability < 0.1
