"""What a deployment knows and brings: its road times and its layers (towers, night light), in a module of its own.

The setting ENTRAIDE_LOCATE names the module, which any of these may stand in: ``roads``, an object with
``hours(lat, lon, points, limit)`` (see `RoadTimes`); ``layers``, a list of `Layer`; ``__version__``, named with every
estimate. Whatever asks where a centre is takes them: the command line and the hub.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

from .estimate import Case
from .evidence import Layer
from .travel import RoadTimes

SETTING = "ENTRAIDE_LOCATE"


class BadDeployment(ValueError):
    """The setting names what cannot be used; says what to do."""


@dataclass(frozen=True)
class Deployment:
    """``name`` with its version, "" where the setting is empty."""

    name: str = ""
    roads: RoadTimes | None = None
    layers: tuple[Layer, ...] = ()

    def added_to(self, case: Case) -> Case:
        """The case with the layers among its evidence."""
        return replace(case, evidence=(*case.evidence, *self.layers)) if self.layers else case


def deployed() -> Deployment:
    """What the module of the setting brings; nothing where it is empty. Raises BadDeployment."""
    return _of(os.environ.get("ENTRAIDE_LOCATE", "").strip())


@cache
def _of(name: str) -> Deployment:
    if not name:
        return Deployment()
    try:
        module = import_module(name)
    except Exception as error:  # a module may break in any way while it is loaded
        raise BadDeployment(
            f"{SETTING}: {name} cannot be loaded ({error}). Name a Python module that is installed."
        ) from error
    roads, layers = getattr(module, "roads", None), tuple(getattr(module, "layers", ()))
    if roads is not None and not callable(getattr(roads, "hours", None)):
        raise BadDeployment(f"{SETTING}: roads of {name} has no hours(lat, lon, points, limit). Add it.")
    if not all(isinstance(one, Layer) for one in layers):
        raise BadDeployment(
            f"{SETTING}: layers of {name} holds what is no Layer. Write Layer(name, likelihood)."
        )
    version = str(getattr(module, "__version__", ""))
    return Deployment(f"{name} {version}".strip(), roads, layers)
