"""What an analyst pastes is full of selectors; each is found where it stands, once, as what it is."""

from __future__ import annotations

import pytest

from entraide.engines.link import extract


def found(text: str, country: str | None = None) -> list[tuple[str, str]]:
    return [(f.kind, f.value) for f in extract(text, country=country)]


def test_offsets_point_into_the_original_text():
    text = (
        "Ring \u200f+66\u200e 69\u200b1234567\u202c or @lucky_moei (Telegram) "
        "\U0001f600 GB29 NWBK 6016 1331 9268 19."
    )
    for selector in extract(text):
        assert text[selector.start : selector.end] == selector.raw
    assert [s.raw for s in extract(text)] == [
        "+66\u200e 69\u200b1234567",
        "@lucky_moei",
        "GB29 NWBK 6016 1331 9268 19",
    ]


def test_a_report_in_english():
    text = (
        "He answered @Lucky_Moei on Telegram. WhatsApp: +66 69 123 4567. See "
        "hxxps://kk-jobs[.]example/apply, mail hr@jobs.example. WeChat ID: moei_boss; "
        "passport no. XM 0123456; licence plate XM-1234; account number at the bank: 000-1-23456-7."
    )
    assert found(text) == [
        ("telegram", "lucky_moei"),
        ("whatsapp", "+66691234567"),
        ("url", "https://kk-jobs.example/apply"),
        ("domain", "kk-jobs.example"),
        ("email", "hr@jobs.example"),
        ("domain", "jobs.example"),
        ("wechat", "moei_boss"),
        ("passport", "XM0123456"),
        ("vehicle_plate", "XM1234"),
        ("bank_account", "0001234567"),
    ]


def test_a_report_in_thai():
    text = "โทร ๐๖๙-๑๒๓-๔๕๖๗ ไลน์: boss.moei เลขที่บัญชี 000123456789 ทะเบียน กข 1234 ที่เว็บkk.exampleนะ"
    assert found(text, "TH") == [
        ("phone", "+66691234567"),
        ("line", "boss.moei"),
        ("bank_account", "000123456789"),
        ("vehicle_plate", "กข1234"),
        ("domain", "kk.example"),
    ]


def test_a_report_in_chinese_has_no_spaces_around_its_selectors():
    text = "请加微信：lucky_moei或访问evil.example看看，电话+86 140 1234 5678，护照XM0123456。账号：000987654321，https://foo.example/abc请联系"
    assert found(text) == [
        ("wechat", "lucky_moei"),
        ("domain", "evil.example"),
        ("phone", "+8614012345678"),
        ("passport", "XM0123456"),
        ("bank_account", "000987654321"),
        ("url", "https://foo.example/abc"),
        ("domain", "foo.example"),
    ]


def test_a_report_in_arabic():
    assert found("واتساب ٠٠٦٦٦٩١٢٣٤٥٦٧ تلجرام @boss_moei") == [
        ("whatsapp", "+66691234567"),
        ("telegram", "boss_moei"),
    ]


def test_letters_that_only_look_like_letters_hide_nothing():
    assert found("𝐖𝐡𝐚𝐭𝐬𝐀𝐩𝐩 +６６ ６９ １２３ ４５６７, ｔ．ｍｅ／ｌｕｃｋｙ＿ｍｏｅｉ") == [
        ("whatsapp", "+66691234567"),
        ("telegram", "lucky_moei"),
    ]


def test_a_link_to_a_profile_is_the_profile_and_nothing_else():
    text = (
        "facebook.com/name.moei https://www.instagram.com/boss_moei/ tiktok.com/@x_moei "
        "https://line.me/ti/p/~abc.moei t.me/abc_moei https://wa.me/66691234567"
    )
    assert found(text) == [
        ("facebook", "name.moei"),
        ("instagram", "boss_moei"),
        ("tiktok", "x_moei"),
        ("line", "abc.moei"),
        ("telegram", "abc_moei"),
        ("whatsapp", "+66691234567"),
    ]


def test_a_page_on_a_platform_is_a_page_and_its_platform_is_not_a_domain():
    assert found("https://www.facebook.com/groups/1/posts/2") == [
        ("url", "https://facebook.com/groups/1/posts/2")
    ]


def test_a_mailbox_of_a_public_provider_yields_no_domain():
    assert found("lucky.moei@gmail.com") == [("email", "lucky.moei@gmail.com")]


def test_wallets_of_many_ledgers():
    text = (
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq, "
        "0xbe0eb53f46cd790cd13851d5eff43d12404d33e8; TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9 "
        "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH "
        "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5 EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2"
    )
    assert [kind for kind, _ in found(text)] == ["btc", "btc", "eth", "tron", "doge", "xrp", "dot", "ton"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "btc"),
        ("0xBE0eB53F46cd790Cd13851d5EFf43D12404d33e8", "eth"),
        ("TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY8", "tron"),
        ("GB30 NWBK 6016 1331 9268 19", "iban"),
        ("+33 6 39 98 12 34 567", "phone"),
        ("call 069 123 4567", "phone"),
        ("10.0.0.1", "ip"),
    ],
)
def test_what_fails_its_check_is_kept_as_text_and_never_links(text, kind):
    [selector] = extract(text)
    assert (selector.kind, selector.valid, selector.link_value) == (kind, False, None)
    assert selector.value == selector.raw
    assert selector.raw in text
    assert selector.reason


def test_one_number_and_a_count_behind_it_or_two_numbers_in_a_row():
    assert found("+66 69 123 4567 0691234568 +66691234569 2 persons", "TH") == [
        ("phone", "+66691234567"),
        ("phone", "+66691234568"),
        ("phone", "+66691234569"),
    ]


def test_the_nearest_word_says_what_a_number_is():
    text = "WhatsApp +66 69 123 4567, Kasikorn account 0001234567, tel. +66 69 123 4568 (WhatsApp)"
    assert found(text) == [
        ("whatsapp", "+66691234567"),
        ("bank_account", "0001234567"),
        ("whatsapp", "+66691234568"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They paid 84,000,000 KRW and 84 000 000 KRW, USD 12345678 in all.",
        "On 2025-11-06 06:00, between 2022-2026; 20251106; at 12:30:45 and 06.11.2025.",
        "Salary 60000-90000 a year. I left.My friend made money.In return I got photo.zip and version 1.2.3.",
        "A new business Line: Government. His Telegram account suspended, the WhatsApp group closed.",
        "5d41402abc4b2a76b9719d911017c592",
        "0x" + "ab" * 32,
    ],
)
def test_dates_amounts_prose_and_hashes_are_not_selectors(text):
    assert found(text, "US") == []
    assert found(text, "SG") == []


def test_a_number_ends_with_its_sentence() -> None:
    found = extract("They called +91 98450 12345. 7 men came. Then +84.553.934.959 rang.")
    assert [selector.value for selector in found] == ["+919845012345", "+84553934959"]
