"""Accounts in one spelling, so that two statements mean one account, and those whose checksum fails."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from entraide.engines.link import InvalidSelector, normalise

_KINDS = (
    ("eth", re.compile(r"(?i)0x[0-9a-f]{40}")),
    ("tron", re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}")),
    ("btc", re.compile(r"bc1[02-9ac-hj-np-z]{11,87}|(?=.*[A-Za-z])[13][1-9A-HJ-NP-Za-km-z]{25,34}")),
    # last: an address on Tron can begin like an IBAN of Togo
    ("iban", re.compile(r"(?i)(?:IBAN[:\s]*)?[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){10,30}")),
)
_MAYBE = (
    r"^(?:(?i:IBAN)[:\s]*)?(?:[A-Za-z]{2}\d{2}[A-Za-z0-9 ]{10,}|0[xX][0-9a-fA-F]{40}|T[1-9A-Za-z]{33}"
    r"|bc1[0-9a-z]{11,87}|[13][1-9A-Za-z]{25,34})$"
)
_SURELY = ("checksum", "not as long")


def accounts(column: pa.Array) -> tuple[pa.Array, dict[str, str]]:
    """The column in one spelling, null where a cell is empty; and accounts that fail their check, with why.

    IBANs and addresses are written as `entraide.engines.link.normalise` writes them; of local numbers, spaces,
    hyphens and points are left out; a wrong checksum is no reason to lose a payment, so such an account stays.
    """
    cells = pc.utf8_trim_whitespace(column)
    numbers = pc.match_substring_regex(cells, r"^\d[\d .\-/]*\d$")
    if pc.any(numbers, min_count=0).as_py():
        cells = pc.if_else(numbers, pc.replace_substring_regex(cells, r"[ .\-/]", ""), cells)
    maybe = _to_look_at(pc.unique(cells.filter(pc.fill_null(pc.match_substring_regex(cells, _MAYBE), False))))
    wrong: dict[str, str] = {}
    written: dict[str, str] = {}
    for word in maybe:
        value, why = checked(word)
        if why:
            wrong[value] = why
        if value != word:
            written[word] = value
    if written:
        places = pc.index_in(cells, pa.array(list(written), pa.string()))
        cells = pc.coalesce(pa.array(list(written.values()), pa.string()).take(places), cells)
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells), wrong


# What could be an IBAN as `checked` writes it. One that begins with T may be an address on Tron, and of these check
# digits none is ever given out.
_PLAIN = r"^[A-SU-Z][A-Z]\d{2}[A-Z0-9]{11,30}$"
_NEVER = r"^..(?:00|01|99)"
_LONGEST = 34


def _to_look_at(words: pa.Array) -> list[str]:
    """Of different words all but those that `checked`, which takes them singly, would leave as they are: plain IBANs
    whose check digits fit. Long files hold millions of them."""
    plain = pc.match_substring_regex(words, _PLAIN)
    some = words.filter(plain)
    if not len(some):
        return words.to_pylist()  # type: ignore[no-any-return]
    form = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(some, 0, 2), pc.cast(pc.utf8_length(some), pa.string()), " "
    ).dictionary_encode()
    said = [_said_of(*word.split()) for word in form.dictionary.to_pylist()]
    of_each = np.asarray(said)[form.indices.to_numpy()]
    never = pc.match_substring_regex(some, _NEVER).to_numpy(zero_copy_only=False)
    fit = (of_each == _NO_COUNTRY) | ((of_each == _AS_LONG) & ~never & _check_digits_fit(some))
    return words.filter(pc.invert(plain)).to_pylist() + some.filter(pa.array(~fit)).to_pylist()  # type: ignore[no-any-return]


_AS_LONG, _NOT_AS_LONG, _NO_COUNTRY = range(3)


@lru_cache(maxsize=1 << 12)
def _said_of(country: str, length: str) -> int:
    """Whether a country has IBANs, and of that length."""
    try:
        normalise("iban", f"{country}00".ljust(int(length), "0"))
    except InvalidSelector as problem:
        if "not as long" in str(problem):
            return _NOT_AS_LONG
        if "has no IBAN" in str(problem):
            return _NO_COUNTRY
    return _AS_LONG


def _check_digits_fit(ibans: pa.Array) -> NDArray[np.bool_]:
    """By ISO 7064 (mod 97-10): letters count as 10 to 35, and the first four signs stand behind the others."""
    signs = ibans.to_numpy(zero_copy_only=False).astype(f"S{_LONGEST}").view(np.uint8).reshape(-1, _LONGEST)
    rest = np.zeros(len(ibans), np.int64)
    for place in (*range(4, _LONGEST), *range(4)):
        sign = signs[:, place].astype(np.int64)
        letter = sign >= ord("A")
        next_rest = np.where(letter, rest * 100 + sign - (ord("A") - 10), rest * 10 + sign - ord("0")) % 97
        rest = np.where(sign > 0, next_rest, rest)
    fit: NDArray[np.bool_] = rest == 1
    return fit


@lru_cache(maxsize=1 << 17)
def checked(word: str) -> tuple[str, str]:
    """An account in one spelling, and why it fails its check ("" where it does not)."""
    word = word.strip()
    for kind, pattern in _KINDS:
        if not pattern.fullmatch(word):
            continue
        try:
            return str(normalise(kind, word).value), ""
        except InvalidSelector as problem:
            said = str(problem)
            failed = any(words in said for words in _SURELY)
            if not failed:
                return word, ""
            value = _spelling(kind, word)
            return value, said if value == word else f"{said} The record has {word}."
    if re.fullmatch(r"\d[\d .\-/]*\d", word):
        return re.sub(r"[ .\-/]", "", word), ""
    return word, ""


def _spelling(kind: str, word: str) -> str:
    """An account that fails its check, written like those that do not."""
    if kind == "eth":  # its checksum is in the case of its letters alone
        return str(normalise(kind, word.lower()).value)
    bare = re.sub(r"^(?i:IBAN)[:\s]*|\s", "", word)
    return bare.upper() if kind == "iban" else bare
