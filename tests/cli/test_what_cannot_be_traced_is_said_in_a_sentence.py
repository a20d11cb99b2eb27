from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engines.trace.ledgers import table_of

from .tracing import MIXED, rows_of, saved, sentence, trace


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    return saved(tmp_path, rows_of(*MIXED))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["follow", "LEDGER"], "--seed RECORD"),
        (["follow", "LEDGER", "--seed", "r1", "--victim", "third"], "third pays nothing by record r1"),
        (
            ["follow", "LEDGER", "--seed", "r1", "--from", "2025-11-03T09:12Z"],
            "--from and --until go with --victim",
        ),
        (["follow", "LEDGER", "--seed", "r1:0"], "'r1:0' in this ledger; near it: r1"),
        (["follow", "LEDGER", "--seed", "r11"], "'r11' in this ledger; near it: r1"),
        (["show", "LEDGER", "R1x"], "near it: r1"),
        (["follow", "LEDGER", "--victim", "victin"], "near it: victim"),
        (["follow", "LEDGER", "--victim", "a"], "a made no payment in that time"),
        (["follow", "LEDGER", "--seed", "r1", "--rule", "lifo"], "'lifo' is none of fifo, haircut"),
        (
            ["follow", "LEDGER", "--seed", "r1", "--rule", "poison", "--back"],
            "--back does not go with --rule poison",
        ),
        (
            ["freeze", "LEDGER", "--seed", "r1", "--at", "2025-11-03T10:00Z", "--rule", "poison"],
            "nothing of amounts: entraide trace follow lists them",
        ),
        (["show", "LEDGER", "r1", "--in", "LEDGER/no"], "There is no such file"),
        (["follow", "LEDGER", "--seed", "r1", "--opening", "none"], "zero, statement, implied"),
        (
            ["follow", "LEDGER", "--seed", "r1", "--opening", "statement"],
            "--opening statement needs balances",
        ),
        (["follow", "LEDGER", "--seed", "r1", "--days", "some"], "bounds, as-listed"),
        (
            ["follow", "LEDGER", "--seed", "r1", "--horizon", "soon"],
            "neither a length of time, like 10d or 1d12h",
        ),
        (
            ["follow", "LEDGER", "--seed", "r1", "--horizon", "2025-11-02T00:00Z"],
            "wrong side of the payments",
        ),
        (["follow", "LEDGER", "--seed", "r1", "--least", "1,5€"], "is not a sum of EUR"),
        (["follow", "LEDGER", "--seed", "r1", "--explain", "nobody"], "there is no account 'nobody'"),
        (
            ["follow", "LEDGER", "--victim", "victim", "--from", "2025-11-03"],
            "has no zone: write 2025-11-03T00:00Z",
        ),
        (
            ["freeze", "LEDGER", "--seed", "r1", "--at", "2025-11-03T10:00"],
            "has no zone: write 2025-11-03T10:00Z",
        ),
        (["freeze", "LEDGER", "--seed", "r1", "--at", "yesterday"], "--at 'yesterday' is not a time"),
        (["freeze", "LEDGER", "--seed", "r1", "--at", "2025-11-02T10:00Z"], "nothing had been paid yet"),
        (
            ["freeze", "LEDGER", "--seed", "r1", "--at", "2025-11-03T10:00Z", "--bites-in", "0h"],
            "--bites-in '0h'",
        ),
        (["patterns", "LEDGER", "--kind", "star"], "--kind star: kinds are fan-in"),
        (["patterns", "LEDGER", "--window", "long"], "--window 'long'"),
        (["patterns", "LEDGER", "--kind", "structuring"], "--threshold USD=10000"),
        (["patterns", "LEDGER", "--threshold", "THB=5"], "a currency of the ledger"),
        (["patterns", "LEDGER", "--worth", "EUR=much"], "--worth 'EUR=much'"),
    ],
)
def test_a_wrong_word_is_named_with_the_remedy(mixed: str, arguments: list[str], said: str) -> None:
    assert said in sentence(trace(*[mixed if one == "LEDGER" else one for one in arguments]))


def test_losses_in_several_currencies_are_not_added_up(tmp_path: Path) -> None:
    rows = rows_of(("victim", "m", 5), ("victim", "m", 5))
    rows[1]["currency"] = "USD"
    ledger = saved(tmp_path, rows)
    assert "trace each apart" in sentence(trace("follow", ledger, "--seed", "r0", "--seed", "r1"))
    assert "trace each apart" in sentence(trace("follow", ledger, "--victim", "victim"))


def test_a_payment_that_was_reversed_is_no_loss(tmp_path: Path) -> None:
    rows = rows_of(("victim", "m", 5), ("m", "victim", 5))
    rows[1] |= {"kind": "reversal", "reverses": "r0"}
    assert "wholly reversed" in sentence(trace("follow", saved(tmp_path, rows), "--seed", "r0"))


def broken(folder: Path, how: str) -> Path:
    """A file that is no ledger."""
    path, table = folder / "broken.parquet", table_of(rows_of(*MIXED))
    changes: dict[str, Any] = {
        "no amount": lambda: table.drop_columns(["amount"]),
        "text amounts": lambda: table.drop_columns(["amount"]).append_column("amount", pa.array(["1"] * 5)),
        "negative": lambda: table.drop_columns(["amount"]).append_column("amount", pa.array([1, 1, -5, 1, 1])),
        "too large": lambda: table.drop_columns(["amount"]).append_column("amount", pa.array([2**63] * 5, pa.uint64())),
        "nested": lambda: table.drop_columns(["source"]).append_column("source", pa.array([["a"]] * 5)),
        "binary": lambda: table.drop_columns(["source"]).append_column("source", pa.array([b"\xff\xfe"] * 5)),
        "letters": lambda: table.drop_columns(["source"]).append_column(
            "source",
            pa.Array.from_buffers(pa.string(), 5, pa.array([b"a", b"\xff\xfe", b"b", b"c", b"d"]).buffers()),
        ),
        "no time": lambda: table.drop_columns(["time"]).append_column("time", pa.array(["today"] * 5)),
        "empty": lambda: table.slice(0, 0),
        "other": lambda: pa.table({"x": [1]}),
        "metadata": lambda: table.replace_schema_metadata({"entraide.stops": "{", "entraide.opening": "[1]"}),
        "sequence": lambda: table.drop_columns(["sequence"]).append_column("sequence", pa.array(["x"] * 5)),
        "reverses": lambda: table.drop_columns(["kind"]).append_column("kind", pa.array(["reversal"] * 5)),
    }  # fmt: skip
    if how == "missing":
        return folder / "there is none"
    if how == "folder":
        return folder
    pq.write_table(changes[how]() if how in changes else table, path)
    whole = path.read_bytes()
    cut = {
        "cut": whole[: len(whole) // 2],
        "head": b"PAR1" + whole[50:],
        "csv": b"time,source\n",
        "nothing": b"",
    }
    path.write_bytes(cut.get(how, whole))
    return path


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("missing", "there is no such file"),
        ("folder", "not a file"),
        ("csv", "entraide trace read"),
        ("nothing", "is not a ledger"),
        ("cut", "damaged or cut short"),
        ("head", "damaged"),
        ("no amount", "column amount is missing"),
        ("text amounts", "not whole minor units"),
        ("negative", "row 2: -5 is not above zero"),
        ("too large", "columns are not those of a ledger"),
        ("nested", "columns are not those of a ledger"),
        ("binary", "columns are not those of a ledger"),
        ("letters", "columns are not those of a ledger"),
        ("no time", "neither a timestamp nor a date"),
        ("empty", "has no rows"),
        ("other", "column time is missing"),
        ("metadata", "columns are not those of a ledger"),
        ("sequence", "columns are not those of a ledger"),
        ("reverses", "reverses"),
    ],
)
@pytest.mark.parametrize("command", ["follow", "freeze", "patterns", "show"])
def test_a_file_that_is_no_ledger_is_named(tmp_path: Path, how: str, said: str, command: str) -> None:
    more = {
        "follow": ["--seed", "r1"],
        "freeze": ["--seed", "r1", "--at", "2025-11-03T10:00Z"],
        "patterns": [],
        "show": ["r1"],
    }
    assert said in sentence(trace(command, str(broken(tmp_path, how)), *more[command]))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("account\na\n", "has the column account and any of"),
        ("bank,country\nx,TH\n", "has the column account and any of"),
        ("account,stop\na,bridge\n", "line 2: stop 'bridge' is none of exchange"),
        ("account,stop\n,exchange\n", "line 2: there is no account"),
        ("account,opening,currency\na,1.50,EUR\n", "whole minor units"),
        ("account,opening,currency\na,-3,EUR\n", "whole minor units"),
        ("account,opening\na,3\n", "with a currency"),
        (
            "account,balance,currency\na,3,EUR\n",
            "column balance says neither its unit nor its day; name it opening",
        ),
    ],
)
def test_a_wrong_table_of_accounts_is_named_by_its_line(
    mixed: str, tmp_path: Path, table: str, said: str
) -> None:
    (tmp_path / "accounts.csv").write_text(table)
    assert said in sentence(
        trace("follow", mixed, "--seed", "r1", "--accounts", str(tmp_path / "accounts.csv"))
    )


def test_a_folder_that_cannot_be_written_is_named(mixed: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    result = trace("follow", mixed, "--seed", "r1", "--to", str(tmp_path / "taken"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_names_of_others_do_not_drive_the_terminal(tmp_path: Path) -> None:
    ledger = saved(tmp_path, rows_of(("victim", "\x1b[2J\u202eevil\n", 9)))
    output = trace("follow", ledger, "--seed", "r0").output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "[U+001B][2J[U+202E]evil[U+000A]" in output
