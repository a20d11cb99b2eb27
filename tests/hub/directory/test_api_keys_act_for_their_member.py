"""A key is shown once, kept as a hash, and opens nothing once it is revoked or old."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from entraide.hub.directory.sign_in import authenticate_key


@pytest.fixture
def made(client_for):
    """Make a key on the page; returns its text."""

    def make(member, *scopes, name="upload", days="30"):
        page = client_for(member).post(
            "/directory/api-keys", {"name": name, "scopes": list(scopes or ["submit"]), "days": days}
        )
        return "ent_" + page.content.decode().split('value="ent_')[1].split('"')[0]

    return make


def _key(member, raw):
    from entraide.hub.core.acting import acting_as
    from entraide.hub.directory.models import ApiKey

    with acting_as(member):
        return ApiKey.objects.get(key_hash=hashlib.sha256(raw.encode()).hexdigest())


def test_a_key_acts_for_its_member(cast, made):
    raw = made(cast.kavya, "read", "submit")
    member, key = authenticate_key(raw)
    assert member == cast.kavya
    assert key.scopes == ["read", "submit"]


def test_it_is_found_with_one_look(cast, made, django_assert_num_queries):
    raw = made(cast.kavya)
    authenticate_key(raw)
    with django_assert_num_queries(6):  # the transaction, its settings there and back, and the one look
        authenticate_key(raw)


def test_its_text_is_nowhere_in_the_database(cast, made, as_process):
    from django.db import connection

    raw = made(cast.kavya)
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("SELECT directory_apikey::text FROM directory_apikey")
        assert raw not in str(cursor.fetchall())
        cursor.execute("SELECT detail::text FROM core_journaldetail")
        assert raw not in str(cursor.fetchall())


def test_the_page_shows_it_once(cast, made, client_for):
    raw = made(cast.kavya)
    assert raw not in client_for(cast.kavya).get("/directory/api-keys").content.decode()


@pytest.mark.parametrize("raw", ["", "ent_", "ent_invented", "x" * 5000, "ent_\x00"])
def test_an_invented_key_opens_nothing(db, raw):
    assert authenticate_key(raw) is None


def test_last_use_is_told(cast, made):
    raw = made(cast.kavya)
    assert _key(cast.kavya, raw).last_used_at is None
    authenticate_key(raw)
    assert timezone.now() - _key(cast.kavya, raw).last_used_at < timedelta(seconds=10)


def test_a_revoked_key_that_is_replayed_is_refused_journalled_and_noticed(
    cast, made, client_for, journal, announced
):
    raw = made(cast.kavya)
    client_for(cast.kavya).post(f"/directory/api-keys/{_key(cast.kavya, raw).pk}/revoke")
    assert authenticate_key(raw) is None
    ((_deed, refused, detail),) = journal(cast.kavya.organisation, "api-key.use")
    assert refused
    assert detail["reason"] == "the key was revoked"
    assert ("api-key.refused", [getattr(cast, "admin-in").pk]) in announced(cast.kavya.organisation)


def test_replayed_a_hundred_times_it_fills_no_journal(cast, made, client_for, journal):
    raw = made(cast.kavya)
    client_for(cast.kavya).post(f"/directory/api-keys/{_key(cast.kavya, raw).pk}/revoke")
    for _ in range(20):
        authenticate_key(raw)
    assert len(journal(cast.kavya.organisation, "api-key.use")) == 1


def test_a_key_ends_on_its_day(cast, made):
    from entraide.hub.core.acting import acting_as

    raw = made(cast.kavya)
    key = _key(cast.kavya, raw)
    key.expires_at = timezone.now() - timedelta(seconds=1)
    with acting_as(cast.kavya):
        key.save()
    assert authenticate_key(raw) is None


def test_no_key_is_made_for_longer_than_a_year(cast, client_for):
    page = client_for(cast.kavya).post(
        "/directory/api-keys", {"name": "x", "scopes": ["read"], "days": "3650"}
    )
    assert 'value="ent_' not in page.content.decode()


def test_a_key_without_a_scope_is_an_error_at_its_field(cast, client_for):
    page = client_for(cast.kavya).post("/directory/api-keys", {"name": "x", "days": "30"}).content.decode()
    assert "field-error" in page


def test_the_key_of_a_suspended_organisation_opens_nothing(cast, made, client_for):
    raw = made(cast.kavya)
    client_for(cast.ines).post(f"/directory/organisation/{cast.kavya.organisation_id}/suspend")
    assert authenticate_key(raw) is None


def test_an_administrator_revokes_a_colleagues_key(cast, made, client_for):
    raw = made(cast.kavya)
    client_for(getattr(cast, "admin-in")).post(f"/directory/api-keys/{_key(cast.kavya, raw).pk}/revoke")
    assert authenticate_key(raw) is None


@pytest.mark.parametrize("who", ["arjun", "admin-th", "ines"])
def test_a_key_of_somebody_else_answers_like_an_unknown_one(cast, made, client_for, who):
    raw = made(cast.kavya)
    browser = client_for(getattr(cast, who))
    theirs = browser.post(f"/directory/api-keys/{_key(cast.kavya, raw).pk}/revoke")
    nobodys = browser.post("/directory/api-keys/6f1e0a9e-54a8-4cf4-9d5e-93bbd9a7c001/revoke")
    assert theirs.status_code == nobodys.status_code == 404
    assert authenticate_key(raw) is not None


def test_one_sees_ones_own_keys_and_an_administrator_all_of_the_organisation(cast, made, client_for):
    made(cast.kavya, name="of Kavya")
    made(cast.arjun, name="of Arjun")
    page = client_for(cast.kavya).get("/directory/api-keys").content.decode()
    assert "of Kavya" in page
    assert "of Arjun" not in page
    administrators = client_for(getattr(cast, "admin-in")).get("/directory/api-keys").content.decode()
    assert "of Kavya" in administrators
    assert "of Arjun" in administrators
    assert "of Kavya" not in client_for(getattr(cast, "admin-th")).get("/directory/api-keys").content.decode()


def test_a_machine_asks_who_it_is(cast, made, client):
    raw = made(cast.kavya, "read")
    answer = client.get("/api/v1/me", headers={"authorization": f"Bearer {raw}"})
    assert answer.json()["organisation"] == str(cast.kavya.organisation_id)


def test_a_key_without_the_scope_is_refused(cast, made, client):
    raw = made(cast.kavya, "submit")
    assert client.get("/api/v1/me", headers={"authorization": f"Bearer {raw}"}).status_code == 403
