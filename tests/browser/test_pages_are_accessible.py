"""axe (WCAG 2.2 A and AA, best practice) on the main pages, in both directions and at both widths; and no
page is wider than a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from .conftest import DESK, PHONE

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
PAGES = {
    "Kavya Raman": [
        "/",
        "/intel/new",
        "/intel/reports",
        "/intel/hits",
        "/intel/hits?show=all",
        "/intel/review",
        "/intel/search?q=telegram",
        "/intel/watches",
        "/intel/sites",
        "/intel/handover",
        "/intel/import",
        "/directory/who-may-act",
        "/directory/organisation",
        "/jobs",
    ],
    "Amina Diallo": ["/journal"],
    "Ines Varga": ["/directory/organisations"],
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def problems_of(page: Any) -> list[str]:
    # the policy of the page forbids scripts of others: evaluated, axe is none of the page's
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{page.url}: {problem['id']} at {problem['nodes'][0]['target']}: {problem['help']}"
        for problem in found["violations"]
    ]


def width_beyond(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def person_pages(page: Any, addresses: list[str]) -> list[str]:
    """The page of a hit between two people, and that of one of them, where there are any."""
    if "/intel/hits?show=all" not in addresses:
        return []
    page.goto("/intel/hits?show=all")
    links = page.locator("main .work-title a").filter(has_text="Anoop Varghese")
    hit = links.first.get_attribute("href")
    page.goto(hit)
    return [hit, page.locator(".side a[href*='/intel/entity/']").first.get_attribute("href")]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_the_main_pages(
    page_of: Callable[..., Any], language: str, viewport: dict[str, int]
) -> None:
    problems: list[str] = []
    for name, addresses in PAGES.items():
        page = page_of(name, viewport=viewport, language=language)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        first = page.locator("main a[href*='/intel/hit/']").first
        opened = [first.get_attribute("href")] if first.count() else []
        opened += person_pages(page, addresses)
        for address in [*addresses, *opened]:
            answer = page.goto(address)
            assert answer.status == 200, address
            problems += problems_of(page)
            if beyond := width_beyond(page):
                problems.append(f"{address}: {beyond} px wider than the window")
    assert problems == []


@pytest.mark.parametrize("address", ["/directory/exercise", "/account/login/"])
def test_axe_finds_nothing_on_the_doors(hub: Any, chromium: Any, address: str) -> None:
    with chromium.new_context(base_url=hub.address, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(address)
        assert problems_of(page) == []
