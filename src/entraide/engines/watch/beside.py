"""Published figures beside one's own counts of the same thing: neither is added to the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entraide.vocabulary import trends
from entraide.vocabulary.trends import Trend

from .counts import Count


@dataclass(frozen=True, slots=True)
class Ours:
    """``value``: a number, or percent for a share; ``of``: how many reports or areas it was counted among, ``what``."""

    value: float
    of: int
    what: str


@dataclass(frozen=True, slots=True)
class Beside:
    """``ours`` is None where nothing of one's own counts the same."""

    published: Trend
    ours: Ours | None


def beside(rows: Iterable[Count]) -> list[Beside]:
    """Every published figure, with what the rows say of the same thing.

    Reports are not people, and who reports is not who is harmed: the two stand beside each other, and their difference
    says nothing by itself.
    """
    given = list(rows)
    return [Beside(trend, _ours(trend, given)) for trend in trends.load()]


def _ours(trend: Trend, rows: list[Count]) -> Ours | None:
    if trend.ours == "nationalities":
        named = [row for row in rows if row.nationalities]
        distinct = {code for row in named for code in row.nationalities}
        said = sum(row.reports for row in named)
        return Ours(len(distinct), said, "reports that name a nationality") if said else None
    placed = [row for row in rows if row.country]
    inside = [row for row in placed if row.country in trend.ours_in]
    areas, areas_inside = {row.area for row in placed}, {row.area for row in inside}
    reports, reports_inside = (sum(row.reports for row in some) for some in (placed, inside))
    if not reports:
        return None
    if trend.ours == "areas":
        return Ours(len(areas_inside), reports_inside, "reports of areas there")
    if trend.ours == "share of areas":
        return Ours(100 * len(areas_inside) / len(areas), len(areas), "areas whose country is known")
    if trend.ours == "share of reports":
        return Ours(100 * reports_inside / reports, reports, "reports whose country is known")
    return None
