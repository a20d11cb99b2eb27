"""The forms of the intelligence pages. What may be filed is decided by the actions; forms only ask."""

from .choices import add_problems
from .handling import HandlingForm
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
    ReportFilter,
    WatchForm,
)

__all__ = [
    "AddPersonForm",
    "AttachForm",
    "HandOverForm",
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
    "add_problems",
    "persons_form",
    "places_form",
    "say_problems",
]
