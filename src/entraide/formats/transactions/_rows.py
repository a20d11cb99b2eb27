"""Columns of cells into legs, all rows of a batch at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .._problems import Rejected
from ._accounts import accounts
from ._amounts import Minor, Numbers, minor_units, names_another, numbers_of
from ._cells import BOOL, Cells, Columns, Refused, bools, emptied, is_one_of, none
from ._currencies import FINER, codes
from ._fees import with_fees
from ._found import UNNAMED, Batch, FileReport
from ._headers import IN, NOT_MADE, OUT
from ._ledgers import as_in_the_ledger, made_up
from ._plan import HASHES, Plan
from ._running import Steps, balances_of, opening_of
from ._times import DAY, times_of

_HASHES = f"^{HASHES.pattern}$"
WRONG_LETTERS = "encoding: a cell has characters that are not in the file's encoding; save the file in one, or say --encoding"


def batch_of(cells: Cells, plan: Plan, report: FileReport, name: str) -> Batch:
    """The legs of some rows. `name` is the file's, for ids of records that have none."""
    n = len(cells.line)
    refused = Refused(n)
    get = Columns(cells, plan)
    if cells.damaged is not None:
        refused.where(cells.damaged, WRONG_LETTERS)
    currency = _currencies(get, plan, refused)
    amount, outgoing, dust = _amounts(get, plan, currency, refused)
    utc, date_only = _times(get, plan, refused, report)
    source, target = _ends(get, plan, outgoing, refused, report)
    status = get("status")
    if status is not None:
        refused.where(
            is_one_of(status, NOT_MADE), "status: it says that the payment was not made; leave it out"
        )
    record, named = _records(get, cells, name)
    if plan.is_ledger:
        named &= ~made_up(record, report)
    paid, paid_currency = _paid_out(get, plan, amount, currency, refused)
    reverses = get("reverses")
    kind = _kinds(get, paid, reverses)
    fee = _fees(get, plan, currency, refused)
    good = refused.good
    own = source if plan.is_transfer else pc.if_else(pa.array(outgoing), source, target)
    if (cells_of_balance := get("balance")) is not None and not plan.is_transfer:
        numbers = numbers_of(cells_of_balance, plan.number)
        balance, readable = balances_of(numbers, minor_units(numbers, currency, plan.digits))
        moved = np.where(outgoing, -amount, amount) - (np.int64(0) if fee is None else fee)
        opening_of(report, own, currency, moved, (balance, readable), (target, paid_currency), good)
        Steps(
            own=own,
            other=pc.if_else(pa.array(outgoing), target, source),
            currency=currency,
            arriving=paid_currency,
            moved=moved,
            balance=balance,
            good=good & readable,
            line=cells.line,
            broken=np.asarray([one.line for one in cells.broken], np.int64),
        ).check(report)
    for code, below in dust(good).items():
        report.dust[code] = report.dust.get(code, Decimal(0)) + Decimal(below).scaleb(-FINER[code])
    table = pa.table(
        {
            "time": pa.array(utc, pa.timestamp("us", "UTC")),
            "source": source,
            "target": target,
            "amount": pa.array(amount),
            "currency": currency,
            "rail": _rails(get, plan),
            "kind": kind,
            "record": record,
            "evidence": _evidence(get, cells, plan),
            "date_only": pa.array(date_only),
            "reverses": none(n) if reverses is None else emptied(reverses),
            "target_amount": paid,
            "target_currency": paid_currency,
        }
    )
    rows = np.arange(n, dtype=np.int64)
    legs, row = with_fees(table, rows, good, fee, own)
    for what, where in (
        ("an account pays itself: kept", pc.equal(legs["source"], legs["target"])),
        (UNNAMED, pc.or_(pc.is_null(legs["source"]), pc.is_null(legs["target"]))),
    ):
        report.note(what, pc.sum(where).as_py() or 0)
    bad = np.flatnonzero(~good)
    rejected = cells.broken + [
        Rejected(int(cells.line[place]), refused.reasons[refused.why[place]], cells.text(int(place)))
        for place in bad
    ]
    return Batch(
        legs=legs,
        row=row + cells.first_row,
        line=cells.line[row],
        named=named[row],
        rejected=rejected,
        rows=n + len(cells.broken),
        done=cells.done,
        texts=[cells.text(int(place)) for place in rows[good] if report.asks_for(place + cells.first_row)]
        if report.looked_for is not None
        else [],
        **(as_in_the_ledger(get, legs, row, report) if plan.is_ledger else {}),
    )


def _currencies(get: Columns, plan: Plan, refused: Refused) -> pa.Array:
    column = get("currency")
    if column is None:
        return pa.array([plan.currency] * len(get), pa.string())
    found = codes(column)
    if plan.currency:
        found = pc.if_else(pc.equal(column, ""), plan.currency, found)
    refused.where(
        bools(pc.equal(column, "")) & bools(pc.is_null(found)),
        "currency: the cell is empty; fill it in, or say --currency",
    )
    refused.where(
        bools(pc.is_null(found)),
        "currency: it is none that is known; write its ISO 4217 code, or map another column",
    )
    return found


def _amounts(
    get: Columns, plan: Plan, currency: pa.Array, refused: Refused
) -> tuple[NDArray[np.int64], BOOL, Callable[[BOOL], dict[str, int]]]:
    """Minor units; which rows' money leaves the account of the statement; what is lost below the smallest unit."""
    cells = get("amount")
    if cells is not None:
        numbers = numbers_of(cells, plan.number)
        outgoing = numbers.negative
        direction = get("direction")
        if direction is not None:
            out, into = is_one_of(direction, OUT), is_one_of(direction, IN)
            refused.where(~out & ~into, "direction: it says neither in nor out; write debit or credit")
            outgoing = out
            refused.where(
                into & numbers.negative & numbers.good,
                "amount: it is below zero where the direction says in; write what is taken back as out",
            )
            refused.where(
                out & _against("amount", numbers, plan),
                "amount: of what goes out some are below zero and some are not; write what is taken back as in",
            )
        elif plan.is_transfer:
            refused.where(
                numbers.negative & numbers.good,
                "amount: it is below zero; where it undoes a payment, swap the accounts",
            )
    else:
        numbers, outgoing = _two_columns(get, plan, refused)
    refused.where(numbers.empty, "amount: the cell is empty; fill it in, or leave the row out")
    refused.where(
        ~numbers.good, "amount: it is not a number as this column writes them; mend it, or say --decimal"
    )
    for role in ("amount",) if cells is not None else ("debit", "credit"):
        if (column := get(role)) is not None:
            refused.where(
                names_another(column, currency),
                "amount: the cell names another currency than its row has; write it into a column of its own",
            )
    if plan.is_ledger:
        refused.where(
            ~bools(pc.match_substring_regex(get("amount"), "^[0-9]+$")),
            "amount: this is a ledger, whose amounts are whole minor units; in a table of payments name the columns"
            " with --mapping",
        )
    minor = minor_units(numbers, currency, plan.digits)
    known = ~bools(pc.is_null(currency))
    refused.where(
        minor.too_fine & known,
        "amount: more digits behind the point than its currency has; nothing is rounded",
    )
    refused.where(
        minor.too_large & known, "amount: too large to be one; check the decimal sign with --decimal"
    )
    zero = (minor.amount == 0) & minor.good
    tiny = zero & bools(pc.match_substring_regex(numbers.text, "[1-9]"))
    refused.where(tiny, "amount: less than the smallest unit that is kept (a billionth)")
    refused.where(zero, "amount: zero moves no money; leave the row out")

    def dust(good: BOOL) -> dict[str, int]:
        if not minor.dust:
            return {}
        kept = Numbers(numbers.text, numbers.negative, numbers.good & good, numbers.empty)
        return minor_units(kept, currency, plan.digits).dust

    return minor.amount, outgoing, dust


def _against(role: str, numbers: Numbers, plan: Plan) -> BOOL:
    """Amounts whose sign is not the one that those of this meaning have as a rule."""
    against: BOOL = numbers.good & ~numbers.zero & (numbers.negative != (role in plan.below))
    return against


def _two_columns(get: Columns, plan: Plan, refused: Refused) -> tuple[Numbers, BOOL]:
    """Debit and credit in columns of their own: one of them is filled, the other empty or zero."""
    nothing = pa.array([""] * len(get), pa.string())
    debit = numbers_of(nothing if (cells := get("debit")) is None else cells, plan.number)
    credit = numbers_of(nothing if (cells := get("credit")) is None else cells, plan.number)

    out, into = ~debit.zero, ~credit.zero
    # many banks write debits below zero, all of them; a credit below zero is taken back
    refused.where(out & into, "amount: both debit and credit are filled; leave one of them empty")
    refused.where(
        credit.negative & into & ~out, "amount: a credit is below zero; write what is taken back as a debit"
    )
    refused.where(
        out & ~into & _against("debit", debit, plan),
        "amount: some debits are below zero and some are not; write what is taken back as a credit",
    )
    chosen = pa.array(out | (~into & ~debit.empty))
    outgoing: BOOL = chosen.to_numpy(zero_copy_only=False)
    return (
        Numbers(
            pc.if_else(chosen, debit.text, credit.text),
            np.zeros(len(get), np.bool_),
            np.where(outgoing, debit.good, credit.good),
            np.where(outgoing, debit.empty, credit.empty),
        ),
        outgoing,
    )


def _times(get: Columns, plan: Plan, refused: Refused, report: FileReport) -> tuple[NDArray[np.int64], BOOL]:
    cells = get("time")
    assert cells is not None
    times = times_of(cells, plan.time, plan.zone, get("clock"))
    empty = bools(pc.equal(cells, ""))
    refused.where(empty, "time: the cell is empty; fill it in, or leave the row out")
    refused.where(
        ~times.good,
        f"time: there is no such time ({plan.time.words}), or it is before 1970; mend it, or say --dates",
    )
    latest = int(datetime.now(UTC).timestamp()) * 1_000_000 + DAY
    refused.where(
        times.good & (times.utc > latest),
        "time: it lies in the future; check the order of day and month and the calendar",
    )
    report.note("times that the change of the clocks makes ambiguous: the earlier is taken", times.doubtful)
    marked = get("date_only")
    date_only = times.date_only if marked is None else times.date_only | bools(pc.equal(marked, "true"))
    return times.utc, date_only


def _ends(
    get: Columns, plan: Plan, outgoing: BOOL, refused: Refused, report: FileReport
) -> tuple[pa.Array, pa.Array]:
    """Source and target; null is money from or to outside of the record."""

    if plan.is_ledger:
        return emptied(get("source")), emptied(get("target"))

    def named(role: str) -> pa.Array:
        column, wrong = accounts(get(role))
        for account, why in wrong.items():
            report.note(f"account {account}: {why} The payment is kept.")
        return column

    if plan.is_transfer:
        source, target = named("source"), named("target")
        refused.where(
            bools(pc.and_(pc.is_null(source), pc.is_null(target))),
            "source, target: neither account is named; fill one in, or leave the row out",
        )
        banks = get("source_bank"), get("target_bank")
        if banks[0] is not None and banks[1] is not None:
            source = pc.binary_join_element_wise(banks[0], source, ":")
            target = pc.binary_join_element_wise(banks[1], target, ":")
        return source, target
    if plan.own:
        word, _ = accounts(pa.array([plan.own], pa.string()))
        own = pa.array([word[0].as_py()] * len(get), pa.string())
    else:
        own = named("account")
        refused.where(bools(pc.is_null(own)), "account: the cell is empty; fill it in, or give --account")
    other = named("counterparty") if "counterparty" in plan.columns else none(len(get))
    names = get("counterparty_name")
    if names is not None:
        # Two people of one name are two accounts, unless one statement names them.
        by_name = pc.binary_join_element_wise(emptied(names), pc.fill_null(own, ""), " (named by ")
        other = pc.coalesce(other, pc.binary_join_element_wise(by_name, pa.scalar(""), ")"))
    out = pa.array(outgoing)
    return pc.if_else(out, own, other), pc.if_else(out, other, own)


def _evidence(get: Columns, cells: Cells, plan: Plan) -> pa.Array:
    """The hash of each row; of a ledger that was written as a table, the hash that it carries."""
    carried = get("evidence")
    if not plan.is_ledger or carried is None or not bools(pc.match_substring_regex(carried, _HASHES)).all():
        return cells.evidence
    return pa.array([bytes.fromhex(word) for word in carried.to_pylist()], pa.binary())


def _records(get: Columns, cells: Cells, name: str) -> tuple[pa.Array, BOOL]:
    """Ids of records, and which the source gave itself."""
    made = pc.binary_join_element_wise(pa.scalar(name), pa.array(cells.line).cast(pa.string()), ":")
    column = get("record")
    if column is None:
        return made, np.zeros(len(get), np.bool_)
    given = pc.not_equal(column, "")
    return pc.if_else(given, column, made), bools(given)


def _paid_out(
    get: Columns, plan: Plan, amount: NDArray[np.int64], currency: pa.Array, refused: Refused
) -> tuple[pa.Array, pa.Array]:
    """What arrives where another currency does: target_amount and target_currency, null elsewhere."""
    cells, units = get("target_amount"), get("target_currency")
    nothing = pa.nulls(len(get), pa.int64()), none(len(get))
    if cells is None or units is None:
        return nothing
    code = codes(units)
    refused.where(
        bools(pc.and_(pc.is_null(code), pc.not_equal(units, ""))),
        "target_currency: it is none that is known; write its ISO 4217 code",
    )
    converted = pc.fill_null(pc.not_equal(code, currency), False)
    rows = bools(converted)
    if not rows.any():
        return nothing
    numbers = numbers_of(cells, plan.number)
    minor: Minor = minor_units(numbers, code, plan.digits)
    lost = rows & (~numbers.good | ~minor.good | (minor.amount == 0) | numbers.negative)
    refused.where(lost, "target_amount: it is not a number above zero in target_currency; fill it in")
    return (
        pc.if_else(converted, pa.array(minor.amount), pa.scalar(None, pa.int64())),
        pc.if_else(converted, code, pa.scalar(None, pa.string())),
    )


def _kinds(get: Columns, paid: pa.Array, reverses: pa.Array | None) -> pa.Array:
    kind = pa.array(["payment"] * len(get), pa.string())
    said = get("kind")
    if said is not None:
        words = pc.utf8_lower(said)
        kind = pc.if_else(pc.is_in(words, pa.array(["fee", "reversal"])), words, kind)
    if reverses is not None:
        kind = pc.if_else(pc.not_equal(reverses, ""), "reversal", kind)
    return pc.if_else(pc.is_valid(paid), "conversion", kind)


def _rails(get: Columns, plan: Plan) -> pa.Array:
    column = get("rail")
    if column is None:
        return pa.array([plan.rail] * len(get), pa.string())
    return pc.if_else(pc.equal(column, ""), plan.rail, column)


def _fees(get: Columns, plan: Plan, currency: pa.Array, refused: Refused) -> NDArray[np.int64] | None:
    column = get("fee")
    if column is None:
        return None
    numbers = numbers_of(column, plan.number)
    minor = minor_units(numbers, currency, plan.digits)
    unreadable = ~numbers.empty & (~numbers.good | minor.too_fine | minor.too_large)
    refused.where(unreadable, "fee: it is not an amount; mend it, or leave the cell empty")
    refused.where(
        _against("fee", numbers, plan),
        "fee: some are below zero and some are not; write a fee that is given back as a payment of its own",
    )
    return np.where(numbers.empty, 0, minor.amount)
