"""A case as plain data, as a file of JSON holds it.

``{"name": "…", "at": "2025-11-05T08:00:00Z", "evidence": [{"kind": "travel_time", "hours": 3, "origin": "Mae Sot"}, …]}``.
The fields of each kind are those of its class; a photograph is ``{"kind": "photo", "file": "a.jpg"}``. A solved case says where it was: ``"solved": {"lat": …, "lon": …}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from .estimate import Case
from .evidence import KINDS, BadEvidence, Evidence, check_point, fields_of
from .photo import read_photo

_NUMBERS = {
    "hours", "lat", "lon", "accuracy_km", "within_km", "degrees", "spread", "elevation", "km", "radius_km", "thorough",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that could not be taken: its number in the file, from 1, and why."""

    number: int
    reason: str


def case_of(data: object, *, folder: Path | None = None) -> tuple[Case, list[Rejected]]:
    """The case, and the items that cannot be. ``folder`` is where files of photographs are.

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
            unknown[0], "a case has no such field", "Fields are name, at, about, evidence and solved"
        )
    good: list[Evidence] = []
    rejected = []
    for number, item in enumerate(items, 1):
        try:
            good.append(item_of(item, folder=folder))
        except BadEvidence as error:
            rejected.append(Rejected(number, str(error)))
    at = _moment("at", data["at"]) if data.get("at") else None
    return Case(tuple(good), at, str(data.get("name", ""))), rejected


def solved_at(data: object) -> tuple[float, float]:
    """Where the place of a solved case turned out to be. Raises BadEvidence."""
    place = data.get("solved") if isinstance(data, Mapping) else None
    if not isinstance(place, Mapping) or not {"lat", "lon"} <= set(place):
        raise BadEvidence(
            "solved", "the case does not say where the place was", 'Add "solved": {"lat": …, "lon": …}'
        )
    lat, lon = _typed("lat", place["lat"]), _typed("lon", place["lon"])
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
            f"“{kind}” is not known" if kind else "it is missing",
            f"Choose one of {', '.join([*KINDS, 'photo'])}",
        )
    allowed = fields_of(kind)
    for name, value in values.items():
        if name not in allowed:
            raise BadEvidence(name, f"{kind} has no such field", f"Fields are {', '.join(allowed)}")
        values[name] = _typed(name, value)
    try:
        return KINDS[kind](**values)
    except TypeError as error:
        missing = str(error).rpartition(": ")[2].replace("'", "").replace(" and ", ", ")
        raise BadEvidence(missing, f"{kind} needs it", "Add the field") from None


def _typed(name: str, value: Any) -> Any:
    if name in _NUMBERS:
        try:
            if isinstance(value, bool):
                raise ValueError
            return float(value)
        except (TypeError, ValueError):
            raise BadEvidence(name, f"{value!r} is no number", "Write a number such as 2.5") from None
    if name == "when":
        return _moment(name, value)
    if name == "on":
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError:
            raise BadEvidence(name, f"{value!r} is no date", "Write it as 2025-11-05") from None
    if name == "seen":
        if not isinstance(value, bool):
            raise BadEvidence(name, f"{value!r} is neither true nor false", "Write true or false")
        return value
    if not isinstance(value, str):
        raise BadEvidence(name, f"{value!r} is no text", "Write it in quotes")
    return value


def _moment(name: str, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise BadEvidence(name, f"{value!r} is no time", "Write it as 2025-11-05T08:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _photo(values: dict[str, Any], folder: Path | None) -> Evidence:
    name = str(values.get("file", ""))
    if not name:
        raise BadEvidence("file", "a photo needs its file", "Name it beside the case")
    # A case from elsewhere may not point to other files of this machine.
    path = ((folder or Path()) / name).resolve()
    if not path.is_relative_to((folder or Path()).resolve()) or not path.is_file():
        raise BadEvidence(
            "file", f"{name} is not beside the case", "Put the photo into the folder of the case"
        )
    read = read_photo(path, grade=str(values.get("grade", "")), group=str(values.get("group", "")))
    if read.ping is None:
        why = "; ".join(read.flags) or "says nothing of where it was taken"
        raise BadEvidence("file", f"{name}: {why}", "Ask for the original from the camera")
    return read.ping
