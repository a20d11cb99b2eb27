"""What one institution books: each account's own entries, with the balance after, as it sees the other side."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .._generator import Fraud
from .._records import DECIMALS, INSTITUTIONS, Leg

Opening = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a statement. `time` is local, `amount` and `fee` minor units of `currency`, `balance` after both."""

    account: str
    time: datetime
    out: bool
    amount: int
    currency: str
    fee: int
    balance: int
    other: str
    other_name: str
    leg: Leg


def entries_of(fraud: Fraud, institution: str) -> Iterator[Entry]:
    """The entries of all accounts at an institution, in the order of the record."""
    balances = defaultdict(
        int, {pot: amount for pot, amount in fraud.opening.items() if _at(fraud, pot[0], institution)}
    )
    zone = INSTITUTIONS[institution].zone
    fees = {leg.record: leg.amount for leg in fraud.legs if leg.kind == "fee"}
    for leg in fraud.legs:
        if leg.kind == "fee":
            continue
        source, target = _seen_by(fraud, institution, leg)
        for account, other, out in ((source, target, True), (target, source, False)):
            if account is None or not _at(fraud, account, institution):
                continue
            if leg.source == leg.target and not out:
                balances[account, leg.arriving[1]] += leg.arriving[0]
                continue
            amount, currency = (leg.amount, leg.currency) if out else leg.arriving
            fee = fees.get(leg.record, 0) if out else 0
            balances[account, currency] += -amount - fee if out else amount
            holder = fraud.holders.get(other or "")
            yield Entry(
                account=account,
                time=leg.time.astimezone(zone),
                out=out,
                amount=amount,
                currency=currency,
                fee=fee,
                balance=balances[account, currency],
                other=other or "",
                other_name=holder.name if holder else "",
                leg=leg,
            )


def accounts_of(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """The entries of each account and currency, by account."""
    accounts: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        accounts.setdefault((entry.account, entry.currency), []).append(entry)
    return dict(sorted(accounts.items()))


def written(amount: int, currency: str, *, point: str = ".", group: str = "") -> str:
    """Minor units as people of the place write the sum."""
    text = f"{Decimal(amount).scaleb(-DECIMALS[currency]):,f}"
    return text.translate(str.maketrans({",": group, ".": point}))


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return file.getvalue()


def _at(fraud: Fraud, account: str, institution: str) -> bool:
    holder = fraud.holders.get(account)
    return holder is not None and holder.institution == institution and holder.role != "cash"


def _seen_by(fraud: Fraud, institution: str, leg: Leg) -> tuple[str | None, str | None]:
    """Both ends as this institution knows them: banks see the exchange's bank account, not its customers; and the
    exchange sees their money come from there."""
    kinds = [_kind(fraud, end) for end in (leg.source, leg.target)]
    if sorted(kinds) != ["bank", "exchange"]:
        return leg.source, leg.target
    hidden = "exchange" if INSTITUTIONS[institution].kind == "bank" else "bank"
    front = fraud.fronts["yeongdo"]
    source, target = (
        front if kind == hidden else end for kind, end in zip(kinds, (leg.source, leg.target), strict=True)
    )
    return source, target


def _kind(fraud: Fraud, account: str | None) -> str:
    holder = fraud.holders.get(account or "")
    return INSTITUTIONS[holder.institution].kind if holder else ""
