"""An invitation: shown once, e-mailed, used once, for seven days."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from .conftest import PASSWORD, plain

ADDRESS = "lena.vogt@in.moei.example"


def _accept(link, browser=None, name="Lena Vogt", password=PASSWORD):
    return (browser or Client()).post(link, {"name": name, "password": password})


def _member(email=ADDRESS):
    from entraide.hub.core.acting import door
    from entraide.hub.directory.models import Member

    with door("sign-in"):
        return Member.objects.select_related("organisation").filter(email=email).first()


def test_the_invited_sets_name_and_password_and_then_a_second_factor(cast, invited, client, journal):
    link = invited(getattr(cast, "admin-in"), ADDRESS, roles=("analyst", "duty_officer"))
    assert "at least 12 characters" in client.get(link).content.decode()
    assert _accept(link, client)["Location"] == "/account/2fa/"
    member = _member()
    assert (member.organisation.name, member.roles) == ("National Bureau India", ["analyst", "duty_officer"])
    assert client.get("/account/2fa/totp/activate/").status_code == 200  # the password is fresh enough
    assert client.get("/directory/members")["Location"].startswith("/account/2fa/")
    assert journal(member.organisation, "join")


def test_the_link_is_e_mailed(cast, invited, mailoutbox):
    link = invited(getattr(cast, "admin-in"), ADDRESS)
    (mail,) = mailoutbox
    assert mail.to == [ADDRESS]
    assert link in mail.body


def test_a_mail_server_that_is_down_loses_nothing(cast, invited, monkeypatch):
    def refuse(*_arguments):
        raise ConnectionRefusedError

    monkeypatch.setattr("entraide.hub.directory.actions.invitations.send_mail", refuse)
    assert Client().get(invited(getattr(cast, "admin-in"), ADDRESS)).status_code == 200


def test_the_database_does_not_hold_the_link(cast, invited, as_process):
    from django.db import connection

    token = invited(getattr(cast, "admin-in"), ADDRESS).rpartition("/")[2]
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("SELECT directory_invitation::text FROM directory_invitation")
        assert token not in str(cursor.fetchall())


@pytest.mark.parametrize("password", ["short", "password1234", "lena.vogt@in.moei"])
def test_a_weak_password_is_refused_at_its_field_and_the_link_still_works(cast, invited, password):
    link = invited(getattr(cast, "admin-in"), ADDRESS)
    assert "field-error" in _accept(link, password=password).content.decode()
    assert _member() is None
    assert _accept(link).status_code == 302


def test_a_used_a_withdrawn_an_old_and_an_invented_link_answer_the_same(
    cast, invited, client_for, as_process
):
    from entraide.hub.core.acting import acting_as
    from entraide.hub.directory.models import Invitation

    deepa = getattr(cast, "admin-in")
    used, withdrawn, old = (
        invited(deepa, f"{word}@in.moei.example") for word in ("used", "withdrawn", "old")
    )
    _accept(used)
    with acting_as(deepa):
        withdrawal = Invitation.objects.get(email="withdrawn@in.moei.example").pk
        late = Invitation.objects.get(email="old@in.moei.example")
        late.expires_at -= timedelta(days=7, seconds=1)
        late.save()
    client_for(deepa).post(f"/directory/invitations/{withdrawal}/withdraw")
    answers = {
        (answer.status_code, plain(answer))
        for link in (used, withdrawn, old, "/directory/invitation/invented")
        for answer in (Client().get(link), _accept(link))
    }
    assert [status for status, _page in answers] == [404]


def test_a_second_invitation_of_an_address_withdraws_the_first(cast, invited):
    first, second = (invited(getattr(cast, "admin-in"), ADDRESS) for _ in range(2))
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_an_address_that_belongs_to_a_member_is_not_invited(cast, client_for):
    fields = {"name": "Kavya", "email": cast.kavya.email.upper(), "roles": ["analyst"]}
    page = client_for(getattr(cast, "admin-in")).post("/directory/members/invite", fields).content.decode()
    assert "belongs to a member already" in page


def test_only_administrators_invite(cast, client_for):
    fields = {"name": "Lena", "email": ADDRESS, "roles": ["analyst"]}
    assert client_for(cast.kavya).post("/directory/members/invite", fields).status_code == 403


def test_a_coordinator_cannot_be_invited_into_a_bureau(cast, client_for):
    fields = {"name": "Lena", "email": ADDRESS, "roles": ["coordinator"]}
    page = client_for(getattr(cast, "admin-in")).post("/directory/members/invite", fields)
    assert page.status_code == 200
    assert "/directory/invitation/" not in page.content.decode()


def test_another_organisations_invitation_cannot_be_withdrawn(cast, invited, client_for):
    from entraide.hub.core.acting import acting_as
    from entraide.hub.directory.models import Invitation

    link = invited(getattr(cast, "admin-in"), ADDRESS)
    with acting_as(getattr(cast, "admin-in")):
        theirs = Invitation.objects.get(email=ADDRESS).pk
    answer = client_for(getattr(cast, "admin-th")).post(f"/directory/invitations/{theirs}/withdraw")
    assert answer.status_code == 404
    assert Client().get(link).status_code == 200


def test_a_lost_telephone_is_replaced_by_a_new_link(cast, client_for, with_app, sign_in):
    with_app(cast.kavya)
    old_session = client_for(_member(cast.kavya.email))
    page = client_for(getattr(cast, "admin-in")).post(f"/directory/members/{cast.kavya.pk}/new-sign-in")
    link = re.search(r"/directory/invitation/[\w-]+", page.content.decode()).group(0)
    browser = Client()
    assert (
        _accept(link, browser, name="Kavya Raman", password="another river, other bends").status_code == 302
    )
    assert browser.get("/account/2fa/totp/activate/").status_code == 200  # the old app is gone
    assert old_session.get("/directory/members").status_code == 302
    assert sign_in(Client(), cast.kavya.email).status_code == 200  # the old password, too
    assert _member(cast.kavya.email).roles == ["analyst"]
