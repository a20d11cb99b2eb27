"""MT940: entries with their details, marks of debit, credit and reversal, balances, damaged files."""

from pathlib import Path

import pytest

from entraide.formats.transactions import load

from .reading import read_one

IBAN, OTHER = "DE89370400440532013000", "GB82WEST12345698765432"
STATEMENT = f"""{{1:F01BANKDEFFXXXX0000000000}}{{2:O9400000}}{{4:
:20:STARTUMSE
:25:{IBAN}
:28C:00001/001
:60F:C251105EUR1000,00
:61:2511061106DR84,50NTRFE1//BANK1
:86:166?00Transfer?20EREF+E1?31{OTHER}?32KIM MIN-
 JI?33SU
:61:2511071107CR10,00NTRFNONREF//BANK2
:86:051?00Credit?32LEE DO-YUN
:62F:C251107EUR925,50
-}}"""


def test_entries_are_legs_with_the_account_or_the_name_of_the_other_side(tmp_path: Path) -> None:
    one = read_one(tmp_path, STATEMENT, "s.sta")
    assert one.report.format == "mt940"
    assert one.payments == [(IBAN, OTHER, 8450, "EUR"), (f"LEE DO-YUN (named by {IBAN})", IBAN, 1000, "EUR")]
    assert one.column("record") == ["E1", "BANK2"]
    assert one.column("date_only") == [True, True]


def test_opening_balances_reach_the_ledger_and_the_statement_adds_up(tmp_path: Path) -> None:
    one = read_one(tmp_path, STATEMENT, "s.sta")
    assert load(tmp_path / "case.parquet").opening_by_name() == {(IBAN, "EUR"): 100000}
    assert not one.report.notes


def test_a_closing_balance_that_does_not_fit_is_said(tmp_path: Path) -> None:
    one = read_one(tmp_path, STATEMENT.replace("925,50", "925,51"), "s.sta")
    assert any("does not add up" in note and "925.51" in note for note in one.report.notes)


def test_a_reversal_undoes_its_payment(tmp_path: Path) -> None:
    back = f":61:2511081108RD84,50NTRFE1//BANK3\n:86:166?20EREF+E1?31{OTHER}\n:62F:"
    one = read_one(tmp_path, STATEMENT.replace(":62F:", back).replace("925,50", "1010,00"), "s.sta")
    assert one.column("kind") == ["payment", "payment", "reversal"]
    assert not any("add up" in note for note in one.report.notes)


def test_an_entry_over_new_year_is_booked_in_the_year_that_is_nearer(tmp_path: Path) -> None:
    text = STATEMENT.replace(":61:2511061106", ":61:2412310102")
    one = read_one(tmp_path, text, "s.sta")
    assert [str(time.date()) for time in one.column("time")] == ["2025-01-02", "2025-11-07"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (":61:2511061106DR0,00NTRFE9", "amount"),
        (":61:2511061106DR1,001NTRFE9", "amount"),
        (":61:2513061306DR1,00NTRFE9", "61"),
        (":61:not a line", "61"),
    ],
)
def test_entries_that_cannot_be_taken_are_listed(tmp_path: Path, line: str, field: str) -> None:
    one = read_one(tmp_path, STATEMENT.replace(":62F:", f"{line}\n:62F:"), "s.sta")
    assert one.reasons == [field]
    assert (one.report.rows, one.report.taken) == (3, 2)


def test_of_a_file_cut_in_the_middle_what_was_read_is_kept_and_the_cut_is_said(tmp_path: Path) -> None:
    one = read_one(tmp_path, STATEMENT[: STATEMENT.index("Credit")], "s.sta")
    assert one.report.taken == 2
    assert any("cut off" in note for note in one.report.notes)


def test_several_statements_in_one_file_are_told_apart(tmp_path: Path) -> None:
    second = STATEMENT.replace(IBAN, "FR1420041010050500013M02606").replace("E1", "F1").replace("BANK2", "F2")
    one = read_one(tmp_path, f"{STATEMENT}\n{second}", "s.sta")
    assert [leg["source"] for leg in one.legs if leg["record"] in ("E1", "F1")] == [
        IBAN,
        "FR1420041010050500013M02606",
    ]
    assert len(load(tmp_path / "case.parquet").opening) == 2


def pages(first_ends: str, second_begins: str) -> str:
    head = f":20:STARTUMSE\n:25:{IBAN}\n:28C:00001/00"
    return (
        f"{head}1\n:60F:C251105EUR1000,00\n:61:2511061106DR84,50NTRFE1//BANK1\n:62M:{first_ends}\n-\n"
        f"{head}2\n:60M:{second_begins}\n:61:2511071107CR10,00NTRFNONREF//BANK2\n:62F:C251107EUR925,50\n-\n"
    )


def test_a_statement_of_several_pages_is_whole(tmp_path: Path) -> None:
    one = read_one(tmp_path, pages("C251106EUR915,50", "C251106EUR915,50"), "s.sta")
    assert one.report.taken == 2
    assert not [note for note in one.report.notes if "page" in note or "balance" in note or "add up" in note]
    assert load(tmp_path / "case.parquet").opening_by_name() == {(IBAN, "EUR"): 100000}


def test_pages_that_do_not_follow_each_other_are_said(tmp_path: Path) -> None:
    one = read_one(tmp_path, pages("C251106EUR915,50", "C251106EUR915,00"), "s.sta")
    assert any("pages are missing" in note for note in one.report.notes)


def test_a_last_page_that_is_missing_is_said(tmp_path: Path) -> None:
    text = pages("C251106EUR915,50", "C251106EUR915,50")
    one = read_one(tmp_path, text[: text.index("-\n") + 2], "s.sta")
    assert any("last page (after 62M) is missing" in note for note in one.report.notes)


def test_a_page_that_does_not_add_up_is_said(tmp_path: Path) -> None:
    one = read_one(tmp_path, pages("C251106EUR915,00", "C251106EUR915,00"), "s.sta")
    assert any("does not add up" in note for note in one.report.notes)
