"""Where and when a video (MP4, MOV) says that it was taken, and with what.

Such a file is boxes within boxes: a length, a name of four letters, what is in it. Telephones write the position
as ISO 6709 text, into ``udta/©xyz`` (Android) or under a key of ``meta`` (Apple). Only these boxes are read, each
within its parent and up to a length, and so many in all.

Source: Apple, QuickTime File Format Specification (user data, metadata); ISO/IEC 14496-12; ISO 6709.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

_MOST_BOXES, _LONGEST = 5_000, 1 << 16
_SINCE = datetime(1904, 1, 1, tzinfo=UTC)
_APPLE, _ANDROID = "com.apple.quicktime.", "com.android."
_NUMBER = r"([+-])(\d{2,7})(\.\d*)?"


class BrokenVideo(ValueError):
    """Its boxes do not fit into each other."""


@dataclass(frozen=True, slots=True)
class VideoData:
    """``place``: latitude and longitude in degrees as they are written, be they on Earth or not; ``metres``: how exact
    it claims to be; ``clock``: with the zone that the file names; ``made``: in UTC, when it was last put together."""

    place: tuple[float, float] | None = None
    metres: str = ""
    clock: datetime | None = None
    made: datetime | None = None
    camera: tuple[str, ...] = ()
    software: str = ""


@dataclass(slots=True)
class _Film:
    stream: BinaryIO
    left: int = _MOST_BOXES
    texts: dict[str, str] = field(default_factory=dict)
    made: datetime | None = None

    def boxes(self, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        """Name, start and end of what is in each box. Raises BrokenVideo where one does not fit."""
        while at + 8 <= end:
            self.left -= 1
            head = self.read(at, at + 16)
            size, kind, start = int.from_bytes(head[:4]), head[4:8], at + 8
            if size == 1:
                size, start = int.from_bytes(head[8:16]), at + 16
            elif size == 0:
                size = end - at  # up to the end
            if self.left < 0 or size < start - at or at + size > end:
                raise BrokenVideo
            yield kind, start, at + size
            at += size

    def read(self, start: int, end: int) -> bytes:
        self.stream.seek(start)
        return self.stream.read(min(max(end - start, 0), _LONGEST))


def read_video(stream: BinaryIO) -> VideoData:
    """Raises BrokenVideo for what is damaged, or made to be, unless what is sought stands before that."""
    film = _Film(stream)
    movie = next((span for kind, *span in film.boxes(0, stream.seek(0, 2)) if kind == b"moov"), None)
    if movie is None:
        raise BrokenVideo
    try:
        _take(film, *movie)
    except BrokenVideo:
        if not film.texts:
            raise
    return _told(film)


def _take(film: _Film, start: int, end: int) -> None:
    for kind, at, until in film.boxes(start, end):
        if kind == b"mvhd":
            film.made = _made(film.read(at, until))
        elif kind == b"meta":
            _take_keys(film, at, until)
        elif kind == b"udta":
            for inner, first, last in film.boxes(at, until):
                if inner == b"\xa9xyz":
                    # behind a length and a language, of two bytes each
                    film.texts.setdefault("xyz", film.read(first + 4, last).decode("utf-8", "replace"))


def _take_keys(film: _Film, start: int, end: int) -> None:
    """Texts of ``ilst`` by their names in ``keys``."""
    if film.read(start + 4, start + 8) != b"hdlr":
        start += 4  # MP4 has a version before its boxes, QuickTime has none
    inside = {kind: (at, until) for kind, at, until in film.boxes(start, end)}
    if not {b"keys", b"ilst"} <= inside.keys():
        return
    at, until = inside[b"keys"]
    names = [film.read(*span).decode("utf-8", "replace") for _kind, *span in film.boxes(at + 8, until)]
    for number, at, until in film.boxes(*inside[b"ilst"]):
        value = next((span for kind, *span in film.boxes(at, until) if kind == b"data"), None)
        if value and 0 < int.from_bytes(number) <= len(names):
            text = film.read(value[0] + 8, value[1]).decode("utf-8", "replace")
            film.texts.setdefault(names[int.from_bytes(number) - 1], text)


def _told(film: _Film) -> VideoData:
    texts = film.texts

    def said(name: str) -> str:
        return texts.get(_APPLE + name, "")

    return VideoData(
        place=_place(said("location.ISO6709") or texts.get("xyz", "")),
        metres=said("location.accuracy.horizontal"),
        clock=_clock(said("creationdate")),
        made=film.made,
        camera=(
            said("make") or texts.get(_ANDROID + "manufacturer", ""),
            said("model") or texts.get(_ANDROID + "model", ""),
        ),
        software=said("software"),
    )


def _place(text: str) -> tuple[float, float] | None:
    found = re.match(_NUMBER + _NUMBER, text)
    if not found:
        return None
    sign, whole, part, other_sign, other, other_part = found.groups("")
    lat, lon = _degrees(whole, part, 2), _degrees(other, other_part, 3)
    if lat is None or lon is None:
        return None
    return (-lat if sign == "-" else lat), (-lon if other_sign == "-" else lon)


def _degrees(whole: str, part: str, digits: int) -> float | None:
    """DD, DDMM or DDMMSS, of which the last has the decimals."""
    minutes, seconds = whole[digits : digits + 2], whole[digits + 2 :]
    if not minutes:
        return float(whole + part)
    if len(minutes) < 2 or len(seconds) == 1 or len(seconds) > 2:
        return None
    last = float((seconds or minutes) + part)
    rest = float(minutes) / 60 + last / 3600 if seconds else last / 60
    return float(whole[:digits]) + rest


def _clock(text: str) -> datetime | None:
    try:
        clock = datetime.fromisoformat(text.strip("\0 "))
    except ValueError:
        return None
    return clock if clock.tzinfo else clock.replace(tzinfo=UTC)


def _made(header: bytes) -> datetime | None:
    seconds = int.from_bytes(header[4:12] if header[:1] == b"\1" else header[4:8])
    try:
        return _SINCE + timedelta(seconds=seconds) if seconds else None
    except OverflowError:
        return None
