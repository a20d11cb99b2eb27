"""The forms of the intelligence pages. What may be filed is decided by the actions; forms only ask."""

from .handling import HandlingForm
from .report import PersonsForm, PlacesForm, ReportForm
from .work import (
    AddPersonForm,
    DecisionForm,
    HandoverForm,
    HitFilter,
    MarkPlaceForm,
    MarkTechniqueForm,
    MessageForm,
    PersonSearchForm,
    ReportFilter,
    WatchForm,
)

__all__ = [
    "AddPersonForm",
    "DecisionForm",
    "HandlingForm",
    "HandoverForm",
    "HitFilter",
    "MarkPlaceForm",
    "MarkTechniqueForm",
    "MessageForm",
    "PersonSearchForm",
    "PersonsForm",
    "PlacesForm",
    "ReportFilter",
    "ReportForm",
    "WatchForm",
]
