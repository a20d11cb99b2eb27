from .hub import Hub
from .job import Job
from .journal import Countersignature, JournalDetail, JournalEntry, JournalHead
from .labelled import Labelled, RuleColumns
from .live import LiveCounter, LiveEvent
from .quota import QuotaUse

__all__ = [
    "Countersignature",
    "Hub",
    "Job",
    "JournalDetail",
    "JournalEntry",
    "JournalHead",
    "Labelled",
    "LiveCounter",
    "LiveEvent",
    "QuotaUse",
    "RuleColumns",
]
