"""A new report: its text and what is known of it beside the text."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary import modi_operandi, sites

from ...core.errors import Invalid
from ...core.ids import new_id
from ..drafts import Draft, Handling, MarkedPlace, MarkedTechnique
from ..models import Report
from .choices import add_problems, country_choices, language_choices, methods_by_tactic, site_choices
from .persons import PersonsForm

MOST_FILES = 10
SITE_RADIUS_KM = 2.0


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = (
            [file for file in data or [] if file]
            if isinstance(data, list | tuple)
            else [data]
            if data
            else []
        )
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Attach at most %d files at once.") % MOST_FILES)
        return [super(FilesField, self).clean(file, initial) for file in files]


class ReportForm(forms.Form):
    text = forms.CharField(
        label=_("Report"),
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": _("Write or paste the report.")},
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("A line by which to find it again.")
    )
    source_kind = forms.ChoiceField(
        label=_("What it is"), choices=Report.SourceKind.choices, initial=Report.SourceKind.OTHER
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        required=False,
        help_text=_("Where it comes from; reads numbers written without their country. Empty: yours."),
    )
    observed_at = forms.DateTimeField(
        label=_("When observed"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Give day and time, as in 2025-11-05 14:30.")},
    )
    case_reference = forms.CharField(label=_("Case reference"), max_length=80, required=False)
    files = FilesField(label=_("Attachments"), required=False)
    client_id = forms.CharField(max_length=80, widget=forms.HiddenInput)
    techniques = forms.MultipleChoiceField(
        label=_("Methods"),
        required=False,
        choices=lambda: [(one, one) for one in sorted(modi_operandi.ids())],
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        # the page's own id: sent twice, the report is filed once
        named["initial"] = {"client_id": f"page:{new_id()}"} | named.get("initial", {})
        super().__init__(*arguments, **named)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")  # browsers send two characters
        if not text.strip():
            raise forms.ValidationError(_("Write or paste the report."))
        return text

    def words_of(self, technique: str) -> str:
        return str(self.data.get(f"words-{technique}", "")).strip() if self.is_bound else ""

    def tactics(self) -> Iterator[dict[str, Any]]:
        """The methods by tactic, with what was ticked and the words given for it."""
        chosen = set(self["techniques"].value() or ())
        for tactic, methods in methods_by_tactic():
            rows = [
                {"method": one, "chosen": one.id in chosen, "words": self.words_of(one.id)} for one in methods
            ]
            yield {"tactic": tactic, "rows": rows, "chosen": sum(row["chosen"] for row in rows)}

    def draft(self, handling: Handling, places: "PlacesForm", persons: "PersonsForm") -> Draft:
        """Of a valid form."""
        given = self.cleaned_data
        return Draft(
            text=given["text"],
            handling=handling,
            client_id=given["client_id"],
            source_kind=given["source_kind"],
            title=given["title"],
            language=given["language"],
            country=given["country"],
            observed_at=given["observed_at"],
            case_reference=given["case_reference"],
            techniques=tuple(MarkedTechnique(one, self.words_of(one)[:500]) for one in given["techniques"]),
            places=tuple(places.marks()),
            persons=tuple(persons.people()),
        )


class PlaceForm(forms.Form):
    """A place of the list, or a disc of one's own."""

    site = forms.ChoiceField(label=_("Known place"), choices=site_choices, required=False)
    name = forms.CharField(label=_("Or its name"), max_length=200, required=False)
    lat = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip
    lon = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip
    radius_km = forms.FloatField(
        label=_("Within km"), required=False, min_value=0.05, max_value=2000, initial=5,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("site"):
            return given
        missing = [field for field in ("name", "lat", "lon") if given.get(field) in (None, "")]
        if self.is_empty() or self.errors:
            return given
        for field in missing:
            self.add_error(field, _("Give name, latitude and longitude, or choose a known place."))
        return given

    def is_empty(self) -> bool:
        return not any(
            str(self.data.get(self.add_prefix(f), "")).strip() for f in ("site", "name", "lat", "lon")
        )

    def mark(self) -> MarkedPlace | None:
        """The place, of a valid form; None where nothing was given."""
        given = self.cleaned_data
        if given.get("site"):
            site = next(site for site in sites.load().values() if site.name == given["site"])
            return MarkedPlace(site.name, site.lat, site.lon, site.radius_km, site.name)
        if self.is_empty():
            return None
        return MarkedPlace(given["name"], given["lat"], given["lon"], given["radius_km"] or 5.0)


class PlacesForm(forms.BaseFormSet):
    def marks(self) -> Iterator[MarkedPlace]:
        yield from filter(None, (form.mark() for form in self.forms))

    def filled(self) -> list[PlaceForm]:
        return [form for form in self.forms if form.mark()]


_Places = forms.formset_factory(PlaceForm, formset=PlacesForm, extra=3, max_num=20, absolute_max=20)


def places_form(data: Any = None) -> PlacesForm:
    return _Places(data, prefix="places")


def say_problems(
    invalid: Invalid, report: ReportForm, handling: forms.Form, places: PlacesForm, persons: PersonsForm
) -> None:
    """Each problem at the form that holds its field: of places and people as ``persons.1.birth``."""
    filled = {"places": places.filled(), "persons": persons.filled()}
    for field, problem in invalid.problems.items():
        if field in handling.fields:
            handling.add_error(field, problem)
        elif "." in field:
            listed, number, of = field.split(".")
            add_problems(filled[listed][int(number)], Invalid({of: problem}))
        else:
            report.add_error(field if field in report.fields else None, problem)
