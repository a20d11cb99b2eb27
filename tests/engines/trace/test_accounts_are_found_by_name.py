"""Names lead to places, also those that came later, without a look at every name."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.trace import Ledger
from entraide.engines.trace._names import Places

from .ledgers import table_of

NAMES = st.lists(st.text(max_size=6), unique=True, max_size=60)


@settings(deadline=None)
@given(NAMES, NAMES, st.lists(st.text(max_size=6), max_size=9))
def test_every_name_is_found_at_its_place_and_no_other_is(
    first: list[str], later: list[str], strangers: list[str]
) -> None:
    later = [name for name in later if name not in first]
    places = Places(pa.array(first, pa.string()))
    assert places.of(first).tolist() == list(range(len(first)))
    assert set(places.of(later).tolist()) <= {-1}
    places.grown(pa.array(first + later, pa.string()))
    known = {name: place for place, name in enumerate(first + later)}
    wanted = [*later, *strangers, *first]
    assert places.of(wanted).tolist() == [known.get(name, -1) for name in wanted]


def test_a_part_of_a_longer_array_has_places_of_its_own() -> None:
    names = pa.array(["left out", "anna", "", "борис"]).slice(1)
    assert Places(names).of(["борис", "anna", "", "left out"]).tolist() == [2, 0, 1, -1]


def test_newcomers_among_several_currencies_are_found_again() -> None:
    ledger = Ledger.from_table(
        table_of(
            [
                {"time": 0, "source": "victim", "target": "mule", "amount": 100},
                {"time": 1, "source": "mule", "target": "shop", "amount": 60},
                {"time": 9, "source": "a", "target": "mule", "amount": 5, "currency": "USD"},
            ]
        )
    )
    for minute in (0.5, 0.7):
        ledger.add(table_of([{"time": minute, "source": "newcomer", "target": "mule", "amount": 3}]))
    assert ledger.late == 2
    newcomer = ledger.account("newcomer")
    assert ledger.of("source", [3, 4]).tolist() == [newcomer, newcomer]
    assert ledger.books.plain.source[3] == ledger.books.plain.source[4]
    assert ledger.books.pot(ledger.account("mule"), ledger.currencies.index("USD")) is not None
