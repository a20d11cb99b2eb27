"""Story 2: a recruiter in four scripts and four countries is one person, explained; two namesakes stay apart."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

SPELLINGS = ("Lai Weimin", "赖伟民", "လိုင်ဝေမင်", "ไล่ เหว่ยหมิน")
OTHERS = ("Lai Weiming", "赖伟明", "Li Weimin", "李为民")
COUNTRIES = (
    "National Bureau Kenya",
    "National Bureau China",
    "National Bureau Thailand",
    "Open Sources Desk",
)


def open_the_recruiter(page: Any) -> None:
    """From Kenya's hits to the hit with China, and from there to the person."""
    page.goto("/intel/hits?show=all")
    page.get_by_role("link", name=re.compile("“Lai Weimin”.*“赖伟民”.*China")).click()
    page.get_by_role("region", name="Your side").get_by_role("link", name="Lai Weimin", exact=True).click()
    page.wait_for_url(re.compile("/intel/entity/"))


def test_the_hit_says_field_by_field_why_two_scripts_are_one_name(page_of: Callable[..., Any]) -> None:
    page = page_of("Wanjiru Mwangi")
    page.goto("/intel/hits?show=all")
    page.get_by_role("link", name=re.compile("“Lai Weimin”.*“赖伟民”.*very likely one person")).click()
    names = page.get_by_role("row", name=re.compile("^Names"))
    expect(names).to_contain_text("赖伟民")
    expect(names).to_contain_text("yours in Latin script, theirs in Chinese script")
    expect(page.get_by_role("row", name=re.compile("^Birth"))).to_contain_text("1986")
    expect(page.get_by_role("row", name=re.compile("^Together"))).to_contain_text(re.compile(r"\+\d"))


def test_four_countries_hold_one_person_and_the_namesakes_are_not_among_them(
    page_of: Callable[..., Any],
) -> None:
    page = page_of("Wanjiru Mwangi")
    open_the_recruiter(page)
    claims = page.get_by_role("region", name="Table of claims")
    for name in SPELLINGS:
        expect(claims.locator(".claims-of", has_text=re.compile(rf"^{re.escape(name)}\s"))).to_have_count(1)
    for country in COUNTRIES:
        expect(claims.locator(".claims-of", has_text=country)).to_have_count(1)
    text = claims.inner_text()
    assert not re.search("|".join(rf"{re.escape(name)}\b" for name in OTHERS), text)
    links = page.locator("#links .work-list > li")
    expect(links.first).to_be_visible()
    for link in links.all():
        assert re.search(r"[+−]\d", link.inner_text())


def test_a_wrong_merge_is_undone_and_taken_back(page_of: Callable[..., Any]) -> None:
    page = page_of("Wanjiru Mwangi")
    open_the_recruiter(page)
    before = page.locator("#links .work-list").inner_text()
    link = page.locator("#links .work-list > li", has_text="赖伟民").filter(has_text="Lai Weimin").first
    link.get_by_role("link", name="Not the same").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Why").fill("The man in Nairobi is somebody else")
    dialog.get_by_role("button", name="Not the same").click()
    page.wait_for_url(re.compile("#links"))
    expect(page.locator("#links")).to_contain_text("No other record is taken to be this one.")
    apart = page.locator("#apart")
    expect(apart).to_contain_text("The man in Nairobi is somebody else")
    apart.get_by_role("link", name="Take back").first.click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Why").fill("He is the same after all")
    dialog.get_by_role("button", name="Take back").click()
    expect(page.locator("#links .work-list > li")).not_to_have_count(0)
    assert page.locator("#links .work-list").inner_text() == before


def test_the_restaurant_keeper_and_the_engineer_are_nobody_else(page_of: Callable[..., Any]) -> None:
    for member, words, name in (
        ("Farid Hassan", "noodle restaurant", "Lai Weiming"),
        ("Tan Wei Ling", "parcel scam", "Li Weimin"),
    ):
        page = page_of(member)
        page.goto(f"/intel/search?q={words}")
        page.locator("main a[href*='/intel/report/']").first.click()
        page.locator("#people").get_by_role("link", name=name).click()
        expect(page.locator("#links")).to_contain_text("No other record is taken to be this one.")
