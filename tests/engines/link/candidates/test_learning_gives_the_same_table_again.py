"""The same pairs give the same table, byte for byte, and what is written is what is read."""

import os
from importlib.resources import files
from pathlib import Path

import pytest

from entraide.engines.link.candidates._table import read, table, written
from entraide.engines.link.candidates.train import learn

PAIRS = {
    "Arab": [("karim", "كريم"), ("salim", "سليم"), ("nadia", "نادية"), ("samir", "سمير")],
    "Cyrl": [("boris", "борис"), ("anton", "антон"), ("marina", "марина"), ("nikita", "никита")],
    "Hang": [("marina", "마리나"), ("boris", "보리스"), ("anton", "안톤"), ("karim", "카림")],
    "Hani": [("martin", "马丁"), ("boris", "鲍里斯"), ("anton", "安东"), ("marina", "马里纳")],
}


def test_learning_twice_gives_the_same_bytes() -> None:
    once = written(learn(PAIRS))
    assert once == written(learn({script: list(pairs) for script, pairs in reversed(PAIRS.items())}))
    assert written(read(once)) == once


def test_the_table_of_the_package_is_small_and_reads_as_it_is_written() -> None:
    text = (
        files("entraide.engines.link.candidates").joinpath("data", "readings.tsv").read_text(encoding="utf-8")
    )
    assert len(text.encode()) < 1_000_000
    assert written(table()) == text


@pytest.mark.long
@pytest.mark.skipif(os.environ.get("ENTRAIDE_LONG") != "1", reason="learns for a minute: ENTRAIDE_LONG=1")
def test_the_table_of_the_package_is_learned_again_from_the_named_pairs() -> None:
    folder = Path(os.environ.get("ENTRAIDE_SHARED_DATA", "../shared/data")) / "fetched" / "names"
    if not folder.is_dir():
        pytest.skip("the pairs of names are not here: ENTRAIDE_SHARED_DATA")
    from entraide.engines.link.candidates.train import pairs_in

    assert written(learn(pairs_in(folder))) == written(table())
