"""Equal things are equal, however they were written; what is malformed says why and what to do."""

from __future__ import annotations

import pytest

from entraide.engines.link import InvalidSelector, caption, normalise


def linked(kind: str, raw: str, country: str | None = None) -> str:
    return normalise(kind, raw, country=country).link_value


@pytest.mark.parametrize(
    "written",
    [
        "+66 69 123 4567",
        "0066691234567",
        "+66 (0)69-123 4567",
        "+66 069 123 4567",
        "(+66) 69 123 4567",
        "+66.69.123.4567",
        "＋６６ ６９ １２３ ４５６７",
        "+\u200e66\u00a069\u200b1234567\u202c",
        "tel:+66-69-123-4567",
    ],
)
def test_a_phone_written_in_many_ways_is_one_selector(written):
    assert normalise("phone", written).value == "+66691234567"


@pytest.mark.parametrize(
    "written", ["069 123 4567", "๐๖๙-๑๒๓-๔๕๖๗", "٠٦٩١٢٣٤٥٦٧", "०६९१२३४५६७", "၀၆၉ ၁၂၃ ၄၅၆၇"]
)
def test_a_national_number_is_read_with_its_country(written):
    assert normalise("phone", written, country="TH").value == "+66691234567"


def test_a_national_number_without_country_is_refused_with_the_remedy():
    with pytest.raises(InvalidSelector) as refused:
        normalise("phone", "069 123 4567")
    assert refused.value.reason == "The number has no country code"
    assert "+" in refused.value.remedy


def test_a_possible_number_need_not_be_assigned():
    assert normalise("phone", "+44 7700 900123").value == "+447700900123"


def test_leading_zeros_stay_where_a_plan_has_them():
    assert normalise("phone", "+39 06 1234 5678").value == "+390612345678"


def test_the_one_that_mexico_dropped_makes_no_difference():
    assert linked("phone", "+52 1 55 1234 5678") == linked("whatsapp", "+52 55 1234 5678")


def test_a_whatsapp_number_links_with_the_same_phone():
    for written in (
        "https://wa.me/66691234567",
        "https://api.whatsapp.com/send?phone=%2B66691234567&text=hi",
    ):
        assert linked("whatsapp", written) == linked("phone", "+66 69 123 4567")


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "Kavya@Example.EXAMPLE", "kavya[at]example[.]example"),
        ("email", "k.a.v.y.a+jobs@gmail.com", "kavya@googlemail.com"),
        ("domain", "WWW.KK-Jobs.example", "hxxps://kk-jobs[.]example/apply"),
        ("domain", "login.kk-jobs.example", "kk-jobs.example"),
        ("domain", "bücher.example", "xn--bcher-kva.example"),
        ("url", "HTTP://www.kk-jobs.example", "https://kk-jobs.example:443/"),
        ("url", "https://kk-jobs.example/a#top", "kk-jobs.example/a"),
        ("ip", "192.0.2[.]7", "192.0.2.7"),
        ("ip", "2001:0DB8:0:0::7", "2001:db8::7"),
        ("telegram", "https://t.me/Lucky_Moei", "@lucky_moei"),
        ("telegram", "https://t.me/joinchat/AbCdEfGhIjKlMnOp", "t.me/+AbCdEfGhIjKlMnOp"),
        ("line", "https://line.me/ti/p/~boss.moei", "Boss.Moei"),
        ("line", "@boss.moei", "boss.moei"),
        ("facebook", "https://m.facebook.com/Name.Moei?mibextid=x", "namemoei"),
        ("facebook", "https://www.facebook.com/profile.php?id=100099999999999", "100099999999999"),
        ("instagram", "https://www.instagram.com/Boss_Moei/", "@boss_moei"),
        ("tiktok", "https://www.tiktok.com/@boss.moei/video/1", "boss.moei"),
        ("iban", "gb29 nwbk 6016 1331 9268 19", "IBAN: GB29-NWBK-6016-1331-9268-19"),
        ("bank_account", "000-1-23456-7", "0001234567"),
        ("passport", "xm 0123456", "XM0123456"),
        ("vehicle_plate", "กข 1234", "กข-๑๒๓๔"),
        ("eth", "0xBE0eB53F46cd790Cd13851d5EFf43D12404d33E8", "0xbe0eb53f46cd790cd13851d5eff43d12404d33e8"),
        (
            "btc",
            "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
            "bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        ),
        (
            "bch",
            "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu",
            "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        ),
        ("ltc", "31h38a54tFMrR8kzBnP2241MFD2EUHtGha", "M7uBSTV2qNDHDe2tHfNMqhFkZucgRMpJQk"),
    ],
)
def test_two_spellings_are_one_selector(kind, one, other):
    assert linked(kind, one) == linked(kind, other)


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        ("btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("btc", "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"),
        ("tron", "TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9"),
        ("xrp", "rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH"),
        ("doge", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L"),
        ("sol", "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"),
        ("dot", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"),
        ("ton", "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2"),
        ("ada", "addr1vpu5vlrf4xkxv2qpwngf6cjhtw542ayty80v8dyr49rf5eg0yu80w"),
    ],
)
def test_addresses_with_a_right_checksum_are_accepted(kind, good):
    assert normalise(kind, good).value == good


@pytest.mark.parametrize(
    ("kind", "bad", "why"),
    [
        ("btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "checksum"),
        ("btc", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdz", "checksum"),
        ("btc", "TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9", "another ledger"),
        ("eth", "0xBE0eB53F46cd790Cd13851d5EFf43D12404d33e8", "checksum"),
        ("tron", "TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY8", "checksum"),
        ("ton", "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q3", "checksum"),
        ("iban", "GB30NWBK60161331926819", "checksum"),
        ("iban", "GB29NWBK6016133192681", "as long as"),
        ("iban", "XX29NWBK60161331926819", "no IBAN"),
        ("phone", "+66 12", "not a phone"),
        ("phone", "+33 6 39 98 12 34 567", "too many digits"),
        ("phone", "+999 69 123 4567", "calling code"),
        ("phone", "the number", "not a phone"),
        ("domain", "kk-jobs.nosuchending", "top-level"),
        ("domain", "co.uk", "many owners"),
        ("email", "kavya", "not an e-mail"),
        ("ip", "10.0.0.1", "private"),
        ("ip", "300.1.1.1", "not an IP"),
        ("telegram", "ab", "account name"),
        ("passport", "PASSPORT", "passport"),
        ("vehicle_plate", "A", "plate"),
        ("bank_account", "12-34", "account number"),
        ("no_such_kind", "x", "no such kind"),
        ("phone", " \u200b ", "Nothing"),
        ("url", "x" * 5000, "too long"),
    ],
)
def test_what_is_malformed_says_why(kind, bad, why):
    with pytest.raises(InvalidSelector) as refused:
        normalise(kind, bad)
    assert why in refused.value.reason
    assert refused.value.remedy


def test_a_value_is_captioned_for_reading():
    assert caption("phone", "+66812345678") == "+66 81 234 5678"
    assert caption("iban", "GB29NWBK60161331926819") == "GB29 NWBK 6016 1331 9268 19"
    assert caption("domain", "xn--bcher-kva.example") == "bücher.example"
    assert caption("telegram", "lucky_moei") == "@lucky_moei"
