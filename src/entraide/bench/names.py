"""Names across scripts: precision, recall and speed on names that no table has seen, beside others' rules."""

import csv
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from entraide.bench import Measured
from entraide.engines.link.names import hint_prepared, prepare, score_pairs, score_prepared, threshold
from entraide.engines.link.names._readings import romanised
from entraide.engines.link.names._tables import shipped
from entraide.engines.link.names.training import PLACES
from entraide.engines.link.names.training._judge import negatives, quality_at
from entraide.engines.link.names.training._pairs import PEOPLE, Pair, counted, people, places

POSITIVES = 600
MOST_RANDOM = 3000
TIMED = 100_000
REQUIRED = {"Thai": ".95", "Deva": ".96", "Mymr": ".75"}


def run(size: int | None, data: str = "", seed: int = 0, peers: bool = False, full: bool = False) -> Measured:
    """F1 on pairs of names in two scripts that no table has seen, a place or a person; pairs a second.

    `size` is how many true pairs of each script (600), each with two Latin names that begin alike and are
    wrong. --data is a folder of wd_<script>_*.tsv (else the one in the shared data); of its pairs those are
    scored that share no name with what was learned from. --peers scores nomenklatura's logic-v2, and ICU with
    Jaro–Winkler, on the same pairs. Of the published pairs some are wrong themselves (a given name beside a
    family name), most of those found once only: what was found twice or more is scored once more, apart, and
    the same pairs are read once more, each counting as often as it was found. --full adds whole names of a
    published list, printed only.
    """
    folder = Path(data) if data else _shared_names()
    limit = threshold()
    tests, lines = _tests(folder, size or POSITIVES, seed)
    lines.insert(
        0, f"Tables version {shipped().about['version']}; threshold {limit:.2f}, fixed on the training half"
    )
    said = {script: _said(pairs, limit) for script, (pairs, _) in tests.items()}
    scored = {script: quality_at(same, said[script]) for script, (_, same) in tests.items()}
    mean = _mean([scored[script][2] for script in PEOPLE if script in scored])
    for script, (precision, recall, f1) in scored.items():
        wanted = (
            "F1 ≥ .91, P ≥ .94"
            if script in PEOPLE
            else f"F1 ≥ {REQUIRED[script]}"
            if script in REQUIRED
            else "–"
        )
        lines.append(f"{script:8} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   (required: {wanted})")
    if mean is not None:
        lines.append(f"Mean F1 over {', '.join(PEOPLE)}: {mean:.4f} (required: at least .95)")
    by_count, told = _by_count(folder, tests, said)
    lines += told
    attested, told = _attested(folder, size or POSITIVES, seed, limit)
    lines += told
    speeds, told = _speeds(tests, seed)
    lines += told
    if full and folder:
        lines += _full_names(folder, seed, limit)
    figures: dict = {
        "mean_f1": mean,
        "mean_f1_by_count": by_count,
        "mean_f1_attested": attested,
        "by_script": {script: round(f1, 4) for script, (_, _, f1) in scored.items()},
        "precision": {script: round(precision, 4) for script, (precision, _, _) in scored.items()},
        "recall": {script: round(recall, 4) for script, (_, recall, _) in scored.items()},
        "threshold": limit,
        "seed": seed,
        **speeds,
    }
    if peers:
        from entraide.bench._peers import compared

        lines += compared(tests, figures)
    return Measured(figures, lines)


def _shared_names() -> Path | None:
    folder = Path(os.environ.get("ENTRAIDE_SHARED_DATA", "../shared/data")) / "fetched" / "names"
    return folder if folder.is_dir() else None


def _tests(
    folder: Path | None, size: int, seed: int, *, attested: int = 1, with_places: bool = True
) -> tuple[dict[str, tuple[list[Pair], np.ndarray]], list[str]]:
    """For each script pairs and which of them are true, and what they are."""
    tables = shipped()
    found: dict[str, list[Pair]] = {}
    for name in PEOPLE if folder else ():
        try:
            found[name] = people(folder, name, attested=attested)
        except FileNotFoundError:
            continue
    lines = [
        f"People: {folder}" if found else "People: skipped, there is no folder of wd_*.tsv (--data FOLDER)"
    ]
    try:
        of_places = places() if with_places else {}
        found |= {script: of_script for script, of_script in of_places.items() if script in PLACES}
    except ImportError:
        lines.append("Places: skipped, entraide[train] is not installed")
    tests: dict[str, tuple[list[Pair], np.ndarray]] = {}
    for script, pairs in found.items():
        unseen = [p for p in pairs if not (tables.has_seen(romanised(p.latin)) or tables.has_seen(p.foreign))]
        chance = random.Random(f"{seed} {script}")
        right = chance.sample(unseen, min(size, len(unseen)))
        wrong = negatives(right, chance, same_initial=2, among=unseen)
        tests[script] = [*right, *wrong], np.repeat([1.0, 0.0], [len(right), len(wrong)])
        lines.append(
            f"{script}: {len(pairs):,} pairs, {len(unseen):,} share no name with the training half; seed {seed}: "
            f"{len(right)} true, {len(wrong)} wrong with the same initial"
        )
    return tests, lines


def _said(pairs: Sequence[Pair], limit: float) -> np.ndarray:
    """Which pairs are said to be one name: those that score ``limit`` or more."""
    return score_pairs([pair.latin for pair in pairs], [pair.foreign for pair in pairs]) >= limit


def _by_count(
    folder: Path | None, tests: Mapping[str, tuple[list[Pair], np.ndarray]], said: Mapping[str, np.ndarray]
) -> tuple[float | None, list[str]]:
    """The mean F1 over people if each true pair counts as often as it was found, and words on it.

    A wrong pair counts as much as the true one of its foreign name.
    """
    if folder is None:
        return None, []
    scored = {}
    for script in (name for name in PEOPLE if name in tests):
        pairs, same = tests[script]
        times = counted(folder, script)
        stands_beside = {pair.foreign: times[pair] for pair in pairs[: int(same.sum())]}
        weights = np.array([times.get(pair, stands_beside[pair.foreign]) for pair in pairs], np.float64)
        scored[script] = quality_at(same, said[script], weights)
    mean = _mean([f1 for _, _, f1 in scored.values()])
    each = ", ".join(
        f"{name} {f1:.3f} (P {precision:.3f} R {recall:.3f})"
        for name, (precision, recall, f1) in scored.items()
    )
    line = f"A second reading: the same pairs, each counting as often as it was found: mean F1 {mean}; {each}"
    return mean, [line] if scored else []


def _attested(folder: Path | None, size: int, seed: int, limit: float) -> tuple[float | None, list[str]]:
    """The mean F1 over people whose pair was found twice or more, and words on it."""
    tests, _ = _tests(folder, size, seed, attested=2, with_places=False)
    scored = {name: quality_at(same, _said(pairs, limit)) for name, (pairs, same) in tests.items()}
    mean = _mean([f1 for _, _, f1 in scored.values()])
    if mean is None:
        return None, []
    each = ", ".join(
        f"{name} {f1:.3f} (P {precision:.3f} R {recall:.3f}, {int(tests[name][1].sum())} true)"
        for name, (precision, recall, f1) in scored.items()
    )
    return mean, [f"Of pairs found twice or more: mean F1 {mean:.4f}; {each}"]


def _mean(figures: Sequence[float]) -> float | None:
    return round(float(np.mean(figures)), 4) if figures else None


def _speeds(tests: dict[str, tuple[list[Pair], np.ndarray]], seed: int) -> tuple[dict[str, int], list[str]]:
    """Pairs a second of one core's time: a first look at many, whole scores, and whole scores from texts."""
    every = [pair for script in (*PEOPLE, *PLACES) if script in tests for pair in tests[script][0]]
    texts = list(dict.fromkeys(name for pair in every for name in pair))
    place = {name: row for row, name in enumerate(texts)}
    began = time.process_time()
    names = prepare(texts)
    prepared = len(texts) / (time.process_time() - began)
    rows = np.random.default_rng(seed).permutation(np.resize(np.arange(len(every)), TIMED))
    left = np.array([place[every[row].latin] for row in rows])
    right = np.array([place[every[row].foreign] for row in rows])
    speeds = {}
    for key, function in (("pairs_per_s", hint_prepared), ("full_pairs_per_s", score_prepared)):
        function(names, left[:10], right[:10])
        fastest = min(_seconds(function, names, left, right) for _ in range(3))
        speeds[key] = round(len(rows) / fastest)
    speeds["prepared_per_s"] = round(prepared)
    return speeds, [
        f"First look, batched: {speeds['pairs_per_s']:,} pairs/s (required: at least 400,000)",
        f"Full score, names prepared: {speeds['full_pairs_per_s']:,} pairs/s (required: at least 50,000)",
        f"Preparing names, once each: {speeds['prepared_per_s']:,} names/s",
    ]


def _seconds(function: Callable[..., np.ndarray], *arguments: object) -> float:
    began = time.process_time()
    function(*arguments)
    return time.process_time() - began


def _full_names(folder: Path, seed: int, limit: float) -> list[str]:
    """Whole names of the UN list beside their other spellings, and beside made-up people's names."""
    try:
        columns = [
            [row["full_name"] for row in csv.DictReader((folder / f"{file}.csv").open(encoding="utf-8"))]
            for file in ("positives_un_treated", "positives_un_untreated", "negatives_global")
        ]
    except FileNotFoundError as error:
        return [f"Whole names: skipped, {error.filename} is not there"]
    treated, untreated, strangers = columns
    chance = random.Random(seed)
    right = score_pairs(treated, untreated)
    shuffled = chance.sample(untreated, len(untreated))
    wrong = score_pairs(
        *zip(*((a, b) for a, b in zip(treated, shuffled, strict=True) if a != b), strict=True)
    )
    some = chance.sample(strangers, MOST_RANDOM)
    stray = score_pairs([chance.choice(treated) for _ in some], some)
    return [
        f"Whole names (printed only): {len(right)} variants of the UN list, found {(right >= limit).mean():.3f}; "
        f"said of others of the list {(wrong >= limit).mean():.5f}, of {len(some):,} made-up people "
        f"{(stray >= limit).mean():.5f}"
    ]
