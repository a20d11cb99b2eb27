"""The fraud of story line 4 as bank, exchange and chain records of four countries, with the truth beside them.

>>> from entraide.exercise.fraud import generate, write
>>> fraud = generate(seed=6)
>>> len(fraud.legs), fraud.victims[0].name
(60000, '오미숙')
>>> write(fraud, Path("case"))

The woman in Busan, the accounts, wallets and minutes are those that the reports of the exercise name. All people,
firms and accounts are invented; the same seed writes the same bytes.
"""

from __future__ import annotations

from ._generator import Fraud, generate
from ._records import DECIMALS, INSTITUTIONS, Holder, Institution, Leg
from ._scheme import Victim
from ._write import write

__all__ = ["DECIMALS", "INSTITUTIONS", "Fraud", "Holder", "Institution", "Leg", "Victim", "generate", "write"]
