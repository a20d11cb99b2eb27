"""Who may see it: one control, simple at first, with everything behind it."""

from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary.handling import EVERY_PURPOSE, TLP, HandlingCode, HitMode, Label, Purpose

from ...core.acting import current
from ...core.models.labelled import HitModeChoices, PurposeChoices
from ...directory.models import Member, Organisation
from ..drafts import Handling
from .choices import country_name

# the simple words first: what an author means is who may see it
SHARING = [
    (TLP.AMBER, _("My organisation and those I name"), _("They may tell those who must know to act.")),
    (TLP.AMBER_STRICT, _("The same, and nobody beyond"), _("It stays within these organisations.")),
    (TLP.RED, _("Named people only"), _("Nobody else, not even their colleagues.")),
    (TLP.GREEN, _("Every member"), _("All organisations of the hub.")),
    (TLP.CLEAR, _("Public"), _("May be published.")),
]
CODES = [
    (HandlingCode.H0, _("H0: to prevent and fight crime only")),
    (HandlingCode.H1, _("H1: not as evidence without our permission")),
    (HandlingCode.H2, _("H2: not to be passed on without our permission")),
    (HandlingCode.H3, _("H3: other limits, named in the caveat")),
]
SOURCE_WORDS = [
    ("A", _("A: completely reliable")),
    ("B", _("B: usually reliable")),
    ("C", _("C: fairly reliable")),
    ("D", _("D: not usually reliable")),
    ("E", _("E: unreliable")),
    ("F", _("F: cannot be judged")),
]
INFORMATION_WORDS = [
    ("1", _("1: confirmed")),
    ("2", _("2: probably true")),
    ("3", _("3: possibly true")),
    ("4", _("4: doubtful")),
    ("5", _("5: improbable")),
    ("6", _("6: cannot be judged")),
]


class _Organisations(forms.ModelMultipleChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        return f"{organisation.name} ({organisation.country})"


class _People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, member: Member) -> str:
        return f"{member.name}, {member.organisation.name}"


class HandlingForm(forms.Form):
    """Becomes a ``Handling`` (``handling()``); the label maker checks it."""

    tlp = forms.TypedChoiceField(
        label=_("Who may see it"),
        coerce=lambda value: TLP(int(value)),
        choices=[(int(tlp), words) for tlp, words, _more in SHARING],
        widget=forms.RadioSelect,
    )
    audience = _Organisations(
        label=_("Organisations named"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    recipients = _People(
        label=_("People named"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Name yourself too if you want to read it again."),
    )
    excluded_states = forms.MultipleChoiceField(
        label=_("Hidden from every organisation of these States"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hit_mode = forms.TypedChoiceField(
        label=_("When another record holds the same"),
        coerce=lambda value: HitMode(int(value)),
        choices=HitModeChoices.choices,
        widget=forms.RadioSelect,
    )
    purposes = forms.TypedMultipleChoiceField(
        label=_("May be used for"),
        coerce=int,
        choices=PurposeChoices.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    handling_codes = forms.TypedMultipleChoiceField(
        label=_("Handling codes"),
        coerce=int,
        choices=[(int(code), words) for code, words in CODES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label=_("Expires on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Gone everywhere from that day on. Empty: five years from now, the longest."),
        error_messages={"invalid": _("Give a day, as in 2026-03-31.")},
    )
    caveat = forms.CharField(
        label=_("Caveat"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What a reader must heed, in your own words."),
    )
    source_grade = forms.ChoiceField(label=_("How reliable is the source"), choices=SOURCE_WORDS)
    information_grade = forms.ChoiceField(label=_("How sure is the information"), choices=INFORMATION_WORDS)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        named.setdefault("initial", {})
        named["initial"] = DEFAULTS | named["initial"]
        super().__init__(*arguments, **named)
        self.fields["audience"].queryset = _organisations().exclude(pk=current().organisation)
        self.fields["recipients"].queryset = _people()
        states = set(_organisations().values_list("country", flat=True)) - {current().state}
        self.fields["excluded_states"].choices = sorted(
            ((code, country_name(code)) for code in states), key=lambda choice: choice[1]
        )

    def sharing(self) -> list[dict[str, Any]]:
        """The choices of the first question, each with its colour, words, and whether it is chosen."""
        chosen = str(
            int(value) if (value := self["tlp"].value()) is not None and str(value).isdigit() else ""
        )
        return [
            {"tlp": tlp, "value": int(tlp), "words": words, "more": more, "chosen": chosen == str(int(tlp))}
            for tlp, words, more in SHARING
        ]

    def is_advanced(self) -> bool:
        """Was anything behind the simple choice touched, or found wrong?"""
        behind = ("excluded_states", "hit_mode", "purposes", "handling_codes", "expires_on", "caveat")
        behind += ("source_grade", "information_grade")
        return any(name in self.errors for name in behind) if self.is_bound else False

    def handling(self) -> Handling:
        """Of a valid form."""
        given = self.cleaned_data
        return Handling(
            tlp=given["tlp"],
            audience=frozenset(organisation.pk for organisation in given["audience"]),
            recipients=frozenset(member.pk for member in given["recipients"]),
            excluded_states=frozenset(given["excluded_states"]),
            hit_mode=given["hit_mode"],
            purposes=Purpose(sum(given["purposes"])),
            handling_codes=frozenset(map(HandlingCode, given["handling_codes"])),
            expires_on=given["expires_on"],
            caveat=given["caveat"],
            source_grade=given["source_grade"],
            information_grade=given["information_grade"],
        )


DEFAULTS: dict[str, Any] = {
    "tlp": int(TLP.AMBER),
    "hit_mode": int(HitMode.OWNER_FIRST),
    "purposes": [int(purpose) for purpose in EVERY_PURPOSE],
    "source_grade": "F",
    "information_grade": "6",
}


def initial_of(label: Label) -> dict[str, Any]:
    """A record's label as the form shows it."""
    return {
        "tlp": int(label.tlp),
        "audience": list(label.audience),
        "recipients": list(label.recipients),
        "excluded_states": list(label.excluded_states),
        "hit_mode": int(label.hit_mode),
        "purposes": [int(purpose) for purpose in label.purposes],
        "handling_codes": [int(code) for code in label.handling_codes],
        "expires_on": label.expires_on,
        "caveat": label.caveat,
        "source_grade": label.source_grade,
        "information_grade": label.information_grade,
    }


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(suspended_at=None)


def _people() -> QuerySet[Member]:
    active = Member.objects.filter(suspended_at=None, organisation__suspended_at=None)
    colleagues_first = Case(When(organisation=current().organisation, then=0), default=1)
    return active.select_related("organisation").order_by(colleagues_first, "organisation__name", "name")
