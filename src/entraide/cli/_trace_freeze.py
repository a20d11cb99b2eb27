"""`entraide trace freeze`: what to ask for first, and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_accounts import PRESUMED
from entraide.cli._trace_follow import hash_of, spread
from entraide.cli._trace_said import fail, table

if TYPE_CHECKING:
    from entraide.engines.trace import FreezeCandidate, Ledger
    from entraide.formats.flows import Followed, Known


@dataclass(frozen=True)
class Money:
    """What an account has of one currency: the least and the most of it that is traced by any rule, its balance, and the
    least and the most of it that is other people's."""

    currency: str
    amount: tuple[int, int]
    balance: int
    innocent: tuple[int, int]


@dataclass(frozen=True)
class Request:
    """An account to ask for, with what each ranking says of it: one by each rule that was asked, and there a candidate
    for each currency that the account has of it. They are frozen together."""

    by_rule: "Mapping[str, Sequence[FreezeCandidate]]"
    rules: Sequence[str]
    tracings: Sequence[str]

    @property
    def best(self) -> "FreezeCandidate":
        """Its largest sum, by the rule that says the most of the account."""
        most = max(self.by_rule.values(), key=lambda every: (_adds(every), _value(every)))
        return max(most, key=lambda one: (one.expected, one.value))

    @property
    def values(self) -> tuple[int, int]:
        """The least and the most, by any rule, that is traced there, in the currency of the loss."""
        every = [self._by_name(rule, one) for rule, one in self._by_currency.values()]
        sums = [sum(found[name][1] for found in every) for name in self.tracings]
        return min(sums), max(sums)

    @property
    def money(self) -> list[Money]:
        """By currency, that of the largest sum first."""
        found = []
        for currency, (rule, one) in self._by_currency.items():
            amounts = [amount for amount, _ in self._by_name(rule, one).values()]
            balance = max(one.balance, *amounts)
            rest = balance - max(amounts), balance - min(amounts)
            found.append(Money(currency, (min(amounts), max(amounts)), balance, rest))
        return sorted(found, key=lambda money: money.currency != self.best.currency)

    @property
    def _by_currency(self) -> "dict[str, tuple[str, FreezeCandidate]]":
        """A candidate for each currency, and the rule that ranked it: whichever does, it knows every rule's sums."""
        return {one.currency: (rule, one) for rule, every in self.by_rule.items() for one in every}

    def _by_name(self, rule: str, one: "FreezeCandidate") -> dict[str, tuple[int, int]]:
        """Amount and value by the name of each tracing; a ranking names its own first."""
        names = [rule, *(name for name in self.tracings if name != rule)]
        return dict(zip(names, one.by_tracing, strict=True))

    @property
    def stays(self) -> float:
        """The probability that what is there has not left when the request bites."""
        every = next(every for every in self.by_rule.values() if self.best in every)
        weights = [one.value for one in every]
        if not sum(weights):
            return self.best.still_there
        return sum(one.still_there * one.value for one in every) / sum(weights)

    @property
    def adds(self) -> tuple[int, int]:
        """The least and the most, by any rule, that a request adds: what is there and what still comes, less what
        requests before it would catch."""
        sums = [_adds(self.by_rule.get(rule, ())) for rule in self.rules]
        return min(sums), max(sums)

    @property
    def likely(self) -> tuple[int, int]:
        """The least and the most that is likely to be there when the request bites."""
        sums = [sum(int(one.value * one.still_there) for one in every) for every in self.by_rule.values()]
        return 0 if len(sums) < len(self.rules) else min(sums), max(sums)

    @property
    def place(self) -> tuple[int, int]:
        """What is expected on the average of the rules; and where that is nothing, what is there."""
        every = list(self.by_rule.values())
        return -sum(map(_adds, every)), -sum(map(_value, every))


def _adds(every: "Sequence[FreezeCandidate]") -> int:
    return sum(one.expected for one in every)


def _value(every: "Sequence[FreezeCandidate]") -> int:
    return sum(one.value for one in every)


def paid_by(ledger: "Ledger", seeds: Any, at: datetime) -> Any:
    """Those of the payments that had been made at a time."""
    from entraide.engines.trace.tracing import microseconds

    paid = seeds[ledger.of("time", seeds) <= microseconds(at)]
    if not len(paid):
        fail("at that time nothing had been paid yet.")
    return paid


def ranked(ledger: "Ledger", followed: "Followed", at: datetime, delay: timedelta) -> list[Request]:
    """Ranked by every rule that is not a cap on another, and those rankings joined. Raises ValueError."""
    tracings = dict(followed.tracings)
    bases = [name for name in tracings if "," not in name] or list(tracings)[:1]
    found: dict[str, dict[str, list[FreezeCandidate]]] = {}
    for base in bases:
        others = [tracing for name, tracing in tracings.items() if name != base]
        for one in ledger.freeze_ranking([tracings[base], *others], at, delay=delay):
            found.setdefault(one.account, {}).setdefault(base, []).append(one)
    return sorted(
        (Request(by_rule, bases, list(tracings)) for by_rule in found.values()), key=lambda one: one.place
    )


def say(requests: Sequence[Request], known: "Mapping[str, Known]") -> None:
    from entraide.formats.flows import plain

    code = requests[0].best.tracing.currency
    rows = [
        [
            str(number),
            plain(one.best.account),
            _where(one.best, known),
            _sums(*one.values, code),
            f"{one.stays:.0%}",
            _sums(*one.likely, code),
            _sums(*one.adds, code),
            "; ".join(spread(*money.innocent, money.currency) for money in one.money),
            f"{one.best.since:%Y-%m-%d %H:%M}" if one.best.since else "not yet",
        ]
        for number, one in enumerate(requests, 1)
    ]
    heads = ["", "account", "bank or rail", f"traced there {code}", "stays", "likely there then", "request adds",
             "other money", "since (UTC)"]  # fmt: skip
    table(heads, rows, [0, 3, 4, 5, 6, 7])
    for number, one in enumerate(requests, 1):
        if len(one.money) > 1:
            sums = [
                f"{spread(*money.amount, money.currency)} of {spread(money.balance, money.balance, money.currency)}"
                for money in one.money
            ]
            typer.echo(f"{number:>3}  {plain(one.best.account)} has of it {'; '.join(sums)}.")
    typer.echo()
    typer.echo("Why, down to the records (hash of the evidence):")
    for number, one in enumerate(requests, 1):
        typer.echo(f"{number:>3}  {plain(one.best.account)}{_presumed(one.best, known)}: {_way(one.best)}")


def _sums(low: int, high: int, currency: str) -> str:
    from entraide.vocabulary.currencies import shown

    return shown(high, currency) if low == high else f"{shown(low, currency)}–{shown(high, currency)}"


def _where(one: "FreezeCandidate", known: "Mapping[str, Known]") -> str:
    from entraide.formats.flows import plain

    group = known[one.account].group if one.account in known else ""
    return plain(group or one.rail)


def _presumed(one: "FreezeCandidate", known: "Mapping[str, Known]") -> str:
    from entraide.formats.flows import plain

    holder = known[one.account].holder if one.account in known else ""
    return f" ({plain(holder)})" if PRESUMED in holder else ""


def _way(one: "FreezeCandidate") -> str:
    from entraide.formats.flows import plain

    edges = one.evidence.select(["record", "evidence"]).slice(0, 8).to_pylist()
    words = " → ".join(f"{plain(str(edge['record']))} ({hash_of(edge['evidence'])[:8]})" for edge in edges)
    more = len(one.evidence) - len(edges)
    words += f" → and {more:,} more" if more else ""
    return words if one.since else f"none came yet; to {plain(one.through)}, who has paid it before: {words}"


def write(requests: Sequence[Request], known: "Mapping[str, Known]", folder: Path) -> list[Path]:
    """freeze.csv, and for each request its chain of evidence by each rule, chain-01.csv and so on; chains of a longer
    list that was written there before go."""
    import pyarrow as pa

    from entraide.formats.flows import write_table

    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "freeze.csv"]
    rows = []
    for row, one in zip(as_rows(requests, known), requests, strict=True):
        files.append(folder / f"chain-{row['rank']:02}.csv")
        write_table(_chains(one), files[-1], ("amount", "traced"))
        del row["by_rule"]
        first, *others = row.pop("money")
        shared = {**row, "reasons": " · ".join(row["reasons"]), "chain": files[-1].name}
        rows.append({**shared, **first})
        # Sums in the currency of the loss stand once, so that a column can be added up.
        blank = dict.fromkeys(name for name in shared if name.endswith(("_low", "_high", "reasons")))
        rows += [{**shared, **blank, **money} for money in others]
    for old in folder.glob("chain-*.csv"):
        if old not in files and re.fullmatch(r"chain-\d{2,}\.csv", old.name):
            old.unlink()
    sums = ("amount_low", "amount_high", "balance", "other_low", "other_high")
    write_table(pa.Table.from_pylist(rows), files[0], sums)
    return files


def _chains(request: Request) -> Any:
    import pyarrow as pa

    parts = []
    for rule, every in request.by_rule.items():
        # The way to the account, in whichever currency, or to that through which money may come.
        evidence = {one.through: one.evidence for one in every}.values()
        for edges in evidence:
            parts.append(edges.add_column(0, "rule", pa.array([rule] * len(edges), pa.string())))
    joined = pa.concat_tables(parts)
    renamed = {"source": "from", "target": "to", "carried": "traced"}
    return joined.rename_columns([renamed.get(name, name) for name in joined.column_names])


def as_rows(requests: Sequence[Request], known: "Mapping[str, Known]") -> list[dict[str, Any]]:
    from entraide.formats.flows import Known

    rows = []
    for rank, request in enumerate(requests, 1):
        one = request.best
        told = known.get(one.account, Known())
        values, likely, adds = request.values, request.likely, request.adds
        rows.append(
            {
                "rank": rank,
                "account": one.account,
                "bank": told.bank,
                "country": told.country,
                "holder": told.holder,
                "rail": one.rail,
                "loss_currency": one.tracing.currency,
                "value_low": values[0],
                "value_high": values[1],
                "likely_low": likely[0],
                "likely_high": likely[1],
                "adds_low": adds[0],
                "adds_high": adds[1],
                "money": [
                    {
                        "currency": money.currency,
                        "amount_low": money.amount[0],
                        "amount_high": money.amount[1],
                        "balance": money.balance,
                        "other_low": money.innocent[0],
                        "other_high": money.innocent[1],
                    }
                    for money in request.money
                ],
                "still_there": round(request.stays, 4),
                "since": one.since.isoformat() if one.since else "",
                "through": one.through,
                "by_rule": {
                    rule: {
                        "value": _value(own),
                        "adds": _adds(own),
                        "overlap": sum(one.overlap for one in own),
                    }
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
