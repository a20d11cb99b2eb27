"""A public extract: rows of people who never were, of whom no rare combination is told."""

from __future__ import annotations

from collections import Counter
from math import ceil

from .suppression import LEAST

MOST_FIELDS = 8
_FOR_THE_NUMBER = 0.05  # the share of epsilon that tells how many rows there are
_MOSTLY_ENOUGH = 300.0
"""People times epsilon from which rows come out about nine times of ten: tried on 72 combinations of three fields."""


def fewest(epsilon: float) -> int:
    """Of how many people an extract is made at the least: it hangs on nothing but epsilon."""
    return max(LEAST, ceil(_MOSTLY_ENOUGH / epsilon))


def check(people: list[dict[str, str]], epsilon: float) -> None:
    """Raises ValueError, with field and remedy, for what no extract can be made of, and ImportError without the extra
    ``entraide[public]``: to be asked before it is booked.
    """
    import pacsynth  # noqa: F401

    columns = list(people[0]) if people else []
    if not columns or any(set(person) != set(columns) for person in people):
        raise ValueError("people: give at least one person, and each the same fields.")
    if len(columns) > MOST_FIELDS:
        raise ValueError(f"people: {len(columns)} fields. Choose at most {MOST_FIELDS}.")
    if not 0 < epsilon < float("inf"):
        raise ValueError(f"epsilon: {epsilon}. Choose a number above 0.")
    if len(people) < fewest(epsilon):
        raise ValueError(
            f"people: {len(people):,} are too few for an epsilon of {epsilon:g}: it takes {fewest(epsilon):,}."
            " Give more, or spend more."
        )


def synthetic(
    people: list[dict[str, str]], epsilon: float, *, longest: int = 3, least: int = LEAST
) -> list[dict[str, str]]:
    """Rows with the combinations of up to ``longest`` fields about as frequent as among the real people.

    With differential privacy of ``epsilon``: what is behind a row, a real combination or noise, cannot be told.
    No combination of values stands in fewer than ``least`` rows: a value that would make one is left empty. ``check``
    and book it with ``Budget.book_extract`` first: it is spent anew with every extract, and where none came out,
    too. Needs the extra ``entraide[public]``. Raises ValueError, with field and remedy.

    Source: pac-synth (Microsoft), aggregates with differential privacy, synthesised.
    """
    check(people, epsilon)
    columns = list(people[0])
    kept = without_rare(
        _sampled([tuple(one[name] for name in columns) for one in people], epsilon, longest), least
    )
    if not kept:
        raise ValueError(
            f"people: of {len(people):,} no row came out at an epsilon of {epsilon:g} that stands {least} times."
            " Give more, or fewer fields, or spend more."
        )
    return [dict(zip(columns, row, strict=True)) for row in kept]


def _sampled(rows: list[tuple[str, ...]], epsilon: float, longest: int) -> list[tuple[str, ...]]:
    """What pac-synth makes of rows. It sees numbers for values: it writes signs such as ; otherwise, and drops a 0."""
    import pacsynth

    values = [dict.fromkeys(column) for column in zip(*rows, strict=True)]
    codes = [{value: value and f"v{at}" for at, value in enumerate(column)} for column in values]
    back = [{code: value for value, code in column.items()} for column in codes]
    names = [f"f{at}" for at in range(len(codes))]
    coded = [[codes[at][value] for at, value in enumerate(row)] for row in rows]
    settings = (
        pacsynth.DpAggregateSeededParametersBuilder()
        .reporting_length(min(longest, len(names)))
        .epsilon(epsilon)
        .number_of_records_epsilon_proportion(_FOR_THE_NUMBER)
        .build()
    )
    maker = pacsynth.DpAggregateSeededSynthesizer(settings)
    try:
        maker.fit(pacsynth.Dataset([names, *coded]))
        header, *made = maker.sample()
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3's own: it cannot be imported
            raise
        return []  # the noise left it no row to make
    order = [header.index(name) for name in names]
    return [tuple(back[at].get(row[place], "") for at, place in enumerate(order)) for row in made]


def without_rare(rows: list[tuple[str, ...]], least: int) -> list[tuple[str, ...]]:
    """The rows with values left empty until every combination of values stands in ``least`` rows or more.

    Of a row that is too rare the value that is rarest goes; a row of which nothing is left goes with it.
    """
    kept = Counter(row for row in rows if any(row))
    while True:
        single = Counter[tuple[int, str]]()
        for row, number in kept.items():
            for at in _said(row):
                single[at, row[at]] += number
        rare = [row for row, number in kept.items() if number < least and _support(row, kept) < least]
        if not rare:
            return sorted(kept.elements())
        for row in rare:
            number = kept.pop(row)
            rarest = min(_said(row), key=lambda at: (single[at, row[at]], at))
            left = (*row[:rarest], "", *row[rarest + 1 :])
            if any(left):
                kept[left] += number


def _said(row: tuple[str, ...]) -> list[int]:
    return [at for at, value in enumerate(row) if value]


def _support(row: tuple[str, ...], kept: Counter[tuple[str, ...]]) -> int:
    """How many rows hold all that this one says."""
    said = _said(row)
    return sum(number for other, number in kept.items() if all(other[at] == row[at] for at in said))
