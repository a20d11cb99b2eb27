from __future__ import annotations

from pathlib import Path

from entraide.formats.transactions import Options, load, read


def opening_of(
    tmp_path: Path,
    rows: list[str],
    header: str = "Time,Account,Debit,Credit,Fee,Balance,Counterparty,Currency",
) -> dict[tuple[str, str], int]:
    path = tmp_path / "statement.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    read([path], tmp_path / "case.parquet", Options(timezone="UTC"))
    return load(tmp_path / "case.parquet").opening_by_name()


def test_the_first_row_tells_what_each_account_held(tmp_path: Path) -> None:
    rows = [
        "2025-11-03 10:00:00,11112222,100,,,900,33334444,KRW",
        "2025-11-03 10:01:00,55556666,,50,,80,33334444,KRW",
        "2025-11-03 10:02:00,11112222,400,,,500,33334444,KRW",
    ]
    assert opening_of(tmp_path, rows) == {("11112222", "KRW"): 1000, ("55556666", "KRW"): 30}


def test_the_last_row_does_where_the_newest_stands_first(tmp_path: Path) -> None:
    rows = [
        "2025-11-03 10:02:00,11112222,400,,,500,33334444,KRW",
        "2025-11-03 10:01:00,55556666,,50,,80,33334444,KRW",
        "2025-11-03 10:00:00,11112222,100,,,900,33334444,KRW",
    ]
    assert opening_of(tmp_path, rows) == {("11112222", "KRW"): 1000, ("55556666", "KRW"): 30}


def test_a_fee_of_the_row_was_there_too(tmp_path: Path) -> None:
    assert opening_of(tmp_path, ["2025-11-03 10:00:00,11112222,100,,8,900,33334444,KRW"]) == {
        ("11112222", "KRW"): 1008
    }


def test_an_overdrawn_account_is_said_and_left_out(tmp_path: Path) -> None:
    assert opening_of(tmp_path, ["2025-11-03 10:00:00,11112222,100,,,-300,33334444,KRW"]) == {}


def test_what_money_was_changed_into_tells_nothing_of_before(tmp_path: Path) -> None:
    header = "Time,Account,Debit,Credit,Balance,Counterparty,Asset,Received amount,Received currency"
    rows = [
        "2025-11-03 10:00:00,HSX-1,145000,,5000,HSX-1,KRW,100.000000,USDT",
        "2025-11-03 10:05:00,HSX-1,40.000000,,60.000000,T1,USDT,,",
    ]
    for given in (rows, rows[::-1]):
        assert opening_of(tmp_path, given, header) == {("HSX-1", "KRW"): 150_000}
