"""People of reports, and hits between them, as the linker writes them."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.drafts import Draft, Handling, NamedPerson
from entraide.hub.intel.models import Claim
from entraide.vocabulary.handling import TLP, HitMode

SIDE = (
    "record_id, owner_id, state, unit, tlp, audience, recipients, excluded_states, hit_mode, purposes,"
    " expires_on, disputed"
)


def shared_with(*members: Any) -> Handling:
    """AMBER, for the organisations of these members."""
    audience = frozenset(member.organisation_id for member in members)
    return Handling(tlp=TLP.AMBER, audience=audience, hit_mode=HitMode.OWNER_FIRST)


def name_person(
    member: Any, name: str, handling: Handling | None = None, text: str = "", **said: Any
) -> UUID:
    """File a report that names somebody, and holds ``text`` too; the id of the entity."""
    person = NamedPerson(name, **said)
    with acting_as(member):
        filed = submit_report(
            Draft(f"{uuid4().hex} names {name}. {text}", handling or Handling(), persons=(person,))
        )
        entity: UUID = Claim.objects.filter(report=filed.id).values_list("entity_id", flat=True)[0]
    return entity


def hit_between(
    as_process: Any, older: UUID, newer: UUID, *, probability: float = 0.97, sure: bool = True, **fields: Any
) -> UUID:
    """A hit as the linker writes one. ``fields``: name=("alike", 9.1), birth=("year", 4.2) …"""
    from django.db.backends.postgresql.psycopg_any import Jsonb

    told = [
        {"field": field, "level": level, "bits": bits, "script_a": "Hans", "script_b": "Latn"}
        if field == "name"
        else {"field": field, "level": level, "bits": bits}
        for field, (level, bits) in (fields or {"name": ("alike", 9.1), "birth": ("year", 4.2)}).items()
    ]
    bits = sum(one["bits"] for one in told) - 7.0
    reason = {"kind": "person", "bits": bits, "probability": probability, "alert": sure, "fields": told}
    columns = ", ".join(
        f"{side}_{column.removesuffix('_id') if column == 'record_id' else column}"
        for side in ("older", "newer")
        for column in SIDE.split(", ")
    )
    hit = uuid4()
    with as_process("linker"), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO intel_hit (id, reasons, strength, created_at, older_kind, newer_kind, {columns},"
            " older_released, newer_released, older_told, newer_told)"
            " SELECT %s, %s, %s, core_now(), a.kind, b.kind,"
            f" {', '.join(f'a.{c}' for c in SIDE.split(', '))}, {', '.join(f'b.{c}' for c in SIDE.split(', '))},"
            " true, true, true, true"
            " FROM intel_linkperson AS a, intel_linkperson AS b WHERE a.record_id = %s AND b.record_id = %s",
            [hit, Jsonb([reason]), 2 if sure else 1, older, newer],
        )
        assert cursor.rowcount == 1
    return hit
