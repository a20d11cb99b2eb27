"""SWIFT MT940 (and MT942) statements. The package mt-940 knows the fields; the file is cut into fields here, one at a
time, so that a long file needs little memory and each entry keeps the bytes that it was read from."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from entraide.vocabulary.currencies import digits as digits_of

from .._problems import UnreadableFile
from ._balances import Balances
from ._csv import encoding_and_mark
from ._entries import Entries, Entry, Refused, positive, whole_units
from ._found import Batch, FileReport, Options
from ._lines import decoded, opened

_FIELD = re.compile(rb"^:(\d{2}[A-Z]?|NS):")
_NO_ID = frozenset(("", "NONREF", "NOREF", "NOTPROVIDED"))
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}\b")
# What structured details (field 86) call the account and the name of the other side: German, Dutch and Polish banks.
_ACCOUNT = (
    re.compile(r"\?31([A-Z0-9 ]{5,34})"),
    re.compile(r"/(?:IBAN|CNTP|ACCT)/([A-Z0-9]{8,34})"),
    re.compile(r"[~^]38([A-Z0-9]{8,34})"),
)
_NAME = (
    re.compile(r"\?32([^?]{2,35})(?:\?33([^?]{1,35}))?"),
    re.compile(r"/(?:NAME|BENM//NAME|ORDP//NAME)/([^/]{2,70})"),
)
_END_TO_END = (re.compile(r"(?:EREF\+|/EREF/|EREF:)\s*([^/+?\s][^/+?]{0,34})"),)
_LONGEST = 1 << 20


@dataclass(frozen=True)
class _Field:
    name: str
    text: str
    line: int
    source: bytes


def read_mt940(path: Path, options: Options, report: FileReport) -> Iterator[Batch]:
    """The legs of the statements of a file. Raises UnreadableFile where it has none."""
    with opened(path) as file:
        report.encoding, skip = encoding_and_mark(file.read(1 << 18), options.encoding)
    report.zone, report.dates = options.timezone or "UTC", "year, month, day, no time of day"
    statement = _Statement(options, report)
    with opened(path) as file:
        file.read(skip)
        entry: list[_Field] = []
        for field in _fields(file, report.encoding):
            if field.name == "86" and entry and entry[-1].name == "61":
                entry.append(field)
                continue
            statement.entry(entry)
            entry = [field] if field.name == "61" else []
            statement.field(field)
            if statement.entries.are_many:
                yield statement.entries.batch(file.tell())
        statement.entry(entry)
    statement.end(whole=False)
    statement.close()
    if not statement.fields:
        raise UnreadableFile(
            "The file has no field of an MT940 statement", "Ask for it as MT940, camt.053 or CSV"
        )
    yield statement.entries.batch(report.bytes)


def _fields(file: IO[bytes], encoding: str) -> Iterator[_Field]:
    """The fields with the lines that belong to them. `end` stands for the end of a statement."""
    name, begin, lines = "", 0, [b""]
    number = 0
    while True:
        try:
            line = file.readline(_LONGEST)
        except (EOFError, OSError):
            line = b""
        number += 1
        at_end, bare = not line, line.strip()
        if b"{4:" in bare:  # what a SWIFT message has around its text
            bare = bare.rpartition(b"{4:")[2].strip()
        found = _FIELD.match(bare)
        closes = at_end or bare in (b"-", b"-}") or bare.startswith((b"-}", b"{1:"))
        if found or closes:
            if name:
                source = b"".join(lines).rstrip()
                text = decoded(source, encoding).replace("\r\n", "\n")
                yield _Field(name, text, begin, source)
            name, begin = (found[1].decode(), number) if found else ("", 0)
            lines = [bare[found.end() :] + line[len(line.rstrip(b"\r\n")) :]] if found else []
            if closes:
                yield _Field("end", "", number, b"")
            if at_end:
                return
        elif name and len(lines) < 1000:
            lines.append(line)


class _Statement:
    """The statement that is being read."""

    def __init__(self, options: Options, report: FileReport) -> None:
        from mt940 import models, tags

        logging.getLogger("mt940").setLevel(logging.CRITICAL)  # what cannot be read is listed, not logged
        self._tags, self._models, self._none = tags, models, models.Transactions()
        self.options, self.report = options, report
        self.entries, self.balances = Entries(report), Balances(report)
        self.entries.encoding = report.encoding
        self.fields = 0
        # Whose pages are not all read yet: account, currency, and the balance with which the next must begin.
        self.pages: tuple[str, str, int] | None = None
        self._begin()

    def _begin(self) -> None:
        self.own, self.currency = "", ""
        self.opening: tuple[int, date] | None = None
        self.moved = 0
        self.has_entries = False
        self.follows = False  # this page does another

    def field(self, field: _Field) -> None:
        """Raises nothing: what cannot be read of a statement's head is said."""
        self.fields += field.name != "end"
        self.line = field.line
        if field.name == "20":
            self.end(whole=False)
        elif field.name == "25":
            self.own = self.entries.account(self.options.account or _own(field.text)) or ""
        elif field.name in ("60F", "60M", "60"):
            balance = self._balance(field)
            if balance and (self.opening is None or field.name == "60F"):
                self.opening, self.currency = (balance[0], balance[2]), balance[1]
            self._page_begins(field.name == "60M", balance)
        elif field.name in ("62F", "62", "62M"):
            balance = self._balance(field)
            if balance and self.own:
                self.balances.closed(
                    self.own, balance[1], self.opening and self.opening[0], self.moved, balance[0]
                )
                if field.name == "62M":
                    self.pages = self.own, balance[1], balance[0]
            self.end(whole=True)

    def _page_begins(self, goes_on: bool, balance: tuple[int, str, date] | None) -> None:
        """Say where a page does not begin with the balance that the one before ended with."""
        if balance and goes_on:
            self.follows = True
            if self.pages != (self.own, balance[1], balance[0]):
                self.report.note(
                    f"line {self.line}: a page goes on from a balance that no page before it ends with;"
                    " pages are missing or in another order"
                )
        elif self.pages:
            self._last_page_is_missing()
        self.pages = None

    def close(self) -> None:
        """At the end of the file."""
        if self.pages:
            self._last_page_is_missing()

    def _last_page_is_missing(self) -> None:
        self.report.note(
            "a statement has no closing balance (62F): its last page (after 62M) is missing; what it has was read"
        )
        self.pages = None

    def end(self, whole: bool) -> None:
        if self.opening and self.own and not self.follows:
            at = self.opening[1]
            self.balances.opened(
                self.own, self.currency, self.opening[0], datetime(at.year, at.month, at.day, tzinfo=UTC)
            )
        if self.has_entries and not whole:
            self.report.note(
                "a statement has no closing balance (62F): the file may be cut off; what it has was read"
            )
        self._begin()

    def _balance(self, field: _Field) -> tuple[int, str, date] | None:
        tag = self._tags.BalanceBase()
        try:
            said = tag.parse(self._none, field.text)
            day = self._models.Date(year=said["year"], month=said["month"], day=said["day"])
            digits = digits_of(str(said["currency"]))
            if digits is None:
                raise ValueError
            amount = whole_units(_decimal(str(said["amount"])), digits)
        except (RuntimeError, ValueError, Refused):
            self.report.note(f"line {field.line}: the balance cannot be read, and is not compared")
            return None
        return (-amount if said["status"] == "D" else amount), str(said["currency"]), day

    def entry(self, fields: list[_Field]) -> None:
        if not fields:
            return
        self.has_entries = True
        source = b"\n".join(field.source for field in fields)
        try:
            leg, named = self._leg(fields[0], fields[1].text if len(fields) > 1 else "")
            self.entries.take([leg], fields[0].line, source, named=named)
        except Refused as problem:
            text = " ".join(field.text for field in fields)
            self.entries.reject(fields[0].line, str(problem), text)

    def _leg(self, field: _Field, details: str) -> tuple[Entry, bool]:
        said = self._said(field)
        if not self.own:
            raise Refused("25: the statement does not say whose it is; give --account")
        code = self.currency or self.options.currency.upper()
        digits = digits_of(code)
        if digits is None:
            raise Refused("60F: the statement names no currency that is known; give --currency")
        amount = whole_units(_decimal(str(said["amount"])), digits)
        mark = str(said["status"]).upper()
        reversal, out = mark.startswith("R"), mark in ("D", "RC")
        self.moved += -amount if out else amount
        positive(amount)
        day = self._day(said)
        ids = [
            one
            for pattern in _END_TO_END
            if (found := pattern.search(details.replace("\n", ""))) and (one := found[1].strip())
        ]
        ids += [str(said.get(name) or "").strip() for name in ("customer_reference", "bank_reference")]
        ids = [one for one in ids if one.upper() not in _NO_ID]
        record = ids[0] if ids else f"{self.report.path.name}:{field.line}"
        other = self.entries.account(_other(details, self.own))
        source, target = (self.own, other) if out else (other, self.own)
        leg = Entry(
            datetime(day.year, day.month, day.day, tzinfo=UTC), source, target, amount, code, self.options.rail or "bank",
            "payment", record, date_only=True,
        )  # fmt: skip
        if reversal and ids:
            bank = str(said.get("bank_reference") or "").strip()
            own = bank if bank.upper() not in _NO_ID and bank != record else f"{record} reversed"
            leg = replace(leg, kind="reversal", record=own, reverses=record)
        return leg, bool(ids)

    def _said(self, field: _Field) -> dict[str, Any]:
        for tag in (self._tags.Statement(), self._tags.StatementGLS()):
            try:
                return dict(tag.parse(self._none, field.text))
            except RuntimeError:
                continue
        raise Refused("61: the line is not written as MT940 wants it; ask for the statement again")

    def _day(self, said: dict[str, Any]) -> date:
        """The day of booking, else of value. Raises Refused."""
        try:
            value = date(2000 + int(said["year"]), int(said["month"]), int(said["day"]))
            month, day = str(said.get("entry_month") or "").strip(), str(said.get("entry_day") or "").strip()
            if not month or not day:
                return value
            booked = [
                date(value.year + years, int(month), int(day))
                for years in (-1, 0, 1)
                if _exists(value.year + years, int(month), int(day))
            ]
        except ValueError:
            raise Refused("61: there is no such day; ask for the statement again")
        if not booked:
            raise Refused("61: there is no such day; ask for the statement again")
        return min(booked, key=lambda one: abs(one - value))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _decimal(text: str) -> Decimal:
    """1234,5 and 1234, as MT940 writes them. Raises Refused."""
    if not re.fullmatch(r"\d{1,15}(?:,\d*)?", text):
        raise Refused(
            "61: the amount is not written as MT940 wants it (1234,50); ask for the statement again"
        )
    return Decimal(text.replace(",", ".").rstrip("."))


def _own(text: str) -> str:
    """The account of field 25: bank/account, an IBAN, with a currency behind it at some banks."""
    word = text.split("\n")[0].strip()
    found = _IBAN.match(word)
    if found:
        return re.sub(r"(?<=\d)(?:[A-Z]{3})$", "", found[0]) if len(found[0]) > 20 else found[0]
    return word.rpartition("/")[2].strip()


def _other(details: str, own: str) -> str | None:
    """The account of the other side, else its name beside ours, as structured details say it."""
    flat = details.replace("\n", "")
    for pattern in _ACCOUNT:
        if found := pattern.search(flat):
            return found[1].strip()
    for found in _IBAN.finditer(details):
        if found[0].replace(" ", "") != own:
            return found[0]
    for pattern in _NAME:
        if found := pattern.search(flat):
            name = " ".join("".join(part or "" for part in found.groups()).split())
            return f"{name} (named by {own})" if name else None
    return None
