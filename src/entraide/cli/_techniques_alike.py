"""`entraide techniques TEXT --like FILE`: how alike cases are in their methods."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from entraide.engines.assess import Similarity

_BETWEEN_IDS = re.compile(r"[\s;,|]+")


@dataclass(frozen=True, slots=True)
class Case:
    """``techniques`` in the order in which the text tells of them, or in which they were listed."""

    name: str
    techniques: tuple[str, ...]


def case_of(name: str, text: str, language: str, least: float) -> Case:
    """A text, in which techniques are found, or a list of their ids."""
    from entraide.engines.assess import tag_techniques
    from entraide.vocabulary import modi_operandi

    listed = [word.upper() for word in _BETWEEN_IDS.split(text) if word]
    if listed and modi_operandi.ids().issuperset(listed):
        return Case(name, tuple(dict.fromkeys(listed)))
    found = tag_techniques(text, language=language or None, least=least)
    return Case(name, tuple(one.id for one in found))


def seen_in(counts: Path | None) -> Mapping[str, int]:
    """In how many reports of a table of counts each technique is; nothing without one."""
    if counts is None:
        return {}
    from entraide.cli._counts import counts_from, say_merged, say_rejected
    from entraide.engines.watch import totals

    file = counts_from(counts)
    say_merged(file.rows)
    say_rejected(counts, file)
    seen = totals(file.rows, "technique")
    if not seen:
        raise typer.BadParameter(f"{counts}: no row names a technique", param_hint="--counts")
    return seen


def say_alike(case: Case, others: Sequence[Case], seen: Mapping[str, int], as_json: bool) -> None:
    """The others, the one most alike first, with the techniques that both have."""
    from entraide.engines.assess import similarity

    found = [(other, similarity(case.techniques, other.techniques, seen=seen)) for other in others]
    found.sort(key=lambda pair: -pair[1].score)
    if as_json:
        alike = [_plain(case, other, one) for other, one in found]
        typer.echo(
            json.dumps({"case": case.name, "techniques": case.techniques, "like": alike}, ensure_ascii=False)
        )
        return
    if not case.techniques:
        typer.echo(f"{case.name}: no technique was found, so that nothing can be compared.")
        return
    typer.echo(f"{case.name}: {', '.join(case.techniques)}")
    for other, one in found:
        _say(case, other, one)


def _plain(case: Case, other: Case, one: "Similarity") -> dict[str, Any]:
    return {
        "case": other.name,
        "score": one.score if case.techniques and other.techniques else None,
        "shared": [{"id": id, "name": _name(id)} for id in one.shared],
        "same_order": one.same_order,
        "only_here": _without(case, one),
        "only_there": _without(other, one),
    }


def _say(case: Case, other: Case, one: "Similarity") -> None:
    typer.echo()
    if not other.techniques:
        typer.echo(f"?     {other.name}: no technique was found, so that nothing can be compared")
        return
    typer.echo(f"{one.score:.2f}  {other.name}")
    for id in one.shared:
        typer.echo(f"      both: {id} {_name(id)}")
    if one.same_order is not None:
        typer.echo(f"      of the pairs of these {one.same_order:.0%} stand in the same order")
    for word, only in (("here", _without(case, one)), ("there", _without(other, one))):
        if only:
            typer.echo(f"      only {word}: {', '.join(only)}")


def _without(case: Case, one: "Similarity") -> list[str]:
    return [id for id in case.techniques if id not in one.shared]


def _name(id: str) -> str:
    from entraide.vocabulary import modi_operandi

    return modi_operandi.load()[id].name["en"]
