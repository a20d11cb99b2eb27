"""`entraide bench search`: how long a search takes among many reports, under the rule."""

import time
from random import Random

from . import Measured
from ._home import django_on, enrol, migrated_home, quantile, superuser

LOOK_UPS = 40
WORDS = 30  # in a report
VOCABULARY = 50_000
# Words are drawn as language draws them: the n-th most common has a share like 1/n.
_FILL = """
INSERT INTO intel_report (id, author_id, client_id, source_kind, title, text, language, country, received_at,
        source, case_reference, hold_reason, dispute_reason, owner_id, tlp, audience, recipients,
        excluded_states, purposes, expires_on, disputed, legal_hold, hit_mode, handling_codes, caveat,
        source_grade, information_grade)
    SELECT gen_random_uuid(), (%(authors)s::uuid[])[1 + n %% 4], 'bench-' || n, 'other', '', 'x', '', '',
        now() - n * interval '1 second', '', '', '', '', (%(owners)s::uuid[])[1 + n %% 4], 1 + n %% 2, '{}', '{}', '{}',
        15, '2030-01-01', false, false, 0, '{}', '', 'F', '6'
    FROM generate_series(1, %(reports)s) AS n
"""
_FILL_TOKENS = """
INSERT INTO intel_searchtoken (token, received_at, report_id, owner_id, tlp, audience, recipients,
        excluded_states, purposes, expires_on, disputed, legal_hold)
    SELECT DISTINCT 'word' || floor(power(%(vocabulary)s, random()))::int, received_at, id, owner_id, tlp,
        audience, recipients, excluded_states, purposes, expires_on, disputed, legal_hold
    FROM intel_report, generate_series(1, %(words)s) AS k
"""
_INDEXES = {
    "search_token": "CREATE INDEX search_token ON intel_searchtoken (token, received_at DESC, report_id)",
    "search_report": "CREATE INDEX search_report ON intel_searchtoken (report_id)",
}


def run(size: int | None) -> Measured:
    """One rare word, one common word, three words, a beginning, a phone number: p50 and p99 each, among
    `size` (1,000,000) reports under row-level security."""
    size = size or 1_000_000
    with migrated_home() as home, django_on(home, "web"):
        from entraide.hub.core import quota
        from entraide.hub.core.acting import acting_as
        from entraide.hub.intel.queries.search import search

        members = enrol(4)
        began = time.monotonic()
        _fill(members, size)
        loaded = time.monotonic() - began
        quota.AN_HOUR["search"] = 10**9
        chance = Random(6)

        def word(low: int, high: int) -> str:
            return f"word{chance.randrange(low, high)}"

        kinds = {
            "rare word": lambda: word(20_000, VOCABULARY),
            "common word": lambda: word(1, 20),
            "three words": lambda: f"{word(1, 50)} {word(1, 200)} {word(200, 2000)}",
            "two common words": lambda: f"{word(1, 5)} {word(1, 5)}",
            "beginning": lambda: f"word{chance.randrange(100, 999)}",
            "phone number": lambda: f"+66 81 {chance.randrange(10**6, 10**7)}",
        }
        lines, slowest, everything = [], 0.0, []
        for kind, query in kinds.items():
            taken = []
            for number in range(LOOK_UPS):
                asked = query()
                with acting_as(members[number % 4]):
                    start = time.monotonic()
                    search(asked)
                    taken.append((time.monotonic() - start) * 1000)
            everything += taken
            slowest = max(slowest, quantile(taken, 0.99))
            lines.append(
                f"{kind:17} p50 {quantile(taken, 0.5):7.1f} ms   p99 {quantile(taken, 0.99):7.1f} ms"
            )
    return Measured(
        {
            "size": size,
            "p50_ms": round(quantile(everything, 0.5), 1),
            "p99_ms": round(quantile(everything, 0.99), 1),
            "slowest_kind_p99_ms": round(slowest, 1),
        },
        [
            f"{size:,} reports of four owners, {WORDS} words each of {VOCABULARY:,}, loaded in {loaded:.0f} s, seed 6",
            *lines,
            "required: under 200 ms",
        ],
    )


def _fill(members: list[object], size: int) -> None:
    given = {
        "authors": [member.pk for member in members],
        "owners": [member.organisation_id for member in members],
        "reports": size,
        "vocabulary": VOCABULARY,
        "words": WORDS,
    }
    with superuser() as connection:
        connection.execute("SELECT setseed(0.6)")
        connection.execute(_FILL, given)
        for name in _INDEXES:
            connection.execute(f"DROP INDEX {name}")
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(_FILL_TOKENS, given)
        for statement in _INDEXES.values():
            connection.execute(statement)
        connection.execute("VACUUM ANALYZE intel_searchtoken")
        connection.execute("VACUUM ANALYZE intel_report")
