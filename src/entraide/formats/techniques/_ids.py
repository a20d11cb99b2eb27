"""What both formats say alike: ids, version, names of the tactics, and where a technique stands in others' lists."""

from __future__ import annotations

import re
import unicodedata
from uuid import NAMESPACE_DNS, UUID, uuid5

from entraide.vocabulary.modi_operandi import Technique

VERSION = 1
"""Raised with every change of a name or a description."""

NAME = "Entraide scam centres"
TYPE = "entraide-scam-centres"
DESCRIPTION = (
    "How networks work that hold trafficked people in scam centres and make them defraud others online: techniques"
    " along the worker, centre, fraud and money pipelines, and crimes that converge there."
)
_NAMESPACE = uuid5(NAMESPACE_DNS, "techniques.entraide")


def uuid_of(name: str) -> UUID:
    """The id of a technique (``W2.06``), or of a document by its name."""
    return uuid5(_NAMESPACE, name)


def phase_of(technique: Technique) -> str:
    """The tactic as a word of small letters: ``recruitment-and-deception``."""
    plain = unicodedata.normalize("NFKD", technique.tactic["en"]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def elsewhere(technique: Technique) -> tuple[str, str] | None:
    """The list of MITRE that has the technique too, and its address there."""
    id = technique.external
    if not id:
        return None
    if id.startswith("F"):
        return "mitre-f3", f"https://ctid.mitre.org/fraud/techniques/{id}"
    return "mitre-attack", f"https://attack.mitre.org/techniques/{id.replace('.', '/')}"


def sources(technique: Technique) -> list[str]:
    return [source.strip() for source in technique.source.split(";") if source.strip()]
