"""What pages ask. Whether it can be used, the actions say."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from entraide.hub.core.errors import Invalid
from entraide.hub.core.permissions import ROLES

from . import passwords, words
from .actions.keys import DAYS_MOST
from .actions.organisations import Contact
from .models import ApiKey, Member, Organisation, Power


def add_problems(form: forms.Form, invalid: Invalid) -> None:
    """What an action found wrong, said at the fields that it names."""
    for field, problem in invalid.problems.items():
        form.add_error(field if field in form.fields else None, problem)


class _Roles(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **arguments: Any) -> None:
        super().__init__(label=_("Roles"), choices=list(ROLES.items()), **arguments)


def _offered_roles(form: forms.Form, organisation: Organisation) -> None:
    if organisation.kind != Organisation.Kind.COORDINATOR:
        form.fields["roles"].choices = [(role, name) for role, name in ROLES.items() if role != "coordinator"]


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link is sent there; it is also how they sign in.")
    )
    roles = _Roles()

    def __init__(self, *arguments: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _offered_roles(self, organisation)


class RolesForm(forms.Form):
    roles = _Roles()

    def __init__(self, *arguments: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _offered_roles(self, organisation)


class AcceptForm(forms.Form):
    name = forms.CharField(label=_("Your name, as colleagues will see it"), max_length=120)
    password = forms.CharField(
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["password"].help_text = " ".join(passwords.rules())


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("As in “nightly upload of the case system”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=ApiKey.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (DAYS_MOST, _("1 year"))],
        initial=90,
    )


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=words.zone_choices)

    @staticmethod
    def of(member: Member) -> dict[str, str]:
        return {"name": member.name, "language": member.language, "time_zone": member.timezone}


class IdentityForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose a kind")), *Organisation.Kind.choices])
    country = forms.ChoiceField(label=_("Country"), choices=words.country_choices)


class ContactForm(forms.Form):
    powers = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Power.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    channel = forms.CharField(
        label=_("Channel"),
        max_length=200,
        required=False,
        help_text=_("How it is reached at once, as in “duty telephone, then secure network”."),
    )
    email = forms.EmailField(label=_("E-mail of the desk"), required=False)
    phone = forms.CharField(label=_("Telephone of the desk"), max_length=40, required=False)
    languages = forms.CharField(
        label=_("Languages"),
        required=False,
        help_text=_("Names or two-letter codes, with commas between, the best one first."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=words.zone_choices, initial="UTC")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for kind, name in Power.Kind.choices:
            self.fields[f"{kind}_note"] = forms.CharField(
                label=_("%s: what to know") % name, max_length=200, required=False
            )

    def clean_languages(self) -> tuple[str, ...]:
        try:
            return words.read_languages(self.cleaned_data["languages"])
        except Invalid as invalid:
            raise forms.ValidationError(invalid.problems["languages"])

    def contact(self) -> Contact:
        given = self.cleaned_data
        return Contact(
            channel=given["channel"],
            languages=given["languages"],
            email=given["email"],
            phone=given["phone"],
            time_zone=given["time_zone"],
            powers={kind: given[f"{kind}_note"] for kind in given["powers"]},
        )

    @staticmethod
    def of(organisation: Organisation) -> dict[str, Any]:
        powers = {power.kind: power.note for power in organisation.powers.all()}
        return {
            "powers": list(powers),
            "channel": organisation.channel,
            "email": organisation.contact_email,
            "phone": organisation.contact_phone,
            "languages": ", ".join(map(words.language_name, organisation.languages)),
            "time_zone": organisation.timezone,
            **{f"{kind}_note": note for kind, note in powers.items()},
        }


class AdmitForm(ContactForm, IdentityForm):
    administrator_name = forms.CharField(label=_("Name of its first administrator"), max_length=120)
    administrator_email = forms.EmailField(
        label=_("E-mail of the first administrator"), help_text=_("The invitation is sent there.")
    )

    field_order = ("name", "kind", "country", "administrator_name", "administrator_email")
