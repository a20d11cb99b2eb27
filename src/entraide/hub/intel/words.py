"""Hits and selectors in sentences."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from entraide.engines import link

from ..core.templatetags.ui import kind_word
from . import showing
from .forms.choices import country_name
from .models import Claim, Selector
from .queries.hits import HitView


def flaw_words(flaw: str) -> str:
    """Why a selector is not one, with the remedy where it is told; the engine's sentences translate one by one."""
    return " ".join(f"{_(sentence)}." for sentence in flaw.rstrip(".").split(". "))


def selector_words(selector: Selector) -> str:
    """``Phone +66 81 234 5678``."""
    value = link.caption(selector.kind, selector.value) if selector.token else selector.value
    # no line may end within a number
    return f"{kind_word(selector.kind)} {showing.apart(showing.plain(value))}".replace(" ", "\u00a0")


def hit_sentence(view: HitView) -> str:
    """What matched and where: “Your report of 5 Nov and a record of National Bureau Kenya hold the same: …”"""
    matched = ", ".join(dict.fromkeys(map(selector_words, view.selectors))) or ", ".join(
        str(kind_word(kind)) for kind in view.kinds
    )
    said = {"what": matched, "other": view.other.name, "own_day": _own_day(view), "other_day": ""}
    if view.other_report is not None:
        said["other_day"] = _day(view.other_report.received_at)
    return _pattern(view) % said


def _pattern(view: HitView) -> str:
    internal = view.hit.older_owner_id == view.hit.newer_owner_id
    if view.own_is_watch:
        if internal:
            return _("Your watch and a report of your own organisation hold the same: %(what)s.")
        return _("Your watch and a report of %(other)s hold the same: %(what)s.")
    if view.other_kind == "watch":
        if internal:
            return _(
                "Your report of %(own_day)s and a watch of your own organisation hold the same: %(what)s."
            )
        return _("%(other)s is looking for what your report of %(own_day)s holds: %(what)s.")
    if internal and view.other_report is not None:
        return _("Two reports of yours, of %(own_day)s and of %(other_day)s, hold the same: %(what)s.")
    if view.own_report is None:
        return _("A report of your organisation and one of %(other)s hold the same: %(what)s.")
    if view.other_report is None:
        return _("Your report of %(own_day)s and a record of %(other)s hold the same: %(what)s.")
    return _(
        "Your report of %(own_day)s and the report of %(other)s of %(other_day)s hold the same: %(what)s."
    )


def _own_day(view: HitView) -> str:
    return _day(view.own_report.received_at) if view.own_report else ""


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M")


def shared_count(view: HitView) -> str:
    count = len(view.hit.reasons)
    return ngettext("%d thing in common", "%d things in common", count) % count


PROPERTIES = {
    "name": _lazy("Name"),
    "alias": _lazy("Also called"),
    "birth_year": _lazy("Born in"),
    "nationality": _lazy("Nationality"),
    "sex": _lazy("Sex"),
    "role": _lazy("Role"),
    "note": _lazy("Note"),
}


def property_words(claim: Claim) -> str:
    return str(PROPERTIES.get(claim.property, claim.property.replace("_", " ").capitalize()))


def value_words(claim: Claim) -> str:
    return country_name(claim.value) if claim.property == "nationality" else showing.plain(claim.value)


def claim_words(claim: Claim) -> str:
    """``Born in 1998``, ``Nationality India``."""
    return f"{property_words(claim)} {value_words(claim)}"
