"""Pairs may count as often as the source holds them, so that one that was matched by mistake once weighs little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from entraide.engines.link.names.training._judge import quality_at
from entraide.engines.link.names.training._pairs import Pair, counted, people


def test_a_pair_that_counts_three_times_is_worth_three_pairs() -> None:
    same = np.array([1.0, 1.0, 0.0, 0.0])
    said = np.array([True, False, True, False])
    times = np.array([3, 2, 1, 4])
    repeated = quality_at(np.repeat(same, times), np.repeat(said, times))
    assert quality_at(same, said, times.astype(float)) == repeated
    assert quality_at(same, said) != repeated


def test_the_third_column_says_how_often_a_pair_was_found(tmp_path: Path) -> None:
    (tmp_path / "wd_korean_dev.tsv").write_text(
        "Ralston\t랄 스 턴\t1\nkim\t김\t12\nlee\t이\nnobody\t\t7\n", encoding="utf-8"
    )
    assert counted(tmp_path, "korean") == {
        Pair("ralston", "랄스턴"): 1,
        Pair("kim", "김"): 12,
        Pair("lee", "이"): 1,
    }
    assert people(tmp_path, "korean", attested=2) == [Pair("kim", "김")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="wd_korean"):
        counted(tmp_path, "korean")
