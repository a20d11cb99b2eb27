"""What an iPhone's HEIC photo, an AVIF and a telephone's video say of where, when and with what they were taken."""

import contextlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.locate import BadEvidence, read_photo
from entraide.engines.locate.case_file import item_of
from tests.boxes import box, broken, by_android, by_apple, by_keys, video
from tests.hub.intel.photos import KK_PARK, photo

NOW = datetime(2025, 11, 5, tzinfo=UTC)
PLACE = f"+{KK_PARK[0]:07.4f}+{KK_PARK[1]:08.4f}+152.000/"
IPHONE = {
    "location_ISO6709": PLACE,
    "location_accuracy_horizontal": "14.989436",
    "make": "Apple",
    "model": "iPhone 14",
    "software": "17.1.1",
    "creationdate": "2025-10-28T09:30:00+0700",
}


def read(whole: bytes) -> Any:
    return read_photo(BytesIO(whole), now=NOW)


@pytest.mark.parametrize("format", ["HEIC", "AVIF"])
def test_a_photo_in_boxes_says_what_a_jpeg_says(format: str) -> None:
    found = read(photo(format=format, direction=47.0))
    assert found == read(photo(direction=47.0))
    assert (found.ping.lat, found.ping.lon, found.ping.accuracy_km) == (*KK_PARK, 0.012)
    assert (found.taken, found.camera, found.direction) == (
        datetime(2025, 10, 28, 2, 30, tzinfo=UTC),
        "Samsung SM-A515F",
        47.0,
    )


def test_a_doubtful_one_is_doubted_whatever_its_format() -> None:
    assert [doubt.kind for doubt in read(photo(format="HEIC", software="GIMP 3")).doubts] == ["edited"]
    assert read(photo((0.0, 0.0), format="HEIC")).ping is None


def test_one_without_data_says_nothing() -> None:
    assert read(photo(None, make="", taken="", offset="", gps_time=None, format="HEIC")).flags == ()


@pytest.mark.parametrize("what", broken(photo(format="HEIC")))
def test_a_broken_one_is_refused_with_a_remedy(what: str) -> None:
    with pytest.raises(BadEvidence, match=r"damaged.*Give the original file"):
        read(broken(photo(format="HEIC"))[what])


def test_a_direction_that_is_none_is_left_out() -> None:
    assert read(photo(direction=400.0)).direction is None
    assert read(photo()).direction is None


@pytest.mark.parametrize("first", [True, False])
def test_an_iphones_video_says_all(first: bool) -> None:
    found = read(video(by_apple(**IPHONE), first=first))
    assert (found.ping.lat, found.ping.lon) == KK_PARK
    assert found.ping.accuracy_km == pytest.approx(0.015, abs=1e-4)
    assert found.taken == datetime(2025, 10, 28, 2, 30, tzinfo=UTC)
    assert (found.clock, found.camera, found.flags) == (datetime(2025, 10, 28, 9, 30), "Apple iPhone 14", ())


def test_an_android_says_where_and_when() -> None:
    made = int((datetime(2025, 10, 28, 2, 30, tzinfo=UTC) - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())
    device = {"com.android.manufacturer": "Google", "com.android.model": "Pixel 8"}
    found = read(video(by_android(PLACE), by_keys(device, version=bytes(4)), brand=b"isom", made=made))
    assert (found.ping.lat, found.ping.lon, found.ping.accuracy_km) == (*KK_PARK, None)
    assert (found.taken, found.camera, found.flags) == (
        datetime(2025, 10, 28, 2, 30, tzinfo=UTC),
        "Google Pixel 8",
        (),
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("-33.8688-070.6693/", (-33.8688, -70.6693)),
        ("+1638.856+09831.242/", (16.6476, 98.5207)),
        ("+163851.36+0983114.5/", (16.6476, 98.520694)),
        ("+16+098/", (16.0, 98.0)),
    ],
)
def test_a_place_may_be_written_in_degrees_minutes_and_seconds(text: str, place: tuple[float, float]) -> None:
    ping = read(video(by_android(text))).ping
    assert (ping.lat, ping.lon) == pytest.approx(place, abs=1e-6)


@pytest.mark.parametrize("text", ["", "/", "16.6N 98.5E", "+16.6", "+161+0985/", "+1638561+098/"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert read(video(by_android(text))).ping is None


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ({"software": "Adobe Premiere, Photoshop"}, "the video was last saved by"),
        ({"creationdate": "2031-01-01T00:00:00+0700"}, "the video's date lies in the future: 2031-01-01"),
        ({"creationdate": "1993-01-01T00:00:00+0700"}, "older than digital cameras"),
        ({"creationdate": "2025-10-28T09:30:00-0500"}, "the video's time zone (UTC-5) is none at 98.5°"),
        ({"location_ISO6709": "+00.0000+000.0000/"}, "the video says 0, 0"),
        ({"location_ISO6709": "+98.5207+016.6476/"}, "are not on Earth"),
    ],
)
def test_a_forged_video_is_flagged(said: dict[str, str], doubt: str) -> None:
    (flag,) = read(video(by_apple(**{**IPHONE, **said}))).flags
    assert doubt in flag


def test_a_video_that_says_nothing_says_nothing() -> None:
    found = read(video())
    assert (found.ping, found.taken, found.camera, found.flags) == (None, None, "", ())


@pytest.mark.parametrize("cut", [9, 40, -1, -200])
def test_a_cut_one_is_refused_with_a_remedy(cut: int) -> None:
    with pytest.raises(BadEvidence, match=r"damaged.*Give the original file"):
        read(video(by_apple(**IPHONE))[:cut])


def test_one_cut_behind_what_it_says_is_read() -> None:
    assert read(video(by_apple(**IPHONE), pixels=bytes(9000), first=True)[:-5000]).ping.lat == KK_PARK[0]


@pytest.mark.parametrize(
    "inside",
    [
        box(b"udta", b"\0\0\0\1xxxx" + b"\xff" * 8),
        box(b"udta", b"\0\0\0\1xxxx" + bytes(8)),
        box(b"udta", b"\0\0\0\3xxxx"),
        box(b"udta", 6000 * box(b"free")),
        box(b"meta", box(b"hdlr"), box(b"keys", bytes(4)), box(b"ilst", b"\0\0\0\x0f\0\0\0\1xx")),
    ],
    ids=["2^64 long", "no step on", "shorter than its head", "6,000 boxes", "half a box"],
)
def test_boxes_that_do_not_fit_are_refused(inside: bytes) -> None:
    with pytest.raises(BadEvidence, match="damaged"):
        read(video(inside))


def test_of_a_place_of_twenty_megabytes_the_beginning_is_read() -> None:
    assert read(video(box(b"udta", box(b"\xa9xyz", bytes(4), PLACE.encode(), b"x" * 20_000_000)))).ping


@given(st.binary(max_size=300), st.integers(0, 400))
def test_whatever_stands_in_it_the_answer_is_one_or_the_other(noise: bytes, at: int) -> None:
    whole = bytearray(video(by_apple(**IPHONE)))
    whole[at : at + len(noise)] = noise
    with contextlib.suppress(BadEvidence):
        assert read(b"\0\0\0\x14ftypqt  " + bytes(whole[12:])).camera is not None


@pytest.mark.parametrize(
    ("name", "whole"), [("a.heic", photo(format="HEIC")), ("a.mov", video(by_apple(**IPHONE)))]
)
def test_a_case_file_names_them_as_it_names_a_jpeg(name: str, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(whole)
    item = item_of({"kind": "photo", "file": name}, folder=tmp_path)
    assert (item.lat, item.source) == (KK_PARK[0], "photo")
