"""Makes the pictures of the README from a running exercise: `make screenshots`.

Without --hub it starts a fresh exercise of its own, and stops it again. Needs a Chromium (`scripts/browser` finds
or gets one) and fonts for the scripts that reports are written in (Debian: fonts-noto-core fonts-noto-cjk).
Nothing is submitted: a hub that was given is left as it was, apart from what was looked at standing in its journal.
"""

import argparse
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from entraide.bench._hub import running_hub

ROOT = Path(__file__).parent.parent
MOST_BYTES = 200_000
DESK = {"viewport": {"width": 1280, "height": 860}}
LAPTOP = {"viewport": {"width": 1440, "height": 860}}
PHONE = {"viewport": {"width": 375, "height": 760}, "is_mobile": True, "has_touch": True}
STATEMENT = """\
Second call of the sister, 6 November, 09:40 Kochi time.

The driver rang her himself, from +๖๖ ๖๙-๑๑๐-๑๓๖๔, and asked for 3,000 dollars. \
The money is to go to TXyZ4h5MRWc8RWN2LCJX6QaCHYNCzvJR3M or to an account that "HR" will name on \
t.me/goldentower_hr_moei. He wrote once more from hr.desk@goldentower-careers[.]example.

She has the families' helpline, +66 69 000 1155. Her brother's number stays off."""


def situation(page: Page) -> None:
    page.goto("/")
    _settled(page)


def sites_map(page: Page) -> None:
    page.goto("/")
    _settled(page, ".map svg path")
    page.locator(".map").first.scroll_into_view_if_needed()


def new_report(page: Page) -> None:
    page.goto("/intel/new")
    page.locator("textarea").first.fill(STATEMENT)
    _settled(page, "mark, .mark")


def hit(page: Page) -> None:
    """What Kenya's advert and India's missing man share, each readable to the other."""
    _open_hit(page, "report of National Bureau Kenya of 22 Oct")


def closed_hit(page: Page) -> None:
    """A record that India may not read: what matched, and whom to ask."""
    _open_hit(page, "a record of National Bureau Namibia")


def search(page: Page) -> None:
    page.goto("/intel/search?q=0066+69+110-1364")
    _settled(page)


def network(page: Page) -> None:
    hit(page)
    page.get_by_role("link", name="Network").click()
    page.get_by_role("link", name="Only the nearest").click()
    _settled(page, "canvas")
    page.wait_for_timeout(1500)  # the graph comes to rest


def who_may_act(page: Page) -> None:
    page.goto("/directory/who-may-act")
    _settled(page)


# file → who looks, at what, in which window
Shot = tuple[str, Callable[[Page], None], dict[str, object]]
SHOTS: dict[str, Shot] = {
    "situation": ("Kavya Raman", situation, DESK),
    "map": ("Kavya Raman", sites_map, DESK),
    "new-report": ("Kavya Raman", new_report, DESK),
    "hit": ("Kavya Raman", hit, DESK),
    "hit-closed": ("Kavya Raman", closed_hit, DESK),
    "search": ("Kavya Raman", search, DESK),
    "network": ("Kavya Raman", network, DESK),
    "who-may-act": ("Somchai Rattanakul", who_may_act, LAPTOP),
    "phone": ("Arjun Mehta", situation, PHONE),
    "dark": ("Seo Min-ji", situation, DESK | {"color_scheme": "dark"}),
    "arabic": ("Mariam Al Suwaidi", situation, DESK),
}


def _open_hit(page: Page, words: str) -> None:
    page.goto("/intel/hits?show=all")
    page.locator("main a", has_text=words).first.click()
    _settled(page)


def _settled(page: Page, selector: str = "main") -> None:
    page.wait_for_load_state()
    page.locator(selector).first.wait_for(state="visible")
    page.wait_for_function("document.fonts.status === 'loaded'")


@contextmanager
def _signed_in(browser: Browser, address: str, name: str, window: dict[str, object]) -> Iterator[Page]:
    context = browser.new_context(base_url=address, device_scale_factor=1.5, **window)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/directory/exercise")
    page.get_by_role("button", name=f"as {name}").click()
    page.locator("#link-state[data-state=live]").wait_for(state="attached")
    yield page
    context.close()


def _save(picture: bytes, file: Path) -> None:
    """As small as it may be while it stays readable; raises SystemExit where that is not small enough."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(file, "WEBP", quality=80, method=6)
    size = file.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{file} has {size:,} bytes, more than {MOST_BYTES:,}: show less of the page.")
    print(f"{file.name:20} {size:8,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hub", metavar="ADDRESS", help="an exercise that runs, as http://127.0.0.1:8000")
    parser.add_argument("--into", type=Path, default=ROOT / "docs/images", help="the folder of the pictures")
    parser.add_argument("names", nargs="*", help=f"only these of: {' '.join(SHOTS)}")
    asked = parser.parse_args()
    if unknown := set(asked.names) - SHOTS.keys():
        parser.error(f"{', '.join(sorted(unknown))}: no such picture. There are {' '.join(SHOTS)}.")
    found = subprocess.run([ROOT / "scripts/browser"], check=True, stdout=subprocess.PIPE, text=True)
    asked.into.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        address = asked.hub
        if address is None:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "home"
            address = stack.enter_context(running_hub(home, "--exercise")).address
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=["--no-sandbox"])
        stack.callback(browser.close)
        for name in asked.names or SHOTS:
            person, look, window = SHOTS[name]
            with _signed_in(browser, address, person, window) as page:
                look(page)
                page.mouse.move(0, 0)
                _save(page.screenshot(), asked.into / f"{name}.webp")


if __name__ == "__main__":
    main()
