"""A record with everything in it: conversions, fees, reversals, equal times, stops, transfers to oneself, payers who are not in it."""

import numpy as np
import pyarrow as pa

from .ledgers import table_of


def record_of_everything(legs: int = 1500, accounts: int = 120, seed: int = 3) -> pa.Table:
    """The table of it; the accounts "stop0" to "stop3" end what is followed."""
    chance = np.random.default_rng(seed)
    rows = []
    for place in range(legs):
        source, target = chance.integers(0, accounts, 2)
        to_stop = chance.random() < 0.1
        row = {
            "time": int(chance.integers(0, legs // 3)),
            "sequence": int(chance.integers(0, 50)),
            "source": f"a{source}" if source else None,  # from outside of the record
            "target": f"stop{target % 4}" if to_stop else f"a{target}",
            "amount": int(chance.lognormal(8, 2)) + 1,
            "currency": "EUR" if chance.random() < 0.8 else "USD",
            "kind": str(chance.choice(["payment", "conversion", "fee"], p=[0.9, 0.05, 0.05])),
        }
        if row["kind"] == "conversion":
            row |= {
                "target_amount": int(row["amount"] * 1.1) + 1,
                "target_currency": "USD",
                "currency": "EUR",
            }
        rows.append(row)
        if row["kind"] == "payment" and chance.random() < 0.03:
            back = {
                "source": row["target"],
                "target": row["source"],
                "kind": "reversal",
                "reverses": f"r{place}",
            }
            rows.append(row | back | {"time": row["time"] + 7, "record": f"back{place}"})
            rows[-2]["record"] = f"r{place}"
    for place, row in enumerate(rows):
        row.setdefault("record", f"n{place}")
    return table_of(rows)


STOPS = {f"stop{number}": "exchange" for number in range(4)}
