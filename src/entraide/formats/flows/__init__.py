"""What became of money, drawn and written: a diagram in the order of time, every edge, every end.

>>> followed = Followed(ledger, {rule: ledger.trace(seeds, rule) for rule in ("fifo", "haircut")})
>>> followed.ends.select(["account", "kind", "low", "high"])      # the least and the most by any rule
>>> write_flow(followed, Path("case-17"))                         # flow.parquet, ends.csv, flow.svg
>>> drawn(followed, {"mule": Known(bank="First Bank", country="TH")})   # the SVG as text
"""

from __future__ import annotations

from ._diagram import drawn
from ._followed import Followed
from ._picture import Known
from ._text import plain, shortened, width
from ._words import span, spread
from ._write import as_text, write_flow, write_table

__all__ = [
    "Followed",
    "Known",
    "as_text",
    "drawn",
    "plain",
    "shortened",
    "span",
    "spread",
    "width",
    "write_flow",
    "write_table",
]
