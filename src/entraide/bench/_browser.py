"""A real browser with a page of the hub open, which notes what it is told and when."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 180_000  # a first load over a very bad line

# times are of the machine's clock, in milliseconds
NOTES = """
window.heard = [];
window.shown = {};
const now = () => performance.timeOrigin + performance.now();
document.addEventListener("entraide:live", ({ detail }) => heard.push([detail.kind, detail.object, now()]));
new MutationObserver(() => {
  for (const link of document.querySelectorAll("#alerts .work-title a")) shown[link.getAttribute("href").split("/").pop()] ??= now();
}).observe(document, { childList: true, subtree: true });
"""


@contextlib.contextmanager
def page_at(address: str, session: str, *, through: Sequence[str] = ()) -> Iterator[Any]:
    """A page of Playwright at that address, its stream live. ``through``: a command that runs another."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise SystemExit("A real browser is measured: install the development requirements (make setup).")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = Path(folder) / "browser"
        program.write_text(f'#!/bin/sh\nexec {" ".join([*through, _chromium()])} "$@"\n')
        program.chmod(0o700)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            context = browser.new_context()
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            context.add_init_script(NOTES)
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.goto(address)
            until(page, "heard.some(([kind]) => kind === 'hello')")
            yield page
        finally:
            browser.close()


def until(page: Any, expression: str) -> None:
    """Playwright's own waiting evaluates text in the page, which its content security policy refuses."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(expression):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the page never came to: {expression}")
        time.sleep(0.1)


def heard(page: Any, kind: str) -> dict[str, float]:
    """Object → when the page was told of it, in seconds since the epoch. Raises AssertionError if told twice."""
    told = [(thing, at / 1000) for said, thing, at in page.evaluate("heard") if said == kind]
    assert len(told) == len(dict(told)), "an event came twice"
    return dict(told)


def shown(page: Any) -> dict[str, float]:
    """Hit → when its alert stood on the page."""
    return {hit: at / 1000 for hit, at in page.evaluate("shown").items()}


def _chromium() -> str:
    found = os.environ.get("ENTRAIDE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise SystemExit("No Chromium found: install it, or set ENTRAIDE_CHROMIUM to its path.")
    return found
