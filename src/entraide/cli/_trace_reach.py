"""`entraide trace follow --rule poison`: whom the money may have touched, for screening, without amounts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_follow import hash_of
from entraide.cli._trace_said import Steps, fail, say_written, shown_rows, table, written

if TYPE_CHECKING:
    from entraide.engines.trace import Ledger
    from entraide.formats.flows import Known

NOT_WITH_POISON = (
    "{option} does not go with --rule poison, which says who was reached and nothing of amounts; choose fifo or"
    " haircut, or no rule for all of them."
)
COLUMNS = ("account", "bank", "country", "holder", "stop", "since", "day_only", "record", "evidence")


def tell(
    ledger: "Ledger",
    seeds: Any,
    known: "Mapping[str, Known]",
    steps: Steps,
    *,
    horizon: Any,
    folder: Path | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Every account that was paid after the money came, the first first, with the record that reached it."""
    with steps.step("Looking for what the money can have reached", len(ledger) > 2_000_000):
        rows = _rows(ledger, seeds, known, horizon)
    files: list[Path] = []
    if folder:
        with steps.step("Writing"):
            files = written(lambda: [_write(rows, folder / "reached.csv")], folder)
    if as_json:
        typer.echo(json.dumps({"reached": rows}, ensure_ascii=False))
    else:
        _say(rows, everything)
        if ledger.date_only is not None:
            typer.echo(
                "Legs of which only the day is known stand with credits first, by which the most are reached."
            )
    say_written(files, beside=as_json)


def _rows(ledger: "Ledger", seeds: Any, known: "Mapping[str, Known]", horizon: Any) -> list[dict[str, Any]]:
    import numpy as np

    from entraide.formats.flows import Known, as_text

    book, own, numbers = ledger, seeds, None
    if ledger.date_only is not None:
        book, numbers = ledger.same_day("credits first", seeds)
        own = np.flatnonzero(np.isin(numbers, seeds))
    try:
        reach = book.reach(own, horizon=horizon)
    except ValueError as error:
        fail(f"{error}.")
    by = reach.by if numbers is None else numbers[reach.by]
    times = ledger.of("time", by).astype("datetime64[us]").tolist()
    rows = []
    for account, leg, time, record, evidence in zip(
        reach.accounts.tolist(),
        by.tolist(),
        times,
        ledger.record_of(by).to_pylist(),
        ledger.evidence_of(by).to_pylist(),
        strict=True,
    ):
        name = ledger.accounts[account].as_py()
        told = known.get(name, Known())
        day_only = bool(ledger.day_only(np.asarray([leg]))[0])
        cells = (name, told.bank, told.country, told.holder, ledger.stop_of(account), f"{time.isoformat()}+00:00",
                 day_only, str(record), as_text(evidence))  # fmt: skip
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows


def _say(rows: list[dict[str, Any]], everything: bool) -> None:
    from entraide.formats.flows import plain, shortened

    typer.echo(
        f"{len(rows):,} accounts may have been reached by poison, the first first: whoever was paid after the money came."
        " It says whom to look at, and nothing of amounts."
    )
    typer.echo()
    cells = [
        [
            plain(shortened(row["account"], 66)),
            plain(shortened(" · ".join(filter(None, (row["bank"], row["country"], row["holder"]))), 48)),
            row["stop"],
            row["since"][:10] if row["day_only"] else row["since"][:16].replace("T", " "),
            plain(row["record"]),
            (row["evidence"] or hash_of(None))[:16],
        ]
        for row in rows
    ]
    heads = ["account", "bank, holder", "stop", "since (UTC)", "record", "evidence"]
    kept = [place for place in range(len(heads)) if place not in (1, 2) or any(row[place] for row in cells)]
    printed, more = shown_rows([[row[place] for place in kept] for row in cells], everything)
    table([heads[place] for place in kept], printed)
    if more:
        typer.echo(more)


def _write(rows: list[dict[str, Any]], file: Path) -> Path:
    from entraide.formats.tables import write_csv

    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="") as output:
        write_csv(output, list(COLUMNS), ([row[name] for name in COLUMNS] for row in rows))
    return file
