"""Nothing on a page is said by colour or picture alone, and every time names its zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from entraide.hub.core import clock
from entraide.vocabulary.handling import TLP

pytestmark = pytest.mark.usefixtures("plain_static")

NOW = datetime(2025, 11, 6, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _opening_of_the_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("level", TLP)
def test_a_tlp_label_is_the_word_and_the_colour(level: TLP) -> None:
    html = shown("{% tlp level %}", level=level)
    assert f"TLP:{level.word}" in html
    assert f"tlp-{level.name.lower().replace('_', '-')}" in html


def test_a_label_is_read_from_the_number_that_a_row_holds() -> None:
    assert "TLP:AMBER+STRICT" in shown("{% tlp 3 %}")


def test_a_time_is_in_the_readers_zone_and_names_it() -> None:
    with timezone.override(ZoneInfo("Asia/Kolkata")):
        assert "6 Nov 2025, 11:30 IST" in shown("{% moment at %}", at=NOW)


def test_a_zone_without_letters_is_named_by_its_distance_to_utc() -> None:
    with timezone.override(ZoneInfo("Asia/Bangkok")):
        assert "6 Nov 2025, 13:00 UTC+07:00" in shown("{% moment at %}", at=NOW)


def test_a_day_has_no_hour() -> None:
    assert ">6 Nov 2030</time>" in shown("{% moment on %}", on=date(2030, 11, 6))


def test_a_missing_time_is_a_dash() -> None:
    assert shown("{% moment at %}{% ago at %}", at=None) == "––"


@pytest.mark.parametrize(
    ("left", "words", "look"),
    [
        (timedelta(hours=-3, minutes=-10), "3 h 10 late", "due-late"),
        (timedelta(minutes=25), "25 min left", "due-soon"),
        (timedelta(hours=1, minutes=25), "1 h 25 left", "due-soon"),
        (timedelta(hours=30), "30 h left", "due-later"),
        (timedelta(days=3), "3 days left", "due-later"),
    ],
)
def test_a_clock_says_how_long_is_left_or_how_late_it_is(left: timedelta, words: str, look: str) -> None:
    html = shown("{% due at %}", at=NOW + left)
    assert f">{words}</time>" in html
    assert look in html


def test_how_long_ago_also_gives_the_exact_time() -> None:
    html = shown("{% ago at %}", at=NOW - timedelta(minutes=14))
    assert "14 min ago" in html
    assert "6 Nov 2025, 05:46 UTC" in html


def test_a_selector_that_fails_its_check_says_so_to_those_who_do_not_see_it() -> None:
    html = shown('{% chip "iban" "DE00" valid=False reason="The check digits do not fit." %}')
    assert '<span class="visually-hidden"> (The check digits do not fit.)</span>' in html


def test_a_selectors_value_cannot_become_markup() -> None:
    html = shown('{% chip "url" value %}', value="<script>alert(1)</script>")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
