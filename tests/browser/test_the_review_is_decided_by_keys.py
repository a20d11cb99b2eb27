"""Ten decisions a minute: a key decides, the next one comes without the page being loaded anew."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from .conftest import PHONE

A_DECISION_SECONDS = 6


def waiting(page: Any) -> int:
    return int(page.locator("#review dl dd").first.inner_text())


def shown(page: Any) -> str:
    return str(page.locator("#review form").first.get_attribute("action"))


def press(page: Any, key: str) -> None:
    """Press, and wait until the answer stands in the page."""
    page.locator("#review").evaluate("part => part.classList.add('old')")
    page.keyboard.press(key)
    expect(page.locator("#review:not(.old)")).to_be_visible()


def test_keys_decide_put_off_and_take_back(page_of: Callable[..., Any]) -> None:
    page = page_of("Wanjiru Mwangi")
    page.goto("/intel/review")
    page.evaluate("window.notReloaded = true")
    before, first = waiting(page), shown(page)
    press(page, "k")
    expect(page.locator("#review form").first).not_to_have_attribute("action", first)
    began = time.monotonic()
    for key in ("n", "u", "s", "u"):
        press(page, key)
    assert time.monotonic() - began < 4 * A_DECISION_SECONDS
    assert waiting(page) == before
    assert page.evaluate("window.notReloaded")


def test_letters_written_as_a_reason_decide_nothing(page_of: Callable[..., Any]) -> None:
    page = page_of("Wanjiru Mwangi")
    page.goto("/intel/review")
    first = shown(page)
    page.get_by_label(re.compile("^Why")).press_sequentially("snks")
    expect(page.get_by_label(re.compile("^Why"))).to_have_value("snks")
    assert shown(page) == first


def test_on_a_phone_the_answers_stay_above_the_navigation(page_of: Callable[..., Any]) -> None:
    page = page_of("Wanjiru Mwangi", viewport=PHONE)
    page.goto("/intel/review")
    same, dock = page.get_by_role("button", name="Same", exact=True), page.locator(".dock")
    expect(same).to_be_in_viewport()
    assert same.bounding_box()["y"] + same.bounding_box()["height"] <= dock.bounding_box()["y"]
    assert same.bounding_box()["height"] >= 44


def test_a_birth_in_another_calendar_is_understood_while_one_writes(page_of: Callable[..., Any]) -> None:
    page = page_of("Nok Wiriya")
    page.goto("/intel/new")
    page.locator("[name='persons-0-birth']").press_sequentially("2529")
    expect(page.locator("[data-understood]").first).to_have_text("Understood as born 1986.")
    page.get_by_role("button", name="Add another").click()
    expect(page.locator("[name='persons-1-name']")).to_be_focused()


def test_single_letters_can_be_turned_off_and_stay_so(page_of: Callable[..., Any]) -> None:
    page = page_of("Wanjiru Mwangi")
    page.goto("/intel/review")
    first = shown(page)
    page.keyboard.press("?")
    page.get_by_label("Single letters act, in this browser").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    page.keyboard.press("s")
    page.goto("/intel/review")
    page.keyboard.press("n")
    assert shown(page) == first
    expect(page.locator(".review-buttons kbd").first).to_be_hidden()
    page.keyboard.press("?")
    page.get_by_label("Single letters act, in this browser").check()
    page.get_by_role("button", name="Close", exact=True).click()
    press(page, "k")
    expect(page.locator("#review form").first).not_to_have_attribute("action", first)
