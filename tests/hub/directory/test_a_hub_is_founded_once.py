"""`entraide directory first`: the coordinating organisation of a new hub, and nothing after it."""

import pytest
from django.test import Client

from entraide.hub.core.errors import Invalid, Refused

from .conftest import PASSWORD

FIRST = {
    "name": "Coordination Centre",
    "country": "FR",
    "administrator_name": "Ines Varga",
    "administrator_email": "ines@centre.example",
}


@pytest.fixture
def new_hub(as_process):
    """A database without organisations."""
    from django.db import connection

    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE directory_organisation CASCADE")


def test_its_first_member_coordinates_and_administers(new_hub):
    from entraide.hub.core.acting import door
    from entraide.hub.directory.actions.organisations import found_hub
    from entraide.hub.directory.models import Member

    link = found_hub(**FIRST)
    path = link[link.index("/directory/") :]
    assert Client().post(path, {"name": "Ines Varga", "password": PASSWORD}).status_code == 302
    with door("sign-in"):
        (member,) = Member.objects.select_related("organisation")
    assert member.roles == ["administrator", "coordinator"]
    assert member.organisation.kind == "coordinator"


def test_a_hub_that_has_organisations_is_not_founded_again(db):
    from entraide.hub.directory.actions.organisations import found_hub

    with pytest.raises(Refused, match="coordinator admits"):
        found_hub(**FIRST)


def test_everything_wrong_is_said_at_once_and_nothing_is_written(new_hub):
    from entraide.hub.core.acting import door
    from entraide.hub.directory.actions.organisations import found_hub
    from entraide.hub.directory.models import Organisation

    with pytest.raises(Invalid) as wrong:
        found_hub(name="", country="XX", administrator_name="", administrator_email="ines")
    assert wrong.value.problems.keys() >= {"name", "country", "email"}
    with door("first"):
        assert not Organisation.objects.exists()
