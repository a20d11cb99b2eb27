"""Reading made short for the tests of this folder."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from entraide.formats.transactions import FileReport, Options, Reading, read


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read_one(folder: Path, text: str | bytes, name: str = "statement.csv", **options: Any) -> "One":
    return read_all(folder, {name: text}, **options)


def read_all(folder: Path, files: dict[str, str | bytes], **options: Any) -> "One":
    paths = [write(folder, name, text) for name, text in files.items()]
    return One(read(paths, folder / "case.parquet", Options(**options)))


class One:
    """What became of some files."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.legs: list[dict[str, Any]] = pq.read_table(reading.ledger).to_pylist()

    @property
    def report(self) -> FileReport:
        return self.reading.files[0]

    @property
    def reasons(self) -> list[str]:
        """The field that each rejected row is rejected for."""
        return sorted(reason.split(":")[0] for reason in self.report.rejected.elements())

    def column(self, name: str) -> list[Any]:
        return [leg[name] for leg in self.legs]

    @property
    def payments(self) -> list[tuple[Any, Any, int, str]]:
        return [(leg["source"], leg["target"], leg["amount"], leg["currency"]) for leg in self.legs]
