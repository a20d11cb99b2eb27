"""Small ledgers for tests: written by hand, or made up by Hypothesis with everything that a ledger may hold."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from entraide.engines.trace import Ledger

START = datetime(2025, 11, 3, tzinfo=UTC)
ACCOUNTS = ("anna", "boris", "chen", "dara", "eve")


def table_of(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """A table of rows with `time` in minutes after START; what is left out has its usual value."""
    rows = [
        {
            "sequence": place,
            "currency": "EUR",
            "rail": "transfer",
            "kind": "payment",
            "record": f"r{place}",
            "evidence": bytes([place % 256]) * 32,
            "reverses": None,
            "target_amount": None,
            "target_currency": None,
            **row,
        }
        for place, row in enumerate(rows)
    ]
    begin = int(START.timestamp()) * 1_000_000
    times = pa.array([begin + int(row["time"] * 60_000_000) for row in rows], pa.int64())
    columns = {
        "time": times.cast(pa.timestamp("us", "UTC")),
        "evidence": pa.array([row["evidence"] for row in rows], pa.binary(32)),
        "target_amount": pa.array([row["target_amount"] for row in rows], pa.int64()),
        "amount": pa.array([row["amount"] for row in rows], pa.int64()),
        "sequence": pa.array([row["sequence"] for row in rows], pa.int64()),
    }
    words = ("source", "target", "currency", "rail", "kind", "record", "reverses", "target_currency")
    return pa.table(columns | {name: pa.array([row[name] for row in rows], pa.string()) for name in words})


def payments(*legs: tuple[Any, ...], **options: Any) -> Ledger:
    """A ledger of (source, target, amount), one a minute."""
    rows = [
        {"time": minute, "source": source, "target": target, "amount": amount}
        for minute, (source, target, amount) in enumerate(legs)
    ]
    return Ledger.from_table(table_of(rows), **options)


def days_table() -> pa.Table:
    """Three payments of one day, of which the hour is not known: through the mule only if they came in that order."""
    return pa.table(
        {
            "time": pa.array([date(2025, 11, 3)] * 3, pa.date32()),
            "source": ["mule", "victim", "a"],
            "target": ["a", "mule", "b"],
            "amount": [60, 100, 50],
            "currency": ["EUR"] * 3,
            "record": ["paid", "came", "on"],
        }
    )


def held_by(tracing: Any, kind: str = "held") -> dict[str, int]:
    """Amounts by account."""
    ends = [end for end in tracing.ends.to_pylist() if end["kind"] == kind]
    return {end["account"]: end["amount"] for end in ends}


def carried(tracing: Any) -> dict[str, int]:
    """Amounts by source record."""
    edges = tracing.edges.to_pylist()
    return {edge["record"]: edge["carried"] for edge in edges}


@st.composite
def ledgers(draw: st.DrawFn, most: int = 24, large: bool = True, plain: bool = False) -> Ledger:
    """Ledgers of up to `most` legs between six accounts: transfers to oneself, equal times, overdrafts, fees,
    reversals, conversions, stops, statement balances; `plain`: payments in one currency alone.

    The first leg is paid by "victim", who never appears again.
    """
    amounts = st.integers(1, 60) | (st.integers(1, 10**15) if large else st.nothing())
    rows: list[dict[str, Any]] = [
        {"time": 0, "source": "victim", "target": draw(st.sampled_from(ACCOUNTS)), "amount": draw(amounts)}
    ]
    for place in range(1, draw(st.integers(2, most))):
        kind = (
            "payment"
            if plain
            else draw(st.sampled_from(("payment",) * 7 + ("fee", "conversion", "reversal")))
        )
        row = {
            "time": draw(st.integers(1, 8)),
            "source": draw(st.sampled_from(ACCOUNTS)),
            "target": draw(st.sampled_from(ACCOUNTS)),
            "amount": draw(amounts),
            "currency": "EUR" if plain else draw(st.sampled_from(("EUR", "EUR", "USD"))),
            "kind": kind,
        }
        if kind == "conversion":
            row |= {"target_amount": draw(amounts), "target_currency": draw(st.sampled_from(("EUR", "USD")))}
        if kind == "reversal":
            undone = draw(st.integers(0, place - 1))
            row |= _reversal_of(rows[undone], undone, draw)
            if rows[undone]["kind"] == "reversal" if "kind" in rows[undone] else False:
                row["kind"] = "payment"
        rows.append(row)
    rows = _with_single_reversals(rows)
    stops = {} if plain else draw(st.dictionaries(st.sampled_from(ACCOUNTS), st.just("exchange"), max_size=1))
    opening = {
        (name, "EUR"): draw(st.integers(0, 100))
        for name in ACCOUNTS
        if any(name in (r["source"], r["target"]) for r in rows)
    }
    return Ledger.from_table(table_of(rows), stops=stops, opening=opening)


def _reversal_of(undone: Mapping[str, Any], record: int, draw: st.DrawFn) -> dict[str, Any]:
    return {
        "time": max(undone["time"], draw(st.integers(1, 8))),
        "source": undone["target"],
        "target": undone["source"],
        "amount": draw(st.integers(1, undone["amount"])),
        "currency": undone.get("currency", "EUR"),
        "reverses": f"r{record}",
    }


def _with_single_reversals(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for row in rows:
        if row.get("kind") != "reversal":
            continue
        if row["reverses"] in seen:
            row["kind"] = "payment"
        seen.add(row["reverses"])
    return rows
