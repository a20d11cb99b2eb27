"""Arguments and options that several of `entraide trace …` take."""

import typer

LEDGER = typer.Argument(help="A ledger: one Parquet file, as entraide trace read makes it.", metavar="LEDGER")
SEED = typer.Option("--seed", help="Record id of a payment to follow; may be repeated.", metavar="RECORD")
VICTIM = typer.Option(help="Instead of --seed: all payments of this account.", metavar="ACCOUNT")
SINCE = typer.Option(
    "--from", help="With --victim: payments from this time on, 2025-11-03T09:12Z.", metavar="TIME"
)
UNTIL = typer.Option("--until", help="With --victim: payments until this time.", metavar="TIME")
RULE = typer.Option(help="fifo or haircut; without it, every rule is asked and the answer is an interval.")
LOWEST = typer.Option(
    "--lowest-balance", help="Only with the cap by the lowest balance since the money came."
)
OPENING = typer.Option(help="What accounts held before the record begins: zero, statement or implied.")
ACCOUNTS = typer.Option(
    "--accounts",
    help="A table of accounts (CSV, Excel): account, and any of bank, country, holder, stop, opening; may be repeated.",
    metavar="TABLE",
)
TAGS = typer.Option(
    "--tags",
    help="A tag pack (YAML): whose addresses are; tracing ends at services. May be repeated.",
    metavar="FILE",
)
FOLDER = typer.Option("--to", help="Write the result into this folder.", metavar="FOLDER")
JSON = typer.Option("--json", help="Print one JSON object; amounts are in minor units.")
ALL = typer.Option("--all", help="Print every row, not the first 40 only.")
BACK = typer.Option("--back", help="Where the money came from, not where it went.")
HORIZON = typer.Option(help="How long after the last payment, 10d, or until when.", metavar="SPAN|TIME")
LEAST = typer.Option(help="Do not follow sums below this.", metavar="SUM")
