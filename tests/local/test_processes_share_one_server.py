import subprocess
import sys
from pathlib import Path

from entraide.local.postgres import Server
from entraide.local.postmaster import Postmaster

USER = """
import sys
from pathlib import Path
from entraide.local.postgres import Server
from entraide.local.postmaster import Postmaster
with Server(Path(sys.argv[1])) as server:
    print(Postmaster(server.data).pid(), flush=True)
    sys.stdin.read()
"""


def another_user(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_a_second_process_attaches_and_the_last_to_leave_stops_the_server(home: Path) -> None:
    postmaster = Postmaster(home / "postgres")
    with Server(home):
        first = postmaster.pid()
        other = another_user(home)
        assert other.stdout is not None
        assert int(other.stdout.readline()) == first

    assert postmaster.pid() == first, "the other process still uses it"
    other.communicate("")
    assert other.returncode == 0
    assert postmaster.pid() is None


def test_processes_that_start_at_the_same_moment_start_one_server(home: Path) -> None:
    users = [another_user(home) for _ in range(3)]

    pids = {user.stdout.readline() for user in users if user.stdout}
    for user in users:
        user.communicate("")

    assert len(pids) == 1
    assert [user.returncode for user in users] == [0, 0, 0]
    assert Postmaster(home / "postgres").pid() is None


def test_two_homes_run_side_by_side_without_touching_each_other(tmp_path: Path) -> None:
    with Server(tmp_path / "one") as one, Server(tmp_path / "two") as two:
        assert Postmaster(one.data).pid() != Postmaster(two.data).pid()
        assert one.superuser_url != two.superuser_url
    assert Postmaster(tmp_path / "one" / "postgres").pid() is None
    assert Postmaster(tmp_path / "two" / "postgres").pid() is None
