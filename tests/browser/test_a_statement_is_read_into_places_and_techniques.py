"""A witness statement is pasted; what is read in it is confirmed by a person, and points to where the centre is."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import PHONE

# Exercise Moei's kind of statement: nobody's own words.
THAI = (
    "เพื่อนชวนไปทำงานแอดมินที่แม่สอด เงินเดือนสี่หมื่น พอไปถึงเขาให้นั่งรถจากแม่สอดครึ่งชั่วโมงแล้วลงเรือข้ามแม่น้ำเมยตอนกลางคืน"
    " คนขับยึดพาสปอร์ตไปหมด เขาเรียกที่นั่นว่า KK Park ใครทำยอดไม่ถึงก็โดนช็อตไฟฟ้า"
)
BURMESE = (
    "မြဝတီကနေ ကားနဲ့ တစ်နာရီ သွားရတယ်။ ရွှေကုက္ကို လို့ ခေါ်တဲ့ ဝင်းထဲ ရောက်တော့ ပတ်စပို့နဲ့ ဖုန်းကို သိမ်းလိုက်တယ်။ ပန်းတိုင်မပြည့်ရင် လျှပ်စစ်တုတ်နဲ့ ရှော့တိုက်တယ်။"
)


def paste(page: Any, text: str) -> None:
    page.goto("/intel/new")
    page.locator("textarea[name=text]").fill(text)
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url(re.compile("/intel/report/[0-9a-f-]{36}"))


def waiting(page: Any) -> int:
    return int(page.locator("#proposals .count").inner_text())


def confirm_all(page: Any) -> None:
    while left := waiting(page):
        page.locator("#proposals").get_by_role("button", name=re.compile("^Confirm")).first.click()
        expect(page.locator("#proposals .count")).to_have_text(str(left - 1))


@pytest.mark.parametrize(
    ("text", "places", "methods", "way", "site"),
    [
        (
            THAI,
            ["Mae Sot", "KK Park"],
            ["Document confiscation in transit", "Clandestine river crossing", "Beating and electric shock"],
            "0.5 h by car from Mae Sot, then by boat",
            "KK Park",
        ),
        (
            BURMESE,
            ["Myawaddy", "Shwe Kokko"],
            ["Document confiscation in transit", "Quota with punishment", "Beating and electric shock"],
            "1 h by car from Myawaddy",
            "Shwe Kokko",
        ),
    ],
    ids=["Thai", "Burmese"],
)
def test_from_paste_to_a_located_estimate(
    page_of: Callable[..., Any], text: str, places: list[str], methods: list[str], way: str, site: str
) -> None:
    page = page_of("Nok Wiriya")
    paste(page, text)
    for method in methods:
        expect(page.locator("#proposals h3", has_text=method)).to_be_visible()
    expect(page.locator("#proposals h3", has_text=way)).to_be_visible()
    expect(page.locator("#report-text mark.is-read").first).to_be_visible()
    expect(page.locator("#methods")).to_contain_text("No method is marked.")
    confirm_all(page)
    for method in methods:
        expect(page.locator("#methods strong", has_text=method)).to_be_visible()
    for place in places:
        expect(page.locator("#places strong", has_text=place).first).to_be_visible()
    page.get_by_role("button", name="Work out where").click()
    expect(page.locator("#where .where-answer")).to_contain_text(site)
    expect(page.locator("#where")).to_contain_text("A lead, not proof")


def test_letters_confirm_and_reject_the_first(page_of: Callable[..., Any]) -> None:
    page = page_of("Nok Wiriya")
    paste(page, THAI)
    before = waiting(page)
    page.keyboard.press("y")
    expect(page.locator("#proposals .count")).to_have_text(str(before - 1))
    page.keyboard.press("n")
    expect(page.locator("#proposals .count")).to_have_text(str(before - 2))
    page.locator("#proposals summary").click()
    page.get_by_role("button", name=re.compile("^Take back")).first.click()
    expect(page.locator("#proposals .count")).to_have_text(str(before - 1))


def test_it_works_without_script_on_a_phone(page_of: Callable[..., Any], chromium: Any, hub: Any) -> None:
    page = page_of("Nok Wiriya")
    paste(page, BURMESE)
    state, address = page.context.storage_state(), page.url
    plain = chromium.new_context(
        base_url=hub.address, java_script_enabled=False, viewport=PHONE, storage_state=state
    )
    page = plain.new_page()
    page.goto(address)
    before = waiting(page)
    button = page.locator("#proposals").get_by_role("button", name=re.compile("^Confirm")).first
    assert button.bounding_box()["height"] >= 44
    button.click()
    expect(page.locator("#proposals .count")).to_have_text(str(before - 1))
    plain.close()
