"""Accounts in one spelling, so that two statements mean one account, and those whose checksum fails."""

from __future__ import annotations

import re
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

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
    maybe = pc.unique(cells.filter(pc.fill_null(pc.match_substring_regex(cells, _MAYBE), False))).to_pylist()
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
            return _spelling(kind, word), said
    if re.fullmatch(r"\d[\d .\-/]*\d", word):
        return re.sub(r"[ .\-/]", "", word), ""
    return word, ""


def _spelling(kind: str, word: str) -> str:
    """An account that fails its check, written like those that do not."""
    if kind == "eth":  # its checksum is in the case of its letters alone
        return str(normalise(kind, word.lower()).value)
    bare = re.sub(r"^(?i:IBAN)[:\s]*|\s", "", word)
    return bare.upper() if kind == "iban" else bare
