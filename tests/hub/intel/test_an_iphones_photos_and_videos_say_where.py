"""A HEIC photo and a video are attached, say where they were taken, are shown where they can be, and never break a page."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from entraide.bench import _drawings as drawings
from entraide.hub.core.acting import acting_as
from entraide.hub.intel.linking.pictures import link_waiting_pictures
from entraide.hub.intel.models import Attachment, LocateEvidence
from tests.boxes import broken, by_apple, heic, video, without_pixels

from .pages import file_report, text_of
from .photos import KK_PARK, attach, photo

FILM = video(
    by_apple(
        location_ISO6709="+16.6476+098.5207+152.000/",
        location_accuracy_horizontal="14.9",
        make="Apple",
        model="iPhone 14",
        creationdate="2025-10-28T09:30:00+0700",
    )
)
ASKED = "Was it taken at the centre, or in sight of it?"


def attached(member: Any, page: str) -> Attachment:
    with acting_as(member):
        return Attachment.objects.filter(report=page.rsplit("/", 1)[1]).latest("added_at")


def confirm(client: Any, page: str, file: Attachment) -> Any:
    said = {"say": "confirm", "kind": "photo", "subject": str(file.pk)}
    return client.post(f"{page}/proposals", said)


@pytest.mark.parametrize(
    ("name", "format"), [("a.heic", "HEIC"), ("IMG_1.HEIF", "HEIC"), ("a.hif", "HEIC"), ("a.avif", "AVIF")]
)
def test_a_photo_in_boxes_says_where_and_is_shown(client_for: Any, cast: Any, name: str, format: str) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    sent = photo(format=format, direction=47.0)
    attach(client, page, sent, name)
    file = attached(cast.kavya, page)
    assert (file.photo["lat"], file.photo["accuracy_km"]) == (KK_PARK[0], 0.012)
    said = text_of(client.get(page))
    assert ASKED in said
    assert "Looking north-east (47°), by its compass" in said
    assert f"/intel/attachment/{file.pk}/small" in said
    small = client.get(f"/intel/attachment/{file.pk}/small")
    with Image.open(BytesIO(small.content)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (160, 120), {})
    assert b"".join(client.get(f"/intel/attachment/{file.pk}").streaming_content) == sent


def test_one_of_ten_bits_a_colour_is_known_too(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo(format="HEIC").replace(b"ftypheic", b"ftypheix"), "a.heic")
    assert attached(cast.kavya, page).photo["lat"] == KK_PARK[0]


def test_a_name_that_lies_is_refused(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    assert "but the content is image/heic" in text_of(attach(client, page, photo(format="HEIC"), "a.jpg"))


def test_it_is_found_again_as_a_jpeg_of_another_report(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    attach(client, file_report(client, "A poster.", hit_mode="0"), heic(drawings.scene(1)), "a.heic")
    other = client_for(cast.wanjiru)
    copy = drawings.file(drawings.smaller(drawings.scene(1)), quality=40).getvalue()
    attach(other, file_report(other, "A poster.", hit_mode="0"), copy, "b.jpg")
    with as_process("linker"), connection.cursor() as cursor:
        (pair,) = link_waiting_pictures(cursor)[1]
    assert pair.sure


def test_one_without_data_says_what_to_ask_for(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo(None, make="", taken="", offset="", gps_time=None, format="HEIC"), "a.heic")
    said = text_of(client.get(page))
    assert "It says nothing of where, when or with what it was taken." in said
    assert ASKED not in said


@pytest.mark.parametrize("what", broken(photo(format="HEIC")))
def test_a_broken_one_is_kept_and_says_so(client_for: Any, cast: Any, what: str) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    sent = broken(photo(format="HEIC"))[what]
    assert attach(client, page, sent, "a.heic").status_code == 302
    file = attached(cast.kavya, page)
    assert file.size == len(sent)
    said = text_of(client.get(page))
    assert "what it says of itself cannot be read. Ask for the original file." in said
    assert "It cannot be shown here. Download it to see it." in said
    assert ASKED not in said
    assert client.get(f"/intel/attachment/{file.pk}/small").status_code == 400


def test_one_whose_picture_alone_is_broken_says_where_and_offers_the_file(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, without_pixels(photo(format="HEIC")), "a.heic")
    file = attached(cast.kavya, page)
    said = text_of(client.get(page))
    assert ASKED in said
    assert "It cannot be shown here: download it" in said
    assert f"/intel/attachment/{file.pk}/small" not in said


def test_a_cut_jpeg_says_so_too(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, photo()[:30])
    assert "what it says of itself cannot be read" in text_of(client.get(page))


@pytest.mark.parametrize(
    ("name", "whole"), [("a.mov", FILM), ("a.mp4", FILM.replace(b"qt  ", b"isom"))], ids=["mov", "mp4"]
)
def test_a_video_says_where_and_points_there(client_for: Any, cast: Any, name: str, whole: bytes) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, whole, name)
    file = attached(cast.kavya, page)
    said = text_of(client.get(page))
    assert ASKED in said
    assert "Apple iPhone 14" in said
    assert "within 15 m" in said
    assert "A video is not shown here: download it" in said
    assert f"/intel/attachment/{file.pk}/small" not in said
    confirm(client, page, file)
    with acting_as(cast.kavya):
        assert LocateEvidence.objects.get().item["lat"] == KK_PARK[0]
    answer = text_of(client.post(f"{page}/where"))
    assert f"Video {name}" in answer.replace("⁨", "").replace("⁩", "")
    assert answer.index("KK Park") < answer.index("A place on no published list")


def test_a_forged_video_is_doubted_in_words(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, FILM.replace(b"+16.6476+098.5207", b"+00.0000+000.0000"), "a.mov")
    said = text_of(client.get(page))
    assert "The video says 0, 0" in said
    assert ASKED not in said


def test_a_cut_video_is_kept_and_says_so(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "A tower.")
    attach(client, page, FILM[:-60], "a.mov")
    assert "what it says of itself cannot be read" in text_of(client.get(page))
    assert attached(cast.kavya, page).size == len(FILM) - 60


def test_one_is_told_before_sending_a_video(client_for: Any, cast: Any) -> None:
    said = text_of(client_for(cast.kavya).get("/intel/new"))
    assert "HEIC" in said
    assert "videos (MP4, MOV)" in said
