import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.link import BirthDate, Document, Record, compare
from entraide.engines.link.compare import FIELDS, LEVELS, WORDS, weights
from entraide.engines.link.compare.kernel import score
from entraide.engines.link.compare.weights import RAREST

days = st.dates(date(1940, 1, 1), date(2010, 12, 31))
births = st.builds(lambda a, b: BirthDate(min(a, b), max(a, b)), days, days) | days.map(
    lambda d: BirthDate(d, d)
)
names = st.lists(
    st.sampled_from(["Wang Wei", "王伟", "Kavya Raman", "काव्या रमन", "J. Doe", "มนัส", "ကျော်ဇင်", ""])
    | st.text(max_size=30),
    max_size=3,
)
records = st.builds(
    Record,
    names=names,
    birth=st.none() | births,
    sex=st.sampled_from(["", "m", "f", "x", "?"]),
    nationalities=st.sets(st.sampled_from(["TH", "MM", "CN", "KE", ""]), max_size=3),
    documents=st.sets(
        st.builds(Document, st.sampled_from(["", "passport", "card"]), st.sampled_from(["1", "2", ""])),
        max_size=3,
    ),
    place=st.sampled_from(["", "Mae Sot", "Mae Sot, Tak", "แม่สอด", "...", "KK Park"]) | st.text(max_size=20),
    selectors=st.dictionaries(st.sampled_from("abcd"), st.integers(0, 10**9), max_size=4),
    beside=st.sets(st.tuples(st.sampled_from(["phone", "passport"]), st.sampled_from("ab")), max_size=3),
)


@settings(deadline=None)
@given(records, records)
def test_the_order_of_two_records_does_not_matter(a: Record, b: Record) -> None:
    assert compare(a, b) == compare(b, a)


@settings(deadline=None)
@given(records, records)
def test_the_prior_and_the_bits_of_the_reasons_are_the_odds(a: Record, b: Record) -> None:
    match = compare(a, b)
    assert match.bits == sum((reason.bits for reason in match.reasons), start=match.prior)
    assert match.probability == pytest.approx(1 / (1 + 2**-match.bits))
    assert all(reason.words for reason in match.reasons)


@settings(deadline=None)
@given(records, records, st.sampled_from(FIELDS))
def test_what_is_missing_speaks_neither_for_nor_against(a: Record, b: Record, field: str) -> None:
    attribute = {"name": "names", "nationality": "nationalities", "document": "documents"}.get(field, field)
    without = Record(**{name: getattr(a, name) for name in a.__slots__ if name != attribute})
    both, less = compare(a, b), compare(without, b)
    assert field not in {reason.field for reason in less.reasons}
    gone = (
        {field, "beside"} if field == "name" else {field}
    )  # what stands beside says something of names only
    assert less.reasons == tuple(reason for reason in both.reasons if reason.field not in gone)


@settings(deadline=None)
@given(records, records)
def test_people_whose_names_differ_raise_no_alert_without_a_document(a: Record, b: Record) -> None:
    match = compare(a, b)
    levels = {reason.field: reason.level for reason in match.reasons}
    if levels.get("name") == "different" and levels.get("document") != "same":
        assert not match.alert
    assert match.review or not match.alert


@pytest.mark.parametrize("field", FIELDS)
@given(rarity=st.floats(0, RAREST), among=st.integers(0, 10**8))
def test_more_agreement_never_lowers_the_bits(field: str, rarity: float, among: int) -> None:
    table = weights()
    row, levels = FIELDS.index(field), len(LEVELS[field])
    matrix = np.zeros((levels, len(FIELDS)), np.int8)
    matrix[:, row] = range(levels)
    rarities = np.full(matrix.shape, table.clipped(field, rarity))
    bits = score(matrix, rarities, table, among).bits[:, row]
    assert bits[0] == 0
    assert all(np.diff(bits[1:]) >= -1e-6)


@pytest.mark.parametrize("field", FIELDS)
def test_what_is_rarer_never_weighs_less(field: str) -> None:
    assert (weights().slope[FIELDS.index(field)] >= 0).all()


def test_nothing_compared_leaves_the_prior() -> None:
    match = compare(Record(), Record())
    assert match.reasons == ()
    assert match.probability == pytest.approx(weights().prior)


@settings(deadline=None)
@given(st.text(max_size=600), st.text(max_size=600))
def test_any_names_are_compared(a: str, b: str) -> None:
    assert math.isfinite(compare(Record(a), Record(b)).bits)


def test_every_level_has_words_and_weights() -> None:
    table = weights()
    for field, levels in LEVELS.items():
        assert tuple(WORDS[field]) == levels
        assert tuple(table.levels[field]) == levels[1:]
    assert 0 < table.review < table.alert < 1
