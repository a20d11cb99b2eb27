"""Phones, and WhatsApp accounts, which are phones."""

from __future__ import annotations

import re
from functools import lru_cache, partial

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, ValidationResult

from .._selector import InvalidSelector, Kind

_NOT_A_PHONE = partial(
    InvalidSelector,
    "This is not a phone number",
    "Write it with digits, starting with + and the country code",
)
_NO_COUNTRY = partial(
    InvalidSelector,
    "The number has no country code",
    "Write it with + and the country code, or say which country it is from",
)
_UNKNOWN_CODE = partial(
    InvalidSelector,
    "No country has this calling code",
    "Check the digits after the +, or say which country it is from",
)
_TOO_SHORT = partial(
    InvalidSelector, "The number has too few digits for its country", "Check that no digit is missing"
)
_TOO_LONG = partial(
    InvalidSelector, "The number has too many digits for its country", "Check that no digit was added"
)
_WRONG_LENGTH = partial(
    InvalidSelector,
    "The number has a length that its country does not use",
    "Check the digits against the original",
)

_REASONS = {
    ValidationResult.INVALID_COUNTRY_CODE: _UNKNOWN_CODE,
    ValidationResult.TOO_SHORT: _TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: _TOO_SHORT,
    ValidationResult.TOO_LONG: _TOO_LONG,
    ValidationResult.INVALID_LENGTH: _WRONG_LENGTH,
}
_TRUNK_IN_BRACKETS = re.compile(r"\(\s?0\s?\)")
# Mexico dropped the 1 after +52 in 2019; address books and WhatsApp keep both spellings.
_MEXICAN_ONE = re.compile(r"^\+52[ .()-]*1(?=(?:[ .()-]*[0-9]){10}$)")
_HAS_OTHER_TEXT = re.compile(r"[^0-9+()\[\]/.,;#xXeEtTnN* \t\r\n~-]")


@lru_cache(maxsize=512)
def _national_prefix(calling_code: int) -> str | None:
    region = phonenumbers.region_code_for_country_code(calling_code)
    metadata = PhoneMetadata.metadata_for_region(region, None)
    return metadata.national_prefix if metadata else None


@lru_cache(maxsize=8192)
def read(raw: str, country: str | None) -> str | partial[InvalidSelector]:
    """The number in E.164, if its length is possible in its country; else what to raise.

    Possible, not assigned: real cases hold spoofed numbers, and fiction uses unassigned ones.
    """
    text = _TRUNK_IN_BRACKETS.sub("", raw.strip())
    if text[:4].lower() == "tel:":
        text = text[4:]
    digits = sum(map(str.isdigit, text))
    if not 5 <= digits <= 20 or _HAS_OTHER_TEXT.search(text):
        return _NOT_A_PHONE
    text = text.lstrip(" (")
    if text.startswith("00"):
        text = "+" + text[2:]
    elif not text.startswith("+") and country is None:
        return _NO_COUNTRY
    text = _MEXICAN_ONE.sub("+52 ", text)
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException as problem:
        return (
            _UNKNOWN_CODE if problem.error_type == NumberParseException.INVALID_COUNTRY_CODE else _NOT_A_PHONE
        )
    # "+66 081 …": the trunk zero, kept by mistake, would make another number of it
    if number.italian_leading_zero and _national_prefix(number.country_code or 0) == "0":
        number.italian_leading_zero = None
        number.number_of_leading_zeros = None
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict != ValidationResult.IS_POSSIBLE:
        return _REASONS.get(verdict, _WRONG_LENGTH)
    return _e164(number)


def is_assigned(value: str) -> bool:
    """Whether the numbering plan assigns it: asked only of bare digits that nothing else marks as a phone."""
    return phonenumbers.is_valid_number(phonenumbers.parse(value, None))


def is_of(value: str, country: str | None) -> bool:
    """Whether the number has the calling code of ``country``."""
    code = phonenumbers.country_code_for_region(country) if country else 0
    return bool(code) and value.startswith(f"+{code}")


def _e164(number: PhoneNumber) -> str:
    zeros = "0" * (number.number_of_leading_zeros or 1) if number.italian_leading_zero else ""
    return f"+{number.country_code}{zeros}{number.national_number}"


class Phone(Kind):
    id = "phone"

    def clean(self, raw: str, country: str | None) -> str:
        number = read(raw, country)
        if isinstance(number, str):
            return number
        raise number()

    def caption(self, value: str) -> str:
        number = phonenumbers.parse(value, None)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def link(self, value: str) -> str:
        return f"phone:{value}"


_WA_LINK = re.compile(
    r"(?i)^(?:https?://)?(?:www\.)?(?:wa\.me/\+?|(?:api|web)\.whatsapp\.com/send/?\?(?:[^#]*&)?phone=(?:%2B|\+)?)"
    r"([0-9]{6,16})(?![0-9])"
)


class WhatsApp(Phone):
    id = "whatsapp"

    def clean(self, raw: str, country: str | None) -> str:
        link = _WA_LINK.match(raw.strip())
        return super().clean("+" + link[1] if link else raw, country)
