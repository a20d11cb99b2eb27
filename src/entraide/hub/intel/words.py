"""Hits and selectors in sentences."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entraide.engines import link

from ..core.templatetags.ui import kind_word
from . import showing
from .birth_words import understood, understood_age
from .forms.choices import country_name
from .forms.persons import DOCUMENTS, SEXES
from .models import Claim, Entity, Selector
from .queries.entities import EntityView
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
    if view.is_named:
        return _person_sentence(view)
    said = {"other": view.other.name, "own_day": _own_day(view), "other_day": "", "what": _shared(view)}
    if view.other_report is not None:
        said["other_day"] = _day(view.other_report.received_at)
    return _pattern(view) % said


def _shared(view: HitView) -> str:
    """What two records share, in a line."""
    matched = list(dict.fromkeys(map(selector_words, view.selectors)))
    if not matched:
        alike = {"text": view.text, "picture": view.picture}
        matched = [str(kind_word(kind)) for kind in view.kinds if not alike.get(kind)]
    if view.text is not None:
        matched.append(_("a text, %(part)d%% alike") % {"part": round(100 * view.text.share)})
    if view.picture is not None:
        matched.append(_("a picture"))
    return ", ".join(matched)


def _person_sentence(view: HitView) -> str:
    """“Lai Weimin” of your report of 24 Oct and “赖伟民” of National Bureau China: very likely one person."""
    said = {
        "own": _quoted(view.own_person),
        "other_name": _quoted(view.other_person),
        "own_day": _own_day(view),
        "other": view.other.name,
        "likely": _likelihood(view),
    }
    if view.own_person is None:
        return _("A person of your organisation and one of %(other)s: %(likely)s.") % said
    if view.hit.older_owner_id == view.hit.newer_owner_id:
        return _("%(own)s and %(other_name)s, both in reports of yours: %(likely)s.") % said
    if view.other_person is None:
        return (
            _("%(own)s of your report of %(own_day)s and somebody in a record of %(other)s: %(likely)s.")
            % said
        )
    return _("%(own)s of your report of %(own_day)s and %(other_name)s of %(other)s: %(likely)s.") % said


def _quoted(person: EntityView | None) -> str:
    return _("“%(name)s”") % {"name": showing.apart(showing.plain(person.name))} if person else ""


def _likelihood(view: HitView) -> str:
    match = view.match
    human = view.other_kind == Entity.Kind.PERSON
    if match is not None and match.alert:
        return _("very likely one person") if human else _("very likely one organisation")
    if match is not None and match.probability >= 0.5:
        return _("likely one person") if human else _("likely one organisation")
    return _("perhaps one person") if human else _("perhaps one organisation")


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
    "name": gettext_lazy("Name"),
    "alias": gettext_lazy("Also called"),
    "birth_year": gettext_lazy("Born in"),
    "birth_date": gettext_lazy("Born"),
    "age": gettext_lazy("Age"),
    "nationality": gettext_lazy("Nationality"),
    "sex": gettext_lazy("Sex"),
    "document": gettext_lazy("Document"),
    "place": gettext_lazy("Place"),
    "role": gettext_lazy("Role"),
    "note": gettext_lazy("Note"),
}


def property_words(claim: Claim) -> str:
    return str(PROPERTIES.get(claim.property, claim.property.replace("_", " ").capitalize()))


def value_words(claim: Claim) -> str:
    """A claim's value in the reader's language; a birth as written, with what was understood where it differs."""
    value = showing.plain(claim.value)
    if claim.property == "nationality":
        return country_name(claim.value)
    if claim.property == "sex":
        return str(dict(SEXES).get(claim.value, value))
    if claim.property == "document":
        kind, _colon, number = value.partition(": ")
        return f"{dict(DOCUMENTS).get(kind, kind)} {showing.apart(number)}"
    if claim.property in ("birth_date", "birth_year"):
        return _with_reading(value, understood(claim.value, getattr(claim, "nationality", "")))
    if claim.property == "age":
        return _age_words(value)
    return value


def _age_words(value: str) -> str:
    """Of “24 on 2025-11-01”."""
    years, _on, day = value.partition(" on ")
    try:
        return _("%(years)s on %(day)s, so born %(born)s") % {
            "years": years,
            "day": date_format(date.fromisoformat(day), "j M Y"),
            "born": understood_age(int(years), date.fromisoformat(day)),
        }
    except ValueError:
        return value


def _with_reading(written: str, read: str) -> str:
    if not read or read == written:
        return written
    return _("%(written)s (understood as %(read)s)") % {"written": written, "read": read}


def claim_words(claim: Claim) -> str:
    """``Born in 1998``, ``Nationality India``."""
    return f"{property_words(claim)} {value_words(claim)}"
