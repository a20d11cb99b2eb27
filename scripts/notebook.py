"""Run a notebook from top to bottom and keep what it says: `python scripts/notebook.py docs/tracing-a-fraud.ipynb`.

Cells are plain Python, so no kernel is needed; what the last line of a cell comes to is shown as Jupyter would show
it. The test that runs the notebook uses `run` too.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


def run(cells: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The outputs of each cell, the code cells run in one namespace. Raises what a cell raises."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    outputs: list[list[dict[str, Any]]] = []
    for number, cell in enumerate(cells):
        outputs.append([])
        if cell["cell_type"] != "code":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            value = _run_cell("".join(cell["source"]), namespace, f"cell {number}")
        if printed.getvalue():
            outputs[-1].append(
                {"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())}
            )
        if value is not None:
            outputs[-1].append(_shown(value))
    return outputs


def _run_cell(source: str, namespace: dict[str, Any], name: str) -> Any:
    body = ast.parse(source, name)
    last = body.body.pop() if body.body and isinstance(body.body[-1], ast.Expr) else None
    exec(compile(body, name, "exec"), namespace)  # noqa: S102  our own notebook
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), name, "eval"), namespace)  # noqa: S307


def _shown(value: Any) -> dict[str, Any]:
    data = {"text/plain": _lines(repr(value))}
    if hasattr(value, "_repr_svg_"):
        data = {"image/svg+xml": _lines(value._repr_svg_()), **data}
    return {"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    count = 0
    for cell, outputs in zip(notebook["cells"], run(notebook["cells"]), strict=True):
        if cell["cell_type"] != "code":
            continue
        count += 1
        cell["outputs"], cell["execution_count"] = outputs, count
        for output in outputs:
            if "execution_count" in output:
                output["execution_count"] = count
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
