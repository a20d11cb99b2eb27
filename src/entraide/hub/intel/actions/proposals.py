"""Deciding what a machine read in a report: only a person makes it part of the report."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from ...core import clock, journal
from ...core.acting import current
from ...core.errors import Unknown
from ...core.permissions import require
from ..drafts import MarkedPlace, MarkedTechnique
from ..models import LocateEvidence, Place, ProposalDecision, ProposalKind, Report
from ..queries.proposals import Choice, Proposal, decided, open_proposals
from ..queries.reports import own_report
from .marks import mark_place, mark_technique, rule_of


@transaction.atomic
def confirm_proposal(
    report_id: UUID, kind: str, subject: str, *, choice: int = 0, elsewhere: bool = False
) -> None:
    """It is so: the method or the place is marked, and what it says of where a centre is is kept as evidence.
    Of a photo: it was taken at the centre or in sight of it.

    ``choice``: which of the places of that name is meant; ``elsewhere``: it is named, and the centre is not there.
    Nothing but these is taken from the sender: the proposal is read anew. Raises Unknown where the text gives no such proposal, or somebody decided it meanwhile.
    """
    report, proposal = _proposal(report_id, kind, subject)
    _decide(report, proposal, confirmed=True)
    if proposal.kind == ProposalKind.TECHNIQUE:
        mark_technique(report_id, MarkedTechnique(proposal.subject, proposal.words))
    elif proposal.kind == ProposalKind.PLACE:
        meant = _choice(proposal, choice)
        mark = MarkedPlace(meant.name[:200], meant.lat, meant.lon, meant.radius_km, meant.site)
        place = mark_place(report_id, mark)
        said = {**asdict(meant), "written": proposal.subject, "elsewhere": elsewhere}
        _keep(report, proposal, said, place=place)
    elif proposal.kind == ProposalKind.PHOTO:
        _keep(report, proposal, proposal.item, attachment_id=UUID(proposal.subject))
    else:
        _keep(report, proposal, proposal.item)


@transaction.atomic
def reject_proposal(report_id: UUID, kind: str, subject: str) -> None:
    """It is not so. It is not proposed again for this report, until the decision is taken back."""
    report, proposal = _proposal(report_id, kind, subject)
    _decide(report, proposal, confirmed=False)


@transaction.atomic
def take_back_decision(report_id: UUID, decision_id: UUID) -> None:
    """The proposal is open again; what was marked because of it is no longer."""
    require("report.submit", object_kind="report", object_id=report_id)
    report = own_report(report_id, deed="proposal.take_back")
    try:
        decision = ProposalDecision.objects.get(pk=decision_id, report=report)
    except ProposalDecision.DoesNotExist:
        raise Unknown("proposal", decision_id, deed="proposal.take_back")
    if decision.confirmed and decision.kind == ProposalKind.TECHNIQUE:
        report.techniques.filter(technique=decision.subject).delete()
    for kept in report.evidence.filter(kind=decision.kind, words=decision.words):
        if kept.subject == decision.subject:
            Place.objects.filter(pk=kept.place_id).delete()
            kept.delete()
    decision.delete()
    journal.record("proposal.take_back", "report", report.pk, kind=decision.kind)


def _proposal(report_id: UUID, kind: str, subject: str) -> tuple[Report, Proposal]:
    require("report.submit", object_kind="report", object_id=report_id)
    report = own_report(report_id, deed="proposal.decide")
    for proposal in open_proposals(report):
        if (proposal.kind, proposal.subject) == (kind, subject):
            return report, proposal
    raise Unknown("proposal", kind, deed="proposal.decide")


def _decide(report: Report, proposal: Proposal, *, confirmed: bool) -> None:
    said: dict[str, object] = {
        "words": proposal.words[:500],
        "score": proposal.score,
        "cues": " ".join(proposal.cues)[:500],
        "confirmed": confirmed,
    }
    _decision, is_first = ProposalDecision.objects.get_or_create(
        report=report,
        kind=proposal.kind,
        subject=proposal.subject,
        defaults={**said, **_decided(), **rule_of(report)},
    )
    if not is_first:  # a colleague was faster by a moment
        raise Unknown("proposal", proposal.kind, deed="proposal.decide")
    deed = "proposal.confirm" if confirmed else "proposal.reject"
    journal.record(deed, "report", report.pk, kind=proposal.kind)


def _choice(proposal: Proposal, choice: int) -> Choice:
    if not 0 <= choice < len(proposal.choices):
        raise Unknown("proposal", str(choice), deed="proposal.decide")
    return proposal.choices[choice]


def _keep(report: Report, proposal: Proposal, item: dict[str, object], **goes_with: object) -> None:
    LocateEvidence.objects.create(
        report=report,
        kind=proposal.kind,
        words=proposal.words[:500],
        item=item,
        **goes_with,
        **_decided(),
        **rule_of(report),
    )


def _decided() -> dict[str, object]:
    return {"decided_by_id": current().member, "decided_at": clock.now()}


@transaction.atomic
def export_decided() -> list[dict[str, Any]]:
    """What one's organisation confirmed and rejected, to learn from; it is in the journal who took it out."""
    require("report.manage")
    rows = list(decided())
    journal.record("proposal.export", "report", count=len(rows))
    return rows
