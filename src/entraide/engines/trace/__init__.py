"""Where the money went, and what to freeze first."""

from __future__ import annotations

from ._reading import BadLedger
from .ledger import Ledger

__all__ = ["BadLedger", "Ledger"]
