"""Tables of reports, read by a mapping of columns to fields: each row a draft, or a reason why not.

>>> plan = Plan(suggested(table), handling)
>>> for row in drafts(table, plan, actor):      # Read or Rejected
...     ...

Nothing of a row is lost: a cell that cannot be read as what its column is stays in the text, under its header.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf.locale import LANG_INFO
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from entraide.formats.tables import FIELDS, Rejected, Row, Table, suggest_mapping
from entraide.vocabulary import countries, languages, selector_kinds, sites
from entraide.vocabulary.handling import TLP, HandlingCode, HitMode, Purpose

from ..core.acting import Actor
from ..core.errors import Invalid
from .actions.checks import check
from .actions.submit import submit_reports
from .drafts import Draft, GivenSelector, Handling, MarkedPlace
from .models import Report
from .rows import Sighting, sightings

BATCH = 1000
MOST_REJECTED_KEPT = 5000
COLUMN_FIELDS = (*FIELDS, "case_reference")
_LONGEST_ID = 70
_DAY_FIRST = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d-%m-%Y", "%d-%m-%Y %H:%M")
_MONTH_FIRST = ("%m/%d/%Y", "%m/%d/%Y %H:%M")
_YEAR_FIRST = ("%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y.%m.%d", "%Y-%m-%d %H:%M", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table becomes reports. ``columns``: header → field; several columns may hold one kind."""

    columns: Mapping[str, str]
    handling: Handling = field(default_factory=Handling)
    source_kind: str = Report.SourceKind.OTHER
    language: str = ""
    country: str = ""
    day_first: bool = True  # what 05/11/2025 means


@dataclass(frozen=True, slots=True)
class ReadRow:
    line: int
    draft: Draft

    def sightings(self, actor: Actor) -> list[Sighting]:
        """What will be found in it."""
        return list(sightings(self.draft, self.draft.text, actor.state))


@dataclass(slots=True)
class Imported:
    """``known``: rows that an earlier import had filed."""

    filed: int = 0
    known: int = 0
    rejected_count: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def reject(self, row: Rejected) -> None:
        self.rejected_count += 1
        if len(self.rejected) < MOST_REJECTED_KEPT:
            self.rejected.append(row)

    @property
    def rows(self) -> int:
        return self.filed + self.known + self.rejected_count


def suggested(table: Table) -> dict[str, str]:
    """Header → field, as far as the table tells; the rest is left to a person."""
    found = {header: name for name, header in suggest_mapping(table.headers, table.sample).items()}
    for header, name in list(found.items()):
        # a running number says nothing of a row in another table
        numbers = [row.get(header, "") for row in table.sample]
        if name == "client_id" and all(len(cell) < 5 and cell.isdigit() for cell in numbers if cell):
            del found[header]
    return found


def says_month_first(table: Table, columns: Mapping[str, str]) -> bool:
    """Is 11/05/2025 written where only a month can stand first?"""
    cells = [
        row.get(header, "")
        for header, name in columns.items()
        if name == "observed_at"
        for row in table.sample
    ]
    parts = [cell.split(" ")[0].split("/") for cell in cells]
    dates = [
        (part[0], part[1]) for part in parts if len(part) == 3 and part[0].isdigit() and part[1].isdigit()
    ]
    return any(int(b) > 12 for _a, b in dates) and not any(int(a) > 12 for a, _b in dates)


def checked_columns(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """A mapping that the table can follow. Raises Invalid, naming the column and the remedy."""
    problems: dict[str, str] = {}
    for header, name in columns.items():
        if header not in table.headers:
            near = ", ".join(table.headers[:12])
            problems[header] = _("The table has no such column. It has: %(headers)s.") % {"headers": near}
        elif name not in COLUMN_FIELDS:
            problems[header] = _("There is no field “%(name)s”. Choose one of: %(fields)s.") % {
                "name": name,
                "fields": ", ".join(COLUMN_FIELDS),
            }
    for single in ("client_id", "observed_at", "title", "language", "country", "case_reference"):
        if list(columns.values()).count(single) > 1:
            problems[single] = _("Only one column can be this. Set the others to something else.")
    if not problems and not any(name == "text" or name in selector_kinds.load() for name in columns.values()):
        problems["columns"] = _("Say which column holds the text, or a phone, an account or an address.")
    if problems:
        raise Invalid(problems)
    return dict(columns)


def drafts(table: Table, plan: Plan) -> Iterator[ReadRow | Rejected]:
    """Every row behind the header, once, in order. Memory does not grow with the rows' texts."""
    seen: dict[bytes, int] = {}
    for row in table.rows():
        if isinstance(row, Rejected):
            yield Rejected(row.line, _(row.reason) + ".", row.text)
            continue
        read = _read(row, plan)
        if isinstance(read, ReadRow):
            identity = hashlib.sha256(read.draft.client_id.encode()).digest()[:16]
            if identity in seen:
                again = _("The same row stands in line %(line)d already.") % {"line": seen[identity]}
                read = Rejected.of(row.line, again, _whole(row))
            else:
                seen[identity] = row.line
        yield read


def file_rows(
    rows: Iterable[ReadRow | Rejected],
    imported: Imported,
    progress: Callable[[int], object] = lambda done: None,
    *,
    announce: bool = True,
) -> Imported:
    """File the good rows, a batch at a time, within the transaction of the caller."""
    good = _good(rows, imported)
    while batch := list(islice(good, BATCH)):
        submitted = submit_reports([row.draft for row in batch], announce=announce)
        new = sum(one.new for one in submitted)
        imported.filed += new
        imported.known += len(submitted) - new
        progress(imported.rows)
    return imported


def _good(rows: Iterable[ReadRow | Rejected], imported: Imported) -> Iterator[ReadRow]:
    for row in rows:
        if isinstance(row, Rejected):
            imported.reject(row)
        else:
            yield row


def _read(row: Row, plan: Plan) -> ReadRow | Rejected:
    """A row as a draft that can be filed."""
    reading = _Reading(plan)
    for header, cell in row.cells.items():
        if cell := cell.strip():
            reading.take(header, plan.columns.get(header, ""), cell)
    if not reading.texts and not reading.selectors:
        return Rejected.of(row.line, _("The row holds no text and nothing that can be linked."), _whole(row))
    draft = reading.draft(_identity(row, plan))
    try:
        check(draft)
    except Invalid as invalid:
        return Rejected.of(row.line, " ".join(invalid.problems.values()), _whole(row))
    return ReadRow(row.line, draft)


class _Reading:
    """The cells of one row, each taken as what its column is."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.texts: list[str] = []
        self.selectors: list[GivenSelector] = []
        self._beside: list[str] = []  # said under its header, below the text
        self._fields: dict[str, Any] = {}
        self._places: list[MarkedPlace] = []

    def take(self, header: str, name: str, cell: str) -> None:
        if name in selector_kinds.load():
            self.selectors.append(GivenSelector(name, cell))
            self._say(header, cell)
        elif name == "text":
            self.texts.append(cell)
        elif name == "place":
            self._take_place(header, cell)
        elif name in _READERS:
            value = _READERS[name](cell, self._plan)
            if value:
                self._fields[name] = value
            else:
                self._say(header, cell)
        elif name in ("title", "source", "case_reference"):
            if len(cell) > _LENGTHS[name]:
                self._say(header, cell)
            self._fields[name] = cell[: _LENGTHS[name]]

    def draft(self, client_id: str) -> Draft:
        plan = self._plan
        text = "\n\n".join(self.texts)
        beside = [line for line in self._beside if line.partition(": ")[2] not in text]
        return Draft(
            text="\n".join(filter(None, [text, *beside])),
            handling=plan.handling,
            client_id=client_id,
            source_kind=plan.source_kind,
            selectors=tuple(self.selectors),
            places=tuple(self._places),
            **{"language": plan.language, "country": plan.country} | self._fields,
        )

    def _take_place(self, header: str, cell: str) -> None:
        self._say(header, cell)
        site = _sites().get(cell.casefold())
        if site:
            self._places.append(MarkedPlace(site.name, site.lat, site.lon, site.radius_km, site.name))

    def _say(self, header: str, cell: str) -> None:
        self._beside.append(f"{header}: {cell}")


def _identity(row: Row, plan: Plan) -> str:
    """What makes a row the same when its table is sent again: the sender's own id, else the row itself."""
    own = next((row.cells.get(h, "").strip() for h, name in plan.columns.items() if name == "client_id"), "")
    if own and len(own) <= _LONGEST_ID:
        return f"table:{own}"
    whole = "\x1f".join(f"{header}\x1e{cell}" for header, cell in row.cells.items())
    return f"row:{hashlib.sha256(whole.encode('utf-8', 'replace')).hexdigest()[:48]}"


def _whole(row: Row) -> str:
    return " | ".join(filter(None, row.cells.values()))


def _moment(cell: str, plan: Plan) -> datetime | None:
    """Day and time, in the reader's zone where none is given."""
    cell = " ".join(cell.replace("T", " ").split())
    moment = None
    with suppress(ValueError):
        moment = parse_datetime(cell)
    orders = (*_YEAR_FIRST, *(_DAY_FIRST if plan.day_first else _MONTH_FIRST))
    for pattern in orders if moment is None else ():
        with suppress(ValueError):
            moment = datetime.strptime(cell, pattern)
            break
    if moment is None or not 1900 < moment.year < 2100:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _language(cell: str, _plan: Plan) -> str:
    return _languages().get(cell.casefold(), "")


def _country(cell: str, _plan: Plan) -> str:
    return _countries().get(cell.casefold(), "")


_READERS: dict[str, Callable[[str, Plan], Any]] = {
    "observed_at": _moment,
    "language": _language,
    "country": _country,
}
_LENGTHS = {"title": 200, "source": 300, "case_reference": 80}


@cache
def _languages() -> dict[str, str]:
    names = {code: code for code in LANG_INFO if len(code) == 2} | {code: code for code in languages.load()}
    for code, known in languages.load().items():
        names |= {known.name.casefold(): code, known.own_name.casefold(): code}
    for code, info in LANG_INFO.items():
        if len(code) == 2 and "name" in info:
            names |= {info["name"].casefold(): code, info["name_local"].casefold(): code}
    return names


@cache
def _countries() -> dict[str, str]:
    names = {}
    for code, country in countries.load().items():
        names |= {code.casefold(): code, country.alpha3.casefold(): code}
        names |= {name.casefold(): code for name in country.names.values()}
    return names


@cache
def _sites() -> dict[str, Any]:
    return {
        name.casefold(): site for site in sites.load().values() for name in (site.name, *site.other_names)
    }


def as_arguments(plan: Plan) -> dict[str, Any]:
    """A plan as the JSON of a job."""
    given = plan.handling
    return {
        "columns": dict(plan.columns),
        "source_kind": plan.source_kind,
        "language": plan.language,
        "country": plan.country,
        "day_first": plan.day_first,
        "handling": {
            "tlp": int(given.tlp),
            "audience": sorted(map(str, given.audience)),
            "recipients": sorted(map(str, given.recipients)),
            "excluded_states": sorted(given.excluded_states),
            "hit_mode": int(given.hit_mode),
            "purposes": int(given.purposes),
            "handling_codes": sorted(map(int, given.handling_codes)),
            "expires_on": given.expires_on.isoformat() if given.expires_on else None,
            "caveat": given.caveat,
            "source_grade": given.source_grade,
            "information_grade": given.information_grade,
        },
    }


def from_arguments(arguments: Mapping[str, Any]) -> Plan:
    given = arguments["handling"]
    handling = Handling(
        tlp=TLP(given["tlp"]),
        audience=frozenset(map(UUID, given["audience"])),
        recipients=frozenset(map(UUID, given["recipients"])),
        excluded_states=frozenset(given["excluded_states"]),
        hit_mode=HitMode(given["hit_mode"]),
        purposes=Purpose(given["purposes"]),
        handling_codes=frozenset(map(HandlingCode, given["handling_codes"])),
        expires_on=datetime.fromisoformat(given["expires_on"]).date() if given["expires_on"] else None,
        caveat=given["caveat"],
        source_grade=given["source_grade"],
        information_grade=given["information_grade"],
    )
    rest = {name: arguments[name] for name in ("columns", "source_kind", "language", "country", "day_first")}
    return Plan(handling=handling, **rest)
