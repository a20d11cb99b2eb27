import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entraide.local.backup import restore, save
from entraide.local.database import Embedded
from entraide.local.errors import LocalError


@pytest.fixture
def hub(home: Path) -> Iterator[Embedded]:
    """A database with a row in a table whose rows only the superuser sees by default."""
    with Embedded(home) as server:
        server.prepare()
        with psycopg.connect(server.url("migrator")) as connection:
            connection.execute("CREATE TABLE report (text text)")
            connection.execute("INSERT INTO report VALUES ('ช่วยด้วย')")
            connection.execute("ALTER TABLE report ENABLE ROW LEVEL SECURITY")
            connection.execute("ALTER TABLE report FORCE ROW LEVEL SECURITY")
            connection.execute("GRANT SELECT ON report TO entraide_web")
        yield server


def reports(server: Embedded) -> list[str]:
    url = server.superuser_url.replace("/postgres?", "/entraide?")
    with psycopg.connect(url) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM report")]


def forget(server: Embedded) -> None:
    with psycopg.connect(server.superuser_url.replace("/postgres?", "/entraide?")) as connection:
        connection.execute("DELETE FROM report")


def test_what_was_saved_comes_back_with_its_owner_rules_and_grants(hub: Embedded, tmp_path: Path) -> None:
    save(hub, tmp_path / "saved")
    forget(hub)

    restore(hub, tmp_path / "saved", replace=True)

    assert reports(hub) == ["ช่วยด้วย"]
    with psycopg.connect(hub.url("web")) as connection:
        assert connection.execute("SELECT count(*) FROM report").fetchone() == (0,)
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o600


def test_it_can_be_restored_into_a_new_home(hub: Embedded, tmp_path: Path) -> None:
    save(hub, tmp_path / "saved")
    with Embedded(tmp_path / "new") as new:
        restore(new, tmp_path / "saved", replace=False)
        assert reports(new) == ["ช่วยด้วย"]


def test_a_present_database_is_kept_unless_it_may_be_replaced(hub: Embedded, tmp_path: Path) -> None:
    save(hub, tmp_path / "saved")
    with pytest.raises(LocalError, match="add --replace"):
        restore(hub, tmp_path / "saved", replace=False)
    assert reports(hub) == ["ช่วยด้วย"]


def test_a_damaged_file_leaves_the_present_database_as_it_was(hub: Embedded, tmp_path: Path) -> None:
    save(hub, tmp_path / "saved")
    whole = (tmp_path / "saved").read_bytes()
    for damaged in (whole[: len(whole) // 2], b"no archive", b""):
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(LocalError):
            restore(hub, tmp_path / "damaged", replace=True)
        assert reports(hub) == ["ช่วยด้วย"]
        assert not hub.has_database("entraide_restoring")


def test_no_file_is_overwritten_and_none_left_half_written(hub: Embedded, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    with pytest.raises(LocalError, match="exists already"):
        save(hub, tmp_path / "precious")
    with pytest.raises(LocalError, match="cannot be written"):
        save(hub, tmp_path / "no" / "folder")
    assert (tmp_path / "precious").read_text() == "kept"
