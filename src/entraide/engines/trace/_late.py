"""Legs that arrive after the ledger was made: put into their place in time without laying everything out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ._books import LATE_LEGS, LATE_ROWS, Books, with_room
from ._kernels.book import (
    IN_END,
    IN_START,
    KEY_BITS,
    OUT_END,
    OUT_START,
    PAID,
    implied_opening,
    lay_out,
)

# The sequence of what came late and has none: behind all others of its time.
LAST = np.iinfo(np.int64).max

if TYPE_CHECKING:
    from .ledger import Ledger


def add(ledger: Ledger, table: pa.Table) -> NDArray[np.int64]:
    """See `Ledger.add`."""
    books = ledger.books
    # A reversal names a leg that the ledger has, not the table.
    if "kind" in table.column_names and "reversal" in pc.unique(table["kind"]).to_pylist():
        return _made_anew(ledger, table)
    coming = type(ledger).from_table(table)
    names = coming.accounts.to_pylist()
    known = ledger.places_of(names)
    if not _fits(books, coming, known):
        return _made_anew(ledger, table)
    with books.lock:
        legs = np.arange(len(coming)) + books.legs + books.late
        accounts = _accounts(ledger, names, known)
        codes = [ledger.currencies.index(code) for code in coming.currencies]
        currency = np.asarray(codes, np.int16)[coming.currency]
        columns: dict[str, NDArray[Any]] = {
            "time": coming.time,
            "source": accounts[coming.source],
            "target": accounts[coming.target],
            "amount": coming.amount,
            "currency": currency,
            "rail": _rails(ledger, coming.rails)[coming.rail],
            "kind": coming.kind,
        }
        for name, values in columns.items():
            with_room(getattr(ledger, name), LATE_LEGS)[legs] = values
        book = books.plain
        book.source[legs] = [_pot(books, *pair) for pair in zip(columns["source"], currency, strict=True)]
        book.target[legs] = [_pot(books, *pair) for pair in zip(columns["target"], currency, strict=True)]
        book.debit[legs] = book.credit[legs] = coming.amount
        book.kind[legs] = coming.kind
        _keep_provenance(ledger, coming)
        _number(books, coming)
        _lengthen_rows(books, legs)
    return legs


def _fits(books: Books, coming: Ledger, known: dict[str, int]) -> bool:
    """Whether the legs are plain ones, and there is room for them and the rows that they lengthen."""
    ledger, pots = books.ledger, books.plain.pots
    if coming.arriving or coming.reversed_legs or coming.date_only is not None:
        return False
    if not set(coming.currencies) <= set(ledger.currencies) or books.late + len(coming) > LATE_LEGS:
        return False
    if books.pots + 2 * len(coming) > len(pots):
        return False
    pairs = [(place, code) for place in known.values() for code in range(len(ledger.currencies))]
    touched = [pot for pair in pairs if (pot := _known_pot(books, *pair)) is not None]
    longer_out = (pots[touched, OUT_END] - pots[touched, OUT_START]).sum() + len(coming)
    longer_in = (pots[touched, IN_END] - pots[touched, IN_START]).sum() + len(coming)
    last = books.legs + LATE_ROWS
    return bool(books.out_tail + longer_out <= last and books.in_tail + longer_in <= last)


def _made_anew(ledger: Ledger, table: pa.Table) -> NDArray[np.int64]:
    before = len(ledger) + ledger.late
    if "sequence" not in table.column_names:
        table = table.append_column("sequence", pa.array(np.full(len(table), LAST)))
    whole = pa.concat_tables([_decoded(ledger.to_table()), _decoded(table)], promote_options="permissive")
    made = type(ledger).from_table(whole, stops=ledger.stops_by_name(), opening=ledger.opening_by_name())
    ledger.__dict__.clear()
    ledger.__dict__.update(made.__dict__)
    rows = np.arange(len(made)) if made.row is None else made.row
    return np.flatnonzero(rows >= before)


def _decoded(table: pa.Table) -> pa.Table:
    """The same table with words in place of dictionaries, which two tables need not share."""
    for place, column in enumerate(table.columns):
        if pa.types.is_dictionary(column.type):
            words = column.cast(column.type.value_type)
            table = table.set_column(place, table.column_names[place], words)
    return table


def _accounts(ledger: Ledger, names: list[str], known: dict[str, int]) -> NDArray[np.int32]:
    """The places of accounts, new ones added."""
    new = [name for name in names if name not in known]
    if new:
        known |= {name: len(ledger.accounts) + place for place, name in enumerate(new)}
        ledger.accounts = pa.concat_arrays([ledger.accounts, pa.array(new, pa.string())])
        ledger.name_places.grown(ledger.accounts)
        ledger.stops = np.concatenate([ledger.stops, np.zeros(len(new), np.int8)])
    return np.asarray([known[name] for name in names], np.int32)


def _rails(ledger: Ledger, rails: tuple[str, ...]) -> NDArray[np.int16]:
    ledger.rails += tuple(rail for rail in rails if rail not in ledger.rails)
    return np.asarray([ledger.rails.index(rail) for rail in rails], np.int16)


def _known_pot(books: Books, account: int, currency: int) -> int | None:
    if account < books.same:
        return int(account)
    return books.pot(account, currency)


def _pot(books: Books, account: int, currency: int) -> int:
    found = _known_pot(books, account, currency)
    if found is None:
        found = books.pots
        books.pots += 1
        books.account = np.append(books.account, np.int32(account))
        books.currency = np.append(books.currency, np.int16(currency))
        books.pot_of[account, currency] = found
    return found


def _keep_provenance(ledger: Ledger, coming: Ledger) -> None:
    for name in ("records", "evidence"):
        column: pa.ChunkedArray | None = getattr(ledger, name)
        if column is None:
            continue
        own: pa.ChunkedArray | None = getattr(coming, name)
        if own is None:
            own = pa.chunked_array([pa.nulls(len(coming), column.type)])
        elif coming.row is not None:
            own = own.take(pa.array(coming.row))
        setattr(ledger, name, pa.chunked_array([*column.chunks, *own.cast(column.type).chunks], column.type))


def _number(books: Books, coming: Ledger) -> None:
    """Give all late legs the keys of their places in time, as their neighbours now are."""
    ledger = books.ledger
    sequence = np.full(len(coming), LAST)
    if coming.sequences is not None:
        sequence = coming.sequences.to_numpy()
        sequence = sequence if coming.row is None else sequence[coming.row]
    places = np.searchsorted(ledger.time, coming.time, side="right")
    for leg in np.flatnonzero(sequence != LAST):
        first = int(np.searchsorted(ledger.time, coming.time[leg]))
        equal = sequences_of(ledger, np.arange(first, places[leg]))
        places[leg] = first + np.searchsorted(equal, sequence[leg], side="right")
    books.late_place = np.concatenate([books.late_place, places])
    books.late_sequence = np.concatenate([books.late_sequence, sequence])
    books.late += len(coming)
    late = np.arange(books.late)
    times = ledger.of("time", books.legs + late)
    order = np.lexsort((late, books.late_sequence, times, books.late_place))
    place = books.late_place[order]
    first_of_gap = np.searchsorted(place, place)
    books.plain.late_key[order] = ((place - 1) << KEY_BITS) + late - first_of_gap + 1


def sequences_of(ledger: Ledger, legs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The source sequence of legs: what orders those of equal time."""
    sequence = ledger.rows(legs)
    early = legs < len(ledger)
    if ledger.sequences is not None:
        sequence[early] = ledger.sequences.take(pa.array(sequence[early])).to_numpy()
    sequence[~early] = ledger.books.late_sequence[legs[~early] - len(ledger)] if ledger.late else LAST
    return sequence


def _lengthen_rows(books: Books, legs: NDArray[np.int64]) -> None:
    """Copy the rows of the pots that the legs touch behind all others, with the legs in their places."""
    book = books.plain
    for pot in np.unique(book.source[legs]).tolist():
        own = legs[book.source[legs] == pot]
        start, end = book.pots[pot, OUT_START], book.pots[pot, OUT_END]
        paid = own << 32 | book.target[own].astype(np.int64) << 1 | (book.kind[own] == 1)
        row = np.concatenate([book.rows[start:end], np.stack([paid, book.debit[own]], axis=1)])
        row = row[np.argsort(books.keys(row[:, PAID] >> 32), kind="stable")]
        book.rows[books.out_tail : books.out_tail + len(row)] = row
        book.pots[pot, OUT_START], book.pots[pot, OUT_END] = books.out_tail, books.out_tail + len(row)
        books.out_tail += len(row)
    for pot in np.unique(book.target[legs]).tolist():
        own = legs[book.target[legs] == pot]
        start, end = book.pots[pot, IN_START], book.pots[pot, IN_END]
        arriving = np.concatenate([book.in_legs[start:end], own.astype(np.int32)])
        arriving = arriving[np.argsort(books.keys(arriving), kind="stable")]
        book.in_legs[books.in_tail : books.in_tail + len(arriving)] = arriving
        book.pots[pot, IN_START], book.pots[pot, IN_END] = books.in_tail, books.in_tail + len(arriving)
        books.in_tail += len(arriving)
    touched = np.unique(np.concatenate([book.source[legs], book.target[legs]])).tolist()
    for (opening, _), view in books.views.items():
        for pot in touched:
            if opening == "implied":
                view.opening[pot] = implied_opening(view, pot)
            lay_out(view, pot)
