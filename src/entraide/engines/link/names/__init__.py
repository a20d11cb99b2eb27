"""Names across scripts: their parts, how they are read, whether two are one.

>>> match = compare_names("Владимир Петров", "Petrov, Vladimir")
>>> match.likely
True
>>> [reason.words for reason in match.reasons][0]
'“петров” reads like “petrov”'
>>> compare_names("Vladimir Petrov", "Vladimir Sidorov").likely
False
>>> [(token.text, str(token.kind)) for token in parse("U Kyaw Zin Oo").tokens]
[('u', 'honorific'), ('kyaw', 'name'), ('zin', 'name'), ('oo', 'name')]
>>> readings("Владимир", 1)[0][0]
'vladimir'

Many names are prepared once (`prepare`) and compared by row (`score_prepared`; `hint_prepared` to rank first).
"""

from ._compare import (
    NameMatch,
    NameReason,
    ReasonKind,
    compare_names,
    hint_prepared,
    score_pairs,
    score_prepared,
    threshold,
)
from ._likeliest import likeliest, readings, readings_of_many
from ._names import PreparedNames, prepare
from ._nobody import names_somebody
from ._parsing import NameToken, ParsedName, TokenKind, parse
from ._tables import SHIPPED

__all__ = [
    "SHIPPED",
    "NameMatch",
    "NameReason",
    "NameToken",
    "ParsedName",
    "PreparedNames",
    "ReasonKind",
    "TokenKind",
    "compare_names",
    "hint_prepared",
    "likeliest",
    "names_somebody",
    "parse",
    "prepare",
    "readings",
    "readings_of_many",
    "score_pairs",
    "score_prepared",
    "threshold",
]
