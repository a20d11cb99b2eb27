"""`entraide bench selectors`: how long five exact selectors take to look up, under the rule."""

import time
from random import Random

from . import Measured
from ._home import django_on, enrol, migrated_home, quantile, superuser

LOOK_UPS = 500
ASKED_FOR = 20_000  # tokens to choose from
# One statement makes them: reports of four owners, half for all members, half for owner and audience.
_FILL = """
INSERT INTO intel_report (id, author_id, client_id, source_kind, title, text, language, country, received_at,
        source, case_reference, hold_reason, dispute_reason, owner_id, tlp, audience, recipients,
        excluded_states, purposes, expires_on, disputed, legal_hold, hit_mode, handling_codes, caveat,
        source_grade, information_grade)
    SELECT gen_random_uuid(), (%(authors)s::uuid[])[1 + n %% 4], 'bench-' || n, 'other', '', 'x', '', '',
        now() - n * interval '1 second', '', '', '', '', (%(owners)s::uuid[])[1 + n %% 4], 1 + n %% 2, '{}', '{}', '{}',
        15, '2030-01-01', false, false, 0, '{}', '', 'F', '6'
    FROM generate_series(1, %(reports)s) AS n;
"""
_FILL_SELECTORS = """
INSERT INTO intel_selector (id, report_id, kind, value, raw, token, flaw, common, received_at, owner_id, tlp,
        audience, recipients, excluded_states, purposes, expires_on, disputed, legal_hold)
    SELECT gen_random_uuid(), report.id, 'phone', '+' || report.n || '-' || k, '', md5(report.n || '-' || k)::uuid,
        '', '', report.received_at, report.owner_id, report.tlp, '{}', '{}', '{}', 15, '2030-01-01', false, false
    FROM (SELECT *, row_number() OVER () AS n FROM intel_report) AS report, generate_series(1, 5) AS k
"""


def run(size: int | None) -> Measured:
    """Five exact selectors in one question, p50 and p99, among `size` (5,000,000) under row-level security."""
    size = max(5, size or 5_000_000)  # five a report
    with migrated_home() as home, django_on(home, "web"):
        from entraide.hub.core.acting import acting_as
        from entraide.hub.intel.queries.search import sightings_of

        members = enrol(4)
        began = time.monotonic()
        tokens = _fill(members, size)
        loaded = time.monotonic() - began
        chance = Random(6)
        taken, found = [], 0
        for number in range(LOOK_UPS):
            five = [chance.choice(tokens) for _ in range(5)]
            with acting_as(members[number % 4]):
                start = time.monotonic()
                found += len(sightings_of(five).values_list("report_id", "kind", "value")[:50])
                taken.append(time.monotonic() - start)
    p50, p99 = quantile(taken, 0.5) * 1000, quantile(taken, 0.99) * 1000
    return Measured(
        {"size": size, "p50_ms": round(p50, 2), "p99_ms": round(p99, 2), "found": found},
        [
            f"{size:,} selectors in {size // 5:,} reports of four owners, loaded in {loaded:.0f} s, seed 6",
            f"five looked up at once, {LOOK_UPS} times: p50 {p50:.2f} ms, p99 {p99:.2f} ms (required: p99 at most 10)",
            f"{found:,} of {LOOK_UPS * 5:,} seen; the others are AMBER and another's",
        ],
    )


def _fill(members: list[object], size: int) -> list[object]:
    """As the superuser, past the policies; returns some tokens to ask for."""
    people = sorted(members, key=lambda member: str(member.pk))
    given = {
        "authors": [member.pk for member in people],
        "owners": [member.organisation_id for member in people],
        "reports": size // 5,
    }
    with superuser() as connection:
        connection.execute(_FILL, given)
        connection.execute(_FILL_SELECTORS)
        connection.execute("VACUUM ANALYZE intel_selector")
        connection.execute("VACUUM ANALYZE intel_report")
        percent = max(1, min(100, 100 * ASKED_FOR // size))
        rows = connection.execute(
            f"SELECT token FROM intel_selector TABLESAMPLE SYSTEM ({percent}) LIMIT {ASKED_FOR}"
        ).fetchall()
    return [row[0] for row in rows]
