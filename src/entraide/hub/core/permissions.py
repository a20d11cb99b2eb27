"""The one table of what each role may do. Reading records is decided by their label, not here."""

from django.utils.translation import gettext_lazy as _

from .acting import current, current_or_none
from .errors import Refused

ROLES = {
    "administrator": _("Administrator"),
    "analyst": _("Analyst"),
    "duty_officer": _("Duty officer"),
    "coordinator": _("Coordinator"),
    "publisher": _("Publisher"),
    "auditor": _("Auditor"),
    "financial_analyst": _("Financial analyst"),
    "reception_lead": _("Reception lead"),
    "screener": _("Screener"),
    "second_reader": _("Second reader"),
    "duty_lawyer": _("Duty lawyer"),
    "consular_officer": _("Consular officer"),
    "case_worker": _("Case worker"),
    "child_officer": _("Child officer"),
    "importer": _("Importer of public lists"),
}

_DESK = {"analyst", "duty_officer", "financial_analyst", "coordinator"}
_FIELD = {"reception_lead", "screener", "case_worker", "consular_officer", "child_officer"}

PERMISSIONS: dict[str, set[str]] = {
    "report.submit": _DESK | _FIELD | {"importer"},
    "report.import": _DESK | {"importer"},
    "report.manage": _DESK | {"importer"},  # relabel, renew, hold, dispute: own organisation's records
    "report.locate": _DESK | _FIELD,
    "search": _DESK | _FIELD | {"importer", "publisher"},
    "search.person": _DESK | _FIELD,
    "hit.decide": _DESK,
    "watch": _DESK,
    "handover": _DESK | _FIELD,
    "organisation.manage": {"administrator"},
    "organisation.admit": {"coordinator"},
    "contact.test": _DESK | {"administrator"},
    "journal.read": {"auditor"},
    "journal.countersign": {"auditor", "administrator"},
}


def may(permission: str) -> bool:
    actor = current_or_none()
    return actor is not None and not PERMISSIONS[permission].isdisjoint(actor.roles)


def require(permission: str, *, object_kind: str = "", object_id: object = None) -> None:
    """Raise Refused, which is journalled, where no role of the actor carries the permission."""
    if PERMISSIONS[permission].isdisjoint(current().roles):
        reason = _("Your role does not allow this. Your administrator can change your roles.")
        raise Refused(str(reason), deed=permission, object_kind=object_kind, object_id=object_id)
