"""Unspent outputs: input order, haircut, mixers, fees, and who owns addresses together."""

from datetime import timedelta

import pytest

from entraide.engines.trace import Ledger
from entraide.engines.trace.utxo import (
    Coin,
    Transaction,
    address_of_coin,
    clusters,
    is_coinjoin,
    legs_of,
    transactions_of,
)

from .ledgers import START, held_by


def transaction(txid, inputs, outputs, hour=0):
    return Transaction(
        txid,
        START + timedelta(hours=hour),
        [Coin(*coin) for coin in inputs],
        [Coin(txid, place, address, value) for place, (address, value) in enumerate(outputs)],
    )


# The victim's coin stands second of two inputs.
SPENT = transaction(
    "spend", [("own", 0, "thief", 30), ("stolen", 0, "thief2", 70)], [("a", 25), ("b", 40), ("c", 30)], hour=2
)
CHAIN = [
    transaction("own", [], [("thief", 30)]),
    transaction("stolen", [("wallet", 0, "victim", 75)], [("thief2", 70)], hour=1),
    SPENT,
]


def seed_of(ledger, account):
    return [leg for leg in range(len(ledger)) if ledger.accounts[ledger.source[leg]].as_py() == account]


def test_fifo_takes_inputs_and_outputs_in_their_order():
    legs = legs_of(CHAIN, "BTC")
    ledger = Ledger.from_table(legs.table)
    tracing = ledger.trace(seed_of(ledger, "wallet:0"), "fifo")
    # 75 were paid, 5 of them the fee of the theft; of 70, the first 30 places went to another's coin.
    assert held_by(tracing) == {"spend:1": 35, "spend:2": 30}
    assert tracing.fees == 10
    assert tracing.loss == 75


def test_haircut_gives_every_output_its_share():
    ledger = Ledger.from_table(legs_of(CHAIN, "BTC").table)
    tracing = ledger.trace(seed_of(ledger, "wallet:0"), "haircut")
    assert held_by(tracing) == {"spend:0": 18, "spend:1": 28, "spend:2": 21}
    assert tracing.held + tracing.fees == tracing.loss == 75


def test_a_coinjoin_is_a_mixer_and_joins_no_owners():
    join = transaction(
        "join",
        [("one", 0, "p", 11), ("two", 0, "q", 11), ("three", 0, "r", 11)],
        [("x", 10), ("y", 10), ("z", 10), ("p", 1)],
    )
    assert is_coinjoin(join)
    assert legs_of([join], "BTC").stops == {"tx:join": "mixer"}
    assert len(set(clusters([join]).values())) == 6
    assert not is_coinjoin(
        transaction("pay", [("big", 0, "exchange", 40)], [("x", 10), ("y", 10), ("z", 10)])
    )


def test_addresses_that_are_spent_from_together_have_one_owner():
    owners = clusters(CHAIN)
    assert owners["thief"] == owners["thief2"] == "thief"
    assert owners["victim"] != owners["thief"]


def test_an_address_known_to_be_an_exchange_ends_the_trace():
    legs = legs_of(CHAIN, "BTC", stops={"b": "exchange"})
    ledger = Ledger.from_table(legs.table, stops=legs.stops)
    tracing = ledger.trace(seed_of(ledger, "wallet:0"), "fifo")
    assert tracing.exited == 35
    assert [end["stop"] for end in tracing.ends.to_pylist() if end["kind"] == "exited"] == ["exchange"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (transaction("t", [("a", 0, "p", 5)], [("x", 6)]), "worth more"),
        (transaction("t", [("a", 0, "p", 5)], []), "no outputs"),
        (transaction("t", [("a", 0, "p", 5), ("a", 0, "p", 5)], [("x", 6)]), "one coin twice"),
        (transaction("own", [("a", 0, "p", 5)], [("x", 5)]), "there twice"),
    ],
)
def test_transactions_that_cannot_be_are_listed_with_the_reason(wrong, reason):
    legs = legs_of([CHAIN[0], wrong], "BTC")
    assert [txid for txid, _ in legs.rejected] == [wrong.txid]
    assert reason in legs.rejected[0][1]
    assert legs.table.num_rows == 2


def test_transactions_are_known_again_from_the_legs_of_a_ledger():
    owners = clusters(transactions_of(Ledger.from_table(legs_of(CHAIN, "BTC").table)))
    # Their addresses are not in this ledger: each coin stands for itself.
    assert owners["own:0"] == owners["stolen:0"] != owners["wallet:0"]
    assert address_of_coin("stolen:0@thief2") == "thief2"
    assert [address_of_coin(name) for name in ("stolen:0", "tx:spend", "name@bank", "(fees)")] == [""] * 4
