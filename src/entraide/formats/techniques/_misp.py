"""A MISP galaxy and its cluster, as in github.com/MISP/misp-galaxy: one file in galaxies/, one in clusters/."""

from __future__ import annotations

from typing import Any

from entraide.vocabulary import modi_operandi
from entraide.vocabulary.modi_operandi import Technique

from ._ids import DESCRIPTION, NAME, TYPE, VERSION, elsewhere, phase_of, sources, uuid_of


def galaxy() -> dict[str, Any]:
    """The galaxy: its columns are the tactics, in the order of the pipelines."""
    phases = dict.fromkeys(phase_of(technique) for technique in modi_operandi.load().values())
    return {
        "description": DESCRIPTION,
        "icon": "user-shield",
        "kill_chain_order": {TYPE: list(phases)},
        "name": NAME,
        "namespace": "entraide",
        "type": TYPE,
        "uuid": str(uuid_of("galaxy")),
        "version": VERSION,
    }


def cluster() -> dict[str, Any]:
    """The cluster: one value a technique."""
    return {
        "authors": ["Entraide"],
        "category": "attack-pattern",
        "description": DESCRIPTION,
        "name": NAME,
        "source": "Published reports of INTERPOL, UNODC, OHCHR, Amnesty International and others, named with each value",
        "type": TYPE,
        "uuid": str(uuid_of("cluster")),
        "values": [_value(technique) for technique in modi_operandi.load().values()],
        "version": VERSION,
    }


def _value(technique: Technique) -> dict[str, Any]:
    other = elsewhere(technique)
    meta: dict[str, Any] = {
        "external_id": technique.id,
        "kill_chain": [f"{TYPE}:{phase_of(technique)}"],
        "sources": sources(technique),
        # MISP knows no languages: names in others are found as synonyms
        "synonyms": sorted({name for language, name in technique.name.items() if language != "en"}),
    }
    if other:
        meta |= {"mitre_id": technique.external, "refs": [other[1]]}
    return {
        "description": technique.description,
        "meta": meta,
        "uuid": str(uuid_of(technique.id)),
        "value": f"{technique.name['en']} - {technique.id}",
    }
