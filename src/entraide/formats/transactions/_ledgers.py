"""What rows of a ledger that was made before keep: their order, the files that they came from, and what tells them apart."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ._cells import BOOL, Columns, bools
from ._found import FileReport

_MOST = 1 << 56  # of a sequence: files and rows of one ledger


def made_up(record: pa.Array, report: FileReport) -> BOOL:
    """Which ids are none of the source: a row that had none got the name of its file and its line."""
    made = [re.escape(str(one.get("name", ""))) + r":\d+" for one in report.made_of]
    pattern = "|".join([*made, r"place \d+"])
    return bools(pc.match_substring_regex(record, f"^(?:{pattern})$"))


def as_in_the_ledger(
    get: Columns, legs: pa.Table, row: NDArray[np.int64], report: FileReport
) -> dict[str, Any]:
    """`identity`, `worldwide` and `sequence` of a batch whose legs stood in a ledger.

    What one source row told are several legs there, with one hash: the hash does not tell them apart.
    """
    on_chain = pc.or_(
        *(pc.fill_null(pc.starts_with(legs[name], "tx:"), False) for name in ("source", "target"))
    )
    sequence = _sequence(get, row)
    names = ("evidence", "record", "source", "target", "amount", "currency", "kind")
    parts = [legs[name].combine_chunks() for name in names]
    if sequence is not None:
        parts.append(pa.array(sequence))
    words = [
        one if pa.types.is_binary(one.type) else one.cast(pa.string()).cast(pa.binary()) for one in parts
    ]
    joined = pc.binary_join_element_wise(*(pc.fill_null(one, b"") for one in words), b"\x1f")
    return {"identity": joined.to_pylist(), "worldwide": bools(on_chain), "sequence": sequence}


def _sequence(get: Columns, row: NDArray[np.int64]) -> NDArray[np.int64] | None:
    cells = get("sequence")
    if cells is None or not bools(pc.match_substring_regex(cells, r"^[0-9]{1,17}$")).all():
        return None
    sequence: NDArray[np.int64] = cells.cast(pa.int64()).to_numpy()[row]
    return sequence if not len(sequence) or int(sequence.max()) < _MOST else None
