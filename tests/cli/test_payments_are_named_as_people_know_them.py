"""Records, accounts and addresses are understood as a complaint writes them, and nothing is followed besides."""

import json
from pathlib import Path
from typing import Any

import pytest

from .tracing import sentence, trace

IBAN = "GB29 NWBK 6016 1331 9268 19"
WALLET = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
EXCHANGE = "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3"


def read(folder: Path, text: str, name: str = "case.csv") -> str:
    """The ledger that `entraide trace read` makes of a file."""
    (folder / name).write_text(text)
    ledger = folder / "case.parquet"
    result = trace("read", str(folder / name), "--to", str(ledger))
    assert result.exit_code == 0, result.output
    return str(ledger)


def followed(ledger: str, *more: str) -> dict[str, Any]:
    result = trace("follow", ledger, "--rule", "fifo", "--json", *more)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def ends_of(found: dict[str, Any]) -> dict[str, tuple[str, int]]:
    return {end["account"]: (end["stop"] or end["kind"], end["high"]) for end in found["ends"]}


def test_of_a_payment_with_a_fee_the_payment_is_the_loss(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        "time,source,target,amount,currency,fee,record\n"
        "2025-11-03T01:00:00Z,victim,mule,1000.00,USD,5.00,P1\n"
        "2025-11-03T02:00:00Z,mule,cash,600.00,USD,2.00,P2\n",
    )
    assert (
        followed(ledger, "--seed", "P1")["loss"] == followed(ledger, "--victim", "victim")["loss"] == 100_000
    )


def test_a_token_is_followed_without_the_gas_of_its_transfer(tmp_path: Path) -> None:
    one, two = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"
    record = {"hash": "0x" + "ab" * 32, "timeStamp": "1762131600", "from": one, "to": two, "gasUsed": "21000"}
    price = {"gasPrice": "1000000000", "isError": "0"}
    token = {
        "tokenSymbol": "USDT",
        "tokenDecimal": "6",
        "contractAddress": "0xdac17f958d2ee523a2206206994597c13d831ec7",
    }
    rows = [
        {**record, **price, "value": "0", "to": token["contractAddress"]},
        {**record, **token, "value": "7000000"},
    ]
    files = []
    for name, row in zip(("native", "token"), rows, strict=True):
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(json.dumps([row]))
    ledger = str(tmp_path / "case.parquet")
    result = trace("read", *map(str, files), "--to", ledger)
    assert result.exit_code == 0, result.output
    found = followed(ledger, "--seed", record["hash"])
    assert (found["loss"], found["currency"]) == (7_000_000, "USDT")


def test_payments_of_several_payers_under_one_reference_are_listed_and_one_is_asked_for(
    tmp_path: Path,
) -> None:
    ledger = read(
        tmp_path,
        "date,from,to,amount,currency,ref\n"
        "2025-11-03T01:00:00Z,a,b,100.00,USD,1001\n2025-11-03T02:00:00Z,c,d,500.00,USD,1001\n",
    )
    said = sentence(trace("follow", ledger, "--seed", "1001"))
    assert "several payers: a → b 100.00 USD; c → d 500.00 USD" in said
    assert "--seed 1001 --victim a" in said
    assert followed(ledger, "--seed", "1001", "--victim", "c")["loss"] == 50_000


KOREAN = (
    "time,from,to,amount,currency,ref\n"
    f"2025-11-03T01:00:00Z,110-22-334455,{IBAN},1000.00,USD,P1\n"
    f"2025-11-03T02:00:00Z,{IBAN},123-45-678901,900.00,USD,P2\n"
    "2025-11-03T03:00:00Z,123-45-678901,555-1,800.00,USD,P3\n"
)


def test_tables_of_accounts_may_write_them_as_banks_print_them(tmp_path: Path) -> None:
    ledger, table = read(tmp_path, KOREAN), tmp_path / "accounts.csv"
    table.write_text(
        f"account,holder,stop\n123-45-678901,Exchange X,exchange\n{IBAN},Mule,\n999-77,nobody,mixer\n"
    )
    result = trace("follow", ledger, "--seed", "P1", "--rule", "fifo", "--accounts", str(table))
    assert "1 of 3 rows fit no account of this ledger, 999-77 among them" in result.stderr
    (stopped, held) = result.stdout.splitlines()[3:5]
    assert "exited: exchange" in stopped
    assert "Exchange X" in stopped
    assert "900.00 USD" in stopped
    assert held.startswith(IBAN.replace(" ", ""))
    assert "Mule" in held


def test_a_balance_counts_whatever_the_spelling_of_its_account(tmp_path: Path) -> None:
    ledger, table = read(tmp_path, KOREAN), tmp_path / "accounts.csv"
    table.write_text(f"account,opening,currency\n{IBAN},90000,USD\n")
    found = followed(ledger, "--seed", "P1", "--opening", "statement", "--accounts", str(table))
    assert ends_of(found) == {IBAN.replace(" ", ""): ("held", 100_000)}


@pytest.mark.parametrize("account", ["110-22-334455", "11022334455", "110 22 334455"])
def test_the_victims_account_may_be_written_as_a_bank_prints_it(tmp_path: Path, account: str) -> None:
    assert followed(read(tmp_path, KOREAN), "--victim", account)["loss"] == 100_000


def coins(*spent: tuple[str, list[tuple[str, str, int]], list[tuple[str, int]]]) -> str:
    """Transactions as an indexer of Bitcoin answers: txid, inputs (coin, address, value), outputs (address, value)."""
    return json.dumps(
        [
            {
                "txid": txid,
                "vin": [
                    {
                        "txid": coin.split(":")[0],
                        "vout": int(coin.split(":")[1]),
                        "prevout": {"scriptpubkey_address": address, "value": value},
                    }
                    for coin, address, value in inputs
                ],
                "vout": [{"scriptpubkey_address": address, "value": value} for address, value in outputs],
                "status": {"confirmed": True, "block_time": 1762131600 + 600 * place},
            }
            for place, (txid, inputs, outputs) in enumerate(spent)
        ]
    )


PAID = ("t1", [("f1:0", WALLET, 150)], [("thief", 100), (WALLET, 30), ("other", 19)])


def test_of_a_transaction_of_coins_what_goes_to_others_is_followed_and_its_change_is_not(
    tmp_path: Path,
) -> None:
    ledger = read(tmp_path, coins(PAID), "coins.json")
    result = trace("follow", ledger, "--seed", "t1", "--rule", "fifo", "--json")
    assert json.loads(result.stdout)["loss"] == 119
    assert "0.00000030 BTC go back to an address that it spends from, and are left out" in result.stderr
    assert "t1 has 2 outputs" in result.stderr


def test_one_output_of_a_transaction_can_be_named(tmp_path: Path) -> None:
    ledger = read(tmp_path, coins(PAID), "coins.json")
    assert ends_of(followed(ledger, "--seed", "t1:0")) == {"t1:0@thief": ("held", 100)}
    assert followed(ledger, "--seed", "t1:0", "--seed", "t1:1")["loss"] == 130
    assert "t1 has no output 9" in sentence(trace("follow", ledger, "--seed", "t1:9"))


def test_a_victim_of_coins_is_named_by_the_address_alone(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        coins(PAID, ("t2", [("t1:1", WALLET, 30), ("f2:0", "friend", 50)], [("thief2", 70)])),
        "coins.json",
    )
    # Of the second transaction, which others pay too, the wallet's own coin alone is the loss.
    assert followed(ledger, "--victim", WALLET)["loss"] == 119 + 30
    assert followed(ledger, "--victim", f"bitcoin:{WALLET.upper()}")["loss"] == 119 + 30


@pytest.mark.parametrize("how", ["--accounts", "--tags"])
def test_what_is_said_of_an_address_holds_for_its_coins(tmp_path: Path, how: str) -> None:
    ledger = read(
        tmp_path,
        coins(
            PAID,
            ("t2", [("t1:0", "thief", 100)], [(EXCHANGE, 99)]),
            ("t3", [("t2:0", EXCHANGE, 99)], [("x", 98)]),
        ),
        "coins.json",
    )
    tables = {
        "--accounts": f"account,stop,holder\n{EXCHANGE},exchange,Invented Exchange\n",
        "--tags": "title: t\ncreator: c\nlabel: Invented Exchange\ncategory: exchange\nconfidence: ownership\n"
        f"source: s\ncurrency: BTC\nlastmod: 2025-11-02\ntags:\n- address: '{EXCHANGE}'\n",
    }
    file = tmp_path / ("table.csv" if how == "--accounts" else "tags.yaml")
    file.write_text(tables[how])
    ends = ends_of(followed(ledger, "--seed", "t1:0", how, str(file)))
    assert ends[f"t2:0@{EXCHANGE}"] == ("exchange", 99)
    assert not [name for name in ends if name.endswith("@x")]


def test_owners_who_spend_together_and_coinjoins_are_shown_as_presumed(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        coins(
            PAID,
            ("t2", [("t1:0", "thief", 100), ("f2:0", "hoard", 50)], [("next", 140)]),
            (
                "t3",
                [("t1:2", "other", 19), ("f3:0", "p", 19), ("f4:0", "q", 19)],
                [("x", 18), ("y", 18), ("z", 18)],
            ),
            ("t4", [("f5:0", "hoard", 7), ("f6:0", "kept", 7)], [("thief", 10)]),
            ("t5", [("t2:0", "next", 140)], [("hoard", 130)]),
        ),
        "coins.json",
    )
    folder = tmp_path / "flow"
    output = trace("follow", ledger, "--seed", "t1", "--rule", "fifo", "--to", str(folder)).stdout
    (hoard,) = [line for line in output.splitlines() if line.startswith("t5:0@hoard")]
    assert "presumed one owner with kept and 1 more" in hoard
    (mixer,) = [line for line in output.splitlines() if line.startswith("tx:t3")]
    assert "looks like a CoinJoin" in mixer
    assert "exited: mixer" in mixer
    drawn = (folder / "flow.svg").read_text("utf-8")
    assert "presumed one owner with" in drawn
    assert "looks like a CoinJoin" in drawn
    asked = trace("freeze", ledger, "--seed", "t1", "--rule", "fifo", "--at", "2025-11-04T00:00Z").stdout
    assert "t5:0@hoard (presumed one owner with kept and 1 more): t1 (" in asked
