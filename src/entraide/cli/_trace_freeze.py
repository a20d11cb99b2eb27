"""`entraide trace freeze`: what to ask for first, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_follow import hash_of, spread
from entraide.cli._trace_said import table

if TYPE_CHECKING:
    from entraide.engines.trace import FreezeCandidate, Ledger
    from entraide.formats.flows import Followed, Known


@dataclass(frozen=True)
class Request:
    """An account to ask for, with what each ranking says of it: one by each rule that was asked."""

    by_rule: "Mapping[str, FreezeCandidate]"
    rules: Sequence[str]

    @property
    def best(self) -> "FreezeCandidate":
        return max(self.by_rule.values(), key=lambda one: (one.expected, one.value))

    @property
    def adds(self) -> tuple[int, int]:
        """The least and the most, by any rule, that a request adds: what is there and what still comes, less what
        requests before it would catch."""
        sums = [self.by_rule[rule].expected if rule in self.by_rule else 0 for rule in self.rules]
        return min(sums), max(sums)

    @property
    def likely(self) -> tuple[int, int]:
        """The least and the most that is likely to be there when the request bites."""
        sums = [int(one.value * one.still_there) for one in self.by_rule.values()]
        return 0 if len(sums) < len(self.rules) else min(sums), max(sums)

    @property
    def place(self) -> tuple[int, int]:
        """What is expected on the average of the rules; and where that is nothing, what is there."""
        return -sum(one.expected for one in self.by_rule.values()), -sum(
            one.value for one in self.by_rule.values()
        )


def ranked(ledger: "Ledger", followed: "Followed", at: datetime, delay: timedelta) -> list[Request]:
    """Ranked by every rule that is not a cap on another, and those rankings joined. Raises ValueError."""
    tracings = dict(followed.tracings)
    bases = [name for name in tracings if "," not in name] or list(tracings)[:1]
    found: dict[str, dict[str, FreezeCandidate]] = {}
    for base in bases:
        others = [tracing for name, tracing in tracings.items() if name != base]
        for one in ledger.freeze_ranking([tracings[base], *others], at, delay=delay):
            # Two currencies of one account are one request: the larger sum speaks for it.
            before = found.setdefault(one.account, {}).get(base)
            if before is None or one.expected > before.expected:
                found[one.account][base] = one
    return sorted((Request(by_rule, bases) for by_rule in found.values()), key=lambda one: one.place)


def say(requests: Sequence[Request], known: "Mapping[str, Known]") -> None:
    from entraide.formats.flows import plain

    code = requests[0].best.tracing.currency
    rows = [
        [
            str(number),
            plain(one.best.account),
            _where(one.best, known),
            _sums(one.best.low, one.best.high, code),
            f"{one.best.still_there:.0%}",
            _sums(*one.likely, code),
            _sums(*one.adds, code),
            spread(one.best.innocent, one.best.innocent, one.best.currency),
            f"{one.best.since:%Y-%m-%d %H:%M}" if one.best.since else "not yet",
        ]
        for number, one in enumerate(requests, 1)
    ]
    heads = ["", "account", "bank or rail", f"traced there {code}", "stays", "likely there then", "request adds",
             "other money", "since (UTC)"]  # fmt: skip
    table(heads, rows, [0, 3, 4, 5, 6, 7])
    typer.echo()
    typer.echo("Why, down to the records (hash of the evidence):")
    for number, one in enumerate(requests, 1):
        typer.echo(f"{number:>3}  {plain(one.best.account)}: {_way(one.best)}")


def _sums(low: int, high: int, currency: str) -> str:
    from entraide.vocabulary.currencies import shown

    return shown(high, currency) if low == high else f"{shown(low, currency)}–{shown(high, currency)}"


def _where(one: "FreezeCandidate", known: "Mapping[str, Known]") -> str:
    from entraide.formats.flows import plain

    group = known[one.account].group if one.account in known else ""
    return plain(group or one.rail)


def _way(one: "FreezeCandidate") -> str:
    from entraide.formats.flows import plain

    edges = one.evidence.select(["record", "evidence"]).slice(0, 8).to_pylist()
    words = " → ".join(f"{plain(str(edge['record']))} ({hash_of(edge['evidence'])[:8]})" for edge in edges)
    more = len(one.evidence) - len(edges)
    words += f" → and {more:,} more" if more else ""
    return words if one.since else f"none came yet; to {plain(one.through)}, who has paid it before: {words}"


def write(requests: Sequence[Request], known: "Mapping[str, Known]", folder: Path) -> list[Path]:
    """freeze.csv, and for each request its chain of evidence by each rule, chain-01.csv and so on."""
    import pyarrow as pa

    from entraide.formats.flows import write_table

    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "freeze.csv"]
    rows = []
    for row, one in zip(as_rows(requests, known), requests, strict=True):
        files.append(folder / f"chain-{row['rank']:02}.csv")
        write_table(_chains(one), files[-1], ("amount", "traced"))
        del row["by_rule"]
        rows.append({**row, "reasons": " · ".join(row["reasons"]), "chain": files[-1].name})
    write_table(pa.Table.from_pylist(rows), files[0], ("amount", "balance", "innocent"))
    return files


def _chains(request: Request) -> Any:
    import pyarrow as pa

    parts = []
    for rule, one in request.by_rule.items():
        rules = pa.array([rule] * len(one.evidence), pa.string())
        parts.append(one.evidence.add_column(0, "rule", rules))
    joined = pa.concat_tables(parts)
    renamed = {"source": "from", "target": "to", "carried": "traced"}
    return joined.rename_columns([renamed.get(name, name) for name in joined.column_names])


def as_rows(requests: Sequence[Request], known: "Mapping[str, Known]") -> list[dict[str, Any]]:
    from entraide.formats.flows import Known

    rows = []
    for rank, request in enumerate(requests, 1):
        one = request.best
        told = known.get(one.account, Known())
        (least, most), likely = request.adds, request.likely
        rows.append(
            {
                "rank": rank,
                "account": one.account,
                "bank": told.bank,
                "country": told.country,
                "holder": told.holder,
                "rail": one.rail,
                "loss_currency": one.tracing.currency,
                "value_low": one.low,
                "value_high": one.high,
                "likely_low": likely[0],
                "likely_high": likely[1],
                "adds_low": least,
                "adds_high": most,
                "currency": one.currency,
                "amount": one.amount,
                "balance": one.balance,
                "innocent": one.innocent,
                "still_there": round(one.still_there, 4),
                "since": one.since.isoformat() if one.since else "",
                "through": one.through,
                "by_rule": {
                    rule: {"value": own.value, "adds": own.expected, "overlap": own.overlap}
                    for rule, own in request.by_rule.items()
                },
                "reasons": list(one.reasons),
            }
        )
    return rows


def with_chains(rows: list[dict[str, Any]], requests: Sequence[Request]) -> list[dict[str, Any]]:
    """The rows, each with its chain of evidence."""
    from entraide.formats.flows import as_text

    return [
        row
        | {
            "chain": [
                {name: as_text(cell) for name, cell in edge.items()} for edge in _chains(one).to_pylist()
            ]
        }
        for row, one in zip(rows, requests, strict=True)
    ]
