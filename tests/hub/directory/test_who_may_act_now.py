"""Country × power, channel, languages, duty, and when the contact last answered."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

PAGE = "/directory/who-may-act"


def _rows(browser, **query):
    """The export as dictionaries, by organisation."""
    answer = browser.get(PAGE, query | {"format": "csv"})
    table = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {row["organisation"]: row for row in table}


def _tested(organisation, **ago):
    from entraide.hub.core.acting import acting_as, door  # noqa: F401
    from entraide.hub.directory.models import Organisation

    Organisation.objects.filter(pk=organisation.pk).update(
        contact_tested_at=timezone.now() - timedelta(**ago)
    )


def test_who_can_freeze_in_singapore(cast, client_for):
    browser = client_for(cast.kavya)
    assert list(_rows(browser, country="SG", power="freeze")) == ["FIU Singapore"]
    page = browser.get(PAGE, {"country": "SG", "power": "freeze"}).content.decode()
    assert "FIU Singapore" in page
    assert "Secure network of the units" in page
    assert "FIU Korea" not in page


def test_each_row_says_what_the_organisation_may_do(cast, client_for):
    embassy = _rows(client_for(cast.kavya))["Embassy of India in Bangkok"]
    powers = [embassy[kind] for kind in ("freeze", "rescue", "identify", "papers")]
    assert powers == ["", "", "yes", "yes"]


def test_organisations_without_a_power_are_not_listed(cast, client_for):
    assert "Open Sources Desk" not in _rows(client_for(cast.kavya))


def test_whoever_goes_on_duty_is_named(cast, client_for):
    client_for(cast.somchai).post("/directory/duty", {"on_duty": "on"})
    assert _rows(client_for(cast.kavya))["National Bureau Thailand"]["on duty now"] == "Somchai Rattanakul"


def test_a_suspended_member_or_organisation_is_not_named(cast, client_for):
    client_for(cast.somchai).post("/directory/duty", {"on_duty": "on"})
    client_for(getattr(cast, "admin-th")).post(f"/directory/members/{cast.somchai.pk}/suspend")
    client_for(cast.ines).post(f"/directory/organisation/{cast.wanjiru.organisation_id}/suspend")
    rows = _rows(client_for(cast.kavya))
    assert rows["National Bureau Thailand"]["on duty now"] == ""
    assert "National Bureau Kenya" not in rows


@pytest.mark.parametrize(("days", "marked"), [(29, False), (31, True)])
def test_a_contact_untested_for_thirty_days_is_marked_in_words(cast, client_for, days, marked):
    from entraide.hub.core.acting import acting_as

    with acting_as(cast.weiling):
        _tested(cast.weiling.organisation, days=days)
    page = client_for(cast.kavya).get(PAGE, {"country": "SG"}).content.decode()
    assert ("over 30 days" in page) is marked


def test_a_desk_notes_that_another_countrys_contact_answered(cast, client_for, journal):
    answer = client_for(cast.kavya).post(f"/directory/organisation/{cast.weiling.organisation_id}/answered")
    assert answer.status_code == 302
    row = _rows(client_for(cast.arjun))["FIU Singapore"]
    assert row["contact last tested"].startswith(timezone.now().date().isoformat())
    assert row["tested by"] == "National Bureau India"
    assert journal(cast.kavya.organisation, "contact.test")


def test_who_sits_at_no_desk_tests_no_contact(cast, client_for):
    answer = client_for(cast.pim).post(f"/directory/organisation/{cast.weiling.organisation_id}/answered")
    assert answer.status_code == 403


def test_an_unknown_contact_cannot_be_tested(cast, client_for):
    unknown = "6f1e0a9e-54a8-4cf4-9d5e-93bbd9a7c001"
    assert client_for(cast.kavya).post(f"/directory/organisation/{unknown}/answered").status_code == 404


def test_nobody_tests_contacts_at_the_door(db, cast):
    from django.db import DatabaseError, connection, transaction

    with (
        pytest.raises(DatabaseError, match="nobody is acting"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT directory_contact_tested(%s)", [cast.weiling.organisation_id])


def test_a_formula_in_a_channel_is_exported_as_text(cast, client_for):
    deepa = client_for(getattr(cast, "admin-in"))
    evil = '=HYPERLINK("http://x.example")'
    deepa.post(
        "/directory/organisation/edit",
        {
            "channel": evil,
            "phone": "+91 11 0000",
            "languages": "en",
            "time_zone": "UTC",
            "powers": ["identify"],
        },
    )
    row = _rows(client_for(cast.kavya))["National Bureau India"]
    assert row["channel"] == f"'{evil}"
    assert row["telephone"] == "'+91 11 0000"


def test_an_export_is_journalled(cast, client_for, journal):
    _rows(client_for(cast.kavya))
    assert journal(cast.kavya.organisation, "who-may-act.export")


def test_an_unknown_power_is_an_error_that_names_the_known_ones(cast, client_for):
    answer = client_for(cast.kavya).get(PAGE, {"power": "arrest"})
    assert answer.status_code == 400
    assert "freeze, rescue, identify, papers" in answer.content.decode()


def test_an_unknown_country_shows_an_empty_page_that_says_so(cast, client_for):
    page = client_for(cast.kavya).get(PAGE, {"country": "ZZ"}).content.decode()
    assert "Nobody in the directory may do this." in page


def test_the_page_costs_the_same_however_many_take_part(cast, client_for, django_assert_max_num_queries):
    browser = client_for(cast.kavya)
    browser.get(PAGE)
    with django_assert_max_num_queries(22):
        browser.get(PAGE)


def test_countries_and_languages_are_named_in_the_readers_language(cast, client_for):
    browser = client_for(cast.camille)
    browser.cookies["django_language"] = "fr"
    page = browser.get(PAGE, {"country": "TH"}).content.decode()
    assert "Thaïlande" in page
    assert "Birman" in page
