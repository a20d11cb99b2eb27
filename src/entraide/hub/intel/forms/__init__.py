"""The forms of the intelligence pages. What may be filed is decided by the actions; forms only ask."""

from .choices import add_problems
from .handling import HandlingForm
from .importing import ImportForm, UploadForm
from .report import PersonsForm, PlacesForm, ReportForm, persons_form, places_form, say_problems
from .work import (
    AddPersonForm,
    AttachForm,
    DecisionForm,
    HandOverForm,
    HandoverForm,
    HitFilter,
    MarkPlaceForm,
    MarkTechniqueForm,
    MessageForm,
    PersonSearchForm,
    ReasonForm,
    RenewForm,
    ReportFilter,
    WatchForm,
)

__all__ = [
    "AddPersonForm",
    "AttachForm",
    "DecisionForm",
    "HandOverForm",
    "HandlingForm",
    "HandoverForm",
    "HitFilter",
    "ImportForm",
    "MarkPlaceForm",
    "MarkTechniqueForm",
    "MessageForm",
    "PersonSearchForm",
    "PersonsForm",
    "PlacesForm",
    "ReasonForm",
    "RenewForm",
    "ReportFilter",
    "ReportForm",
    "UploadForm",
    "WatchForm",
    "add_problems",
    "persons_form",
    "places_form",
    "say_problems",
]
