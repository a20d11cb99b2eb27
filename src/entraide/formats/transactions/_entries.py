"""Legs put together entry by entry, for formats that are no tables: XML, MT940, JSON."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from .._problems import Rejected
from ._accounts import checked
from ._found import SCHEMA, UNNAMED, Batch, FileReport

MOST = (1 << 63) - 1
_MANY = 20_000
_MOST_PLACES = 28  # that decimals are exact to
_ZONED_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES = [name for name in SCHEMA.names if name not in ("sequence", "evidence")]


class Refused(Exception):
    """An entry that cannot be taken; the message names the field and the remedy."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One leg of an entry, as in SCHEMA. `source` or `target` None: outside of the record."""

    time: datetime
    source: str | None
    target: str | None
    amount: int
    currency: str
    rail: str
    kind: str
    record: str
    date_only: bool = False
    reverses: str | None = None
    target_amount: int | None = None
    target_currency: str | None = None


class Entries:
    """Entries that were read since the last batch."""

    def __init__(self, report: FileReport) -> None:
        self.report = report
        self.encoding = "utf-8"
        self.rows = 0
        self._clear()

    def _clear(self) -> None:
        self._legs: list[Entry] = []
        self._row: list[int] = []
        self._line: list[int] = []
        self._named: list[bool] = []
        self._evidence: list[bytes] = []
        self._identity: list[str] = []
        self._texts: list[str] = []
        self._rejected: list[Rejected] = []
        self._looked_at = 0

    @property
    def are_many(self) -> bool:
        return len(self._legs) + len(self._rejected) >= _MANY

    def take(
        self, legs: Sequence[Entry], line: int, source: bytes, *, named: bool = True, identity: str = ""
    ) -> None:
        """The legs of an entry. `source`: its bytes, whose hash is the evidence; `identity`: what makes it the same
        as another, where that is not its bytes."""
        evidence = hashlib.sha256(source).digest()
        for leg in legs:
            if leg.amount > MOST or (leg.target_amount or 0) > MOST:
                raise Refused("amount: too large to be one; check how many digits its unit has")
            if leg.time > datetime.now(UTC) + timedelta(days=1):
                raise Refused("time: it lies in the future; check the file's clock")
            if leg.source is not None and leg.source == leg.target:
                self.report.note("an account pays itself: kept")
            if leg.source is None or leg.target is None:
                self.report.note(UNNAMED)
        for leg in legs:
            self._legs.append(leg)
            self._row.append(self.rows)
            self._line.append(line)
            self._named.append(named)
            self._evidence.append(evidence)
            self._identity.append(identity or evidence.hex())
        if self.report.asks_for(self.rows):
            self._texts.append(" ".join(source.decode(self.encoding, errors="replace").split()))
        self.rows += 1
        self._looked_at += 1

    def reject(self, line: int, reason: str, text: str) -> None:
        self._rejected.append(Rejected.of(line, reason, " ".join(text.split())))
        self.rows += 1
        self._looked_at += 1

    def account(self, word: str | None) -> str | None:
        """An account in one spelling, None for an empty one; the report is told of wrong checksums."""
        if not word or not word.strip():
            return None
        account, why = checked(word)
        if why:
            self.report.note(f"account {account}: {why} The payment is kept.")
        return account

    def batch(self, done: int) -> Batch:
        """What was read since the last batch; the next begins empty."""
        columns = {
            name: pa.array([getattr(leg, name) for leg in self._legs], SCHEMA.field(name).type)
            for name in _NAMES
        }
        columns["evidence"] = pa.array(self._evidence, pa.binary())
        made = Batch(
            legs=pa.table(columns),
            row=np.asarray(self._row, np.int64),
            line=np.asarray(self._line, np.int64),
            named=np.asarray(self._named, np.bool_),
            rejected=self._rejected,
            rows=self._looked_at,
            done=done,
            identity=self._identity,
            texts=self._texts,
        )
        self._clear()
        return made


def whole_units(amount: Decimal, digits: int) -> int:
    """An amount in minor units, exactly. Raises Refused."""
    if amount.adjusted() > _MOST_PLACES or len(amount.as_tuple().digits) > _MOST_PLACES:
        raise Refused("amount: too long to be one; check how it is written")
    scaled = amount.scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise Refused("amount: more digits behind the point than its currency has; nothing is rounded")
    return int(scaled)


def positive(amount: int) -> int:
    if amount < 0:
        raise Refused("amount: it is below zero; the direction belongs into its own field")
    if amount == 0:
        raise Refused("amount: zero moves no money; leave the entry out")
    return amount


def moment(text: str, zone: str) -> tuple[datetime, bool]:
    """A time of ISO 8601 in UTC, and whether it is a day only, which may name its zone. Raises Refused."""
    word = _ZONED_DAY.sub(r"\1", text.strip())
    try:
        if len(word) <= 10:
            day = date.fromisoformat(word)
            return datetime(day.year, day.month, day.day, tzinfo=UTC), True
        time = datetime.fromisoformat(word)
        local = time if time.tzinfo else time.replace(tzinfo=ZoneInfo(zone or "UTC"))
        return local.astimezone(UTC), False
    except (ValueError, OverflowError):
        raise Refused("time: there is no such time; write it as 2025-11-06 or 2025-11-06T09:00:00Z")


def from_epoch(seconds: int | Decimal) -> datetime:
    """Seconds, milliseconds or microseconds since 1970. Raises Refused."""
    value = Decimal(seconds)
    while value > 100_000_000_000:
        value /= 1000
    try:
        return _EPOCH + timedelta(microseconds=int(value * 1_000_000))
    except OverflowError:
        raise Refused("time: there is no such time; give seconds or milliseconds since 1970")
