"""What is wrong with a file, or with a row of it, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST_EXCERPT = 200


class UnreadableFile(ValueError):
    """Nothing of the file can be read. ``reason`` and ``remedy`` are fixed sentences, so they can be translated."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. {remedy}.")
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: where it stands (lines count from 1), why, and its text, shortened."""

    line: int
    reason: str
    text: str

    @classmethod
    def of(cls, line: int, reason: str, text: str) -> Rejected:
        short = text if len(text) <= _LONGEST_EXCERPT else text[: _LONGEST_EXCERPT - 1] + "…"
        return cls(line, reason, short)
