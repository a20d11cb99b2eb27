"""Roles, suspension, duty: within one's own organisation, and never without an administrator."""

import pytest

from .conftest import plain


def _post(browser, path, **fields):
    return browser.post(f"/directory/{path}", fields)


def _again(member):
    from entraide.hub.core.acting import door
    from entraide.hub.directory.models import Member

    with door("sign-in"):
        return Member.objects.select_related("organisation").get(pk=member.pk)


@pytest.fixture
def deepa(cast, client_for):
    """The administrator of India's bureau, at her browser."""
    return client_for(getattr(cast, "admin-in"))


def test_an_administrator_sets_roles(cast, deepa, journal):
    _post(deepa, f"members/{cast.kavya.pk}", roles=["duty_officer", "analyst"])
    assert _again(cast.kavya).roles == ["analyst", "duty_officer"]
    ((_deed, _refused, detail),) = journal(cast.kavya.organisation, "member.roles")
    assert (detail["before"], detail["after"]) == (["analyst"], ["analyst", "duty_officer"])


def test_nobody_else_sets_roles(cast, client_for, journal):
    kavya = client_for(cast.kavya)
    assert _post(kavya, f"members/{cast.kavya.pk}", roles=["administrator"]).status_code == 403
    assert _again(cast.kavya).roles == ["analyst"]
    assert any(refused for _deed, refused, _detail in journal(cast.kavya.organisation, "organisation.manage"))


@pytest.mark.parametrize("page", ["", "/suspend", "/reinstate", "/new-sign-in"])
def test_a_member_of_another_organisation_answers_like_an_unknown_one(cast, deepa, page):
    unknown = "6f1e0a9e-54a8-4cf4-9d5e-93bbd9a7c001"
    theirs, nobodys = (
        _post(deepa, f"members/{member}{page}", roles=["analyst"]) for member in (cast.somchai.pk, unknown)
    )
    assert theirs.status_code == nobodys.status_code == 404
    assert plain(theirs) == plain(nobodys)
    assert _again(cast.somchai).suspended_at is None
    assert _again(cast.somchai).roles == ["duty_officer"]


def test_the_last_administrator_keeps_the_role(cast, deepa):
    deepa_herself = getattr(cast, "admin-in")
    answer = _post(deepa, f"members/{deepa_herself.pk}", roles=["analyst"])
    assert answer.status_code == 403
    assert "last administrator" in answer.content.decode()
    assert "administrator" in _again(deepa_herself).roles


def test_with_a_second_administrator_the_first_may_go(cast, deepa):
    _post(deepa, f"members/{cast.kavya.pk}", roles=["analyst", "administrator"])
    _post(deepa, f"members/{getattr(cast, 'admin-in').pk}", roles=["analyst"])
    assert _again(getattr(cast, "admin-in")).roles == ["analyst"]


def test_nobody_becomes_coordinator_outside_of_a_coordinating_organisation(cast, deepa):
    answer = _post(deepa, f"members/{cast.kavya.pk}", roles=["coordinator"])
    assert answer.status_code == 200
    assert _again(cast.kavya).roles == ["analyst"]


def test_in_a_coordinating_organisation_one_may(cast, client_for):
    jakob = client_for(getattr(cast, "admin-centre"))
    _post(jakob, f"members/{cast.theo.pk}", roles=["coordinator"])
    assert _again(cast.theo).roles == ["coordinator"]


def test_an_invented_role_is_an_error_at_its_field(cast, deepa):
    answer = _post(deepa, f"members/{cast.kavya.pk}", roles=["superuser"])
    assert "superuser" in answer.content.decode()
    assert _again(cast.kavya).roles == ["analyst"]


def test_suspending_ends_sessions_and_keys_at_once(cast, deepa, client_for, announced):
    from entraide.hub.directory.sign_in import authenticate_key

    kavya = client_for(cast.kavya)
    page = _post(kavya, "api-keys", name="upload", scopes=["submit"], days="30").content.decode()
    raw = page.split('value="ent_')[1].split('"')[0]
    assert authenticate_key(f"ent_{raw}") is not None
    _post(deepa, f"members/{cast.kavya.pk}/suspend")
    assert kavya.get("/directory/members").status_code == 302
    assert authenticate_key(f"ent_{raw}") is None
    assert ("session.revoked", [cast.kavya.pk]) in announced(cast.kavya.organisation)


def test_reinstatement_does_not_bring_old_sessions_or_keys_back(cast, deepa, client_for):
    from entraide.hub.directory.sign_in import authenticate_key

    kavya = client_for(cast.kavya)
    page = _post(kavya, "api-keys", name="upload", scopes=["submit"], days="30").content.decode()
    raw = "ent_" + page.split('value="ent_')[1].split('"')[0]
    _post(deepa, f"members/{cast.kavya.pk}/suspend")
    _post(deepa, f"members/{cast.kavya.pk}/reinstate")
    assert kavya.get("/directory/members").status_code == 302
    assert authenticate_key(raw) is None
    assert client_for(_again(cast.kavya)).get("/directory/members").status_code == 200


def test_a_suspended_member_cannot_sign_in_and_is_told_nothing_else(
    cast, deepa, client, with_password, sign_in
):
    with_password(cast.kavya)
    _post(deepa, f"members/{cast.kavya.pk}/suspend")
    answer = sign_in(client, cast.kavya.email)
    assert answer.status_code == 200
    assert "do not belong together" in answer.content.decode()


def test_an_administrator_does_not_suspend_oneself(cast, deepa):
    assert _post(deepa, f"members/{getattr(cast, 'admin-in').pk}/suspend").status_code == 403


def test_a_get_of_the_deed_asks_and_does_nothing(cast, deepa):
    assert "Suspend Kavya Raman?" in deepa.get(f"/directory/members/{cast.kavya.pk}/suspend").content.decode()
    assert _again(cast.kavya).suspended_at is None


def test_one_goes_on_duty_and_off(cast, client_for, journal):
    kavya = client_for(cast.kavya)
    _post(kavya, "duty", on_duty="on")
    assert _again(cast.kavya).on_duty
    _post(kavya, "duty", on_duty="off")
    assert not _again(cast.kavya).on_duty
    deeds = [deed for deed, _refused, _detail in journal(cast.kavya.organisation)]
    assert deeds[-2:] == ["duty.on", "duty.off"]


def test_one_keeps_ones_own_profile(cast, client_for):
    kavya = client_for(cast.kavya)
    answer = _post(kavya, "profile", name="Kavya R. Raman", language="fr", time_zone="Asia/Kolkata")
    saved = _again(cast.kavya)
    assert (saved.name, saved.language, saved.timezone) == ("Kavya R. Raman", "fr", "Asia/Kolkata")
    assert answer.cookies["django_language"].value == "fr"


def test_a_time_zone_that_is_none_is_an_error_at_its_field(cast, client_for):
    answer = _post(client_for(cast.kavya), "profile", name="Kavya", language="en", time_zone="Asia/Nowhere")
    assert "Asia/Nowhere" in answer.content.decode()
    assert _again(cast.kavya).timezone == "UTC"


def test_a_hostile_name_is_shown_harmlessly(cast, client_for, deepa):
    _post(client_for(cast.kavya), "profile", name="<script>alert(1)</script>", language="en", time_zone="UTC")
    page = deepa.get("/directory/members").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_list_of_members_costs_the_same_however_long_it_is(cast, deepa, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        deepa.get("/directory/members")
