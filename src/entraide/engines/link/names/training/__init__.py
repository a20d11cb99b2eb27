"""Learning the tables of names anew, from pairs of names that others have published.

>>> from pathlib import Path
>>> tables = train(Path("names"))                            # doctest: +SKIP
>>> Path("names.tables").write_bytes(tables.to_bytes())      # doctest: +SKIP
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .._parsing import TokenKind, parse
from .._readings import romanised
from .._tables import EASY, Forest, Tables, filter_of
from ._align import Floats
from ._build import Pairs, believable, build, traits_of, trimmed
from ._forest import learn_forest
from ._judge import (
    Judge,
    choose_threshold,
    judged,
    learn_judge,
    look_alikes,
    misspelled,
    negatives,
    overlong,
    quality,
)
from ._pairs import PEOPLE, Pair, groups, halves, people, places

VERSION = 2
FOLDS = 4
PLACES = ("Thai", "Deva", "Mymr", "Khmr", "Laoo")
"""Scripts without pairs of people's names: learned from places, and measured on other places."""
MORE = ("Hebr", "Grek", "Armn", "Geor", "Beng", "Guru", "Taml", "Ethi", "Kana")
"""Scripts learned from places and not measured: nothing is kept back."""
LEAST_OF_MORE = 0.002
PEOPLE_MORE = {"Hani": 26000, "Hang": 6000, "Arab": 6000, "Cyrl": 3000}
"""How many places are learned from beside the people."""
SOME, SLIPS, STRANGERS = 450, 1200, 3000
"""Of each part: pairs of a script that tell of scripts without a table, misspelled words, words of like looks."""
FEW = ("Mymr", "Khmr", "Laoo")
"""Scripts with too few pairs for a judge of their own."""


@dataclass(frozen=True)
class Material:
    """Pairs by script. ``learned`` and ``kept`` are halves without a common name; ``beside`` has no Latin name of
    ``kept`` either, and none of its foreign ones."""

    learned: Pairs
    kept: Pairs
    beside: Pairs


def material(folder: Path, seed: int = 0) -> Material:
    """The pairs of a folder of wd_*_*.tsv and of the packages of entraide[train]."""
    of_places = places()
    both = {script: halves(people(folder, name), seed) for name, script in PEOPLE.items()}
    both |= {script: halves(of_places[script], seed) for script in PLACES}
    learned = {script: [_bare(pair) for pair in first] for script, (first, _) in both.items()}
    kept = {script: second for script, (_, second) in both.items()}
    latin = {romanised(pair.latin) for pairs in kept.values() for pair in pairs}
    foreign = {pair.foreign for pairs in kept.values() for pair in pairs}
    chance = random.Random(seed)
    beside: dict[str, list[Pair]] = {}
    for script in (*MORE, *PEOPLE_MORE):
        free = [p for p in of_places[script] if romanised(p.latin) not in latin and p.foreign not in foreign]
        taken = chance.sample(free, min(len(free), PEOPLE_MORE.get(script, 4000)))
        beside[script] = [_bare(pair) for pair in taken]
    return Material(learned, kept, beside)


def _bare(pair: Pair) -> Pair:
    """The pair without "town of" and the like, which only one side may have."""
    tokens = [token.text for token in parse(pair.foreign).tokens if token.kind is not TokenKind.GENERIC]
    return Pair(pair.latin, "".join(tokens) or pair.foreign)


def train(folder: Path, *, say: Callable[[str], None] = lambda _: None) -> Tables:
    """The tables learned from the training half. ``say`` is told what is being done.

    FileNotFoundError where a file of pairs is missing.
    """
    found = material(folder)
    whole = _together(found.learned, found.beside)
    say(
        f"{sum(map(len, whole.values()))} pairs in {len(whole)} scripts; reading them once to find the wrong ones"
    )
    rough = build(whole)
    good = {script: set(believable(rough, pairs)) for script, pairs in whole.items()}
    told_by = {script: set(found.learned.get(script, whole[script])) for script in whole}
    seen = _cross_fitted(whole, good, told_by, say)
    say("Learning how much each trait weighs")
    judges = {name: _judge_of(name, seen) for name in seen}
    held_out = {script: _held_out(script, seen) for script in sorted(found.learned)}
    threshold = choose_threshold([held_out[script] for script in PEOPLE.values()])
    tables = build({script: [p for p in pairs if p in good[script]] for script, pairs in whole.items()})
    about = {
        "version": VERSION,
        "threshold": threshold,
        "judges": {name: judge for name, judge in judges.items() if not isinstance(judge, Forest)},
        "learned_from": {
            script: {
                "people": len(pairs) if script in PEOPLE.values() else 0,
                "places": len(found.beside.get(script, ())) + (len(pairs) if script in PLACES else 0),
            }
            for script, pairs in sorted(({**found.beside, **found.learned}).items())
        },
        "held_out_in_training": {
            script: [round(figure, 4) for figure in quality(*held_out[script], threshold)]
            for script in held_out
        },
    }
    forests = {name: judge for name, judge in judges.items() if isinstance(judge, Forest)}
    return trimmed(
        replace(tables, about=about, seen=filter_of(_names(found)), forests=forests), MORE, LEAST_OF_MORE
    )


def _together(*parts: Pairs) -> dict[str, list[Pair]]:
    scripts = sorted({script for part in parts for script in part})
    return {script: [pair for part in parts for pair in part.get(script, ())] for script in scripts}


def _names(found: Material) -> list[str]:
    """Every name that a table of a script that is measured has seen, Latin or not."""
    parts = [*found.learned.values(), *(found.beside[script] for script in PEOPLE_MORE)]
    return sorted({name for part in parts for p in part for name in (romanised(p.latin), p.foreign)})


Seen = dict[str, list[tuple[Floats, Floats]]]
"""For each judge, part by part, traits and which pairs are the same."""


def _judge_of(name: str, seen: Seen, without: int | None = None) -> Judge:
    """What decides on a script (or on Latin words, or on "any" other), learned on all parts or all but one."""
    parts = [
        part
        for script in (FEW if name in FEW else (name,))
        for fold, part in enumerate(seen[script])
        if fold != without
    ]
    traits, same = (np.concatenate(column) for column in zip(*parts, strict=True))
    return learn_forest(traits, same) if name in PEOPLE.values() else learn_judge(traits, same)


def _held_out(script: str, seen: Seen) -> tuple[Floats, Floats]:
    """Which pairs are the same, and their log-odds by judges that have not seen them."""
    odds = [
        judged(_judge_of(script, seen, without=fold), traits) for fold, (traits, _) in enumerate(seen[script])
    ]
    return np.concatenate([same for _, same in seen[script]]), np.concatenate(odds)


def _cross_fitted(
    pairs: Pairs, good: dict[str, set[Pair]], told_by: dict[str, set[Pair]], say: Callable[[str], None]
) -> Seen:
    """Traits of pairs and of wrong pairs under tables that have not seen their names, by judge and part.

    ``good``: the pairs to learn tables from. ``told_by``: the pairs to tell judges by.
    """
    found: Seen = defaultdict(list)

    def add(judge: str, right: Sequence[Pair], wrong: Sequence[Pair], tables: Tables) -> None:
        same = np.concatenate([np.ones(len(right)), np.zeros(len(wrong))])
        found[judge].append((traits_of(tables, [*right, *wrong]), same))

    for fold in range(FOLDS):
        say(f"Learning on {FOLDS - 1} of {FOLDS} parts, to see how the rest fares ({fold + 1})")
        seen: dict[str, list[Pair]] = {script: [] for script in pairs}
        rest: dict[str, list[Pair]] = {script: [] for script in pairs}
        for script, of_script in pairs.items():
            for group in groups(of_script):
                (rest if _fold(group) == fold else seen)[script].extend(group)
        tables = build({script: [pair for pair in seen[script] if pair in good[script]] for script in seen})
        by_rule_only = replace(tables, scripts={EASY: tables.scripts[EASY]})
        chance = random.Random(fold)
        for script, held in rest.items():
            held = [pair for pair in held if pair in told_by[script]]
            wrong = [*negatives(held, chance, same_initial=2, other=1), *overlong(held[::8], chance)]
            add(script, held, wrong, tables)
            some = held[:SOME]
            wrong = [*negatives(some, chance, same_initial=2, other=1), *overlong(some[::8], chance)]
            add("any", some, wrong, by_rule_only)
        variants = [pair for script in PEOPLE.values() for pair in _variants(rest[script], good[script])]
        latin = [pair.latin for script in PEOPLE.values() for pair in rest[script] if pair in told_by[script]]
        slips = misspelled(chance.sample(latin, SLIPS), chance)
        strangers = look_alikes(chance.sample(latin, STRANGERS), chance)
        wrong = [*negatives(variants, chance, same_initial=3, other=2), *strangers, *overlong(slips, chance)]
        add(EASY, [*variants, *slips], wrong, tables)
    return found


def _fold(group: Sequence[Pair]) -> int:
    named = min(romanised(pair.latin) for pair in group)
    return hashlib.sha256(f"fold:{named}".encode()).digest()[0] % FOLDS


def _variants(pairs: Sequence[Pair], good: set[Pair]) -> list[Pair]:
    """Two Latin spellings of what is one name in another script."""
    spelled: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        if pair in good:
            spelled[pair.foreign].append(pair.latin)
    return [
        Pair(a, b) for names in spelled.values() for a in names for b in names if romanised(a) < romanised(b)
    ]


def described(tables: Tables) -> list[str]:
    """What the tables were learned from and how they fared on parts of the training half, for people."""
    lines = [f"Threshold {tables.about['threshold']:.2f}"]
    for script, count in tables.about["learned_from"].items():
        line = f"{script}: {count['people']:,} people, {count['places']:,} places"
        if figures := tables.about["held_out_in_training"].get(script):
            line += "; held out in training: P {:.3f} R {:.3f} F1 {:.3f}".format(*figures)
        lines.append(line)
    return lines
