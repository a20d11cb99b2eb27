"""Signing in as people do, and looking into the journal."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

PASSWORD = "a river with nine bends"


def totp(secret: str, at: float | None = None) -> str:
    """RFC 6238, written anew here, so that the test is a second opinion."""
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def plain(answer: Any) -> str:
    """A page without what differs at every request: tokens, ids, links, times."""
    page = answer.content.decode()
    page = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|/directory/invitation/[\w-]+", "", page)
    page = re.sub(r'"[A-Za-z0-9]{64}"', '""', page)
    return re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+(\+00:00)?|\d\d:\d\d", "", page)


@pytest.fixture
def with_password(db: None) -> Callable[[Any], Any]:
    """The member, with PASSWORD for a password."""
    from entraide.hub.core.acting import door

    def give(member: Any) -> Any:
        member.set_password(PASSWORD)
        with door("sign-in"):
            member.save(update_fields=["password"])
        return member

    return give


@pytest.fixture
def with_app(with_password: Callable[[Any], Any]) -> Callable[[Any], str]:
    """Gives the member a password and an app that shows codes; returns the app's secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    def give(member: Any) -> str:
        secret = generate_totp_secret()
        TOTP.activate(with_password(member), secret)
        return secret

    return give


@pytest.fixture
def sign_in() -> Callable[..., Any]:
    """Fill in the sign-in page; returns the answer."""

    def post(client: Client, email: str, password: str = PASSWORD, **headers: str) -> Any:
        return client.post("/account/login/", {"login": email, "password": password}, **headers)

    return post


@pytest.fixture
def journal(as_process: Callable[[str], Any]) -> Callable[..., list[tuple[str, bool, dict[str, Any]]]]:
    """(deed, refused, detail) of an organisation, in order; of one deed, if one is named."""
    from django.db import connection

    def read(organisation: Any, deed: str = "") -> list[tuple[str, bool, dict[str, Any]]]:
        with as_process("migrator"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT deed, refused, detail::text FROM core_journalentry"
                " JOIN core_journaldetail ON entry_id = id WHERE core_journalentry.organisation_id = %s"
                " AND (%s = '' OR deed = %s) ORDER BY at",
                [organisation.pk, deed, deed],
            )
            return [(done, refused, json.loads(detail)) for done, refused, detail in cursor.fetchall()]

    return read


@pytest.fixture
def announced(as_process: Callable[[str], Any]) -> Callable[..., list[tuple[str, Any]]]:
    """(kind, members) of the live events of an organisation."""
    from django.db import connection

    def read(organisation: Any) -> list[tuple[str, Any]]:
        with as_process("migrator"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, members FROM core_liveevent WHERE organisation_id = %s ORDER BY number",
                [organisation.pk],
            )
            return cursor.fetchall()

    return read


@pytest.fixture
def exercise(as_process: Callable[[str], Any]) -> Any:
    """This database is an exercise."""
    from django.db import connection

    from entraide.hub.core import clock

    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_hub SET exercise = true")
    clock.forget()
    yield
    clock.forget()


@pytest.fixture
def invited(client_for: Callable[[Any], Client]) -> Callable[..., str]:
    """An administrator invites; returns the path of the link, as the page shows it."""

    def invite(
        administrator: Any, email: str, name: str = "Lena Vogt", roles: tuple[str, ...] = ("analyst",)
    ) -> str:
        page = client_for(administrator).post(
            "/directory/members/invite", {"name": name, "email": email, "roles": list(roles)}
        )
        return re.search(r"/directory/invitation/[\w-]+", page.content.decode()).group(0)

    return invite
