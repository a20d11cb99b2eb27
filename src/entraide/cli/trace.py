"""`entraide trace …`: where money went, what can still be frozen, and what stands out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entraide.cli._trace_options import (
    ACCOUNTS,
    ALL,
    BACK,
    FOLDER,
    HORIZON,
    JSON,
    LEAST,
    LEDGER,
    LOWEST,
    OPENING,
    RULE,
    SEED,
    SINCE,
    TAGS,
    UNTIL,
    VICTIM,
)
from entraide.cli._trace_read import read
from entraide.cli._trace_said import Steps, fail
from entraide.cli._trace_spark import spark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from entraide.engines.trace import Ledger

app = typer.Typer(name="trace", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Where money went, what can still be frozen, and what stands out. The guide is docs/tracing.md."""


app.command()(read)


@app.command()
def follow(
    ledger: Annotated[Path, LEDGER],
    seed: Annotated[list[str] | None, SEED] = None,
    victim: Annotated[str, VICTIM] = "",
    since: Annotated[str, SINCE] = "",
    until: Annotated[str, UNTIL] = "",
    rule: Annotated[str, RULE] = "",
    lowest_balance: Annotated[bool, LOWEST] = False,
    opening: Annotated[str, OPENING] = "zero",
    days: Annotated[
        str,
        typer.Option(help="Where only the day is known: bounds, as-listed, credits-first or debits-first."),
    ] = "bounds",
    back: Annotated[bool, BACK] = False,
    horizon: Annotated[str, HORIZON] = "",
    least: Annotated[str, LEAST] = "",
    explain: Annotated[
        str, typer.Option(help="Print every leg on the way to this account.", metavar="ACCOUNT")
    ] = "",
    accounts: Annotated[list[Path] | None, ACCOUNTS] = None,
    tags: Annotated[list[Path] | None, TAGS] = None,
    folder: Annotated[Path | None, FOLDER] = None,
    everything: Annotated[bool, ALL] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Follow payments: where the money is now, by every rule or by one.

    With --to FOLDER: flow.svg, the diagram; ends.csv, where the money is; flow.parquet, every transfer.
    """
    from entraide.cli import _trace_follow as following
    from entraide.cli._trace_inputs import account_of, amount_of, horizon_of, open_ledger, seeds_of
    from entraide.formats.flows import write_flow

    steps = Steps()
    rules = following.rules_of(rule, lowest_balance)
    book, known = open_ledger(ledger, accounts or [], tags or [], steps)
    seeds = seeds_of(book, seed or [], victim, since, until)
    if explain:
        account_of(book, explain)
    followed = following.follow(
        book,
        seeds,
        rules,
        days,
        steps,
        opening=opening,
        horizon=horizon_of(horizon),
        least=amount_of(least, _currency(book, seeds), "--least") if least else 0,
        back=back,
    )
    files: list[Path] = []
    if folder:
        with steps.step("Writing"):
            files = _written(lambda: write_flow(followed, folder, known), folder)
    if as_json:
        figures = following.as_json(followed)
        if explain:
            figures["chain"] = following.chain_as_json(followed, explain)
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        following.say(followed, known, everything)
        if explain:
            following.explain(followed, explain)
        _name(files)


@app.command()
def freeze(
    ledger: Annotated[Path, LEDGER],
    at: Annotated[str, typer.Option(help="Now: nothing after this time is looked at.", metavar="TIME")],
    seed: Annotated[list[str] | None, SEED] = None,
    victim: Annotated[str, VICTIM] = "",
    since: Annotated[str, SINCE] = "",
    until: Annotated[str, UNTIL] = "",
    requests: Annotated[int, typer.Option(min=1, help="How many accounts to list.")] = 10,
    bites_in: Annotated[
        str, typer.Option(help="How long until a request holds the money.", metavar="SPAN")
    ] = "6h",
    rule: Annotated[str, RULE] = "",
    lowest_balance: Annotated[bool, LOWEST] = False,
    opening: Annotated[str, OPENING] = "zero",
    accounts: Annotated[list[Path] | None, ACCOUNTS] = None,
    tags: Annotated[list[Path] | None, TAGS] = None,
    folder: Annotated[Path | None, FOLDER] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Rank the accounts to freeze, the most expected recovery first, each with its evidence.

    With --to FOLDER: freeze.csv, and chain-01.csv and so on, the way of the money to each account.
    """
    from entraide.cli import _trace_follow as following
    from entraide.cli import _trace_freeze as freezing
    from entraide.cli._trace_inputs import moment_of, open_ledger, seeds_of, span_of

    steps = Steps()
    now, delay = moment_of(at, "--at"), span_of(bites_in, "--bites-in")
    rules = following.rules_of(rule, lowest_balance)
    book, known = open_ledger(ledger, accounts or [], tags or [], steps)
    seeds = seeds_of(book, seed or [], victim, since, until)
    followed = following.follow(
        book, seeds, rules, "as-listed", steps, opening=opening, horizon=None, least=0, back=False
    )
    try:
        with steps.step("Ranking", len(book) > 2_000_000):
            asked = freezing.ranked(book, followed, now, delay)[:requests]
    except ValueError as error:
        fail(f"{error}.")
    files: list[Path] = []
    if folder and asked:
        files = _written(lambda: freezing.write(asked, known, folder), folder)
    if as_json:
        rows = freezing.with_chains(freezing.as_rows(asked, known), asked)
        typer.echo(
            json.dumps(
                {
                    "at": now.isoformat(),
                    "bites_in_hours": delay.total_seconds() / 3600,
                    "rules": list(rules),
                    "currency": followed.currency,
                    "loss": followed.loss,
                    "requests": rows,
                },
                ensure_ascii=False,
            )
        )
    else:
        typer.echo(following.said_of_loss(followed))
        typer.echo(
            f"As known at {now:%Y-%m-%d %H:%M} UTC, for requests that bite in {bites_in};"
            " low–high over the rules."
        )
        if book.date_only is not None:
            typer.echo(
                f"Of {int(book.date_only.sum()):,} legs only the day is known; they are taken as listed."
            )
        typer.echo()
        if not asked:
            typer.echo("Nothing that could be frozen is left in accounts that can be followed.")
        else:
            freezing.say(asked, known)
        _name(files)


@app.command()
def patterns(
    ledger: Annotated[Path, LEDGER],
    window: Annotated[str, typer.Option(help="Within how long, 3d.", metavar="SPAN")] = "3d",
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only this kind; may be repeated.")] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option("--threshold", help="USD=10000: look for payments kept just under it; may be repeated."),
    ] = None,
    worth: Annotated[
        list[str] | None,
        typer.Option(
            "--worth", help="THB=0.03: what one is worth, so that sums are known after a conversion."
        ),
    ] = None,
    folder: Annotated[Path | None, FOLDER] = None,
    everything: Annotated[bool, ALL] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """List shapes that laundering takes: fan-in, cycles, chains and others. Leads for people, not verdicts.

    With --to FOLDER: patterns.csv, and pattern-transactions.csv with the records of each.
    """
    from entraide.cli import _trace_patterns as shapes
    from entraide.cli._trace_inputs import open_ledger, span_of

    steps = Steps()
    length = span_of(window, "--window")
    book, _ = open_ledger(ledger, [], [], steps)
    limits, measure = shapes.thresholds_of(threshold or [], book), shapes.worth_of(worth or [], book)
    if kind and "structuring" in kind and not limits:
        fail("structuring needs the sum above which a payment is reported: --threshold USD=10000.")
    try:
        with steps.step("Looking for patterns", len(book) > 200_000):
            found = book.patterns(length, kinds=kind or None, worth=measure, thresholds=limits)
    except ValueError as error:
        fail(f"--kind {error}.")
    files = _written(lambda: shapes.write(found, book, folder), folder) if folder else []
    if as_json:
        typer.echo(json.dumps({"patterns": shapes.as_rows(found, book)}, ensure_ascii=False))
    elif not found:
        typer.echo(f"Nothing found within {window}.")
    else:
        shapes.say(found, everything)
        _name(files)


app.command()(spark)


@app.command()
def show(
    ledger: Annotated[Path, LEDGER],
    record: Annotated[list[str], typer.Argument(help="Record ids.", metavar="RECORD…")],
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Print the source rows of records: every column, and the hash of the evidence."""
    from entraide.cli._trace_inputs import open_ledger, seeds_of, whole_rows
    from entraide.cli._trace_show import as_rows, say

    steps = Steps()
    book, _ = open_ledger(ledger, [], [], steps)
    legs = seeds_of(book, record, "", "", "")
    rows = whole_rows(ledger, book.rows(legs).tolist())
    if as_json:
        typer.echo(json.dumps({"records": as_rows(rows)}, ensure_ascii=False))
    else:
        say(rows)


def _currency(book: "Ledger", seeds: "NDArray[np.int64]") -> str:
    return book.currencies[int(book.currency[seeds[0]])]


def _written(write: Callable[[], list[Path]], folder: Path) -> list[Path]:
    """Written before anything is printed, so that whoever reads the first lines only has the files all the same."""
    try:
        return write()
    except OSError as error:
        fail(f"{folder} cannot be written: {error.strerror or error}.")


def _name(files: list[Path]) -> None:
    if files:
        typer.echo()
    for file in files:
        typer.echo(f"Written: {file}")
