"""Tables of all scripts from pairs of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from .. import _alignment, _evidence
from .._judging import TRAITS
from .._prepared import words
from .._readings import romanised
from .._spelling import LONGEST, reading_of_sign, symbols
from .._tables import NEVER, ScriptTable, Tables
from ._align import Corpus, Floats, corpus, learn
from ._pairs import Pair

Ints = npt.NDArray[np.int64]
REACH = {"Hani": 6, "Hang": 3, "Ethi": 3}
Pairs = Mapping[str, Sequence[Pair]]
"""Pairs by the script (ISO 15924) of the foreign name."""
LEAST_CHANCE = 0.001
LEAST_GAIN = 2.0
MOST_OF_ONE_SCRIPT = 4000
"""Pairs of one script that the table over romanised text learns from, so that no script drowns the others."""


def build(pairs: Pairs) -> Tables:
    """The tables learned from the pairs of each script; weights are learned later, on other pairs."""
    triples = letter_model([romanised(pair.latin) for pair in chain(*pairs.values())])
    easy = _learn_easy(pairs)
    learned: dict[str, tuple[list[str], list[str], Floats]] = {"Latn": easy}
    for script in sorted(pairs):
        learned[script] = _learn_script(script, pairs[script], easy)
    return _tables(learned, triples)


def believable(tables: Tables, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs whose other name explains the Latin one better than chance: not "Ruka" with 와카바야시.

    Published pairs were matched by machine, a given name at times with the family name. Learning is better
    without those; what is scored keeps them.
    """
    gains = gains_of(tables, pairs)
    return [pair for pair, gain in zip(pairs, gains, strict=True) if gain > LEAST_GAIN]


def gains_of(tables: Tables, pairs: Sequence[Pair]) -> Floats:
    """ln P(Latin | foreign) - ln P(Latin) of each pair."""
    latin, foreign, distinct = _numbered(pairs)
    gains = np.zeros(len(pairs))
    _evidence.gains_of(words(distinct, tables), latin, foreign, tables.flat, gains)
    return gains


def traits_of(tables: Tables, pairs: Sequence[Pair]) -> Floats:
    """What speaks for each pair, pairs × traits."""
    latin, foreign, distinct = _numbered(pairs)
    out = np.zeros((len(pairs), TRAITS))
    _evidence.traits_of(words(distinct, tables), latin, foreign, tables.flat, out)
    return out


def _numbered(pairs: Sequence[Pair]) -> tuple[Ints, Ints, list[str]]:
    """The rows of the Latin and of the foreign names, and the distinct names."""
    place: dict[str, int] = {}
    for pair in pairs:
        place.setdefault(pair.latin, len(place))
        place.setdefault(pair.foreign, len(place))
    return (
        np.array([place[pair.latin] for pair in pairs]),
        np.array([place[pair.foreign] for pair in pairs]),
        list(place),
    )


def letter_model(latin: Sequence[str]) -> Floats:
    """ln P of a letter after two others, 27 × 27 × 27; 0 is a word's beginning and end."""
    three = np.zeros((27, 27, 27))
    for word in latin:
        numbers = [0, 0, *(ord(letter) - 96 for letter in word), 0]
        for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False):
            three[a, b, c] += 1
    two, one = three.sum(0), three.sum((0, 1))
    uni = (one + 1) / (one.sum() + 27)
    bi = (two + 8 * uni) / (two.sum(1, keepdims=True) + 8)
    tri = (three + 5 * bi) / (three.sum(2, keepdims=True) + 5)
    logarithms: Floats = np.log(tri).astype(np.float16).astype(np.float64)
    return logarithms


def _spelled(pairs: Sequence[Pair], script: str) -> list[tuple[str, str]]:
    spelled = ((romanised(latin)[:LONGEST], symbols(foreign, script)) for latin, foreign in pairs)
    return [(latin, word) for latin, word in spelled if latin and word]


def _learn_easy(pairs: Pairs) -> tuple[list[str], list[str], Floats]:
    taken = [
        (romanised(latin)[:LONGEST], romanised(foreign)[:LONGEST])
        for script in sorted(pairs)
        for latin, foreign in list(pairs[script])[:MOST_OF_ONE_SCRIPT]
    ]
    data = corpus([pair for pair in taken if all(pair)], reach=3)
    prior = _by_length(data)
    for row, chunk in enumerate(data.chunks):
        if chunk in data.letters:
            prior[row] *= 0.4
            prior[row, data.letters.index(chunk)] += 0.6
    return data.chunks, data.letters, learn(data, prior, strength=3.0, discount=0.4)


def _learn_script(
    script: str, pairs: Sequence[Pair], easy: tuple[list[str], list[str], Floats]
) -> tuple[list[str], list[str], Floats]:
    spelled = _spelled(pairs, script)
    reach = REACH.get(script, 4)
    if script != "Hani":
        data = corpus(spelled, reach=reach)
        prior = 0.3 * _by_length(data) + 0.7 * _by_sound(data, [romanised(c) for c in data.chunks], easy)
        return data.chunks, data.letters, learn(data, prior, strength=2.0, discount=0.4)
    # Han characters are many and each is rare: what is written like others that sound the same learns from them.
    sounds = sorted({reading_of_sign(sign) for _, word in spelled for sign in word})
    private = {sound: chr(0xE000 + number) for number, sound in enumerate(sounds)}
    voiced = [(latin, "".join(private[reading_of_sign(sign)] for sign in word)) for latin, word in spelled]
    heard = corpus(voiced, reach=reach, pairwise_chunks=False)
    prior = 0.1 * _by_length(heard) + 0.9 * _by_sound(heard, sounds, easy)
    by_sound = learn(heard, prior, strength=2.0, discount=0.3)
    data = corpus(spelled, reach=reach, pairwise_chunks=False)
    row_of = {sound: row for row, sound in enumerate(sounds)}
    prior = by_sound[[row_of[reading_of_sign(sign)] for sign in data.chunks]]
    by_sign = learn(data, prior, strength=4.0, discount=0.1)
    named = [(sound, row) for sound, row in row_of.items() if sound]
    rows = np.concatenate([by_sign, by_sound[[row for _, row in named]]])
    return [*data.chunks, *(sound for sound, _ in named)], data.letters, rows


def _by_length(data: Corpus) -> Floats:
    """Before anything is known: about one letter for a symbol, any."""
    letters = np.array([len(group) for group in data.letters])
    symbols_ = np.array([len(chunk) for chunk in data.chunks])
    prior = np.exp(-1.5 * np.abs(letters[None, :] - symbols_[:, None])) / 20.0 ** letters[None, :]
    scaled: Floats = prior / prior.sum(axis=1, keepdims=True)
    return scaled


def _by_sound(data: Corpus, sounds: Sequence[str], easy: tuple[list[str], list[str], Floats]) -> Floats:
    """What the table over romanised text says of the chunks' romanisations."""
    chunks, letters, table = easy
    tables = _tables({"Latn": (chunks, letters, table)}, np.zeros((27, 27, 27)))
    flat = tables.flat
    number = tables.scripts["Latn"].number
    codes = np.zeros((len(data.letters), _alignment.REACH), np.uint8)
    for row, group in enumerate(data.letters):
        codes[row, : len(group)] = [ord(letter) - 96 for letter in group]
    lengths = np.array([len(group) for group in data.letters])
    prior = np.zeros((len(data.chunks), len(data.letters)))
    for row, sound in enumerate(sounds):
        sound = sound[:8]
        if not sound:
            prior[row] = np.where(lengths == 0, 1.0, 1e-6)
            continue
        one = np.array([number.get(letter, -1) for letter in sound], np.int16)
        two = np.array(
            [number.get(sound[p : p + 2], -1) if p + 1 < len(sound) else -1 for p in range(len(sound))],
            np.int16,
        )
        prior[row] = _alignment.explained_each(one, two, codes, lengths, 0, flat)
    scaled: Floats = prior / prior.sum(axis=1, keepdims=True)
    return scaled


def _tables(learned: Mapping[str, tuple[list[str], list[str], Floats]], triples: Floats) -> Tables:
    kept = {
        script: {chunk: _costs(letters, row) for chunk, row in zip(chunks, rows, strict=True)}
        for script, (chunks, letters, rows) in learned.items()
    }
    groups = {"", *map(chr, range(97, 123))}
    groups.update(group for table in kept.values() for row in table.values() for group in row)
    order = sorted(groups)
    number = {group: place for place, group in enumerate(order)}
    return Tables(
        {},
        order,
        triples.astype(np.float32),
        {script: _table(table, number) for script, table in kept.items()},
    )


def _costs(letters: list[str], row: Floats) -> dict[str, int]:
    taken = np.flatnonzero(row >= LEAST_CHANCE)
    cost = np.minimum(np.rint(-np.log(row[taken]) / _alignment.STEP), NEVER - 1)
    return {letters[place]: int(price) for place, price in zip(taken, cost, strict=True)}


def trimmed(tables: Tables, scripts: Iterable[str], least: float) -> Tables:
    """The tables with what is rarer than ``least`` left out in some scripts, for a smaller file."""
    limit = int(-np.log(least) / _alignment.STEP)
    kept = dict(tables.scripts)
    for script in scripts:
        table = kept[script]
        stays = table.costs <= limit
        counts = np.add.reduceat(np.append(stays, 0), table.starts)[:-1] * (np.diff(table.starts) > 0)
        kept[script] = ScriptTable(
            table.chunks,
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            table.members[stays],
            table.costs[stays],
        )
    return replace(tables, scripts=kept)


def _table(rows: dict[str, dict[str, int]], number: dict[str, int]) -> ScriptTable:
    rows = {chunk: row for chunk, row in rows.items() if row}
    ordered = [sorted((price, number[group]) for group, price in row.items()) for row in rows.values()]
    return ScriptTable(
        list(rows),
        np.cumsum([0, *map(len, ordered)]).astype(np.int32),
        np.array([group for row in ordered for _, group in row], np.uint16),
        np.array([price for row in ordered for price, _ in row], np.uint8),
    )
