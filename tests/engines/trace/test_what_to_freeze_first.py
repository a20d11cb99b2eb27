"""The ranking of freezes, from what is known at the time, and its replay."""

from datetime import timedelta

import pytest

from entraide.engines.trace import Ledger, replay

from .ledgers import START, table_of

HOUR = 60


def ledger_of(*legs, **options):
    rows = [
        {"time": time * HOUR, "source": source, "target": target, "amount": amount}
        for time, source, target, amount in legs
    ]
    return Ledger.from_table(table_of(rows), **options)


def at(hours):
    return START + timedelta(hours=hours)


# "runner" has always paid on at once what came, "keeper" never; each now holds half of the loss.
PAST = [
    leg for hour in range(10) for leg in ((hour, "shop", "runner", 90), (hour + 0.3, "runner", "shop", 90))
]
PAST += [(hour, "shop", "keeper", 90) for hour in range(10)]
CASE = [(20, "victim", "first", 1000), (20.5, "first", "keeper", 500), (20.6, "first", "runner", 500)]
AFTER = [(22, "runner", "abroad", 500), (23, "keeper", "abroad", 1400)]


def ranking_of(ledger, when=21.0, **options):
    seeds = ledger.legs_of([f"r{len(PAST)}"])
    return ledger.freeze_ranking(
        [ledger.trace(seeds, "fifo"), ledger.trace(seeds, "haircut")], at(when), **options
    )


def test_money_that_will_still_be_there_comes_first():
    first, second = ranking_of(ledger_of(*PAST, *CASE, *AFTER))[:2]
    assert (first.account, second.account) == ("keeper", "runner")
    assert first.amount == second.amount == 500
    assert first.still_there > second.still_there
    assert first.expected > second.expected


def test_the_innocent_money_that_a_freeze_would_hold_stands_beside():
    first = ranking_of(ledger_of(*PAST, *CASE))[0]
    assert (first.balance, first.innocent) == (1400, 900)
    assert (first.low, first.high) == (500, 500)
    assert any("9.00 EUR of other money" in reason for reason in first.reasons)


def test_nothing_after_the_moment_is_looked_at():
    known = ranking_of(ledger_of(*PAST, *CASE))
    later = ranking_of(ledger_of(*PAST, *CASE, *AFTER))
    assert [(one.account, one.expected, one.still_there) for one in known] == [
        (one.account, one.expected, one.still_there) for one in later
    ]


@pytest.mark.parametrize("late", [False, True], ids=["in order", "come late"])
def test_a_reversal_after_the_moment_is_not_known_yet(late):
    def rows(*more):
        legs = [("other", "mule", 500), ("victim", "mule", 1000), ("mule", "next", 600), *more]
        return [
            {"time": place * HOUR, "source": source, "target": target, "amount": amount}
            for place, (source, target, amount) in enumerate(legs)
        ]

    def ranking(ledger):
        tracings = [ledger.trace(ledger.legs_of(["r1"]), rule) for rule in ("fifo", "haircut")]
        found = ledger.freeze_ranking(tracings, at(2.5))
        return found, [(one.account, one.value, one.low, one.high, one.expected) for one in found]

    back = {**rows(("next", "mule", 600))[3], "time": 9 * HOUR, "kind": "reversal", "reverses": "r2"}
    now, later = (Ledger.from_table(table_of(some)) for some in (rows(), [*rows(), back]))
    if late:
        row = {"time": 90, "source": "other", "target": "third", "amount": 5, "record": "new"}
        for ledger in (now, later):
            ledger.add(table_of([row]))
    _, known = ranking(now.settled())
    found, told = ranking(later)
    assert told == known
    assert {account: (low, high) for account, _, low, high, _ in told} == {
        "mule": (600, 900),
        "next": (100, 400),
    }
    # What then happened counts in the replay: the payment was undone.
    (one,) = replay(later, found, at(2.5), hours=(1,), requests=(2,))
    assert (one.caught, one.recoverable) == (1000, 1000)


def test_money_claimed_by_two_tracings_is_counted_once():
    ledger = ledger_of(*PAST, *CASE)
    seeds = ledger.legs_of([f"r{len(PAST)}"])
    once, twice = ([ledger.trace(seeds, "fifo")] * count for count in (1, 2))
    amounts = [
        [(one.account, one.amount) for one in ledger.freeze_ranking(some, at(21))] for some in (once, twice)
    ]
    assert amounts[0] == amounts[1]


def test_what_an_earlier_request_would_catch_is_taken_off():
    legs = [(hour, "victim", "in", 100) for hour in range(6)] + [
        (hour + 0.1, "in", "out", 100) for hour in range(5)
    ]
    ledger = ledger_of(*sorted(legs))
    seeds = [leg for leg in range(len(ledger)) if ledger.accounts[ledger.source[leg]].as_py() == "victim"]
    ranking = ledger.freeze_ranking([ledger.trace(seeds, "fifo")], at(5.05))
    assert ranking[0].account == "out"
    assert sum(one.expected for one in ranking) <= 600


def test_every_candidate_shows_its_chain_down_to_source_rows():
    first = ranking_of(ledger_of(*PAST, *CASE))[0]
    place = len(PAST)
    assert first.evidence["record"].to_pylist() == [f"r{place}", f"r{place + 1}"]
    assert first.evidence["evidence"].to_pylist() == [bytes([place + step]) * 32 for step in (0, 1)]


def test_the_replay_says_what_each_number_of_requests_catches():
    ledger = ledger_of(*PAST, *CASE, *AFTER)
    results = {
        (one.hours, one.requests): one
        for one in replay(ledger, ranking_of(ledger), at(21), hours=(0.5, 1.5, 6), requests=(1, 2))
    }
    assert [results[0.5, count].caught for count in (1, 2)] == [500, 1000]
    assert results[0.5, 2].share == 1
    # After 1.5 hours the runner has paid on; what it paid was abroad by then, and can still be followed there.
    assert [results[1.5, count].caught for count in (1, 2)] == [500, 500]
    assert results[0.5, 1].innocent == {"EUR": 900}
    assert results[6, 1].caught == 0


def test_stops_and_tracings_to_the_past_are_not_frozen():
    ledger = ledger_of(*PAST, *CASE, stops={"keeper": "exchange"})
    assert "keeper" not in [one.account for one in ranking_of(ledger)]
    with pytest.raises(ValueError, match="towards the past"):
        ledger.freeze_ranking([ledger.trace([0], "fifo", back=True)], at(21))


def test_who_was_always_paid_next_is_asked_before_the_money_is_there():
    ledger = ledger_of(*PAST, (20, "victim", "runner", 1000))
    first, second = ranking_of(ledger, 20.05)
    assert (first.account, first.through, first.amount) == ("runner", "", 1000)
    assert (second.account, second.through, second.amount, second.since) == ("shop", "runner", 0, None)
    assert second.expected > 300
    assert second.evidence["record"].to_pylist() == [f"r{len(PAST)}"]
    assert any("runner, where some is, has paid this account before" in reason for reason in second.reasons)


def test_a_victim_whom_the_mule_paid_before_stands_in_nobodys_way():
    ledger = ledger_of((1, "mule", "victim", 50), (2, "other", "mule", 9), (20, "victim", "mule", 1000))
    tracing = ledger.trace(ledger.legs_of(["r2"]), "fifo")
    assert [one.account for one in ledger.freeze_ranking([tracing], at(20.5))] == ["mule"]


def test_in_a_circle_money_is_expected_once():
    legs = [(hour + part / 10, *pair, 100) for hour in range(5) for part, pair in enumerate(
        (("victim", "a"), ("a", "b"), ("b", "c"), ("c", "a"))
    )]  # fmt: skip
    ledger = ledger_of(*legs)
    seeds = [leg for leg in range(len(ledger)) if ledger.accounts[ledger.source[leg]].as_py() == "victim"]
    tracing = ledger.trace(seeds, "fifo")
    ranking = ledger.freeze_ranking([tracing], at(4.35))
    assert {"a", "b", "c"} == {one.account for one in ranking}
    assert 0 < sum(one.expected for one in ranking) <= tracing.held == 500


def test_what_is_passed_on_within_minutes_is_sought_where_it_will_be():
    chain = [(hour, "other", "in", 90) for hour in range(10)]
    chain += [(hour + 0.05, "in", "out", 90) for hour in range(10)]
    legs = [*chain, (20, "victim", "in", 100), (20.05, "in", "out", 100), (21, "victim", "in", 100)]
    ledger = ledger_of(*sorted(legs))
    seeds = [leg for leg in range(len(ledger)) if ledger.accounts[ledger.source[leg]].as_py() == "victim"]
    within, after = (
        ledger.freeze_ranking([ledger.trace(seeds, "fifo")], at(21.01), delay=timedelta(minutes=wait))
        for wait in (1, 60)
    )
    assert {one.account: one.still_there > 0.5 for one in within} == {"in": True, "out": True}
    assert {one.account: one.still_there > 0.5 for one in after} == {"in": False, "out": True}
    assert after[0].account == "out"
    assert after[0].expected > after[0].value
