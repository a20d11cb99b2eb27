"""What else is known of where a centre is: a form a kind."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ..located_words import DIRECTIONS, WAYS
from ..models import KnownKind


def _kilometres(label: Any, initial: float, most: float, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        initial=initial,
        min_value=0.05,
        max_value=most,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def _where(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, help_text=_("The name of a place, or coordinates: 16.69, 98.51")
    )


class KnownForm(forms.Form):
    """``kind``: of the evidence that it gives."""

    kind: ClassVar[KnownKind]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, auto_id=f"known_{self.kind}_%s", **named)

    @property
    def title(self) -> str:
        return str(self.kind.label)

    def said(self) -> dict[str, Any]:
        """Of a valid form, as plain data."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
        }


class BesideForm(KnownForm):
    kind = KnownKind.BESIDE
    feature = forms.ChoiceField(
        label=_("What"),
        choices=[("river", _("A river")), ("border", _("A border, or its fence")), ("coast", _("The sea"))],
    )
    seen = forms.ChoiceField(
        label=_("Is it seen from the centre?"),
        choices=[("yes", _("Yes, it is there")), ("no", _("No, there is none"))],
        initial="yes",
        widget=forms.RadioSelect,
    )
    km = _kilometres(_("At most so many km away"), 2, 200)

    def clean_seen(self) -> bool:
        return bool(self.cleaned_data["seen"] == "yes")


class WayForm(KnownForm):
    kind = KnownKind.WAY
    where = _where(_("From where"))
    hours = forms.FloatField(
        label=_("Hours"),
        min_value=0.05,
        max_value=240,
        help_text=_("1.5 is an hour and a half"),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    mode = forms.ChoiceField(label=_("By what"), choices=[*WAYS.items(), ("unknown", _("Not known"))])


class BearingForm(KnownForm):
    kind = KnownKind.BEARING
    where = _where(_("From where"))
    degrees = forms.TypedChoiceField(
        label=_("In which direction it lies"),
        choices=[(45 * number, word) for number, word in enumerate(DIRECTIONS)],
        coerce=float,
    )
    within_km = _kilometres(_("At most so many km away"), 50, 100)


class PingForm(KnownForm):
    kind = KnownKind.PING
    where = _where(_("Where"))
    source = forms.ChoiceField(
        label=_("Known by"),
        choices=[
            ("gps", _("GPS, as a shared position")),
            ("wifi", _("Wi-Fi")),
            ("cell", _("A mobile mast")),
            ("ip", _("An IP address")),
        ],
    )
    accuracy_km = _kilometres(
        _("Exact to km"), 0.1, 2000, _("GPS 0.05, Wi-Fi 0.15, a mast 4, an IP address 40")
    )


class AddressForm(KnownForm):
    kind = KnownKind.ADDRESS
    where = _where(_("Where"))
    within_km = _kilometres(_("The centre is within km"), 3, 200)


class SearchedForm(KnownForm):
    kind = KnownKind.SEARCHED
    where = _where(_("Where"))
    radius_km = _kilometres(_("Searched within km"), 1, 1000)


class LeftForm(KnownForm):
    kind = KnownKind.LEFT_ON
    where = _where(_("Which place"))
    on = forms.DateField(
        label=_("Left on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day, as in 2025-11-05.")},
    )
    radius_km = _kilometres(_("The site reaches km"), 2, 200)


KNOWN_FORMS: dict[str, type[KnownForm]] = {
    form.kind.value: form
    for form in (BesideForm, WayForm, BearingForm, PingForm, AddressForm, SearchedForm, LeftForm)
}


def known_forms(sent: KnownForm | None = None) -> list[KnownForm]:
    """One a kind; ``sent``: the one that was found wrong."""
    return [sent if sent and sent.kind == kind else form() for kind, form in KNOWN_FORMS.items()]
