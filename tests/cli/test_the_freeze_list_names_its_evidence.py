import csv
import json
from pathlib import Path

import pytest

from .tracing import rows_of, saved, trace

LEGS = (
    ("victim", "mule", 100),
    ("mule", "quick", 40),
    ("mule", "slow", 50),
    ("quick", "cash", 40),
    ("other", "slow", 30),
)
AT = ("--at", "2025-11-03T00:10Z")


@pytest.fixture
def case(tmp_path: Path) -> str:
    (tmp_path / "accounts.csv").write_text(
        "account,bank,country,stop\nslow,River Bank,TH,\ncash,,,cash agent\n"
    )
    return saved(tmp_path, rows_of(*LEGS))


def freeze(case: str, *more: str) -> dict[str, object]:
    accounts = str(Path(case).with_name("accounts.csv"))
    return json.loads(
        trace("freeze", case, "--seed", "r0", *AT, "--accounts", accounts, "--json", *more).stdout
    )


def test_it_lists_what_can_be_frozen_and_nothing_that_is_gone(case: str) -> None:
    listed = {one["account"]: one for one in freeze(case, "--rule", "fifo")["requests"]}  # type: ignore[attr-defined]
    assert set(listed) == {"slow", "mule"}
    slow = listed["slow"]
    assert (slow["value_high"], slow["bank"]) == (50, "River Bank")
    assert slow["money"] == [
        {
            "currency": "EUR",
            "amount_low": 50,
            "amount_high": 50,
            "balance": 80,
            "other_low": 30,
            "other_high": 30,
        }
    ]
    assert 0 <= slow["still_there"] <= 1
    assert listed["mule"]["value_high"] == 10


def test_each_account_has_the_chain_down_to_records_and_hashes(case: str) -> None:
    listed = {one["account"]: one for one in freeze(case, "--rule", "fifo")["requests"]}  # type: ignore[attr-defined]
    chain = listed["slow"]["chain"]
    assert [(edge["record"], edge["evidence"]) for edge in chain] == [("r0", "00" * 32), ("r2", "02" * 32)]


def test_an_account_that_pays_only_into_frozen_ones_is_listed_too(tmp_path: Path) -> None:
    legs = (("victim", "mule", 100), ("mule", "next", 40), ("mule", "next", 30))
    ledger = saved(tmp_path, rows_of(*legs))
    found = json.loads(trace("freeze", ledger, "--seed", "r0", *AT, "--rule", "fifo", "--json").stdout)
    assert {one["account"]: one["value_high"] for one in found["requests"]} == {"next": 70, "mule": 30}


def test_without_a_rule_low_and_high_are_of_every_rule(tmp_path: Path) -> None:
    legs = (("victim", "m", 100), ("other", "m", 100), ("m", "a", 100), ("m", "b", 100))
    ledger = saved(tmp_path, rows_of(*legs))
    found = json.loads(trace("freeze", ledger, "--seed", "r0", *AT, "--json").stdout)
    assert found["rules"] == ["fifo", "fifo, capped", "haircut", "haircut, capped"]
    assert {one["account"]: (one["value_low"], one["value_high"]) for one in found["requests"]} == {
        "a": (50, 100),
        "b": (0, 50),
    }


def test_nothing_after_the_moment_is_looked_at(case: str) -> None:
    early = json.loads(
        trace("freeze", case, "--seed", "r0", "--at", "2025-11-03T00:01Z", "--rule", "fifo", "--json").stdout
    )
    assert {one["account"]: one["value_high"] for one in early["requests"]} == {"mule": 60, "quick": 40}


def test_the_folder_gets_the_list_and_a_chain_for_each_request(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "requests"
    result = trace(
        "freeze", case, "--seed", "r0", *AT, "--rule", "fifo", "--requests", "1", "--to", str(folder)
    )
    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in folder.iterdir()) == ["chain-01.csv", "freeze.csv"]
    with (folder / "freeze.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    with (folder / row["chain"]).open(encoding="utf-8-sig", newline="") as file:
        edges = list(csv.DictReader(file))
    assert edges[0]["record"] == "r0"
    assert len(edges[0]["evidence"]) == 64
    assert edges[-1]["to"] == row["account"]


def test_people_read_a_table_and_why(case: str) -> None:
    output = trace("freeze", case, "--seed", "r0", *AT, "--rule", "fifo").stdout
    assert "As known at 2025-11-03 00:10 UTC, for requests that bite in 6h" in output
    assert "slow: r0 (00000000) → r2 (02020202)" in output


def test_other_money_is_the_least_and_the_most_by_any_rule(tmp_path: Path) -> None:
    legs = (("other", "m", 100), ("victim", "m", 300), ("m", "swap", 200))
    ledger = saved(tmp_path, rows_of(*legs))
    arguments = ["freeze", ledger, "--seed", "r1", *AT]
    (swap,) = [
        one for one in json.loads(trace(*arguments, "--json").stdout)["requests"] if one["account"] == "swap"
    ]
    # First in first out the other's 100 went along; by shares, 50 of it.
    assert (swap["money"][0]["other_low"], swap["money"][0]["other_high"]) == (50, 100)
    (line,) = [line for line in trace(*arguments).stdout.splitlines() if " swap " in line and "EUR" in line]
    assert "0.50–1.00 EUR" in line
    assert trace(*arguments, "--to", str(tmp_path / "new")).exit_code == 0
    with (tmp_path / "new" / "freeze.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["account"] == "swap"]
    assert (row["other_low_written"], row["other_high_written"]) == ("0.50", "1.00")


def test_all_currencies_of_an_account_are_one_request_and_each_is_listed(tmp_path: Path) -> None:
    rows = rows_of(("victim", "mule", 1000), ("mule", "both", 900), ("both", "both", 400))
    rows[2] |= {"kind": "conversion", "target_amount": 399, "target_currency": "USD"}
    ledger = saved(tmp_path, rows)
    arguments = ["freeze", ledger, "--seed", "r0", *AT, "--rule", "fifo"]
    (both,) = [
        one for one in json.loads(trace(*arguments, "--json").stdout)["requests"] if one["account"] == "both"
    ]
    assert (both["value_low"], both["value_high"]) == (900, 900)
    assert {one["currency"]: one["amount_high"] for one in both["money"]} == {"EUR": 500, "USD": 399}
    output = trace(*arguments, "--to", str(tmp_path / "new")).stdout
    assert "both has of it 5.00 EUR of 5.00 EUR; 3.99 USD of 3.99 USD." in output
    with (tmp_path / "new" / "freeze.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["account"] == "both"]
    assert [(row["currency"], row["value_high"], row["balance_written"]) for row in listed] == [
        ("EUR", "900", "5.00"),
        ("USD", "", "3.99"),
    ]


def test_a_payment_that_is_reversed_later_stands_until_then(tmp_path: Path) -> None:
    rows = rows_of(
        ("other", "mule", 500), ("victim", "mule", 1000), ("mule", "next", 600), ("next", "mule", 600)
    )
    rows[3] |= {"kind": "reversal", "reverses": "r2", "time": 99}
    ledgers = [saved(tmp_path, rows), saved(tmp_path, rows[:3], "before.parquet")]
    found, before = (
        json.loads(trace("freeze", one, "--seed", "r1", *AT, "--json").stdout) for one in ledgers
    )
    assert found == before
    assert {one["account"] for one in found["requests"]} == {"mule", "next"}


def test_payments_after_the_moment_are_no_part_of_the_loss(tmp_path: Path) -> None:
    rows = rows_of(("victim", "mule", 100), ("victim", "mule", 70), ("mule", "victim", 100))
    rows[1]["time"], rows[2]["time"] = 55, 66
    rows[2] |= {"kind": "reversal", "reverses": "r0"}
    found = json.loads(trace("freeze", saved(tmp_path, rows), "--victim", "victim", *AT, "--json").stdout)
    assert found["loss"] == 100


def test_chains_of_a_longer_list_do_not_stay_behind(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "requests"
    for more in (["--requests", "2"], ["--requests", "1"]):
        (folder / "chain-notes.csv").parent.mkdir(exist_ok=True)
        (folder / "chain-notes.csv").write_text("mine")
        assert (
            trace("freeze", case, "--seed", "r0", *AT, "--rule", "fifo", *more, "--to", str(folder)).exit_code
            == 0
        )
    assert sorted(file.name for file in folder.iterdir()) == ["chain-01.csv", "chain-notes.csv", "freeze.csv"]


def test_reasons_are_in_units_that_people_write(case: str) -> None:
    listed = {one["account"]: one for one in freeze(case, "--rule", "fifo")["requests"]}  # type: ignore[attr-defined]
    assert listed["slow"]["reasons"][0] == "0.50 of 0.80 EUR is traced here by fifo"
    assert "0.30 EUR of other money would be held too" in listed["slow"]["reasons"]


def test_when_all_is_gone_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account,stop\ncash,cash agent\n")
    ledger = saved(tmp_path, rows_of(("victim", "m", 9), ("m", "cash", 9)))
    result = trace(
        "freeze", ledger, "--seed", "r0", *AT, "--accounts", str(tmp_path / "accounts.csv"), "--rule", "fifo"
    )
    assert result.exit_code == 0
    assert "Nothing that could be frozen is left" in result.output
