"""The notebook is run from top to bottom, and must say what stands in it."""

from __future__ import annotations

import json
from pathlib import Path
from runpy import run_path
from typing import Any

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs/tracing-a-fraud.ipynb"


def test_the_tracing_of_the_fraud_comes_out_as_printed() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    outputs = run_path(str(ROOT / "scripts/notebook.py"))["run"](cells)
    for cell, found in zip(cells, outputs, strict=True):
        assert _printed(found) == _printed(cell.get("outputs", [])), (
            "".join(cell["source"])[:80] + " … says something else now; look at it, then: "
            "scripts/notebook.py docs/tracing-a-fraud.ipynb"
        )


def test_no_cell_waits_for_an_output() -> None:
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            assert cell["execution_count"]
            assert "/tmp" not in json.dumps(cell["outputs"])


def _printed(outputs: list[dict[str, Any]]) -> list[str]:
    """What is said in words; drawings are held to account where they are made."""
    return ["".join(output.get("text") or output["data"]["text/plain"]) for output in outputs]
