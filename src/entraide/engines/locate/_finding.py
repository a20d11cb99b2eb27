"""Names of places in a running text: the longest that the tables hold, from left to right."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ._keys import UNSPACED, folded, script_of
from ._places import by_letters

# A word, or a run of letters of a script without spaces. Marks belong to the letter before them.
_WORD = re.compile(r"[^\W_]+(?:[̀-ͯऀ-෿฀-࿿က-႟ក-៿᩠-᩿’'-][^\W_]*)*")
_MOST_WORDS, _MOST_LETTERS = 5, 40
# Names of small places that are ordinary words where texts are written.
_ORDINARY = """
    about after again agent along also angels army asia bang bank bar bay beach big black blue boss both buy call camp can
    cash center central china chinese city clear come company crown date day deal do east end eng english euro fair far five
    friday from general gold golden great green group han hard he her here hill him home hope hotel house how huge i in is
    island it job june king kings lake land last laos let like long love lucky make male man many march may me media men min
    miss mobile monday most my new no normal north not now of off officer old on one only online open over pay peace police
    port prince queen red river road sand saturday sea see she so some south spring station sun sunday telegram thai that
    the their them then there they this time to tong town united university up us van very victoria villa village wait
    was we well west what when where white who why will with work working world would year yes you young data mine mission
    """
_WORDS = frozenset(_ORDINARY.split())


@cache
def _reach() -> dict[str, int]:
    """Of each script without spaces, the longest name that the tables hold."""
    found: dict[str, int] = {}
    for name in by_letters():
        script = script_of(name[:1])
        if script in UNSPACED:
            found[script] = min(max(found.get(script, 0), len(name)), _MOST_LETTERS)
    return found


def spans(text: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """(start, end, numbers of the places meant) of each name, none overlapping."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    found: list[tuple[int, int, tuple[int, ...]]] = []
    after = 0
    for at, (start, end) in enumerate(words):
        if start < after:
            continue
        if script_of(text[start]) in UNSPACED:
            inside = _in_run(text, start, end)
            found += inside
            after = inside[-1][1] if inside else after
        elif span := _of_words(text, words, at):
            found.append(span)
            after = span[1]
    return found


def _of_words(text: str, words: list[tuple[int, int]], at: int) -> tuple[int, int, tuple[int, ...]] | None:
    start = words[at][0]
    for last in range(min(at + _MOST_WORDS, len(words)) - 1, at - 1, -1):
        end = words[last][1]
        between = text[words[at][1] : words[last][0]] if last > at else ""
        if re.search(r"[.;:!?()\n]\s", between):
            continue
        name = text[start:end]
        numbers = _meant(folded(name).replace(" ", ""))
        if numbers and _is_a_name(name, last == at):
            return start, end, numbers
    if script_of(text[start]) == "HANGUL":
        # Particles: "프놈펜에서".
        for end in range(words[at][1] - 1, max(start + 1, words[at][1] - 4), -1):
            if numbers := _meant(folded(text[start:end])):
                return start, end, numbers
    return None


def _meant(letters: str) -> tuple[int, ...]:
    found = by_letters().get(letters, ())
    if not found and len(letters) > 4 and script_of(letters[-1]) == "CYRILLIC":
        # Cases: "в Пойпете", "из Бангкока".
        endings = ("", "а", "ь", "я", "й")
        found = next(
            (by_letters()[letters[:-1] + end] for end in endings if letters[:-1] + end in by_letters()), ()
        )
    return found


def _is_a_name(name: str, alone: bool) -> bool:
    if name[0].islower() and name[0].upper() != name[0]:
        return False
    return not alone or (len(name) > 2 and (name.casefold() not in _WORDS))


def _in_run(text: str, start: int, end: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """Names within a run of a script without spaces; a name may go on over a space."""
    found = []
    at = start
    while at < end:
        reach = _reach().get(script_of(text[at]), 10 if text[at].isalpha() else 0)
        for size in range(min(reach + 2, len(text) - at), 1, -1):
            piece = text[at : at + size]
            whole = piece[0].isalnum() and (piece[-1].isalnum() or unicodedata.category(piece[-1])[0] == "M")
            numbers = by_letters().get(folded(piece).replace(" ", "")) if whole else None
            if numbers and not _cuts_a_letter(text, at + size) and (size > 2 or script_of(text[at]) == "CJK"):
                found.append((at, at + size, numbers))
                at += size - 1
                break
        at += 1
    return found


def _cuts_a_letter(text: str, end: int) -> bool:
    """Whether what follows is a sign that belongs to the letter before it."""
    return end < len(text) and unicodedata.category(text[end])[0] == "M"
