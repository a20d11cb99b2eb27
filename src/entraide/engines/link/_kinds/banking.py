"""Bank accounts: IBAN with its checksum, and local numbers, which have none that all countries share."""

from __future__ import annotations

import re
from functools import partial

from schwifty import IBAN
from schwifty.exceptions import (
    InvalidChecksumDigits,
    InvalidCountryCode,
    InvalidLength,
    SchwiftyException,
)

from .._selector import InvalidSelector, Kind

_NOT_AN_IBAN = partial(
    InvalidSelector,
    "This does not have the form of an IBAN",
    "Write two letters for the country, two digits and the account",
)
_NO_IBAN_COUNTRY = partial(InvalidSelector, "That country has no IBAN", "Enter it as a local account number")
_WRONG_LENGTH = partial(
    InvalidSelector, "The IBAN is not as long as its country's are", "Check that nothing is missing or added"
)
_WRONG_CHECKSUM = partial(
    InvalidSelector, "The IBAN fails its checksum: a character is wrong", "Copy it again from the original"
)
_NOT_AN_ACCOUNT = partial(
    InvalidSelector, "This is not an account number", "Write it with 6 to 20 digits, without letters"
)

_SEPARATORS = re.compile(r"[ .\-/]")
_IBAN_PREFIX = re.compile(r"(?i)^IBAN[:\s]*")


class Iban(Kind):
    id = "iban"

    def clean(self, raw: str, country: str | None) -> str:
        text = _SEPARATORS.sub("", _IBAN_PREFIX.sub("", raw.strip())).upper()
        if not text.isascii() or not text.isalnum() or not 5 <= len(text) <= 34:
            raise _NOT_AN_IBAN()
        try:
            return str(IBAN(text))
        except InvalidCountryCode:
            raise _NO_IBAN_COUNTRY()
        except InvalidLength:
            raise _WRONG_LENGTH()
        except InvalidChecksumDigits:
            raise _WRONG_CHECKSUM()
        except SchwiftyException:
            raise _NOT_AN_IBAN()

    def caption(self, value: str) -> str:
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))


class BankAccount(Kind):
    """A local number: its digits alone, since reports rarely agree on how the bank is named."""

    id = "bank_account"

    def clean(self, raw: str, country: str | None) -> str:
        digits = _SEPARATORS.sub("", raw.strip())
        if not digits.isascii() or not digits.isdigit() or not 6 <= len(digits) <= 20:
            raise _NOT_AN_ACCOUNT()
        if len(set(digits)) == 1:
            raise _NOT_AN_ACCOUNT()
        return digits
