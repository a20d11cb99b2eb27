"""Where something begins: counts by week and place, early warnings, flows, what is met together, public figures.

>>> from datetime import date, timedelta
>>> rows = [Count("Mae Sot", date(2025, 1, 6) + timedelta(weeks=week), 1 + week % 2) for week in range(40)]
>>> rows += [Count("Poipet", date(2025, 1, 6) + timedelta(weeks=week), 6 if week > 33 else week % 2) for week in range(40)]
>>> [(one.area, str(one.raised)) for one in early_warning(Counts.of(rows))]
[('Poipet', '2025-09-08')]
"""

from __future__ import annotations

from .beside import Beside, Ours, beside
from .budget import BadBook, Budget, BudgetSpent, Spending
from .convergence import Lift, lifts
from .counts import DIMENSIONS, BadCounts, Count, Counts, Told, by_event, only, shown, totals
from .early import Warning_, early_warning
from .extract import synthetic
from .flows import Flow, Journey, flows
from .suppression import LEAST, Table, crossed, without_small_cells

__all__ = [
    "DIMENSIONS",
    "LEAST",
    "BadBook",
    "BadCounts",
    "Beside",
    "Budget",
    "BudgetSpent",
    "Count",
    "Counts",
    "Flow",
    "Journey",
    "Lift",
    "Ours",
    "Spending",
    "Table",
    "Told",
    "Warning_",
    "beside",
    "by_event",
    "crossed",
    "early_warning",
    "flows",
    "lifts",
    "only",
    "shown",
    "synthetic",
    "totals",
    "without_small_cells",
]
