"""`entraide link rebuild` and `entraide link decisions` on a hub's database, as an operator runs them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

ROLES = ("migrator", "web", "worker", "linker", "sealer")
_PEOPLE = """
INSERT INTO intel_linkperson (owner_id, tlp, audience, recipients, excluded_states, purposes, expires_on, disputed,
        legal_hold, hit_mode, handling_codes, caveat, source_grade, information_grade, state, unit, received_at,
        kind, record_id, report_id, names, birth_from, birth_to, sex, nationalities, documents, place, linked_at)
    SELECT organisation.id, 2, '{}', '{}', '{}', 15, '2099-01-01', false, false, 1, '{}', '', 'F', '6', country, false,
        now(), 'person', gen_random_uuid(), gen_random_uuid(), '{Lai Weimin}', '1986-05-12', '1986-05-12', 'm', '{CN}',
        ARRAY['00000000-0000-4000-8000-000000000001'::uuid], '', now()
    FROM directory_organisation AS organisation WHERE country IN ('IN', 'KE') AND kind = 'bureau'
"""


@pytest.fixture
def database(server: Any, new_database: Callable[[str], str]) -> str:
    return new_database("rebuilt")


@pytest.fixture
def entraide(server: Any, database: str) -> Callable[..., list[str]]:
    urls = {f"DATABASE_URL_{role.upper()}": server.url(role, database) for role in ROLES}

    def run(*arguments: str) -> list[str]:
        command = [sys.executable, "-c", "from entraide.cli import app; app()", "link", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **urls}, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return run


def test_people_whose_keys_are_outdated_get_new_ones_and_are_compared(
    server: Any, database: str, entraide: Callable[..., list[str]]
) -> None:
    with psycopg.connect(server.superuser_url, dbname=database, autocommit=True) as owner:

        def count(what: str) -> int:
            return int(owner.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # type: ignore[index]

        owner.execute(_PEOPLE)
        said = "\n".join(entraide("rebuild"))
        assert "names: 2 of 2" in said
        assert "compared: 2 of 2" in said
        keys = count("intel_namekey")
        assert keys > 10
        assert count("intel_hit") == 1
        hit = owner.execute("SELECT id FROM intel_hit").fetchone()
        owner.execute("DELETE FROM intel_namekey")
        owner.execute("UPDATE intel_linkperson SET keys = '{}'")
        assert "names" not in "\n".join(entraide("rebuild")), "all have the keys of this version"
        entraide("rebuild", "--again")
        assert count("intel_namekey") == keys
        assert owner.execute("SELECT id FROM intel_hit").fetchone() == hit


def test_decisions_are_handed_out_as_levels_and_bits(
    server: Any, database: str, entraide: Callable[..., list[str]]
) -> None:
    with psycopg.connect(server.superuser_url, dbname=database, autocommit=True) as owner:
        owner.execute(_PEOPLE)
        entraide("rebuild")
        owner.execute(
            "INSERT INTO intel_decision (id, hit_id, organisation_id, member_id, verdict, reason, decided_at)"
            " SELECT gen_random_uuid(), hit.id, member.organisation_id, member.id, 'same', 'Same passport', now()"
            " FROM intel_hit AS hit, directory_member AS member WHERE member.organisation_id = hit.older_owner_id LIMIT 1"
        )
        (line,) = entraide("decisions")
        decided = json.loads(line)
        assert decided["verdicts"] == ["same"]
        assert decided["fields"]["document"] == "same"
        assert "Lai" not in line
