"""`entraide trace freeze`: what to ask for first, and why."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_follow import hash_of, spread
from entraide.cli._trace_said import table

if TYPE_CHECKING:
    from entraide.engines.trace import FreezeCandidate
    from entraide.formats.flows import Known


def say(candidates: "Sequence[FreezeCandidate]", known: "Mapping[str, Known]") -> None:
    from entraide.formats.flows import plain

    code = candidates[0].tracing.currency
    rows = [
        [
            str(number),
            plain(one.account),
            _where(one, known),
            _sum(one.expected, code),
            f"{_sum(one.low, code)}–{_sum(one.high, code)}" if one.low != one.high else _sum(one.high, code),
            f"{one.still_there:.0%}",
            spread(one.innocent, one.innocent, one.currency),
            f"{one.since:%Y-%m-%d %H:%M}",
        ]
        for number, one in enumerate(candidates, 1)
    ]
    heads = [
        "",
        "account",
        "bank or rail",
        f"expected {code}",
        f"traced there {code}",
        "still there",
        "other money",
        "since (UTC)",
    ]
    table(heads, rows, [0, 3, 4, 5, 6])
    typer.echo()
    typer.echo("Why, down to the records (hash of the evidence):")
    for number, one in enumerate(candidates, 1):
        typer.echo(f"{number:>3}  {plain(one.account)}: {_way(one)}")


def _sum(amount: int, currency: str) -> str:
    from entraide.vocabulary.currencies import shown

    return shown(amount, currency)


def _where(one: "FreezeCandidate", known: "Mapping[str, Known]") -> str:
    from entraide.formats.flows import plain

    group = known[one.account].group if one.account in known else ""
    return plain(group or one.rail)


def _way(one: "FreezeCandidate") -> str:
    from entraide.formats.flows import plain

    edges = one.evidence.select(["record", "evidence"]).slice(0, 8).to_pylist()
    words = " → ".join(f"{plain(str(edge['record']))} ({hash_of(edge['evidence'])[:8]})" for edge in edges)
    more = len(one.evidence) - len(edges)
    return words + (f" → and {more:,} more" if more else "")


def write(candidates: "Sequence[FreezeCandidate]", known: "Mapping[str, Known]", folder: Path) -> list[Path]:
    """freeze.csv, and for each request its chain of evidence, chain-01.csv and so on."""
    import pyarrow as pa

    from entraide.formats.flows import write_table

    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "freeze.csv"]
    rows = as_rows(candidates, known)
    for row, one in zip(rows, candidates, strict=True):
        row["chain"] = f"chain-{row['rank']:02}.csv"
        files.append(folder / row["chain"])
        write_table(one.evidence, files[-1], ("amount", "carried"))
    loss = candidates[0].tracing.currency
    listed = pa.Table.from_pylist([{**row, "reasons": " · ".join(row["reasons"])} for row in rows])
    write_table(
        listed.add_column(1, "loss_currency", pa.array([loss] * len(rows))),
        files[0],
        ("amount", "balance", "innocent"),
    )
    return files


def as_rows(candidates: "Sequence[FreezeCandidate]", known: "Mapping[str, Known]") -> list[dict[str, Any]]:
    from entraide.formats.flows import Known

    rows = []
    for rank, one in enumerate(candidates, 1):
        told = known.get(one.account, Known())
        rows.append(
            {
                "rank": rank,
                "account": one.account,
                "bank": told.bank,
                "country": told.country,
                "holder": told.holder,
                "rail": one.rail,
                "currency": one.currency,
                "expected": one.expected,
                "overlap": one.overlap,
                "value": one.value,
                "value_low": one.low,
                "value_high": one.high,
                "amount": one.amount,
                "balance": one.balance,
                "innocent": one.innocent,
                "still_there": round(one.still_there, 4),
                "since": one.since.isoformat(),
                "reasons": list(one.reasons),
            }
        )
    return rows


def with_chains(rows: list[dict[str, Any]], candidates: "Sequence[FreezeCandidate]") -> list[dict[str, Any]]:
    """The rows, each with its chain of evidence."""
    from entraide.formats.flows import as_text

    return [
        row
        | {
            "chain": [
                {name: as_text(cell) for name, cell in edge.items()} for edge in one.evidence.to_pylist()
            ]
        }
        for row, one in zip(rows, candidates, strict=True)
    ]
