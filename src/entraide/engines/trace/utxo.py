"""Ledgers of unspent outputs (Bitcoin and its kin) as legs, and which addresses have one owner.

A transaction becomes an account of its own: its inputs pay into it in their order, and it pays its outputs in theirs,
then the fee. So both rules mean what the literature means by them: under FIFO the first satoshi in is the first out,
under haircut every output has the same share. What is held is held in a coin (`txid:n`), which is spent whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .ledger import Ledger

COINBASE = "(newly made)"
FEES = "(fees)"
NODE = "tx:"  # how the account of a transaction begins
_COIN = re.compile(r"([^@]+):(\d+)(?:@(.+))?", re.DOTALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Coin:
    """An output: the transaction that made it, its number there, its address and its value in the smallest unit."""

    txid: str
    number: int
    address: str
    value: int

    @property
    def account(self) -> str:
        return f"{self.txid}:{self.number}"


@dataclass(frozen=True)
class Transaction:
    """Coins spent, in their order, and coins made; the difference is the fee. No input: newly made money."""

    txid: str
    time: datetime
    inputs: Sequence[Coin]
    outputs: Sequence[Coin]
    evidence: bytes | None = None

    @property
    def fee(self) -> int:
        return sum(coin.value for coin in self.inputs) - sum(coin.value for coin in self.outputs)


@dataclass(frozen=True)
class Legs:
    """A table for `Ledger.from_table`, the transactions that could not be taken, with reasons, and what marks to
    set: CoinJoins are mixers, and coins at addresses that are known to be stops."""

    table: pa.Table
    rejected: list[tuple[str, str]]
    stops: dict[str, str]
    addresses: Mapping[str, str] = field(repr=False)


def legs_of(
    transactions: Iterable[Transaction], currency: str, stops: Mapping[str, str] | None = None
) -> Legs:
    """Transactions, in the order of the chain, as legs. `stops` marks addresses, as in `Ledger.from_table`."""
    rows: list[tuple[datetime, str, str, int, str, str, bytes | None]] = []
    rejected: list[tuple[str, str]] = []
    marks: dict[str, str] = {}
    addresses: dict[str, str] = {}
    seen: set[str] = set()
    for one in transactions:
        reason = _wrong_with(one, seen)
        if reason:
            rejected.append((one.txid, reason))
            continue
        seen.add(one.txid)
        node = f"{NODE}{one.txid}"
        if is_coinjoin(one):
            marks[node] = "mixer"
        made = sum(coin.value for coin in one.outputs)
        paid = [(coin.account, node, coin.value, "payment") for coin in one.inputs] or [
            (COINBASE, node, made, "payment")
        ]
        paid += [(node, coin.account, coin.value, "payment") for coin in one.outputs]
        if one.inputs and one.fee:
            paid.append((node, FEES, one.fee, "fee"))
        rows += [(one.time, *leg, one.txid, one.evidence) for leg in paid if leg[2]]
        for coin in (*one.inputs, *one.outputs):
            addresses[coin.account] = coin.address
            if stops and coin.address in stops:
                marks[coin.account] = stops[coin.address]
    names = ("time", "source", "target", "amount", "kind", "record", "evidence")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {name: () for name in names}
    table = pa.table(
        {
            "time": pa.array(columns["time"], pa.timestamp("us", "UTC")),
            "sequence": pa.array(range(len(rows)), pa.int64()),
            "source": pa.array(columns["source"], pa.string()),
            "target": pa.array(columns["target"], pa.string()),
            "amount": pa.array(columns["amount"], pa.int64()),
            "currency": pa.array([currency] * len(rows), pa.string()),
            "rail": pa.array(["chain"] * len(rows), pa.string()),
            "kind": pa.array(columns["kind"], pa.string()),
            "record": pa.array(columns["record"], pa.string()),
            "evidence": pa.array(columns["evidence"], pa.binary()),
        }
    )
    return Legs(table, rejected, marks, addresses)


def address_of_coin(account: str) -> str:
    """What stands behind the @ of a coin's account (`txid:n@address`); "" for any other."""
    found = _COIN.fullmatch(account)
    return (found[3] or "") if found else ""


def nodes_of(ledger: Ledger) -> NDArray[np.int64]:
    """The places of those accounts that are transactions."""
    return np.flatnonzero(pc.starts_with(ledger.accounts, NODE).to_numpy(zero_copy_only=False))


def transactions_of(ledger: Ledger) -> Iterator[Transaction]:
    """The transactions behind the legs of a ledger, without those that came late. A coin whose address nobody tells
    has its own account for one."""
    for node in nodes_of(ledger).tolist():
        spent, made = around(ledger, node)
        time = _EPOCH + timedelta(microseconds=int(ledger.time[np.append(spent, made)[0]]))
        yield Transaction(
            ledger.accounts[node].as_py().removeprefix(NODE),
            time,
            _coins(ledger, ledger.source, spent),
            _coins(ledger, ledger.target, made),
        )


def around(ledger: Ledger, account: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The legs into an account and those out of it, in the order of time."""
    return tuple(  # type: ignore[return-value]
        legs[start[account] : start[account + 1]].astype(np.int64)
        for start, legs in (ledger.incoming, ledger.outgoing)
    )


def _coins(ledger: Ledger, end: NDArray[np.int32], legs: NDArray[np.int64]) -> list[Coin]:
    """The coins at one end of legs; a fee and money that is newly made are none."""
    found = []
    for name, value in zip(ledger.names(end[legs]).to_pylist(), ledger.amount[legs].tolist(), strict=True):
        coin = _COIN.fullmatch(name)
        if coin:
            found.append(Coin(coin[1], int(coin[2]), coin[3] or name, value))
    return found


def is_coinjoin(transaction: Transaction, least: int = 3) -> bool:
    """Whether several owners seem to have spent together to hide who paid whom.

    Its mark is that `least` or more outputs have the very same value, at different addresses, and that the inputs come
    from at least as many addresses. (Goldfeder et al. 2018 and the analysis tools use rules of this kind; an
    exchange that pays out equal amounts from few addresses does not meet the second part.)
    """
    payers = {coin.address for coin in transaction.inputs}
    values = Counter(value for value, _ in {(coin.value, coin.address) for coin in transaction.outputs})
    equal = max(values.values(), default=0)
    return equal >= least and len(payers) >= equal


def clusters(transactions: Iterable[Transaction]) -> dict[str, str]:
    """The cluster of each address, named by its first address in the order of the alphabet.

    Addresses that are spent from together have one owner (Meiklejohn et al. 2013), unless the transaction looks like
    a CoinJoin. This is a presumption, not proof: say so wherever it is shown.
    """
    parent: dict[str, str] = {}

    def root(address: str) -> str:
        parent.setdefault(address, address)
        while parent[address] != address:
            parent[address] = parent[parent[address]]
            address = parent[address]
        return address

    for one in transactions:
        together = sorted({coin.address for coin in one.inputs})
        for coin in (*one.inputs, *one.outputs):
            root(coin.address)
        if is_coinjoin(one):
            continue
        for other in together[1:]:
            first, second = sorted((root(together[0]), root(other)))
            parent[second] = first
    return {address: root(address) for address in parent}


def _wrong_with(transaction: Transaction, seen: set[str]) -> str:
    """Why a transaction cannot be taken; "" when it can."""
    if transaction.txid in seen:
        return "the transaction is there twice"
    if not transaction.outputs:
        return "it has no outputs"
    if any(coin.value < 0 for coin in (*transaction.inputs, *transaction.outputs)):
        return "a value is negative"
    if transaction.inputs and transaction.fee < 0:
        return "the outputs are worth more than the inputs"
    spent = [coin.account for coin in transaction.inputs]
    if len(set(spent)) < len(spent):
        return "it spends one coin twice"
    return ""
