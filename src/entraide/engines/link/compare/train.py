"""Learns the table of weights from records of which it is known who is who.

Splink counts, on DuckDB, how often our own comparison functions come to each level:

- m among records of one person;
- u of names and birth dates among random records of different people;
- u of sex, nationality and place among people of like names, by expectation maximisation: namesakes are
  mostly of one country and one sex, so that the same again says less of them than of anybody.

What is too rare for a sample (nearly the same names, documents, selectors) is counted among all pairs; what two
reports hold in common is set by rule. What is left, ``fitting`` does: how much the rarity of a name counts in place of u, and the two thresholds.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from . import levels as ours
from .fitting import rising, with_rarity, with_thresholds
from .people import Compared, People, compared
from .record import Record
from .weights import FIELDS, LEVELS, Level, Weights

NAME_SCORES = {"faint": 0.3, "alike": 0.6, "close": 0.85, "same": 0.97}
POPULATION = 1_000_000
KEPT_FREQUENCIES = 3000
RANDOM_PAIRS = 1_200_000
BESIDE_A_NUMBER, BESIDE_A_PAPER = 50, 2
"""People of like names who may stand beside one number in reports, and beside one passport: set by hand, no rates
of it are published."""
LIKE_NAMED = POPULATION / 25
STANDS_AGAIN = 0.45
"""Of two reports of one person, the share that hold the same number: as found of people's own."""
_LEARNT = tuple(field for field in FIELDS if field != "beside")
_LEAST = 1e-9
_ATTRIBUTE = {"name": "names", "document": "documents", "selectors": "selectors"}


def train(
    people: People,
    development: People,
    *,
    named: Mapping[str, Any],
    seed: int = 0,
    random_pairs: int = RANDOM_PAIRS,
) -> Weights:
    """The table learnt from ``people``, its thresholds from ``development``; nobody may be in both.

    ``named`` says in the table what it was trained on; ``random_pairs`` are compared for u. ImportError without the packages of entraide[train].
    """
    table = _with_frequencies(people, named)
    pairs = compared(people, table)
    table = with_rarity(people, pairs, rising(_estimated(people, pairs, table, seed, random_pairs)))
    return with_thresholds(compared(development, table), len(development.records), table)


def _with_frequencies(people: People, named: Mapping[str, Any]) -> Weights:
    """A table with how often parts of names and words of places occur, and weights that say nothing."""
    parts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for record in people.records:
        parts.update({part for name in record.names for part in ours.name_parts(name)})
        places.update(ours.place_words(record.place))
    with_names = sum(1 for record in people.records if record.names)
    with_places = sum(1 for record in people.records if record.place)
    table = Weights(
        version=2,
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
    return replace(table, together=_together(people, table))


def _together(people: People, table: Weights) -> float:
    """How much more often two people have the same two parts in their names than chance would have it, in bits."""
    first = {
        person: parts
        for person, record in zip(reversed(people.persons), reversed(people.records), strict=True)
        for parts in map(ours.name_parts, record.names[:1])
        if len(set(parts)) == 2
    }
    counts = Counter(frozenset(parts) for parts in first.values())
    equal = sum(held * (held - 1) for held in counts.values()) / len(first) ** 2
    by_chance = float(np.mean([2 ** -table.name_rarity(parts) for parts in first.values()]))
    return round(max(math.log2(equal / by_chance), 0.0), 3) if equal else 0.0


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


def _estimated(people: People, compared: Compared, table: Weights, seed: int, random_pairs: int) -> Weights:
    """m and u of all levels, by Splink."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        _register(connection, people, table)
        everyone, apart = _as_tables(connection, people)
        once = _linker(connection, apart, ("name", "birth", "sex", "nationality", "place"))
        once.training.estimate_u_using_random_sampling(
            max_pairs=random_pairs, seed=seed + 1, min_count_per_level=None
        )
        together = _linker(connection, everyone, _LEARNT)
        together.training.estimate_m_from_label_column("person")
        found = {field: {"m": m, "u": {}} for field, m in _parameters(together, "m").items()}
        for field, u in _parameters(once, "u").items():
            found[field]["u"] = u
        for field, u in _among_namesakes(connection, everyone, found).items():
            found[field]["u"] = u
    for field, u in _counted(people, compared).items():
        found[field]["u"] |= u
    levels = {
        field: {
            level: Level(max(parts["m"][level], _LEAST), max(parts["u"][level], _LEAST))
            for level in LEVELS[field][1:]
        }
        for field, parts in found.items()
    }
    return replace(table, levels=levels | {"beside": beside()})


def beside() -> dict[str, Level]:
    """The levels of what stands beside somebody, by rule: victims of one recruiter are alike in all but their names,
    which are those of one country, so that fields counted one by one would say too much of them."""
    return {
        "apart": Level(STANDS_AGAIN, STANDS_AGAIN),
        "number": Level(STANDS_AGAIN, BESIDE_A_NUMBER / LIKE_NAMED),
        "paper": Level(STANDS_AGAIN, BESIDE_A_PAPER / LIKE_NAMED),
    }


def _register(connection: Any, people: People, table: Weights) -> None:
    """Make our comparison of each field a function in SQL: ``level_sex(unique_id_l, unique_id_r)``."""
    import pyarrow as pa

    records = people.records
    names = ours.Names((name for record in records for name in record.names), table)
    rows = [names.rows(record) for record in records]

    def level(field: str, left: Any, right: Any) -> Any:
        pairs = zip(left.to_pylist(), right.to_pylist(), strict=True)
        if field == "name":
            found, _ = names.levels([(rows[a], rows[b]) for a, b in pairs])
        else:
            found, _ = ours.of_field(field, [(records[a], records[b]) for a, b in pairs], table)
        return pa.array(found, pa.int8())

    for field in _LEARNT:
        connection.create_function(
            f"level_{field}", partial(level, field), ["BIGINT", "BIGINT"], "TINYINT", type="arrow"
        )


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


def _counted(people: People, compared: Compared) -> dict[str, dict[str, float]]:
    """u of what is too rare for a sample: of all pairs of different people, those that come to such a level.

    All such pairs share a key, and so were compared. One more is counted, since none seen is not none.
    """
    found = {}
    for field, rare in (
        ("name", ("close", "same")),
        ("document", ("same",)),
        ("selectors", ("one", "two", "several")),
    ):
        levels = compared.levels[~compared.same, FIELDS.index(field)]
        having = sum(1 for record in people.records if getattr(record, _ATTRIBUTE[field]))
        found[field] = {
            name: (int((levels == LEVELS[field].index(name)).sum()) + 1) / (having**2 / 2) for name in rare
        }
    for field in ("document", "selectors"):
        found[field][LEVELS[field][1]] = 1 - sum(found[field].values())
    return found


def _name_keys(record: Record) -> set[str]:
    """Unordered pairs of the consonants of a name's parts."""
    keys: set[str] = set()
    for name in record.names:
        bones = sorted({part[0] + re.sub("[aeiouwyh]", "", part[1:]) for part in ours.name_parts(name)})
        pairs = [f"{a} {b}" for place, b in enumerate(bones) for a in bones[:place]]
        keys.update(pairs or bones)
    return keys


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
