"""Forms of the daily work: marks, decisions, messages, watches, filters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary.handling import HitMode

from ...core.models.labelled import HitModeChoices, TLPChoices
from ...core.templatetags.ui import kind_word
from ...directory.models import Organisation
from ..actions.attachments import Collected
from ..models import Decision, Report
from .choices import Choices, country_name, kind_choices, language_choices, method_choices
from .persons import PersonForm
from .report import PlaceForm


class MarkTechniqueForm(forms.Form):
    technique = forms.ChoiceField(label=_("Method"), choices=method_choices)
    words = forms.CharField(
        label=_("The words that show it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Select them in the text, or copy them here."),
    )


class MarkPlaceForm(PlaceForm):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, auto_id="place_%s", **named)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.is_empty():
            self.add_error("site", _("Choose a known place, or give name, latitude and longitude."))
        return given


class AddPersonForm(PersonForm):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, auto_id="person_%s", **named)
        self.fields["name"].required = True


class AttachForm(forms.Form):
    """A file; said to be evidence, it needs who collected it and by what right."""

    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file.")})
    evidence = forms.BooleanField(
        label=_("This may become evidence"),
        required=False,
        help_text=_("Its original is sealed, and every hand-over is kept."),
    )
    who = forms.CharField(label=_("Collected by"), max_length=200, required=False)
    at = forms.DateTimeField(
        label=_("Collected when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    device = forms.CharField(label=_("With what device"), max_length=200, required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=300, required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, auto_id="file_%s", **named)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("evidence") and not given.get("at"):
            self.add_error("at", _("Evidence needs when it was collected."))
        return given

    def collected(self) -> Collected | None:
        given = self.cleaned_data
        if not given["evidence"]:
            return None
        return Collected(given["who"], given["place"], given["at"], given["device"], given["legal_basis"])


class HandOverForm(forms.Form):
    """A piece of evidence passes on."""

    to = forms.CharField(label=_("Handed to"), max_length=200)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Say why; an auditor will read it.")}
    )


class RenewForm(ReasonForm):
    expires_on = forms.DateField(
        label=_("Expires on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day, as in 2026-03-31.")},
    )
    field_order = ("expires_on", "reason")


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Do both speak of the same?"), choices=Decision.Verdict.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence. The other side, once it knows, and your successor will read it."),
        error_messages={
            "required": _("Say in a sentence why. The other side and your successor will read it.")
        },
    )


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a message.")},
    )


class WatchForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices)
    value = forms.CharField(
        label=_("Number, address or name"),
        max_length=500,
        error_messages={"required": _("Enter what to watch.")},
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300,
        error_messages={"required": _("Say why this is watched; an auditor will read it.")},
    )  # fmt: skip
    case_reference = forms.CharField(
        label=_("Case reference"),
        max_length=80,
        error_messages={"required": _("Give the number of the case.")},
    )
    hit_mode = forms.TypedChoiceField(
        label=_("Who learns of a hit"),
        coerce=lambda value: HitMode(int(value)),
        choices=[(HitMode.SILENT, _("Nobody but us")), (HitMode.OWNER_FIRST, _("We first; we may release it")),
                 (HitMode.OPEN, _("Both sides at once"))],
        initial=HitMode.SILENT,
        widget=forms.RadioSelect,
    )  # fmt: skip


class PersonSearchForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=300, help_text=_("In any script, or a part of it."),
        error_messages={"required": _("Type a name, or a part of it.")},
    )  # fmt: skip
    case_reference = forms.CharField(
        label=_("Case reference"), max_length=80,
        error_messages={"required": _("Give the number of the case: a search for a person is for a case.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300,
        help_text=_("Written to the journal, which auditors read."),
        error_messages={"required": _("Say in a few words why; an auditor will read it.")},
    )  # fmt: skip


class HandoverForm(forms.Form):
    text = forms.CharField(
        label=_("What the next shift must know"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def _owner_country_choices() -> Choices:
    states = set(Organisation.objects.values_list("country", flat=True))
    named = sorted(((code, country_name(code)) for code in states), key=lambda choice: choice[1])
    return [("", _("Every country")), *named]


class _Filter(forms.Form):
    def chosen(self) -> dict[str, Any]:
        """What was chosen and makes sense; the rest is as if not given (and said at its field)."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}


class ReportFilter(_Filter):
    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("", _("All")), ("mine", _("My organisation’s"))], required=False
    )
    owner_country = forms.ChoiceField(label=_("Country"), choices=_owner_country_choices, required=False)
    source_kind = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("Everything")), *Report.SourceKind.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tlp = forms.ChoiceField(
        label=_("TLP"), choices=[("", _("Every colour")), *TLPChoices.choices], required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["language"].choices = [("", _("Every language")), *language_choices()[1:]]


def _matched_choices() -> Choices:
    alike = [(kind, kind_word(kind)) for kind in ("person", "organisation", "text", "picture")]
    return [("", _("Everything")), *alike, *kind_choices()]


class HitFilter(_Filter):
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("Undecided")), ("decided", _("Decided")), ("all", _("All"))],
        required=False,
    )
    kind = forms.ChoiceField(label=_("What matched"), choices=_matched_choices, required=False)
    other_country = forms.ChoiceField(label=_("Other side"), choices=_owner_country_choices, required=False)


def mode_words(mode: int) -> str:
    return str(HitModeChoices(mode).label)
