"""A column may write what goes out below zero or not; a cell that does otherwise than the others is asked about."""

from pathlib import Path

import pytest

from .reading import One, read_one

DAY = "2025-11-03"


def read_rows(folder: Path, header: str, *rows: str) -> One:
    text = "\n".join([f"Date,{header},Reference", *(f"{DAY},{row}" for row in rows)])
    return read_one(folder, text, account="ours", currency="EUR")


@pytest.mark.parametrize(("usual", "other"), [("-", ""), ("", "-")])
def test_a_debit_of_another_sign_than_the_others_is_rejected(tmp_path: Path, usual: str, other: str) -> None:
    one = read_rows(
        tmp_path, "Debit,Credit", f"{usual}5.00,,a", f"{usual}6.00,,b", f"{other}7.00,,c", ",8.00,d"
    )
    assert one.payments == [
        ("ours", None, 500, "EUR"),
        ("ours", None, 600, "EUR"),
        (None, "ours", 800, "EUR"),
    ]
    assert list(one.report.rejected) == [
        "amount: some debits are below zero and some are not; write what is taken back as a credit"
    ]


@pytest.mark.parametrize(("usual", "other"), [("-", ""), ("", "-")])
def test_what_goes_out_has_one_sign_where_a_column_says_the_direction(
    tmp_path: Path, usual: str, other: str
) -> None:
    one = read_rows(
        tmp_path,
        "Amount,Direction",
        f"{usual}5.00,out,a",
        f"{usual}6.00,out,b",
        f"{other}7.00,out,c",
        "8.00,in,d",
    )
    assert one.column("record") == ["a", "b", "d"]
    assert list(one.report.rejected) == [
        "amount: of what goes out some are below zero and some are not; write what is taken back as in"
    ]


def test_a_fee_that_is_given_back_is_not_charged(tmp_path: Path) -> None:
    one = read_rows(tmp_path, "Amount,Fee", "-5.00,0.10,a", "-6.00,-0.10,b", "-7.00,0.10,c")
    assert [(leg["record"], leg["kind"], leg["amount"]) for leg in one.legs] == [
        ("a", "payment", 500),
        ("a", "fee", 10),
        ("c", "payment", 700),
        ("c", "fee", 10),
    ]
    assert one.reasons == ["fee"]


def test_fees_may_all_be_below_zero_and_zero_has_no_sign(tmp_path: Path) -> None:
    one = read_rows(tmp_path, "Amount,Fee", "-5.00,-0.10,a", "-6.00,0.00,b", "-7.00,,c")
    assert [leg["amount"] for leg in one.legs] == [500, 10, 600, 700]
    assert one.reasons == []
