"""Arguments and options that several of `entraide trace …` take."""

from pathlib import Path
from typing import Annotated

import typer

Ledger = Annotated[
    Path,
    typer.Argument(help="A ledger: one Parquet file, as entraide trace read makes it.", metavar="LEDGER"),
]
Seeds = Annotated[
    list[str] | None,
    typer.Option(
        "--seed",
        help="Record id of a payment to follow, or TXID:n, one output of a transaction of coins; may be repeated.",
        metavar="RECORD",
    ),
]
Victim = Annotated[
    str,
    typer.Option(
        help="All payments of this account; with --seed, its payments of those records.", metavar="ACCOUNT"
    ),
]
Since = Annotated[
    str,
    typer.Option(
        "--from", help="With --victim: payments from this time on, 2025-11-03T09:12Z.", metavar="TIME"
    ),
]
Until = Annotated[
    str, typer.Option("--until", help="With --victim: payments until this time.", metavar="TIME")
]
Rule = Annotated[
    str,
    typer.Option(
        help="fifo or haircut, without it every rule is asked and the answer is an interval; follow takes poison too."
    ),
]
Lowest = Annotated[
    bool,
    typer.Option("--lowest-balance", help="Only with the cap by the lowest balance since the money came."),
]
Opening = Annotated[
    str, typer.Option(help="What accounts held before the record begins: zero, statement or implied.")
]
Accounts = Annotated[
    list[Path] | None,
    typer.Option(
        "--accounts",
        help="A table of accounts (CSV, Excel): account, and any of bank, country, holder, stop, opening; may be"
        " repeated.",
        metavar="TABLE",
    ),
]
Tags = Annotated[
    list[Path] | None,
    typer.Option(
        "--tags",
        help="A tag pack (YAML): whose addresses are; tracing ends at services. May be repeated.",
        metavar="FILE",
    ),
]
Folder = Annotated[
    Path | None, typer.Option("--to", help="Write the result into this folder.", metavar="FOLDER")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object; amounts are in minor units.")]
All = Annotated[bool, typer.Option("--all", help="Print every row, not the first 40 only.")]
Back = Annotated[bool, typer.Option("--back", help="Where the money came from, not where it went.")]
Horizon = Annotated[
    str, typer.Option(help="How long after the last payment, 10d, or until when.", metavar="SPAN|TIME")
]
Least = Annotated[str, typer.Option(help="Do not follow sums below this.", metavar="SUM")]
