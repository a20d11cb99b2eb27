"""The cast of Exercise Moei: organisations that stand for real offices, and people who do not exist."""

from __future__ import annotations

from entraide.exercise.cast.organisations import ABROAD, ORGANISATIONS, TIMEZONES
from entraide.exercise.cast.people import LANGUAGES, PARTS, PEOPLE

__all__ = ["ABROAD", "LANGUAGES", "ORGANISATIONS", "PARTS", "PEOPLE", "TIMEZONES"]
