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
        trace("freeze", case, "--seed", "r0", *AT, "--accounts", accounts, "--json", *more).output
    )


def test_it_lists_what_can_be_frozen_and_nothing_that_is_gone(case: str) -> None:
    listed = {one["account"]: one for one in freeze(case, "--rule", "fifo")["requests"]}  # type: ignore[attr-defined]
    assert set(listed) == {"slow", "mule"}
    slow = listed["slow"]
    assert (slow["value_high"], slow["innocent"], slow["balance"], slow["bank"]) == (50, 30, 80, "River Bank")
    assert 0 <= slow["still_there"] <= 1
    assert listed["mule"]["value_high"] == 10


def test_each_account_has_the_chain_down_to_records_and_hashes(case: str) -> None:
    listed = {one["account"]: one for one in freeze(case, "--rule", "fifo")["requests"]}  # type: ignore[attr-defined]
    chain = listed["slow"]["chain"]
    assert [(edge["record"], edge["evidence"]) for edge in chain] == [("r0", "00" * 32), ("r2", "02" * 32)]


def test_an_account_that_pays_only_into_frozen_ones_is_listed_too(tmp_path: Path) -> None:
    legs = (("victim", "mule", 100), ("mule", "next", 40), ("mule", "next", 30))
    ledger = saved(tmp_path, rows_of(*legs))
    found = json.loads(trace("freeze", ledger, "--seed", "r0", *AT, "--rule", "fifo", "--json").output)
    assert {one["account"]: one["value_high"] for one in found["requests"]} == {"next": 70, "mule": 30}


def test_without_a_rule_low_and_high_are_of_every_rule(tmp_path: Path) -> None:
    legs = (("victim", "m", 100), ("other", "m", 100), ("m", "a", 100), ("m", "b", 100))
    ledger = saved(tmp_path, rows_of(*legs))
    found = json.loads(trace("freeze", ledger, "--seed", "r0", *AT, "--json").output)
    assert found["rules"] == ["fifo", "fifo, capped", "haircut", "haircut, capped"]
    assert {one["account"]: (one["value_low"], one["value_high"]) for one in found["requests"]} == {
        "a": (50, 100),
        "b": (0, 50),
    }


def test_nothing_after_the_moment_is_looked_at(case: str) -> None:
    early = json.loads(
        trace("freeze", case, "--seed", "r0", "--at", "2025-11-03T00:01Z", "--rule", "fifo", "--json").output
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
    output = trace("freeze", case, "--seed", "r0", *AT, "--rule", "fifo").output
    assert "As known at 2025-11-03 00:10 UTC, for requests that bite in 6h" in output
    assert "slow: r0 (00000000) → r2 (02020202)" in output


def test_when_all_is_gone_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account,stop\ncash,cash agent\n")
    ledger = saved(tmp_path, rows_of(("victim", "m", 9), ("m", "cash", 9)))
    result = trace(
        "freeze", ledger, "--seed", "r0", *AT, "--accounts", str(tmp_path / "accounts.csv"), "--rule", "fifo"
    )
    assert result.exit_code == 0
    assert "Nothing that could be frozen is left" in result.output
