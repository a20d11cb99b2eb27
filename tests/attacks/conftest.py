"""A world with something to hide, and the means to compare what two requests tell."""

import contextlib
import difflib
import io
import re
import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from entraide.hub.core.acting import acting_as, door
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, Handling, MarkedPlace, MarkedTechnique, NamedPerson
from entraide.hub.intel.models import Hit
from entraide.vocabulary.handling import TLP, HitMode

NUMBER = "+66 81 000 0123"
EVERY_ROLE = sorted(
    {"administrator", "analyst", "duty_officer", "financial_analyst", "consular_officer", "case_worker"}
)
OPEN = Handling(hit_mode=HitMode.OPEN)
PUBLIC = Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)


@pytest.fixture(autouse=True)
def plain_static(settings: Any) -> None:
    """Addresses of static files without their fingerprints, which need the collected folder of a hub."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def file(member: Any, text: str, handling: Handling = OPEN, **more: Any) -> uuid.UUID:
    with acting_as(member):
        return actions.submit_report(Draft(text=text, handling=handling, **more)).id


def red(*members: Any, **more: Any) -> Handling:
    recipients = frozenset(member.pk for member in members)
    return Handling(tlp=TLP.RED, recipients=recipients, hit_mode=HitMode.OPEN, **more)


def hits_of(member: Any) -> list[Hit]:
    with acting_as(member):
        return list(Hit.objects.order_by("created_at", "id"))


@pytest.fixture
def grown(as_process: Callable[[str], Any]) -> Callable[..., Any]:
    """The member with other roles."""

    def give(member: Any, *roles: str) -> Any:
        with as_process("migrator"), connection.cursor() as cursor:
            cursor.execute("UPDATE directory_member SET roles = %s WHERE id = %s", [list(roles), member.pk])
        member.roles = list(roles)
        return member

    return give


@pytest.fixture
def attacker(cast: SimpleNamespace, grown: Callable[..., Any]) -> Any:
    """Of the Philippines' bureau, with every role that its own administrator can give."""
    return grown(cast.reyna, *EVERY_ROLE)


@pytest.fixture
def key_of() -> Callable[..., Client]:
    """A machine with a key of the member."""
    from entraide.hub.directory.actions import keys

    def make(member: Any, *scopes: str, **headers: str) -> Client:
        with acting_as(member):
            made = keys.make(name="test", scopes=scopes or ("read", "submit", "decide"), days=30)
        return Client(
            headers={"authorization": f"Bearer {made.text}", **headers}, raise_request_exception=False
        )

    return make


@pytest.fixture
def browser_of(client_for: Callable[..., Client]) -> Callable[..., Client]:
    """A browser signed in, that shows an error of the hub as a page."""

    def make(member: Any) -> Client:
        client = client_for(member)
        client.raise_request_exception = False
        return client

    return make


@pytest.fixture
def hidden(
    cast: SimpleNamespace, grown: Callable[..., Any], linked: Callable[[], int], settings: Any, tmp_path: Any
) -> SimpleNamespace:
    """One object of India of every kind, of which the Philippines may not know. ``owner`` may do all to them."""
    from entraide.hub.core.models import Job
    from entraide.hub.directory.actions import invitations, keys
    from entraide.hub.directory.models import Organisation

    settings.FILES_ROOT = tmp_path / "files"
    owner = grown(cast.kavya, *EVERY_ROLE)
    text = f"The recruiter at {NUMBER} held him at the tower. Passport taken. He was sold to another company."
    report = file(
        owner,
        text,
        OPEN,
        techniques=(_technique(),),
        places=(MarkedPlace("The tower", 16.7, 98.5, 5.0),),
        persons=(NamedPerson("Arun Nambiar", "victim", 1999, "IN"),),
    )
    file(cast.wanjiru, f"The advert says: call {NUMBER}.")
    linked()
    (hit,) = hits_of(owner)
    with acting_as(owner):
        from entraide.hub.intel.models import Claim, Place, ProposalDecision, Selector

        evidence = actions.Collected("Kavya", "Kochi", timezone.now(), "phone", "Code, section 94")
        attachment = actions.attach(report, "letter.txt", io.BytesIO(b"the letter"), evidence)
        watch = actions.watch("phone", "+66 81 000 0999", reason="Kochi family", case_reference="IN-7")
        note = actions.leave_note("Call Nairobi", [])
        job = Job.objects.create(
            owner_id=owner.organisation_id,
            member_id=owner.pk,
            purpose=1,
            kind="report.import",
            title="Import of secret.csv",
            state="done",
            result={"rejected_rows": [[2, "no text", "secret row"]], "filed": 1, "known": 0, "rejected": 1},
        )
        waiting = Job.objects.create(
            owner_id=owner.organisation_id, member_id=owner.pk, purpose=1, kind="x", title="waits"
        )
        organisation = Organisation.objects.get(pk=owner.organisation_id)
        offer = invitations.offer(
            organisation, name="New", email="new@example.org", roles=["analyst"], deed="invite"
        )
        key = keys.make(name="their key", scopes=["read"], days=3).key
        place = Place.objects.get(report=report).pk
        actions.reject_proposal(report, "technique", "W2.07")
        decision = ProposalDecision.objects.get(report=report).pk
        known = actions.say_known(report, "beside", {"feature": "river", "seen": True, "km": 2.0})
        entity = Claim.objects.filter(report=report)[0].entity_id
        token = Selector.objects.get(report=report, token__isnull=False).token
    from allauth.mfa.models import Authenticator

    with door("sign-in"):
        authenticator = Authenticator.objects.create(user=owner, type="webauthn", data={"name": "theirs"})
    return SimpleNamespace(
        owner=owner,
        report_id=report,
        place_id=place,
        decision_id=decision,
        attachment_id=attachment.pk,
        hit_id=hit.pk,
        watch_id=watch,
        note_id=note.pk,
        job_id=job.pk,
        waiting_job=waiting.pk,
        member_id=owner.pk,
        invitation_id=offer.invitation.pk,
        key_id=key.pk,
        entity_id=entity,
        evidence_id=known.pk,
        selector_token=token,
        organisation_id=owner.organisation_id,
        authenticator=authenticator.pk,
        technique=_technique().technique,
    )


def _technique() -> MarkedTechnique:
    from entraide.vocabulary import modi_operandi

    return MarkedTechnique(min(modi_operandi.ids()), "")


# what an answer tells

# the token against forged requests, and what o'clock it is
_CHANGING = re.compile(rb"\b[0-9A-Za-z]{64}\b|\b\d{4}-\d\d-\d\dT[\d:.]+\+00:00")
_HEADERS_THAT_VARY = {"set-cookie", "content-length"}


def told(response: Any, *names: object) -> tuple[Any, ...]:
    """What an answer tells, apart from tokens and from the names by which was asked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    body = _CHANGING.sub(b"", body)
    headers = {k.lower(): v for k, v in response.items() if k.lower() not in _HEADERS_THAT_VARY}
    for name in map(str, names):
        asked = name if len(name) > 8 else f"/{name}/"  # a number stands in other places too
        body = body.replace(asked.encode(), b"ID")
        headers = {k: v.replace(asked, "ID") for k, v in headers.items()}
    return response.status_code, body, headers


def difference(one: tuple[Any, ...], other: tuple[Any, ...]) -> list[str]:
    """Where two answers differ: empty for equal ones."""
    lines = [[str(a[0]), *map(str, a[2].items()), *map(repr, a[1].splitlines())] for a in (one, other)]
    return [
        line for line in difflib.unified_diff(*lines, n=0, lineterm="") if line[:2] not in ("--", "++", "@@")
    ]


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Counter:
    """The statements sent to the database."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __enter__(self) -> "Counter":
        self._context = connection.execute_wrapper(self._note)
        self._context.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._context.__exit__(*error)

    def _note(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)
        # the hub's clock is looked at anew every few seconds, whatever is asked
        if not text.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) and "core_hub" not in text:
            self.statements.append(text)
        return execute(sql, params, many, context)


def refusals(organisation: Any, as_process: Callable[[str], Any]) -> list[tuple[str, str]]:
    """(deed, object) of what was refused to an organisation's members."""
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT deed, object_id FROM core_journalentry WHERE refused AND organisation_id = %s ORDER BY at",
            [organisation],
        )
        return cursor.fetchall()


@pytest.fixture
def refused_to(as_process: Callable[[str], Any]) -> Callable[[Any], list[tuple[str, str]]]:
    return lambda member: refusals(member.organisation_id, as_process)
