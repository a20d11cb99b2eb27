"""A photo is attached, what it says of itself is decided by a person, and points to where the centre is."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.boxes import without_pixels
from tests.hub.intel.photos import photo

from .conftest import DESK, PHONE
from .test_a_statement_is_read_into_places_and_techniques import confirm_all, paste, waiting
from .test_pages_are_accessible import problems_of, width_beyond

TEXT = "He writes at night from a place with a tower with red letters, a river below."


def attach(page: Any, name: str, content: bytes) -> None:
    page.locator("#attachments summary", has_text="Attach a file").click()
    expect(page.locator("#attachments")).to_contain_text("position, time and device")
    page.set_input_files("#attachments input[type=file]", {"name": name, "mimeType": "", "buffer": content})
    page.locator("#attachments").get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator("#attachments a", has_text=name)).to_be_visible()


def test_from_upload_to_confirmed_evidence_to_an_estimate(page_of: Callable[..., Any]) -> None:
    page = page_of("Nok Wiriya")
    paste(page, TEXT)
    address = page.url.partition("#")[0]
    attach(page, "tower.heic", photo(format="HEIC", direction=47.0))
    attach(page, "edited.jpg", photo((10.61, 103.53), software="Adobe Photoshop 26"))
    cards = page.locator("#proposals .proposal", has_text="Photo")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Beside KK Park, a published site")
    expect(cards.first).to_contain_text("Samsung SM-A515F")
    expect(cards.first).to_contain_text("Looking north-east (47°)")
    cards.first.locator("img").scroll_into_view_if_needed()
    expect(cards.first.locator("img")).to_have_js_property("naturalWidth", 160)
    expect(cards.last).to_contain_text("last saved by Adobe Photoshop 26")
    expect(page.locator("#where")).to_have_count(0)

    left = waiting(page)
    for _photo in range(2):
        page.locator("#proposals").get_by_role(
            "button", name=re.compile("^Confirm .*(heic|jpg)")
        ).first.click()
        left -= 1
        expect(page.locator("#proposals .count")).to_have_text(str(left))
    expect(page.locator("#places")).to_contain_text("Photo tower.heic")

    page.get_by_role("button", name="Work out where").click()
    expect(page.locator("#where .where-answer")).to_contain_text("KK Park")
    expect(page.locator("#where")).to_contain_text("A lead, not proof")
    expect(page.locator("#where svg.map-stage, #where [data-map-stage] svg").first).to_be_visible()
    assert page.url.partition("#")[0] == address
    with page.expect_download() as started:
        page.get_by_role("button", name="Download for a map").click()
    found = json.loads(started.value.path().read_text())
    assert found["properties"]["notice"] == "A lead, not proof."


def test_it_is_asked_without_script_on_a_phone(page_of: Callable[..., Any], chromium: Any, hub: Any) -> None:
    page = page_of("Nok Wiriya")
    paste(page, TEXT)
    attach(page, "tower.jpg", photo())
    page.keyboard.press("y")
    page.get_by_role("button", name="Work out where").wait_for()
    plain = chromium.new_context(
        base_url=hub.address,
        java_script_enabled=False,
        viewport=PHONE,
        storage_state=page.context.storage_state(),
    )
    bare = plain.new_page()
    bare.goto(page.url)
    button = bare.get_by_role("button", name="Work out where")
    assert button.bounding_box()["height"] >= 36
    button.click()
    expect(bare.locator("#where .where-answer")).to_contain_text("KK Park")
    assert bare.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    plain.close()


@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("ar", PHONE)], ids=["desk", "phone"])
def test_what_was_found_and_where_it_may_be_are_for_everybody(
    page_of: Callable[..., Any], language: str, viewport: dict[str, int]
) -> None:
    page = page_of("Nok Wiriya")
    paste(page, TEXT + " He said KK Park, half an hour by car from Mae Sot.")
    attach(page, "tower.jpg", photo(software="Adobe Photoshop 26"))
    address = page.url.partition("#")[0]
    page = page_of("Nok Wiriya", language=language, viewport=viewport)
    page.goto(address)
    expect(page.locator("#proposals .photo-doubt").first).to_be_visible()
    assert problems_of(page) == []
    assert width_beyond(page) == 0
    page.locator("#proposals button[value=confirm]").first.click()
    page.locator("#where form button").click()
    expect(page.locator("#where .where-answer")).to_be_visible()
    assert problems_of(page) == []
    assert width_beyond(page) == 0


@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("ar", PHONE)], ids=["desk", "phone"])
def test_what_contradicts_each_other_is_said_to_everybody(
    page_of: Callable[..., Any], language: str, viewport: dict[str, int]
) -> None:
    page = page_of("Nok Wiriya")
    paste(page, "He writes at night from a place they call KK Park.")
    attach(page, "IMG_0007.HEIC", without_pixels(photo((10.61, 103.53), format="HEIC")))
    card = page.locator("#proposals .proposal", has_text="IMG_0007.HEIC")
    expect(card.locator("img")).to_have_count(0)
    expect(card.get_by_role("link", name="It cannot be shown here: download it")).to_be_visible()
    confirm_all(page)
    address = page.url.partition("#")[0]
    page = page_of("Nok Wiriya", language=language, viewport=viewport)
    page.goto(address)
    page.locator("#where form button").click()
    expect(page.locator("#where .where-unsure li")).to_contain_text("KK Park")
    expect(page.locator("#where .where-unsure li")).to_contain_text("IMG_0007.HEIC")
    assert problems_of(page) == []
    assert width_beyond(page) == 0
