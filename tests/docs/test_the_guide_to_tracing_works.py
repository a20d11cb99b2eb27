"""docs/tracing.md from top to bottom: every command is run as it stands, on a smaller town."""

import re
import shlex
from glob import glob
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entraide.cli import app

from .tables import ROOT

PAGE = (ROOT / "docs/tracing.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("entraide ") and not line.startswith("entraide trace spark")  # which needs Java
]
SMALLER = ["--size", "3000"]


def test_every_command_of_the_page_works_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = {}
    for line in COMMANDS:
        words = [word for part in shlex.split(line)[1:] for word in _as_a_shell_reads(part)]
        result = CliRunner().invoke(app, words + (SMALLER if words[:2] == ["exercise", "fraud"] else []))
        assert result.exit_code == 0, f"{line}: {result.output}"
        said[line] = result.output
    first = next(output for line, output in said.items() if "--opening statement --to flow" in line)
    assert "84,000,000 KRW paid by 000074268762 in 3 payments" in first
    for folder, files in {"flow": 3, "requests": 2, "shapes": 2}.items():
        assert len(list((tmp_path / folder).iterdir())) >= files
        for file in (tmp_path / folder).iterdir():
            assert f"`{file.name}`" in PAGE or re.fullmatch(r"chain-\d\d\.csv", file.name), file.name


def _as_a_shell_reads(part: str) -> list[str]:
    return sorted(glob(part)) if "*" in part else [part]


def test_every_column_of_the_lists_is_explained(tmp_path: Path) -> None:
    from entraide.formats.flows import Followed
    from tests.engines.trace.ledgers import payments

    ledger = payments(("victim", "mule", 100), ("mule", "a", 60))
    edges = Followed(ledger, {"fifo": ledger.trace([0], "fifo")}).edges
    assert all(f"`{name}`" in PAGE for name in edges.column_names)
    for head in ("kind", "amount, low–high", "worth", "since", "traced there", "stays", "likely there then",
                 "request adds", "other money"):  # fmt: skip
        assert re.search(rf"^\| (.*; )?{head}", PAGE, re.MULTILINE), head


def test_every_option_is_explained() -> None:
    import typer

    trace = typer.main.get_command(app).commands["trace"]  # type: ignore[attr-defined]
    for name in ("follow", "freeze", "patterns", "show"):
        for option in trace.commands[name].params:
            flags = [flag for flag in option.opts if flag.startswith("--")]
            assert not flags or any(flag in PAGE for flag in flags), f"{name} {flags}"
