"""Counting reports for one's organisation: what it may read, and in the journal who counted."""

from django.db import transaction

from entraide.engines.watch import Count, Journey
from entraide.vocabulary.handling import TLP

from ...core import journal
from ...core.permissions import require
from ..queries.counting import as_counts, as_journeys, marked


@transaction.atomic
def count_reports(most: TLP = TLP.AMBER) -> tuple[list[Count], int, TLP]:
    """Counts of the reports labelled ``most`` or milder; how many say nothing that is counted; the strictest label.

    The counts are to be handled like the strictest of what they were made from.
    """
    require("report.manage")
    reports = marked(most)
    rows = as_counts(reports.marked)
    journal.record("report.export", "report", kind="counts", count=reports.all)
    return rows, reports.all - sum(row.reports for row in rows), reports.strictest


@transaction.atomic
def ways_of_reports(most: TLP = TLP.AMBER) -> tuple[list[Journey], TLP]:
    """From nationality over transit to area; and the strictest label, by which the ways are to be handled."""
    require("report.manage")
    reports = marked(most)
    journal.record("report.export", "report", kind="ways", count=reports.all)
    return as_journeys(reports.marked), reports.strictest
