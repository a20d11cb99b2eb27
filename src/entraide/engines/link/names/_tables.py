"""The learned tables, as they ship with the package, and as the kernels read them.

The file is a ZIP without compression, so that the same training gives the same bytes:
``about.json`` (version, what was trained on what, weights), ``groups`` (groups of Latin letters, one a line),
``triples`` (ln P of a letter after two, float16), ``seen`` (a Bloom filter
of the names learned from, so that nothing is measured on them), and for each script ``chunks`` (one a line), ``starts``
(uint16, how many groups each chunk has), ``members`` (uint16, which groups), ``costs`` (uint8), and if trees
decide there ``asks`` (uint8), ``limits`` and ``says`` (float32): see `Forest`.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ._alignment import REACH
from ._judging import LINEAR, NODES, TERMS

FLOOR = 230
"""Cost of a letter, or of none, for a symbol that was never seen with it: about one in 10,000."""
NEVER = 255
SEEN_BITS = 1 << 20
EASY = "Latn"
"""The table over romanised text, and the judge of two Latin words."""
LANGUAGE_WEIGHT = 0.5
"""How much the Latin letter model counts against the alignment when a reading is sought."""
_NO_JUDGE = {"means": [0.0] * LINEAR, "scales": [1.0] * LINEAR, "weights": [0.0] * TERMS}
SHIPPED = Path(__file__).parent / "tables" / "names.tables"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ScriptTable:
    """P(group | chunk) of one script: the groups of chunk i are members[starts[i]:starts[i + 1]], cheapest first."""

    chunks: list[str]
    starts: npt.NDArray[np.int32]
    members: npt.NDArray[np.uint16]
    costs: npt.NDArray[np.uint8]

    @cached_property
    def number(self) -> dict[str, int]:
        return {chunk: place for place, chunk in enumerate(self.chunks)}


class Forest(NamedTuple):
    """Trees of DEPTH questions, all of one size. The question n of a tree (``asks``, ``limits``: trees × NODES)
    is whether a trait exceeds a limit; yes goes on to 2n + 2, no to 2n + 1, and after the last one ``says``
    (trees × (NODES + 1)) is added to the log-odds."""

    asks: npt.NDArray[np.uint8]
    limits: npt.NDArray[np.float32]
    says: npt.NDArray[np.float32]


_NO_FOREST = Forest(
    np.zeros((0, NODES), np.uint8), np.zeros((0, NODES), np.float32), np.zeros((0, NODES + 1), np.float32)
)


@dataclass(frozen=True)
class Tables:
    """All that was learned. ``scripts``: "Latn" is the table over romanised text, the fallback for the rest.
    ``forests``: the trees of the scripts where trees decide, as many in each.
    """

    about: dict[str, Any]
    groups: list[str]
    triples: npt.NDArray[np.float32]
    scripts: dict[str, ScriptTable]
    seen: bytes = b""
    forests: dict[str, Forest] = field(default_factory=dict)

    def has_seen(self, name: str) -> bool:
        """Whether the tables learned from this name (a–z, or in another script); wrongly yes once in a hundred."""
        bits = 8 * len(self.seen)
        return bool(bits) and all(self.seen[bit >> 3] >> (bit & 7) & 1 for bit in _bits(name, bits))

    @cached_property
    def order(self) -> dict[str, int]:
        """The number of each script's table."""
        return {script: place for place, script in enumerate(self.scripts)}

    @cached_property
    def index(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int16]]:
        """The open hash table of groups: slots and numbers."""
        size = 1 << (len(self.groups) * 4).bit_length()
        slots, numbers = np.zeros(size, np.int32), np.full(size, -1, np.int16)
        for number, group in enumerate(self.groups):
            code = code_of(group)
            place = (code * 40503) & (size - 1)
            while slots[place]:
                place = (place + 1) & (size - 1)
            slots[place], numbers[place] = code, number
        return slots, numbers

    @cached_property
    def flat(self) -> FlatTables:
        return _flatten(self)

    def to_bytes(self) -> bytes:
        """The file's bytes: the same tables give the same bytes."""
        parts: dict[str, bytes] = {
            "about.json": json.dumps(self.about, ensure_ascii=False, indent=1, sort_keys=True).encode(),
            "groups": "\n".join(self.groups).encode(),
            "triples": self.triples.astype("<f2").tobytes(),
            "seen": self.seen,
        }
        for script, table in self.scripts.items():
            parts[f"{script}/chunks"] = "\n".join(table.chunks).encode()
            parts[f"{script}/starts"] = np.diff(table.starts).astype("<u2").tobytes()
            parts[f"{script}/members"] = table.members.astype("<u2").tobytes()
            parts[f"{script}/costs"] = table.costs.tobytes()
        for script, forest in self.forests.items():
            parts |= {f"{script}/{name}": array.tobytes() for name, array in forest._asdict().items()}
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            for name, content in parts.items():
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
        return whole.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Tables:
        """The tables of a file. ValueError if it is none."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            scripts = {
                name.partition("/")[0]: _script_table(parts, name.partition("/")[0])
                for name in parts
                if name.endswith("/chunks")
            }
            triples = np.frombuffer(parts["triples"], "<f2").astype(np.float32).reshape(27, 27, 27)
            groups = parts["groups"].decode().split("\n")
            forests = {script: _forest(parts, script) for script in scripts if f"{script}/asks" in parts}
            return cls(json.loads(parts["about.json"]), groups, triples, scripts, parts["seen"], forests)
        except (zipfile.BadZipFile, KeyError) as error:
            raise ValueError("This is no file of learned name tables") from error


def _script_table(parts: dict[str, bytes], script: str) -> ScriptTable:
    counts = np.frombuffer(parts[f"{script}/starts"], "<u2")
    return ScriptTable(
        parts[f"{script}/chunks"].decode().split("\n"),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        np.frombuffer(parts[f"{script}/members"], "<u2"),
        np.frombuffer(parts[f"{script}/costs"], np.uint8),
    )


def _forest(parts: dict[str, bytes], script: str) -> Forest:
    return Forest(
        np.frombuffer(parts[f"{script}/asks"], np.uint8).reshape(-1, NODES),
        np.frombuffer(parts[f"{script}/limits"], "<f4").reshape(-1, NODES),
        np.frombuffer(parts[f"{script}/says"], "<f4").reshape(-1, NODES + 1),
    )


class FlatTables(NamedTuple):
    """All tables behind one another, as the kernels take them.

    ``slots``, ``numbers``: the hash table of groups. ``cost``: bytes; the table t is chunks × width[t] from
    base[t] on. ``column[t, group]``: its column or -1. ``reach[t]``: letters of its
    longest group. ``starts`` (from first_chunk[t] on), ``members``,
    ``costs``: the groups of each chunk, cheapest first. ``letters``, ``lengths``: of each group. ``easy``: the
    table over romanised text. ``forest[t]``: the first of the ``many`` rows of ``trees`` that decide
    (each: asks, limits, says; one array, as every other one makes each call dearer), or -1: then a regression
    does, by ``means``, ``scales`` and ``weights`` of t. What stands last in these is for words without a table.
    """

    slots: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int16]
    triples: npt.NDArray[np.float32]
    language_weight: float
    cost: npt.NDArray[np.uint8]
    base: npt.NDArray[np.int64]
    width: npt.NDArray[np.int64]
    column: npt.NDArray[np.int16]
    reach: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    first_chunk: npt.NDArray[np.int64]
    members: npt.NDArray[np.uint16]
    costs: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.int64]
    easy: int
    forest: npt.NDArray[np.int64]
    many: int
    trees: npt.NDArray[np.float32]
    means: npt.NDArray[np.float64]
    scales: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]


def _flatten(tables: Tables) -> FlatTables:
    letters = np.zeros((len(tables.groups), REACH), np.uint8)
    for number, group in enumerate(tables.groups):
        letters[number, : len(group)] = [ord(letter) - 96 for letter in group]
    short = [number for number, group in enumerate(tables.groups) if len(group) < 2]
    column = np.full((len(tables.scripts), len(tables.groups)), -1, np.int16)
    dense, base, width, reach, starts, first = [], [], [], [], [], []
    so_far = entries = rows = 0
    for place, (script, table) in enumerate(tables.scripts.items()):
        used = np.union1d(np.unique(table.members), short)
        column[place, used] = np.arange(len(used))
        cost = np.full((len(table.chunks), len(used)), NEVER, np.uint8)
        single = [n for n, chunk in enumerate(table.chunks) if len(chunk) == 1 or script == "Hani"]
        cost[np.array(single)[:, None], column[place, short]] = FLOOR
        owner = np.repeat(np.arange(len(table.chunks)), np.diff(table.starts))
        cost[owner, column[place, table.members]] = table.costs
        dense.append(cost.ravel())
        base.append(so_far)
        width.append(len(used))
        reach.append(max(len(tables.groups[number]) for number in used))
        starts.append(table.starts[:-1] + entries)
        first.append(rows)
        so_far += cost.size
        entries += len(table.members)
        rows += len(table.chunks)
    slots, numbers = tables.index
    return FlatTables(
        slots=slots,
        numbers=numbers,
        triples=tables.triples,
        language_weight=LANGUAGE_WEIGHT,
        cost=np.concatenate(dense),
        base=np.array(base, np.int64),
        width=np.array(width, np.int64),
        column=column,
        reach=np.array(reach, np.int64),
        starts=np.append(np.concatenate(starts), entries).astype(np.int64),
        first_chunk=np.array(first, np.int64),
        members=np.concatenate([table.members for table in tables.scripts.values()]),
        costs=np.concatenate([table.costs for table in tables.scripts.values()]),
        letters=letters,
        lengths=np.array([len(group) for group in tables.groups], np.int64),
        easy=tables.order[EASY],
        **_judges(tables),
    )


def _judges(tables: Tables) -> dict[str, Any]:
    judges: dict[str, dict[str, list[float]]] = tables.about.get("judges", {})
    names = [*tables.scripts, "any"]
    chosen = [judges.get(name) or judges.get("any") or _NO_JUDGE for name in names]
    forests = [*tables.forests.values()] or [_NO_FOREST]
    many = len(forests[0].asks)
    place = {script: number * many for number, script in enumerate(tables.forests)}
    return {
        "forest": np.array([place.get(name, -1) for name in names], np.int64),
        "many": many,
        "trees": np.concatenate([np.hstack(forest).astype(np.float32) for forest in forests]),
        "means": np.array([judge["means"] for judge in chosen], np.float64),
        "scales": np.array([judge["scales"] for judge in chosen], np.float64),
        "weights": np.array([judge["weights"] for judge in chosen], np.float64),
    }


def filter_of(names: Iterable[str]) -> bytes:
    """The Bloom filter of names."""
    made = bytearray(SEEN_BITS // 8)
    for name in names:
        for bit in _bits(name, SEEN_BITS):
            made[bit >> 3] |= 1 << (bit & 7)
    return bytes(made)


def _bits(name: str, bits: int) -> list[int]:
    digest = hashlib.blake2b(name.encode(), digest_size=24).digest()
    return [int.from_bytes(digest[place : place + 4], "little") % bits for place in range(0, 24, 4)]


def code_of(group: str) -> int:
    """Letters as one number, as the kernels count them."""
    code = 1
    for letter in group:
        code = code * 27 + ord(letter) - 96
    return code


@cache
def shipped() -> Tables:
    """The tables that come with the package."""
    return Tables.from_bytes(SHIPPED.read_bytes())
