"""From files as banks hand them over to a tracing, by the commands that a user gives."""

import hashlib
import json
import xml.etree.ElementTree as ElementTree
from itertools import permutations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from .tracing import sentence, trace

PAYER = """Date,Account,Debit,Credit,Currency,Counterparty,Ref,Original reference
2025-11-03 10:00:00Z,000111,60.00,,USD,000222,REF1,
2025-11-04 13:00:00Z,000111,,60.00,USD,000222,B2,REF1
"""
PAYEE = """Date,Account,Debit,Credit,Currency,Counterparty,Ref,Original reference
2025-11-03 10:00:00Z,000222,,60.00,USD,000111,REF1,
2025-11-03 12:00:00Z,000222,50.00,,USD,000333,REF9,
2025-11-04 13:00:02Z,000222,60.00,,USD,000111,C77,REF1
"""
MT940 = """:20:X
:25:000111
:28C:1/1
:60F:C251103USD100,00
:61:2511031103D60,00NTRFREF1//B1
:86:177?00PAYMENT?31000222
:61:{day}RD60,00NTRFREF1//B2
:86:{details}
:62F:C251104USD100,00
-
"""
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08" xmlns:s="urn:s"><BkToCstmrDbtCdtNtfctn><Ntfctn>
<Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2025-11-03</Dt>
</BookgDt><AcctSvcrRef>R1</AcctSvcrRef><!-- in two parts --><NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>
<Amt Ccy="EUR">60.00</Amt><RltdPties><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct></RltdPties>
</TxDtls><TxDtls><Refs><EndToEndId>E2</EndToEndId></Refs><Amt Ccy="EUR">40.00</Amt></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">60.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts><BookgDt>
<DtTm>2025-11-04T09:00:00+01:00</DtTm></BookgDt><AcctSvcrRef>R2</AcctSvcrRef><NtryDtls><TxDtls><Refs>
<EndToEndId>E1</EndToEndId></Refs><Amt Ccy="EUR">60.00</Amt></TxDtls></NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
"""
COINS = [
    {
        "txid": txid,
        "status": {"confirmed": True, "block_time": 1762430400 + place},
        "vin": [{"txid": before, "vout": 0, "prevout": {"value": 90, "scriptpubkey_address": "bc1a"}}],
        "vout": [{"value": value, "scriptpubkey_address": "bc1b"} for value in (50, 30)],
    }
    for place, (txid, before) in enumerate((("aa" * 32, "cc" * 32), ("bb" * 32, "dd" * 32)))
]
WHOLLY = "these payments were wholly reversed"


def read(folder: Path, files: dict[str, str | bytes], *options: str, to: str = "case.parquet") -> str:
    """What `entraide trace read` says of files."""
    paths = []
    for name, text in files.items():
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(str(path))
    result = trace("read", *paths, "--to", str(folder / to), *options)
    assert result.exit_code == 0, result.output
    return result.output


def follow(folder: Path, *seeds: str, ledger: str = "case.parquet") -> dict[str, Any]:
    asked = [word for seed in seeds for word in ("--seed", seed)]
    result = trace("follow", str(folder / ledger), *asked, "--rule", "fifo", "--json")
    assert result.exit_code == 0, result.output
    figures: dict[str, Any] = json.loads(result.stdout)
    return figures


def legs(folder: Path, ledger: str = "case.parquet") -> list[dict[str, Any]]:
    return pq.read_table(folder / ledger).to_pylist()


def test_payments_under_the_names_of_a_ledgers_columns_are_no_ledger(tmp_path: Path) -> None:
    text = "time,source,target,amount,currency,record,kind,reverses\n2025-11-03T01:00:00Z,a,b,{},USD,P1,payment,\n"
    for amount in ("1000.00", "1000"):
        assert "decimal point" in read(tmp_path, {"x.csv": text.format(amount)})
        assert [leg["amount"] for leg in legs(tmp_path)] == [100_000]
    table = pa.table(
        {"time": ["2025-11-03T01:00:00Z"], "source": ["a"], "target": ["b"], "amount": [1000.0], "currency": ["USD"],
         "kind": ["payment"], "date_only": [False]}
    )  # fmt: skip
    pq.write_table(table, tmp_path / "y.parquet")
    assert trace("read", str(tmp_path / "y.parquet"), "--to", str(tmp_path / "case.parquet")).exit_code == 0
    assert [leg["amount"] for leg in legs(tmp_path)] == [100_000]


def test_of_a_ledger_written_as_a_table_it_is_said_that_amounts_are_minor_units(tmp_path: Path) -> None:
    row = "2025-11-03T01:00:00Z,{},a,b,{},USD,P{},{}\n"
    whole = "time,sequence,source,target,amount,currency,record,evidence\n" + "".join(
        row.format(n, 1000 + n, n, f"{n:064x}") for n in range(3)
    )
    assert "amounts in minor units" in read(tmp_path, {"x.csv": whole})
    assert [leg["amount"] for leg in legs(tmp_path)] == [1000, 1001, 1002]
    assert "decimal point" in read(tmp_path, {"x.csv": whole + row.format(3, "7.50", 3, f"{3:064x}")})
    assert [leg["amount"] for leg in legs(tmp_path)][-1] == 750


def test_a_return_that_each_bank_books_under_its_own_number_undoes_once(tmp_path: Path) -> None:
    for order in permutations({"payer.csv": PAYER, "payee.csv": PAYEE}.items()):
        read(tmp_path, dict(order))
        assert sorted(leg["amount"] for leg in legs(tmp_path)) == [5000, 6000, 6000]
        assert WHOLLY in sentence(trace("follow", str(tmp_path / "case.parquet"), "--seed", "REF1"))
        assert follow(tmp_path, "REF9")["loss"] == 5000


def test_two_returns_of_one_sum_in_one_banks_statements_stay_two(tmp_path: Path) -> None:
    header, paid, _ = PAYER.splitlines()
    back = "2025-{}:00Z,000111,,30.00,USD,000222,{},REF1"
    other = "2025-11-02 09:00:00Z,000111,1.00,,USD,000999,{},"
    november = "\n".join([header, paid, back.format("11-03 11:00", "B2"), other.format("O1")])
    december = "\n".join([header, back.format("11-04 11:00", "B3"), other.format("O2")])
    read(tmp_path, {"nov.csv": november, "dec.csv": december})
    assert [leg["kind"] for leg in legs(tmp_path)].count("reversal") == 2
    assert WHOLLY in sentence(trace("follow", str(tmp_path / "case.parquet"), "--seed", "REF1"))


def test_a_return_of_the_same_day_stands_behind_its_payment_where_another_bank_knows_the_hour(
    tmp_path: Path,
) -> None:
    same_day = MT940.format(day="2511031103", details="177?00RETURN?31000222")
    hours = "\n".join(PAYEE.splitlines()[:3])
    for order in permutations({"a.mt940": same_day, "b.csv": hours}.items()):
        read(tmp_path, dict(order))
        assert WHOLLY in sentence(trace("follow", str(tmp_path / "case.parquet"), "--seed", "REF1"))


def test_a_return_that_does_not_name_the_other_side_undoes_its_payment(tmp_path: Path) -> None:
    said = read(tmp_path, {"a.mt940": MT940.format(day="2511041104", details="RETURNED")})
    assert "payment back" not in said
    assert legs(tmp_path)[1]["source"] == "000222"
    assert WHOLLY in sentence(trace("follow", str(tmp_path / "case.parquet"), "--seed", "REF1"))
    assert "payment back" not in read(tmp_path, {"a.xml": CAMT})
    assert legs(tmp_path)[2]["target"] == "DE89370400440532013000"
    assert WHOLLY in sentence(trace("follow", str(tmp_path / "case.parquet"), "--seed", "E1"))


@pytest.mark.parametrize(
    "back",
    [
        "2025-11-04 14:00:00Z,000111,,60.00,USD,000222,B3,REF1",
        "2025-11-04 14:00:00Z,000111,,70.00,USD,000222,B3,REF1",
        "2025-11-04 14:00:00Z,000111,,60.00,EUR,000222,B3,REF1",
        "2025-11-04 14:00:00Z,000111,,60.00,USD,000444,B3,REF1",
        "2025-11-03 09:00:00Z,000111,,60.00,USD,000222,B3,REF1",
        "2025-11-04 14:00:00Z,000111,,60.00,USD,000222,B3,B2",
        "2025-11-03 09:00:00Z,000111,,60.00,EUR,000222,REF1,REF1",
    ],
    ids=["twice", "more", "currency", "account", "before", "of a return", "under its number"],
)
def test_a_return_that_fits_no_payment_is_a_payment_back_and_said(tmp_path: Path, back: str) -> None:
    said = read(tmp_path, {"a.csv": PAYER + back})
    assert "read as a payment back" in said
    assert "payment" in {leg["kind"] for leg in legs(tmp_path) if leg["record"] in ("B3", "REF1")}
    result = trace("follow", str(tmp_path / "case.parquet"), "--victim", "000111")
    assert result.exit_code in (0, 2)
    assert "reversal must" not in result.output


def test_a_ledger_that_is_read_again_stays_what_it_is(tmp_path: Path) -> None:
    fees = "Time,From,To,Amount,Currency,Reference,Fee\n2025-11-03 01:00:00Z,a,b,10.00,USD,P1,0.50\n"
    twins = CAMT.replace("<EndToEndId>E1</EndToEndId>", "").replace("<EndToEndId>E2</EndToEndId>", "")
    twins = twins.replace("60.00", "50.00").replace("40.00", "50.00")
    for name, text in (
        ("f.csv", fees),
        ("b.json", json.dumps(COINS)),
        ("c.xml", CAMT),
        ("t.xml", twins),
        ("p.csv", PAYEE),
    ):
        read(tmp_path, {name: text})
        read(tmp_path, {"case.parquet": (tmp_path / "case.parquet").read_bytes()}, to="again.parquet")
        assert legs(tmp_path, "again.parquet") == legs(tmp_path), name
        both: dict[str, str | bytes] = {"case.parquet": (tmp_path / "case.parquet").read_bytes(), name: text}
        read(tmp_path, both, to="both.parquet")
        assert legs(tmp_path, "both.parquet") == legs(tmp_path), name


def test_ledgers_put_together_are_the_ledger_of_all_files(tmp_path: Path) -> None:
    read(tmp_path, {"payer.csv": PAYER}, to="1.parquet")
    read(tmp_path, {"payee.csv": PAYEE}, to="2.parquet")
    parts = {name: (tmp_path / name).read_bytes() for name in ("1.parquet", "2.parquet")}
    read(tmp_path, {**parts}, to="whole.parquet")
    read(tmp_path, {"payer.csv": PAYER, "payee.csv": PAYEE})
    names = [name for name in legs(tmp_path)[0] if name != "sequence"]
    once, again = pq.read_table(tmp_path / "case.parquet"), pq.read_table(tmp_path / "whole.parquet")
    assert again.select(names).equals(once.select(names))
    named = json.loads(pq.read_metadata(tmp_path / "whole.parquet").metadata[b"entraide.files"])
    assert [one["name"] for one in named] == ["payer.csv", "payee.csv", "1.parquet", "2.parquet"]


def test_a_payment_that_two_banks_tell_has_the_evidence_of_both(tmp_path: Path) -> None:
    told = [text.splitlines()[1] for text in (PAYER, PAYEE)]
    hashes = sorted(hashlib.sha256(row.encode()).digest() for row in told)
    for order in permutations({"payer.csv": PAYER, "payee.csv": PAYEE}.items()):
        read(tmp_path, dict(order))
        (evidence,) = (leg["evidence"] for leg in legs(tmp_path) if leg["record"] == "REF1")
        assert evidence == b"".join(hashes)
    shown = trace("show", str(tmp_path / "case.parquet"), "REF1").output
    assert all(one.hex() in shown for one in hashes)


def test_evidence_of_xml_is_reproduced_by_another_canonical_form(tmp_path: Path) -> None:
    read(tmp_path, {"a.xml": CAMT})
    ElementTree.register_namespace("", "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08")
    entries = [one for one in ElementTree.fromstring(CAMT).iter() if one.tag.endswith("Ntry")]  # noqa: S314 -- our own text
    for entry in entries:
        entry.tail = None
    texts = [ElementTree.canonicalize(ElementTree.tostring(entry, "unicode")) for entry in entries]
    hashes = [hashlib.sha256(text.encode()).digest() for text in texts]
    assert [leg["evidence"] for leg in legs(tmp_path)] == [hashes[0], hashes[0], hashes[1]]


STATEMENT = """Account: 111
Date,Debit,Credit,Balance,Counterparty,Ref
2025-11-03 09:00,,"1,000.00","1,000.00",222,S1
2025-11-03 10:00,"400.00",,"600.00",333,S2
2025-11-03 11:00,"100.00",,"{}",333,S3
"""


def test_a_running_balance_that_does_not_fit_is_said(tmp_path: Path) -> None:
    for rows in (STATEMENT.splitlines(), [*STATEMENT.splitlines()[:2], *STATEMENT.splitlines()[:1:-1]]):
        text = "\n".join(rows)
        assert "do not fit" not in read(tmp_path, {"s.csv": text.format("500.00")}, "--currency", "USD")
        said = read(tmp_path, {"s.csv": text.format("450.00")}, "--currency", "USD")
        assert "600.00 and -100.00 make 500.00 USD, not 450.00" in said


def test_behind_a_row_that_is_not_taken_balances_are_not_compared(tmp_path: Path) -> None:
    rows = STATEMENT.replace('"400.00",,', "nothing,,").format("500.00")
    path = tmp_path / "s.csv"
    path.write_text(rows)
    said = trace("read", str(path), "--currency", "USD", "--to", str(tmp_path / "case.parquet")).output
    assert "1 rejected" in said
    assert "do not fit" not in said


def test_a_duplicate_is_listed_as_it_stands_in_its_file(tmp_path: Path) -> None:
    row = PAYER.splitlines()[1]
    read(tmp_path, {"a.csv": PAYER + row + "\n"})
    listed = (tmp_path / "case.rejected.csv").read_text("utf-8-sig")
    assert listed.splitlines()[1].endswith(f'"{row}"')
    entry = next(part for part in CAMT.split("<Ntry>") if "R2" in part).partition("</Ntry>")[0]
    read(tmp_path, {"a.xml": CAMT.replace("</Ntfctn>", f"<Ntry>{entry}</Ntry></Ntfctn>")})
    assert "<RvslInd>true</RvslInd>" in (tmp_path / "case.rejected.csv").read_text("utf-8-sig")
    again = MT940.format(day="2511041104", details="RETURNED")
    entry = "".join(again.splitlines(keepends=True)[4:6])
    read(tmp_path, {"a.mt940": again.replace(entry, entry * 2)})
    assert "177?00PAYMENT?31000222" in (tmp_path / "case.rejected.csv").read_text("utf-8-sig")


def test_an_encoding_that_is_a_guess_is_said(tmp_path: Path) -> None:
    header = b"Time,From,To,Amount,Currency,Reference\n"
    rows = [
        f"2025-11-06 09:00:0{n},{name},B,5.00,EUR,r{n}\n"
        for n, name in enumerate(("Zo\u00eb", "M\u00fcller"))
    ]
    said = read(tmp_path, {"a.csv": header + rows[0].encode() + rows[1].encode("cp1252")})
    assert "as many rows are in UTF-8 as are not" in said
    assert [leg["source"] for leg in legs(tmp_path)] == ["Zo\u00eb"]
    latin = header + "".join(rows).encode("cp1252")
    assert "nothing tells the encoding for sure" in read(tmp_path, {"a.csv": latin})
    assert "nothing tells" not in read(tmp_path, {"a.csv": latin}, "--encoding", "cp1252")
    assert [leg["source"] for leg in legs(tmp_path)] == ["Zo\u00eb", "M\u00fcller"]
