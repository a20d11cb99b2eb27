"""`entraide trace patterns`: shapes of laundering, as a table and as files."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_follow import hash_of, spread
from entraide.cli._trace_inputs import amount_of
from entraide.cli._trace_said import fail, shown_rows, table

if TYPE_CHECKING:
    from entraide.engines.trace import Ledger, Pattern

_MICROSECOND = timedelta(microseconds=1)
_NAMED, _WIDE = 4, 20  # accounts of a pattern that are printed, and how much of each


def thresholds_of(given: Sequence[str], ledger: "Ledger") -> dict[str, int]:
    """USD=10000 in minor units."""
    found = {}
    for text in given:
        code, _, amount = text.partition("=")
        code = code.strip().upper()
        if code not in ledger.currencies:
            fail(
                f"--threshold {text!r}: write it like {ledger.currencies[0]}=10000, with a currency of the ledger."
            )
        found[code] = amount_of(amount.strip(), code, "--threshold")
    return found


def worth_of(given: Sequence[str], ledger: "Ledger") -> dict[str, float] | None:
    """KRW=0.00068: what one of each currency is worth, in any one measure, as what its minor unit is."""
    from entraide.vocabulary.currencies import digits

    found = {}
    for text in given:
        code, _, rate = text.partition("=")
        code = code.strip().upper()
        if (
            code not in ledger.currencies
            or not re.fullmatch(r"\d{1,12}(\.\d{1,12})?", rate.strip())
            or not float(rate)
        ):
            fail(
                f"--worth {text!r}: write it like {ledger.currencies[0]}=0.5, what one of a currency of the ledger is worth."
            )
        found[code] = float(rate) / 10 ** (digits(code) or 0)
    missing = [code for code in ledger.currencies if found and code not in found]
    if missing:
        fail(
            f"--worth is missing for {', '.join(missing)}: say it for every currency of the ledger, or for none."
        )
    return found or None


def say(found: "Sequence[Pattern]", everything: bool) -> None:
    from entraide.formats.flows import plain, shortened, span

    counts = Counter(pattern.kind for pattern in found)
    typer.echo(
        f"{len(found):,} found: "
        + ", ".join(f"{kind} {count:,}" for kind, count in counts.most_common())
        + "."
    )
    typer.echo()
    rows = [
        [
            str(number),
            pattern.kind,
            ", ".join(plain(shortened(name, _WIDE)) for name in pattern.accounts[:_NAMED])
            + (f" and {len(pattern.accounts) - _NAMED:,} more" if len(pattern.accounts) > _NAMED else ""),
            f"{len(pattern.legs):,}",
            "; ".join(spread(amount, amount, code) for code, amount in pattern.amounts.items()),
            f"{pattern.begin:%Y-%m-%d %H:%M}",
            span(pattern.span // _MICROSECOND),
        ]
        for number, pattern in enumerate(found, 1)
    ]
    printed, more = shown_rows(rows, everything)
    table(["", "kind", "accounts", "transactions", "amount", "begins (UTC)", "span"], printed, [0, 3, 4])
    if more:
        typer.echo(more)


def write(found: "Sequence[Pattern]", ledger: "Ledger", folder: Path) -> list[Path]:
    """patterns.csv, a row a pattern, and pattern-transactions.csv, a row for each of its transactions."""
    from entraide.formats.tables import write_csv

    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "patterns.csv", folder / "pattern-transactions.csv"]
    with files[0].open("w", encoding="utf-8-sig", newline="") as output:
        write_csv(
            output,
            ["pattern", "kind", "accounts", "transactions", "amounts", "begins", "ends"],
            (
                [number, row["kind"], " | ".join(row["accounts"]), len(row["records"]),
                 "; ".join(f"{amount} {code}" for code, amount in row["amounts"].items()), row["begins"], row["ends"]]
                for number, row in enumerate(as_rows(found, ledger), 1)
            ),
        )  # fmt: skip
    with files[1].open("w", encoding="utf-8-sig", newline="") as output:
        write_csv(
            output,
            ["pattern", "record", "evidence"],
            (
                [number, record, hash_of(evidence)]
                for number, pattern in enumerate(found, 1)
                for record, evidence in zip(
                    ledger.record_of(pattern.legs).to_pylist(),
                    ledger.evidence_of(pattern.legs).to_pylist(),
                    strict=True,
                )
            ),
        )
    return files


def as_rows(found: "Sequence[Pattern]", ledger: "Ledger") -> list[dict[str, Any]]:
    return [
        {
            "kind": pattern.kind,
            "accounts": list(pattern.accounts),
            "records": [str(record) for record in ledger.record_of(pattern.legs).to_pylist()],
            "amounts": pattern.amounts,
            "begins": pattern.begin.isoformat(),
            "ends": pattern.end.isoformat(),
        }
        for pattern in found
    ]
