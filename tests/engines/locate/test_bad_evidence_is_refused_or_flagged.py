import contextlib
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from entraide.engines.locate import (
    BadEvidence,
    Case,
    Ping,
    PlaceName,
    TravelTime,
    case_file,
    case_of,
    data_of,
    item_of,
    locate,
    read_photo,
    to_geojson,
)

NOW = datetime(2025, 11, 5, tzinfo=UTC)


def photo(
    *,
    lat=16.65,
    lon=98.52,
    make="Samsung",
    taken="2025:10:28 09:30:00",
    offset="+07:00",
    software="",
    gps_time=None,
):
    exif = Image.Exif()
    if make:
        exif[0x010F] = make
    if software:
        exif[0x0131] = software
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = taken, offset
    gps = exif.get_ifd(0x8825)
    if lat is not None:
        gps[1], gps[2] = ("N" if lat >= 0 else "S"), (abs(lat), 0.0, 0.0)
        gps[3], gps[4] = ("E" if lon >= 0 else "W"), (abs(lon), 0.0, 0.0)
    if gps_time:
        gps[29], gps[7] = gps_time
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", exif=exif)
    written.seek(0)
    return written


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ({"kind": "ping", "lat": 98.5, "lon": 16.6}, "Did you mean 16.6, 98.5"),
        ({"kind": "ping", "lat": 16.6, "lon": 298}, "not on Earth"),
        ({"kind": "ping", "lat": 0, "lon": 0}, "devices write that know no place"),
        ({"kind": "ping", "lat": "north", "lon": 1}, "is no number"),
        ({"kind": "ping", "lat": float("nan"), "lon": 1}, "is no number"),
        ({"kind": "ping", "lat": 16.6}, "lon: ping needs it"),
        ({"kind": "travel_time", "hours": 3}, "where the way began"),
        ({"kind": "travel_time", "hours": -1, "origin": "Mae Sot"}, "not from 0.01 to 240"),
        ({"kind": "travel_time", "hours": 2, "origin": "Qzxwvk Jjplm"}, "no place is known"),
        ({"kind": "travel_time", "hours": 2, "origin": "Mae Sot", "mode": "rocket"}, "Choose one of car"),
        ({"kind": "place_name", "name": " "}, "no name was given"),
        ({"kind": "place_name", "name": 5}, "is no text"),
        ({"kind": "place_name", "name": "Poipet", "grade": "Z9"}, "is no grade"),
        ({"kind": "place_name", "name": "Poipet", "when": "yesterday"}, "is no time"),
        ({"kind": "place_name", "name": "Poipet", "colour": "red"}, "no such field"),
        ({"kind": "bearing", "lat": 16, "lon": 98, "degrees": 400}, "is no direction"),
        ({"kind": "sun", "elevation": 40}, "without a time"),
        ({"kind": "beside", "feature": "volcano"}, "Choose one of border"),
        ({"kind": "searched", "lat": 16, "lon": 98, "radius_km": 2, "thorough": 1}, "no search is perfect"),
        ({"kind": "left_on", "lat": 16, "lon": 98, "on": "soon"}, "is no time"),
        ({"kind": "left_on", "lat": 16, "lon": 98, "on": "0001-01-01"}, "the year 1 cannot be meant"),
        ({"kind": "left_on", "lat": 16, "lon": 98, "on": "2025-01-01 or so"}, "is no time"),
        ({"kind": "sun", "elevation": 4, "when": "0001-01-01T00:00:00+14:00"}, "the year 1 cannot"),
        ({"kind": "sun", "elevation": 4, "spread": 1e-300, "when": "2025-01-01"}, "not from 1 to 45"),
        ({"kind": "ping", "lat": 16, "lon": 98, "accuracy_km": 1e-300}, "not from 0.001 to 5000"),
        ({"kind": "ping", "lat": 16, "lon": 98, "accuracy_km": -5}, "not from 0.001 to 5000"),
        ({"kind": "ping", "lat": 10**400, "lon": 98}, "so large an integer is no number"),
        ({"kind": "travel_time", "hours": 1e-300, "origin": "Mae Sot"}, "not from 0.01 to 240"),
        ({"kind": "travel_time", "hours": 1, "origin": "Mae Sot", "mode": "van"}, "taxi is a car"),
        ({"kind": "place_name", "name": "KK\ud800 Park"}, "halves of letters"),
        ({"kind": "place_name", "name": "\u200b\u202e"}, "no name was given"),
        ({"kind": "place_name", "name": "x" * 10_000_000}, "10,000,000 letters are no name"),
        ({"kind": "photo", "file": "a\0.jpg"}, "not beside the case"),
        ({"kind": "photo", "file": "x" * 5000}, "not beside the case"),
        ({"kind": "photo", "file": "a.jpg", "colour": "red"}, "no such field"),
        ({"kind": "dream"}, "Choose one of travel_time"),
        ({"kind": "photo"}, "needs its file"),
        ({"kind": "photo", "file": "../../etc/passwd"}, "not beside the case"),
        ([], "this is no item"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(item, says, tmp_path):
    with pytest.raises(BadEvidence, match=says):
        item_of(item, folder=tmp_path)


def test_good_items_of_a_case_stand_and_bad_ones_are_listed():
    case, rejected = case_of(
        {"evidence": [{"kind": "place_name", "name": "Poipet"}, {"kind": "ping", "lat": 99, "lon": 13}]}
    )
    assert len(case.evidence) == 1
    assert [one.number for one in rejected] == [2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"at": ' + "1" * 6000 + "}", "no JSON"),
        ('{"evidence": [], "evidence": []}', "evidence: it is there twice"),
        ('{"evidence": [{"lat": 1, "lat": 2}]}', "lat: it is there twice"),
    ],
)
def test_a_file_that_is_no_case_is_refused_with_a_remedy(text, says):
    with pytest.raises(BadEvidence, match=says):
        data_of(text)


def test_a_mark_of_the_byte_order_is_no_error():
    assert data_of('\ufeff{"evidence": []}') == {"evidence": []}


def test_a_grade_in_small_letters_is_the_grade():
    assert item_of({"kind": "place_name", "name": "Poipet", "grade": "c3"}).grade == "C3"


def test_what_is_shown_of_a_name_turns_no_line_and_has_an_end():
    item = PlaceName("KK \u202e\x1b[31mPark" + " and so on" * 15)
    assert item.words().startswith("the name “KK [31mPark and so on")
    assert len(item.words()) < 100


def test_fifty_thousand_items_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(case_file, "item_of", lambda *_, **__: pytest.fail("was read"))
    with pytest.raises(BadEvidence, match="50,000 items are more"):
        case_of({"evidence": [{"kind": "place_name", "name": "Poipet"}] * 50_000})


@pytest.mark.parametrize(
    "data",
    [
        [],
        "x",
        {},
        {"evidence": 5},
        {"evidence": [], "place": 1},
        {"evidence": [], "name": ["x"]},
        {"evidence": [], "at": []},
    ],
)
def test_what_is_no_case_is_refused(data):
    with pytest.raises(BadEvidence):
        case_of(data)


def test_a_name_in_an_unknown_script_says_nothing_and_is_flagged():
    ping = Ping(13.66, 102.56, source="cell")
    alone, both = locate(Case([ping])), locate(Case([ping, PlaceName("ⴰⴱⴳⴷⵀⵅⵎ ⵔⵙⵜ")]))
    assert any("spelt otherwise" in one for one in both.warnings)
    assert both.candidates[0].site == alone.candidates[0].site
    assert not both.suspect


def test_too_many_items_are_an_error_not_a_certainty():
    with pytest.raises(BadEvidence, match="500 items are more"):
        locate(Case([Ping(13.66, 102.56, source="cell")] * 500))


def test_many_items_warn_that_they_may_repeat_each_other():
    estimate = locate(Case([Ping(13.66, 102.56, source="cell")] * 60))
    assert any("repeat each other" in one for one in estimate.warnings)
    assert estimate.candidates[0].probability < 0.9995


def test_items_that_contradict_each_other_still_have_an_answer():
    apart = [Ping(16.65, 98.52, grade="A1"), Ping(10.61, 103.53, grade="A1"), Ping(25.2, 55.3, grade="A1")]
    estimate = locate(Case(apart))
    assert estimate.candidates
    assert estimate.region(0.9).area_km2 > 0
    assert estimate.suspect
    assert not estimate.sure
    assert estimate.contradictions or all("false" in one.words for one in estimate.suspect)


def test_an_origin_with_homonyms_is_said():
    item = TravelTime(2, origin="Victoria")
    assert any("may be" in flag for flag in item.flags)


def test_an_honest_photo_has_no_flags():
    read = read_photo(photo(gps_time=("2025:10:28", (2.0, 30.0, 0.0))), now=NOW)
    assert read.flags == ()
    assert (read.ping.lat, read.ping.lon) == (16.65, 98.52)
    assert read.taken == datetime(2025, 10, 28, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        ({"software": "Adobe Photoshop 26"}, "Photoshop"),
        ({"make": ""}, "no camera"),
        ({"taken": "2031:01:01 09:00:00"}, "future"),
        ({"taken": "1980:01:01 00:00:00"}, "older than digital cameras"),
        ({"offset": "-05:00"}, "time zone"),
        ({"gps_time": ("2025:10:28", (9.0, 30.0, 0.0))}, "differ by 7.0 hours"),
    ],
)
def test_a_forged_photo_is_flagged_and_counts_less(forged, says):
    read = read_photo(photo(**forged), now=NOW)
    assert any(says in flag for flag in read.flags)
    elsewhere = [PlaceName("Poipet"), Ping(13.66, 102.56, source="cell")]
    assert locate(Case([*elsewhere, read.ping])).candidates[0].site == "poipet"
    assert read.flags[0] in locate(Case([read.ping])).warnings


@pytest.mark.parametrize(
    ("lat", "lon", "says"),
    [(0.0, 0.0, "know no place"), (96.5, 16.0, "not on Earth"), (16.0, 460.0, "Earth")],
)
def test_a_photo_of_nowhere_names_no_place_and_says_why(lat, lon, says, tmp_path):
    read = read_photo(photo(lat=lat, lon=lon), now=NOW)
    assert read.ping is None
    assert says in read.flags[0]
    (tmp_path / "a.jpg").write_bytes(photo(lat=lat, lon=lon).getvalue())
    with pytest.raises(BadEvidence, match=says):
        item_of({"kind": "photo", "file": "a.jpg"}, folder=tmp_path)


def test_what_a_photo_says_of_its_camera_holds_nothing_unseen():
    assert read_photo(photo(make="Sam\x1bsung"), now=NOW).camera == "Samsung"


def test_data_that_go_on_over_thousands_of_segments_are_refused_at_once():
    honest = photo().getvalue()
    segment = b"\xff\xe1" + (65535).to_bytes(2) + b"Exif\0\0" + b"x" * 65527
    with pytest.raises(BadEvidence, match="more EXIF data than a camera writes"):
        read_photo(io.BytesIO(honest[:2] + 400 * segment + honest[2:]), now=NOW)


def test_seventy_minutes_of_arc_are_no_position():
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 70.0, 0.0), 3: "E", 4: (98.0, 31.0, 0.0)})
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", exif=exif)
    written.seek(0)
    assert read_photo(written, now=NOW).ping is None


@pytest.mark.filterwarnings("error")
def test_damaged_data_are_read_without_a_word(tmp_path):
    honest = bytearray(photo().getvalue())
    at = honest.index(b"II*\0" if b"II*\0" in honest else b"MM\0*")
    honest[at + 8 : at + 10] = b"\xff\xff"
    with contextlib.suppress(BadEvidence):
        read_photo(io.BytesIO(bytes(honest)), now=NOW)


def test_a_photo_carries_what_was_said_of_it(tmp_path):
    (tmp_path / "a.jpg").write_bytes(photo().getvalue())
    said = {"kind": "photo", "file": "a.jpg", "id": "p1", "grade": "B2", "group": "her phone"}
    item = item_of(said, folder=tmp_path)
    assert (item.id, item.grade, item.group, item.source) == ("p1", "B2", "her phone", "photo")


def test_pixels_are_not_unpacked_to_read_a_photo(monkeypatch):
    monkeypatch.setattr(PngImageFile, "load", lambda self: pytest.fail("unpacked"))
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")
    assert read_photo(written, now=NOW).ping is None


def test_a_photo_without_a_place_or_no_photo_at_all():
    assert read_photo(photo(lat=None), now=NOW).ping is None
    with pytest.raises(BadEvidence, match="no picture"):
        read_photo(io.BytesIO(b"not a picture"), now=NOW)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_as_a_photo_are_read_or_refused(noise):
    with contextlib.suppress(BadEvidence):
        read_photo(io.BytesIO(b"\xff\xd8\xff\xe1" + noise), now=NOW)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=12))
def test_a_photo_damaged_anywhere_is_read_or_refused(at, noise):
    honest = photo(gps_time=("2025:10:28", (2.0, 30.0, 0.0))).getvalue()
    with contextlib.suppress(BadEvidence):
        read_photo(io.BytesIO(honest[:at] + noise + honest[at + len(noise) :]), now=NOW)


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["kind", "lat", "lon", "name", "hours", "evidence", "when", "at"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_any_data_as_a_case_are_read_or_refused(data):
    try:
        case_of({"evidence": [data]})
        case_of(data)
    except BadEvidence:
        pass


def test_a_public_export_is_coarse_and_every_export_says_what_it_is():
    estimate = locate(Case([PlaceName("KK Park"), Ping(16.65, 98.52)]))
    full, public = to_geojson(estimate), to_geojson(estimate, public=True)
    assert full["properties"]["notice"] == public["properties"]["notice"] == "A lead, not proof."
    assert {one["properties"]["what"] for one in public["features"]} == {"region"}
    assert public["features"][0]["properties"]["area_km2"] > 1000
    assert "KK Park" not in str(public)
