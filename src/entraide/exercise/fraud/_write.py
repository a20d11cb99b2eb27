"""The case as a folder: what institutions hand over; and, for comparison, the whole record and the truth."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ._generator import Fraud
from ._records import INSTITUTIONS
from ._scheme import Victim
from .files import write_files

COLUMNS = (
    "time",
    "date_only",
    "sequence",
    "source",
    "target",
    "amount",
    "currency",
    "rail",
    "kind",
    "record",
    "reverses",
    "target_amount",
    "target_currency",
    "evidence",
)
ACCOUNT_COLUMNS = ("account", "bank", "country", "holder", "stop", "opening", "currency")
RULES = ("fifo", "haircut")
MOMENTS = (-0.5, 0, 1, 6, 24, 72)  # hours from the first complaint


def write(fraud: Fraud, folder: Path) -> list[Path]:
    """Write the case; returns the files. The same fraud gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _table(folder / "ledger.csv", COLUMNS, _rows(fraud)),
        _table(folder / "accounts.csv", ACCOUNT_COLUMNS, _accounts(fraud)),
        _json(folder / "truth.json", truth_of(fraud)),
        *write_files(fraud, folder / "statements"),
    ]


def _rows(fraud: Fraud) -> Iterable[Sequence[object]]:
    for number, leg in enumerate(fraud.legs):
        dated = fraud.is_dated(leg)
        time = fraud.recorded_time(leg)
        row = (
            f"{time:%Y-%m-%d}" if dated else f"{time:%Y-%m-%dT%H:%M:%SZ}",
            "true" if dated else "false",
            number,
            leg.source or "",
            leg.target or "",
            leg.amount,
            leg.currency,
            leg.rail,
            leg.kind,
            leg.record,
            leg.reverses,
            leg.target_amount if leg.target_amount is not None else "",
            leg.target_currency or "",
        )
        yield *row, hashlib.sha256("\x1f".join(map(str, row)).encode()).hexdigest()


def _accounts(fraud: Fraud) -> Iterable[Sequence[object]]:
    """Who holds an account where, why money is not followed past it, and what it held before the record begins."""
    pots = {**{(account, ""): 0 for account in fraud.holders}, **fraud.opening}
    known = {account for account, _ in fraud.opening}
    for (account, currency), opening in sorted(pots.items()):
        if currency or account not in known:
            holder = fraud.holders.get(account)
            bank = INSTITUTIONS[holder.institution].name if holder else ""
            country, name = (holder.country, holder.name) if holder else ("", "")
            yield (
                account,
                bank,
                country,
                name,
                fraud.stops.get(account, ""),
                opening if currency else "",
                currency,
            )


def truth_of(fraud: Fraud) -> dict[str, object]:
    """What the generator knows: victims with their payments, the network's accounts and what they did, and where each
    victim's money is under each rule at the end of the record, the first one's at some moments too; and what no statement
    shows: which payments became which. Amounts in minor units."""
    return {
        "seed": fraud.seed,
        "transactions": len(fraud.legs),
        "victims": [
            {
                "name": victim.name,
                "account": victim.account,
                "bank": fraud.holders[victim.account].institution,
                "payments": victim.records,
                "loss": sum(leg.amount for leg in fraud.legs if leg.record in victim.records),
                "currency": "KRW",
                "complaint": f"{victim.complaint:%Y-%m-%dT%H:%M:%SZ}",
                "ends": {rule: _ends(fraud, victim, rule) for rule in RULES},
            }
            for victim in fraud.victims
        ],
        "network": [
            {
                "account": one.account,
                "name": one.name,
                "held_at": one.institution,
                "country": one.country,
                "role": one.role,
            }
            for one in fraud.mules
        ],
        "moments": [
            {
                "victim": fraud.victims[0].name,
                "before": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
                "ends": {rule: _ends(fraud, fraud.victims[0], rule, moment) for rule in RULES},
            }
            for moment in (fraud.victims[0].complaint + timedelta(hours=hours) for hours in MOMENTS)
        ],
        "beyond_the_record": [{"went": went, "came_back": came} for went, came in fraud.beyond],
    }


def _ends(
    fraud: Fraud, victim: Victim, rule: str, until: datetime | None = None
) -> list[dict[str, str | int]]:
    ends = sorted(fraud.truth(victim, rule, until).items())
    return [
        {"account": account, "currency": currency, "kind": kind, "amount": amount, "value": value}
        for (account, currency, kind), (amount, value) in ends
    ]


def _table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def _json(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
