import pytest
from hypothesis import given, settings

from entraide.engines.trace import Ledger
from entraide.formats.flows import Known, drawn
from entraide.formats.flows._layout import LEFT, RIGHT, WIDTH, laid_out
from entraide.formats.flows._picture import MOST_LANES, picture
from tests.engines.trace.ledgers import ledgers, payments

from .cases import SVG, elements, followed, mixed, texts, titles, wide


def test_it_says_the_loss_the_rule_and_what_each_account_holds() -> None:
    written = texts(elements(mixed("fifo")))
    assert written[0] != ""
    assert "Where 1.00 EUR went" in written
    assert "Rule: fifo (first in, first out)" in written
    assert {"0.10 EUR", "0.60 EUR", "0.30 EUR"} <= set(written)
    assert "held 1.00 EUR" in written


def test_by_several_rules_it_says_least_and_most_and_what_is_sure() -> None:
    written = texts(elements(mixed()))
    assert "0.10–0.30 EUR" in written
    assert "by every rule; by some" in written
    assert any(
        text.startswith("By 2 rules: fifo (first in, first out) · haircut (pro rata)") for text in written
    )


def test_each_transfer_can_be_read_down_to_its_record() -> None:
    assert "mule → b: 0.60 EUR traced, 3 Nov 2025 00:04 UTC, record r4" in titles(elements(mixed("fifo")))


@pytest.mark.parametrize("stop", ["exchange", "mixer", "cash agent", "pooled", "outside"])
def test_a_stop_has_a_sign_and_its_word(stop: str) -> None:
    svg = elements(mixed("fifo", stops={"a": stop}))
    signs = [group for group in svg.iter(f"{SVG}g") if group.get("transform")]
    assert len(signs) == 2  # in the legend, and at the end of the lane
    assert stop in texts(svg)
    assert "exited 0.10 EUR" in texts(svg)


def test_kinds_differ_in_pattern_and_not_in_colour_alone() -> None:
    patterns = {
        one.get("id"): "".join(mark.get("d", "") for mark in one.iter(f"{SVG}path"))
        for one in elements(mixed("fifo")).iter(f"{SVG}pattern")
    }
    assert len(patterns) == len(set(patterns.values())) == 7


def test_lanes_stand_in_the_order_of_first_arrival() -> None:
    flow = followed(payments(("v", "x", 9), ("x", "b", 4), ("x", "a", 4), ("b", "c", 2)), [0], "fifo")
    assert [lane.name for lane in picture(flow, {}).lanes] == ["v", "x", "b", "a", "c"]


def test_accounts_of_one_bank_stand_together() -> None:
    flow = followed(payments(("v", "x", 9), ("x", "b", 4), ("x", "a", 4), ("b", "c", 2)), [0], "fifo")
    known = {name: Known("First Bank", "TH") for name in ("x", "c")} | {"a": Known("Other Bank", "KH")}
    shown = picture(flow, known)
    assert [lane.group for lane in shown.lanes] == [
        "",
        "First Bank · TH",
        "First Bank · TH",
        "",
        "Other Bank · KH",
    ]
    assert {"First Bank · TH", "Other Bank · KH"} <= set(texts(elements(flow, known)))


@pytest.mark.parametrize("count", [3, 37, 38, 400])
def test_small_accounts_are_one_lane_when_there_are_many(count: int) -> None:
    flow = wide(count)
    shown = picture(flow, {})
    own = [lane for lane in shown.lanes if not lane.folded]
    folded = sum(lane.folded for lane in shown.lanes)
    assert len(own) + folded == count + 3
    assert len(shown.lanes) <= MOST_LANES
    assert bool(folded) == (count + 3 > MOST_LANES)
    assert {"victim", "mule", "collector"} <= {lane.name for lane in own}
    assert (f"and {folded:,} smaller" in texts(elements(flow))) == bool(folded)


@pytest.mark.parametrize("count", [5, 30, 400])
def test_it_fits_a_sheet_of_a4_and_nothing_leaves_it(count: int) -> None:
    svg = elements(wide(count))
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    assert (width, height) <= (1123, 794)
    for one in svg.iter(f"{SVG}text"):
        assert 0 <= float(one.get("x", "")) <= width
        assert 0 <= float(one.get("y", "")) <= height


@given(ledgers(most=16))
@settings(max_examples=40, deadline=None)
def test_bands_go_from_left_to_right_in_the_order_of_the_legs(ledger: Ledger) -> None:
    flow = followed(ledger, [0])
    if not flow.loss:
        return
    shown = picture(flow, {})
    layout = laid_out(shown)
    x = layout.x.tolist()
    assert x == sorted(x)
    assert all(LEFT <= place <= WIDTH - RIGHT for place in x)
    tops = [row.top for row in layout.rows]
    assert tops == sorted(tops)
    for rule in range(2):  # what the lanes hold at last is the loss
        ends = sum(int(value[rule]) for row in layout.rows for value in row.lane.ends.values())
        assert ends == flow.loss
    elements(flow)


def test_pauses_are_named_and_times_are_utc() -> None:
    rows = [
        {"time": 0, "source": "v", "target": "x", "amount": 9},
        {"time": 3, "source": "x", "target": "y", "amount": 9},
        {"time": 3000, "source": "y", "target": "z", "amount": 9},
    ]
    from tests.engines.trace.ledgers import table_of

    written = texts(elements(followed(Ledger.from_table(table_of(rows)), [0], "fifo")))
    assert {"UTC", "3 Nov 2025", "00:00", "5 Nov", "02:00", "2 d 1 h"} <= set(written)


def test_back_it_says_where_money_came_from() -> None:
    flow = followed(payments(("a", "x", 5), ("b", "x", 5), ("x", "y", 8)), [2], "fifo", back=True)
    svg = elements(flow)
    assert "Where 0.08 EUR came from" in texts(svg)
    assert [lane.name for lane in picture(flow, {}).lanes] == ["a", "x", "b", "y"]


def test_sums_in_another_currency_keep_it() -> None:
    rows = [
        {"time": 0, "source": "v", "target": "m", "amount": 84_000_000, "currency": "KRW"},
        {"time": 1, "source": "m", "target": "m", "amount": 84_000_000, "currency": "KRW", "kind": "conversion",
         "target_amount": 60_000_00, "target_currency": "USD"},
        {"time": 2, "source": "m", "target": "abroad", "amount": 60_000_00, "currency": "USD"},
    ]  # fmt: skip
    from tests.engines.trace.ledgers import table_of

    svg = elements(followed(Ledger.from_table(table_of(rows)), [0], "fifo"))
    assert "60,000.00 USD" in texts(svg)
    assert "held 84,000,000 KRW" in texts(svg)
    assert any("84,000,000 KRW traced" in title for title in titles(svg))


def test_the_same_flow_gives_the_same_bytes() -> None:
    assert drawn(wide(60)) == drawn(wide(60))


def test_many_who_paid_share_a_lane_of_their_own_on_top() -> None:
    legs = [(f"v{place:02}", "mule", 10) for place in range(50)]
    flow = followed(payments(*legs, ("mule", "a", 300)), list(range(50)), "fifo")
    lanes = picture(flow, {}).lanes
    assert [lane.name for lane in lanes] == [f"v{place:02}" for place in range(8)] + ["", "mule", "a"]
    assert "and 42 more who paid" in texts(elements(flow))


def test_what_goes_back_to_a_payer_who_is_a_stop_has_exited() -> None:
    flow = followed(payments(("desk", "m", 9), ("m", "desk", 4), stops={"desk": "exchange"}), [0], "fifo")
    assert picture(flow, {}).moves.style == ["held", "exited"]
    back = followed(payments(("v", "m", 9), ("m", "v", 4)), [0], "fifo")
    assert picture(back, {}).moves.style == ["held", "returned"]
