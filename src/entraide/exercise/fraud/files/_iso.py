"""The bank in Thailand: ISO 20022 camt.053.001.08, one statement an account, times with their zone."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .._generator import Fraud
from .._records import INSTITUTIONS
from ._entries import Entry, accounts_of, entries_of, written

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
CREATED = "2025-11-06T13:00:00+07:00"
# Domain, family and sub-family of the external code set of bank transactions.
_CODES = {
    ("cash", True): ("PMNT", "CCRD", "CWDL"),
    ("card", True): ("PMNT", "CCRD", "POSD"),
    ("remittance", True): ("PMNT", "ICDT", "XBCT"),
    ("remittance", False): ("PMNT", "RCDT", "XBCT"),
}


def camt_xml(fraud: Fraud) -> bytes:
    document = Element("Document", xmlns=NAMESPACE)
    message = SubElement(document, "BkToCstmrStmt")
    header = SubElement(message, "GrpHdr")
    _put(header, "MsgId", "MOEI-20251106-0001")
    _put(header, "CreDtTm", CREATED)
    for number, ((account, currency), entries) in enumerate(
        accounts_of(entries_of(fraud, "moei")).items(), 1
    ):
        _statement(message, number, account, currency, entries, fraud)
    indent(document, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="utf-8") + b"\n"


def _statement(
    message: Element, number: int, account: str, currency: str, entries: list[Entry], fraud: Fraud
) -> None:
    statement = SubElement(message, "Stmt")
    _put(statement, "Id", f"MOEI-{number:05d}")
    _put(statement, "CreDtTm", CREATED)
    own = SubElement(statement, "Acct")
    _put(SubElement(SubElement(own, "Id"), "Othr"), "Id", account)
    _put(own, "Ccy", currency)
    _put(SubElement(own, "Ownr"), "Nm", fraud.holders[account].name)
    servicer = SubElement(SubElement(own, "Svcr"), "FinInstnId")
    _put(servicer, "BICFI", INSTITUTIONS["moei"].code)
    _put(servicer, "Nm", INSTITUTIONS["moei"].name)
    first, last = entries[0], entries[-1]
    _balance(
        statement,
        "OPBD",
        first.balance + (first.amount if first.out else -first.amount),
        currency,
        "2025-10-20",
    )
    _balance(statement, "CLBD", last.balance, currency, "2025-11-06")
    for entry in entries:
        _entry(statement, entry)


def _balance(statement: Element, code: str, amount: int, currency: str, day: str) -> None:
    balance = SubElement(statement, "Bal")
    _put(SubElement(SubElement(balance, "Tp"), "CdOrPrtry"), "Cd", code)
    _amount(balance, "Amt", amount, currency)
    _put(balance, "CdtDbtInd", "CRDT")
    _put(SubElement(balance, "Dt"), "Dt", day)


def _entry(statement: Element, one: Entry) -> None:
    entry = SubElement(statement, "Ntry")
    _put(entry, "NtryRef", one.leg.record)
    _amount(entry, "Amt", one.amount, one.currency)
    _put(entry, "CdtDbtInd", "DBIT" if one.out else "CRDT")
    if one.leg.kind == "reversal":
        _put(entry, "RvslInd", "true")
    _put(SubElement(entry, "Sts"), "Cd", "BOOK")
    _put(SubElement(entry, "BookgDt"), "DtTm", one.time.isoformat())
    _put(SubElement(entry, "ValDt"), "Dt", f"{one.time:%Y-%m-%d}")
    _put(entry, "AcctSvcrRef", one.leg.record)
    domain = SubElement(SubElement(entry, "BkTxCd"), "Domn")
    code, family, sub = _CODES.get((one.leg.rail, one.out), ("PMNT", "ICDT" if one.out else "RCDT", "DMCT"))
    _put(domain, "Cd", code)
    kind = SubElement(domain, "Fmly")
    _put(kind, "Cd", family)
    _put(kind, "SubFmlyCd", sub)
    details = SubElement(SubElement(entry, "NtryDtls"), "TxDtls")
    references = SubElement(details, "Refs")
    _put(references, "AcctSvcrRef", one.leg.record)
    _put(references, "EndToEndId", one.leg.record)
    _amount(details, "Amt", one.amount, one.currency)
    _put(details, "CdtDbtInd", "DBIT" if one.out else "CRDT")
    if one.leg.kind == "conversion":
        _exchanged(details, one)
    if one.other:
        parties = SubElement(details, "RltdPties")
        role = "Cdtr" if one.out else "Dbtr"
        if one.other_name:
            _put(SubElement(SubElement(parties, role), "Pty"), "Nm", one.other_name)
        _put(SubElement(SubElement(SubElement(parties, f"{role}Acct"), "Id"), "Othr"), "Id", one.other)
    if one.leg.memo:
        _put(SubElement(details, "RmtInf"), "Ustrd", one.leg.memo)


def _exchanged(details: Element, one: Entry) -> None:
    """What the payer instructed in the other currency, and the rate."""
    leg, (got, currency) = one.leg, one.leg.arriving
    amounts = SubElement(details, "AmtDtls")
    instructed = SubElement(amounts, "InstdAmt")
    _amount(instructed, "Amt", leg.amount, leg.currency)
    booked = SubElement(amounts, "TxAmt")
    _amount(booked, "Amt", one.amount, one.currency)
    exchange = SubElement(booked, "CcyXchg")
    _put(exchange, "SrcCcy", leg.currency)
    _put(exchange, "TrgtCcy", currency)
    rate = float(written(got, currency)) / float(written(leg.amount, leg.currency))
    _put(exchange, "XchgRate", f"{rate:.10f}")
    counter = SubElement(amounts, "CntrValAmt")
    _amount(counter, "Amt", got, currency)


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _amount(parent: Element, name: str, amount: int, currency: str) -> None:
    SubElement(parent, name, Ccy=currency).text = written(amount, currency)
