from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.assess import similarity
from entraide.vocabulary import modi_operandi

CASES = st.lists(st.sampled_from(sorted(modi_operandi.ids())), max_size=12)


@given(CASES)
def test_a_case_is_wholly_like_itself(case: list[str]) -> None:
    assert similarity(case, case).score == (1 if case else 0)


@given(CASES, CASES)
def test_it_goes_both_ways(one: list[str], other: list[str]) -> None:
    assert similarity(one, other).score == similarity(other, one).score


def test_the_same_methods_in_another_order_are_less_alike() -> None:
    same = similarity(["W1.01", "W2.03", "W3.05"], ["W1.01", "W2.03", "W3.05"])
    turned = similarity(["W1.01", "W2.03", "W3.05"], ["W3.05", "W2.03", "W1.01"])
    assert turned.score < same.score
    assert turned.same_order == 0


def test_a_rare_method_shared_says_more_than_a_common_one() -> None:
    seen = {"W1.01": 5000, "X1.03": 2}
    rare = similarity(["W1.01", "X1.03"], ["W2.03", "X1.03"], seen=seen)
    common = similarity(["W1.01", "X1.03"], ["W1.01", "W2.03"], seen=seen)
    assert rare.score > common.score
