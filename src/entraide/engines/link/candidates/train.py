"""Learning how words are read, from pairs of a Latin name and the same name in another script.

Cyrillic is nearly written as it sounds, so that the Latin letters are first learned against it; then each
script against the Latin, then the Latin against them all, and each script once more. The same pairs give the
same table, byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..names._readings import romanised
from ..names.training._pairs import PEOPLE, halves, people
from ._align import expect
from ._classes import CLASSES, CODES, TRAIT, TRAITS, by_rule, collapsed, step_of, trait, traits
from ._reading import REACH, letters_of, read_with
from ._table import SHIPPED, Table, written

TABLE = Path(__file__).parent / "data" / SHIPPED
_WHOLE = 30  # classes of a word while learning: all of them
_READINGS = 6
_BEAM = 40
_ROUNDS = 6
_RARE = 4  # groups of letters seen less often are read letter by letter
_LEAST = 2e-4
_KEPT = 10
_PAIRS = 64  # no class, one of seven, two of seven
_SOUNDS = dict(zip("пбвфтдкгсзшжчцщмнлр", "PPPPTTKKSSSSSSSMNLL", strict=True))

Pairs = Mapping[str, Sequence[tuple[str, str]]]
Examples = Sequence[tuple[str, Sequence[tuple[str, float]]]]
Chunks = dict[str, list[tuple[str, float]]]


def learn(pairs: Pairs) -> Table:
    """The table from pairs (Latin, foreign) by script: "Cyrl", "Arab", "Hani", "Hang"."""
    nothing = np.zeros(0, np.float32)
    known = Table({}, {}, nothing, nothing)
    known.chunks["Latn"] = _chunks("Latn", [(_bare(a), [(_sounded(b), 1.0)]) for a, b in pairs["Cyrl"]])
    _learn_others(known, pairs)
    known.chunks["Latn"] = _chunks(
        "Latn",
        [(_bare(a), _read(known, b, script)) for script in sorted(pairs) for a, b in pairs[script]],
    )
    _learn_others(known, pairs)
    known.traits.update({script: _traits(pairs[script]) for script in sorted(pairs)})
    known.traits["Latn"] = _same_traits()
    names = [_bare(a) for script in sorted(pairs) for a, _ in pairs[script]]
    return Table(known.chunks, known.traits, _common(known, names), _common_traits(names))


def pairs_in(folder: Path) -> Pairs:
    """The learned halves of the pairs in a folder's files wd_*.tsv; the other halves are for measuring."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, script in PEOPLE.items():
        found[script] = [(pair.latin, pair.foreign) for pair in halves(people(folder, name))[0]]
    return found


def write(folder: Path, file: Path) -> None:
    """Learn from the files of a folder, and write the table."""
    file.write_text(written(learn(pairs_in(folder))), encoding="utf-8")


def _learn_others(known: Table, pairs: Pairs) -> None:
    for script in sorted(pairs):
        examples = [(b, _read(known, _bare(a), "Latn")) for a, b in pairs[script]]
        known.chunks[script] = _chunks(script, examples)
        if script == "Hani":
            known.chunks["Pinyin"] = _chunks("Pinyin", examples)


def _read(known: Table, word: str, script: str) -> list[tuple[str, float]]:
    found = _ways(known.chunks, word, script)[:_READINGS]
    total = sum(share for _, share in found)
    return [(classes, share / total) for classes, share in found]


def _bare(latin: str) -> str:
    return romanised(latin)


def _sounded(cyrillic: str) -> str:
    return collapsed("".join(_SOUNDS.get(letter, "") for letter in cyrillic))


def _letters(word: str, script: str) -> list[str]:
    if script == "Pinyin":
        return [romanised(letter) for letter in word]
    return letters_of(word, script)


def _chunks(script: str, examples: Examples) -> Chunks:
    """How groups of letters are read: the share of each reading, times how often the group is one at all."""
    reach = REACH[script]
    words = [_letters(word, script) for word, _ in examples]
    seen = Counter(
        ("".join(word[place : place + length]), length)
        for word in words
        for length in range(1, reach + 1)
        for place in range(len(word) - length + 1)
    )
    number = {
        chunk: place
        for place, chunk in enumerate(
            sorted({chunk for (chunk, length), times in seen.items() if length == 1 or times >= _RARE})
        )
    }
    sizes = np.zeros(len(number), np.int64)
    for chunk, length in seen:
        if chunk in number:
            sizes[number[chunk]] = length
    rows = [
        (word, classes, share, owner)
        for owner, (word, (_, readings)) in enumerate(zip(words, examples, strict=True))
        for classes, share in readings
        if len(word) < 32 and len(classes) < 32
    ]
    chunks = np.full((len(rows), 32, reach), -1, np.int32)
    classes_of = np.zeros((len(rows), 32), np.int32)
    lengths = np.array([len(word) for word, *_ in rows])
    depths = np.array([len(classes) for _, classes, *_ in rows])
    for row, (word, classes, _, _) in enumerate(rows):
        for place in range(len(word)):
            for size in range(min(reach, len(word) - place)):
                chunks[row, place, size] = number.get("".join(word[place : place + size + 1]), -1)
        classes_of[row, : len(classes)] = [CLASSES.index(letter) + 1 for letter in classes]
    shares = np.array([share for _, _, share, _ in rows])
    owners = np.array([owner for *_, owner in rows])
    prior = _prior(script, list(number))
    often = _occurrences(chunks, owners, len(number))
    chance = prior * np.array([1.0, 0.3, 0.1])[sizes - 1, None]
    weight = 2.0 if script in ("Hani", "Pinyin") else 1.0
    for _ in range(_ROUNDS):
        count = np.maximum(expect(chunks, lengths, classes_of, depths, shares, owners, chance) - 0.2, 0)
        total = count.sum(1, keepdims=True)
        chance = (count + weight * prior) / (total + weight)
        if reach > 1:
            used = total / np.maximum(often, 1)[:, None] + 0.02 * (sizes[:, None] == 1)
            chance = chance * np.minimum(used, 1.0)
        chance[chance < 1e-5] = 0
    kept: Chunks = {}
    for chunk, place in number.items():
        best = np.argsort(-chance[place], kind="stable")[:_KEPT]
        read = [
            (_pair(int(pair)), float(chance[place, pair])) for pair in best if chance[place, pair] > _LEAST
        ]
        if read:
            kept[chunk] = read
    return kept


def _prior(script: str, chunks: list[str]) -> npt.NDArray[np.float64]:
    """What is believed of a group of letters before anything was seen: mostly what its letters say."""
    prior = np.zeros((len(chunks), _PAIRS))
    allowed = [pair for pair in range(_PAIRS) if pair < 8 or (pair % 8 and pair // 8 != pair % 8)]
    prior[:, allowed] = 1e-4
    prior[:, 0] = 0.05
    prior[:, 1:8] = 0.03 if script in ("Hani", "Pinyin", "Hang") else 0.01
    for row, chunk in enumerate(chunks):
        classes = by_rule(chunk.strip("^$") if script in ("Latn", "Pinyin") else romanised(chunk.strip("^$")))
        prior[row, step_of(classes[:2])] += 0.5
        if len(classes) > 2:
            prior[row, 0] = 0
            prior[row] *= 0.01
    result: npt.NDArray[np.float64] = prior / prior.sum(1, keepdims=True)
    return result


def _occurrences(
    chunks: npt.NDArray[np.int32], owners: npt.NDArray[np.int64], count: int
) -> npt.NDArray[np.float64]:
    first = np.unique(owners, return_index=True)[1]
    inside = chunks[first]
    return np.bincount(inside[inside >= 0], minlength=count).astype(np.float64)


def _pair(number: int) -> str:
    return "".join(CLASSES[digit - 1] for digit in divmod(number, 8) if digit)


def _traits(pairs: Sequence[tuple[str, str]]) -> list[npt.NDArray[np.float32]]:
    """Of each trait: probability that the Latin word has it given that the foreign word read by rule does."""
    matrices = []
    for which, values in enumerate(TRAITS):
        count = np.zeros((values, values))
        for latin, foreign in pairs:
            count[traits(romanised(foreign))[which], traits(_bare(latin))[which]] += 1
        usual = count.sum(0) / count.sum()
        count += 5 * usual + 0.1
        matrices.append((count / count.sum(1, keepdims=True)).astype(np.float32))
    return matrices


def _same_traits() -> list[npt.NDArray[np.float32]]:
    """Latin beside Latin: the same, but for a slip or a silent ending."""
    return [(np.eye(n) * 0.95 + 0.05 / n).astype(np.float32) for n in TRAITS]


def _common(known: Table, names: list[str]) -> npt.NDArray[np.float32]:
    count = np.full(len(CODES), 0.2)
    for name in names:
        read = read_with(known, name, name, "Latn")
        count[read.codes] += read.shares
    shares: npt.NDArray[np.float32] = (count / count.sum()).astype(np.float32)
    return shares


def _common_traits(names: list[str]) -> npt.NDArray[np.float32]:
    count = np.full(TRAIT, 1.0)
    for name in names:
        count[trait(name)] += 1
    shares: npt.NDArray[np.float32] = (count / count.sum()).astype(np.float32)
    return shares


def _ways(chunks: Mapping[str, Chunks], word: str, script: str) -> list[tuple[str, float]]:
    """The likeliest sequences of all classes of a word, however long, with their probability."""
    letters, known = letters_of(word, script), chunks[script]
    ways: list[dict[str, float]] = [{} for _ in range(len(letters) + 1)]
    ways[0][""] = 1.0
    for place in range(len(letters)):
        here = sorted(ways[place].items(), key=lambda way: (-way[1], way[0]))[:_BEAM]
        for length in range(1, min(REACH[script], len(letters) - place) + 1):
            chunk = "".join(letters[place : place + length])
            unknown = [(by_rule(romanised(chunk))[:2], 1.0)] if length == 1 else []
            for classes, chance in known.get(chunk, unknown):
                after = ways[place + length]
                for code, share in here:
                    longer = collapsed(code + classes)[:_WHOLE]
                    after[longer] = after.get(longer, 0.0) + share * chance
    return sorted(ways[-1].items(), key=lambda way: (-way[1], way[0])) or [("", 1.0)]
