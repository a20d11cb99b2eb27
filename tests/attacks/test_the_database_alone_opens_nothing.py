"""Who has a copy of the database, and nothing of the folders beside it, cannot act for anybody with it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.directory.actions import invitations, keys
from entraide.hub.directory.models import Organisation
from entraide.hub.intel import actions
from tests.standing import sign_in


@pytest.fixture
def dump(as_process: Callable[[str], Any]) -> Callable[[], str]:
    """Every row of every table, as text."""

    def rows() -> Iterator[str]:
        with as_process("migrator"), connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                cursor.execute(f"SELECT row_to_json(t)::text FROM {table} AS t")
                yield from (row for (row,) in cursor.fetchall())

    return lambda: "\n".join(rows())


def test_it_holds_no_key_no_link_no_password_and_no_secret_of_a_second_factor(cast: Any, dump: Any) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from entraide.hub.core.acting import door

    with acting_as(cast.kavya):
        key = keys.make(name="test", scopes=["read"], days=3).text
        organisation = Organisation.objects.get(pk=cast.kavya.organisation_id)
        offer = invitations.offer(
            organisation, name="N", email="n@example.org", roles=["analyst"], deed="invite"
        )
    secret = generate_totp_secret()
    cast.kavya.set_password("a river with nine bends")
    with door("sign-in"):
        cast.kavya.save(update_fields=["password"])
        TOTP.activate(cast.kavya, secret)
    everything = dump()
    assert str(cast.kavya.pk) in everything
    for held in (
        key,
        key.removeprefix("ent_"),
        offer.link.rsplit("/", 1)[1],
        secret,
        "a river with nine bends",
    ):
        assert held not in everything


def test_it_does_not_tell_what_is_watched(cast: Any, dump: Any) -> None:
    """Neither the value nor a token that could be made without the key of tokens."""
    import hashlib

    with acting_as(cast.kavya):
        actions.watch("phone", "+66 81 000 0123", reason="a family", case_reference="1")
    everything = dump()
    assert "0810000123" not in everything
    assert "66810000123" not in everything
    for digest in (hashlib.sha256, hashlib.md5, hashlib.sha1):
        for value in ("+66810000123", "66810000123", "phone:+66810000123"):
            assert digest(value.encode()).hexdigest()[:32] not in everything.replace("-", "")


def test_it_holds_no_session_that_a_browser_could_send(cast: Any, dump: Any) -> None:
    from django.test import Client

    browser = Client()
    sign_in(browser, cast.kavya)
    assert browser.cookies["sessionid"].value not in dump()


def test_what_the_table_holds_of_a_session_signs_nobody_in(cast: Any) -> None:
    from django.contrib.sessions.models import Session
    from django.test import Client

    browser, thief = Client(), Client()
    sign_in(browser, cast.kavya)
    assert browser.get("/").status_code == 200
    with acting_as(cast.kavya):
        thief.cookies["sessionid"] = Session.objects.get().session_key
    assert thief.get("/").status_code == 302
