"""Opening and closing balances of statements: what the account held before, and whether the entries add up."""

from __future__ import annotations

from datetime import datetime

from entraide.vocabulary.currencies import shown

from ._found import FileReport


class Balances:
    """The statements of a file: their accounts' balances in minor units, below zero where the account is overdrawn."""

    def __init__(self, report: FileReport) -> None:
        self.report = report
        self._earliest: dict[tuple[str, str], datetime] = {}
        self._used: set[tuple[str, str]] = set()

    def opened(self, account: str, currency: str, balance: int, at: datetime) -> None:
        """The first statement of an account says what it held before the record."""
        key = (account, currency)
        if key in self._earliest and self._earliest[key] <= at:
            return
        self._earliest[key] = at
        if balance < 0:
            self.report.note(
                f"{account} was overdrawn before the first entry: its opening balance is left out"
            )
            self.report.opening.pop(key, None)
        else:
            self.report.opening[key] = balance

    def closed(self, account: str, currency: str, opening: int | None, moved: int, closing: int) -> None:
        """Say where what the entries moved does not lead from one balance to the other."""
        if opening is not None and opening + moved != closing:
            self.report.note(
                f"the statement of {account} does not add up: {shown(opening, currency)} and entries of"
                f" {shown(moved, currency)} make {shown(opening + moved, currency)} {currency}, and it says"
                f" {shown(closing, currency)}; entries are missing or wrong"
            )
