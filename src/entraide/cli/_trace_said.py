"""What `entraide trace` says: tables, progress, and one sentence where something is wrong."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import typer

WRONG = 2
MOST_ROWS = 40
_QUIET = 2.0  # seconds that pass before anything is said of progress


def fail(sentence: str) -> NoReturn:
    """End with one sentence: what is wrong, and what to do."""
    typer.echo(f"entraide trace: {sentence}", err=True)
    raise typer.Exit(WRONG)


class Steps:
    """Says on standard error what is being done, once the whole has taken two seconds."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.live = sys.stderr.isatty()

    @contextlib.contextmanager
    def step(self, what: str, heavy: bool = False) -> Iterator[None]:
        """`heavy`: it is known beforehand to take its time."""
        said = heavy or time.monotonic() - self.began > _QUIET
        if said and self.live:
            typer.echo(f"\r\x1b[K{what} …", err=True, nl=False)
        elif said:
            typer.echo(f"{what} …", err=True)
        try:
            yield
        finally:
            if said and self.live:
                typer.echo("\r\x1b[K", err=True, nl=False)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print columns as wide as what stands in them; those of `right` end on one line."""
    from entraide.formats.flows import width

    lines = [list(heads), *[[str(cell) for cell in row] for row in rows]]
    wide = [max(width(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        cells = []
        for column, cell in enumerate(line):
            space = " " * (wide[column] - width(cell))
            cells.append(space + cell if column in right else cell + space)
        typer.echo("  ".join(cells).rstrip())


def shown_rows(rows: Sequence[Sequence[str]], everything: bool) -> tuple[Sequence[Sequence[str]], str]:
    """The rows to print, and a line about the others."""
    if everything or len(rows) <= MOST_ROWS:
        return rows, ""
    return rows[
        :MOST_ROWS
    ], f"… and {len(rows) - MOST_ROWS:,} more: --all prints them, --to FOLDER writes them."


def written(write: Callable[[], list[Path]], folder: Path) -> list[Path]:
    """Written before anything is printed, so that whoever reads the first lines only has the files all the same."""
    try:
        return write()
    except OSError as error:
        fail(f"{folder} cannot be written: {error.strerror or error}.")


def say_written(files: Sequence[Path], *, beside: bool = False) -> None:
    """Say which files were written; `beside` what is printed for programs."""
    if files and not beside:
        typer.echo()
    for file in files:
        typer.echo(f"Written: {file}", err=beside)
