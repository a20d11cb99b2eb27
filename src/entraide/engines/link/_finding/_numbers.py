"""Finds phones, WhatsApp numbers and local account numbers among the digits of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .._kinds import phones
from .._text import Shadow
from ._candidate import Candidate
from ._cues import Cues

# a full stop and a space end a sentence, and with it the number
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\(?(?:\+ ?)?\(?[0-9](?:(?:[ ()-]|\.(?! )){0,3}[0-9]){4,39}+(?![0-9])")
_CHUNK = re.compile(r"[^ ]+")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}([-. ]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])(?:$|[ -])"
    r"|(?:0?[1-9]|[12][0-9]|3[01])[-.](?:0?[1-9]|[12][0-9]|3[01])[-.](?:19|20)[0-9]{2}(?:$|[ -])"
)
_RANGE = re.compile(r"(?:19|20)[0-9]{2} ?- ?(?:19|20)[0-9]{2}$|[0-9]{1,5}00 ?- ?[0-9]{1,5}00$")
_EXTENSION = re.compile(r"(?i)\s?(?:x|ext)\.?\s?[0-9]")
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£¥฿₫₩₹₱៛₭%]|(?:usdt?|usdc|eur|gbp|krw|thb|inr|cny|rmb|jpy|vnd|php|idr|mmk|khr|lak|kes|etb|ngn|brl|"
    r"aed|sgd|myr|pkr|bdt|lkr|npr|btc|eth|trx|won|baht|rupees?|yuan|dong|kyats?|dollars?|euros?|pesos?)\b"
    r"|บาท|元|万|원|만|กีบ|ကျပ်)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(
    r"(?:[$€£¥฿₫₩₹₱៛₭]|\b(?:usdt?|usdc|eur|gbp|krw|thb|inr|cny|rmb|jpy|vnd|php|idr|mmk|rs|kes|rm|rp))\.?\s?$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(r"[\s(\[/,-]{0,3}(?:on|via|by|in|sur|por|en|em|ili|au|ทาง)?\s?$")
_WORD_FOLLOWS = re.compile(r" ?[^\W\d_]")
_CUE_REACH = 40
_SHORTEST_ACCOUNT = 7


def find_numbers(shadow: Shadow, country: str | None, cues: Cues) -> Iterator[Candidate]:
    text = shadow.text
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if 1 in shadow.taken[start:end]:
            continue
        # an opening bracket that the number does not close is the sentence's
        if text[start] == "(" and text.count(")", start, end) < text.count("(", start, end):
            start += 1
        governing = cues.before(start, _CUE_REACH)
        kind = governing.kind if governing else None
        if kind in ("passport", "vehicle_plate") and governing and start - governing.end <= 20:
            kind = None
        number = text[start:end]
        if _runs_on(text, end) or _DATE.match(number) or _RANGE.match(number):
            continue
        plus = "+" in number[:3]
        if not plus and (
            _MONEY_AFTER.match(text, end) or _MONEY_BEFORE.search(text, max(0, start - 6), start)
        ):
            continue
        if kind == "bank_account" and not plus:
            told_at = governing.end if governing else start
            yield from _account(start, number, country, near=start - told_at <= 3)
        else:
            yield from _phones(shadow, start, number, country, kind, cues)


def _runs_on(text: str, end: int) -> bool:
    """Whether the digits are the beginning of a code: "5d41402abc"."""
    following = text[end : end + 1]
    return following.isascii() and following.isalpha() and not _EXTENSION.match(text, end)


def _account(start: int, number: str, country: str | None, near: bool) -> Iterator[Candidate]:
    chunks = _CHUNK.findall(number)
    text = (chunks[0] if _count_digits(chunks[0]) >= 8 else number).strip("(). -")
    at = start + number.index(text)
    # "statement for 07973 788240", "ask the bank at 02 111 1111"
    phone = _read(text, country) if country and text[0] == "0" and not near else None
    if phone and phones.is_assigned(phone):
        yield Candidate("phone", at, at + len(text), phone, cleaned=True)
    elif "." not in text and _count_digits(text) >= _SHORTEST_ACCOUNT:
        yield Candidate("bank_account", at, at + len(text), text)


def _count_digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _phones(
    shadow: Shadow, start: int, number: str, country: str | None, cue: str | None, cues: Cues
) -> Iterator[Candidate]:
    """The phones in a run of digits, which may hold two numbers, or a number and a count after it."""
    chunks = [found.span() for found in _CHUNK.finditer(number)]
    digits = [_count_digits(number[first:last]) for first, last in chunks]
    # Digits left over may count what follows ("… 4567 2 persons"); else a digit too many is a slip.
    counts = bool(_WORD_FOLLOWS.match(shadow.text, start + len(number)))
    first, tries, found_any = 0, 0, False
    while first < len(chunks) and tries < 8:
        last = len(chunks)
        while last > first + 1 and sum(digits[first:last]) > 17:
            last -= 1
        alone = (first + 1,) if digits[first] >= 9 else ()
        for end in dict.fromkeys((*alone, last, last - 1, last - 2, first + 1)):
            rest = sum(digits[end:])
            if end <= first or tries >= 8 or (0 < rest < 7 and not counts):
                continue
            tries += 1
            text = number[chunks[first][0] : chunks[end - 1][1]]
            spelt = _as_phone(text, country, cue is not None)
            if spelt:
                at = start + chunks[first][0]
                yield _phone(shadow, at, at + len(text), spelt, cue, cues)
                first, found_any = end, True
                break
        else:
            if digits[first] < 7 and number[chunks[first][0]] != "+":
                break
            first += 1
    if not found_any and sum(digits) <= 17:
        yield from _failed(shadow, start, number, sum(digits), cue, cues)


def _as_phone(text: str, country: str | None, cued: bool) -> str | None:
    """The number in E.164, if there is reason enough to take ``text`` for a phone."""
    digits = "".join(filter(str.isdigit, text))
    if not 6 <= len(digits) <= 17:
        return None
    if "+" in text[:3]:
        return _read(text, None)
    if digits.startswith("00") and digits[2:3] != "0" and len(digits) >= 10:
        return _read("+" + digits[2:], None)
    national = _read(text, country) if country else None
    # Not every plan writes a trunk zero, so that length has to decide.
    if national and (cued or digits[0] == "0" or len(digits) >= 8):
        return national
    if len(digits) >= 10 and digits[0] != "0" and (cued or country):
        foreign = _read("+" + digits, None)
        if foreign and (cued or phones.is_of(foreign, country) or phones.is_assigned(foreign)):
            return foreign
    return None


def _read(text: str, country: str | None) -> str | None:
    number = phones.read(text, country)
    return number if isinstance(number, str) else None


def _phone(shadow: Shadow, start: int, end: int, spelt: str, cue: str | None, cues: Cues) -> Candidate:
    kind = "whatsapp" if cue == "whatsapp" or _named_after(shadow, end, cues) else "phone"
    return Candidate(kind, start, end, spelt, sure=True, cleaned=True)


def _named_after(shadow: Shadow, end: int, cues: Cues) -> bool:
    """ "+66 … (WhatsApp)", but not "+66 …, WhatsApp: +60 …"."""
    cue = cues.after(end, 8)
    if cue is None or cue.kind != "whatsapp" or not _NAMED_AFTER.match(shadow.lower[end : cue.start]):
        return False
    return not re.match(r"\s?[:=+0-9]", shadow.text[cue.end : cue.end + 2])


def _failed(
    shadow: Shadow, start: int, number: str, digits: int, cue: str | None, cues: Cues
) -> Iterator[Candidate]:
    """A number that says it is a phone, and is not one: by its plus, or by the word before it."""
    plus = "+" in number[:3]
    if (plus and digits >= 8) or (cue in ("phone", "whatsapp") and 7 <= digits <= 15):
        kind = "whatsapp" if cue == "whatsapp" else "phone"
        yield Candidate(kind, start, start + len(number), number, sure=True)
