from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.trace import CONFIDENCE, STOPS, Attribution, Ledger, Tag
from entraide.engines.trace.attribution import STOP_OF

HOT, COLD, MIXER = (
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
)
EXCHANGE = Tag("eth", HOT, "Alpha hot wallet", "exchange", "alpha", confidence="service_data", pack="one")


def test_an_address_is_found_however_it_is_spelt() -> None:
    attribution = Attribution([EXCHANGE, Tag("btc", COLD, "cold")])
    for spelling in (HOT, HOT.lower(), f"ethereum:{HOT}", f"  {HOT} "):
        assert attribution.of([spelling])[spelling].tags == (EXCHANGE,)
    assert attribution.of([COLD.upper()])[COLD.upper()].tags[0].label == "cold"
    assert attribution.of(["000123456789", "", MIXER]) == {}
    assert len(attribution) == 2


def test_two_opinions_stay_two_and_the_surest_stands_first() -> None:
    other = Tag("eth", HOT, "Beta?", "mixing_service", "beta", confidence="web_crawl", pack="two")
    third = Tag("eth", HOT, "seen in a forum", confidence="heuristic")
    found = Attribution([third, other, EXCHANGE, EXCHANGE]).of([HOT])[HOT]
    assert found.tags == (EXCHANGE, other, third)
    assert found.conflicts == ("actor", "category", "stop")
    assert found.stop() == "exchange"


def test_tags_that_agree_are_no_conflict() -> None:
    again = Tag("eth", HOT, "Alpha 7", "exchange", "alpha", confidence="forensic", pack="two")
    silent = Tag("eth", HOT, "phishing", abuse="phishing", confidence="forensic")
    attribution = Attribution([EXCHANGE, again, silent])
    assert attribution.of([HOT])[HOT].conflicts == ()
    assert attribution.conflicting() == {}


def test_a_perpetrator_and_an_exchange_at_one_address_are_a_conflict() -> None:
    attribution = Attribution([EXCHANGE, Tag("eth", HOT, "x", "perpetrator", confidence="forensic")])
    assert attribution.conflicting()[HOT].conflicts == ("category", "stop")


def test_a_guess_sets_no_mark_unless_one_asks_for_guesses() -> None:
    attribution = Attribution(
        [Tag("tron", MIXER, "mixer?", concepts=("gray_usage", "mixing"), confidence="heuristic")]
    )
    assert attribution.stops([MIXER]) == {}
    assert attribution.stops([MIXER], least=CONFIDENCE["heuristic"]) == {MIXER: "mixer"}
    assert Tag("tron", MIXER, "x", confidence="a word of my own").sureness == CONFIDENCE["unknown"]


def test_a_tracing_ends_at_a_tagged_service_and_says_why() -> None:
    times = [datetime(2025, 11, 3, hour, tzinfo=UTC) for hour in (1, 2, 3)]
    ledger = Ledger.from_table(
        pa.table(
            {
                "time": times,
                "source": ["victim", "mule", HOT.lower()],
                "target": ["mule", HOT.lower(), "beyond"],
                "amount": [100, 100, 100],
                "currency": ["ETH"] * 3,
            }
        )
    )
    ledger.mark(Attribution([EXCHANGE]).stops(ledger.accounts.to_pylist()))
    end = ledger.trace([0], "fifo").ends.to_pylist()[0]
    assert (end["account"], end["kind"], end["stop"], end["amount"]) == (
        HOT.lower(),
        "exited",
        "exchange",
        100,
    )


def test_every_mark_is_one_that_a_ledger_knows() -> None:
    assert set(STOP_OF.values()) <= set(STOPS[1:])


tags = st.builds(
    Tag,
    kind=st.just("eth"),
    address=st.sampled_from([HOT, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"]),
    label=st.sampled_from("ab"),
    category=st.sampled_from(["", "exchange", "mixing_service", "user"]),
    actor=st.sampled_from(["", "alpha", "beta"]),
    confidence=st.sampled_from([*CONFIDENCE, "", "odd"]),
)


@given(st.lists(tags, max_size=12))
def test_no_tag_is_lost_and_order_of_reading_changes_nothing(given_tags: list[Tag]) -> None:
    attribution, backwards = Attribution(given_tags), Attribution(reversed(given_tags))
    addresses = [tag.address for tag in given_tags]
    found = attribution.of(addresses)
    assert {tag for attributed in found.values() for tag in attributed.tags} == set(given_tags)
    for address, attributed in backwards.of(addresses).items():
        assert set(attributed.tags) == set(found[address].tags)
        assert attributed.conflicts == found[address].conflicts
        assert attributed.stop() == found[address].stop()
        assert [tag.sureness for tag in attributed.tags] == sorted(
            (t.sureness for t in attributed.tags), reverse=True
        )


def test_the_surest_tag_is_what_a_mark_rests_on() -> None:
    sure = Tag("eth", HOT, "a", "gambling", confidence="service_api")
    for order in ([EXCHANGE, sure], [sure, EXCHANGE]):
        assert Attribution(order).stops([HOT]) == {HOT: "pooled"}
    with pytest.raises(AttributeError):
        sure.label = "b"  # type: ignore[misc]
