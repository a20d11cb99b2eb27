"""Puts the exercise into a hub, by the doors that its members use: ``load(seed=6)``.

The fortnight before the 6th of November is played through in order. The clock of the work is set to the
moment of each deed, reports are filed by their authors, the linker links, India releases a hit and writes to
Kenya; then the clock is set to the opening. All of it is one transaction: an exercise is loaded whole or not
at all, and only into a database that holds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import groupby
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from entraide.exercise.generator import Exercise, generate
from entraide.exercise.shapes import Message, Release, Report, Watch
from entraide.hub.core import clock
from entraide.hub.core.acting import acting_as, door
from entraide.hub.core.errors import Invalid
from entraide.hub.core.ids import seeded
from entraide.hub.core.models import Hub
from entraide.hub.directory.models import Member, Organisation, Power
from entraide.hub.intel import actions, linking
from entraide.hub.intel.drafts import Draft, Handling, MarkedPlace, MarkedTechnique, NamedPerson
from entraide.hub.intel.models import Hit
from entraide.vocabulary import sites

LINKED_EVERY_SECONDS = 1200  # of the exercise's time; a hit is at most so much younger than its report
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the database holds now. ``new`` is False where it held this exercise before."""

    seed: int
    reports: int
    hits: int
    new: bool


def load(seed: int = 6, scale: float = 1, progress: Progress = lambda done, total: None) -> Loaded:
    """Load the exercise, as the migrator. ``progress`` is told the deeds done and all there are.

    Does nothing where the exercise of this seed is loaded already. Raises Invalid where the database holds
    anything else, and for a scale that is negative.
    """
    hub = Hub.objects.get()
    if hub.exercise and hub.story_seed == seed:
        return Loaded(seed, reports=0, hits=0, new=False)
    if hub.exercise or _holds_anything():
        held = f"the exercise of seed {hub.story_seed}" if hub.exercise else "organisations"
        raise Invalid(
            {"database": f"It holds {held}. An exercise needs an empty one: choose another ENTRAIDE_HOME."}
        )
    try:
        exercise = generate(seed, scale)
    except ValueError as error:
        raise Invalid(dict([str(error).split(": ", 1)]))
    try:
        with transaction.atomic():
            return _Stage(exercise).play(progress)
    finally:
        clock.forget()


def _holds_anything() -> bool:
    return Organisation.objects.exists()


class _Stage:
    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._members: dict[str, Member] = {}
        self._record: dict[str, UUID] = {}

    def play(self, progress: Progress) -> Loaded:
        exercise = self._exercise
        with connection.cursor() as cursor:
            cursor.execute("SELECT core_begin_exercise(%s, %s)", [exercise.seed, exercise.opens_at])
        self._enrol()
        deeds = sorted(self._deeds(), key=lambda deed: deed[0])
        done = 0
        for _, at_one_time in groupby(deeds, key=lambda deed: deed[0].timestamp() // LINKED_EVERY_SECONDS):
            for moment, deed in at_one_time:
                _set_clock(moment)
                with seeded(exercise.seed + done):
                    deed()
                done += 1
            while linking.link_waiting():
                pass
            progress(done, len(deeds))
        _open(exercise.opens_at)
        return Loaded(exercise.seed, len(exercise.reports), Hit.objects.count(), new=True)

    def _deeds(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        exercise = self._exercise
        for report in exercise.reports:
            yield report.received, partial(self._file, report)
        for watch in exercise.watches:
            yield watch.since, partial(self._watch, watch)
        for release in exercise.releases:
            yield release.at, partial(self._release, release)
        for message in exercise.messages:
            yield message.sent, partial(self._write, message)

    def _enrol(self) -> None:
        exercise = self._exercise
        organisations = {
            o.key: Organisation(
                id=o.id,
                name=o.name,
                kind=o.kind,
                country=o.country,
                languages=list(o.languages),
                channel=o.channel,
                contact_email=o.contact_email,
                contact_phone=o.contact_phone,
                contact_tested_at=o.contact_tested,
                timezone=o.timezone,
            )
            for o in exercise.organisations
        }
        powers = [
            Power(organisation=organisations[o.key], kind=kind)
            for o in exercise.organisations
            for kind in sorted(o.powers)
        ]
        self._members = {
            m.key: Member(
                id=m.id,
                organisation=organisations[m.organisation],
                email=m.email,
                name=m.name,
                roles=list(m.roles),
                language=m.language,
                timezone=organisations[m.organisation].timezone,
                on_duty=m.on_duty,
                part=m.part,
                password=make_password(None),
            )
            for m in exercise.members
        }
        with door("first"):
            Organisation.objects.bulk_create(organisations.values())
            Power.objects.bulk_create(powers)
            Member.objects.bulk_create(self._members.values())

    def _file(self, report: Report) -> None:
        with seeded(report.id_seed), acting_as(self._members[report.author]):
            filed = actions.submit_report(_draft(report))
            for picture in report.pictures:
                actions.attach(filed.id, picture.name, BytesIO(picture.content))
        self._record[report.key] = filed.id

    def _watch(self, watch: Watch) -> None:
        with acting_as(self._members[watch.member]):
            actions.watch(watch.kind, watch.raw, reason=watch.reason, case_reference=watch.case_reference)

    def _release(self, release: Release) -> None:
        with acting_as(self._members[release.member]):
            actions.release(self._hit(release.reports))

    def _write(self, message: Message) -> None:
        with acting_as(self._members[message.author]):
            actions.write_message(self._hit(message.reports), message.text)

    def _hit(self, reports: tuple[str, str]) -> UUID:
        older, newer = (self._record[key] for key in reports)
        hit: UUID = Hit.objects.values_list("pk", flat=True).get(older_record=older, newer_record=newer)
        return hit


def _draft(report: Report) -> Draft:
    label, place = report.label, report.place
    return Draft(
        text=report.text,
        handling=Handling(
            tlp=label.tlp,
            audience=label.audience,
            recipients=label.recipients,
            excluded_states=label.excluded_states,
            hit_mode=label.hit_mode,
            purposes=label.purposes,
            expires_on=label.expires_on,
            caveat=label.caveat,
            source_grade=label.source_grade,
            information_grade=label.information_grade,
        ),
        client_id=report.client_id,
        source_kind=report.source_kind,
        language=report.language,
        country=report.country,
        observed_at=report.observed,
        received_at=report.received,
        techniques=tuple(MarkedTechnique(mark.technique, mark.words) for mark in report.marks),
        places=(
            (MarkedPlace(place.name, place.lat, place.lon, place.radius_km, _site_name(place.site)),)
            if place
            else ()
        ),
        persons=tuple(NamedPerson(p.name, p.status, p.birth_year, p.nationality) for p in report.persons),
    )


def _site_name(key: str) -> str:
    return sites.load()[key].name if key else ""


def _set_clock(moment: datetime) -> None:
    """Within the transaction, whose now() stands still."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_hub SET clock_offset = %s - now()", [moment])
    clock.forget()


def _open(moment: datetime) -> None:
    """The clock of the work runs from here."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_hub SET clock_offset = %s - clock_timestamp()", [moment])
    clock.forget()
