import pytest

from entraide.exercise import Exercise, generate


@pytest.fixture(scope="session")
def exercise() -> Exercise:
    return generate(seed=6)


@pytest.fixture(scope="session", params=[6, 7, 2025])
def any_exercise(request: pytest.FixtureRequest) -> Exercise:
    """What must hold, must hold for any seed."""
    return generate(seed=request.param, scale=2)
