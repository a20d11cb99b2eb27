import os
import shutil
import stat
import tempfile
from pathlib import Path
from urllib.parse import unquote

import psutil
import psycopg
import pytest

from entraide.local import binaries
from entraide.local.account import account_for
from entraide.local.errors import LocalError
from entraide.local.postgres import Server
from entraide.local.postmaster import Postmaster
from entraide.local.roles import ensure_roles
from entraide.local.sockets import socket_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="what happens to a server that root starts")


@pytest.fixture
def with_database(server: Server) -> Server:
    ensure_roles(server.superuser_url, server.credentials)
    server.create_database("entraide")
    return server


def show(server: Server, setting: str) -> str:
    with psycopg.connect(server.superuser_url) as connection:
        row = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
        assert row is not None
        return str(row[0])


def test_it_keeps_checksums_and_waits_for_the_disk_and_has_no_tcp(server: Server) -> None:
    assert show(server, "data_checksums") == "on"
    assert show(server, "fsync") == "on"
    assert show(server, "full_page_writes") == "on"
    assert show(server, "synchronous_commit") == "on"
    assert show(server, "listen_addresses") == ""
    assert show(server, "server_version").startswith("18")


def test_the_folders_of_socket_data_and_secrets_are_closed_to_others(server: Server, home: Path) -> None:
    socket = Path(unquote(server.superuser_url.partition("host=")[2]))
    for folder in (socket, server.data, home / "secrets", home):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for secret in (home / "secrets").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


@pytest.mark.parametrize("password", ["", "wrong", None])
def test_no_role_gets_in_without_its_password_not_even_the_superuser(
    with_database: Server, password: str | None
) -> None:
    for url in (with_database.superuser_url, with_database.url("web"), with_database.url("migrator")):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url, password=password or "", passfile="/dev/null")


def test_no_role_gets_in_with_the_secret_of_another(with_database: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(with_database.url("web"), password=with_database.credentials["linker"])


def test_roles_have_a_log_in_and_no_powers(with_database: Server) -> None:
    with psycopg.connect(with_database.superuser_url) as connection:
        rows = connection.execute(
            "SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb "
            "OR rolreplication OR rolinherit FROM pg_roles WHERE rolname LIKE 'entraide%' ORDER BY 1"
        ).fetchall()
    names = [f"entraide_{role}" for role in ("linker", "migrator", "sealer", "web", "worker")]
    assert rows == [(name, True, False) for name in names]


def test_only_the_migrator_builds_tables_and_only_known_roles_enter(with_database: Server) -> None:
    with psycopg.connect(with_database.url("migrator")) as connection:
        connection.execute("CREATE TABLE built (id int)")
    with psycopg.connect(with_database.url("web")) as connection:
        connection.execute("CREATE TEMPORARY TABLE copied (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.built_by_web (id int)")
    with psycopg.connect(with_database.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'known'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(with_database.url("web"), user="stranger", password="known")


def test_a_copy_of_a_database_is_as_closed_as_its_template_and_can_be_dropped(with_database: Server) -> None:
    with psycopg.connect(with_database.url("migrator")) as connection:
        connection.execute("CREATE TABLE built (id int)")

    with_database.create_database("copy", template="entraide")
    connection = psycopg.connect(with_database.url("migrator", "copy"))
    assert connection.execute("SELECT count(*) FROM built").fetchone() == (0,)
    with psycopg.connect(with_database.superuser_url, autocommit=True) as superuser:
        superuser.execute("CREATE ROLE stranger LOGIN PASSWORD 'known'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(with_database.url("web", "copy"), user="stranger", password="known")

    with_database.drop_database("copy")

    assert not with_database.has_database("copy")


def test_secrets_and_statements_stay_out_of_the_log(with_database: Server, home: Path) -> None:
    with (
        psycopg.connect(with_database.url("migrator")) as connection,
        pytest.raises(psycopg.errors.InvalidTextRepresentation),
    ):
        connection.execute("SELECT 'Kavya Raman'::int")
    said = (home / "logs" / "postgres.log").read_text()
    assert "Kavya" not in said.replace('invalid input syntax for type integer: "Kavya Raman"', "")
    assert not any(with_database.credentials[role] in said for role in with_database.credentials)


@pytest.mark.parametrize("name", ["x" * 120, "with space", 'ward\'s "data" $HOME', "ข้อมูล"])
def test_any_name_of_a_home_will_do(tmp_path: Path, name: str) -> None:
    with Server(tmp_path / name) as server, psycopg.connect(server.superuser_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert server.socket_folder.is_dir()
    assert not server.socket_folder.exists(), "nothing is left behind in the temporary directory"


def test_a_socket_folder_that_someone_else_put_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / ("x" * 120)
    home.mkdir()
    temporary = Path(tempfile.mkdtemp(dir="/tmp"))
    temporary.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    account = account_for(home / "postgres")
    folder = socket_folder(home, account)
    folder.chmod(0o777)

    with pytest.raises(LocalError, match="is in the way and not ours to use"):
        socket_folder(home, account)

    shutil.rmtree(temporary)


@as_root
def test_started_by_root_it_runs_under_an_account_of_its_own(server: Server) -> None:
    postmaster = psutil.Process(Postmaster(server.data).pid())
    assert 0 not in postmaster.uids()
    assert 0 not in postmaster.gids()
    assert server.data.stat().st_uid == postmaster.uids().real


@as_root
def test_data_that_an_ordinary_account_owns_are_served_under_that_account(home: Path) -> None:
    with Server(home) as server:
        pass
    for path in [server.data, *server.data.rglob("*")]:
        os.chown(path, 65534, 65534)

    with Server(home) as server:
        assert psutil.Process(Postmaster(server.data).pid()).uids().real == 65534


@as_root
def test_a_clone_that_the_account_cannot_enter_still_starts(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = binaries.programs().parents[2]
    closed = tmp_path / "closed"
    for folder in (f"{binaries.PACKAGE}/{binaries.INSTALLATION}", f"{binaries.PACKAGE}.libs"):
        shutil.copytree(installed / folder, closed / folder)
    closed.chmod(0o700)
    shelf = Path(tempfile.mkdtemp(dir="/tmp"))
    shelf.chmod(0o755)
    programs = closed / binaries.PACKAGE / binaries.INSTALLATION / "bin"
    monkeypatch.setattr(binaries, "programs", lambda: programs)
    monkeypatch.setattr(binaries, "SHELF", shelf)
    try:
        with Server(home) as server:
            running = psutil.Process(Postmaster(server.data).pid())
            assert Path(running.exe()).is_relative_to(shelf)
            assert Path(running.exe()).stat().st_uid == 0, "nobody but root may change it"
    finally:
        shutil.rmtree(shelf)
