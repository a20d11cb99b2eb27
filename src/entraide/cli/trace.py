"""`entraide trace …`: where money went, what can still be frozen, and what stands out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from entraide.cli import _trace_options as given
from entraide.cli._trace_read import read
from entraide.cli._trace_said import Steps, fail, say_written, written
from entraide.cli._trace_spark import spark

app = typer.Typer(name="trace", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Where money went, what can still be frozen, and what stands out. The guide is docs/tracing.md."""


app.command()(read)


@app.command()
def follow(
    ledger: given.Ledger,
    seed: given.Seeds = None,
    victim: given.Victim = "",
    since: given.Since = "",
    until: given.Until = "",
    rule: given.Rule = "",
    lowest_balance: given.Lowest = False,
    opening: given.Opening = "zero",
    days: Annotated[
        str,
        typer.Option(help="Where only the day is known: bounds, as-listed, credits-first or debits-first."),
    ] = "bounds",
    back: given.Back = False,
    horizon: given.Horizon = "",
    least: given.Least = "",
    explain: Annotated[
        str, typer.Option(help="Print every leg on the way to this account.", metavar="ACCOUNT")
    ] = "",
    accounts: given.Accounts = None,
    tags: given.Tags = None,
    folder: given.Folder = None,
    everything: given.All = False,
    as_json: given.Json = False,
) -> None:
    """Follow payments: where the money is now, by every rule or by one.

    With --to FOLDER: flow.svg, the diagram; ends.csv, where the money is; flow.parquet, every transfer. With --rule
    poison: whom it may have reached, since when and by which record; reached.csv.
    """
    from entraide.cli import _trace_follow as following
    from entraide.cli import _trace_reach as reaching
    from entraide.cli._trace_inputs import horizon_of, least_of, open_ledger
    from entraide.cli._trace_seeds import account_of, seeds_of

    steps = Steps()
    poison = rule == "poison"
    if poison:
        for option, given_too in {"--back": back, "--least": least, "--explain": explain,
                                  "--lowest-balance": lowest_balance}.items():  # fmt: skip
            if given_too:
                fail(reaching.NOT_WITH_POISON.format(option=option))
    rules = {} if poison else following.rules_of(rule, lowest_balance)
    book, known = open_ledger(ledger, accounts or [], tags or [], steps)
    seeds = seeds_of(book, seed or [], victim, since, until)
    if poison:
        until_when = horizon_of(horizon)
        reaching.tell(
            book,
            seeds,
            known,
            steps,
            horizon=until_when,
            folder=folder,
            everything=everything,
            as_json=as_json,
        )
        return
    if explain:
        explain = account_of(book, explain)
    followed = following.follow(
        book,
        seeds,
        rules,
        days,
        steps,
        opening=opening,
        horizon=horizon_of(horizon),
        least=least_of(book, seeds, least),
        back=back,
    )
    following.tell(
        followed, known, steps, folder=folder, everything=everything, as_json=as_json, explain=explain
    )


@app.command()
def freeze(
    ledger: given.Ledger,
    at: Annotated[str, typer.Option(help="Now: nothing after this time is looked at.", metavar="TIME")],
    seed: given.Seeds = None,
    victim: given.Victim = "",
    since: given.Since = "",
    until: given.Until = "",
    requests: Annotated[int, typer.Option(min=1, help="How many accounts to list.")] = 10,
    bites_in: Annotated[
        str, typer.Option(help="How long until a request holds the money.", metavar="SPAN")
    ] = "6h",
    rule: given.Rule = "",
    lowest_balance: given.Lowest = False,
    opening: given.Opening = "zero",
    accounts: given.Accounts = None,
    tags: given.Tags = None,
    folder: given.Folder = None,
    as_json: given.Json = False,
) -> None:
    """Rank the accounts to freeze, the most expected recovery first, each with its evidence.

    With --to FOLDER: freeze.csv, and chain-01.csv and so on, the way of the money to each account.
    """
    from entraide.cli import _trace_follow as following
    from entraide.cli import _trace_freeze as freezing
    from entraide.cli._trace_inputs import moment_of, open_ledger, span_of
    from entraide.cli._trace_seeds import seeds_of
    from entraide.engines.trace.freeze import as_of

    steps = Steps()
    now, delay = moment_of(at, "--at"), span_of(bites_in, "--bites-in")
    rules = following.rules_of(rule, lowest_balance)
    book, known = open_ledger(ledger, accounts or [], tags or [], steps)
    book = as_of(book, now)
    seeds = freezing.paid_by(book, seeds_of(book, seed or [], victim, since, until), now)
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
        files = written(lambda: freezing.write(asked, known, folder), folder)
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
        say_written(files)


@app.command()
def patterns(
    ledger: given.Ledger,
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
    folder: given.Folder = None,
    everything: given.All = False,
    as_json: given.Json = False,
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
    files = written(lambda: shapes.write(found, book, folder), folder) if folder else []
    if as_json:
        typer.echo(json.dumps({"patterns": shapes.as_rows(found, book)}, ensure_ascii=False))
    elif not found:
        typer.echo(f"Nothing found within {window}.")
    else:
        shapes.say(found, everything)
        say_written(files)


app.command()(spark)


@app.command()
def show(
    ledger: given.Ledger,
    record: Annotated[list[str], typer.Argument(help="Record ids.", metavar="RECORD…")],
    files: Annotated[
        list[Path] | None,
        typer.Option(
            "--in",
            help="Find the source rows in this file, and compare hashes; may be repeated.",
            metavar="FILE",
        ),
    ] = None,
    as_json: given.Json = False,
) -> None:
    """Print what a ledger has of records: every column, and the hashes of the rows that told of them.

    With --in FILE, the statement that was read: those rows, with file, line and text, and whether their hashes agree.
    """
    from entraide.cli._trace_inputs import open_ledger, whole_rows
    from entraide.cli._trace_seeds import legs_of
    from entraide.cli._trace_show import as_rows, say, sources_of

    steps = Steps()
    book, _ = open_ledger(ledger, [], [], steps)
    legs = legs_of(book, record)
    rows = whole_rows(ledger, book.rows(legs).tolist())
    sources = sources_of(rows, files) if files else []
    if as_json:
        records = as_rows(rows)
        if files:
            records = [record | {"sources": found} for record, found in zip(records, sources, strict=True)]
        typer.echo(json.dumps({"records": records}, ensure_ascii=False))
    else:
        say(rows, sources)
