"""STIX 2.1: one attack-pattern a technique, its names in other languages as language-content."""

from __future__ import annotations

from typing import Any

from entraide.vocabulary import modi_operandi
from entraide.vocabulary.modi_operandi import Technique

from ._ids import DESCRIPTION, TYPE, elsewhere, phase_of, sources, uuid_of

_MADE = "2026-11-22T00:00:00.000Z"
"""When this version was written: the same vocabulary gives the same file, byte for byte."""


def bundle() -> dict[str, Any]:
    """A bundle, ready to be written as JSON: who made it, the attack-patterns, their names in other languages."""
    import stix2

    everything = modi_operandi.load().values()
    maker = stix2.Identity(
        id=f"identity--{uuid_of('identity')}",
        created=_MADE,
        modified=_MADE,
        name="Entraide",
        description=DESCRIPTION,
        identity_class="organization",
        object_marking_refs=[stix2.TLP_WHITE],
    )
    objects = [maker]
    for technique in everything:
        objects += [_pattern(technique, maker.id), _names(technique, maker.id)]
    made: dict[str, Any] = {
        "type": "bundle",
        "id": f"bundle--{uuid_of('bundle')}",
        "objects": [_plain(one) for one in (stix2.TLP_WHITE, *objects)],
    }
    return made


def _pattern(technique: Technique, maker: str) -> Any:
    import stix2

    other = elsewhere(technique)
    return stix2.AttackPattern(
        id=f"attack-pattern--{uuid_of(technique.id)}",
        created_by_ref=maker,
        created=_MADE,
        modified=_MADE,
        name=technique.name["en"],
        description=technique.description,
        lang="en",
        kill_chain_phases=[{"kill_chain_name": TYPE, "phase_name": phase_of(technique)}],
        external_references=[
            {"source_name": TYPE, "external_id": technique.id},
            *(
                [{"source_name": other[0], "external_id": technique.external, "url": other[1]}]
                if other
                else []
            ),
            *(
                {"source_name": source, "description": f"Published: {source}"}
                for source in sources(technique)
            ),
        ],
        object_marking_refs=[stix2.TLP_WHITE],
    )


def _names(technique: Technique, maker: str) -> Any:
    import stix2

    return stix2.LanguageContent(
        id=f"language-content--{uuid_of(f'names of {technique.id}')}",
        created_by_ref=maker,
        created=_MADE,
        modified=_MADE,
        object_ref=f"attack-pattern--{uuid_of(technique.id)}",
        object_modified=_MADE,
        contents={
            language: {"name": name} for language, name in technique.name.items() if language != "en" and name
        },
        object_marking_refs=[stix2.TLP_WHITE],
    )


def _plain(one: Any) -> dict[str, Any]:
    import json

    plain: dict[str, Any] = json.loads(one.serialize())
    return plain
