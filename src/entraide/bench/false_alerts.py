"""`entraide bench false-alerts`: how often people who are nobody known raise an alert, and whose names do most."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from entraide.engines.link.names._scripts import script_of_letter

from . import Measured
from ._home import django_on, enrol, migrated_home, superuser
from ._people import stage, without_indexes
from ._reported import RECRUITED_BY_ONE, RECRUITED_YEARS, Reported, reported

SIZE, REPORTS = 50_000, 2_000
RECRUITED = 0.25  # of all, in the hub and filed: victims whose reports name one recruiter's handle and phone
SEED = 11  # not one from which weights were learned, nor on which a threshold was put
FEWEST_EXPECTED = 5.0  # false alerts that a group must lead to expect, for its rate to mean anything
OF_RECRUITER, OF_NOBODY = "of one recruiter", "of nobody known"
_TOKENS = """
INSERT INTO intel_linkentry (owner_id, tlp, audience, recipients, excluded_states, purposes, expires_on, disputed,
        legal_hold, hit_mode, handling_codes, caveat, source_grade, information_grade, state, unit, received_at, token,
        kind, record_kind, record_id, linked_at, capped)
    SELECT owner_id, 2, '{}', '{}', '{}', 15, '2099-01-01', false, false, 1, '{}', '', 'F', '6', 'IN', false, now(),
        token, 'phone', 'report', report_id, now(), false FROM staged_tokens
"""


def run(size: int | None, reports: int = REPORTS) -> Measured:
    """Person alerts per 1,000 reports (2,000) of people whom none of the `size` (50,000) people in the hub is, by
    nationality and script, and of victims of one recruiter, at the threshold of alerts."""
    size = size or SIZE
    with migrated_home() as home, django_on(home, "migrator"):
        from entraide.engines.link.compare import weights
        from entraide.hub.intel.linking import deepen_waiting, link_waiting

        owners = [member.organisation_id for member in enrol(4)]  # type: ignore[attr-defined]
        stored, filed = _people(size, reports)
        with superuser() as connection:
            _store(connection, stored, owners)
            first = _file(connection, filed, owners, size)
            done = 0
            while taken := link_waiting() + deepen_waiting():
                done += taken
                print(f"\r{done:,} linked of {2 * reports:,} times", end="", flush=True)
            print("\r", end="")
            alerted, asked = (_found(connection, first, strength) for strength in ("= 2", ">= 1"))
    groups = {number: _groups(one) for number, one in enumerate(filed, first)}
    mean = len(alerted) / len(filed)
    rates = _rates(groups, alerted, mean)
    worst, ratio = (
        max(((name, rate / mean) for name, rate in rates.items()), key=lambda pair: pair[1])
        if rates
        else ("", 0.0)
    )
    return Measured(
        {
            "size": size,
            "reports": len(filed),
            "per_1000": round(1000 * mean, 2),
            "worst_group": worst,
            "worst_group_ratio": round(ratio, 2),
        },
        [
            f"{size:,} people in the hub, {len(filed):,} reports of one person each, all other people; made up with seed"
            f" {SEED} from names on which nothing was learned; alert from {weights().alert:g} on",
            f"one in {1 / RECRUITED:g} is a victim whose report names a recruiter's handle and phone, as do those of"
            f" {RECRUITED_BY_ONE - 1} others of one country and town, born within {RECRUITED_YEARS} years",
            f"{1000 * mean:.2f} of 1,000 reports raise an alert (required: at most 5)",
            *_of_victims(groups, alerted, asked),
            *(f"  {name:24} {1000 * rate:6.2f} of 1,000, {rate / mean:.2f} times the mean" for name, rate in rates.items()),
            f"the worst group is {worst or 'none'}, {ratio:.2f} times the mean (required: at most 2); groups in which"
            f" fewer than {FEWEST_EXPECTED:g} alerts are to be expected count together",
        ],
    )  # fmt: skip


def _people(size: int, reports: int) -> tuple[list[Reported], list[Reported]]:
    """Those in the hub, and those who are filed: of the same groups, with phones, recruiters and lost passports in
    common."""
    made = list(reported(size + reports, SEED, half=1, again=0, recruited=RECRUITED))
    filed = set(random.Random(SEED).sample(range(len(made)), reports))
    return [one for at, one in enumerate(made) if at not in filed], [made[at] for at in sorted(filed)]


def _store(connection: Any, people: Sequence[Reported], owners: Sequence[UUID]) -> None:
    from entraide.engines.link.candidates import keys_of_many
    from entraide.hub.intel.linking.candidates import count_heavy_keys, store_keys

    with without_indexes(connection, "intel_linkperson", "intel_namekey"), connection.cursor() as cursor:
        stage(cursor, _rows(people, owners, 1), linked=True)
        records = [one.record for one in people]
        keys, whose = keys_of_many(
            [record.names for record in records],
            [
                (record.birth.first.year, record.birth.last.year) if record.birth else (0, 0)
                for record in records
            ],
            [sorted(record.nationalities) for record in records],
        )
        store_keys(cursor, keys, whose + 1)
    _tokens(connection, people, owners, 1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) intel_namekey")
        cursor.execute("VACUUM (ANALYZE) intel_linkperson")
        cursor.execute("VACUUM (ANALYZE) intel_linkentry")
        count_heavy_keys(cursor)


def _file(connection: Any, people: Sequence[Reported], owners: Sequence[UUID], size: int) -> int:
    """The number of the first."""
    _tokens(connection, people, owners, size + 1)
    with connection.cursor() as cursor:
        stage(cursor, _rows(people, owners, size + 1), linked=False)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('intel_linkperson', 'number'), %s)",
            [size + len(people) + 1],
        )
    return size + 1


def _rows(people: Iterable[Reported], owners: Sequence[UUID], first: int) -> Iterator[tuple[object, ...]]:
    for number, one in enumerate(people, first):
        record = one.record
        birth = (record.birth.first, record.birth.last) if record.birth else (None, None)
        documents = [uuid5(NAMESPACE_OID, f"{kind} {held}") for kind, held in sorted(record.documents)]
        yield (
            *(number, owners[number % len(owners)], UUID(int=number), list(record.names), *birth, record.sex),
            *(sorted(record.nationalities), documents, record.place),
        )


def _tokens(connection: Any, people: Sequence[Reported], owners: Sequence[UUID], first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS staged_tokens (owner_id uuid, token uuid, report_id uuid)"
        )
        cursor.execute("TRUNCATE staged_tokens")
        with cursor.copy("COPY staged_tokens FROM STDIN") as copy:
            for number, one in enumerate(people, first):
                for held in (*one.record.selectors, *(key for _kind, key in one.record.beside)):
                    copy.write_row(
                        (owners[number % len(owners)], uuid5(NAMESPACE_OID, held), UUID(int=number))
                    )
        cursor.execute(_TOKENS)


def _found(connection: Any, first: int, strength: str) -> set[int]:
    """The numbers of those filed of whom there is a hit so strong: 2 is an alert, 1 a question."""
    found = connection.execute(
        "SELECT DISTINCT person.number FROM intel_hit AS hit JOIN intel_linkperson AS person"
        f" ON person.record_id IN (hit.older_record, hit.newer_record) WHERE hit.strength {strength}"
        " AND person.number >= %s",
        [first],
    )
    return {number for (number,) in found.fetchall()}


def _of_victims(groups: dict[int, tuple[str, str, str]], alerted: set[int], asked: set[int]) -> Iterator[str]:
    """Also where nobody raised an alert."""
    for kind in (OF_RECRUITER, OF_NOBODY):
        those = {number for number, names in groups.items() if names[2] == kind}
        yield (
            f"  {len(those):,} reports of victims {kind}: {len(those & alerted)} raise an alert,"
            f" {len(those & asked)} are alike enough for a person to look"
        )


def _groups(one: Reported) -> tuple[str, str, str]:
    letters = (letter for letter in one.record.names[0] if letter.isalpha())
    script = next((script_of_letter(letter) for letter in letters), "none")
    return one.country, script, OF_RECRUITER if one.record.beside else OF_NOBODY


def _rates(groups: dict[int, tuple[str, str, str]], alerted: set[int], mean: float) -> dict[str, float]:
    """Alerts a report, of nationalities and scripts, the small ones of each together; and of victims."""
    rates: dict[str, float] = {}
    if not alerted:
        return rates
    for kind, place in (("nationality", 0), ("script", 1), ("victims", 2)):
        size: Counter[str] = Counter(names[place] for names in groups.values())
        small = {name for name, count in size.items() if kind != "victims" and count * mean < FEWEST_EXPECTED}
        counted: Counter[str] = Counter("rest" if n[place] in small else n[place] for n in groups.values())
        raised: Counter[str] = Counter(
            "rest" if groups[number][place] in small else groups[number][place] for number in alerted
        )
        rates |= {f"{kind} {name}": raised[name] / count for name, count in counted.most_common()}
    return rates
