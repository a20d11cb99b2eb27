"""What a selector is: a phone, an account, a wallet … that can be the same in two reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class InvalidSelector(ValueError):
    """Text that is not a selector of the kind asked for.

    ``reason`` says what is wrong and ``remedy`` what to do. Both are fixed sentences without inserted
    values, so that a page can translate them.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. {remedy}.")
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Selector:
    """A well-formed selector.

    ``value`` is the canonical spelling; ``link_value`` is equal for two selectors exactly when they
    denote the same thing, across kinds too: a WhatsApp number and the phone it runs on share it.
    """

    kind: str
    value: str
    link_value: str


@dataclass(frozen=True, slots=True)
class FoundSelector:
    """A selector at ``text[start:end]`` (code points), spelt there as ``raw``.

    Where ``valid`` is false it only looks like one: ``value`` is then the text itself, ``link_value`` is
    None, so that it is never linked, and ``reason`` says why.
    """

    kind: str
    value: str
    raw: str
    start: int
    end: int
    valid: bool = True
    reason: str = ""
    link_value: str | None = None


class Kind:
    """One kind of selector. Subclasses say how it is cleaned, captioned and linked."""

    id: ClassVar[str]

    def clean(self, raw: str, country: str | None) -> str:
        """The canonical value of ``raw`` (already folded, without invisible characters).

        Raises InvalidSelector. Cleaning a clean value gives it back.
        """
        raise NotImplementedError

    def caption(self, value: str) -> str:
        """A clean value as people like to read it."""
        return value

    def link(self, value: str) -> str:
        return f"{self.id}:{value}"

    def selector(self, raw: str, country: str | None) -> Selector:
        value = self.clean(raw, country)
        return Selector(self.id, value, self.link(value))
