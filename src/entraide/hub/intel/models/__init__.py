from .attachment import Attachment, Custody
from .entity import Claim, Entity
from .handover import HandoverNote
from .hit import Decision, Hit, Message
from .link import LinkEntry
from .report import Place, Report, Selector, Technique
from .search import NameToken, SearchToken
from .watch import Watch

__all__ = [
    "Attachment",
    "Claim",
    "Custody",
    "Decision",
    "Entity",
    "HandoverNote",
    "Hit",
    "LinkEntry",
    "Message",
    "NameToken",
    "Place",
    "Report",
    "SearchToken",
    "Selector",
    "Technique",
    "Watch",
]
