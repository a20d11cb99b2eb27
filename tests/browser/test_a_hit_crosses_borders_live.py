"""The first promise: an officer files a report, and another country's officer sees the hit without reloading."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect


def a_fresh_handle() -> str:
    return f"late_shift_{secrets.token_hex(4)}"


def file_report(page: Any, text: str, *, open_to_hits: bool = True) -> None:
    page.goto("/intel/new")
    page.get_by_label("Report", exact=True).fill(text)
    if open_to_hits:
        page.locator("summary", has_text="Hits, purposes").click()
        page.get_by_label(re.compile("Both sides learn of a hit at once")).check()
    page.get_by_role("button", name="File the report").click()
    page.wait_for_url(re.compile("/intel/report/"))


def test_two_officers_see_the_hit_and_a_third_sees_nothing(page_of: Callable[..., Any]) -> None:
    kenya, india, philippines = page_of("Wanjiru Mwangi"), page_of("Kavya Raman"), page_of("Reyna Santos")
    handle = a_fresh_handle()
    file_report(kenya, f"Advert in a Nairobi group: typing job, write to Telegram @{handle}")
    india.goto("/")
    philippines.goto("/")
    alerts = india.locator("#alerts")
    expect(alerts).not_to_contain_text(handle)

    officer = page_of("Arjun Mehta")
    file_report(officer, f"The family says that the recruiter is t.me/{handle.upper()}")

    expect(alerts).to_contain_text("National Bureau Kenya")
    expect(alerts).to_contain_text(handle)
    expect(officer.locator("main")).to_contain_text("National Bureau Kenya")
    expect(philippines.locator("main")).not_to_contain_text(handle)

    india.locator("#alerts a", has_text=re.compile("Kenya")).first.click()
    expect(india.locator("main")).to_contain_text(handle)
    hit = india.url
    # Kenya's report is AMBER with no audience: the hit is shown, the report is not
    expect(india.locator("main")).not_to_contain_text("Nairobi group")
    assert philippines.request.get(hit).status == 404


def test_a_message_on_a_hit_reaches_the_other_side_live(page_of: Callable[..., Any]) -> None:
    kenya, india = page_of("Wanjiru Mwangi"), page_of("Kavya Raman")
    handle = a_fresh_handle()
    file_report(kenya, f"Write to Telegram @{handle}")
    file_report(india, f"Recruiter: t.me/{handle}")
    india.locator("main a[href*='/intel/hit/']").first.click()
    india.wait_for_url(re.compile("/intel/hit/"))
    kenya.goto(india.url)
    kenya.get_by_role("textbox", name=re.compile("^Message to")).fill("Our victim left on 2 November. Yours?")
    kenya.get_by_role("button", name=re.compile("Send")).click()
    expect(india.locator("main")).to_contain_text("Our victim left on 2 November")
