"""What every page knows: who acts, for what purpose, at what time, and where one can go."""

from django.http import HttpRequest

from . import clock
from .acting import current_or_none
from .models.labelled import PurposeChoices
from .permissions import ROLES


def hub(request: HttpRequest) -> dict[str, object]:
    from .navigation import entries

    actor = current_or_none()
    context: dict[str, object] = {"exercise": clock.is_exercise(), "now": clock.now()}
    if actor is None:
        return context
    member = request.user
    return context | {
        "actor": {
            "name": member.name,
            "organisation": member.organisation.name,
            "organisation_id": member.organisation_id,
            "country": member.organisation.country,
            "roles": [ROLES[role] for role in member.roles],
            "purpose": PurposeChoices(int(actor.purpose)).label,
            "purpose_value": int(actor.purpose),
            "purposes": PurposeChoices.choices,
            "timezone": member.timezone,
        },
        "navigation": entries(request),
    }
