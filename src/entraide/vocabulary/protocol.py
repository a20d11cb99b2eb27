"""The emergency protocol, from the distress message to the closed case: 26 steps, each with its clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import decimal, rows


@dataclass(frozen=True, slots=True)
class Step:
    """``hours`` is the limit where it is one plain number; ``timer`` and ``timer_hours`` say it in full.

    ``basis`` says whose limit it is: "ours to set", or the rule or treaty that it comes from.
    """

    id: str  # P01
    name: str
    states_after: tuple[str, ...]
    role: str
    needs: str
    timer: str
    timer_hours: str
    hours: float | None
    clock: str  # elapsed, working days, countdown or gate
    starts_when: str
    basis: str
    source: str
    on_breach: str


@cache
def load() -> dict[str, Step]:
    """By id, in order."""
    steps = (_read(row) for row in rows("protocol"))
    return {step.id: step for step in steps}


def _read(row: dict[str, str]) -> Step:
    id, _, name = row["step"].partition(" ")
    return Step(
        id=id,
        name=name,
        states_after=tuple(row["state_after"].split(" / ")),
        role=row["role"],
        needs=row["needs"],
        timer=row["timer"],
        timer_hours=row["timer_hours"],
        hours=decimal(row["timer_hours"]),
        clock=row["clock"],
        starts_when=row["starts_when"],
        basis=row["basis"],
        source=row["source"],
        on_breach=row["on_breach"],
    )
