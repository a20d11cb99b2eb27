import hashlib
import os
from pathlib import Path

import psycopg
import pytest

from entraide.local import postgres
from entraide.local.errors import LocalError
from entraide.local.postgres import Server
from entraide.local.postmaster import Postmaster


def answers(server: Server) -> bool:
    with psycopg.connect(server.superuser_url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() + str(path.stat())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_pid_file_that_names_a_living_stranger_is_set_aside_with_a_line(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Server(home) as server:
        left_behind = (server.data / "postmaster.pid").read_text().splitlines()
    left_behind[0] = str(os.getpid())
    (home / "postgres" / "postmaster.pid").write_text("\n".join(left_behind))

    with caplog.at_level("WARNING"), Server(home) as server:
        assert answers(server)

    assert "was not stopped properly the last time; recovering its data" in caplog.text


@pytest.mark.parametrize("content", ["", "not a number\n", "99999999\n/elsewhere\n"])
def test_a_damaged_pid_file_does_not_keep_the_server_from_starting(home: Path, content: str) -> None:
    with Server(home):
        pass
    (home / "postgres" / "postmaster.pid").write_text(content)

    with Server(home) as server:
        assert answers(server)


def test_lock_files_left_behind_do_not_block(home: Path) -> None:
    home.mkdir()
    for name in ("postgres.lock", "postgres.users", "hub.lock"):
        (home / name).write_text("process 1")

    with Server(home) as server:
        assert answers(server)


def test_a_data_folder_whose_making_was_interrupted_is_made_anew(home: Path) -> None:
    (home / "postgres.new" / "base").mkdir(parents=True)
    (home / "postgres.new" / "PG_VERSION").write_text("18\n")

    with Server(home) as server:
        assert answers(server)

    assert not (home / "postgres.new").exists()


def test_a_data_folder_of_another_major_version_is_refused_and_left_as_it_is(home: Path) -> None:
    with Server(home):
        pass
    (home / "postgres" / "PG_VERSION").write_text("16\n")
    before = contents(home / "postgres")

    with pytest.raises(LocalError, match="was made by PostgreSQL 16; this hub runs PostgreSQL 18"):
        Server(home).start()

    assert contents(home / "postgres") == before
    assert Postmaster(home / "postgres").pid() is None


def test_a_folder_that_is_no_database_is_refused_and_left_as_it_is(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "thesis.txt").write_text("years of work")

    with pytest.raises(LocalError, match="is not a PostgreSQL data folder"):
        Server(home).start()

    assert (home / "postgres" / "thesis.txt").read_text() == "years of work"


def test_a_server_that_cannot_be_seen_from_here_is_not_joined_by_a_second(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when it runs in another container, where process numbers mean something else."""
    monkeypatch.setattr(postgres, "LINGER_SECONDS", 0.2)
    with Server(home) as server:
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(Postmaster, "_works_here", lambda self, pid: False)
            with pytest.raises(LocalError, match="or one in another container, still uses"):
                Server(home).start()
        assert answers(server)
        assert (server.data / "postmaster.pid").exists()


def test_a_server_that_cannot_start_says_why_and_where_to_read_on(home: Path) -> None:
    with Server(home):
        pass
    with (home / "postgres" / "postgresql.auto.conf").open("a") as settings:
        settings.write("shared_buffers = 'plenty'\n")

    with pytest.raises(LocalError, match=r"PostgreSQL did not start: .*shared_buffers.*postgres\.log"):
        Server(home).start()


def test_a_file_in_the_place_of_the_home_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(LocalError, match="a file of that name is in the way"):
        Server(tmp_path / "home")
