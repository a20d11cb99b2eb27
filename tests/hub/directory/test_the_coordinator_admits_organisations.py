"""Who takes part: admitted, corrected and suspended by the coordinator; described by themselves."""

import re

import pytest
from django.test import Client

from .conftest import PASSWORD

NEW = {
    "name": "National Bureau Nowhere",
    "kind": "bureau",
    "country": "NZ",
    "powers": ["identify", "rescue"],
    "rescue_note": "with the coast guard",
    "channel": "Duty telephone",
    "languages": "English, mi",
    "email": "desk@nowhere.example",
    "phone": "+64 3 000 0000",
    "time_zone": "Pacific/Auckland",
    "administrator_name": "Aroha Tane",
    "administrator_email": "aroha.tane@nowhere.example",
}


def _organisation(reader, **conditions):
    from entraide.hub.core.acting import acting_as
    from entraide.hub.directory.models import Organisation

    with acting_as(reader):
        return Organisation.objects.prefetch_related("powers").filter(**conditions).first()


def test_the_coordinator_admits_with_the_first_administrators_invitation(cast, client_for, journal):
    page = client_for(cast.ines).post("/directory/organisations/admit", NEW).content.decode()
    link = re.search(r"/directory/invitation/[\w-]+", page).group(0)
    admitted = _organisation(cast.ines, name=NEW["name"])
    assert (admitted.country, admitted.languages) == ("NZ", ["en", "mi"])
    powers = {power.kind: power.note for power in admitted.powers.all()}
    assert powers == {"identify": "", "rescue": "with the coast guard"}
    browser = Client()
    browser.post(link, {"name": "Aroha Tane", "password": PASSWORD})
    assert browser.get("/directory/members")["Location"].startswith("/account/2fa/")
    assert journal(cast.ines.organisation, "organisation.admit")


@pytest.mark.parametrize("who", ["kavya", "admin-in", "admin-centre", "amina"])
def test_nobody_else_admits(cast, client_for, who):
    assert client_for(getattr(cast, who)).post("/directory/organisations/admit", NEW).status_code == 403
    assert _organisation(cast.ines, name=NEW["name"]) is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "national bureau INDIA", "There is an organisation of this name"),
        ("name", "", "required"),
        ("kind", "ministry", "ministry"),
        ("country", "XX", "XX"),
        ("languages", "English, Klingonese", "Klingonese"),
        ("email", "desk", "valid email"),
        ("time_zone", "Mars/Base", "Mars/Base"),
        ("powers", "arrest", "arrest"),
        ("administrator_email", "kavya.raman@in.moei.example", "belongs to a member already"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_nothing_is_half_written(
    cast, client_for, field, value, said
):
    page = client_for(cast.ines).post("/directory/organisations/admit", NEW | {field: value})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert _organisation(cast.ines, name=NEW["name"]) is None


def test_the_coordinator_corrects_what_only_the_coordinator_says(cast, client_for, journal):
    kenya = cast.wanjiru.organisation
    fields = {"name": "National Bureau of Kenya", "kind": "police", "country": "KE"}
    client_for(cast.ines).post(f"/directory/organisation/{kenya.pk}/correct", fields)
    assert _organisation(cast.ines, pk=kenya.pk).name == "National Bureau of Kenya"
    assert journal(cast.ines.organisation, "organisation.correct")[0][2]["before"]["kind"] == "bureau"


@pytest.mark.parametrize("deed", ["correct", "suspend", "reinstate", "invite"])
def test_an_administrator_changes_nothing_of_another_organisation(cast, client_for, deed):
    kenya = cast.wanjiru.organisation
    fields = {"name": "Taken over", "kind": "fiu", "country": "IN"}
    answer = client_for(getattr(cast, "admin-in")).post(f"/directory/organisation/{kenya.pk}/{deed}", fields)
    assert answer.status_code == 403
    assert _organisation(cast.ines, pk=kenya.pk).name == kenya.name


def test_row_level_security_keeps_others_from_writing_whatever_the_pages_do(cast):
    from entraide.hub.core.acting import acting_as
    from entraide.hub.directory.models import Member, Organisation, Power

    with acting_as(getattr(cast, "admin-in")):
        assert Organisation.objects.filter(pk=cast.wanjiru.organisation_id).update(channel="ours") == 0
        assert Member.objects.filter(pk=cast.wanjiru.pk).update(roles=["administrator"]) == 0
        assert Power.objects.filter(organisation=cast.wanjiru.organisation_id).delete()[0] == 0


def test_suspension_closes_every_session_of_the_organisation_at_once(cast, client_for, announced, journal):
    wanjiru = client_for(cast.wanjiru)
    assert wanjiru.get("/directory/members").status_code == 200
    client_for(cast.ines).post(f"/directory/organisation/{cast.wanjiru.organisation_id}/suspend")
    assert wanjiru.get("/directory/members").status_code == 302
    assert ("session.revoked", None) in announced(cast.wanjiru.organisation)
    assert journal(cast.ines.organisation, "organisation.suspend")


def test_after_reinstatement_one_signs_in_anew(cast, client_for):
    ines, wanjiru = client_for(cast.ines), client_for(cast.wanjiru)
    ines.post(f"/directory/organisation/{cast.wanjiru.organisation_id}/suspend")
    ines.post(f"/directory/organisation/{cast.wanjiru.organisation_id}/reinstate")
    assert wanjiru.get("/directory/members").status_code == 302
    cast.wanjiru.organisation = _organisation(cast.ines, pk=cast.wanjiru.organisation_id)
    assert client_for(cast.wanjiru).get("/directory/members").status_code == 200


def test_the_coordinating_organisation_does_not_suspend_itself(cast, client_for):
    answer = client_for(cast.ines).post(f"/directory/organisation/{cast.ines.organisation_id}/suspend")
    assert answer.status_code == 403


def test_an_organisation_describes_itself_and_a_new_contact_counts_as_untested(cast, client_for):
    deepa = client_for(getattr(cast, "admin-in"))
    fields = {
        "channel": "A new line",
        "languages": "hi; English",
        "time_zone": "Asia/Kolkata",
        "powers": ["papers"],
    }
    assert deepa.post("/directory/organisation/edit", fields).status_code == 302
    india = _organisation(cast.ines, pk=cast.kavya.organisation_id)
    assert (india.channel, india.languages, india.contact_tested_at) == ("A new line", ["hi", "en"], None)
    assert [power.kind for power in india.powers.all()] == ["papers"]


def test_a_description_that_leaves_the_contact_alone_leaves_its_test_alone(cast, client_for):
    india = cast.kavya.organisation
    fields = {"channel": india.channel, "languages": "en", "time_zone": "UTC", "powers": ["identify"]}
    client_for(getattr(cast, "admin-in")).post("/directory/organisation/edit", fields)
    assert _organisation(cast.ines, pk=india.pk).contact_tested_at == india.contact_tested_at


def test_only_administrators_describe(cast, client_for):
    assert client_for(cast.kavya).post("/directory/organisation/edit", {"channel": "x"}).status_code == 403


def test_an_unknown_organisation_is_not_found(cast, client_for):
    unknown = "6f1e0a9e-54a8-4cf4-9d5e-93bbd9a7c001"
    assert client_for(cast.ines).get(f"/directory/organisation/{unknown}").status_code == 404


def test_a_new_link_for_a_first_administrator_replaces_the_lost_one(cast, client_for):
    ines = client_for(cast.ines)
    page = ines.post("/directory/organisations/admit", NEW).content.decode()
    lost = re.search(r"/directory/invitation/[\w-]+", page).group(0)
    admitted = _organisation(cast.ines, name=NEW["name"])
    page = ines.post(f"/directory/organisation/{admitted.pk}/invite").content.decode()
    found = re.search(r"/directory/invitation/[\w-]+", page).group(0)
    assert Client().get(lost).status_code == 404
    assert Client().get(found).status_code == 200
