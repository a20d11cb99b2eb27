"""What the diagram shows: lanes, and moves between them, with small accounts taken together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from entraide.engines.trace import KINDS

from ._followed import Followed

MOST_LANES = 40
_MOST_PAYERS = 8
_MOST_GROUPS = 8  # beyond, all small accounts are one lane
_MOST_MOVES = 90  # beyond, moves between the same two lanes that are near in time are drawn as one


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an account besides its payments."""

    bank: str = ""
    country: str = ""
    holder: str = ""

    @property
    def group(self) -> str:
        return " · ".join(part for part in (self.bank, self.country) if part)


@dataclass(eq=False)
class Lane:
    """One account, or (`folded` of them) small ones together. `begins` (rules) is what is there at the start,
    `ends` by kind (rules) what at the end, `amounts` by (kind, currency) the least and the most of it."""

    name: str = ""
    group: str = ""
    holder: str = ""
    stop: str = ""
    folded: int = 0
    paid: bool = False
    first: int = 0
    begins: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    ends: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    amounts: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)


@dataclass(eq=False)
class Moves:
    """m transfers in the order of time. `source`, `target` are lanes; `value` (rules, m) is in the currency of the
    loss, `carried` in that of the leg (`currency`, "" where several were taken together); `at` in [0, 1] is a
    place on the axis of time, on which pauses are shorter than they were."""

    time: NDArray[np.int64]
    until: NDArray[np.int64]
    day_only: NDArray[np.bool_]
    at: NDArray[np.float64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    style: list[str]
    value: NDArray[np.int64]
    carried: NDArray[np.int64]
    currency: list[str]
    count: NDArray[np.int64]
    record: list[str]

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True, eq=False)
class Picture:
    followed: Followed
    lanes: list[Lane]
    moves: Moves
    accounts: int
    transfers: int
    within: int  # transfers within a lane, which are not drawn
    payers: list[str]


@dataclass(frozen=True, eq=False)
class _Legs:
    number: NDArray[np.int64]
    source: NDArray[np.int64]  # places in `names`
    target: NDArray[np.int64]
    value: NDArray[np.int64]  # (rules, legs)
    carried: NDArray[np.int64]
    names: pa.Array
    stops: list[str]
    payers: NDArray[np.int64]


def picture(followed: Followed, known: Mapping[str, Known]) -> Picture:
    """The lanes and moves of a flow; `known` gives banks and countries by account."""
    legs = _legs(followed)
    ends = _ends(followed, legs)
    groups = _groups(followed, legs, known)
    lanes, lane_of = _lanes(followed, legs, ends, groups, known)
    moves = _moves(followed, legs, lanes, lane_of)
    within = len(legs.number) - int(moves.count.sum())
    payers = legs.names.take(pa.array(legs.payers)).to_pylist()
    return Picture(followed, lanes, moves, len(legs.names), len(legs.number), within, payers)


def _legs(followed: Followed) -> _Legs:
    found = [followed.drawn_legs_of(name) for name in followed.tracings]
    number = np.unique(np.concatenate([legs for legs, _ in found]))
    value = np.zeros((len(found), len(number)), np.int64)
    carried = value.copy()
    for rule, (legs, sums) in enumerate(found):
        value[rule, np.searchsorted(number, legs)] = sums[2]
        carried[rule, np.searchsorted(number, legs)] = sums[0]
    ledger = followed.drawn
    source = ledger.of("source", number).astype(np.int64)
    target = ledger.of("target", number).astype(np.int64)
    accounts, places = np.unique(np.concatenate([source, target]), return_inverse=True)
    paid = followed.main.seeds
    seeds = np.searchsorted(number, paid[np.isin(paid, number)])
    payers = np.unique((places[len(number) :] if followed.back else places[: len(number)])[seeds])
    return _Legs(
        number,
        places[: len(number)],
        places[len(number) :],
        value,
        carried,
        ledger.names(accounts),
        [ledger.stop_of(int(account)) for account in accounts],
        payers,
    )


@dataclass(frozen=True, eq=False)
class _Ends:
    account: NDArray[np.int64]  # places in the names of the legs
    kind: list[str]
    value: NDArray[np.int64]  # (rules, ends)
    currency: list[str]
    low: list[int]
    high: list[int]


def _ends(followed: Followed, legs: _Legs) -> _Ends:
    table = followed.ends
    places = pc.index_in(table["account"], legs.names).to_numpy().astype(np.int64)
    return _Ends(
        places,
        table["kind"].to_pylist(),
        followed.values,
        table["currency"].to_pylist(),
        table["low"].to_pylist(),
        table["high"].to_pylist(),
    )


def _groups(followed: Followed, legs: _Legs, known: Mapping[str, Known]) -> list[str]:
    """Of each account its bank and country; where none is known of any, the rail by which its money came."""
    names = legs.names.to_pylist()
    groups = [known[name].group if name in known else "" for name in names]
    ledger = followed.drawn
    if not any(groups) and len(ledger.rails) > 1:
        rails = ledger.of("rail", legs.number)
        last = len(legs.number) - 1
        for place, target in enumerate(legs.target[::-1]):
            groups[target] = ledger.rails[rails[last - place]]
        for payer in legs.payers:
            groups[payer] = ""
    return groups


def _lanes(
    followed: Followed, legs: _Legs, ends: _Ends, groups: list[str], known: Mapping[str, Known]
) -> tuple[list[Lane], NDArray[np.int64]]:
    names = legs.names.to_pylist()
    count, rules = len(names), len(legs.value)
    order = np.arange(len(legs.number))
    first = np.full(count, len(order))
    np.minimum.at(first, legs.target, order)
    np.minimum.at(first, legs.source, order)
    kept = _kept(legs, count, set(groups))
    shared = len(set(groups)) > _MOST_GROUPS
    payers = set(legs.payers.tolist())
    lanes: list[Lane] = []
    place_of: dict[tuple[str, str], int] = {}
    lane_of = np.zeros(count, np.int64)
    for account in np.argsort(first, kind="stable").tolist():
        own = bool(kept[account])
        paid = account in payers
        group = groups[account] if own or not (shared or paid) else ""
        key = (names[account], "own") if own else (group, "payers" if paid else "others")
        if key not in place_of:
            place_of[key] = len(lanes)
            lane = Lane(group=group, first=int(first[account]), begins=np.zeros(rules, np.int64))
            if own:
                lane.name, lane.stop = names[account], legs.stops[account]
                lane.holder = known.get(lane.name, Known()).holder
            lanes.append(lane)
        lane_of[account] = place_of[key]
        lanes[place_of[key]].folded += not own
        lanes[place_of[key]].paid |= paid
    _fill_ends(lanes, lane_of, ends, followed.back)
    seeds = followed.main.seeds
    for seed in seeds[np.isin(seeds, legs.number)] if not followed.back else ():
        at = int(np.searchsorted(legs.number, seed))
        lanes[lane_of[legs.source[at]]].begins += legs.value[:, at]
    return _in_order(lanes, lane_of, followed.back)


def _kept(legs: _Legs, count: int, groups: set[str]) -> NDArray[np.bool_]:
    """Which accounts have a lane of their own: all, or those through which most went, and the payers."""
    if count <= MOST_LANES:
        return np.ones(count, np.bool_)
    through = np.zeros((len(legs.value), count), np.int64)
    for rule, value in enumerate(legs.value):
        np.add.at(through[rule], legs.target, value)
        np.add.at(through[rule], legs.source, value)
    most = through.max(axis=0)
    kept = np.zeros(count, np.bool_)
    payers = legs.payers[np.argsort(-most[legs.payers], kind="stable")][:_MOST_PAYERS]
    spare = (len(groups) if len(groups) <= _MOST_GROUPS else 1) + (len(legs.payers) > _MOST_PAYERS)
    most[legs.payers] = -1
    kept[np.argsort(-most, kind="stable")[: MOST_LANES - spare - len(payers)]] = True
    kept[legs.payers] = False
    kept[payers] = True
    return kept


def _fill_ends(lanes: list[Lane], lane_of: NDArray[np.int64], ends: _Ends, back: bool) -> None:
    for place, account in enumerate(ends.account.tolist()):
        lane, kind = lanes[lane_of[account]], ends.kind[place]
        value = ends.value[:, place]
        lane.ends[kind] = lane.ends.get(kind, 0) + value
        low, high = lane.amounts.get((kind, ends.currency[place]), (0, 0))
        lane.amounts[kind, ends.currency[place]] = low + ends.low[place], high + ends.high[place]
        if back:
            lane.begins = lane.begins + value


def _in_order(
    lanes: list[Lane], lane_of: NDArray[np.int64], back: bool
) -> tuple[list[Lane], NDArray[np.int64]]:
    """Lanes by their group's first arrival, then their own, folded ones last; those who paid stand on top."""
    payers = set() if back else {place for place, lane in enumerate(lanes) if lane.paid}
    begun: dict[str, int] = {}
    for place, lane in enumerate(lanes):
        if place not in payers:
            begun[lane.group] = min(begun.get(lane.group, lane.first), lane.first)
    order = sorted(
        range(len(lanes)),
        key=lambda place: (
            place not in payers,
            0 if place in payers else begun[lanes[place].group],
            lanes[place].group,
            bool(lanes[place].folded),
            lanes[place].first,
        ),
    )
    moved = np.empty(len(lanes), np.int64)
    moved[order] = np.arange(len(lanes))
    return [lanes[place] for place in order], moved[lane_of]


def _moves(followed: Followed, legs: _Legs, lanes: list[Lane], lane_of: NDArray[np.int64]) -> Moves:
    ledger = followed.drawn
    source, target = lane_of[legs.source], lane_of[legs.target]
    folded = np.asarray([bool(lane.folded) for lane in lanes])
    # Of what stays within a lane only changes into another currency are drawn.
    changes = ledger.of("kind", legs.number) == KINDS.index("conversion")
    shown = (source != target) | (changes & ~folded[source])
    time = ledger.of("time", legs.number)
    at = _along(time)
    returns = set() if followed.back else set(legs.payers.tolist())
    kinds = ledger.of("kind", legs.number)
    rows = np.flatnonzero(shown)
    styles = [
        _style(KINDS[kinds[row]], legs.stops[legs.target[row]], int(legs.target[row]) in returns)
        for row in rows
    ]
    if len(rows) > _MOST_MOVES:
        bins = (at[rows] * _MOST_MOVES).astype(np.int64)
        keys = list(zip(source[rows].tolist(), target[rows].tolist(), styles, bins.tolist(), strict=True))
    else:
        keys = list(zip(rows.tolist(), rows.tolist(), styles, rows.tolist(), strict=True))
    groups: dict[tuple[int, int, str, int], list[int]] = {}
    for row, key in zip(rows.tolist(), keys, strict=True):
        groups.setdefault(key, []).append(row)
    together = [np.asarray(group) for group in groups.values()]
    firsts = [int(group[0]) for group in together]
    codes = ledger.of("currency", legs.number)
    records = ledger.record_of(legs.number[firsts]).to_pylist()
    rules = len(legs.value)
    return Moves(
        time[firsts],
        time[[int(group[-1]) for group in together]] if together else time[:0],
        ledger.day_only(legs.number[firsts]),
        at[firsts],
        source[firsts],
        target[firsts],
        [key[2] for key in groups],
        np.stack([legs.value[:, group].sum(axis=1) for group in together], axis=1)
        if together
        else np.zeros((rules, 0), np.int64),
        np.stack([legs.carried[:, group].sum(axis=1) for group in together], axis=1)
        if together
        else np.zeros((rules, 0), np.int64),
        [
            ledger.currencies[codes[group[0]]] if (codes[group] == codes[group[0]]).all() else ""
            for group in together
        ],
        np.asarray([len(group) for group in together], np.int64),
        [str(record) for record in records],
    )


def _along(time: NDArray[np.int64]) -> NDArray[np.float64]:
    """Places in [0, 1] of moments in order: a pause of an hour is longer than one of a minute, but not sixty times."""
    steps = 0.5 + np.log2(1 + np.diff(time) / 60e6)
    way = np.concatenate([[0.0], np.cumsum(steps)]) if len(time) else np.zeros(0)
    return way / way[-1] if len(way) and way[-1] > 0 else way


def _style(kind: str, stop: str, returns: bool) -> str:
    if kind == "fee":
        return "fee"
    if stop:
        return "exited"
    if returns:
        return "returned"
    return "conversion" if kind == "conversion" else "held"
