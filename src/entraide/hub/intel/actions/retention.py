"""How long a report stays: renewed, held, disputed, deleted. Its owner's, each with a reason."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...core import clock, journal
from ...core.errors import Invalid, Unknown
from ...core.permissions import require
from ..labels import longest_expiry
from ..models import Report
from ..queries.reports import own_report
from ..retention import forget

LONGEST_REASON = 300


@transaction.atomic
def renew(report_id: UUID, expires_on: date, reason: str) -> None:
    """Let it expire on another day, at most five years from today; also one that a legal hold alone keeps.

    Raises Invalid (field → remedy); Unknown for what one may not read, or another organisation owns.
    """
    reason = _checked(report_id, reason)
    if not clock.today() < expires_on <= longest_expiry():
        day = date_format(longest_expiry(), "j F Y")
        raise Invalid({"expires_on": _("Choose a day from tomorrow to %(day)s.") % {"day": day}})
    before = _change_or_none(report_id, expires_on=expires_on)
    if before is None and not _ask("intel_renew_held", report_id, expires_on):
        raise Unknown("report", report_id, deed="report.renew")
    was = before.expires_on if before else None
    journal.record("report.renew", "report", report_id, before=was, after=expires_on, reason=reason)


@transaction.atomic
def hold(report_id: UUID, reason: str) -> None:
    """A legal hold: it is not deleted, by anyone or by expiry, until the hold is released."""
    reason = _checked(report_id, reason)
    _change(report_id, "report.hold", legal_hold=True, hold_reason=reason)
    journal.record("report.hold", "report", report_id, reason=reason)


@transaction.atomic
def release_hold(report_id: UUID, reason: str) -> None:
    """End the legal hold. One that expired meanwhile is deleted at the next sweep."""
    reason = _checked(report_id, reason)
    released = _change_or_none(report_id, legal_hold=False, hold_reason="")
    if released is None and not _ask("intel_release_held", report_id):
        raise Unknown("report", report_id, deed="report.release_hold")
    journal.record("report.release_hold", "report", report_id, reason=reason)


@transaction.atomic
def dispute(report_id: UUID, reason: str) -> None:
    """Its correctness is contested: only its owner sees it, and it makes no hits, until that is settled."""
    reason = _checked(report_id, reason)
    _change(report_id, "report.dispute", disputed=True, dispute_reason=reason)
    journal.record("report.dispute", "report", report_id, reason=reason)


@transaction.atomic
def settle(report_id: UUID, reason: str) -> None:
    """The dispute is over: it may be used again."""
    reason = _checked(report_id, reason)
    _change(report_id, "report.settle", disputed=False, dispute_reason="")
    journal.record("report.settle", "report", report_id, reason=reason)


@transaction.atomic
def delete(report_id: UUID, reason: str) -> None:
    """Delete it everywhere, now: with what was found in it, its hits and its files. It cannot be undone."""
    reason = _checked(report_id, reason)
    if own_report(report_id, deed="report.delete").legal_hold:
        raise Invalid({"report": _("This is under legal hold. Release the hold first.")})
    # not the ORM's own deletion, which looks for children under the rule: a trigger takes them all
    Report.objects.filter(pk=report_id)._raw_delete("default")
    journal.record("report.delete", "report", report_id, reason=reason)
    transaction.on_commit(lambda: forget([report_id]))


def _checked(report_id: UUID, reason: str) -> str:
    require("report.manage", object_kind="report", object_id=report_id)
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Invalid({"reason": _("Say why; an auditor will read it.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Use at most %(most)d characters.") % {"most": LONGEST_REASON}})
    return reason


def _change(report_id: UUID, deed: str, **columns: object) -> None:
    if _change_or_none(report_id, **columns) is None:
        raise Unknown("report", report_id, deed=deed)


def _change_or_none(report_id: UUID, **columns: object) -> Report | None:
    """The report as it was before, or None for what one may not change. Its children follow, by a trigger."""
    try:
        before = own_report(report_id, deed="")
    except Unknown:
        return None
    Report.objects.filter(pk=report_id).update(**columns)
    return before


def _ask(function: str, *arguments: object) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(arguments))})", arguments)
        return bool(cursor.fetchone()[0])
