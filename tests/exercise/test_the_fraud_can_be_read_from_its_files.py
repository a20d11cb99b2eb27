"""From the files of ten institutions to the truth: read, joined, traced, with nothing told from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from entraide.engines.trace import Ledger
from entraide.exercise.fraud import Fraud, generate
from entraide.exercise.fraud.files import FILES, write_files
from entraide.formats.attribution import load as load_tags
from entraide.formats.transactions import Options, Reading, load, read


@pytest.fixture(scope="module", params=[6, 7])
def fraud(request: pytest.FixtureRequest) -> Fraud:
    return generate(request.param, 6_000)


@pytest.fixture(scope="module")
def folder(fraud: Fraud, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("statements")
    write_files(fraud, folder)
    return folder


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    files = [folder / name for name in FILES if name != "tags.yaml"]
    return read(files, folder / "case.parquet", Options(timezone="Asia/Seoul"))


@pytest.fixture(scope="module")
def ledger(fraud: Fraud, reading: Reading, folder: Path) -> Ledger:
    """Services on chains are known from tags, those in a country from its institutions."""
    attribution, _ = load_tags([folder / "tags.yaml"])
    ledger = load(
        reading.ledger, stops={a: why for a, why in fraud.stops.items() if not a.startswith(("T", "0x"))}
    )
    ledger.mark(attribution.stops(ledger.accounts.to_pylist()))
    return ledger


def test_every_file_is_read_and_no_payment_counts_twice(fraud: Fraud, reading: Reading) -> None:
    assert not reading.unread
    assert not reading.unsure
    assert len(reading.files) == 10
    # The chain shows what the swap service's own wallet paid for its transactions, beside the record.
    swaps = sum(leg.kind == "conversion" and leg.rail == "ethereum" for leg in fraud.legs)
    assert reading.legs == len(fraud.legs) + swaps


def test_opening_balances_are_what_they_were(fraud: Fraud, ledger: Ledger) -> None:
    known = {pot: amount for pot, amount in ledger.opening_by_name().items() if amount}
    assert known
    for pot, amount in known.items():
        assert fraud.opening[pot] == amount
    at_banks = {
        pot
        for pot in fraud.opening
        if pot[1] in ("KRW", "THB", "USD") and pot[0] in ledger.accounts.to_pylist()
    }
    assert at_banks <= set(known)


@pytest.mark.parametrize("rule", ["fifo", "haircut"])
def test_the_tracing_is_the_truth(fraud: Fraud, ledger: Ledger, rule: str) -> None:
    """Of dollars in Cambodia only the day is known, so there only the sum is compared."""
    for victim in fraud.victims:
        tracing = ledger.trace(ledger.legs_of(victim.records), rule, opening="statement")  # type: ignore[arg-type]
        found = {
            (e["account"], e["currency"], e["kind"]): (e["amount"], e["value"])
            for e in tracing.ends.to_pylist()
        }
        truth = fraud.truth(victim, rule)
        assert _in_dollars(found) == _in_dollars(truth)
        for end in found.keys() | truth.keys():
            if end[1] != "USD":
                assert found.get(end) == truth.get(end), victim.name


def test_every_leg_of_the_way_leads_down_to_a_row_of_a_file(fraud: Fraud, ledger: Ledger) -> None:
    busan = fraud.victims[0]
    edges = ledger.trace(ledger.legs_of(busan.records), "fifo", opening="statement").edges.to_pylist()
    assert set(busan.records) <= {edge["record"] for edge in edges}
    hashes = [
        len(edge["evidence"]) // 32 for edge in edges if edge["record"] and not len(edge["evidence"]) % 32
    ]
    assert len(hashes) == len(edges)
    assert set(hashes) == {1, 2, 3}  # of what two banks told, the rows of both; and of a chain's


def test_the_files_are_in_the_forms_and_scripts_of_their_countries(folder: Path) -> None:
    assert (folder / "haeundae.csv").read_bytes().decode("cp949").startswith("거래일시,계좌번호,출금액(원)")
    assert '"84,000,000"' not in (folder / "yeongdo.csv").read_text("utf-8-sig")
    assert b"camt.053.001.08" in (folder / "moei.camt053.xml").read_bytes()[:200]
    assert b":60F:C251020USD" in (folder / "tonle.mt940").read_bytes()
    assert max(map(len, (folder / "tonle.mt940").read_text("ascii").splitlines())) <= 72
    assert json.loads((folder / "tron.json").read_text())["data"][0]["token_info"]["decimals"] == 6


def _in_dollars(ends: dict[tuple[str, str, str], tuple[int, int]]) -> int:
    return sum(value for (_, currency, _), (_, value) in ends.items() if currency == "USD")
