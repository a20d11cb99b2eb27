"""What an estimate rests on, so that it can be told later why it said what it said."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from .deployment import deployed

_MODEL = ("calibration.json", "travel.json", "network.npz")


def versions() -> dict[str, str]:
    """``engine``: its release; ``tables`` (places, names, lines, sites) and ``model`` (what was fitted): the first
    twelve figures of SHA-256 of their files, in the order of their names; ``deployment``: the module that it names, if
    it names one."""
    brought = deployed().name
    return _own() | ({"deployment": brought} if brought else {})


@cache
def _own() -> dict[str, str]:
    data = sorted(files(__package__).joinpath("data").iterdir(), key=lambda file: file.name)
    tables = [file for file in data if file.name not in _MODEL]
    tables.append(files("entraide.vocabulary").joinpath("data", "sites.csv"))
    return {
        "engine": version("entraide"),
        "tables": _digest(tables),
        "model": _digest([file for file in data if file.name in _MODEL]),
    }


def _digest(these: list[Traversable]) -> str:
    digest = sha256()
    for file in these:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
