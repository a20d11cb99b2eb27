"""Transactions of ledgers of unspent outputs, as nodes, Esplora and explorers write them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entraide.engines.trace import Coin, Transaction, legs_of
from entraide.vocabulary.currencies import digits as digits_of

from .._problems import Rejected
from ._entries import MOST, Entries, Refused, from_epoch, moment, whole_units
from ._found import SCHEMA, Batch, FileReport, Options
from ._objects import Found

_PREFIXES = (
    ("bc1", "BTC"),
    ("ltc1", "LTC"),
    ("bitcoincash:", "BCH"),
    ("D", "DOGE"),
    ("L", "LTC"),
    ("M", "LTC"),
)
_MANY = 4_000
_REASONS = {
    "the transaction is there twice": "txid: the transaction is there twice",
    "it has no outputs": "vout: there is none; export the whole transaction",
    "a value is negative": "value: an output is below zero; export the file again",
    "the outputs are worth more than the inputs": "vin: the outputs are worth more than the inputs; export all inputs",
    "it spends one coin twice": "vin: it spends one output twice; export the file again",
}


@dataclass(frozen=True)
class _Read:
    transaction: Transaction
    found: Found
    row: int


class Coins:
    """Takes transactions, and hands them over as batches of legs.

    The account of a coin is `txid:n@address`: a coin is spent whole, and what stands behind the @ says whose it is.
    """

    def __init__(self, entries: Entries, options: Options, report: FileReport) -> None:
        self.entries, self.options, self.report = entries, options, report
        self._waiting: list[_Read] = []
        self._waiting_ids: set[str] = set()
        # Outputs so far, until an input says itself what it spends: then nobody needs to remember them.
        self._made: dict[tuple[str, int], tuple[str, int]] | None = {}

    def knows(self, value: Any) -> bool:
        return isinstance(value, dict) and (
            ("vin" in value and "vout" in value)
            or ("inputs" in value and ("out" in value or "outputs" in value))
        )

    def take(self, found: Found) -> None:
        """Raises Refused."""
        transaction = self._transaction(found.value, found.around, found.text)
        values = [coin.value for coin in (*transaction.inputs, *transaction.outputs)]
        if max(values, default=0) > MOST or sum(values) > MOST:
            raise Refused("value: too large to be one; whole numbers are in the smallest unit")
        if values and not any(values):
            raise Refused("value: zero moves no money; leave the transaction out")
        if transaction.txid in self._waiting_ids:
            raise Refused(_REASONS["the transaction is there twice"])
        self._waiting_ids.add(transaction.txid)
        self._waiting.append(_Read(transaction, found, self.entries.rows))
        self.entries.rows += 1

    @property
    def are_many(self) -> bool:
        return len(self._waiting) >= _MANY

    def batches(self, done: int) -> Iterator[Batch]:
        if self._waiting:
            yield self._batch(done)

    def _batch(self, done: int) -> Batch:
        read, self._waiting, self._waiting_ids = self._waiting, [], set()
        made = legs_of((one.transaction for one in read), self._currency(read[0].transaction))
        refused = dict(made.rejected)
        by_id = {one.transaction.txid: one for one in read}
        rejected = [
            Rejected.of(by_id[txid].found.place + 1, _REASONS[reason], by_id[txid].found.text)
            for txid, reason in refused.items()
        ]
        table = made.table
        records = table["record"].to_pylist()
        names = {coin: f"{coin}@{address}" for coin, address in made.addresses.items() if address}
        columns = {name: _column(table, name) for name in SCHEMA.names if name != "sequence"}
        for end in ("source", "target"):
            columns[end] = _renamed(columns[end], names)
        self.report.stops.update(made.stops)
        return Batch(
            legs=pa.table(columns),
            row=np.asarray([by_id[txid].row for txid in records], np.int64),
            line=np.asarray([by_id[txid].found.place + 1 for txid in records], np.int64),
            named=np.ones(len(table), np.bool_),
            rejected=rejected,
            rows=len(read),
            done=done,
            identity=[f"transaction {txid}" for txid in records],
            worldwide=np.ones(len(table), np.bool_),
            texts=[one.found.text for one in read if self.report.asks_for(one.row)],
        )

    def _currency(self, transaction: Transaction) -> str:
        if self.options.currency:
            return self.options.currency.upper()
        for coin in (*transaction.outputs, *transaction.inputs):
            for prefix, code in _PREFIXES:
                if coin.address.startswith(prefix):
                    return code
        return "BTC"

    def _transaction(self, one: Mapping[str, Any], around: Mapping[str, Any], text: str) -> Transaction:
        txid = one.get("txid") or one.get("hash")
        if not isinstance(txid, str) or not txid:
            raise Refused("txid: there is none; export the whole transaction")
        paid = one.get("vout", one.get("out", one.get("outputs")))
        spent = one.get("vin", one.get("inputs"))
        if not isinstance(paid, list) or not isinstance(spent, list):
            raise Refused("vin, vout: they are no lists; export the whole transaction")
        outputs = [self._output(txid, number, output) for number, output in enumerate(paid)]
        inputs = [coin for one_input in spent if (coin := self._input(one_input)) is not None]
        if self._made is not None:
            self._made.update({(coin.txid, coin.number): (coin.address, coin.value) for coin in outputs})
        return Transaction(txid, self._time(one, around), inputs, outputs, _sha(text))

    def _output(self, txid: str, number: int, output: Any) -> Coin:
        if not isinstance(output, dict):
            raise Refused("vout: an output is no object; export the whole transaction")
        place = output.get("n", number)
        index = output.get("tx_index")
        name = str(index) if "addr" in output and index is not None else txid
        return Coin(name, int(place), _address(output), self._value(output))

    def _input(self, one: Any) -> Coin | None:
        """The coin that is spent, None for newly made money. Raises Refused."""
        if not isinstance(one, dict):
            raise Refused("vin: an input is no object; export the whole transaction")
        if "coinbase" in one or one.get("is_coinbase") is True or one.get("output_index") == -1:
            return None
        before = one.get("prevout") or one.get("prev_out")
        if isinstance(before, dict) or "output_value" in one or "value" in one:
            self._made = None
        if isinstance(before, dict):
            name = one.get("txid") or before.get("txid") or before.get("tx_index")
            number = one.get("vout", before.get("n"))
            if name is None or number is None:
                raise Refused("vin: which output it spends is not said; export txid and vout of inputs")
            return Coin(str(name), int(number), _address(before), self._value(before))
        if "output_value" in one:  # BlockCypher
            return Coin(
                str(one.get("prev_hash")),
                int(one.get("output_index", 0)),
                _address(one),
                int(one["output_value"]),
            )
        coin = (str(one.get("txid")), int(one.get("vout", -1)))
        if "value" in one:
            return Coin(*coin, _address(one), self._value(one))
        if self._made is None or coin not in self._made:
            raise Refused(
                "vin: what the spent output is worth is not in the file; export prevout too (verbosity 3, Esplora)"
            )
        address, value = self._made[coin]
        return Coin(*coin, address, value)

    def _value(self, output: Mapping[str, Any]) -> int:
        """Satoshi: whole numbers are, but nodes write whole coins."""
        value = output.get("value")
        if isinstance(value, str):
            value = Decimal(value) if value.replace(".", "", 1).isdigit() else None
            if value is not None and value == value.to_integral_value() and "." not in str(output["value"]):
                value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise Refused("value: it is no amount; export the whole transaction")
        if isinstance(value, int) and "scriptPubKey" not in output:
            return value
        code = self.options.currency.upper() or "BTC"
        return whole_units(Decimal(value), digits_of(code) or 8)

    def _time(self, one: Mapping[str, Any], around: Mapping[str, Any]) -> datetime:
        status = one.get("status")
        if isinstance(status, dict):
            if status.get("confirmed") is False:
                raise Refused("status: the transaction is not confirmed; leave it out until it is")
            one = {**one, "block_time": status.get("block_time")}
        for source in (one, around):
            for name in ("blocktime", "block_time", "time", "confirmed", "timestamp", "received"):
                value = source.get(name)
                if isinstance(value, int | Decimal) and not isinstance(value, bool):
                    return _checked(from_epoch(value))
                if isinstance(value, str) and value:
                    return _checked(moment(value, self.options.timezone)[0])
        raise Refused("time: there is none; export the time of the block too")


def _checked(time: datetime) -> datetime:
    if time > datetime.now(UTC):
        raise Refused("time: it lies in the future; check the file's clock")
    return time


def _address(output: Mapping[str, Any]) -> str:
    script = output.get("scriptPubKey")
    inner = script if isinstance(script, dict) else output
    for name in ("address", "scriptpubkey_address", "addr"):
        if isinstance(inner.get(name), str):
            return str(inner[name])
    several = inner.get("addresses")
    return "+".join(map(str, several)) if isinstance(several, list) and several else ""


def _sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _column(table: pa.Table, name: str) -> pa.ChunkedArray:
    if name in table.column_names:
        return table[name]
    kind = SCHEMA.field(name).type
    if pa.types.is_boolean(kind):
        return pa.chunked_array([pa.array(np.zeros(len(table), np.bool_))])
    return pa.chunked_array([pa.nulls(len(table), kind)])


def _renamed(column: pa.ChunkedArray, names: Mapping[str, str]) -> pa.ChunkedArray:
    if not names:
        return column
    places = pc.index_in(column, pa.array(list(names), pa.string()))
    return pc.coalesce(
        pa.array(list(names.values()), pa.string()).take(places.combine_chunks()), column.combine_chunks()
    )
