"""camt.053 and camt.054: entries, batches, reversals, charges, other currencies, balances; damaged and hostile files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from entraide.formats.transactions import load

from .reading import read_all, read_one

IBAN, OTHER = "DE89370400440532013000", "GB82WEST12345698765432"


def statement(*entries: str, balances: str = "", version: str = "02", about: str = "Stmt") -> str:
    return (
        f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<{about}><Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}{''.join(entries)}</{about}>"
        "</BkToCstmrStmt></Document>"
    )


def entry(
    amount: str = "100.00",
    side: str = "DBIT",
    extra: str = "",
    details: str = "",
    ccy: str = "EUR",
    day: str = "06",
) -> str:
    return (
        f'<Ntry><Amt Ccy="{ccy}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{extra}<Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2025-11-{day}</Dt></BookgDt><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def paid_to(account: str, reference: str, amount: str = "", more: str = "") -> str:
    own = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>{own}{more}<RltdPties>"
        f"<DbtrAcct><Id><IBAN>{IBAN}</IBAN></Id></DbtrAcct>"
        f"<CdtrAcct><Id><IBAN>{account}</IBAN></Id></CdtrAcct></RltdPties></TxDtls>"
    )


def balance(kind: str, amount: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2025-11-06</Dt></Dt></Bal>"
    )


@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_an_entry_of_any_version_is_a_leg_of_its_day(tmp_path: Path, version: str) -> None:
    one = read_one(tmp_path, statement(entry(details=paid_to(OTHER, "E1")), version=version), "s.xml")
    assert one.payments == [(IBAN, OTHER, 10000, "EUR")]
    assert (one.column("record"), one.column("date_only")) == (["E1"], [True])
    assert one.report.format == "camt"


def test_a_batch_is_a_leg_for_each_of_its_transactions(tmp_path: Path) -> None:
    details = paid_to(OTHER, "E1", "60.00") + paid_to("FR1420041010050500013M02606", "E2", "40.00")
    one = read_one(tmp_path, statement(entry(details=details)), "s.xml")
    assert one.column("amount") == [6000, 4000]
    assert (one.report.rows, one.report.taken, one.report.legs) == (1, 1, 2)


def test_a_batch_that_does_not_add_up_stays_one_leg_and_is_said(tmp_path: Path) -> None:
    details = paid_to(OTHER, "E1", "60.00") + paid_to(OTHER, "E2", "30.00")
    one = read_one(tmp_path, statement(entry(details=details)), "s.xml")
    assert one.payments == [(IBAN, None, 10000, "EUR")]
    assert any("add up" in note for note in one.report.notes)


def test_a_reversal_undoes_its_payment(tmp_path: Path) -> None:
    back = entry(side="CRDT", extra="<RvslInd>true</RvslInd>", details=paid_to(OTHER, "E1"), day="07")
    one = read_one(tmp_path, statement(entry(details=paid_to(OTHER, "E1")), back), "s.xml")
    assert one.column("kind") == ["payment", "reversal"]
    ledger = load(tmp_path / "case.parquet")
    assert list(ledger.reversed_legs.items()) == [(1, 0)]
    assert OTHER not in ledger.trace(ledger.legs_of(["E1"]), "fifo").ends["account"].to_pylist()


def test_a_reversal_of_what_is_not_there_is_a_payment_back_and_is_said(tmp_path: Path) -> None:
    back = entry(side="CRDT", extra="<RvslInd>true</RvslInd>", details=paid_to(OTHER, "E9"))
    one = read_one(tmp_path, statement(back), "s.xml")
    assert one.column("kind") == ["payment"]
    assert one.payments == [(OTHER, IBAN, 10000, "EUR")]
    assert any("reversal" in note for note in one.report.notes)


def test_charges_within_a_debit_are_a_fee(tmp_path: Path) -> None:
    charges = '<Chrgs><Rcrd><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>'
    one = read_one(tmp_path, statement(entry(extra=charges, details=paid_to(OTHER, "E1"))), "s.xml")
    assert one.payments == [(IBAN, OTHER, 9500, "EUR"), (IBAN, "(fees)", 500, "EUR")]


def test_charges_of_a_whole_batch_are_not_charged_for_each_of_its_transactions(tmp_path: Path) -> None:
    charges = '<Chrgs><Rcrd><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>'
    details = paid_to(OTHER, "E1", "60.00") + paid_to("FR1420041010050500013M02606", "E2", "40.00")
    one = read_one(tmp_path, statement(entry(extra=charges, details=details)), "s.xml")
    assert one.column("amount") == [6000, 4000]


def test_a_day_with_a_zone_is_still_a_day(tmp_path: Path) -> None:
    text = statement(entry(details=paid_to(OTHER, "E1"))).replace("-06</Dt>", "-06+07:00</Dt>")
    one = read_one(tmp_path, text, "s.xml")
    assert (str(one.column("time")[0]), one.column("date_only")) == ("2025-11-06 00:00:00+00:00", [True])


@pytest.mark.parametrize("amount", ["1E+999999", "1E+99999", "100." + "0" * 30 + "1"])
def test_amounts_of_absurd_length_are_listed(tmp_path: Path, amount: str) -> None:
    good, bad = entry(details=paid_to(OTHER, "E1")), entry(details=paid_to(OTHER, "E2"))
    one = read_one(tmp_path, statement(good, bad.replace(">100.00<", f">{amount}<", 1)), "s.xml")
    assert (one.report.taken, one.reasons) == (1, ["amount"])


def test_what_was_instructed_in_another_currency_is_a_conversion(tmp_path: Path) -> None:
    instructed = '<AmtDtls><InstdAmt><Amt Ccy="KRW">170000</Amt></InstdAmt></AmtDtls>'
    one = read_one(tmp_path, statement(entry(details=paid_to(OTHER, "E1", more=instructed))), "s.xml")
    (leg,) = one.legs
    assert (leg["kind"], leg["amount"], leg["currency"]) == ("conversion", 10000, "EUR")
    assert (leg["target_amount"], leg["target_currency"]) == (170000, "KRW")


def test_opening_balances_reach_the_ledger(tmp_path: Path) -> None:
    balances = balance("OPBD", "250.00") + balance("CLBD", "150.00")
    one = read_one(tmp_path, statement(entry(details=paid_to(OTHER, "E1")), balances=balances), "s.xml")
    assert load(tmp_path / "case.parquet").opening_by_name() == {(IBAN, "EUR"): 25000}
    assert not any("add up" in note for note in one.report.notes)


def test_balances_that_do_not_fit_the_entries_are_said(tmp_path: Path) -> None:
    balances = balance("OPBD", "250.00") + balance("CLBD", "160.00")
    one = read_one(tmp_path, statement(entry(details=paid_to(OTHER, "E1")), balances=balances), "s.xml")
    assert any("does not add up" in note and "160.00" in note for note in one.report.notes)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (entry(amount="0.00"), "amount"),
        (entry(amount="1,00"), "Amt"),
        (entry(amount="1.001"), "amount"),
        (entry(ccy="XXX"), "Amt"),
        (entry(side="BOTH"), "CdtDbtInd"),
        (entry().replace("BOOK", "PDNG"), "Sts"),
        (entry(day="31"), "time"),
        (entry().replace("2025", "2095"), "time"),
    ],
)
def test_entries_that_cannot_be_taken_are_listed(tmp_path: Path, bad: str, field: str) -> None:
    one = read_one(tmp_path, statement(entry(details=paid_to(OTHER, "E1")), bad), "s.xml")
    assert one.reasons == [field]
    assert (one.report.rows, one.report.taken) == (2, 1)


def test_of_a_file_cut_in_the_middle_what_was_read_is_kept_and_the_cut_is_said(tmp_path: Path) -> None:
    whole = statement(entry(details=paid_to(OTHER, "E1")), entry(details=paid_to(OTHER, "E2")))
    one = read_one(tmp_path, whole[: whole.index("E2")], "s.xml")
    assert one.column("record") == ["E1"]
    assert (one.report.rows, one.report.taken) == (2, 1)
    assert any("cut off" in note for note in one.report.notes)


def test_entities_are_not_put_in(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = statement(entry()).replace('<?xml version="1.0"?>', '<?xml version="1.0"?>' + bomb)
    one = read_all(tmp_path, {"bomb.xml": text, "good.xml": statement(entry())})
    assert [(path.name, "document type" in str(why)) for path, why in one.reading.unread] == [
        ("bomb.xml", True)
    ]
    assert len(one.legs) == 1


def test_other_xml_is_no_statement(tmp_path: Path) -> None:
    texts = {
        "page.xml": "<html><body/></html>",
        "pain.xml": '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>',
    }
    one = read_all(tmp_path, {**texts, "good.xml": statement(entry())})
    assert len(one.reading.unread) == 2


def test_a_statement_and_its_notification_count_a_payment_once(tmp_path: Path) -> None:
    first = statement(entry(details=paid_to(OTHER, "E1")))
    again = statement(entry(details=paid_to(OTHER, "E1")), about="Ntfctn").replace("camt.053", "camt.054")
    one = read_all(tmp_path, {"s.xml": first, "n.xml": again})
    assert len(one.legs) == 1
    assert one.column("time") == [datetime(2025, 11, 6, tzinfo=UTC)]
