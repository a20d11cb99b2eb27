"""Story 3: twelve adverts in six languages are found as copies of one another; the genuine employer is not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from entraide.exercise import generate

EXERCISE = generate(seed=6)
NAMES = {member.key: member.name for member in EXERCISE.members}


def open_report(page: Any, key: str) -> None:
    """The report of a story on its author's list of adverts."""
    beginning = " ".join(EXERCISE.report(key).text.split())[:40]
    page.goto("/intel/reports?whose=mine&source_kind=advert")
    page.get_by_role("link", name=re.compile(re.escape(beginning))).first.click()
    page.wait_for_url(re.compile("/intel/report/"))


@pytest.mark.parametrize("key", EXERCISE.truth.same_advert)
def test_each_advert_is_found_in_others(page_of: Callable[..., Any], key: str) -> None:
    page = page_of(NAMES[EXERCISE.report(key).author])
    open_report(page, key)
    hits = page.locator("#report-hits .work-list > li")
    expect(hits.first).to_be_visible()
    expect(page.locator("#report-hits")).to_contain_text(re.compile("a picture|a text|Telegram|WhatsApp"))


def test_the_genuine_employer_is_not_caught(page_of: Callable[..., Any]) -> None:
    page = page_of(NAMES[EXERCISE.report(EXERCISE.truth.genuine).author])
    open_report(page, EXERCISE.truth.genuine)
    expect(page.locator("#report-hits")).to_contain_text("None so far")


def test_the_pictures_stand_beside_each_other_where_both_may_be_seen(page_of: Callable[..., Any]) -> None:
    page = page_of("Kavya Raman")
    open_report(page, "same_advert/hindi-1")
    page.locator("#report-hits").get_by_role("link", name=re.compile("Indonesia.*a picture")).click()
    pictures = page.locator(".thumbnails img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        expect(picture).not_to_have_js_property("naturalWidth", 0)  # waits until it is drawn


def test_of_a_closed_record_only_ones_own_picture_is_shown(page_of: Callable[..., Any]) -> None:
    page = page_of("Kavya Raman")
    open_report(page, "same_advert/hindi-1")
    page.locator("#report-hits").get_by_role("link", name=re.compile("Shelter.*a picture")).click()
    expect(page.locator(".thumbnails img")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("Theirs is closed to you.")
