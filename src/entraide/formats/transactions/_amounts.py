"""Amounts as people and banks write them, into whole minor units: never through a float, never rounded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ._currencies import FINER, code_of, codes

_MINUS = "-−–－"
_GROUPS = " '’  \u2009"
_MOST = 18  # digits that 64 bits surely hold
_UNIT = r"(?:[A-Z]{3,4}|[A-Z]{0,2}[€$£¥₩฿₫₱₹₽]|원|元|円|บาท|kr\.?|Rp\.?|Rs\.?|CR|DR|Cr|Dr)"
_IN_CELL = re.compile(rf"^[+-]?\s*({_UNIT})?\s*[+-]?[\d.,\s'’()-]+?\s*({_UNIT})?\s*$")


@dataclass(frozen=True)
class NumberForm:
    """How a column writes numbers. `decimal`: "." or ","; `unit`: the currency that every cell names, or "".
    `signed`: some cell is below zero. `sure`: False where cells contradict each other, or all of them have three
    digits behind their only sign."""

    decimal: str = "."
    unit: str = ""
    signed: bool = False
    sure: bool = True

    @property
    def group(self) -> str:
        return "," if self.decimal == "." else "."

    @property
    def words(self) -> str:
        sign = "point" if self.decimal == "." else "comma"
        return f"decimal {sign}"


def form_of(sample: Sequence[str], digits: Sequence[int], decimal: str = "") -> NumberForm | None:
    """How these cells write numbers, None where most are none. `digits`: how many a minor unit of each cell's currency
    has, which tells 1.234 EUR (a thousand) from 1.234 KWD (one)."""
    plain = [(text, most) for cell, most in zip(sample, digits, strict=True) if (text := _plain_text(cell))]
    numbers = [(cell, most) for cell, most in plain if _IN_CELL.fullmatch(cell) and re.search(r"\d", cell)]
    if not numbers or len(numbers) * 2 <= len(plain):
        return None
    found = [_IN_CELL.fullmatch(cell) for cell, _ in numbers]
    units = {unit for one in found if one and (unit := one[1] or one[2])} - {"CR", "DR", "Cr", "Dr"}
    unit = code_of(units.pop()) if len(units) == 1 else None
    signed = any(_is_negative(cell) for cell, _ in numbers)
    votes = [vote for cell, most in numbers if (vote := _decimal_of(re.sub(r"[^\d.,]", "", cell), most))]
    telling = [sign for sign, tells in votes if tells]
    weak = [sign for sign, _ in votes] if not telling else []
    chosen = decimal or ("," if (telling + weak).count(",") > (telling + weak).count(".") else ".")
    sure = bool(decimal) or not ({",", "."} <= set(telling + weak) or weak)
    return NumberForm(chosen, unit or "", signed, sure)


def _plain_text(cell: str) -> str:
    text = cell.strip()
    for minus in _MINUS[1:]:
        text = text.replace(minus, "-")
    return text


def _is_negative(cell: str) -> bool:
    return (
        cell.startswith(("-", "("))
        or cell.endswith(("-", "DR", "Dr"))
        or re.match(rf"^{_UNIT}\s*-", cell) is not None
    )


def _decimal_of(number: str, digits: int) -> tuple[str, bool] | None:
    """Which sign parts the fraction off in this number, and whether that is sure; None where it has no sign."""
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return None
    sign, other = number[last], "." if number[last] == "," else ","
    if other in number:
        return sign, True
    if number.count(sign) > 1:
        return other, True
    thousands = len(number) - last - 1 == 3 and digits < 3 and not number.startswith("0")
    return (other, False) if thousands else (sign, True)


@dataclass(frozen=True, eq=False)
class Numbers:
    """`text`: digits, with a point where there is a fraction, no sign. `negative`, `good` and `empty` (n)."""

    text: pa.Array
    negative: NDArray[np.bool_]
    good: NDArray[np.bool_]
    empty: NDArray[np.bool_]

    @property
    def zero(self) -> NDArray[np.bool_]:
        """Which are nothing (n); empty cells too."""
        found: NDArray[np.bool_] = pc.match_substring_regex(self.text, r"^0*\.?0*$").to_numpy(
            zero_copy_only=False
        )
        return found


def numbers_of(column: pa.Array, form: NumberForm) -> Numbers:
    """Cells as plain decimal numbers and their signs."""
    cells = pc.utf8_trim_whitespace(pc.fill_null(column, ""))
    if not _all(pc.match_substring_regex(cells, r"^[\d.-]*$")):
        cells = _simplified(cells)
    empty = pc.equal(cells, "").to_numpy(zero_copy_only=False)
    negative = pc.match_substring_regex(cells, r"^[-(]|-$|(?i:dr)$").to_numpy(zero_copy_only=False)
    if negative.any() or not _all(pc.match_substring_regex(cells, r"^[\d.,]*$")):
        cells = pc.replace_substring_regex(cells, r"^\((.*)\)$", r"\1")
        cells = pc.replace_substring_regex(cells, r"^[-+]\s*|\s*[-+]$|\s*(?i:dr|cr)$", "")
    group, point = re.escape(form.group), re.escape(form.decimal)
    # 1,234,567.80 and 12,34,567.80 (India), and apostrophes and spaces in the place of commas
    whole = (
        rf"(?:\d+|\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d{{1,3}}(?: \d{{3}})+|\d{{1,3}}(?:'\d{{3}})+)"
    )
    good = pc.match_substring_regex(cells, rf"^(?:{whole}(?:{point}\d*)?|{point}\d+)$")
    if _any(pc.match_substring_regex(cells, rf"[{group} ']")):
        for sign in (form.group, " ", "'"):
            cells = pc.replace_substring(cells, sign, "")
    if form.decimal != ".":
        cells = pc.replace_substring(cells, form.decimal, ".")
    return Numbers(cells, negative, good.to_numpy(zero_copy_only=False), empty)


def _simplified(cells: pa.Array) -> pa.Array:
    """ASCII digits and signs, one kind of space, no name of a currency."""
    if not _all(pc.string_is_ascii(cells)):
        cells = pc.utf8_normalize(cells, form="NFKC")
        words = pc.unique(cells)
        known = str.maketrans(
            {**dict.fromkeys(_MINUS, "-"), **dict.fromkeys(_GROUPS[2:], " "), "’": "'", "٫": ".", "٬": ","}
        )
        plain = [
            re.sub(r"\d", lambda digit: str(int(digit[0])), word.translate(known))
            for word in words.to_pylist()
        ]
        cells = pa.array(plain, pa.string()).take(pc.index_in(cells, words))
        cells = pc.utf8_trim_whitespace(cells)
    without = pc.replace_substring_regex(cells, r"\s*(?i:(CR|DR))$", r"\1")
    return pc.replace_substring_regex(
        pc.replace_substring_regex(without, rf"^([+-]?)\s*{_UNIT}\s*([+-]?[\d.,(])", r"\1\2"),
        r"([\d).,][+-]?)\s*(?:[A-Z]{3,4}|[A-Z]{0,2}[€$£¥₩฿₫₱₹₽]|원|元|円|บาท|kr\.?)$",
        r"\1",
    )


def names_another(column: pa.Array, currency: pa.Array) -> NDArray[np.bool_]:
    """Which cells name a currency (USD 20, €20) that is not their row's."""
    if _all(pc.match_substring_regex(column, r"^[\d.,\s'()+-]*$")):
        return np.zeros(len(column), np.bool_)
    named = codes(pc.fill_null(pc.extract_regex(column, rf"(?P<unit>{_UNIT})").field(0), ""))
    other: NDArray[np.bool_] = pc.fill_null(pc.not_equal(named, currency), False).to_numpy(
        zero_copy_only=False
    )
    return other


@dataclass(frozen=True, eq=False)
class Minor:
    """`amount` (n): whole minor units, 0 where it is not `good`. `too_fine`, `too_large` (n): why not.
    `dust`: by currency, what lies below the unit that is kept, in units of the asset's smallest."""

    amount: NDArray[np.int64]
    good: NDArray[np.bool_]
    too_fine: NDArray[np.bool_]
    too_large: NDArray[np.bool_]
    dust: dict[str, int]


def minor_units(numbers: Numbers, currency: pa.Array, digits: Mapping[str, int]) -> Minor:
    """Plain numbers as minor units of each row's currency (null: none, and not good)."""
    n = len(numbers.text)
    amount = np.zeros(n, np.int64)
    good, too_fine, too_large = (np.zeros(n, np.bool_) for _ in range(3))
    dust: dict[str, int] = {}
    for code in pc.unique(currency).to_pylist():
        if code is None:
            continue
        here = pc.fill_null(pc.equal(currency, code), False).to_numpy(zero_copy_only=False) & numbers.good
        if not here.any():
            continue
        rows = np.flatnonzero(here) if not here.all() else None
        text = numbers.text if rows is None else numbers.text.take(pa.array(rows))
        value, fine, large, below = _scaled(text, digits[code], FINER.get(code, 0))
        places = slice(None) if rows is None else rows
        amount[places], too_fine[places], too_large[places] = value, fine, large
        good[places] = ~fine & ~large
        if below:
            dust[code] = below
    return Minor(amount, good, too_fine, too_large, dust)


def _scaled(
    text: pa.Array, digits: int, asset_digits: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_], int]:
    point = pc.find_substring(text, ".").to_numpy()
    if bool(np.all(point < 0)):
        whole, fraction = text, None
    else:
        parts = pc.extract_regex(text, r"^(?P<whole>\d*)\.?(?P<fraction>\d*)$")
        whole, fraction = parts.field(0), pc.utf8_rtrim(parts.field(1), "0")
    whole = pc.utf8_ltrim(whole, "0")
    large = pc.greater(pc.binary_length(whole), _MOST - digits).to_numpy(zero_copy_only=False)
    whole = pc.if_else(pa.array(large), "0", pc.if_else(pc.equal(whole, ""), "0", whole))
    value = whole.cast(pa.int64()).to_numpy() * 10**digits
    fine = np.zeros(len(text), np.bool_)
    below = 0
    if fraction is not None:
        longest = max(digits, asset_digits)
        fine = pc.greater(pc.binary_length(fraction), longest).to_numpy(zero_copy_only=False)
        padded = pc.utf8_rpad(fraction, longest, "0")
        if digits:
            kept = pc.utf8_slice_codeunits(padded, 0, digits)
            value = value + kept.cast(pa.int64()).to_numpy()
        if asset_digits > digits:
            rest = pc.utf8_slice_codeunits(padded, digits, longest).cast(pa.int64()).to_numpy()
            below = int(rest[~fine & ~large].sum(dtype=object))
    return np.where(large | fine, 0, value), fine, large, below


def _all(found: pa.Array) -> bool:
    return pc.all(found, min_count=0).as_py() is not False


def _any(found: pa.Array) -> bool:
    return bool(pc.any(found, min_count=0).as_py())
