"""The people and organisations that a report names. What tells two of one name apart is asked for first."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..birth_words import birth_problem, is_plain_year
from ..drafts import GivenDocument, NamedPerson
from ..models import Claim, Entity
from .choices import country_choices

OLDEST_AGE = 130
LONGEST_NAME = 300
MOST_ALIASES = 20
SEXES = (("f", _("Female")), ("m", _("Male")), ("x", _("Other")))
DOCUMENTS = (
    ("passport", _("Passport")),
    ("identity_card", _("Identity card")),
    ("residence_permit", _("Residence permit")),
    ("driving_licence", _("Driving licence")),
    ("registration", _("Registration of a company")),
    ("other", _("Another document")),
)


class PersonForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("As written, in its own script."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(Entity.Kind.PERSON, _("Person")), (Entity.Kind.ORGANISATION, _("Organisation"))],
        initial=Entity.Kind.PERSON,
        required=False,
    )
    birth = forms.CharField(
        label=_("Born"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("1986 or 12 May 1986"), "autocomplete": "off"}),
    )  # fmt: skip
    age = forms.IntegerField(
        label=_("or age"), required=False, min_value=0, max_value=OLDEST_AGE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    nationality = forms.ChoiceField(label=_("Nationality"), choices=country_choices, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", _("Not said")), *SEXES], required=False)
    status = forms.ChoiceField(
        label=_("Named as"), choices=Claim.Status.choices, initial=Claim.Status.UNKNOWN, required=False
    )
    aliases = forms.CharField(
        label=_("Other names"), required=False, max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("One a line: nicknames, other spellings, other scripts."),
    )  # fmt: skip
    document_kind = forms.ChoiceField(
        label=_("Document"), choices=DOCUMENTS, initial="passport", required=False
    )
    document_number = forms.CharField(
        label=_("Its number"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_aliases(self) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["aliases"].splitlines()))))
        if len(names) > MOST_ALIASES or any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(
                _("Give at most %(most)d names, each of at most %(longest)d characters.")
                % {"most": MOST_ALIASES, "longest": LONGEST_NAME}
            )
        return names

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("name") and any(
            given.get(field) for field in ("birth", "age", "nationality", "sex", "aliases", "document_number")
        ):
            self.add_error("name", _("Give the name too, or clear the line."))
        if problem := birth_problem(given.get("birth") or "", given.get("nationality") or ""):
            self.add_error("birth", problem)
        return given

    def person(self) -> NamedPerson | None:
        """Of a valid form; None where nothing was given. An age is that of the report's day."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        birth, number = given["birth"].strip(), given["document_number"].strip()
        human = given["kind"] != Entity.Kind.ORGANISATION
        plain = is_plain_year(birth)
        return NamedPerson(
            name=given["name"],
            kind=given["kind"] or Entity.Kind.PERSON,
            status=given["status"] or Claim.Status.UNKNOWN,
            birth_year=int(birth) if plain and human else None,
            birth="" if plain or not human else birth,
            age=given["age"] if human else None,
            nationality=given["nationality"] or None,
            sex=given["sex"] if human else "",
            aliases=given["aliases"],
            documents=(GivenDocument(given["document_kind"] or "other", number),) if number else (),
        )


class PersonsForm(forms.BaseFormSet):
    def people(self) -> Iterator[NamedPerson]:
        yield from filter(None, (form.person() for form in self.forms))

    def filled(self) -> list[PersonForm]:
        return [form for form in self.forms if form.person()]


def persons_form(data: Any = None, lines: int = 1) -> PersonsForm:
    """``lines``: how many are shown at first; scripts add more."""
    made = forms.formset_factory(
        PersonForm, formset=PersonsForm, extra=min(max(lines, 1), 20), max_num=20, absolute_max=20
    )
    return made(data, prefix="persons")
