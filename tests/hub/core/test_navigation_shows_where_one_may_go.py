import pytest
from django.test import RequestFactory
from django.urls import NoReverseMatch

from entraide.hub.core import navigation
from entraide.hub.core.navigation import SECTIONS, entries

ADDRESSES = {
    "core:situation": "/",
    "intel:reports": "/intel/",
    "intel:new": "/intel/new",
    "intel:search": "/intel/search",
}


@pytest.fixture(autouse=True)
def _some_pages_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def reverse(name: str) -> str:
        if name not in ADDRESSES:
            raise NoReverseMatch(name)
        return ADDRESSES[name]

    monkeypatch.setattr(navigation, "reverse", reverse)
    monkeypatch.setattr(navigation, "may", lambda permission: permission != "search")


def links(path: str) -> dict[str, navigation.Link]:
    sections = entries(RequestFactory().get(path))
    return {link.url: link for _label, found in sections for link in found}


def test_a_page_that_does_not_exist_yet_is_left_out_and_so_is_its_empty_section() -> None:
    assert set(links("/")) == {"/", "/intel/", "/intel/new"}
    assert len(entries(RequestFactory().get("/"))) == 2


def test_a_page_that_the_role_does_not_open_is_left_out() -> None:
    assert "/intel/search" not in links("/")


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", "/"), ("/intel/", "/intel/"), ("/intel/7f3a", "/intel/"), ("/intel/new", "/intel/new")],
)
def test_exactly_the_nearest_entry_is_current(path: str, current: str) -> None:
    assert [url for url, link in links(path).items() if link.current] == [current]


def test_a_page_of_no_entry_lights_none() -> None:
    assert not [link for link in links("/account/mfa").values() if link.current]


def test_no_two_entries_share_a_key() -> None:
    keys = [entry.key for section in SECTIONS for entry in section.entries]
    assert len(keys) == len(set(keys))


def test_the_one_filled_button_is_a_new_report() -> None:
    assert [entry.url_name for section in SECTIONS for entry in section.entries if entry.main] == [
        "intel:new"
    ]
