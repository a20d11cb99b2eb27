"""What a person knows of where a centre is, beside what is read in the report: a river, a direction, a search."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ...core import clock, journal
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.permissions import require
from .. import showing
from ..forms.choices import country_name
from ..models import KnownKind, LocateEvidence
from ..queries.located import evidence_of
from ..queries.reports import own_report
from .marks import rule_of

_COORDINATES = re.compile(r"\s*([-+]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*")
_CLEAR = 0.7
"""The share from which one of the places of a name is meant."""
_LONGEST_NAME = 200


@transaction.atomic
def say_known(report_id: UUID, kind: str, said: Mapping[str, Any]) -> LocateEvidence:
    """Keep it as evidence of where the centre of the report is.

    ``said``: the fields of the kind as `engines.locate` names them; where it needs a point, ``where`` is the name of a
    place or coordinates. Raises Invalid (field → remedy); Unknown for a report of another organisation.
    """
    require("report.submit", object_kind="report", object_id=report_id)
    report = own_report(report_id, deed="evidence.say")
    if kind not in KnownKind:
        raise Unknown("evidence", kind, deed="evidence.say")
    item = {name: value for name, value in said.items() if name != "where"}
    if "where" in said:
        item |= _point(str(said["where"]))
    row = LocateEvidence(
        report=report,
        kind=kind,
        words="",
        item=item,
        decided_by_id=current().member,
        decided_at=clock.now(),
        **rule_of(report),
    )
    _check(row)
    row.save(force_insert=True)
    journal.record("evidence.say", "report", report.pk, kind=kind)
    return row


@transaction.atomic
def take_back_known(report_id: UUID, evidence_id: UUID) -> None:
    """It is not known after all."""
    require("report.submit", object_kind="report", object_id=report_id)
    report = own_report(report_id, deed="evidence.take_back")
    row = report.evidence.filter(pk=evidence_id, kind__in=KnownKind.values).first()
    if row is None:
        raise Unknown("evidence", evidence_id, deed="evidence.take_back")
    row.delete()
    journal.record("evidence.take_back", "report", report.pk, kind=row.kind)


def _point(where: str) -> dict[str, Any]:
    """Coordinates as they are written, or those of the place that a name means."""
    from entraide.engines.locate import lookup  # its tables take a second to load, once

    written = " ".join(where.split())[:_LONGEST_NAME]
    if given := _COORDINATES.fullmatch(written):
        return {"lat": float(given[1]), "lon": float(given[2]), "written": written, "name": ""}
    found = lookup(written)
    if not found or found[0].score < _CLEAR:
        raise Invalid(
            {
                "where": _(
                    "No place is known by that name. Write it otherwise, or its coordinates: 16.69, 98.51."
                )
            }
        )
    if found[0].share < _CLEAR:
        names = "; ".join(
            f"{one.place.name}, {country_name(one.place.country)}"
            f" ({showing.apart(f'{one.place.lat:.2f}, {one.place.lon:.2f}')})"
            for one in found[:4]
        )
        raise Invalid(
            {"where": _("Several places have that name. Write the coordinates of one: %s.") % names}
        )
    place = found[0].place
    return {
        "lat": round(place.lat, 4),
        "lon": round(place.lon, 4),
        "written": written,
        "name": place.name,
        "site": place.site,
    }


def _check(row: LocateEvidence) -> None:
    from entraide.engines.locate.evidence import BadEvidence

    try:
        evidence_of(row, row.report)
    except BadEvidence as bad:
        field = bad.field if bad.field in row.item and bad.field not in ("lat", "lon") else "where"
        raise Invalid({field: f"{bad.wrong[:1].upper()}{bad.wrong[1:]}. {bad.remedy}."})
