"""ISO 20022 bank-to-customer statements and notifications: camt.052, camt.053 and camt.054, all versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from entraide.vocabulary.currencies import digits as digits_of

from .._problems import UnreadableFile
from ._balances import Balances
from ._entries import Entries, Entry, Refused, moment, positive, whole_units
from ._found import FEES, Batch, FileReport, Options
from ._lines import opened

_ABOUT = ("Stmt", "Ntfctn", "Rpt")
_MESSAGES = ("camt.052", "camt.053", "camt.054")
_NO_ID = frozenset(("", "NOTPROVIDED", "NONREF", "NOREF"))
_IDS = ("EndToEndId", "TxId", "UETR", "AcctSvcrRef", "InstrId", "MsgId")
# Nothing outside of the file is fetched, and no entity is put in: a few lines can stand for terabytes.
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_TAGS = tuple(f"{{*}}{name}" for name in (*_ABOUT, "Acct", "Bal", "Ntry"))
SUMS_DIFFER = "batch entries whose details do not add up to the entry: the entry is one leg"
CUT = "the file is cut off or damaged within this entry; fetch it again"


def read_camt(path: Path, options: Options, report: FileReport) -> Iterator[Batch]:
    """The legs of a statement, entry by entry. Raises UnreadableFile where it is none."""
    from lxml import etree

    report.zone = options.timezone or "UTC"
    statement = _Statement(options, report)
    entries = statement.entries
    _check(path, report)
    with opened(path) as file:
        try:
            for event, element in etree.iterparse(file, events=("start", "end"), tag=_TAGS, **_SAFE):
                name = _name(element)
                if event == "start":
                    statement.starts(name)
                elif name == "Ntry":
                    statement.entry(element)
                    _forget(element)
                elif name in _ABOUT:
                    statement.end()
                    _forget(element)
                elif _name(element.getparent()) in _ABOUT:
                    statement.told(name, element)
                if entries.are_many:
                    yield entries.batch(file.tell())
        except (etree.XMLSyntaxError, EOFError, OSError) as problem:
            report.note("the file is cut off or damaged; the entries that come before were read")
            if statement.within:
                entries.reject(getattr(problem, "lineno", 0) or 0, CUT, "")
    statement.end()
    yield entries.batch(report.bytes)


def _name(element: Any) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _check(path: Path, report: FileReport) -> None:
    """Raises UnreadableFile for what is no statement."""
    from lxml import etree

    try:
        with opened(path) as file:
            _, root = next(iter(etree.iterparse(file, events=("start",), **_SAFE)))
    except (etree.XMLSyntaxError, StopIteration, EOFError, OSError) as problem:
        raise UnreadableFile("The XML is damaged", f"Fetch it again ({str(problem)[:80]})")
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile(
            "The XML declares a document type, which no statement does", "Ask the bank for the original"
        )
    space = str(root.tag).rpartition("}")[0].lstrip("{")
    message = space.rpartition(":")[2]
    if _name(root) != "Document":
        raise UnreadableFile(
            f"This XML is no bank statement (it begins with {_name(root)})",
            "Ask for camt.053, camt.054 or CSV",
        )
    if message and not message.startswith(_MESSAGES):
        raise UnreadableFile(f"This is {message}, not a statement", "Ask for camt.053 or camt.054")
    report.encoding = message or "camt without a namespace"


def _forget(element: Any) -> None:
    """Of a statement of any length, only the entry that is read is in memory."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _find(element: Any, *names: str) -> Any:
    """The first element at a path of names, in whichever namespace; None where there is none."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{{*}}{name}")
    return element


def _text(element: Any, *names: str) -> str:
    found = _find(element, *names)
    return "" if found is None or found.text is None else str(found.text).strip()


def _account(element: Any) -> str:
    """IBAN or another id of an account."""
    return _text(element, "Id", "IBAN") or _text(element, "Id", "Othr", "Id") or _text(element, "Prxy", "Id")


def _amount(element: Any, account_currency: str = "") -> tuple[int, str]:
    """Minor units and currency of an amount. Raises Refused."""
    if element is None or not (element.text or "").strip():
        raise Refused("Amt: there is no amount; ask for the whole statement")
    code = (element.get("Ccy") or account_currency).upper()
    digits = digits_of(code)
    if digits is None:
        raise Refused("Amt: its currency is none that is known; it must be an ISO 4217 code")
    try:
        value = Decimal(str(element.text).strip())
    except InvalidOperation:
        raise Refused("Amt: it is no number; ask for the statement again")
    if not value.is_finite():
        raise Refused("Amt: it is no number; ask for the statement again")
    return whole_units(value, digits), code


class _Statement:
    """The statement that is being read."""

    def __init__(self, options: Options, report: FileReport) -> None:
        self.options, self.report = options, report
        self.entries, self.balances = Entries(report), Balances(report)
        self.within = False
        self.begin()

    def begin(self) -> None:
        self.own = self.options.account or ""
        self.currency = ""
        self.opening: tuple[int, str, datetime] | None = None
        self.closing: tuple[int, str] | None = None
        self.moved = 0
        self.is_open = True

    def starts(self, name: str) -> None:
        if name in _ABOUT:
            self.begin()
        self.within = name == "Ntry"

    def told(self, name: str, element: Any) -> None:
        """What stands of the statement before its entries."""
        if name == "Acct":
            self.account_is(element)
        elif name == "Bal":
            self.balance_is(element)

    def account_is(self, element: Any) -> None:
        self.own = self.entries.account(_account(element) or self.options.account) or ""
        self.currency = _text(element, "Ccy")

    def balance_is(self, element: Any) -> None:
        kind = _text(element, "Tp", "CdOrPrtry", "Cd")
        try:
            amount, code = _amount(_find(element, "Amt"), self.currency)
            at = _when(_find(element, "Dt"), self.options.timezone)
        except Refused:
            return
        signed = -amount if _text(element, "CdtDbtInd") == "DBIT" else amount
        if kind in ("OPBD", "PRCD") and (self.opening is None or kind == "OPBD"):
            self.opening = (signed, code, at[0] if at else datetime(1970, 1, 1, tzinfo=UTC))
        elif kind == "CLBD":
            self.closing = (signed, code)

    def end(self) -> None:
        if not self.is_open:
            return
        self.is_open = False
        if self.opening and self.own:
            self.balances.opened(self.own, self.opening[1], self.opening[0], self.opening[2])
        if self.closing and self.own:
            opening = self.opening[0] if self.opening else None
            self.balances.closed(self.own, self.closing[1], opening, self.moved, self.closing[0])

    def entry(self, element: Any) -> None:
        from lxml import etree

        self.within = False
        # exclusive: inclusive C14N of a part differs from one program to the next in what it says of namespaces
        source = etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False)
        line = int(element.sourceline or 0)
        try:
            self._take(element, line, source)
        except Refused as problem:
            self.entries.reject(line, str(problem), source.decode("utf-8", errors="replace"))

    def _take(self, element: Any, line: int, source: bytes) -> None:
        if not self.own:
            raise Refused("Acct: the statement does not say whose it is; give --account")
        status = _text(element, "Sts", "Cd") or _text(element, "Sts")
        amount, code = _amount(_find(element, "Amt"), self.currency)
        side = _text(element, "CdtDbtInd")
        if side not in ("CRDT", "DBIT"):
            raise Refused("CdtDbtInd: it says neither CRDT nor DBIT; ask for the whole statement")
        out = side == "DBIT"
        if status not in ("", "BOOK"):
            raise Refused("Sts: the entry is pending or for information; leave it out until it is booked")
        self.moved += -amount if out else amount
        positive(amount)
        when = _when(_find(element, "BookgDt"), self.options.timezone) or _when(
            _find(element, "ValDt"), self.options.timezone
        )
        if when is None:
            raise Refused("BookgDt: there is neither a booking nor a value date; ask for the whole statement")
        reversal = _text(element, "RvslInd") in ("true", "1")
        details = [one for block in element.findall("{*}NtryDtls") for one in block.findall("{*}TxDtls")]
        parts = self._parts(element, details, amount, code)
        legs: list[Entry] = []
        for detail, part in parts:
            # charges of the whole entry are of none of its transactions
            charged = (element, detail) if len(parts) == 1 else (detail,)
            charges = _charges(charged, code) if out else 0
            legs += self._legs(element, detail, part, charges, code, out, when, reversal)
        named = legs[0].record != "" if legs else False
        legs = [leg if leg.record else replace(leg, record=f"{self.report.path.name}:{line}") for leg in legs]
        self.entries.take(legs, line, source, named=named)

    def _parts(self, element: Any, details: list[Any], amount: int, code: str) -> list[tuple[Any, int]]:
        """The transactions of an entry with their amounts in its currency, which add up to it."""
        if len(details) <= 1:
            return [(details[0] if details else None, amount)]
        parts = []
        for detail in details:
            own = _find(detail, "Amt")
            if own is None:
                own = _find(detail, "AmtDtls", "TxAmt", "Amt")
            try:
                part, part_code = _amount(own, code)
            except Refused:
                part, part_code = 0, ""
            parts.append((detail, part if part_code == code else 0))
        if sum(part for _, part in parts) != amount or not all(part > 0 for _, part in parts):
            self.report.note(SUMS_DIFFER)
            return [(None, amount)]
        return parts

    def _legs(
        self,
        element: Any,
        detail: Any,
        amount: int,
        charges: int,
        code: str,
        out: bool,
        when: tuple[datetime, bool],
        reversal: bool,
    ) -> list[Entry]:
        ids = _ids(detail, element)
        record = ids[0] if ids else ""
        reverses = record if reversal and record else None
        if reversal:
            own = [
                one
                for one in (_text(detail, "Refs", "AcctSvcrRef"), _text(element, "AcctSvcrRef"))
                if one not in _NO_ID
            ]
            record = next((one for one in own if one != record), f"{record} reversed" if record else "")
        # of a reversal the parties are those of the payment, whose direction was the other
        other = self.entries.account(self._other(detail, out ^ reversal))
        if charges >= amount:
            charges = 0
        time, date_only = when
        paid, paid_code = _in_other_currency(detail, code)
        kind = "reversal" if reverses else "payment"
        common: dict[str, Any] = {
            "rail": self.options.rail or "bank",
            "record": record,
            "date_only": date_only,
        }
        if paid and kind == "payment":
            sent = (amount - charges, code) if out else (paid, paid_code)
            arrives = (paid, paid_code) if out else (amount, code)
            source, target = (self.own, other) if out else (other, self.own)
            legs = [
                Entry(time, source, target, *sent, kind="conversion", target_amount=arrives[0], target_currency=arrives[1], **common)
            ]  # fmt: skip
        else:
            source, target = (self.own, other) if out else (other, self.own)
            legs = [
                Entry(time, source, target, amount - charges, code, kind=kind, reverses=reverses, **common)
            ]
        if charges:
            legs.append(Entry(time, self.own, FEES, charges, code, kind="fee", **common))
        return legs

    def _other(self, detail: Any, out: bool) -> str | None:
        """The account of the other side, or its name beside ours: two people of one name are two accounts."""
        if detail is None:
            return None
        parties = _find(detail, "RltdPties")
        side = "Cdtr" if out else "Dbtr"
        account = _account(_find(parties, f"{side}Acct"))
        if account:
            return account
        name = _text(parties, side, "Nm") or _text(parties, side, "Pty", "Nm")
        return f"{name} (named by {self.own})" if name else None


def _when(element: Any, zone: str) -> tuple[datetime, bool] | None:
    """A time in UTC, and whether only its day is known. Raises Refused."""
    text = _text(element, "DtTm") or _text(element, "Dt")
    return moment(text, zone) if text else None


def _ids(detail: Any, element: Any) -> list[str]:
    refs = _find(detail, "Refs")
    found = [_text(refs, name) for name in _IDS] + [_text(element, "AcctSvcrRef"), _text(element, "NtryRef")]
    return [one for one in found if one.upper() not in _NO_ID]


def _charges(holders: Iterable[Any], code: str) -> int:
    """Charges that the amount of a debit includes, in its currency."""
    total = 0
    for holder in holders:
        block = _find(holder, "Chrgs")
        if block is None:
            continue
        for one in block.findall("{*}Rcrd") or [block]:
            if _text(one, "ChrgInclInd") not in ("true", "1") or _text(one, "CdtDbtInd") == "CRDT":
                continue
            try:
                amount, charged = _amount(_find(one, "Amt"), code)
            except Refused:
                continue
            total += amount if charged == code else 0
        if total:
            return total
    return total


def _in_other_currency(detail: Any, code: str) -> tuple[int, str]:
    """What the other side paid or got, where that was another currency; 0 where it was not."""
    for name in ("InstdAmt", "TxAmt", "CntrValAmt"):
        found = _find(detail, "AmtDtls", name, "Amt")
        if found is None:
            continue
        try:
            amount, other = _amount(found)
        except Refused:
            continue
        if other != code and amount > 0:
            return amount, other
    return 0, ""
