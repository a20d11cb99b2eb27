"""Selectors too common to mean anything, by what they link on."""

from __future__ import annotations

from functools import cache

from entraide.vocabulary import common_selectors
from entraide.vocabulary.common_selectors import CommonSelector

from ._kinds import KINDS


@cache
def common_by_link_value() -> dict[str, CommonSelector]:
    """The warning list by ``link_value``. A hit on one of these says nothing and is not made."""
    return {
        KINDS[entry.kind].selector(entry.value, None).link_value: entry for entry in common_selectors.load()
    }


def is_common(kind: str, value: str) -> bool:
    """Whether a clean value is on the warning list."""
    return KINDS[kind].link(value) in common_by_link_value()
