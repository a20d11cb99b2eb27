"""One hub with the exercise for all browser tests, and a Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from entraide.bench._hub import Hub, running_hub

ROOT = Path(__file__).parent.parent.parent
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 375, "height": 800}


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub | SimpleNamespace]:
    """ENTRAIDE_BROWSER_HUB=http://… uses one that runs already: quicker, while one writes tests."""
    if address := os.environ.get("ENTRAIDE_BROWSER_HUB"):
        yield SimpleNamespace(address=address)
        return
    with running_hub(tmp_path_factory.mktemp("browser") / "home", "--exercise") as running:
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """Closed before any other test: Playwright leaves its event loop running in the thread of the tests."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("ENTRAIDE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        reason = "no Chromium: run these with `make test`, which gets one"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page_of(hub: Hub, chromium: Any) -> Iterator[Callable[..., Any]]:
    """``page_of("Kavya Raman")``: a browser of one's own, signed in with the one click of the exercise.

    Whatever its pages write to the console as an error fails the test at its end.
    """
    contexts: list[Any] = []
    errors: list[str] = []

    def make(name: str, *, viewport: dict[str, int] = DESK, language: str = "en", **options: Any) -> Any:
        context = chromium.new_context(
            base_url=hub.address, viewport=viewport, locale=language, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/")
        page.locator("li", has_text=name).get_by_role("button").click()
        page.wait_for_url(f"{hub.address}/")
        if language != "en":  # a member's own language holds over the browser's
            context.add_cookies([{"name": "django_language", "value": language, "url": hub.address}])
            page.reload()
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []
