import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.vocabulary.currencies import digits, load, shown


@pytest.mark.parametrize(
    ("amount", "code", "text"),
    [
        (8_400_000, "EUR", "84,000.00"),
        (84_000_000, "KRW", "84,000,000"),
        (1_005, "KWD", "1.005"),
        (7, "THB", "0.07"),
        (-150, "USD", "-1.50"),
        (9_200_000_000, "ETH", "9.200000000"),
        (12, "no such currency", "12"),
    ],
)
def test_each_currency_has_its_own(amount: int, code: str, text: str) -> None:
    assert shown(amount, code) == text


def test_an_unknown_currency_has_no_digits_rather_than_two() -> None:
    assert digits("ZZZ") is None


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(sorted(load())))
def test_no_unit_is_lost_in_writing(amount: int, code: str) -> None:
    assert int(shown(amount, code).replace(",", "").replace(".", "")) == amount
