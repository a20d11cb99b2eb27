"""JSON of ledgers on chains: unspent outputs and accounts, in the shapes of nodes and explorers."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from entraide.formats.transactions import load

from .reading import read_all, read_one

A, B = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"
USDT = "0xdac17f958d2ee523a2206206994597c13d831ec7"
T1, T2 = "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
NOON = 1762430400  # 2025-11-06 12:00 UTC


def spent(txid: str, coin: str, value: int, outputs: list[tuple[str, int]], **more: Any) -> dict[str, Any]:
    before, number = coin.split(":")
    return {
        "txid": txid,
        "vin": [
            {"txid": before, "vout": int(number), "prevout": {"scriptpubkey_address": "in", "value": value}}
        ],
        "vout": [{"scriptpubkey_address": address, "value": paid} for address, paid in outputs],
        "status": {"confirmed": True, "block_time": NOON},
        **more,
    }


def test_a_transaction_of_outputs_becomes_legs_through_itself(tmp_path: Path) -> None:
    one = read_one(tmp_path, json.dumps([spent("t1", "t0:1", 1000, [("x", 600), ("y", 300)])]), "txs.json")
    assert one.payments == [
        ("t0:1@in", "tx:t1", 1000, "BTC"),
        ("tx:t1", "t1:0@x", 600, "BTC"),
        ("tx:t1", "t1:1@y", 300, "BTC"),
        ("tx:t1", "(fees)", 100, "BTC"),
    ]
    assert (one.report.rows, one.report.taken, one.report.legs) == (1, 1, 4)


def test_coins_are_followed_from_one_transaction_to_the_next(tmp_path: Path) -> None:
    chain = [spent("t1", "t0:1", 1000, [("x", 600), ("y", 400)]), spent("t2", "t1:0", 600, [("z", 600)])]
    chain[1]["vin"][0]["prevout"]["scriptpubkey_address"] = "x"
    read_one(tmp_path, json.dumps(chain), "txs.json")
    ledger = load(tmp_path / "case.parquet")
    tracing = ledger.trace(ledger.legs_of(["t1"])[:1], "fifo")
    assert {(end["account"], end["amount"]) for end in tracing.ends.to_pylist()} == {
        ("t2:0@z", 600),
        ("t1:1@y", 400),
    }


def test_a_node_writes_whole_coins_and_names_spent_outputs_only_by_place(tmp_path: Path) -> None:
    block = {
        "hash": "b1",
        "time": NOON,
        "tx": [
            {"txid": "c", "vin": [{"coinbase": "00"}], "vout": [{"value": 0, "n": 0, "scriptPubKey": {}}, {"value": 3.125, "n": 1, "scriptPubKey": {"address": "m"}}]},
            {"txid": "d", "vin": [{"txid": "c", "vout": 1}], "vout": [{"value": 3.12, "n": 0, "scriptPubKey": {"address": "n"}}]},
            {"txid": "e", "vin": [{"txid": "elsewhere", "vout": 1}], "vout": [{"value": 1.0, "n": 0, "scriptPubKey": {"address": "n"}}]},
        ],
    }  # fmt: skip
    one = read_one(tmp_path, json.dumps({"result": block, "error": None}), "block.json")
    assert ("tx:d", "d:0@n", 312000000, "BTC") in one.payments
    assert ("tx:d", "(fees)", 500000, "BTC") in one.payments
    assert one.reasons == ["vin"]


def test_equal_outputs_of_many_payers_are_marked_as_a_mixer(tmp_path: Path) -> None:
    mixed = spent("m", "a:0", 100, [(f"o{n}", 100) for n in range(3)])
    mixed["vin"] = [
        {"txid": f"i{n}", "vout": 0, "prevout": {"scriptpubkey_address": f"p{n}", "value": 100}}
        for n in range(3)
    ]
    read_one(tmp_path, json.dumps([mixed]), "txs.json")
    assert load(tmp_path / "case.parquet").stops_by_name() == {"tx:m": "mixer"}


def test_a_transaction_in_two_files_counts_once(tmp_path: Path) -> None:
    one = spent("t1", "t0:1", 1000, [("x", 600)])
    files = {
        "a.json": json.dumps([one]),
        "b.json": json.dumps([{**one, "confirmations": 3}, spent("t2", "t1:0", 600, [("z", 600)])]),
    }
    assert len(read_all(tmp_path, files).legs) == 3 + 2


def native(**more: Any) -> dict[str, Any]:
    return {
        "hash": "0x01",
        "from": A.lower(),
        "to": B.lower(),
        "value": "9200000000000000000",
        "timeStamp": str(NOON),
        **more,
    }


def token(contract: str = USDT, **more: Any) -> dict[str, Any]:
    said = {"tokenSymbol": "USDT", "tokenDecimal": "6", "contractAddress": contract}
    return {**native(value="84000000"), **said, **more}


def test_ether_is_kept_in_gwei_and_the_dust_is_reported(tmp_path: Path) -> None:
    text = json.dumps({"status": "1", "result": [native(value="9200000000000000001")]})
    one = read_one(tmp_path, text, "x.json")
    assert one.payments == [(A, B, 9_200_000_000, "ETH")]
    assert {code: str(dust) for code, dust in one.report.dust.items()} == {"ETH": "1E-18"}


def test_the_fee_of_a_transaction_is_paid_by_its_sender_even_where_it_failed(tmp_path: Path) -> None:
    gas = {"gasUsed": "21000", "gasPrice": "1000000000"}
    failed = native(hash="0x02", isError="1", **gas)
    one = read_one(tmp_path, json.dumps([native(**gas), failed]), "x.json")
    assert one.column("kind") == ["payment", "fee", "fee"]
    assert one.column("amount")[1:] == [21000, 21000]


def test_a_token_that_only_bears_the_name_is_another_currency(tmp_path: Path) -> None:
    other = "0xfac17f958d2ee523a2206206994597c13d831ec7"
    one = read_one(tmp_path, json.dumps([token(), token(other, hash="0x02")]), "x.json")
    assert one.column("currency")[0] == "USDT"
    assert one.column("currency")[1].lower() == f"usdt@{other}"
    assert one.column("amount") == [84000000, 84000000]


@pytest.mark.parametrize(
    "transfer",
    [
        {"transaction_id": "t", "block_timestamp": NOON * 1000, "from": T1, "to": T2, "value": "1000000", "type": "Transfer",
         "token_info": {"symbol": "USDT", "address": T2, "decimals": 6, "name": "Tether USD"}},
        {"transaction_id": "t", "block_ts": NOON * 1000, "from_address": T1, "to_address": T2, "quant": "1000000",
         "tokenInfo": {"tokenAbbr": "USDT", "tokenDecimal": 6, "tokenId": T2}, "finalResult": "SUCCESS"},
        {"hash": "t", "from": T1, "to": T2, "value": "1000000", "token": "USDT", "timestamp": "2025-11-06T12:00:00Z"},
        {"hash": "t", "from": T1, "to": T2, "value": 1.0, "asset": "USDT", "metadata": {"blockTimestamp": "2025-11-06T12:00:00Z"},
         "rawContract": {"value": "0xf4240", "address": T2, "decimal": "0x6"}},
    ],
)  # fmt: skip
def test_transfers_of_tokens_are_read_in_the_shapes_of_several_services(
    tmp_path: Path, transfer: dict[str, Any]
) -> None:
    one = read_one(tmp_path, json.dumps({"data": [transfer], "success": True}), "x.json")
    assert one.payments == [(T1, T2, 1_000_000, "USDT")]
    assert one.column("rail") == ["tron"]
    assert one.column("time")[0].timestamp() == NOON


@pytest.mark.parametrize(("decimals", "value"), [("18", "1" + "0" * 18), ("8", "100000000"), ("2", "100")])
def test_a_token_with_other_digits_than_its_currency_is_counted_in_those_of_the_currency(
    tmp_path: Path, decimals: str, value: str
) -> None:
    transfer = native(value=value, tokenSymbol="USDT", tokenDecimal=decimals)
    assert read_one(tmp_path, json.dumps([transfer]), "x.json").payments == [(A, B, 1_000_000, "USDT")]


def test_a_currency_that_is_named_keeps_its_digits(tmp_path: Path) -> None:
    transfer = {"hash": "t", "from": T1, "to": T2, "value": "1000000", "timestamp": NOON}
    one = read_one(tmp_path, json.dumps([transfer]), "x.json", currency="TRX")
    assert one.payments == [(T1, T2, 1_000_000, "TRX")]


def test_objects_within_objects_without_end_are_said(tmp_path: Path) -> None:
    deep = '{"data":' * 5000 + "[]" + "}" * 5000
    one = read_one(tmp_path, json.dumps(native()) + "\n" + deep, "x.json")
    assert (one.report.rows, one.report.taken) == (2, 1)


def test_a_node_of_tron_writes_addresses_in_hexadecimals(tmp_path: Path) -> None:
    value = {"amount": 5, "owner_address": "413487b63d30b5b2c87fb7ffa8bcfade38eaac1abe", "to_address": "41a614f803b6fd780986a42c78ec9c7f77e6ded13c"}  # fmt: skip
    contract = {"parameter": {"value": value}, "type": "TransferContract"}
    transaction = {"txID": "t", "block_timestamp": NOON * 1000, "raw_data": {"contract": [contract]}, "ret": [{"contractRet": "SUCCESS", "fee": 1100}]}  # fmt: skip
    one = read_one(tmp_path, json.dumps(transaction), "x.json")
    assert one.payments == [(T1, T2, 5, "TRX"), (T1, "(fees)", 1100, "TRX")]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (native(value="0"), "value"),
        (native(value="1"), "value"),
        (native(value="many"), "value"),
        (native(value="-5"), "value"),
        (native(value="9" * 40), "amount"),
        (native(timeStamp=""), "timestamp"),
        (native(timeStamp="99999999999"), "time"),
        (token("0xfac17f958d2ee523a2206206994597c13d831ec7", tokenDecimal=""), "token"),
        (native(isError="1"), "status"),
        ({"hello": "world"}, "the object is no transaction that is known"),
        ("text", "the object is no transaction that is known"),
        (spent("u", "t0:9", 5, [("x", 6)]), "vin"),
        (spent("u", "t0:9", 5, [("x", 5)], status={"confirmed": False}), "status"),
        (spent("u", "t0:9", 5, []), "vout"),
        (spent("u", "t0:9", 0, [("x", 0)]), "value"),
        (spent("u", "t0:9", 10**30, [("x", 10**30)]), "value"),
        ({**spent("u", "t0:9", 5, []), "vout": [{"n": "first", "value": 5}]}, "members"),
        (native(value="1.0E+999999"), "members"),
        (
            {
                "raw_data": {"contract": [{"parameter": {"value": "ab"}}]},
                "from": A,
                "to": B,
                "value": 0,
                "time": NOON,
            },
            "value",
        ),
    ],
)
def test_objects_that_cannot_be_taken_are_listed(tmp_path: Path, bad: Any, field: str) -> None:
    one = read_one(tmp_path, json.dumps([native(), bad]), "x.json")
    assert one.reasons == [field]
    assert (one.report.rows, one.report.taken) == (2, 1)


def test_evidence_is_the_hash_of_the_object_as_it_stands_in_the_file(tmp_path: Path) -> None:
    text = json.dumps(native(), indent=3)
    one = read_one(tmp_path, f'{{"message": "OK", "result": [\n {text} ]}}', "x.json")
    assert one.column("evidence") == [hashlib.sha256(text.encode()).digest()]


@pytest.mark.parametrize("between", ["\n", ",\n"])
def test_one_object_a_line_is_read_too(tmp_path: Path, between: str) -> None:
    text = between.join(json.dumps(native(hash=f"0x{n}", value=f"{n + 1}000000000")) for n in range(3))
    assert read_one(tmp_path, text, "x.jsonl").column("amount") == [1, 2, 3]


def test_a_broken_object_takes_no_other_with_it(tmp_path: Path) -> None:
    parts = [json.dumps(native(hash=f"0x{n}")) for n in range(3)]
    parts[1] = parts[1].replace('"value":', '"value"')
    one = read_one(tmp_path, f"[{', '.join(parts)}]", "x.json")
    assert one.column("record") == ["0x0", "0x2"]
    assert one.report.rows == 3


def test_of_a_file_cut_in_the_middle_what_was_read_is_kept_and_the_cut_is_said(tmp_path: Path) -> None:
    whole = json.dumps({"result": [native(hash="0x0"), native(hash="0x1")]})
    one = read_one(tmp_path, whole[:-40], "x.json")
    assert one.column("record") == ["0x0"]
    assert (one.report.rows, one.report.taken) == (2, 1)
    assert any("cut off" in note for note in one.report.notes)


@pytest.mark.parametrize("text", ["[]", '{"result": 5', '{"status": "1", "result": []}'])
def test_json_without_a_transaction_is_refused(tmp_path: Path, text: str) -> None:
    one = read_all(tmp_path, {"a.json": text, "b.json": json.dumps([native()])})
    assert len(one.reading.unread) == 1


def test_other_json_is_refused_with_what_is_known(tmp_path: Path) -> None:
    one = read_all(tmp_path, {"a.json": '{"type": "FeatureCollection"}', "b.json": json.dumps([native()])})
    assert "FeatureCollection" not in str(one.reading.unread[0][1])
    assert "vin" in str(one.reading.unread[0][1])
