"""What forms offer to choose from, in the reader's language."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary import countries, languages, modi_operandi, selector_kinds, sites

from ...core.errors import Invalid
from ...core.templatetags.ui import kind_word
from ..showing import apart

Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """A technique in the reader's language."""

    id: str
    name: str
    description: str


def methods_by_tactic() -> list[tuple[str, list[Method]]]:
    """Every technique, under the tactic it serves."""
    groups: dict[str, list[Method]] = defaultdict(list)
    for one in modi_operandi.load().values():
        tactic = f"{one.tactic_id} {modi_operandi.in_language(one.tactic, _language())}"
        name = modi_operandi.in_language(one.name, _language())
        groups[tactic].append(Method(one.id, name, one.description))
    return list(groups.items())


def method_choices() -> list[tuple[Any, Any]]:
    groups = methods_by_tactic()
    return [
        ("", _("Choose a method")),
        *((tactic, [(one.id, f"{one.id} {one.name}") for one in methods]) for tactic, methods in groups),
    ]


def method_name(technique: str) -> str:
    found = modi_operandi.load().get(technique)
    return modi_operandi.in_language(found.name, _language()) if found else technique


def country_name(code: str) -> str:
    return countries.name(code, _language())


def language_name(code: str) -> str:
    """In the reader's language, with its own name beside it."""
    if code in LANG_INFO:
        info = get_language_info(code)
        ours, own = str(info["name_translated"]), info["name_local"]
    elif code in languages.load():
        known = languages.load()[code]
        ours, own = known.name, known.own_name
    else:
        return code
    return ours if ours.casefold() == own.casefold() else f"{ours} · {apart(own)}"


def _language_codes() -> set[str]:
    """Reports come in more languages than the hub speaks."""
    return {code for code in LANG_INFO if len(code) == 2} | set(languages.load())


def country_choices() -> Choices:
    return [("", _("Choose a country")), *_by_name(countries.codes(), country_name)]


def language_choices() -> Choices:
    return [("", _("Not said")), *_by_name(_language_codes(), language_name)]


def kind_choices() -> Choices:
    """Kinds of selector."""
    return [(kind, kind_word(kind)) for kind in selector_kinds.load()]


def site_choices() -> Choices:
    named = ((site.name, f"{site.name} ({country_name(site.country)})") for site in sites.load().values())
    return [("", _("Not one of these")), *sorted(named)]


# what pages ask for by one field and actions by several
SHOWN_AS = {"birth_year": "birth", "age_on": "age", "documents": "document_number"}


def add_problems(form: forms.BaseForm, invalid: Invalid) -> None:
    """What an action found wrong, said at the fields that it names."""
    for field, problem in invalid.problems.items():
        shown = SHOWN_AS.get(field, field)
        form.add_error(shown if shown in form.fields else None, problem)


def _by_name(codes: Iterable[str], name: Callable[[str], str]) -> Choices:
    return sorted(((code, name(code)) for code in codes), key=lambda choice: choice[1].casefold())


def _language() -> str:
    return get_language() or "en"
