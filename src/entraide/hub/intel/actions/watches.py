"""Wait for a selector: the linker tells when a record holds it."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from entraide.engines.link import InvalidSelector, common_by_link_value, normalise
from entraide.vocabulary.handling import TLP, HitMode, Label

from ...core import bulk, clock, journal, quota
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.ids import new_id
from ...core.models.labelled import LABEL_COLUMNS, label_values
from ...core.permissions import require
from ...core.tokens import token
from ...core.vault import Vault
from ..labels import longest_expiry, years_from
from ..models import Watch
from .tables import TABLES

_COLUMNS = (
    *["id", "kind", "sealed_value", "token", "reason", "case_reference", "created_by_id", "created_at"],
    *LABEL_COLUMNS,
)


@transaction.atomic
def watch(
    kind: str, raw: str, *, reason: str, case_reference: str, hit_mode: HitMode = HitMode.SILENT
) -> UUID:
    """Watch a selector for a year. Its value is sealed; the other side learns of it as ``hit_mode`` says."""
    require("watch")
    quota.spend("watch")
    actor = current()
    problems = {}
    if not reason.strip():
        problems["reason"] = _("Say why this is watched; an auditor will read it.")
    if not case_reference.strip():
        problems["case_reference"] = _("Give the number of the case.")
    try:
        selector = normalise(kind, raw, country=actor.state)
    except InvalidSelector as invalid:
        problems["value"] = f"{_(invalid.reason)}. {_(invalid.remedy)}."
    if problems:
        raise Invalid(problems)
    if selector.link_value in common_by_link_value():
        raise Invalid(
            {"value": _("Too many share this for a watch to mean anything. Watch something rarer.")}
        )
    watch_id, now = new_id(), clock.now()
    link_token = token("selector", selector.link_value)
    label = Label(
        owner=actor.organisation,
        tlp=TLP.AMBER_STRICT,
        expires_on=min(longest_expiry(), years_from(clock.today(), 1)),
        hit_mode=hit_mode,
    )
    vault = Vault.instance()
    vault.create(watch_id)
    sealed = vault.encrypt(watch_id, selector.value.encode(), f"intel_watch.sealed_value.{watch_id}")
    whole = label_values(label)
    bulk.insert(
        "intel_watch",
        _COLUMNS,
        [
            (
                watch_id,
                kind,
                sealed,
                link_token,
                reason.strip()[:300],
                case_reference.strip()[:80],
                actor.member,
                now,
                *whole,
            )
        ],
    )
    bulk.insert(
        "intel_linkentry",
        TABLES["intel_linkentry"],
        [(link_token, kind, "watch", watch_id, actor.state, actor.unit, now, False, *whole)],
    )
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY entraide_link")
    journal.record("watch.begin", "watch", watch_id, kind=kind, reason=reason, case=case_reference)
    return watch_id


@transaction.atomic
def end_watch(watch_id: UUID) -> None:
    """The watch, its hits and its key are gone."""
    require("watch", object_kind="watch", object_id=watch_id)
    if not Watch.objects.filter(pk=watch_id, owner=current().organisation)._raw_delete("default"):
        raise Unknown("watch", watch_id, deed="watch.end")
    journal.record("watch.end", "watch", watch_id)
    transaction.on_commit(lambda: Vault.instance().erase(watch_id))


def watched_value(watch_record: Watch) -> str:
    """What is watched, opened for its own organisation."""
    opened = Vault.instance().decrypt(
        watch_record.pk, bytes(watch_record.sealed_value), f"intel_watch.sealed_value.{watch_record.pk}"
    )
    return opened.decode()
