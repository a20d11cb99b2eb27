"""The handling that authors of background reports choose: it varies as it does at real desks."""

from __future__ import annotations

import random

from entraide.exercise.cast import ORGANISATIONS, PEOPLE
from entraide.exercise.shapes import Handling
from entraide.exercise.writing import (
    POLICE_WORK,
    owner_first,
    published,
    red,
    shared_with,
    silent,
    to_all,
)
from entraide.vocabulary.handling import EVERY_PURPOSE, Purpose

_HOME = {p.key: next(o for o in ORGANISATIONS if o.key == p.organisation) for p in PEOPLE}
_COUNTRIES = tuple(sorted({o.country for o in ORGANISATIONS}))
_GRADES = ("A1", "A2", "B1", "B2", "B2", "B3", "C3", "D4")
_CARING = ("ngo", "welfare", "consulate")


def choose(rng: random.Random, author: str, *, about_a_person: bool, source_kind: str) -> Handling:
    """A label's making. What names a person is never GREEN or CLEAR; a unit's report stays among units."""
    home = _HOME[author]
    grade = rng.choice(_GRADES)
    roll = rng.random()
    if home.kind == "fiu":
        return owner_first(*_some(rng, home.key, kind="fiu", most=2), purposes=Purpose.FINANCE, grade=grade)
    if source_kind == "open_source":
        return published(grade=grade)
    purposes = _purposes(rng, home.kind)
    if roll < 0.05:
        return silent(purposes=purposes, years=1)
    if roll < 0.10:
        return red(author, *_colleagues(rng, author), purposes=purposes, years=rng.choice((1, 2)))
    if roll < 0.16:
        excluded = (rng.choice([c for c in _COUNTRIES if c != home.country]),)
        allowed = [k for k in _some(rng, home.key, most=4) if _country(k) not in excluded]
        return owner_first(*allowed, purposes=purposes, excluded=excluded, grade=grade)
    if about_a_person or roll < 0.35:
        pick = owner_first if rng.random() < 0.65 else shared_with
        return pick(*_some(rng, home.key, most=4), purposes=purposes, grade=grade)
    if roll < 0.55:
        return shared_with(*_some(rng, home.key, most=6), purposes=purposes, grade=grade)
    return to_all(purposes=purposes, grade=grade)


def _purposes(rng: random.Random, kind: str) -> Purpose:
    own = Purpose.PROTECTION if kind in _CARING else Purpose.INVESTIGATION
    return rng.choice((EVERY_PURPOSE, POLICE_WORK, POLICE_WORK, own, own | Purpose.FINANCE))


def _some(rng: random.Random, home: str, *, kind: str = "", most: int) -> list[str]:
    others = [
        o.key for o in ORGANISATIONS if o.key != home and (o.kind == kind or (not kind and o.kind != "fiu"))
    ]
    return rng.sample(others, rng.randint(1, most))


def _colleagues(rng: random.Random, author: str) -> list[str]:
    analysts = [p.key for p in PEOPLE if p.key != author and "analyst" in p.roles]
    return rng.sample(analysts, rng.randint(1, 2))


def _country(organisation: str) -> str:
    return next(o.country for o in ORGANISATIONS if o.key == organisation)
