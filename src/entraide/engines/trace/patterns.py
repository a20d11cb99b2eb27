"""Shapes that laundering takes, found in windows of time: who, which transactions, how much, how long.

Each is a lead for a person to look at, not a verdict: wages fan out, a wedding fans in. Accounts that deal with
more than `hub` others within a window are taken for shops, employers and utilities, and looked past.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ._kernels import finding
from ._reading import OUTSIDE
from ._rows import KINDS as KINDS_OF_LEGS
from .features import worths_of
from .utxo import COINBASE, nodes_of

if TYPE_CHECKING:
    from .ledger import Ledger

WINDOW = timedelta(days=3)


@dataclass(frozen=True, eq=False)
class Pattern:
    """One shape found.

    `accounts`: names, the one in the middle first where there is one; `legs`: places in the ledger, in the order of time;
    `amounts`: minor units by currency, summed within each alone.
    """

    kind: str
    accounts: tuple[str, ...]
    legs: NDArray[np.int64]
    amounts: dict[str, int]
    begin: datetime
    end: datetime

    @property
    def span(self) -> timedelta:
        """From the first transaction to the last."""
        return self.end - self.begin


@dataclass(frozen=True)
class Limits:
    """What is looked for; every search stops at `most` patterns of a kind."""

    window: timedelta = WINDOW
    others: int = 5  # accounts that pay, are paid, or stand between, at least
    hub: int = 200  # others within a window, above which an account is looked past
    longest: int = 10  # transactions of a cycle or a chain
    kept: float = 0.2  # what may be lost or gained where a sum is passed on
    rapid: timedelta = timedelta(hours=6)  # from arrival to onward payment of a mule
    peels: int = 3  # in a row
    split: int = 3  # payments under the threshold
    most: int = 10_000

    @property
    def span(self) -> int:
        """The window in microseconds."""
        return self.window // timedelta(microseconds=1)


@dataclass(frozen=True)
class Search:
    """What a search for patterns looks at."""

    ledger: Ledger
    limits: Limits
    worth: NDArray[np.float64]
    thresholds: Mapping[str, int]

    @cached_property
    def transactions(self) -> NDArray[np.bool_]:
        """Which accounts are transactions of coins: they pass on at once all that comes, and are nobody's."""
        found = np.zeros(len(self.ledger.accounts), np.bool_)
        found[nodes_of(self.ledger)] = True
        return found


def patterns(
    ledger: Ledger,
    window: timedelta = WINDOW,
    *,
    kinds: Iterable[str] | None = None,
    limits: Limits | None = None,
    worth: Mapping[str, float] | None = None,
    thresholds: Mapping[str, int] | None = None,
) -> list[Pattern]:
    """The patterns of these kinds (all of KINDS unless named), in the order in which they end, among payments that
    stand: fees and what was reversed are looked past. So are payments from and to outside of the record, where many
    stand under one name, but for `structuring`, which asks for the account at the other end alone.

    `worth`: what a minor unit of each currency is worth, so that a sum is known again after a conversion; without
    it, amounts count in the median amount of their currency. `thresholds`: minor units by currency above which a
    payment would be reported; `structuring` is looked for in those currencies alone. Raises ValueError for an
    unknown kind, KeyError for a currency that `worth` lacks.
    """
    wanted = tuple(kinds) if kinds is not None else tuple(KINDS)
    if unknown := set(wanted) - set(KINDS):
        raise ValueError(f"{', '.join(sorted(unknown))}: kinds are {', '.join(KINDS)}")
    stands = _stands(ledger)
    limits = limits or Limits(window=window)
    found = []
    for some, legs in (
        (tuple(kind for kind in wanted if kind not in NAMELESS_TOO), stands & ~_nameless(ledger)),
        (tuple(kind for kind in wanted if kind in NAMELESS_TOO), stands),
    ):
        if some and legs.any():
            found += _among(ledger, legs, some, limits, worth, thresholds or {})
    return sorted(found, key=lambda pattern: (pattern.end, pattern.kind, int(pattern.legs[0])))


def _among(
    ledger: Ledger,
    some: NDArray[np.bool_],
    kinds: Iterable[str],
    limits: Limits,
    worth: Mapping[str, float] | None,
    thresholds: Mapping[str, int],
) -> list[Pattern]:
    """Patterns among some of the legs, in the order of time."""
    numbers = None
    if ledger.late or not some.all():
        table = ledger.to_table().filter(pa.array(some))
        table = table.drop_columns([name for name in ("reverses",) if name in table.column_names])
        numbers = ledger.in_time_order()[some]
        ledger = type(ledger).from_table(table)
    search = Search(ledger, limits, worths_of(ledger, worth), thresholds)
    found = [
        pattern_of(ledger, kind, middle, legs)
        for kind in kinds
        for middle, legs in islice(KINDS[kind](search), limits.most)
    ]
    return found if numbers is None else [replace(one, legs=numbers[one.legs]) for one in found]


def _stands(ledger: Ledger) -> NDArray[np.bool_]:
    """Which legs, in the order of time, are payments and conversions that stand: no fees, nothing that was undone."""
    kinds = ledger.of("kind", np.arange(len(ledger) + ledger.late))
    stands = (kinds != KINDS_OF_LEGS.index("fee")) & (kinds != KINDS_OF_LEGS.index("reversal"))
    undone: dict[int, int] = {}
    for leg, before in ledger.reversed_legs.items():
        undone[before] = undone.get(before, 0) + int(ledger.amount[leg])
    for leg, amount in undone.items():
        stands[leg] &= amount < ledger.amount[leg]
    in_time: NDArray[np.bool_] = stands[ledger.in_time_order()]
    return in_time


def _nameless(ledger: Ledger) -> NDArray[np.bool_]:
    """Which legs, in the order of time, have an end of which nobody tells whose it is."""
    places = list(ledger.places_of(NAMELESS).values())
    legs = ledger.in_time_order()
    return np.isin(ledger.of("source", legs), places) | np.isin(ledger.of("target", legs), places)


_Found = Iterator[tuple[list[int], NDArray[np.int64]]]


def pattern_of(ledger: Ledger, kind: str, middle: list[int], legs: NDArray[np.int64]) -> Pattern:
    """The pattern of these legs, with those accounts in its middle."""
    legs = np.unique(legs)
    rest = np.concatenate([ledger.source[legs], ledger.target[legs]])
    places = list(dict.fromkeys([*middle, *rest.tolist()]))
    amounts: dict[str, int] = {}
    for code, amount in zip(ledger.currency[legs].tolist(), ledger.amount[legs].tolist(), strict=True):
        name = ledger.currencies[code]
        amounts[name] = amounts.get(name, 0) + amount
    return Pattern(
        kind,
        tuple(ledger.accounts.take(places).to_pylist()),
        legs,
        amounts,
        _moment(ledger.time[legs[0]]),
        _moment(ledger.time[legs[-1]]),
    )


def _moment(time: np.int64) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(time))


def _bursts(search: Search, inward: bool) -> list[tuple[int, int, int]]:
    """(account, first, last): runs of its legs in which enough others pay it (or are paid) within one window."""
    ledger, limits = search.ledger, search.limits
    start, legs = ledger.incoming if inward else ledger.outgoing
    other = ledger.source if inward else ledger.target
    found = finding.bursts(start, legs, other, ledger.time, limits.span, limits.others, limits.hub)
    return [
        (int(account), int(first), int(last))
        for account, first, last in found
        if not search.transactions[account]
    ]


def _fan_in(search: Search) -> _Found:
    legs = search.ledger.incoming[1]
    for account, first, last in _bursts(search, inward=True):
        yield [account], legs[first:last].astype(np.int64)


def _fan_out(search: Search) -> _Found:
    legs = search.ledger.outgoing[1]
    for account, first, last in _bursts(search, inward=False):
        yield [account], legs[first:last].astype(np.int64)


def _gather_scatter(search: Search) -> _Found:
    """A fan-in whose middle pays as many others, from when most of it has come until a window after its end."""
    ledger, limits = search.ledger, search.limits
    start, legs = ledger.outgoing
    for account, first, last in _bursts(search, inward=True):
        gathered = ledger.incoming[1][first:last]
        half, end = ledger.time[gathered[len(gathered) // 2]], ledger.time[gathered[-1]] + limits.span
        outs = legs[start[account] : start[account + 1]]
        outs = outs[(ledger.time[outs] >= half) & (ledger.time[outs] <= end)]
        paid = len(np.unique(ledger.target[outs]))
        if limits.others <= paid <= limits.hub:
            yield [account], np.concatenate([gathered, outs]).astype(np.int64)


def _passed(search: Search, span: int, kept: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of legs (arrival, onward): the second passes the sum of the first on within the span."""
    ledger = search.ledger
    start, legs = ledger.incoming
    return finding.passed(  # type: ignore[no-any-return]
        start, legs, ledger.time, ledger.source, ledger.target, search.worth, span, kept, search.limits.hub
    )


def _scatter_gather(search: Search) -> _Found:
    """One pays several, each of whom passes the sum on to the same other."""
    ledger, limits = search.ledger, search.limits
    arrival, onward = _passed(search, limits.span, limits.kept)
    first, last = ledger.source[arrival].astype(np.int64), ledger.target[onward].astype(np.int64)
    apart = first != last
    arrival, onward, first, last = arrival[apart], onward[apart], first[apart], last[apart]
    for group in _groups(first * len(ledger.accounts) + last, limits.others):
        group = group[np.argsort(onward[group], kind="stable")]
        for run in _runs(ledger.time[arrival[group]], ledger.time[onward[group]], limits.span):
            some = group[run]
            if len(np.unique(ledger.target[arrival[some]])) >= limits.others:
                yield [int(first[some[0]]), int(last[some[0]])], np.concatenate([arrival[some], onward[some]])


def _runs(begin: NDArray[np.int64], end: NDArray[np.int64], span: int) -> Iterator[slice]:
    """Cut what is sorted by `end` into runs that fit in two spans: out in one, back in the next."""
    at = 0
    while at < len(end):
        oldest = int(begin[at:].min()) if at == 0 else int(begin[at])
        upto = max(at + 1, int(np.searchsorted(end, oldest + 2 * span, "right")))
        yield slice(at, upto)
        at = upto


def _groups(keys: NDArray[np.int64], least: int) -> Iterator[NDArray[np.int64]]:
    """Places with one key, where there are at least so many."""
    order = np.argsort(keys, kind="stable")
    cuts = np.flatnonzero(np.diff(keys[order])) + 1
    for group in np.split(order, cuts):
        if len(group) >= least:
            yield group


def _cycle(search: Search) -> _Found:
    """Money that comes back to where it left, each leg later than the one before; long ones keep their sum."""
    ledger, limits = search.ledger, search.limits
    start, legs = ledger.incoming
    found = finding.cycles(
        start, legs, ledger.time, ledger.source, ledger.target, search.worth, limits.span, limits.longest,
        limits.kept, limits.hub, limits.most,
    )  # fmt: skip
    for row in found:
        way = row[row >= 0]
        yield [int(ledger.source[way[0]])], way.astype(np.int64)


def _stack(search: Search) -> _Found:
    """Two layers: several accounts pay the same few, who pay the same few on."""
    ledger = search.ledger
    layers = list(_layers(search))
    by_payer: dict[int, list[int]] = {}
    for number, (payers, _, _) in enumerate(layers):
        for payer in payers:
            by_payer.setdefault(payer, []).append(number)
    for payers, payees, legs in layers:
        nexts = {number for payee in payees for number in by_payer.get(payee, ())}
        for number in sorted(nexts):
            on_payers, _, on = layers[number]
            later = ledger.time[on].max() > ledger.time[legs].max()
            if later and len(set(payees) & set(on_payers)) >= 2:
                yield [*payers, *payees], np.concatenate([legs, on])


def _bipartite(search: Search) -> _Found:
    """Several accounts each pay the same several others."""
    for payers, payees, legs in _layers(search):
        yield [*payers, *payees], legs


def _layers(search: Search) -> Iterator[tuple[list[int], list[int], NDArray[np.int64]]]:
    """(payers, payees, legs) of complete layers of two by two or more, within a window."""
    ledger, limits = search.ledger, search.limits
    out_start, out_legs = ledger.outgoing
    in_start, in_legs = ledger.incoming
    pairs = finding.shared_payees(
        out_start, out_legs, in_start, in_legs, ledger.time, ledger.source, ledger.target, limits.span,
        min(limits.hub, 32), limits.most * 50,
    )  # fmt: skip
    # One row: two payees, and a payer of both; the payers of a pair of payees make a layer.
    keys = pairs[:, 0] * len(ledger.accounts) + pairs[:, 1]
    paid: dict[int, set[int]] = {}
    for one, other, payer in pairs[:, :3].tolist():
        paid.setdefault(payer, set()).update((one, other))
    seen: set[tuple[int, ...]] = set()
    count = 0
    for group in _groups(keys, 2):
        rows = pairs[group]
        payers = sorted(set(rows[:, 2].tolist()))
        if len(payers) < 2:
            continue
        payees = sorted(set.intersection(*(paid[payer] for payer in payers)))
        side = (*payers, -1, *payees)
        if len(payees) < 2 or len(payers) + len(payees) < limits.others or side in seen:
            continue
        seen.add(side)
        if search.transactions[[*payers, *payees]].any():
            continue
        legs = finding.legs_between(
            out_start, out_legs, ledger.time, ledger.target, np.array(payers), np.array(payees),
            int(ledger.time[rows[:, 3:]].min()), limits.span,
        )  # fmt: skip
        yield payers, payees, legs
        count += 1
        if count == limits.most:
            return


def _peel_chain(search: Search) -> _Found:
    """A sum goes from account to account, each peeling a little off to someone else."""
    ledger, limits = search.ledger, search.limits
    start, legs = ledger.outgoing
    found = finding.peels(
        start, legs, ledger.time, ledger.source, ledger.target, search.worth, limits.span, limits.longest,
        limits.peels, limits.hub, limits.most,
    )  # fmt: skip
    for row in found:
        way = row[row >= 0].astype(np.int64)
        yield [int(ledger.source[way[0]])], way


def _pass_through(search: Search) -> _Found:
    """An account that passes on what it gets, within hours, again and again or for others."""
    ledger, limits = search.ledger, search.limits
    arrival, onward = _passed(search, limits.rapid // timedelta(microseconds=1), 0.1)
    persons = ~search.transactions[ledger.source[onward]]
    arrival, onward = arrival[persons], onward[persons]
    mules = ledger.source[onward].astype(np.int64)
    for group in _groups(mules, 2):
        for run in _runs(ledger.time[arrival[group]], ledger.time[onward[group]], limits.span):
            some = group[run]
            if len(some) < 2:
                continue
            yield [int(mules[some[0]])], np.concatenate([arrival[some], onward[some]])


def _structuring(search: Search) -> _Found:
    """Payments just under a threshold, which together pass it: of one payer, or to one payee."""
    ledger, limits = search.ledger, search.limits
    limit = np.zeros(len(ledger.currencies), np.int64)
    for code, threshold in search.thresholds.items():
        if code in ledger.currencies:
            limit[ledger.currencies.index(code)] = threshold
    bound = limit[ledger.currency]
    under = (ledger.amount < bound) & (ledger.amount * 10 >= bound * 7) & (bound > 0)
    for start, legs in (ledger.outgoing, ledger.incoming):
        runs = finding.crowded(start, legs, under, ledger.time, ledger.currency, limits.span, limits.split)
        for account, first, last in runs:
            if ledger.accounts[int(account)].as_py() in NAMELESS:
                continue
            some = legs[first:last].astype(np.int64)
            yield [int(account)], some[under[some] & (ledger.currency[some] == ledger.currency[some[0]])]


# Under these names stand many, of whom nothing is known.
NAMELESS = (OUTSIDE, COINBASE)
# What is looked for beside them: many deposits of cash under a threshold have no payer in a bank's record.
NAMELESS_TOO = ("structuring",)

KINDS: dict[str, Callable[[Search], _Found]] = {
    "fan-in": _fan_in,
    "fan-out": _fan_out,
    "gather-scatter": _gather_scatter,
    "scatter-gather": _scatter_gather,
    "cycle": _cycle,
    "stack": _stack,
    "bipartite": _bipartite,
    "peel chain": _peel_chain,
    "pass-through": _pass_through,
    "structuring": _structuring,
}
