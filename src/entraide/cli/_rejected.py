"""The rows that an import did not take, with the reason of each, as a table to mend and send again."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from entraide.formats.tables import Rejected


def write_rejected(name: str, folders: Iterable[Path], rejected: "list[Rejected]") -> Path:
    """In the first of the folders that may be written."""
    from entraide.formats.tables import write_csv

    for folder in folders:
        target = folder / f"{name}.rejected.csv"
        try:
            with target.open("w", encoding="utf-8-sig", newline="") as output:
                write_csv(output, ["line", "reason", "text"], ([r.line, r.reason, r.text] for r in rejected))
        except OSError:
            continue
        return target
    raise typer.BadParameter("neither beside the file nor here may be written", param_hint="FILE")
