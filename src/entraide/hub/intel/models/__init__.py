from .attachment import Attachment, Custody
from .entity import Claim, Entity
from .handover import HandoverNote
from .hit import Decision, Hit, Message
from .link import (
    HeavyKey,
    LinkEntry,
    LinkPerson,
    LinkPicture,
    LinkText,
    NameKey,
    PictureChunk,
    TextBand,
)
from .proposal import KnownKind, LocateEvidence, ProposalDecision, ProposalKind
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
    "HeavyKey",
    "Hit",
    "KnownKind",
    "LinkEntry",
    "LinkPerson",
    "LinkPicture",
    "LinkText",
    "LocateEvidence",
    "Message",
    "NameKey",
    "NameToken",
    "PictureChunk",
    "Place",
    "ProposalDecision",
    "ProposalKind",
    "Report",
    "SearchToken",
    "Selector",
    "Technique",
    "TextBand",
    "Watch",
]
