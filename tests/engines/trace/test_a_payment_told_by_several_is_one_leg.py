from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.trace import Ledger, joined

NOON = datetime(2025, 11, 3, 12, tzinfo=UTC)
SCHEMA = pa.schema(
    [
        ("time", pa.timestamp("us", "UTC")), ("date_only", pa.bool_()), ("source", pa.string()),
        ("target", pa.string()), ("amount", pa.int64()), ("currency", pa.string()), ("rail", pa.string()),
        ("kind", pa.string()), ("record", pa.string()), ("target_amount", pa.int64()),
        ("target_currency", pa.string()), ("reverses", pa.string()),
    ]
)  # fmt: skip
NAMES = ("time", "date_only", "source", "target", "amount", "currency", "rail", "kind", "record")


def row(
    source: str | None,
    target: str | None,
    amount: int,
    record: str,
    *,
    currency: str = "KRW",
    rail: str = "bank",
    kind: str = "payment",
    time: datetime = NOON,
    date_only: bool = False,
    **more: Any,
) -> dict[str, Any]:
    known = (time, date_only, source, target, amount, currency, rail, kind, record)
    return {
        **dict(zip(NAMES, known, strict=True)),
        "target_amount": None,
        "target_currency": None,
        "reverses": None,
        **more,
    }


# Other rows of each file, from which one sees whose statement it is.
def busy(
    account: str, file: int, currency: str = "KRW", rail: str = "bank"
) -> list[tuple[int, dict[str, Any]]]:
    return [
        (file, row(account, f"shop {n}", 5, f"{account} {n}", currency=currency, rail=rail)) for n in range(3)
    ]


def told(*rows: tuple[int, dict[str, Any]]) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """What is left of rows under the record id R, and what was unsure."""
    found = joined(pa.Table.from_pylist([one for _, one in rows], SCHEMA), [file for file, _ in rows])
    Ledger.from_table(found.table)
    return [one for one in found.table.to_pylist() if one["record"] == "R"], found.unsure


def test_both_banks_name_both_accounts() -> None:
    (one,), unsure = told((0, row("a", "b", 100, "R")), (1, row("a", "b", 100, "R")))
    assert (one["source"], one["target"], one["amount"], unsure) == ("a", "b", 100, ())


def test_one_bank_shows_both_of_its_customers_statements() -> None:
    rows, _ = told((0, row("a", "b", 100, "R")), (0, row("a", "b", 100, "R")))
    assert len(rows) == 1


def test_each_side_knows_only_its_own_customer() -> None:
    (one,), _ = told((0, row("a", None, 100, "R")), (1, row(None, "b", 100, "R")))
    assert (one["source"], one["target"]) == ("a", "b")


def test_the_customer_behind_an_exchanges_bank_account_takes_its_place() -> None:
    (one,), _ = told(
        (0, row("mule", "pool", 100, "R")),
        (1, row("mule", "pool", 100, "R")),
        (2, row("pool", "customer", 100, "R")),
    )
    assert (one["source"], one["target"]) == ("mule", "customer")


def test_the_customer_behind_a_hot_wallet_takes_its_place() -> None:
    (one,), _ = told(
        (0, row("customer", "T1", 100, "R", currency="USDT", rail="exchange")),
        (1, row("hot", "T1", 100, "R", currency="USDT", rail="tron")),
    )
    assert (one["source"], one["target"]) == ("customer", "T1")


def test_a_payment_in_two_currencies_is_one_conversion() -> None:
    for first in (0, 1):
        rows = [
            (0, row("mule", "thai", 21_500_000, "R")),
            (1, row("mule", "thai", 485_900_00, "R", currency="THB", time=NOON + timedelta(seconds=4))),
        ]
        (one,), _ = told(*busy("mule", 0), *busy("thai", 1, "THB"), rows[first], rows[1 - first])
        assert (one["kind"], one["amount"], one["currency"]) == ("conversion", 21_500_000, "KRW")
        assert (one["target_amount"], one["target_currency"]) == (485_900_00, "THB")


def test_who_tells_the_rate_is_joined_with_who_does_not() -> None:
    conversion = row(
        "order", "0xA", 300, "R", currency="USDT", kind="conversion", target_amount=8, target_currency="ETH"
    )
    (one,), _ = told((0, conversion), (1, row("0xhot", "0xA", 8, "R", currency="ETH", rail="ethereum")))
    assert (one["source"], one["target"], one["amount"], one["target_amount"]) == ("order", "0xA", 300, 8)


def test_who_knows_the_hour_sets_the_time() -> None:
    day = datetime(2025, 11, 3, tzinfo=UTC)
    (one,), _ = told((0, row("a", "b", 100, "R", time=day, date_only=True)), (1, row("a", "b", 100, "R")))
    assert (one["time"], one["date_only"]) == (NOON, False)


def test_equal_numbers_of_two_banks_do_not_make_one_payment() -> None:
    for other in (
        row("c", "d", 100, "R"),
        row("a", "b", 101, "R"),
        row("a", None, 70, "R"),
        row(None, "b", 100, "R", time=NOON + timedelta(days=9)),
    ):
        rows, unsure = told((0, row("a", "b", 100, "R")), (1, other))
        assert len(rows) == 2
        assert unsure == ("R",)


def test_a_reversal_told_by_both_banks_undoes_once() -> None:
    back = {"kind": "reversal", "reverses": "P", "time": NOON + timedelta(hours=1)}
    rows, _ = told(
        (0, row("a", "b", 100, "P")),
        (1, row("a", "b", 100, "P")),
        (0, row("b", "a", 100, "R", **back)),
        (1, row("b", "a", 100, "R", **back)),
    )
    assert [(one["source"], one["kind"], one["reverses"]) for one in rows] == [("b", "reversal", "P")]


def test_outputs_of_one_transaction_stay_apart() -> None:
    coins = [(0, row("tx", f"coin {n}", 50, "R", currency="BTC", rail="chain")) for n in range(3)]
    rows, unsure = told(*coins)
    assert len(rows) == 3
    assert unsure == ()


def test_two_equal_transfers_within_one_transaction_of_a_chain_stay_two() -> None:
    rows, unsure = told(*[(0, row("T1", "T2", 50, "R", currency="USDT", rail="tron")) for _ in range(2)])
    assert len(rows) == 2
    assert unsure == ()


def test_what_a_bank_says_thrice_is_left_for_people() -> None:
    rows, _ = told(*[(0, row("a", "b", 50, "R")) for _ in range(3)])
    assert len(rows) == 3


payments = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from("wxyz"), st.integers(1, 10**12), st.booleans(), st.booleans()
    ),
    max_size=20,
)


@given(payments)
def test_whoever_tells_of_them_payments_are_counted_once(
    given_payments: list[tuple[str, str, int, bool, bool]],
) -> None:
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, (source, target, amount, payer_knows, payee_knows) in enumerate(given_payments):
        rows.append((0, row(source, target if payer_knows else None, amount, f"{number}")))
        rows.append((1, row(source if payee_knows else None, target, amount, f"{number}")))
    found = joined(pa.Table.from_pylist([one for _, one in rows], SCHEMA), [file for file, _ in rows])
    assert [(one["source"], one["target"], one["amount"]) for one in found.table.to_pylist()] == [
        payment[:3] for payment in given_payments
    ]
    assert found.merged == len(given_payments)
