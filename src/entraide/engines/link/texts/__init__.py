"""Which texts are nearly the same: adverts and messages that were copied and changed a little.

>>> from entraide.engines.link.texts import TextIndex, near_duplicates
>>> index = TextIndex()
>>> advert = (
...     "Urgent! Chat support agents for a five star company in Thailand, no experience and no certificate. "
...     "The company pays flight, visa, room and three meals a day. Write to our HR: "
... )
>>> index.add("seen in Lagos", advert + "@bluelotus_hr1")
>>> index.add("a recipe", "Wash the rice three times until the water runs clear, then cook it slowly with a lid.")
>>> [(match.key, match.similarity) for match in near_duplicates(advert.upper() + "+66 81 234 5678", index)]
[('seen in Lagos', 1.0)]

A text is the set of its word triples; where a script puts no space between words (Thai, Burmese, Khmer, Lao,
Chinese, Japanese), of the runs of five characters. Its signature are the 64 smallest of them under as many
orders (MinHash): the share of places in which two signatures agree is an estimate of the share of the sets
that is common to both. Sixteen bands of four places each find the candidates: of two texts that share seven
tenths, at least one band is equal in 98.8 of 100 cases.

Capitals, accents, width, invisible characters, signs and emoji make no difference, and neither do numbers,
addresses and handles: they are what changes from one copy to the next, and are linked as selectors.
"""

from ._index import TextIndex, TextMatch, near_duplicates
from ._signature import (
    BANDS,
    NEAR_DUPLICATE,
    PERMUTATIONS,
    bands,
    from_bytes,
    shingles,
    signature,
    similarities,
    similarity,
    to_bytes,
)

__all__ = [
    "BANDS",
    "NEAR_DUPLICATE",
    "PERMUTATIONS",
    "TextIndex",
    "TextMatch",
    "bands",
    "from_bytes",
    "near_duplicates",
    "shingles",
    "signature",
    "similarities",
    "similarity",
    "to_bytes",
]
