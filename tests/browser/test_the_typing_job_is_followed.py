"""Story 1: a family's report leads to Kenya's advert, Manila's statement and a network."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect


def test_kavya_follows_the_recruiter_across_three_countries(page_of: Callable[..., Any]) -> None:
    page = page_of("Kavya Raman")
    page.goto("/intel/search?q=goldentower_hr_moei")
    page.get_by_role("link", name=re.compile("Missing person: Anoop Varghese")).first.click()
    page.wait_for_url(re.compile("/intel/report/"))
    hits = page.locator("#report-hits")
    expect(hits).to_contain_text(re.compile(r"National Bureau Kenya.*hold the same: .*Telegram", re.DOTALL))
    expect(hits).to_contain_text("National Bureau Philippines")
    expect(hits).to_contain_text("“Anoop Varghese”")  # the family's helpline speaks of the same son
    page.get_by_role("link", name="Network").click()
    table = page.get_by_role("region", name="Table of records")
    expect(table).to_contain_text("Anoop Varghese")
    expect(table).to_contain_text("National Bureau Kenya")
    expect(table).to_contain_text("@goldentower_hr_moei")
    expect(page.locator("figure[data-graph] canvas").first).to_be_visible()


def test_the_son_is_one_person_in_two_reports(page_of: Callable[..., Any]) -> None:
    page = page_of("Kavya Raman")
    page.goto("/intel/search?q=goldentower_hr_moei")
    page.get_by_role("link", name=re.compile("Missing person: Anoop Varghese")).first.click()
    page.locator("#people").get_by_role("link", name="Anoop Varghese").click()
    expect(page.locator("#links .work-list > li").first).to_contain_text("The names are the same.")
    expect(page.get_by_role("region", name="Table of claims")).to_contain_text("Safe Return India")


def test_the_situation_room_counts_alerts_and_what_is_to_review_apart(page_of: Callable[..., Any]) -> None:
    page = page_of("Wanjiru Mwangi")
    tile = page.locator("a.tile", has_text="possible matches to review")
    count = int(tile.locator(".tile-number").inner_text())
    assert count > 0
    tile.click()
    page.wait_for_url(re.compile("/intel/review"))
    page.goto("/intel/hits")
    expect(page.get_by_role("link", name=re.compile("To review"))).to_contain_text(str(count))
