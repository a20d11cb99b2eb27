import csv
import json
from pathlib import Path

import pytest

from .tracing import rows_of, saved, trace

FAN_IN = [(f"p{place}", "collector", 100 + place) for place in range(6)]
CYCLE = [("x", "y", 500), ("y", "z", 500), ("z", "x", 500)]


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return saved(tmp_path, rows_of(*FAN_IN, *CYCLE))


def test_shapes_are_listed_with_accounts_transactions_amount_and_span(ledger: str) -> None:
    output = trace("patterns", ledger, "--kind", "fan-in").stdout
    assert "1 found: fan-in 1." in output
    (line,) = [line for line in output.splitlines() if "collector" in line]
    assert "p0, p1, p2 and 3 more" in line
    assert line.endswith("6  6.15 EUR  2025-11-03 00:00  5 min")


def test_json_names_every_record(ledger: str) -> None:
    found = json.loads(trace("patterns", ledger, "--kind", "cycle", "--json").stdout)["patterns"]
    assert [(one["kind"], one["records"], one["amounts"]) for one in found] == [
        ("cycle", ["r6", "r7", "r8"], {"EUR": 1500})
    ]


def test_the_window_bounds_them(ledger: str) -> None:
    assert (
        trace("patterns", ledger, "--kind", "fan-in", "--window", "2min").stdout
        == "Nothing found within 2min.\n"
    )


def test_outside_of_the_record_is_nobody_and_stands_in_no_shape(tmp_path: Path) -> None:
    rows = rows_of(("", "shop", 1000), ("shop", "other", 990), ("other", "", 980))
    rows += [
        {"time": 5 + place, "source": source, "target": target, "amount": 1000 + place // 2}
        for place in range(24)
        for source, target in [(("", f"emp{place // 2}"), (f"emp{place // 2}", ""))[place % 2]]
    ]
    ledger = saved(
        tmp_path, [{**row, "source": row["source"] or None, "target": row["target"] or None} for row in rows]
    )
    assert "Nothing found" in trace("patterns", ledger).stdout
    # Who is paid many sums just under a threshold stands out all the same, wherever they came from.
    smurfed = rows_of(*[("", "mule", 9_000)] * 4)
    ledger = saved(tmp_path, [{**row, "source": None} for row in smurfed])
    found = trace("patterns", ledger, "--kind", "structuring", "--threshold", "EUR=100", "--json").stdout
    assert [one["accounts"][0] for one in json.loads(found)["patterns"]] == ["mule"]


def test_a_transaction_of_coins_is_no_mule(tmp_path: Path) -> None:
    def coin(number: int) -> tuple[tuple[str, str, int], ...]:
        outs = [(f"tx:{number}", f"{number}:{place}@a{place}", 90) for place in range(6)]
        return (*[(f"{number - 1}:{place}@a{place}", f"tx:{number}", 90) for place in range(6)], *outs)

    ledger = saved(tmp_path, rows_of(*[leg for number in range(1, 4) for leg in coin(number)]))
    kinds = [
        part for kind in ("fan-in", "fan-out", "gather-scatter", "pass-through") for part in ("--kind", kind)
    ]
    assert "Nothing found" in trace("patterns", ledger, *kinds).stdout


def test_structuring_is_looked_for_under_a_named_threshold(tmp_path: Path) -> None:
    rows = rows_of(*[("payer", f"q{place}", 95_000) for place in range(4)])
    ledger = saved(tmp_path, rows)
    found = trace("patterns", ledger, "--kind", "structuring", "--threshold", "EUR=1000", "--json").stdout
    assert [one["kind"] for one in json.loads(found)["patterns"]] == ["structuring"]
    assert trace("patterns", ledger, "--kind", "structuring", "--threshold", "EUR=500").stdout.startswith(
        "Nothing"
    )


def test_the_folder_gets_patterns_and_their_transactions(ledger: str, tmp_path: Path) -> None:
    folder = tmp_path / "found"
    assert trace("patterns", ledger, "--kind", "cycle", "--to", str(folder)).exit_code == 0
    with (folder / "pattern-transactions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["pattern"], row["record"], row["evidence"]) for row in rows] == [
        ("1", f"r{place}", f"{place:02x}" * 32) for place in (6, 7, 8)
    ]
    assert (folder / "patterns.csv").exists()
