"""Reports from a table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary import selector_kinds

from ...core.templatetags.ui import kind_word
from ..models import Report
from .choices import country_choices, language_choices


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_(
            "CSV, TSV or Excel (.xlsx), up to 100 MB; any encoding, the first row may name the columns."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose a file with a header and at least one row."),
        },
    )


class ImportForm(forms.Form):
    """What holds for every row that does not say otherwise."""

    source_kind = forms.ChoiceField(
        label=_("What the rows are"), choices=Report.SourceKind.choices, initial=Report.SourceKind.OTHER
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        required=False,
        help_text=_("Reads numbers written without their country. Empty: yours."),
    )


def field_choices() -> list[tuple[Any, Any]]:
    """What a column may be."""
    kinds = [(kind, kind_word(kind)) for kind in selector_kinds.load()]
    return [
        ("", _("Leave it out")),
        (
            _("Of the report"),
            [
                ("text", _("Text")),
                ("title", _("Title")),
                ("observed_at", _("When observed")),
                ("language", _("Language")),
                ("country", _("Country")),
                ("place", _("Place")),
                ("source", _("Source")),
                ("case_reference", _("Case reference")),
                ("client_id", _("Your own id of the row")),
            ],
        ),
        (_("What can be linked"), kinds),
    ]
