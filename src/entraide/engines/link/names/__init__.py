"""Names across scripts: their parts and how they are read.

>>> from entraide.engines.link.names import parse, readings
>>> [(token.text, str(token.kind)) for token in parse("U Kyaw Zin Oo").tokens]
[('u', 'honorific'), ('kyaw', 'name'), ('zin', 'name'), ('oo', 'name')]
>>> readings("Владимир", 1)[0][0]
'vladimir'
"""

from ._parsing import NameToken, ParsedName, TokenKind, parse
from ._readings import readings

__all__ = ["NameToken", "ParsedName", "TokenKind", "parse", "readings"]
