"""Password, then a code; without either, no page."""

import re
import time

import pytest
from django.test import Client

from .conftest import PASSWORD, totp

OWN_PAGE = "/directory/members"


def test_a_password_alone_opens_no_page(client, cast, with_password, sign_in):
    with_password(cast.kavya)
    sign_in(client, cast.kavya.email)
    answer = client.get(OWN_PAGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/2fa/")


def test_a_member_sets_up_an_app_and_is_in(client, cast, with_password, sign_in, journal, monkeypatch):
    # what waits for the commit of the request would wait for the end of the test
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **_: call())
    with_password(cast.kavya)
    sign_in(client, cast.kavya.email)
    assert "set up" in client.get("/account/2fa/").content.decode().lower()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page).group(1)
    client.post("/account/2fa/totp/activate/", {"code": totp(secret)})
    assert client.get(OWN_PAGE).status_code == 200
    assert {"type": "totp"} in [
        detail for _deed, _no, detail in journal(cast.kavya.organisation, "second-factor.add")
    ]


def test_a_member_with_an_app_signs_in_with_a_code(client, cast, with_app, sign_in, journal):
    secret = with_app(cast.kavya)
    assert sign_in(client, cast.kavya.email)["Location"].startswith("/account/2fa/authenticate/")
    assert client.get(OWN_PAGE).status_code == 302
    client.post("/account/2fa/authenticate/", {"code": totp(secret)})
    assert client.get(OWN_PAGE).status_code == 200
    assert [refused for _deed, refused, _detail in journal(cast.kavya.organisation, "sign-in")] == [False]


def test_the_address_is_known_in_any_case(client, cast, with_password, sign_in):
    with_password(cast.kavya)
    assert sign_in(client, cast.kavya.email.upper()).status_code == 302


def test_a_code_opens_once(cast, with_app, sign_in):
    secret = with_app(cast.kavya)
    code = totp(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, cast.kavya.email)
        browser.post("/account/2fa/authenticate/", {"code": code})
    assert first.get(OWN_PAGE).status_code == 200
    assert second.get(OWN_PAGE).status_code == 302


def test_a_session_older_than_the_app_shows_it_first(client, cast, with_password, sign_in, with_app):
    with_password(cast.kavya)
    sign_in(client, cast.kavya.email)
    secret = with_app(cast.kavya)  # set up elsewhere; the password is the same, but hashed anew
    sign_in(client, cast.kavya.email)
    assert client.get("/account/2fa/totp/deactivate/").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": totp(secret)})
    assert client.get(OWN_PAGE).status_code == 200


def test_taking_the_last_factor_away_closes_the_pages(client, cast, with_app, sign_in):
    secret = with_app(cast.kavya)
    sign_in(client, cast.kavya.email)
    client.post("/account/2fa/authenticate/", {"code": totp(secret)})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert client.get(OWN_PAGE)["Location"].startswith("/account/2fa/")


def test_the_secret_of_an_app_is_encrypted_in_the_database(cast, with_app):
    from allauth.mfa.models import Authenticator

    secret = with_app(cast.kavya)
    stored = Authenticator.objects.get(user_id=cast.kavya.pk).data
    assert secret not in str(stored)


def test_nobody_signs_up(client, db):
    assert client.get("/account/signup/").status_code == 404
    posted = {"email": "new@moei.example", "password1": PASSWORD}
    assert client.post("/account/signup/", posted).status_code == 404


def test_addresses_are_not_added_by_oneself(cast, client_for):
    browser = client_for(cast.kavya)
    assert (
        browser.post("/account/email/", {"email": "other@moei.example", "action_add": ""}).status_code == 404
    )


def test_a_script_is_told_to_sign_in(client, db):
    fragment = client.get(OWN_PAGE, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (401, "/account/login/")
    assert client.get(OWN_PAGE, headers={"accept": "application/json"}).status_code == 401


def test_after_signing_in_one_lands_where_one_was_going(client, db):
    assert client.get(OWN_PAGE)["Location"] == "/account/login/?next=%2Fdirectory%2Fmembers"


@pytest.mark.parametrize(
    "page", ["/directory/who-may-act", "/directory/organisation", "/directory/api-keys", "/"]
)
def test_no_page_opens_to_somebody_unknown(client, db, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_the_pages_speak_the_members_language_after_signing_in(client, cast, with_password, sign_in):
    from entraide.hub.core.acting import door

    with_password(cast.camille)
    cast.camille.language = "fr"
    with door("sign-in"):
        cast.camille.save(update_fields=["language"])
    assert sign_in(client, cast.camille.email).cookies["django_language"].value == "fr"


def test_old_codes_are_refused(client, cast, with_app, sign_in):
    secret = with_app(cast.kavya)
    sign_in(client, cast.kavya.email)
    client.post("/account/2fa/authenticate/", {"code": totp(secret, time.time() - 3600)})
    assert client.get(OWN_PAGE).status_code == 302
