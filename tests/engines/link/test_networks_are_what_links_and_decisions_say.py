"""Clusters are a function of the links and decisions in force: no order, no history, no accident."""

import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.link.networks import COMMON, WORDS, Apart, Clusters, Link, Strength, clusters

MEMBERS = st.integers(0, 11)
LINKS = st.lists(
    st.builds(
        Link,
        MEMBERS,
        MEMBERS,
        st.sampled_from(Strength),
        st.sampled_from(["", "name", "phone"]),
        st.sampled_from([0.0, 3.5, 8.0, 14.0, float("nan"), float("inf")]),
    ),
    max_size=30,
)
APART = st.lists(st.builds(Apart, MEMBERS, MEMBERS, st.sampled_from(["", "two passports"])), max_size=8)
CONFIRMED, STRONG, WEAK = Strength.CONFIRMED, Strength.STRONG, Strength.WEAK


def said(found: Clusters[int]) -> tuple[object, ...]:
    """All that one learns of clusters, paths and chains included."""
    paths = [found.path(a, b) for group in found.all for a in group for b in group]
    chains = [found.chain(left) for left in (*found.left_out, *found.conflicts)]
    return (repr((found, paths, chains)),)  # in words, for no number equals nan


def ends_meet(path: Sequence[Link[int]], a: int, b: int) -> bool:
    at = a
    for link in path:
        if at not in (link.a, link.b):
            return False
        at = link.b if at == link.a else link.a
    return at == b


@given(LINKS, APART, st.randoms())
def test_neither_order_nor_direction_nor_repetition_matters(links, apart, chance) -> None:
    turned = [replace(link, a=link.b, b=link.a) if chance.random() < 0.5 else link for link in links]
    turned += [link for link in links if chance.random() < 0.3]
    decided = [replace(one, a=one.b, b=one.a) if chance.random() < 0.5 else one for one in apart]
    chance.shuffle(turned)
    chance.shuffle(decided)
    assert said(clusters(turned, decided)) == said(clusters(links, apart))


@given(LINKS, APART)
def test_two_who_are_decided_to_be_apart_are_never_together(links, apart) -> None:
    found = clusters(links, apart)
    for decision in apart:
        assert decision.a == decision.b or decision.b not in found.of(decision.a)


@given(LINKS, APART, LINKS, APART, MEMBERS, MEMBERS)
def test_merge_work_and_undo_is_as_if_never_merged(links, apart, work, decided, one, other) -> None:
    merged = [*links, Link(one, other, CONFIRMED, "a mistake")]
    clusters(merged, apart)
    clusters([*merged, *work], [*apart, *decided])
    undone = [link for link in (*merged, *work) if link.reason != "a mistake"]
    assert said(clusters(undone, [*apart, *decided])) == said(clusters([*links, *work], [*apart, *decided]))


@given(LINKS, APART, MEMBERS, MEMBERS)
def test_a_split_that_is_undone_leaves_nothing_behind(links, apart, one, other) -> None:
    before = said(clusters(links, apart))
    clusters(links, [*apart, Apart(one, other, "a mistake")])
    assert said(clusters(links, apart)) == before


@given(LINKS, APART, LINKS, APART)
def test_links_elsewhere_change_nothing_here(links, apart, others, theirs) -> None:
    far = [replace(link, a=link.a + 100, b=link.b + 100) for link in others]
    far_apart = [replace(one, a=one.a + 100, b=one.b + 100) for one in theirs]
    alone, together = clusters(links, apart), clusters([*links, *far], [*apart, *far_apart])
    for member in range(12):
        assert together.of(member) == alone.of(member)
    for kind in ("left_out", "conflicts", "questions"):
        here = [repr(left) for left in getattr(together, kind) if left.link.a < 100]
        assert here == [repr(left) for left in getattr(alone, kind)]


@given(LINKS, APART)
def test_weak_links_join_nobody(links, apart) -> None:
    without = [link for link in links if link.strength != WEAK]
    assert clusters(links, apart).all == clusters(without, apart).all


@given(LINKS)
def test_without_decisions_a_cluster_is_whoever_strong_links_reach(links) -> None:
    reached = {member: {member} for member in range(12)}
    for _ in range(12):
        for link in links:
            if link.strength != WEAK:
                both = reached[link.a] | reached[link.b]
                for member in both:
                    reached[member] = both
    expected = {tuple(sorted(group)) for group in reached.values() if len(group) > 1}
    assert set(clusters(links).all) == expected


@given(LINKS, APART)
def test_members_are_joined_by_a_path_of_strong_links_and_strangers_by_none(links, apart) -> None:
    found = clusters(links, apart)
    for group in found.all:
        for member in group:
            path = found.path(group[0], member)
            assert ends_meet(path, group[0], member)
            assert all(link.strength != WEAK for link in path)
    for a in range(12):
        for b in range(12):
            if b not in found.of(a):
                assert found.path(a, b) == ()


@given(LINKS, APART)
def test_every_strong_link_that_joins_nothing_says_which_decision_is_in_its_way(links, apart) -> None:
    found = clusters(links, apart)
    explained = {(left.link.a, left.link.b) for left in (*found.left_out, *found.conflicts)}
    for link in links:
        if link.strength != WEAK and link.b not in found.of(link.a):
            assert (min(link.a, link.b), max(link.a, link.b)) in explained
    for left in (*found.left_out, *found.conflicts):
        assert left.why in WORDS
        assert ends_meet(found.chain(left), left.apart.a, left.apart.b)
        assert left.link in found.chain(left)
    assert {left.link.strength for left in found.conflicts} <= {CONFIRMED}
    assert {left.link.strength for left in found.left_out} <= {STRONG}


@given(LINKS, APART)
def test_a_question_is_between_two_clusters_that_nobody_decided_on(links, apart) -> None:
    found = clusters(links, apart)
    for question in found.questions:
        one, other = found.of(question.link.a), found.of(question.link.b)
        assert one != other
        assert not any({d.a, d.b} & {*one} and {d.a, d.b} & {*other} for d in apart if d.a != d.b)


def test_the_weakest_link_of_the_chain_gives_way() -> None:
    links = [
        Link("Li Wei", "李伟", STRONG, bits=14.0),
        Link("李伟", "လီဝေ", STRONG, bits=9.0),
        Link("လီဝေ", "Li Wen", STRONG, bits=12.0),
    ]
    found = clusters(links, [Apart("Li Wei", "Li Wen", "two passports")])
    assert found.all == (("Li Wei", "李伟"), ("Li Wen", "လီဝေ"))
    (left,) = found.left_out
    assert (left.link.bits, left.why, left.apart.reason) == (9.0, "apart", "two passports")
    assert [link.bits for link in found.chain(left)] == [14.0, 9.0, 12.0]


def test_a_confirmed_link_is_not_given_up_for_a_strong_one() -> None:
    links = [Link("a", "b", CONFIRMED), Link("b", "c", STRONG, bits=40.0)]
    found = clusters(links, [Apart("a", "c")])
    assert found.of("b") == ("a", "b")


def test_decisions_that_contradict_each_other_are_a_conflict_and_keep_apart() -> None:
    links = [Link("a", "b", CONFIRMED, bits=9.0), Link("b", "c", CONFIRMED, bits=4.0)]
    found = clusters(links, [Apart("a", "c")])
    assert found.all == (("a", "b"),)
    assert [(left.link.bits, left.why) for left in found.conflicts] == [(4.0, "conflict")]
    assert found.left_out == ()


def test_a_selector_that_very_many_share_joins_nobody() -> None:
    def holders(many: int) -> list[Link[int]]:
        return [Link(at, at + 1, STRONG, "phone", 20.0, via="token") for at in range(many - 1)]

    assert len(clusters(holders(COMMON)).of(0)) == COMMON
    crowd = clusters(holders(COMMON + 1))
    assert crowd.all == ()
    assert {question.why for question in crowd.questions} == {"common"}
    confirmed = clusters([*holders(COMMON + 1), Link(3, 4, CONFIRMED, via="token")])
    assert confirmed.all == ((3, 4),)


def test_somebody_linked_with_nobody_is_alone() -> None:
    found = clusters([Link("a", "b", WEAK)])
    assert found.of("a") == ("a",)
    assert found.of("nobody") == ("nobody",)
    assert found.path("a", "b") == ()
    assert [question.why for question in found.questions] == ["weak"]


def test_a_hundred_thousand_links_take_a_second_or_two() -> None:
    chance = Random(6)
    links = [
        Link(
            chance.randrange(80_000),
            chance.randrange(80_000),
            chance.choice([*Strength]),
            bits=chance.random(),
        )
        for _ in range(100_000)
    ]
    apart = [Apart(chance.randrange(80_000), chance.randrange(80_000)) for _ in range(10_000)]
    start = time.process_time()
    found = clusters(links, apart)
    assert time.process_time() - start < 10, "about one, were nobody else at work"
    assert len(found.all) > 1000


def test_one_in_the_middle_of_everything_takes_no_longer() -> None:
    links = [Link(0, at, STRONG, bits=float(at)) for at in range(1, 50_000)]
    apart = [Apart(at, at + 1) for at in range(1, 50_000, 2)]
    start = time.process_time()
    found = clusters(links, apart)
    assert time.process_time() - start < 10, "about one, were nobody else at work"
    assert len(found.of(0)) == 25_001
