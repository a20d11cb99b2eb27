"""Small cases with known answers, and the SVG of a flow as elements."""

from typing import Any
from xml.etree.ElementTree import Element, fromstring

from entraide.engines.trace import RULES, Ledger
from entraide.formats.flows import Followed, drawn
from tests.engines.trace.ledgers import payments, table_of

# The mule held 50 of another's, got 100 of the victim's, then 50 more; then paid 60 to a and 60 to b.
MIXED = (
    ("other", "mule", 50),
    ("victim", "mule", 100),
    ("third", "mule", 50),
    ("mule", "a", 60),
    ("mule", "b", 60),
)
SVG = "{http://www.w3.org/2000/svg}"


def followed(ledger: Ledger, seeds: list[int], *rules: str, **options: Any) -> Followed:
    return Followed(ledger, {rule: ledger.trace(seeds, rule, **options) for rule in rules or RULES})


def mixed(*rules: str, **options: Any) -> Followed:
    return followed(payments(*MIXED, **options), [1], *rules)


def wide(count: int) -> Followed:
    """A victim whose money goes to `count` accounts, and from each to a collector."""
    rows = [{"time": 0, "source": "victim", "target": "mule", "amount": 1000 * count}]
    rows += [
        {"time": 1 + place, "source": "mule", "target": f"m{place}", "amount": 1000 - place % 7}
        for place in range(count)
    ]
    rows += [
        {"time": count + place, "source": f"m{place}", "target": "collector", "amount": 500}
        for place in range(count)
    ]
    return followed(Ledger.from_table(table_of(rows)), [0], "fifo")


def elements(flow: Followed, known: Any = None) -> Element:
    return fromstring(drawn(flow, known).split("\n", 1)[1])  # noqa: S314


def texts(svg: Element) -> list[str]:
    """What is written, without titles."""
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def titles(svg: Element) -> list[str]:
    return [one.text or "" for one in svg.iter(f"{SVG}title")]
