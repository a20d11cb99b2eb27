"""Whoever reads the pages in French, Spanish or Arabic reads every word of them."""

import os
import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/messages.py"
LANGUAGES = ["fr", "es", "ar"]


def _load() -> ModuleType:
    spec = spec_from_file_location("messages_of_pages", SCRIPT)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


messages = _load()


@pytest.fixture(scope="module")
def extracted() -> list[Message]:
    if not shutil.which("xgettext"):
        if os.environ.get("CI"):
            pytest.fail("GNU gettext is missing. scripts/gettext installs it.")
        pytest.skip("GNU gettext is missing: the words cannot be found. Debian: apt-get install gettext")
    return messages.extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_pages_is_translated(language: str, extracted: list[Message]) -> None:
    missing = messages.missing(messages.catalogue(language, extracted))
    assert not missing, f"make messages, then translate into {language}: {sorted(missing)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_nothing_that_no_page_says(language: str, extracted: list[Message]) -> None:
    known = {messages.text_of(one) for one in messages.catalogue(language) if one.id}
    assert known <= {messages.text_of(one) for one in extracted}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_the_page_fills_in(language: str) -> None:
    wrong = {
        messages.text_of(one): messages.mistakes(one, one.string, language)
        for one in messages.catalogue(language)
        if one.id and one.string
    }
    assert not {text: found for text, found in wrong.items() if found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_is_what_the_catalogue_says(language: str) -> None:
    shown = messages.po_path(language).with_suffix(".mo").read_bytes()
    assert shown == messages.compiled(messages.catalogue(language)), "run make messages"


def test_reasons_of_the_engines_are_among_the_words(extracted: list[Message]) -> None:
    words = {messages.text_of(one) for one in extracted}
    assert "The number has no country code" in words  # a refusal kept for later calls
    assert "The workbook is damaged or cut off" in words  # a constant, unpacked


@pytest.mark.parametrize(
    ("original", "words", "language"),
    [
        ("%(count)d hits", "تطابقات", "ar"),
        ("Read by %(name)s", "Lu par %(nom)s", "fr"),
        ("Longer than %d characters", "Más largo", "es"),
        ("Press <kbd>g</kbd>", "Appuyez sur g", "fr"),
        ("found {n}", "trouvé", "fr"),
    ],
)
def test_a_translation_that_lost_a_placeholder_is_refused(original: str, words: str, language: str) -> None:
    assert messages.mistakes(Message(original), words, language)


def test_an_arabic_noun_may_stand_for_its_number() -> None:
    message = Message(("%(hits)s hit", "%(hits)s hits"))
    forms = ["لا تطابقات", "تطابق", "تطابقان", "%(hits)s تطابقات", "%(hits)s تطابقًا", "%(hits)s تطابق"]
    assert not messages.mistakes(message, forms, "ar")
    assert messages.mistakes(message, [*forms[:3], "تطابقات", *forms[4:]], "ar")


def test_a_nameless_number_stays_since_the_page_fills_in_as_many_as_it_has() -> None:
    message = Message(("%d hit", "%d hits"))
    assert messages.mistakes(message, ["تطابق"] * 3 + ["%d تطابقات"] * 3, "ar")
