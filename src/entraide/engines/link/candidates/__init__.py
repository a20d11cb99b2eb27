"""Who may be meant: people whose names may be the same, found among millions without comparing with each.

A word of a name is reduced to its consonants, in classes that no script tells apart, in each way that it may
be read; two words together, a word with a year of birth, with a nationality, or with both, are the keys under
which a person is stored: about fifteen int32. For a query the ranges of keys are chosen that are likeliest to
hold the person and hold the fewest others, as far as a budget goes, and what they hold is ranked by how much
the keys say.

>>> from entraide.engines.link.candidates import HeavyKeys, keys_of, query
>>> latin = set(keys_of(["Vladimir Petrov"], birth_years=[1990], countries=["UA"]).tolist())
>>> len(latin & set(keys_of(["Петров Владимир"], birth_years=[1990]).tolist())) > 2
True
>>> asked = query(["弗拉基米尔·彼得罗夫"], HeavyKeys.nothing())
>>> any(low <= key <= high for key in latin for low, high in zip(asked.low, asked.high))
True
"""

from ._heavy import HeavyKeys
from ._keys import KEYS_VERSION, MOST_KEYS, Lexicon, keys_of, keys_of_many
from ._layout import CELL_SQL
from ._query import DEEP, INLINE, Budget, Query, query
from ._second import Crowd, SecondLook, Seen

__all__ = [
    "CELL_SQL",
    "DEEP",
    "INLINE",
    "KEYS_VERSION",
    "MOST_KEYS",
    "Budget",
    "Crowd",
    "HeavyKeys",
    "Lexicon",
    "Query",
    "SecondLook",
    "Seen",
    "keys_of",
    "keys_of_many",
    "query",
]
