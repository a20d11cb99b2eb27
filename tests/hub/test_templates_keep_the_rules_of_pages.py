"""What the content security policy refuses, and what the sprite does not have, is found before a browser does."""

import re
from pathlib import Path

import pytest

HUB = Path(__file__).parents[2] / "src/entraide/hub"
TEMPLATES = sorted(HUB.rglob("templates/**/*.html"))
SPRITE = (HUB / "static/entraide/icons.svg").read_text()
ICONS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))


def named(path: Path) -> str:
    return str(path.relative_to(HUB))


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_no_script_or_style_stands_in_a_page(template: Path) -> None:
    html = template.read_text()
    inline = [
        tag
        for tag in re.findall(r"<script\b[^>]*>", html)
        if "src=" not in tag and "application/json" not in tag
    ]
    assert not inline
    assert not re.findall(r"<style\b", html)
    assert not re.findall(r"""\s(?:style|on[a-z]+)=["']""", html)


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_nothing_is_fetched_from_elsewhere(template: Path) -> None:
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", template.read_text())


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_every_picture_is_in_the_sprite(template: Path) -> None:
    html = template.read_text()
    used = re.findall(r"""\{%\s*icon\s+["']([^"']+)["']""", html)
    used += re.findall(r"""picture=["']([^"']+)["']""", html)
    assert set(used) <= ICONS


def test_every_picture_named_in_code_is_in_the_sprite() -> None:
    from entraide.hub.core.navigation import SECTIONS
    from entraide.hub.core.templatetags.ui import KIND_ICONS

    used = {entry.icon for section in SECTIONS for entry in section.entries} | set(KIND_ICONS.values())
    assert used <= ICONS
