"""The bank in Cambodia: SWIFT MT940, which knows the day of an entry and not its hour."""

from __future__ import annotations

import unicodedata

from .._generator import Fraud
from .._records import INSTITUTIONS
from ._entries import Entry, accounts_of, entries_of, written

_CODE = {"cash": "NCHK", "card": "NMSC", "remittance": "FMSC"}
_LINE = 27  # characters of a sub-field of :86:


def mt940(fraud: Fraud) -> bytes:
    statements = accounts_of(entries_of(fraud, "tonle"))
    texts = [_statement(number, *pot, entries) for number, (pot, entries) in enumerate(statements.items(), 1)]
    return "".join(texts).encode("ascii")


def _statement(number: int, account: str, currency: str, entries: list[Entry]) -> str:
    bank = INSTITUTIONS["tonle"].code
    first, last = entries[0], entries[-1]
    opening = first.balance + (first.amount if first.out else -first.amount)
    lines = [
        f"{{1:F01{bank}AXXX0000000000}}{{2:I940{bank}XXXXN}}{{4:",
        f":20:TNLE251106{number:05d}",
        f":25:{account}",
        f":28C:{number}/1",
        f":60F:C251020{currency}{_sum(opening, currency)}",
    ]
    for one in entries:
        lines += [_entry(one), _details(one)]
    lines += [f":62F:C251106{currency}{_sum(last.balance, currency)}", "-}"]
    return "\r\n".join(lines) + "\r\n"


def _entry(one: Entry) -> str:
    mark = ("RC" if one.out else "RD") if one.leg.kind == "reversal" else ("D" if one.out else "C")
    code = _CODE.get(one.leg.rail, "NTRF")
    return f":61:{one.time:%y%m%d%m%d}{mark}{_sum(one.amount, one.currency)}{code}{one.leg.record}"


def _details(one: Entry) -> str:
    """In the sub-fields that German banks brought into use: what for, the other's account and name."""
    fields = [
        "177" if one.out else "166",
        f"?00{'PAYMENT' if one.out else 'RECEIPT'}",
        f"?20EREF+{one.leg.record}",
    ]
    if one.leg.memo:
        fields.append(f"?21{one.leg.memo.upper()}")
    if one.other:
        fields.append(f"?31{one.other}")
    if one.other_name:
        fields.append(f"?32{_latin(one.other_name)[:_LINE]}")
    text = "".join(fields)
    pieces = [text[begin : begin + 65] for begin in range(0, len(text), 65)]
    return ":86:" + "\r\n".join(pieces)


def _latin(name: str) -> str:
    """The character set of SWIFT has Latin letters alone; others are lost on the way, as they are in life."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip()
    return plain or "UNKNOWN"


def _sum(amount: int, currency: str) -> str:
    return written(amount, currency, point=",")
