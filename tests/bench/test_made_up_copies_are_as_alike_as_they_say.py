"""The texts by which look-ups are measured: in every script, never alike by chance, copied as exactly as said."""

import pytest

from entraide.bench import _texts
from entraide.engines.link.texts import shingles, signature

SCRIPTS = range(len(_texts.SCRIPTS))


def test_a_copy_shares_seven_tenths_with_its_original() -> None:
    copies = _texts.copies(list(range(2 * len(_texts.SCRIPTS))), 0.7, seed=1)
    originals = [text for _, text in _texts.texts(0, len(copies), seed=1)]
    for copy in copies:
        original, changed = shingles(originals[copy.number]), shingles(copy.text)
        assert _texts.jaccard_of(original, changed) == copy.jaccard
        assert copy.jaccard == pytest.approx(0.7, abs=0.02), copy.script
    assert sum(copy.jaccard for copy in copies) / len(copies) == pytest.approx(0.7, abs=0.002)


def test_two_texts_of_a_script_are_two_texts() -> None:
    texts = list(_texts.texts(0, 10 * len(_texts.SCRIPTS), seed=1))
    for at, (script, text) in enumerate(texts):
        assert signature(text) is not None, script
        for other_script, other in texts[:at]:
            if script == other_script:
                assert _texts.jaccard_of(shingles(text), shingles(other)) < 0.4, script


def test_a_number_and_a_seed_always_give_the_same_text() -> None:
    assert list(_texts.texts(7, 3, seed=1)) == list(_texts.texts(0, 10, seed=1))[7:]
    assert list(_texts.texts(7, 3, seed=1)) != list(_texts.texts(7, 3, seed=2))


@pytest.mark.parametrize("number", SCRIPTS)
def test_scripts_are_compared_by_words_or_by_characters_as_they_are_written(number: int) -> None:
    ((script, text),) = _texts.texts(number, 1, seed=1)
    together = len(shingles(text.replace(". ", "").replace(" ", "")))
    if _texts.SCRIPTS[script].spaced:
        assert together == 0, "one long word is no triple"
    else:
        assert together == len(shingles(text)) > 20
