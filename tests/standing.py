"""Puts the cast into a test database and signs its members in."""

import uuid
from typing import Any

from entraide.exercise.cast import ORGANISATIONS, PEOPLE

_SPACE = uuid.UUID("c0ffee00-0000-4000-8000-000000000000")


def enrol() -> None:
    """As the web process: every organisation and member of the exercise, with ids that follow from keys."""
    from entraide.hub.core.acting import door
    from entraide.hub.directory.models import Member, Organisation, Power

    organisations = {
        seat.key: Organisation(
            id=uuid.uuid5(_SPACE, seat.key),
            name=seat.name,
            kind=seat.kind,
            country=seat.country,
            channel=seat.channel,
            languages=list(seat.languages),
            contact_tested_at=seat.tested,
        )
        for seat in ORGANISATIONS
    }
    with door("first"):
        Organisation.objects.bulk_create(organisations.values())
        Power.objects.bulk_create(
            Power(organisation=organisations[seat.key], kind=kind)
            for seat in ORGANISATIONS
            for kind in sorted(seat.powers)
        )
        Member.objects.bulk_create(
            Member(
                id=uuid.uuid5(_SPACE, person.key),
                organisation=organisations[person.organisation],
                email=person.email,
                name=person.name,
                roles=list(person.roles),
                password="!",
            )
            for person in PEOPLE
        )


def sign_in(client: Any, member: Any) -> None:
    """A session as sign-in leaves it, both factors given."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = client.session
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "entraide.hub.directory.sign_in.MemberBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session["second_factor"] = str(member.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
