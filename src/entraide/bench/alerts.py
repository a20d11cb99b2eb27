"""`entraide bench alerts`: how many alerts are false, and how many a member gets in a shift."""

from . import Measured
from ._home import django_on, migrated_home, superuser
from ._reports import Simulator

SEED = 6
DAYS = 14  # that the exercise plays through
SHIFTS_A_DAY = 3
_TOLD = """
SELECT count(*) FROM (
    SELECT older_owner_id FROM intel_hit WHERE older_told
    UNION ALL
    SELECT newer_owner_id FROM intel_hit WHERE newer_told AND newer_owner_id <> older_owner_id) AS sides
"""
_BUSIEST = """
SELECT organisation.name, count(*) FROM (
    SELECT older_owner_id AS owner FROM intel_hit WHERE older_told
    UNION ALL
    SELECT newer_owner_id FROM intel_hit WHERE newer_told AND newer_owner_id <> older_owner_id) AS sides
    JOIN directory_organisation AS organisation ON organisation.id = owner GROUP BY 1 ORDER BY 2 DESC LIMIT 1
"""


def run(size: int | None) -> Measured:
    """Loads the exercise, then files `size` (1,000) reports that match nothing and counts the hits they make."""
    size = size or 1000
    with migrated_home() as home, django_on(home, "migrator"):
        from entraide.exercise import generate
        from entraide.exercise.load import load
        from entraide.hub.core.acting import acting_as, door
        from entraide.hub.directory.models import Member
        from entraide.hub.intel.actions import submit_reports
        from entraide.hub.intel.drafts import Draft, Handling
        from entraide.hub.intel.linking import link_waiting
        from entraide.vocabulary.handling import HitMode

        truth = generate(SEED).truth
        load(SEED)
        planned = {frozenset((overlap.first, overlap.second)) for overlap in truth.must_hit}
        with superuser() as connection:

            def count(statement: str) -> int:
                return int(connection.execute(statement).fetchone()[0])  # type: ignore[index]

            pairs = count(
                "SELECT count(*) FROM intel_hit WHERE older_kind = 'report' AND newer_kind = 'report'"
                " AND reasons @? '$[*].token'"
            )
            alike = count("SELECT count(*) FROM intel_hit WHERE NOT reasons @? '$[*].token'")
            told = count(_TOLD)
            members = count("SELECT count(*) FROM directory_member")
            busiest, most = connection.execute(_BUSIEST).fetchone()  # type: ignore[misc]
            before = count("SELECT count(*) FROM intel_hit WHERE strength = 2")
            with door("sign-in"):
                author = Member.objects.select_related("organisation").get(name="Kavya Raman")
            simulator = Simulator(seed=2025, shared_of_100=0)
            for start in range(0, size, 500):
                with acting_as(author):
                    some = range(start, min(size, start + 500))
                    open_to_all = Handling(hit_mode=HitMode.OPEN)
                    submit_reports([Draft(text=simulator.text(), handling=open_to_all) for _ in some])
                while link_waiting():
                    pass
            false = count("SELECT count(*) FROM intel_hit WHERE strength = 2") - before
            to_review = count("SELECT count(*) FROM intel_hit WHERE strength = 1")
    a_shift = told / members / (DAYS * SHIFTS_A_DAY)
    return Measured(
        {
            "reports": size,
            "false_per_1000": round(1000 * false / size, 2),
            "planned_pairs": len(planned),
            "pairs_found": pairs,
            "alerts_per_member_and_shift": round(a_shift, 3),
        },
        [
            f"exercise of seed {SEED}: {pairs} pairs of reports share a selector, {len(planned)} were planned;"
            f" {alike} more hits between people, texts and pictures that are alike",
            f"{size:,} reports whose selectors stand nowhere else (seed 2025): {false} alerts,"
            f" {1000 * false / size:.1f} per 1,000; {to_review} hits wait for review in all",
            f"{told} alerts to {members} members in {DAYS} days of {SHIFTS_A_DAY} shifts:"
            f" {a_shift:.3f} per member and shift; the busiest, {busiest}, got {most}",
        ],
    )
