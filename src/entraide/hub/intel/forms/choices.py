"""What forms offer to choose from, in the reader's language."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entraide.engines.link import KINDS
from entraide.vocabulary import countries, languages, sites

from ...core.errors import Invalid
from ...core.templatetags.ui import kind_word

Choices = list[tuple[str, Any]]


def country_choices() -> Choices:
    return [("", _("Choose a country")), *_by_name(countries.codes(), countries.name)]


def language_choices() -> Choices:
    return [("", _("Not said")), *_by_name(languages.codes(), languages.name)]


def kind_choices() -> Choices:
    """Kinds of selector."""
    return sorted(((kind, kind_word(kind)) for kind in KINDS), key=lambda choice: str(choice[1]).casefold())


@cache
def site_choices() -> Choices:
    named = ((site.name, f"{site.name} ({site.country})") for site in sites.load())
    return [("", _("Not one of these")), *sorted(named)]


def _by_name(codes: Any, name: Callable[[str], str]) -> Choices:
    get_language()  # names are told in it
    return sorted(((code, name(code)) for code in codes), key=lambda choice: choice[1].casefold())


def add_problems(form: forms.BaseForm, invalid: Invalid) -> None:
    """What an action found wrong, said at the fields that it names."""
    for field, problem in invalid.problems.items():
        form.add_error(field if field in form.fields else None, problem)
