"""`entraide bench candidates`: whether people are found among millions by their name in another script."""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import numpy as np

from . import Measured
from ._home import django_on, migrated_home, quantile, superuser
from ._people import store
from ._population import SEED, Hidden, hidden, hide, names_folder, population

HIDDEN = 1000
DEEPENED = 2
"""Of how many hidden people one is looked for a second time, which takes ten times as long."""
TOP = 10
_KNOWN = {"name": (False, False), "year": (True, False), "year_country": (True, True)}
_REQUIRED = {
    "top10_name": 0.78,
    "top10_year": 0.88,
    "top10_year_country": 0.95,
    "deep_top10_name": 0.85,
    "deep_top10_year": 0.92,
    "deep_top10_year_country": 0.97,
}
_SIZES = """
SELECT count(*), pg_total_relation_size('intel_namekey') / 1e9, pg_total_relation_size('intel_linkperson') / 1e9
    FROM intel_namekey
"""
_SCRIPTS = {"Arab": "Arabic", "Cyrl": "Russian", "Hang": "Korean", "Hani": "Chinese"}


@dataclass
class _Asked:
    """Somebody asked for, as the linker knows a person."""

    number: int
    names: list[str]
    birth_from: date | None
    birth_to: date | None
    nationalities: list[str]


def run(size: int | None, count: int = HIDDEN, seed: int = SEED) -> Measured:
    """Cross-script people hidden among `size` (200,000): how often they are among the ten likeliest, p50 and p99."""
    size = max(size or 200_000, 10 * count)
    if names_folder() is None:
        raise SystemExit(
            "The pairs of names are not here: ENTRAIDE_SHARED_DATA names the folder whose fetched/names has them."
        )
    random = np.random.default_rng(seed)
    people = hidden(count, half=1, seed=seed)
    with migrated_home() as home, django_on(home, "linker"):
        began = time.monotonic()
        made = population(size, seed=seed)
        drawn = time.monotonic() - began
        rows = random.choice(size, count, replace=False).tolist()
        hide(made, people, rows)
        with superuser() as database:
            taken = store(database, made, [uuid4() for _ in range(4)])
            keys, *gigabytes = database.execute(_SIZES).fetchone()
        found, milliseconds = _found(people, [row + 1 for row in rows])
    figures: dict[str, float | int | str | None] = {"size": size}
    for what in ("", "deep_"):
        for known in _KNOWN:
            figures[f"{what}top10_{known}"] = round(float(np.mean(found[what, known])), 3)
    figures["p50_ms"] = round(quantile(milliseconds["", "name"], 0.5), 1)
    figures["p99_ms"] = round(quantile(milliseconds["", "name"], 0.99), 1)
    return Measured(
        figures,
        [
            f"{size:,} made-up people (seed {seed}, drawn in {drawn:.0f} s), among them {count} whose names are of the half "
            "of the pairs that nothing was learned from; asked for in the other script, no threshold",
            f"{keys:,} keys, {keys / size:.1f} a person: made in {taken['keys']:.0f} s, loaded in {taken['load']:.0f} s, "
            f"people in {taken['people']:.0f} s, index {taken['index']:.0f} s, vacuum and counting {taken['vacuum']:.0f} s; "
            f"{gigabytes[0]:.1f} GB, the people {gigabytes[1]:.1f} GB",
            *(
                f"{name}: {figures[name]:.3f} (required: at least {required}) – {_by_script(people, found, name)}"
                for name, required in _REQUIRED.items()
            ),
            *(
                f"{'after the second look' if what else 'at once'}, {known.replace('_', ' and ')}: "
                f"p50 {quantile(times, 0.5):.1f} ms, p99 {quantile(times, 0.99):.1f} ms"
                + (" (required: p99 at most 35 ms)" if not what else "")
                for (what, known), times in milliseconds.items()
            ),
        ],
    )


def _found(
    people: list[Hidden], numbers: list[int]
) -> tuple[dict[tuple[str, str], list[bool]], dict[tuple[str, str], list[float]]]:
    """Of each way of asking: whether each was among the ten, and the milliseconds that it took."""
    from django.db import connection, transaction

    from entraide.hub.intel.linking import candidates

    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    with connection.cursor() as cursor:
        with transaction.atomic():
            candidates.warm(cursor)
        for what, budget in (("", candidates.INLINE), ("deep_", candidates.DEEP)):
            for known, (year, country) in _KNOWN.items():
                for one in people[:20]:  # what is compiled and kept at the first use
                    candidates.find(cursor, [_asked(one, year, country)], budget)
                asked_for = list(zip(people, numbers, strict=True))
                for one, number in asked_for[: len(people) // DEEPENED if what else None]:
                    asked = _asked(one, year, country)
                    with transaction.atomic():
                        start = time.perf_counter()
                        best = candidates.find(cursor, [asked], budget)[asked.number]
                        taken[what, known].append((time.perf_counter() - start) * 1000)
                    found[what, known].append(number in best[:TOP])
    return found, taken


def _asked(one: Hidden, year: bool, country: bool) -> _Asked:
    born = (date(one.year, 1, 1), date(one.year, 12, 31)) if year else (None, None)
    return _Asked(-1, [one.asked], *born, [one.country] if country else [])


def _by_script(people: list[Hidden], found: dict[tuple[str, str], list[bool]], name: str) -> str:
    what, _, known = name.partition("top10_")
    shares = []
    for script, called in _SCRIPTS.items():
        hits = [hit for one, hit in zip(people, found[what, known], strict=False) if one.script == script]
        shares.append(f"{called} {np.mean(hits):.2f}")
    return ", ".join(shares)
