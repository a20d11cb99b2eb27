"""A case as plain data, as a file of JSON holds it.

``{"name": "…", "at": "2025-11-05T08:00:00Z", "evidence": [{"kind": "travel_time", "hours": 3, "origin": "Mae Sot"}, …]}``.
The fields of each kind are those of its class; a photograph is ``{"kind": "photo", "file": "a.jpg"}``. A solved case says where it was: ``"solved": {"lat": …, "lon": …}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .estimate import MOST_ITEMS, Case, too_many
from .evidence import KINDS, BadEvidence, Evidence, check_point, check_year, fields_of, shown
from .photo import read_photo

_NUMBERS = {
    "hours", "lat", "lon", "accuracy_km", "within_km", "degrees", "spread", "elevation", "km", "radius_km", "thorough",
}  # fmt: skip


_OF_PHOTOS = {"file", "id", "when", "grade", "language", "excerpt", "group"}
_LONGEST = {"name": 200, "origin": 200}  # letters; more is a sentence


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that could not be taken: its number in the file, from 1, and why."""

    number: int
    reason: str


def data_of(text: str) -> object:
    """What a file of JSON holds. Raises BadEvidence; a field that is there twice is refused, for one would be lost."""
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except BadEvidence:
        raise
    except RecursionError:
        raise BadEvidence(
            "case", "it is nested too deeply", "Write a list of items, each with its fields"
        ) from None
    except ValueError as error:  # also of numbers with thousands of figures
        raise BadEvidence("case", f"this is no JSON ({error})", "Correct it and try again") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadEvidence(shown(name), "it is there twice in one object", "Keep one of them")
        found[name] = value
    return found


def case_of(data: object, *, folder: Path | None = None) -> tuple[Case, list[Rejected]]:
    """The case, and the items that cannot be. ``folder`` is where files of photographs are; an item without an ``id``
    has its number, from 1.

    Raises BadEvidence where the whole is no case.
    """
    if not isinstance(data, Mapping):
        raise BadEvidence("case", "this is no case", 'Write an object such as {"evidence": [...]}')
    items = data.get("evidence")
    if not isinstance(items, list):
        raise BadEvidence("evidence", "there is no list of it", 'Write {"evidence": [ … ]}')
    unknown = sorted(set(map(str, data)) - {"name", "at", "evidence", "about", "solved"})
    if unknown:
        raise BadEvidence(
            shown(unknown[0]), "a case has no such field", "Fields are name, at, about, evidence and solved"
        )
    if len(items) > MOST_ITEMS:
        raise too_many(len(items))
    name = _text("name", data.get("name") or "")
    at = None if data.get("at") is None else _moment("at", data["at"])
    good: list[Evidence] = []
    rejected = []
    for number, item in enumerate(items, 1):
        try:
            numbered = {"id": str(number), **item} if isinstance(item, Mapping) else item
            good.append(item_of(numbered, folder=folder))
        except BadEvidence as error:
            rejected.append(Rejected(number, str(error)))
    return Case(tuple(good), at, name), rejected


def solved_at(data: object) -> tuple[float, float]:
    """Where the place of a solved case turned out to be. Raises BadEvidence."""
    place = data.get("solved") if isinstance(data, Mapping) else None
    if not isinstance(place, Mapping) or not {"lat", "lon"} <= set(place):
        raise BadEvidence(
            "solved", "the case does not say where the place was", 'Add "solved": {"lat": …, "lon": …}'
        )
    lat, lon = _number("lat", place["lat"]), _number("lon", place["lon"])
    check_point(lat, lon, "solved")
    return float(lat), float(lon)


def item_of(data: object, *, folder: Path | None = None) -> Evidence:
    """One item. Raises BadEvidence."""
    if not isinstance(data, Mapping):
        raise BadEvidence(
            "item", "this is no item", 'Write an object such as {"kind": "place_name", "name": "…"}'
        )
    values = {str(name): value for name, value in data.items() if value is not None}
    kind = str(values.pop("kind", ""))
    if kind == "photo":
        return _photo(values, folder)
    if kind not in KINDS:
        raise BadEvidence(
            "kind",
            f"“{shown(kind)}” is not known" if kind else "it is missing",
            f"Choose one of {', '.join([*KINDS, 'photo'])}",
        )
    allowed = fields_of(kind)
    for name, value in values.items():
        if name not in allowed:
            raise BadEvidence(shown(name), f"{kind} has no such field", f"Fields are {', '.join(allowed)}")
        values[name] = _typed(name, value)
    try:
        return KINDS[kind](**values)
    except TypeError as error:
        missing = str(error).rpartition(": ")[2].replace("'", "").replace(" and ", ", ")
        raise BadEvidence(missing, f"{kind} needs it", "Add the field") from None


def _typed(name: str, value: Any) -> Any:
    if name in _NUMBERS:
        return _number(name, value)
    if name == "when":
        return _moment(name, value)
    if name == "on":
        return _moment(name, value).date()
    if name == "seen":
        if not isinstance(value, bool):
            raise BadEvidence(name, f"{_said(value)} is neither true nor false", "Write true or false")
        return value
    return _text(name, value)


def _number(name: str, value: Any) -> float:
    try:
        if isinstance(value, bool):
            raise ValueError
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise BadEvidence(name, f"{_said(value)} is no number", "Write a number such as 2.5") from None


def _moment(name: str, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadEvidence(name, f"{_said(value)} is no time", "Write it as 2025-11-05T08:00:00Z") from None
    check_year(moment, name)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadEvidence(name, f"{_said(value)} is no text", "Write it in quotes")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadEvidence(
            name, "it holds halves of letters (\\ud800 to \\udfff)", "Save the file as UTF-8 anew"
        )
    if len(value) > _LONGEST.get(name, len(value)):
        raise BadEvidence(
            name, f"{len(value):,} letters are no name", "Write the name alone; the rest is “excerpt”"
        )
    return value


def _said(value: Any) -> str:
    return shown(repr(value)) if not isinstance(value, int) or abs(value) < 10**18 else "so large an integer"


def _photo(values: dict[str, Any], folder: Path | None) -> Evidence:
    for field in values:
        if field not in _OF_PHOTOS:
            raise BadEvidence(
                shown(field), "photo has no such field", f"Fields are {', '.join(sorted(_OF_PHOTOS))}"
            )
    said = {field: _typed(field, value) for field, value in values.items()}
    name = said.pop("file", "")
    if not name:
        raise BadEvidence("file", "a photo needs its file", "Name it beside the case")
    # A case from elsewhere may not point to other files of this machine.
    beside = (folder or Path()).resolve()
    try:
        path = (beside / name).resolve()
        there = path.is_relative_to(beside) and path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        there = False
    if not there:
        raise BadEvidence(
            "file", f"{shown(name)} is not beside the case", "Put the photo into the folder of the case"
        )
    read = read_photo(path)
    if read.ping is None:
        why = "; ".join(read.flags) or "says nothing of where it was taken"
        raise BadEvidence("file", f"{shown(name)}: {why}", "Ask for the original from the camera")
    flags = tuple(f"{shown(name)}: {flag}" for flag in read.flags)
    return replace(
        read.ping,
        **{**said, "when": read.ping.when or said.get("when"), "device": read.camera, "flags": flags},
    )
