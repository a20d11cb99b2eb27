"""JSON of any size as a stream of its objects, each with the text that it was read from."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

_CHUNK = 1 << 20
_LARGEST = 32 << 20  # characters of one object; what is longer is not whole
_SPACE = re.compile(r"[ \t\r\n\ufeff\x1e]*")
_NEXT = re.compile(r"\}\s*,?\s*(?=\{)")
# Members that hold transactions, of any of the shapes in which services hand them out.
HOLDERS = frozenset(
    (
        "result",
        "results",
        "data",
        "transactions",
        "txs",
        "tx",
        "items",
        "transfers",
        "token_transfers",
        "block",
        "blocks",
    )
)
BROKEN = "the object is not well-formed JSON; export the file again"
CUT = "the file is cut off within this object; fetch it again"


@dataclass(frozen=True)
class Found:
    """An object of the file. `place`: where it begins (characters from 0); `text`: as it stands there; `value`: None
    where it is not whole, `problem` then says why. `around`: plain members of what it stands in, read before it."""

    place: int
    text: str
    value: Any
    around: dict[str, Any]
    problem: str = ""


class CutOff(Exception):
    """The file ends where it must not."""


def objects_of(file: IO[bytes]) -> Iterator[Found]:
    """The objects of an array, of an array within an object, or one a line."""
    text = _Text(file)
    try:
        while text.peek():
            yield from _values(text, {})
            if text.peek() in ",":  # some exports are arrays without brackets
                text.skip(1)
    except CutOff:
        rest = text.rest()
        if rest:
            yield Found(text.place, rest, None, {}, CUT)
    except RecursionError:
        yield Found(text.place, text.rest(), None, {}, BROKEN)


class _Text:
    """The characters of a file, in the memory of a few chunks."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._json = json.JSONDecoder(parse_float=Decimal)
        self._buffer, self._at, self._before = "", 0, 0
        self.ended = False

    @property
    def place(self) -> int:
        return self._before + self._at

    def _more(self) -> bool:
        if self.ended:
            return False
        try:
            data = self._file.read(_CHUNK)
        except (EOFError, OSError):
            data = b""
        self.ended = not data
        self._before += self._at
        self._buffer = self._buffer[self._at :] + self._decoder.decode(data, final=self.ended)
        self._at = 0
        return True

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            self._at = _SPACE.match(self._buffer, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def mark(self) -> int:
        self.peek()
        return self.place

    def back_to(self, place: int) -> None:
        """Back to a place from which on nothing but one value was looked at."""
        self._at = place - self._before

    def skip(self, count: int) -> None:
        self._at += count

    def value(self) -> tuple[Any, int, str]:
        """The value that begins here, where, and its text. Raises ValueError for what is none, CutOff."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._buffer, self._at)
                # a number may go on in the next chunk
                if end < len(self._buffer) or self.ended or self._buffer[end - 1] in '}]"':
                    place, text = self.place, self._buffer[self._at : end]
                    self._at = end
                    return value, place, text
            except RecursionError:
                raise ValueError("nested too deep")
            except ValueError:
                if self.ended:
                    raise CutOff if self._seems_cut() else ValueError("not well-formed")
                if len(self._buffer) - self._at > _LARGEST:
                    raise ValueError("too long")
            self._more()

    def _seems_cut(self) -> bool:
        return _NEXT.search(self._buffer, self._at) is None

    def behind_broken(self) -> str:
        """Step behind an object that is not well-formed, to the next that begins; its text is returned."""
        while (found := _NEXT.search(self._buffer, self._at)) is None and self._more():
            if len(self._buffer) > 2 * _LARGEST:
                break
        end = found.end() if found else len(self._buffer)
        text = self._buffer[self._at : end]
        self._at = end
        return text

    def rest(self) -> str:
        return self._buffer[self._at :].strip()


def _values(text: _Text, around: dict[str, Any]) -> Iterator[Found]:
    opens = text.peek()
    if opens == "[":
        yield from _elements(text, around)
    elif opens == "{":
        yield from _object(text, around)
    elif opens:
        place = text.place
        yield Found(place, text.behind_broken(), None, around, BROKEN)


def _elements(text: _Text, around: dict[str, Any]) -> Iterator[Found]:
    text.skip(1)
    while (sign := text.peek()) != "]":
        if not sign:
            raise CutOff
        if sign == ",":
            text.skip(1)
            continue
        place = text.place
        try:
            value, place, raw = text.value()
        except ValueError:
            yield Found(place, text.behind_broken(), None, around, BROKEN)
            continue
        if isinstance(value, dict) and (inner := _held(value)):
            # a page of answers in an array of pages
            for one in inner:
                yield Found(place, json.dumps(one, default=str, ensure_ascii=False), one, _plain(value))
        else:
            yield Found(place, raw, value, around)
    text.skip(1)


def _held(value: dict[str, Any]) -> list[Any]:
    if "vin" in value or "inputs" in value or "from" in value:
        return []
    for name in HOLDERS & value.keys():
        if (
            isinstance(value[name], list)
            and value[name]
            and all(isinstance(one, dict) for one in value[name])
        ):
            return list(value[name])
    return []


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in value.items() if not isinstance(one, dict | list)}


def _object(text: _Text, around: dict[str, Any]) -> Iterator[Found]:
    """An object; or, where members of it hold transactions, those."""
    begin = text.mark()
    try:
        value, place, raw = text.value()
    except (ValueError, CutOff):
        holds = True
    else:
        holds = any(name in HOLDERS and isinstance(one, dict | list) for name, one in value.items())
    if not holds:
        yield Found(place, raw, value, around)
        return
    text.back_to(begin)
    yield from _members(text, around)


def _members(text: _Text, around: dict[str, Any]) -> Iterator[Found]:
    begin = text.place
    text.skip(1)
    members: dict[str, Any] = {}
    while (sign := text.peek()) != "}":
        if not sign:
            raise CutOff
        if sign == ",":
            text.skip(1)
            continue
        try:
            name, _, _ = text.value()
            if not isinstance(name, str) or text.peek() != ":":
                raise ValueError
            text.skip(1)
            if name in HOLDERS and text.peek() in ("[", "{"):
                yield from _values(text, {**around, **members})
                continue
            value, _, _ = text.value()
        except ValueError:
            yield Found(begin, text.behind_broken(), None, around, BROKEN)
            return
        if not isinstance(value, dict | list):
            members[name] = value
    text.skip(1)
