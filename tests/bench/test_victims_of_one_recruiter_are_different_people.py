"""Made-up victims whose reports name one recruiter: alike in all but their names, and hardly ever told as one."""

from collections import defaultdict
from functools import cache
from itertools import combinations

from entraide.bench._reported import RECRUITED_BY_ONE, Reported, reported
from entraide.engines.link.compare import Beside, compare_many

MADE = 1_500


@cache
def by_recruiter() -> dict[frozenset[Beside], list[Reported]]:
    found: dict[frozenset[Beside], list[Reported]] = defaultdict(list)
    for one in reported(MADE, 21, half=1, again=0, recruited=1.0):
        found[one.record.beside].append(one)
    return found


def test_each_recruiter_has_a_handle_a_phone_and_few_victims_of_one_country() -> None:
    for beside, victims in by_recruiter().items():
        assert {kind for kind, _ in beside} == {"telegram", "phone"}
        assert len(victims) <= RECRUITED_BY_ONE
        assert len({one.country for one in victims}) == 1
    assert max(map(len, by_recruiter().values())) == RECRUITED_BY_ONE


def test_recruiters_change_nothing_of_the_people_from_whom_weights_are_learned() -> None:
    usual, some = (list(reported(300, 21, recruited=share)) for share in (0.0, 0.2))
    assert not any(one.record.beside for one in usual)
    assert 20 < len({one.person for one in some if one.record.beside}) < 100
    for one, other in zip(usual, some, strict=True):
        assert one.record.names == other.record.names
        assert other.record.beside or one == other


def test_two_victims_of_one_recruiter_are_hardly_ever_told_as_one() -> None:
    told = alike = pairs = 0
    for victims in by_recruiter().values():
        for one, other in combinations([victim.record for victim in victims], 2):
            (match,) = compare_many(one, [other])
            pairs, told, alike = pairs + 1, told + match.alert, alike + match.review
    assert pairs > 3 * MADE
    assert told < 0.005 * MADE
    assert alike < 0.03 * MADE
