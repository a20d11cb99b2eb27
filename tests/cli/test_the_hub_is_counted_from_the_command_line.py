"""What an organisation may read becomes the table that early warning reads."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROLES = ("migrator", "web", "worker", "linker", "sealer")
FILE_REPORTS = """
from entraide.cli._hub import as_role
with as_role("worker"):
    from entraide.hub.core.acting import acting_as, actor_of
    from entraide.hub.directory.queries import member_who_acts
    from entraide.hub.intel.actions import submit_report
    from entraide.hub.intel.drafts import Draft, Handling, MarkedPlace, MarkedTechnique, NamedPerson
    from entraide.vocabulary.handling import TLP
    park = MarkedPlace("KK Park", 16.65, 98.52, 0.3, site="KK Park")
    with acting_as(actor_of(member_who_acts("National Bureau India", role="analyst"))):
        for number, tlp in enumerate((TLP.AMBER, TLP.AMBER, TLP.GREEN)):
            submit_report(Draft(
                text=f"Statement {number}", client_id=f"cli:{number}", handling=Handling(tlp=tlp), places=(park,),
                techniques=(MarkedTechnique("X1.01"),),
                persons=(NamedPerson(f"Person {number}", "victim", nationality="IN"),),
            ))
"""


@pytest.fixture(scope="module")
def run(server: Any, new_database: Callable[[str], str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    name = new_database("cli_trends")
    urls = {f"DATABASE_URL_{role.upper()}": server.url(role, name) for role in ROLES}

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **urls},
            check=False,
        )

    filed = python(FILE_REPORTS)
    assert filed.returncode == 0, filed.stderr

    def entraide(*arguments: str) -> subprocess.CompletedProcess[str]:
        return python("from entraide.cli import app; app()", *arguments)

    return entraide


def test_one_counts_what_one_may_read_and_is_told_how_to_handle_it(run: Any, tmp_path: Path) -> None:
    done = run(
        "trends", "counts", "--organisation", "National Bureau India", "--to", str(tmp_path / "counts.csv")
    )
    assert done.returncode == 0, done.stderr
    assert "Handle as TLP:AMBER" in done.stderr
    with (tmp_path / "counts.csv").open(encoding="utf-8-sig") as file:
        [row] = csv.DictReader(file)
    assert (row["area"], row["country"], row["count"]) == ("KK Park", "MM", "3")
    assert (row["nationality"], row["technique"], row["crime"]) == ("IN", "X1.01", "drugs")


def test_another_organisation_counts_less(run: Any) -> None:
    done = run("trends", "counts", "--organisation", "National Bureau Thailand")
    assert "Handle as TLP:GREEN" in done.stderr
    [row] = csv.DictReader(done.stdout.splitlines())
    assert row["count"] == "1"


def test_ways_and_figures_are_counted_from_the_hub_too(run: Any) -> None:
    ways = run("trends", "flows", "--organisation", "National Bureau India")
    assert "3 people in 3 ways   India → KK Park" in ways.stdout
    beside = run("trends", "published", "victim_origin", "--organisation", "National Bureau India")
    assert "Ours: 1 (nationalities; of 3 reports" in beside.stdout


def test_an_organisation_that_is_none_is_said_in_a_sentence(run: Any) -> None:
    done = run("trends", "counts", "--organisation", "Nobody")
    assert done.returncode == 1
    assert "There is no organisation of this name" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("organisation", ["National Bureau India", "National Bureau Thailand"])
def test_decisions_on_methods_are_taken_out_without_naming_a_member(run: Any, organisation: str) -> None:
    done = run("techniques", "--corrections", organisation)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr  # nobody decided anything yet
