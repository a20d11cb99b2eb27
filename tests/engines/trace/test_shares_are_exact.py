"""Whole shares of amounts whose product is beyond 64 bits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.trace._kernels.arithmetic import nearest, portion

LARGE = st.integers(0, 2**62 - 1)


@settings(deadline=None)  # the first call compiles
@given(LARGE, LARGE, st.integers(1, 2**62 - 1))
def test_shares_are_those_of_python(amount, part, whole):
    part %= whole + 1
    assert portion(amount, part, whole) == amount * part // whole
    assert nearest(amount, part, whole) == (2 * amount * part + whole) // (2 * whole)


def test_a_half_is_rounded_up():
    assert (nearest(1, 1, 2), nearest(3, 1, 2), nearest(5, 1, 3)) == (1, 2, 2)
