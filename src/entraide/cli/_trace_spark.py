"""`entraide trace spark`: ledgers too large for one machine, followed with Apache Spark."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entraide.cli import _trace_options as given
from entraide.cli._trace_said import Steps, fail

if TYPE_CHECKING:
    from entraide.cli._trace_accounts import AccountTables
    from entraide.engines.trace import Ledger


def spark(
    ledgers: Annotated[
        list[str],
        typer.Argument(
            help="Ledgers: Parquet files, or folders of them, also hdfs:// or s3a://.", metavar="LEDGER…"
        ),
    ],
    seed: given.Seeds = None,
    rule: given.Rule = "",
    lowest_balance: given.Lowest = False,
    opening: given.Opening = "zero",
    back: given.Back = False,
    horizon: given.Horizon = "",
    least: given.Least = "",
    accounts: given.Accounts = None,
    master: Annotated[
        str, typer.Option(help="Where Spark runs: local[*], or spark://HOST:7077.", metavar="ADDRESS")
    ] = "local[*]",
    features: Annotated[
        str,
        typer.Option(help="Write the features of all transactions here, as Parquet.", metavar="FOLDER"),
    ] = "",
    window: Annotated[str, typer.Option(help="Of --features: within how long, 1d.", metavar="SPAN")] = "1d",
    folder: given.Folder = None,
    everything: given.All = False,
    as_json: given.Json = False,
) -> None:
    """Follow payments through ledgers that one machine cannot hold, with Apache Spark.

    Spark finds which accounts the money may have come to, and brings here the transfers that these ever had; they
    are followed as by entraide trace follow, to the same units. Needs entraide[spark] and Java 17 or newer.
    """
    from entraide.cli import _trace_follow as following
    from entraide.cli._trace_accounts import AccountTables
    from entraide.cli._trace_inputs import horizon_of, least_of, span_of
    from entraide.cli._trace_seeds import record_of, seeds_of

    if not seed and not features:
        fail("name the payments to follow, --seed RECORD, or where to write --features.")
    _check(ledgers)
    steps = Steps()
    rules, until = following.rules_of(rule, lowest_balance), horizon_of(horizon)
    length = span_of(window, "--window")
    tables = AccountTables(accounts or [])
    with _session(master, steps) as session:
        if features:
            with steps.step("Making the features", heavy=True):
                _features(session, ledgers, length, features)
            typer.echo(f"Written: {features}", err=as_json)
        if not seed:
            return
        with steps.step("Looking for what the money can have reached", heavy=True):
            records = list(dict.fromkeys(map(record_of, seed)))
            part = _part(session, ledgers, records, tables, horizon=until, back=back)
    tables.fill(part)
    tables.presume(part)
    seeds = seeds_of(part, seed, "", "", "")
    followed = following.follow(
        part,
        seeds,
        rules,
        "as-listed",
        steps,
        opening=opening,
        horizon=until,
        least=least_of(part, seeds, least),
        back=back,
    )
    if not as_json:
        typer.echo(f"{len(part):,} legs of {len(part.accounts):,} accounts may have been reached.")
    following.tell(followed, tables.known, steps, folder=folder, everything=everything, as_json=as_json)


def _check(ledgers: Sequence[str]) -> None:
    """Files of this machine are looked at before Spark starts."""
    from entraide.cli._trace_inputs import _parquet

    for ledger in ledgers:
        if "://" not in ledger and not Path(ledger).is_dir():
            _parquet(Path(ledger))


@contextlib.contextmanager
def _session(master: str, steps: Steps) -> Iterator[Any]:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        fail("Spark is not installed: pip install 'entraide[spark]'.")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder: Any = SparkSession.builder
    try:
        with steps.step("Starting Spark", heavy=True):
            session = (
                builder.master(master)
                .appName("entraide trace")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.log.level", "ERROR")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate()
            )
    except PySparkException as error:
        fail(f"Spark does not start at {master} (it needs Java 17 or newer): {_first_line(error)}.")
    try:
        yield session
    except PySparkException as error:
        fail(f"Spark failed: {_first_line(error)}.")
    finally:
        session.stop()


def _part(
    session: Any, ledgers: Sequence[str], seed: list[str], tables: "AccountTables", **options: Any
) -> "Ledger":
    from entraide.engines.trace import BadLedger
    from entraide.engines.trace import spark as engine

    stops, opening = _said_in(ledgers)
    try:
        legs = engine.read(session, ledgers)
        return engine.reachable(
            legs, seed, stops=stops | tables.stops, opening=opening | tables.opening, **options
        )
    except BadLedger as error:
        fail(f"{error}.")
    except KeyError as error:
        fail(f"there is no record {error.args[0]!r} in these ledgers.")


def _features(session: Any, ledgers: Sequence[str], window: Any, folder: str) -> None:
    from entraide.engines.trace import BadLedger
    from entraide.engines.trace import spark as engine

    try:
        engine.features(engine.read(session, ledgers), window).write.parquet(folder)
    except BadLedger as error:
        fail(f"{error}.")


def _said_in(ledgers: Sequence[str]) -> tuple[dict[str, str], dict[tuple[str, str], int]]:
    """Marks and opening balances that stand in those ledgers that are files of this machine."""
    from entraide.formats.transactions import OPENING, STOPS, said_in

    stops: dict[str, str] = {}
    opening: dict[tuple[str, str], int] = {}
    for path in map(Path, ledgers):
        if path.is_file():
            stops |= said_in(path, STOPS) or {}
            opening |= {(account, code): balance for account, code, balance in said_in(path, OPENING) or []}
    return stops, opening


def _first_line(error: BaseException) -> str:
    from entraide.formats.flows import plain

    lines = str(error).strip().splitlines()
    return plain(lines[0][:160]).rstrip(".") if lines else type(error).__name__
