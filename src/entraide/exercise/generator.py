"""From a seed to the whole exercise: ids, labels, reports in the order of their arrival, and the truth."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from entraide.exercise import background
from entraide.exercise.cast import ABROAD, LANGUAGES, ORGANISATIONS, PARTS, PEOPLE, TIMEZONES
from entraide.exercise.cast.people import Person
from entraide.exercise.selectors import Selectors
from entraide.exercise.shapes import Attempt, Handling, Member, Message, Organisation, Release, Report, Watch
from entraide.exercise.stories import STORIES, bad_manners
from entraide.exercise.stories.desk_work import messages_of, releases_of, watches_of
from entraide.exercise.truth import Overlap, Truth, truth_of
from entraide.exercise.writing import OPENS_AT, Draft
from entraide.vocabulary.handling import Label, Purpose, Reader, Side, may_see_hit

BACKGROUND_REPORTS = 330


@dataclass(frozen=True)
class Exercise:
    """Everything that the loader sets up. ``reports`` stand in the order of their arrival."""

    seed: int
    scale: float
    opens_at: datetime
    organisations: tuple[Organisation, ...]
    members: tuple[Member, ...]
    reports: tuple[Report, ...]
    watches: tuple[Watch, ...]
    releases: tuple[Release, ...]
    messages: tuple[Message, ...]
    attempts: tuple[Attempt, ...]
    truth: Truth

    def organisation(self, key: str) -> Organisation:
        """Raises KeyError for a key that is not in the exercise; so do ``member`` and ``report``."""
        return self._organisations[key]

    def member(self, key: str) -> Member:
        return self._members[key]

    def report(self, key: str) -> Report:
        return self._reports[key]

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return {organisation.key: organisation for organisation in self.organisations}

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {member.key: member for member in self.members}

    @cached_property
    def _reports(self) -> dict[str, Report]:
        return {report.key: report for report in self.reports}

    def learns_of(self, member: str, hit: Overlap, purpose: Purpose, *, released: Iterable[str] = ()) -> bool:
        """What the handling rule says: may this member, acting for ``purpose``, learn of the hit?

        ``released`` are the keys of reports of this hit whose owner has released it.
        """
        reader = self._reader(member, purpose)
        sides = [self._side(key, key == hit.first, key in released) for key in (hit.first, hit.second)]
        return any(
            own.label.owner == reader.organisation and may_see_hit(own, other, reader)
            for own, other in (sides, reversed(sides))
        )

    def _reader(self, member: str, purpose: Purpose) -> Reader:
        person = self.member(member)
        home = self.organisation(person.organisation)
        return Reader(person.id, home.id, home.country, purpose, self.opens_at.date())

    def _side(self, key: str, older: bool, released: bool) -> Side:
        report = self.report(key)
        owner = self.organisation(report.organisation)
        return Side(report.label, owner.country, older, owner.kind == "fiu", released)


def generate(seed: int = 6, scale: float = 1) -> Exercise:
    """The exercise for ``seed``; ``scale`` multiplies the background reports, never the stories.

    The same seed and scale give the same exercise, ids included; a larger scale only adds to it.
    Raises ValueError for a negative scale.
    """
    if scale < 0:
        raise ValueError("scale: give 0 (the stories alone), 1 (several hundred reports) or more")
    make = Selectors(seed)
    drafts = {f"{name}/{d.key}": (name, d) for name, story in STORIES.items() for d in story.tell(make)}
    stories = {key: draft for key, (_, draft) in drafts.items()}
    attempts = tuple(bad_manners.attempts(make))
    finish = _Finish(seed, make)
    for draft in background.tell(make, seed, round(BACKGROUND_REPORTS * scale)):
        drafts[f"background/{draft.key}"] = ("background", draft)
    reports = finish.in_order(finish.report(key, story, draft) for key, (story, draft) in drafts.items())
    return Exercise(
        seed=seed,
        scale=scale,
        opens_at=OPENS_AT,
        organisations=finish.organisations,
        members=finish.members,
        reports=reports,
        watches=watches_of(stories),
        releases=releases_of(),
        messages=messages_of(stories),
        attempts=attempts,
        truth=truth_of(reports),
    )


class _Finish:
    """Gives ids that follow from the seed and a key, and turns handling into labels."""

    def __init__(self, seed: int, make: Selectors) -> None:
        self._seed = seed
        self.organisations = tuple(
            Organisation(
                key=seat.key,
                id=self._id("organisation", seat.key),
                name=seat.name,
                kind=seat.kind,
                country=seat.country,
                powers=seat.powers,
                channel=seat.channel,
                languages=seat.languages,
                on_duty=seat.on_duty,
                contact_tested=seat.tested,
                contact_email=f"duty@{seat.key}.moei.example",
                contact_phone=f"{make.phone(seat.country)}",
                timezone=ABROAD.get(seat.key, TIMEZONES[seat.country]),
            )
            for seat in ORGANISATIONS
        )
        on_duty = {_of_the_shift(seat.key) for seat in ORGANISATIONS if seat.on_duty}
        self.members = tuple(
            Member(
                key=person.key,
                id=self._id("member", person.key),
                organisation=person.organisation,
                name=person.name,
                roles=person.roles,
                email=person.email,
                language=LANGUAGES.get(person.key, "en"),
                part=PARTS.get(person.key, ""),
                on_duty=person in on_duty,
            )
            for person in PEOPLE
        )
        self._organisation = {o.key: o for o in self.organisations}
        self._member = {m.key: m for m in self.members}

    def report(self, key: str, story: str, draft: Draft) -> Report:
        author = self._member[draft.by]
        owner = self._organisation[author.organisation]
        if foreign := draft.foreign_national_numbers(owner.country):
            raise ValueError(f"{key}: {foreign} written without country code, but {owner.country} reports")
        # to the microsecond, so that of two reports one is always the older
        seconds = 60 * random.Random(f"{self._seed}|{key}").random()
        received = draft.seen + draft.delay + timedelta(seconds=seconds)
        return Report(
            key=key,
            id=first_id(id_seed := self._id_seed("report", key)),
            id_seed=id_seed,
            client_id=f"moei:{key}",
            story=story,
            organisation=owner.key,
            author=author.key,
            received=received,
            observed=draft.seen,
            source_kind=draft.source_kind,
            language=draft.language,
            country=owner.country,
            text=draft.body,
            place=draft.place,
            selectors=draft.placed(),
            marks=draft.techniques(),
            persons=draft.persons,
            pictures=draft.pictures,
            label=self._label(owner, draft.handling, received),
        )

    def in_order(self, reports: Iterable[Report]) -> tuple[Report, ...]:
        """By arrival; of two reports of one second the key decides, so that "older" is always certain."""
        return tuple(sorted(reports, key=lambda report: (report.received, report.key)))

    def _label(self, owner: Organisation, handling: Handling, received: datetime) -> Label:
        return Label(
            owner=owner.id,
            tlp=handling.tlp,
            expires_on=received.date().replace(year=received.year + handling.kept_years),
            audience=frozenset(self._organisation[key].id for key in handling.audience if key != owner.key),
            recipients=frozenset(self._member[key].id for key in handling.recipients),
            excluded_states=frozenset(handling.excluded_states),
            hit_mode=handling.hit_mode,
            purposes=handling.purposes,
            caveat=handling.caveat,
            source_grade=handling.source_grade,
            information_grade=handling.information_grade,
        )

    def _id(self, kind: str, key: str) -> UUID:
        return first_id(self._id_seed(kind, key))

    def _id_seed(self, kind: str, key: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self._seed}|{kind}|{key}".encode()).digest()[:8])


def _of_the_shift(organisation: str) -> Person:
    """Who answers: the duty officer, where there is one, else the first of the desk."""
    desk = [p for p in PEOPLE if p.organisation == organisation and "administrator" not in p.roles]
    return next((p for p in desk if "duty_officer" in p.roles), desk[0])


def first_id(seed: int) -> UUID:
    """The first id that ``entraide.hub.core.ids.seeded`` gives for a seed."""
    return UUID(int=random.Random(seed).getrandbits(128), version=4)
