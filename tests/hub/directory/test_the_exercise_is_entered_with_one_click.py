"""One click signs in as a member of the cast; outside of an exercise there is no such page."""

import pytest

PAGE = "/directory/exercise"


def test_outside_of_an_exercise_there_is_no_such_page(client, cast):
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"member": str(cast.kavya.pk)}).status_code == 404
    assert client.get("/directory/members").status_code == 302


def test_the_front_page_of_an_exercise_leads_to_its_cast(client, exercise):
    assert client.get("/")["Location"] == PAGE
    assert PAGE in client.get("/account/login/").content.decode()


def test_the_cast_is_listed_by_organisation_with_what_each_does(client, cast, exercise):
    page = client.get(PAGE).content.decode()
    assert page.index("Coordination Centre") < page.index("National Bureau India") < page.index("Kavya Raman")
    assert "Files reports, compares them" in page


def test_a_part_in_the_story_is_told(client, cast, exercise):
    from entraide.hub.core.acting import acting_as
    from entraide.hub.directory.models import Member

    with acting_as(cast.kavya):
        Member.objects.filter(pk=cast.kavya.pk).update(part="Takes the call of the family in Kochi.")
    assert "Takes the call of the family in Kochi." in client.get(PAGE).content.decode()


def test_one_click_signs_in(client, cast, exercise, journal):
    client.post(PAGE, {"member": str(cast.kavya.pk)})
    assert "National Bureau India" in client.get("/directory/members").content.decode()
    assert journal(cast.kavya.organisation, "sign-in")[0][2] == {"exercise": True}


def test_another_click_changes_sides(client, cast, exercise):
    client.post(PAGE, {"member": str(cast.kavya.pk)})
    client.post(PAGE, {"member": str(cast.somchai.pk)})
    page = client.get("/directory/members").content.decode()
    assert "National Bureau Thailand" in page
    assert "National Bureau India" not in page


def test_it_leads_on_to_where_one_was_going_and_nowhere_else(client, cast, exercise):
    went = client.post(PAGE, {"member": str(cast.kavya.pk), "next": "/directory/profile"})["Location"]
    assert went == "/directory/profile"
    elsewhere = client.post(PAGE, {"member": str(cast.kavya.pk), "next": "https://evil.example/"})["Location"]
    assert elsewhere == "/"


@pytest.mark.parametrize("member", ["", "nobody", "6f1e0a9e-54a8-4cf4-9d5e-93bbd9a7c001"])
def test_an_invented_member_is_not_found(client, exercise, member):
    assert client.post(PAGE, {"member": member}).status_code == 404


def test_a_session_of_an_exercise_opens_nothing_on_a_real_hub(client, cast, exercise, as_process):
    from django.db import connection

    from entraide.hub.core import clock

    client.post(PAGE, {"member": str(cast.kavya.pk)})
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_hub SET exercise = false")
    clock.forget()
    assert client.get("/directory/members")["Location"].startswith("/account/2fa/")
