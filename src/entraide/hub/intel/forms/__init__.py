"""The forms of the intelligence pages. What may be filed is decided by the actions; forms only ask."""

from .choices import add_problems
from .handling import HandlingForm
from .importing import ImportForm, UploadForm
from .persons import PersonForm, PersonsForm, persons_form
from .report import PlacesForm, ReportForm, places_form, say_problems
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
    "PersonForm",
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
