"""Five failures, of password or code, close an address for a machine; nothing tells whether it exists."""

from django.test import Client

from .conftest import PASSWORD, totp


def _fail(sign_in, email, times=5, client=None, **headers):
    answer = None
    for _ in range(times):
        answer = sign_in(client or Client(), email, "wrong", **headers)
    return answer


def test_five_wrong_passwords_lock_out_even_the_right_one(cast, with_password, sign_in):
    with_password(cast.kavya)
    assert _fail(sign_in, cast.kavya.email).status_code == 429
    answer = sign_in(Client(), cast.kavya.email)
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()


def test_spelling_the_address_differently_does_not_help(cast, with_password, sign_in):
    with_password(cast.kavya)
    email = cast.kavya.email
    for spelling in (email, email.upper(), email.title(), f" {email}", email.swapcase()):
        sign_in(Client(), spelling, "wrong")
    assert sign_in(Client(), email).status_code == 429


def test_another_browser_name_does_not_help(cast, with_password, sign_in):
    with_password(cast.kavya)
    for number in range(5):
        sign_in(Client(headers={"user-agent": f"browser {number}"}), cast.kavya.email, "wrong")
    assert sign_in(Client(), cast.kavya.email).status_code == 429


def test_a_colleague_at_another_machine_still_gets_in(cast, with_password, sign_in):
    with_password(cast.kavya)
    _fail(sign_in, cast.kavya.email)
    assert sign_in(Client(), cast.kavya.email, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_many_machines_cannot_try_for_ever(cast, with_password, sign_in):
    with_password(cast.kavya)
    for number in range(30):
        sign_in(Client(), cast.kavya.email, "wrong", REMOTE_ADDR=f"192.0.2.{number // 4}")
    answer = sign_in(Client(), cast.kavya.email, REMOTE_ADDR="192.0.2.99")
    assert answer.status_code == 200
    assert "Too many attempts" in answer.content.decode()


def test_wrong_codes_count_like_wrong_passwords(client, cast, with_app, sign_in):
    secret = with_app(cast.kavya)
    sign_in(client, cast.kavya.email)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert client.post("/account/2fa/authenticate/", {"code": totp(secret)}).status_code == 429
    assert sign_in(Client(), cast.kavya.email).status_code == 429


def test_the_right_password_begins_the_count_of_codes_anew_only_with_the_code(cast, with_app, sign_in):
    with_app(cast.kavya)
    for _ in range(4):
        browser = Client()
        sign_in(browser, cast.kavya.email)
        browser.post("/account/2fa/authenticate/", {"code": "000000"})
    browser = Client()
    sign_in(browser, cast.kavya.email)
    assert browser.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 429


def test_an_address_that_nobody_has_is_answered_like_one_that_somebody_has(cast, with_password, sign_in):
    with_password(cast.kavya)
    known, unknown = (
        sign_in(Client(), email, "wrong").content.decode().replace(email, "")
        for email in (cast.kavya.email, "nobody.at-all@in.moei.example")
    )
    assert _said(known) == _said(unknown)
    assert "do not belong together" in known
    assert _fail(sign_in, "nobody.at-all@in.moei.example", 4).status_code == 429


def test_asking_for_a_new_password_tells_nothing(cast, mailoutbox):
    answers = [
        Client().post("/account/password/reset/", {"email": email})
        for email in (cast.kavya.email, "nobody.at-all@in.moei.example")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/account/password/reset/done/")
    ] * 2
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_failures_and_the_lock_out_are_in_the_journal_of_the_organisation(
    cast, with_password, sign_in, journal
):
    with_password(cast.kavya)
    _fail(sign_in, cast.kavya.email)
    entries = journal(cast.kavya.organisation, "sign-in")
    assert all(refused for _deed, refused, _detail in entries)
    reasons = [detail["reason"] for _deed, _refused, detail in entries]
    assert reasons.count("wrong password") == 5
    assert "locked out" in reasons


def test_no_password_is_kept_with_the_count(cast, sign_in):
    from axes.models import AccessAttempt

    sign_in(Client(), cast.kavya.email, PASSWORD + "!")
    kept = " ".join(str(value) for attempt in AccessAttempt.objects.values() for value in attempt.values())
    assert PASSWORD not in kept


def _said(page: str) -> list[str]:
    import re

    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page)
    return re.findall(r'class="field-error"[^>]*>.*?</p>|class="[^"]*notice[^"]*".*?</div>', page, re.S)
