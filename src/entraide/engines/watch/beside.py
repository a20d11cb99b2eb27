"""Published figures beside one's own counts of the same thing: neither is added to the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entraide.vocabulary import trends
from entraide.vocabulary.trends import Trend

from .counts import Count, Told, by_event


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
    reports = by_event(rows)
    return [Beside(trend, _ours(trend, reports)) for trend in trends.load()]


def _ours(trend: Trend, reports: list[Told]) -> Ours | None:
    if trend.ours == "nationalities":
        distinct = {code for told in reports for code in told.under("nationality")}
        said = sum(told.reports for told in reports if told.under("nationality"))
        return Ours(len(distinct), said, "reports that name a nationality") if said else None
    placed = [told for told in reports if told.under("country")]
    inside = [told for told in placed if not set(trend.ours_in).isdisjoint(told.under("country"))]
    areas = {(row.area, row.country) for told in placed for row in told.rows if row.country}
    areas_inside = {area for area, country in areas if country in trend.ours_in}
    all_, in_there = (sum(told.reports for told in some) for some in (placed, inside))
    if not all_:
        return None
    if trend.ours == "areas":
        return Ours(len(areas_inside), in_there, "reports of areas there")
    if trend.ours == "share of areas":
        every = {area for area, _country in areas}
        return Ours(100 * len(areas_inside) / len(every), len(every), "areas whose country is known")
    if trend.ours == "share of reports":
        return Ours(100 * in_there / all_, all_, "reports whose country is known")
    return None
