"""Learns the table of weights from records of which it is known who is who.

Splink counts, on DuckDB, how often our own comparison functions come to each level:

- m among records of one person;
- u of names and birth dates among random records of different people;
- u of sex, nationality and place among people of like names, by expectation maximisation: namesakes are
  mostly of one country and one sex, so that the same again says less of them than of anybody;
- u of documents and selectors, too rare for a sample, by counting all pairs that share one.

What is left, we fit: how much the rarity of a name counts in place of u, and the two thresholds.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..candidates import keys_of_many
from . import levels as ours
from .kernel import score
from .record import Record
from .weights import FIELDS, LEVELS, Level, Weights

NAME_SCORES = {"faint": 0.3, "alike": 0.6, "close": 0.85, "same": 0.97}
POPULATION = 1_000_000
KEPT_FREQUENCIES = 3000
U_PAIRS = 3e6
HEAVY = 2000
"""Records that may share a key and still be compared while learning."""
FALSE_ALERTS, FALSE_REVIEWS = 2.0, 100.0
"""Per 1,000 records that match nobody among ``POPULATION``: where the thresholds are put."""
_RARE_NAMES = ("alike", "close", "same")
_LEAST = 1e-9
RARITY_PAIRS = 2_000_000
_RARITY_STEPS = np.arange(0.0, 26.0, 2.0)


class People(NamedTuple):
    """Records and, for each, the number of the person it is of."""

    persons: Sequence[int]
    records: Sequence[Record]


def train(people: People, development: People, *, named: Mapping[str, Any], seed: int = 0) -> Weights:
    """The table learnt from ``people``, its thresholds from ``development``; nobody may be in both.

    ``named`` says in the table what it was trained on. ImportError without the packages of entraide[train].
    """
    table = _estimated(people, _with_frequencies(people, named), seed)
    table = _with_rarity(people, _rising(table))
    return _with_thresholds(development, table)


def candidate_pairs(people: People) -> NDArray[np.int64]:
    """Shape (pairs, 2): the records that share a key of their names, a document or a selector."""
    holders: dict[Any, list[int]] = {}
    keys, owners = keys_of_many(
        [record.names for record in people.records],
        [_years(record) for record in people.records],
        [sorted(record.nationalities) for record in people.records],
    )
    for key, owner in zip(keys.tolist(), owners.tolist(), strict=True):
        holders.setdefault(key, []).append(owner)
    for index, record in enumerate(people.records):
        for value in {*(number for _, number in record.documents), *record.selectors}:
            holders.setdefault(value, []).append(index)
    found = [
        np.array([(a, b) for place, b in enumerate(held) for a in held[:place]], np.int64)
        for held in holders.values()
        if 1 < len(held) <= HEAVY
    ]
    return np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), np.int64)


def _years(record: Record) -> tuple[int, int]:
    return (record.birth.first.year, record.birth.last.year) if record.birth else (0, 0)


def levels_of(
    people: People, pairs: NDArray[np.int64], table: Weights
) -> tuple[ours.Levels, ours.Rarity, NDArray[np.bool_]]:
    """Levels, rarity and whether it is one person, of each pair of records."""
    records, persons = people.records, np.asarray(people.persons)
    levels, rarity = ours.of_pairs([(records[a], records[b]) for a, b in pairs.tolist()], table)
    return levels, rarity, persons[pairs[:, 0]] == persons[pairs[:, 1]]


def _with_frequencies(people: People, named: Mapping[str, Any]) -> Weights:
    """A table with how often parts of names and words of places occur, and weights that say nothing."""
    parts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for record in people.records:
        parts.update({part for name in record.names for part in ours.name_parts(name)})
        places.update(ours.place_words(record.place))
    with_names = sum(1 for record in people.records if record.names)
    with_places = sum(1 for record in people.records if record.place)
    return Weights(
        version=1,
        trained_on=dict(named),
        prior=_prior(people),
        review=0.5,
        alert=0.5,
        name_scores=NAME_SCORES,
        population=POPULATION,
        levels={field: {level: Level(0.5, 0.5) for level in LEVELS[field][1:]} for field in FIELDS},
        name_frequency=_share(parts, with_names, KEPT_FREQUENCIES),
        place_frequency=_share(places, with_places, KEPT_FREQUENCIES),
        other_frequency={"name": _of_the_rest(parts, with_names), "place": _of_the_rest(places, with_places)},
    )


def _share(counts: Counter[str], among: int, most: int) -> dict[str, float]:
    kept = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return {term: float(f"{count / among:.3g}") for term, count in kept if count > 1}


def _of_the_rest(counts: Counter[str], among: int) -> float:
    """How often a term that the table does not list occurs: as those seen once."""
    return float(f"{1 / max(among, 1):.3g}")


def _prior(people: People) -> float:
    """How likely two records are of one person, were the people POPULATION records."""
    matching = sum(held * (held - 1) for held in Counter(people.persons).values())
    return float(f"{matching / len(people.records) / POPULATION:.3g}")


def _estimated(people: People, table: Weights, seed: int) -> Weights:
    """m and u of all levels, by Splink."""
    import duckdb

    with duckdb.connect() as connection:
        for field in FIELDS:
            _register(connection, field, people, table)
        everyone, apart = _as_tables(connection, people)
        once = _linker(connection, apart, ("name", "birth", "sex", "nationality", "place"))
        once.training.estimate_u_using_random_sampling(
            max_pairs=U_PAIRS, seed=seed + 1, min_count_per_level=None
        )
        together = _linker(connection, everyone, FIELDS)
        together.training.estimate_m_from_label_column("person")
        found = {field: {"m": m, "u": {}} for field, m in _parameters(together, "m").items()}
        for field, u in _parameters(once, "u").items():
            found[field]["u"] = u
        for field, u in _among_namesakes(connection, everyone, found).items():
            found[field]["u"] = u
    for field, u in _counted(people).items():
        found[field]["u"] = u
    levels = {
        field: {
            level: Level(max(parts["m"][level], _LEAST), max(parts["u"][level], _LEAST))
            for level in LEVELS[field][1:]
        }
        for field, parts in found.items()
    }
    return replace(table, levels=levels)


def _register(connection: Any, field: str, people: People, table: Weights) -> None:
    """Make our comparison of one field a function in SQL: ``level_sex(unique_id_l, unique_id_r)``."""
    import pyarrow as pa

    records = people.records

    def level(left: Any, right: Any) -> Any:
        pairs = [(records[a], records[b]) for a, b in zip(left.to_pylist(), right.to_pylist(), strict=True)]
        return pa.array(ours.of_field(field, pairs, table)[0], pa.int8())

    connection.create_function(f"level_{field}", level, ["BIGINT", "BIGINT"], "TINYINT", type="arrow")


def _as_tables(connection: Any, people: People) -> tuple[str, str]:
    """The records as Splink takes them: all of them, and one of each person."""
    import pyarrow as pa

    keys = [min(_name_keys(record), default=None) for record in people.records]
    rows = pa.table({"unique_id": range(len(keys)), "person": people.persons, "name_key": keys})
    connection.register("given", rows)
    connection.execute("CREATE TABLE everyone AS SELECT * FROM given")
    connection.execute(
        "CREATE TABLE apart AS SELECT * FROM given QUALIFY unique_id = min(unique_id) OVER (PARTITION BY person)"
    )
    connection.unregister("given")
    return "everyone", "apart"


def _linker(connection: Any, rows: str, fields: Iterable[str], known: Mapping[str, Any] | None = None) -> Any:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.WARNING)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(field, (known or {}).get(field)) for field in fields],
        blocking_rules_to_generate_predictions=[block_on("name_key")],
        probability_two_random_records_match=0.01,
    )
    return Linker(DuckDBAPI(connection).register(rows), settings)


def _comparison(field: str, known: Mapping[str, Mapping[str, float]] | None) -> dict[str, Any]:
    """Splink's description of a field: our levels, the highest first."""
    names = LEVELS[field]
    level = f"level_{field}(unique_id_l, unique_id_r)"
    conditions = [(f"{level} = {number}", names[number]) for number in range(len(names) - 1, 1, -1)]
    described: list[dict[str, Any]] = [
        {"sql_condition": f"{level} = 0", "label_for_charts": "missing", "is_null_level": True}
    ]
    for condition, name in [*conditions, ("ELSE", names[1])]:
        one: dict[str, Any] = {"sql_condition": condition, "label_for_charts": name}
        if known:
            one |= {f"{kind}_probability": max(values[name], _LEAST) for kind, values in known.items()}
        described.append(one)
    return {"output_column_name": field, "comparison_levels": described}


def _parameters(linker: Any, kind: str) -> dict[str, dict[str, float]]:
    """Field → level → m or u, of a trained linker. What Splink never saw is left at the least."""
    model = linker.misc.save_model_to_json()
    return {
        comparison["output_column_name"]: {
            level["label_for_charts"]: float(level.get(f"{kind}_probability", _LEAST))
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        }
        for comparison in model["comparisons"]
    }


def _among_namesakes(
    connection: Any, everyone: str, found: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, float]]:
    """u of sex, nationality and place where names are alike; m and the u of the birth date stay as they are."""
    from splink import block_on

    fields = ("birth", "sex", "nationality", "place")
    linker = _linker(connection, everyone, fields, found)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("name_key"), fix_m_probabilities=True, fix_u_probabilities=False
    )
    learnt = _parameters(linker, "u")
    return {field: learnt[field] for field in fields[1:]}


def _counted(people: People) -> dict[str, dict[str, float]]:
    """u of documents and selectors: of all pairs of records of different people, those that share some."""
    shared: dict[str, Counter[tuple[int, int]]] = {"document": Counter(), "selectors": Counter()}
    for field, counts in shared.items():
        holders: dict[str, list[int]] = {}
        for index, record in enumerate(people.records):
            values = record.selectors if field == "selectors" else {number for _, number in record.documents}
            for value in values:
                holders.setdefault(value, []).append(index)
        for held in holders.values():
            counts.update(
                (a, b)
                for place, b in enumerate(held)
                for a in held[:place]
                if people.persons[a] != people.persons[b]
            )
    with_documents = sum(1 for record in people.records if record.documents)
    with_selectors = sum(1 for record in people.records if record.selectors)
    of_documents = (len(shared["document"]) + 1) / (with_documents**2 / 2)
    sizes = Counter(min(count, 3) for count in shared["selectors"].values())
    of_selectors = [(sizes[count] + 1) / (with_selectors**2 / 2) for count in (1, 2, 3)]
    return {
        "document": {"same": of_documents, "different": 1 - of_documents},
        "selectors": dict(
            zip(("one", "two", "several", "none"), (*of_selectors, 1 - sum(of_selectors)), strict=True)
        ),
    }


def _name_keys(record: Record) -> set[str]:
    """Unordered pairs of the consonants of a name's parts."""
    keys: set[str] = set()
    for name in record.names:
        bones = sorted({part[0] + re.sub("[aeiouwyh]", "", part[1:]) for part in ours.name_parts(name)})
        pairs = [f"{a} {b}" for place, b in enumerate(bones) for a in bones[:place]]
        keys.update(pairs or bones)
    return keys


def _rising(table: Weights) -> Weights:
    """Levels that agree more never weigh less: neighbours that would are counted as one."""
    levels = {}
    for field in FIELDS:
        groups: list[list[Any]] = []
        for name in LEVELS[field][1:]:
            level = table.levels[field][name]
            groups.append([level.m, level.u, [name]])
            while len(groups) > 1 and groups[-1][0] / groups[-1][1] < groups[-2][0] / groups[-2][1]:
                m, u, names = groups.pop()
                groups[-1] = [groups[-1][0] + m, groups[-1][1] + u, groups[-1][2] + names]
        levels[field] = {
            name: Level(float(f"{m:.6g}"), float(f"{u:.6g}")) for m, u, names in groups for name in names
        }
    return replace(table, levels=levels)


def _with_rarity(people: People, table: Weights) -> Weights:
    """How much rarity counts: for names as found among people of like names, for the rest by rule.

    One selector shared is as telling as its holders are few; half of a place's rarity counts, since people
    of like names often come from one place.
    """
    levels = {field: dict(named) for field, named in table.levels.items()}
    usual_selector = math.log2(table.population / 2)
    for name in ("one", "two", "several"):
        levels["selectors"][name] = levels["selectors"][name]._replace(by_rarity=1.0, usual=usual_selector)
    pairs = candidate_pairs(people)
    found, rarity, same = levels_of(people, pairs, table)
    place = FIELDS.index("place")
    usual_place = float(np.mean(rarity[(found[:, place] == LEVELS["place"].index("same")) & ~same, place]))
    levels["place"]["same"] = levels["place"]["same"]._replace(by_rarity=0.5, usual=round(usual_place, 4))
    lines = _lines(people, table, found[~same, 0], rarity[~same, 0])
    slope = _mean((line.slope, line.pairs) for line in lines.values())
    for name, line in lines.items():
        levels["name"][name] = levels["name"][name]._replace(by_rarity=slope, usual=line.where(slope))
    return _never_worth_less(replace(table, levels=levels))


def _mean(weighted: Iterable[tuple[float, float]]) -> float:
    values, weights = zip(*weighted, strict=True)
    return round(float(np.average(values, weights=weights)), 4)


def _never_worth_less(table: Weights) -> Weights:
    """At any rarity a higher level is worth no less, and one with rarity no less than those without."""
    levels = {field: dict(named) for field, named in table.levels.items()}
    groups: list[list[Any]] = []
    for name in _RARE_NAMES:  # all of one slope: they keep their order where their lines begin in order
        level = levels["name"][name]
        groups.append([math.log2(level.m / level.u) - level.by_rarity * level.usual, level.m, [name]])
        while len(groups) > 1 and groups[-1][0] < groups[-2][0]:
            start, m, names = groups.pop()
            other, other_m, others = groups.pop()
            groups.append([(start * m + other * other_m) / (m + other_m), m + other_m, others + names])
    for start, _, names in groups:
        for name in names:
            level = levels["name"][name]
            usual = (math.log2(level.m / level.u) - start) / level.by_rarity
            levels["name"][name] = level._replace(usual=round(usual, 4))
    least = {}
    for field, below, lowest in (
        ("name", "faint", "alike"),
        ("place", "overlap", "same"),
        ("selectors", "none", "one"),
    ):
        without, level = levels[field][below], levels[field][lowest]
        start = math.log2(level.m / level.u) - level.by_rarity * level.usual
        least[field] = round(max((math.log2(without.m / without.u) - start) / level.by_rarity, 0.0) + 1e-3, 3)
    return replace(table, levels=levels, least_rarity=least)


class _Line(NamedTuple):
    """How log2 u of a level of names falls with their rarity: through a point, over so many ``pairs``."""

    slope: float
    rarity: float
    bits_below: float
    pairs: int

    def where(self, slope: float) -> float:
        """The rarity at which a line of that slope through the point has the level's u."""
        return round(self.rarity + self.bits_below / slope, 4)


def _lines(
    people: People, table: Weights, levels: NDArray[np.int8], rarity: NDArray[np.float64]
) -> dict[str, _Line]:
    """One line a level, through what was counted among different people."""
    own = np.array(
        [
            max((ours.name_rarity(name, table) for name in record.names), default=-1.0)
            for record in people.records
        ]
    )
    own = own[own >= 0]
    chance = np.random.default_rng(0)
    of_two = np.minimum(chance.choice(own, RARITY_PAIRS), chance.choice(own, RARITY_PAIRS))
    expected, edges = np.histogram(of_two, _RARITY_STEPS)
    expected = expected / RARITY_PAIRS * len(own) ** 2 / 2
    lines = {}
    for name in _RARE_NAMES:
        counts, _ = np.histogram(rarity[levels == LEVELS["name"].index(name)], edges)
        kept = (counts >= 5) & (expected > 0)
        middle, weight = ((edges[:-1] + edges[1:]) / 2)[kept], counts[kept]
        bits = np.log2(counts[kept] / expected[kept]) - math.log2(counts.sum() / expected.sum())
        rarity_there, bits_there = np.average([middle, bits], axis=1, weights=weight)
        spread = np.average((middle - rarity_there) ** 2, weights=weight)
        slope = -np.average((middle - rarity_there) * (bits - bits_there), weights=weight) / spread
        lines[name] = _Line(min(max(slope, 0.1), 1.0), rarity_there, bits_there, int(counts.sum()))
    return lines


def _with_thresholds(people: People, table: Weights) -> Weights:
    """The thresholds above which so many of 1,000 records would raise a false alert, or ask in vain for review."""
    levels, rarity, same = levels_of(people, candidate_pairs(people), table)
    wrong = np.sort(score(levels, rarity, table).probability[~same])[::-1]
    one_pair = 2 / len(people.records) ** 2 * table.population * 1000
    alert, review = (
        float(wrong[min(int(allowed / one_pair), len(wrong) - 1)])
        for allowed in (FALSE_ALERTS, FALSE_REVIEWS)
    )
    return replace(table, alert=_above(alert), review=_above(review))


def _above(probability: float) -> float:
    """The next odds of a tenth of a bit."""
    bits = math.ceil(math.log2(probability / (1 - probability)) * 10) / 10
    return float(f"{1 / (1 + 2**-bits):.6g}")


def described(table: Weights) -> list[str]:
    """The table for people to read: m, u and bits of each level."""
    lines = [f"{'field':12} {'level':15} {'m':>9} {'u':>11} {'bits':>7}"]
    for field in FIELDS:
        for name in LEVELS[field][1:]:
            m, u, by_rarity, usual = table.levels[field][name]
            rarity = f"  {by_rarity:+.2f} for each bit rarer than {usual:.1f}" if by_rarity else ""
            lines.append(f"{field:12} {name:15} {m:9.5f} {u:11.3g} {math.log2(m / u):+7.2f}{rarity}")
    return [
        *lines,
        f"Two records of {table.population:,.0f} are of one person: {table.prior:.3g}, {table.prior_bits():.2f} bits",
        f"Alert from {table.alert:.4f}, review from {table.review:.4f}",
    ]
