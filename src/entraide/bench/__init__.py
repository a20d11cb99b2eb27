"""`entraide bench NAME`: one module per benchmark, found by its name.

A module of this package exposes

    def run(size: int | None, **options) -> Measured: ...

with a docstring whose first line says what is measured. `size` is the amount of work, None meaning the
benchmark's own. Options are keyword arguments with defaults; each is a `--flag` of the command:
`run(size, one_by_one: bool = False, listeners: int = 50)` takes `--one-by-one` and `--listeners N`.

`Measured` holds the figures, keyed as they are printed with `--json`, and the lines that a person reads:
medians, p99, and the peer or the required figure beside each. Modules that begin with `_` are simulators
and helpers.
"""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType


@dataclass(frozen=True)
class Measured:
    """What a benchmark found: `figures` for machines, `lines` for people."""

    figures: dict[str, float | int | str | None]
    lines: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.figures, ensure_ascii=False)


def all_names() -> list[str]:
    """The names of all benchmarks: those of their modules, with hyphens."""
    found = (module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return sorted(name.replace("_", "-") for name in found)


def module_of(name: str) -> ModuleType:
    """The benchmark of that name; KeyError if there is none."""
    if name not in all_names():
        raise KeyError(name)
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def options_of(run: Callable[..., Measured]) -> dict[str, inspect.Parameter]:
    """The options of a benchmark by flag: {"--one-by-one": Parameter one_by_one}."""
    parameters = list(inspect.signature(run).parameters.values())[1:]
    return {"--" + parameter.name.replace("_", "-"): parameter for parameter in parameters}
