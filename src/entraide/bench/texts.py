"""`entraide bench texts`: whether changed copies of a text are found among many, and how fast."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from random import Random
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import psycopg

from . import Measured, _texts
from ._home import django_on, migrated_home, quantile, superuser

SEED = 6  # thresholds were chosen on texts and copies of seed 5
JACCARD = 0.7
COPIES = 1000  # a script
CHUNK = 5000
LINKED = 500
CROWD = 40, 25  # organisations, copies each: what one text in very many reports comes to
_INSERT = """
INSERT INTO intel_linktext (number, keys, signature, record_id, state, unit, received_at, linked_at, owner_id, tlp,
        audience, recipients, excluded_states, purposes, expires_on, disputed, legal_hold, hit_mode, handling_codes,
        caveat, source_grade, information_grade)
    SELECT number, keys, signature, gen_random_uuid(), 'IN', false, now(), CASE WHEN NOT %(waiting)s THEN now() END,
        (%(owners)s::uuid[])[1 + number %% %(many)s], 2, '{}', '{}', '{}', 15, '2030-01-01', false, false, 0, '{}',
        '', 'F', '6'
    FROM made
"""


def run(size: int | None) -> Measured:
    """Copies of texts that share seven tenths with them: how many are found among `size` (50,000), p50 and p99."""
    size = max(len(_texts.SCRIPTS), size or 50_000)
    with migrated_home() as home, django_on(home, "linker"):
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            began = time.monotonic()
            _fill(_signed(pool, 0, size), owners=4)
            loaded = time.monotonic() - began
            copies = _copies(pool, size)
        taken, found = _look_up(copies)
        signed = _signatures_a_second()
        linked = _link(size)
        crowded = _look_up_in_a_crowd(size + LINKED)
    by_script = {script: _share(found[script]) for script in _texts.SCRIPTS}
    together = {
        spaced: _share([hit for script, hits in found.items() if is_spaced(script) is spaced for hit in hits])
        for spaced in (True, False)
    }
    at_all = _share([hit for hits in found.values() for hit in hits])
    p50, p99 = quantile(taken, 0.5) * 1000, quantile(taken, 0.99) * 1000
    jaccard = defaultdict(list)
    for copy in copies:
        jaccard[copy.script].append(copy.jaccard)
    from entraide.engines.link.texts import NEAR_DUPLICATE

    return Measured(
        {
            "size": size,
            "p50_ms": round(p50, 2),
            "p99_ms": round(p99, 2),
            "found_at_07": at_all,
            "found_in_word_scripts": together[True],
            "found_without_word_spaces": together[False],
            "by_script": by_script,
            "signatures_per_s": round(signed),
            "linked_per_s": round(linked),
            "crowd_ms": round(crowded * 1000, 1),
        },
        [
            f"{size:,} made-up texts in {len(by_script)} scripts, seed {SEED}, loaded in {loaded:.0f} s; "
            f"threshold {NEAR_DUPLICATE}, chosen on seed 5",
            f"{len(copies):,} changed copies at a true Jaccard of {JACCARD}, each looked up once:",
            *(
                f"  {script:11} found {share:.3f}   (true Jaccard {np.mean(jaccard[script]):.4f}, "
                f"{len(found[script])} copies)"
                for script, share in by_script.items()
            ),
            f"word scripts {together[True]:.3f} (required: 0.97), without word spaces {together[False]:.3f} (0.95)",
            f"signature and look-up: p50 {p50:.2f} ms, p99 {p99:.2f} ms (required: p99 at most 5)",
            f"signatures: {signed:,.0f} a second; taken, paired and stored by the linker: {linked:,.0f} a second",
            f"one text held {CROWD[1]} times by each of {CROWD[0]} organisations: {crowded * 1000:.1f} ms a look-up",
        ],
    )


def is_spaced(script: str) -> bool:
    return _texts.SCRIPTS[script].spaced


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / max(1, len(hits)), 4)


def _signed(pool: Executor, first: int, many: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Numbers, signatures and bands, so many at a time."""
    starts = range(first, first + many, CHUNK)
    sizes = [min(CHUNK, first + many - start) for start in starts]
    for start, made in zip(starts, pool.map(_texts.signed, starts, sizes, repeat(SEED)), strict=True):
        yield np.arange(start, start + len(made[0]), dtype=np.int32), *made


def _fill(rows: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]], owners: int) -> None:
    """As the linker would have left them, past the policies; the key of the narrow table is made at the end."""
    with superuser() as database:
        database.execute("ALTER TABLE intel_textband DROP CONSTRAINT intel_textband_pkey")
        for numbers, signatures, bands in rows:
            _insert(database, numbers, signatures, bands, [uuid4() for _ in range(owners)], waiting=False)
            narrow = {"band": bands.ravel(), "text": np.repeat(numbers, bands.shape[1])}
            _copy(database, "intel_textband (band, text)", narrow)
        database.execute("ALTER TABLE intel_textband ADD PRIMARY KEY (band, text)")
        database.execute("VACUUM ANALYZE intel_textband")
        database.execute("VACUUM ANALYZE intel_linktext")


def _insert(
    database: psycopg.Connection,
    numbers: np.ndarray,
    signatures: np.ndarray,
    bands: np.ndarray,
    owners: list[UUID],
    *,
    waiting: bool,
) -> None:
    database.execute("CREATE TEMP TABLE IF NOT EXISTS made (number int4, keys int4[], signature bytea)")
    database.execute("TRUNCATE made")
    keys = np.empty((len(bands), 5 + 2 * bands.shape[1]), ">i4")  # an array as COPY takes it
    keys[:, :5] = 1, 0, 23, bands.shape[1], 1
    keys[:, 5::2], keys[:, 6::2] = 4, bands
    _copy(database, "made", {"number": numbers, "keys": keys, "signature": signatures.astype("<u4")})
    database.execute(_INSERT, {"owners": owners, "many": len(owners), "waiting": waiting})


def _copy(database: psycopg.Connection, table: str, columns: dict[str, np.ndarray]) -> None:
    """COPY arrays of numbers, one a column, as binary: signed ones of 32 bits, or the bytes of each row."""
    fields: list[Any] = [("fields", ">i2")]
    for name, values in columns.items():
        fields += [(f"size of {name}", ">i4"), (name, ">i4" if values.ndim == 1 else f"V{values[0].nbytes}")]
    rows = np.zeros(len(next(iter(columns.values()))), fields)
    rows["fields"] = len(columns)
    for name, values in columns.items():
        rows[f"size of {name}"] = rows.dtype[name].itemsize
        rows[name] = values if values.ndim == 1 else np.ascontiguousarray(values).view(rows.dtype[name])[:, 0]
    with database.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\x00" + bytes(8) + rows.tobytes() + b"\xff\xff")


def _copies(pool: Executor, size: int) -> list[_texts.Copy]:
    """So many changed copies of texts of each script, or of as many as there are."""
    chance, scripts = Random(SEED), len(_texts.SCRIPTS)
    chosen = []
    for script in range(scripts):
        numbers = range(script, size, scripts)
        chosen += chance.sample(numbers, min(COPIES, len(numbers)))
    chance.shuffle(chosen)
    parts = [chosen[start : start + 200] for start in range(0, len(chosen), 200)]
    return [copy for made in pool.map(_texts.copies, parts, repeat(JACCARD), repeat(SEED)) for copy in made]


def _look_up(copies: list[_texts.Copy]) -> tuple[list[float], dict[str, list[bool]]]:
    """Seconds each, and of each script whether the original was found."""
    from django.db import connection, transaction

    from entraide.engines.link.texts import signature
    from entraide.hub.intel.linking.texts import similar_texts

    taken, found = [], defaultdict(list)
    with connection.cursor() as cursor:
        for copy in copies:
            with transaction.atomic():
                start = time.perf_counter()
                signed = signature(copy.text)
                near = [] if signed is None else similar_texts(cursor, signed)
                taken.append(time.perf_counter() - start)
            found[copy.script].append(copy.number in dict(near))
    return taken, found


def _signatures_a_second() -> float:
    from entraide.engines.link.texts import signature

    some = [text for _, text in _texts.texts(0, 3000, SEED + 1)]
    signature(some[0])
    start = time.perf_counter()
    for text in some:
        signature(text)
    return len(some) / (time.perf_counter() - start)


def _link(first: int) -> float:
    """Texts a second from waiting to stored, in batches."""
    from django.db import connection, transaction

    from entraide.hub.intel.linking.texts import link_waiting_texts

    with superuser() as database:
        signatures, bands = _texts.signed(first, LINKED, SEED)
        numbers = np.arange(first, first + LINKED, dtype=np.int32)
        _insert(database, numbers, signatures, bands[:, :0], [uuid4()], waiting=True)
    start = time.perf_counter()
    done = 1
    while done:
        with transaction.atomic(), connection.cursor() as cursor:
            done, _ = link_waiting_texts(cursor)
    return LINKED / (time.perf_counter() - start)


def _look_up_in_a_crowd(first: int) -> float:
    """Seconds to look up a text of which every organisation holds as many copies as it may."""
    organisations, each = CROWD
    signatures, bands = _texts.signed(first, 1, SEED)
    many = organisations * each
    numbers = np.arange(first, first + many, dtype=np.int32)
    with superuser() as database:
        owners = [uuid4() for _ in range(organisations)]
        _insert(database, numbers, signatures.repeat(many, 0), bands.repeat(many, 0), owners, waiting=False)
        narrow = {"band": bands.repeat(many, 0).ravel(), "text": np.repeat(numbers, bands.shape[1])}
        _copy(database, "intel_textband (band, text)", narrow)
    ((script, text),) = _texts.texts(first, 1, SEED)
    seconds, _ = _look_up([_texts.Copy(first, script, text, 1.0)] * 20)
    return quantile(seconds, 0.5)
