"""Plain IBANs are checked by the column; what is said of each is what is said of it alone."""

import random

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from schwifty import IBAN

from entraide.formats.transactions._accounts import accounts, checked

COUNTRIES = ("DE", "GB", "FR", "NO", "TR", "MT")
SIGNS = "0123456789ABZ"


def alone(words: list[str]) -> tuple[list[str], dict[str, str]]:
    said = [checked(word) for word in words]
    return [value for value, _ in said], {value: why for value, why in said if why}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_right_wrong_cut_and_strange_ibans_get_the_same_answer_together_as_alone(
    countries: list[str], chance: random.Random
) -> None:
    right = [str(IBAN.random(country, random=chance)) for country in countries]
    wrong = [word[:-1] + chance.choice(SIGNS) for word in right]
    cut = [word[:-1] for word in right] + [word + "1" for word in right]
    never = [word[:2] + chance.choice(("00", "01", "99")) + word[4:] for word in right]
    nowhere = ["XX" + word[2:] for word in right] + ["KR00" + word[4:] for word in right]
    words = right + wrong + cut + never + nowhere + [word.lower() for word in right]
    cells, failed = accounts(pa.array(words))
    assert (cells.to_pylist(), failed) == alone(words)


def test_a_cut_iban_whose_check_digits_fit_by_chance_is_still_too_short() -> None:
    # 97 different bodies, so that of one the digits fit.
    words = [f"DE44{number:017d}" for number in range(97)]
    _, failed = accounts(pa.array(words))
    assert set(failed) == set(words)
