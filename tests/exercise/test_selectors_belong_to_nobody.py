from ipaddress import ip_address, ip_network

import phonenumbers
import pytest
from schwifty import IBAN

from entraide.engines.link import InvalidSelector, normalise
from entraide.exercise import Exercise
from entraide.exercise.selectors import REGISTRY_IBANS, Selectors, styles_of

FICTION = {"FR", "GB"}
DOCUMENTATION = [ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
COUNTRIES = [
    "AE",
    "BR",
    "CN",
    "ET",
    "FR",
    "GB",
    "ID",
    "IN",
    "KE",
    "KH",
    "KR",
    "LA",
    "LK",
    "MM",
    "MY",
    "NA",
    "NG",
    "NP",
    "PE",
    "PH",
    "SG",
    "TH",
    "UG",
    "VN",
]


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_phone_is_possible_and_assigned_to_nobody(country: str) -> None:
    make = Selectors(seed=1)
    for _ in range(200):
        number = phonenumbers.parse(make.phone(country).value)
        assert phonenumbers.is_possible_number(number)
        if country not in FICTION:
            assert not phonenumbers.is_valid_number(number)
    if country == "FR":
        assert make.phone("FR").value.startswith("+3363998")  # kept by the regulator for works of fiction
    if country == "GB":
        assert make.phone("GB").value.startswith("+447700900")


@pytest.mark.parametrize("kind", ["btc", "eth", "tron"])
def test_a_wallet_has_a_good_checksum_and_a_broken_one_has_not(kind: str) -> None:
    make = Selectors(seed=2)
    draw = {"btc": make.bitcoin, "eth": make.ethereum, "tron": make.tron}[kind]
    for _ in range(50):
        wallet = draw()
        assert normalise(kind, wallet.value)
        with pytest.raises(InvalidSelector):
            normalise(kind, make.broken(wallet).value)


def test_an_old_bitcoin_address_has_a_good_checksum_too() -> None:
    make = Selectors(seed=2)
    assert all(normalise("btc", make.bitcoin("base58").value) for _ in range(50))


def test_ibans_are_the_examples_of_the_registry() -> None:
    assert len(set(REGISTRY_IBANS)) == len(REGISTRY_IBANS)
    assert all(IBAN(iban).is_valid for iban in REGISTRY_IBANS)


def test_no_selector_of_the_reports_could_be_somebodys(any_exercise: Exercise) -> None:
    for placed in (s for r in any_exercise.reports for s in r.selectors if not s.common):
        match placed.kind:
            case "phone":
                number = phonenumbers.parse(placed.value)
                region = phonenumbers.region_code_for_country_code(number.country_code or 0)
                assert not phonenumbers.is_valid_number(number) or region in FICTION, placed
            case "domain" | "email":
                assert placed.value.endswith(".example"), placed
            case "iban":
                assert (placed.value in REGISTRY_IBANS) == placed.sound, placed
            case "ip":
                assert any(ip_address(placed.value) in net for net in DOCUMENTATION), placed
            case "telegram" | "instagram" | "tiktok" | "wechat" | "line" | "facebook":
                assert "moei" in placed.value, placed
            case "passport" | "vehicle_plate":
                assert placed.value.startswith("XM"), placed
            case "bank_account":
                assert placed.value.startswith("000"), placed
            case kind:
                assert kind in {"btc", "eth", "tron"}, placed


def test_a_selector_is_issued_once() -> None:
    make = Selectors(seed=3)
    phones = [make.phone("GB").value for _ in range(900)]
    assert len(set(phones)) == 900
    make.telegram("twice")
    with pytest.raises(ValueError, match="in use already"):
        make.telegram("twice")


def test_when_a_range_is_used_up_the_error_says_so() -> None:
    make = Selectors(seed=3)

    def all_there_are() -> None:
        for _ in range(1001):
            make.phone("GB")

    with pytest.raises(ValueError, match="no phone is left in the range kept for GB"):
        all_there_are()


def test_all_ways_of_writing_a_selector_are_one_selector() -> None:
    make = Selectors(seed=4)
    drawn = [
        *(make.phone(country) for country in COUNTRIES),
        make.telegram("a_b"),
        make.line("ab"),
        make.facebook("a.b"),
        make.instagram("ab"),
        make.tiktok("ab"),
        make.email("a", "b"),
        make.domain("b"),
        make.iban(),
        make.ethereum(),
        make.ip(),
        make.passport("TH"),
        make.plate("TH"),
    ]
    for selector in drawn:
        wanted = normalise(selector.kind, selector.value).link_value
        for style in styles_of(selector.kind) - {"wa"}:
            written = format(selector, style)
            assert normalise(selector.kind, written, country=selector.country).link_value == wanted, (
                style,
                written,
            )
