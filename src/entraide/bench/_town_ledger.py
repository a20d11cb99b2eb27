"""The town's transactions as a ledger, with schemes laid in."""

import numpy as np
import pyarrow as pa

from entraide.engines.trace import Ledger

from ._background import CURRENCIES, RAILS, RATES, Transactions, joined
from ._schemes import Scheme, as_transactions

# Dollars of one minor unit.
WORTH = {code: rate / 100 for code, rate in RATES.items()}


def ledger_of(transactions: Transactions) -> Ledger:
    """A ledger of them; an account's name is its number, and stands at that place."""
    names = pa.array([str(number) for number in range(transactions.accounts)])
    return Ledger.from_table(
        pa.table(
            {
                "time": pa.array(transactions.time, pa.timestamp("us", tz="UTC")),
                "source": _coded(transactions.source, names),
                "target": _coded(transactions.target, names),
                "amount": transactions.amount,
                "currency": _coded(transactions.currency, pa.array(CURRENCIES)),
                "rail": _coded(transactions.rail, pa.array(RAILS)),
            }
        )
    )


def with_schemes(town: Transactions, schemes: list[Scheme]) -> tuple[Transactions, np.ndarray]:
    """Both in the order of time, and of each transaction the scheme that it belongs to, -1 for none."""
    added = as_transactions(schemes, town.accounts)
    belongs = np.concatenate(
        [
            np.full(len(town), -1),
            np.repeat(np.arange(len(schemes)), [len(scheme.time) for scheme in schemes]),
        ]
    )
    order = np.argsort(np.concatenate([town.time, added.time]), kind="stable")
    return joined([town, added]), belongs[order]


def _coded(places: np.ndarray, names: pa.StringArray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), names)
