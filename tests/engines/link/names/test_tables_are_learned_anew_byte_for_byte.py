"""Learning: the same pairs give the same bytes, halves share no name, and the file stays small."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from entraide.engines.link.names import SHIPPED
from entraide.engines.link.names._readings import romanised
from entraide.engines.link.names._tables import Tables, filter_of, shipped
from entraide.engines.link.names.training._build import build, gains_of
from entraide.engines.link.names.training._pairs import Pair, groups, halves

GREEK = {
    "a": "α", "b": "μπ", "d": "ντ", "e": "ε", "g": "γ", "i": "ι", "k": "κ", "l": "λ", "m": "μ",
    "n": "ν", "o": "ο", "p": "π", "r": "ρ", "s": "σ", "t": "τ", "u": "ου", "v": "β", "f": "φ",
}  # fmt: skip


def made_up_pairs(count: int) -> list[Pair]:
    chance = random.Random(1)
    names = [
        "".join(chance.choice("bdgklmnprstvf") + chance.choice("aeiou") for _ in range(3))
        for _ in range(count)
    ]
    return [Pair(name, "".join(GREEK[letter] for letter in name)) for name in dict.fromkeys(names)]


def test_the_same_pairs_give_the_same_bytes() -> None:
    pairs = {"Grek": made_up_pairs(300)}
    assert build(pairs).to_bytes() == build(pairs).to_bytes()


def test_what_is_learned_tells_right_pairs_from_wrong_ones() -> None:
    pairs = made_up_pairs(400)
    tables = build({"Grek": pairs[:300]})
    held = pairs[300:]
    wrong = [Pair(a.latin, b.foreign) for a, b in zip(held, held[1:] + held[:1], strict=True)]
    assert gains_of(tables, held).min() > gains_of(tables, wrong).mean()
    assert (gains_of(tables, held) > 0).mean() > 0.95
    assert (gains_of(tables, wrong) > 0).mean() < 0.05


def test_a_file_is_read_as_it_was_written() -> None:
    content = SHIPPED.read_bytes()
    assert Tables.from_bytes(content).to_bytes() == content


def test_the_shipped_tables_are_below_a_megabyte() -> None:
    assert SHIPPED.stat().st_size < 1_000_000


def test_another_file_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="no file of learned name tables"):
        Tables.from_bytes(b"something else")


def word(chance: random.Random) -> str:
    return "".join(chance.choice("abdeiklmnorstu") for _ in range(2))


def test_the_halves_have_no_name_in_common() -> None:
    chance = random.Random(2)
    pairs = [Pair(word(chance), f"имя{chance.randrange(300)}") for _ in range(200)]
    first, second = halves(pairs)
    assert sorted(first + second) == sorted(pairs)
    assert first
    assert second
    assert not {pair.foreign for pair in first} & {pair.foreign for pair in second}
    assert not {romanised(pair.latin) for pair in first} & {romanised(pair.latin) for pair in second}


def test_pairs_that_share_a_name_by_others_stay_together() -> None:
    chained = [Pair("a", "x"), Pair("b", "x"), Pair("b", "y"), Pair("c", "z")]
    assert sorted(map(len, groups(chained))) == [1, 3]


def test_the_tables_know_what_they_have_seen() -> None:
    tables = Tables({}, [""], shipped().triples, {}, filter_of(["samuel", "петров"]))
    assert tables.has_seen("samuel")
    assert tables.has_seen("петров")
    assert not tables.has_seen("okello")


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.skipif("ENTRAIDE_SHARED_DATA" not in os.environ, reason="needs the published pairs")
def test_training_gives_the_shipped_file() -> None:
    from entraide.engines.link.names.training import train

    folder = Path(os.environ["ENTRAIDE_SHARED_DATA"]) / "fetched" / "names"
    assert train(folder).to_bytes() == SHIPPED.read_bytes()
