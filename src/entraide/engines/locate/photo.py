"""Where and when a photograph or a video says that it was taken, and what makes one doubt it.

What a file says of itself is written by whoever held it last. A photograph that contradicts itself is kept as
evidence, with its flags in words; it then counts as false more often than not.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .. import boxed
from .evidence import BadEvidence, Ping, is_likely
from .sayings import Saying
from .video import BrokenVideo, VideoData, read_video

if TYPE_CHECKING:
    from PIL.Image import Exif

_EDITORS = (
    "photoshop", "gimp", "exiftool", "exiv2", "snapseed", "lightroom", "picsart", "canva", "pixelmator", "affinity",
    "paint", "meitu", "facetune", "geosetter", "fake", "mock", "midjourney", "diffusion",
)  # fmt: skip
_SOFTWARE, _MAKE, _MODEL, _DATE = 0x0131, 0x010F, 0x0110, 0x0132
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_LARGEST = 200_000_000  # pixels
_SEGMENTS = 32  # of 64 kB, with EXIF data


@dataclass(frozen=True)
class PhotoData:
    """``ping`` is None where the file names no place; ``taken`` is in UTC, None where it cannot be told.

    ``clock``: what the camera's own clock showed, without a zone. ``doubts``: what looks wrong about it.
    ``direction``: where it looked, in degrees from north over east, by its compass.
    """

    ping: Ping | None
    taken: datetime | None
    clock: datetime | None
    camera: str
    doubts: tuple[Saying, ...]
    direction: float | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """The doubts in English."""
        return tuple(map(str, self.doubts))


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands in a file, not judged yet. ``local``: its clock, marked as UTC; ``offset``: of its zone."""

    place: tuple[float, float] | None
    metres: float | None
    camera: str
    software: str
    local: datetime | None
    offset: timedelta | None
    by_gps: datetime | None
    taken: datetime | None
    direction: float | None
    video: bool = False


def read_photo(
    file: Path | BinaryIO, *, now: datetime | None = None, grade: str = "", group: str = ""
) -> PhotoData:
    """What the EXIF data of a photograph (JPEG, PNG, TIFF, WebP, HEIC, AVIF) say, or the metadata of a video (MP4, MOV),
    with what is wrong about them.

    Its pixels are not looked at. Raises BadEvidence where the file is no such picture or video, or is damaged.
    """
    try:
        opened = file.open("rb") if isinstance(file, Path) else nullcontext(file)
    except OSError as error:
        raise BadEvidence("file", f"it cannot be opened ({error.strerror})", "See who may read it") from None
    with opened as stream:
        return _read_from(stream, now or datetime.now(UTC), grade, group)


def _read_from(stream: BinaryIO, now: datetime, grade: str, group: str) -> PhotoData:
    try:
        return _judged(_said(stream), now, grade, group)
    except BadEvidence:
        raise
    except (boxed.UnreadableBoxes, BrokenVideo):
        raise BadEvidence(
            "file", "it is damaged, so that what it says of itself cannot be read", "Give the original file"
        ) from None
    except Exception:  # a file may be made to break its reader, in ways that no reader lists
        raise BadEvidence(
            "file",
            "this is no picture and no video that can be read",
            "Give a JPEG, PNG, TIFF, WebP, HEIC or AVIF picture, or an MP4 or MOV video",
        ) from None


def _said(stream: BinaryIO) -> _Said:
    # Of damaged data the reader warns; what cannot be read is not there.
    with warnings.catch_warnings(action="ignore"):
        if boxed.is_boxed(stream):
            return _by_exif(_exif_of_boxed(stream))
        if boxed.has_boxes(stream):
            return _by_video(read_video(stream))
        return _by_plain(stream)


def _exif_of_boxed(stream: BinaryIO) -> Exif:
    from PIL.Image import Exif

    exif = Exif()
    exif.load(boxed.exif_of(stream))
    return exif


def _by_plain(stream: BinaryIO) -> _Said:
    from PIL import Image

    _refuse_heaps(stream)
    with Image.open(stream, formats=_FORMATS) as image:
        if image.width * image.height > _LARGEST:
            raise BadEvidence("file", "the picture is too large to be a photograph", "Give the original file")
        # not image.getexif(), which unpacks all pixels of a PNG to see what stands behind them
        return _by_exif(Image.Image.getexif(image))


def _refuse_heaps(stream: BinaryIO) -> None:
    """Of a JPEG whose EXIF data go on over many segments: a reader joins them one by one, which takes minutes."""
    start, heaps = stream.tell(), 0
    stream.seek(2)
    while heaps <= _SEGMENTS and len(head := stream.read(10)) == 10 and head[0] == 0xFF and head[1] != 0xDA:
        heaps += head[1] == 0xE1 and head[4:] == b"Exif\0\0"
        stream.seek(int.from_bytes(head[2:4]) - 8, 1)
    stream.seek(start)
    if heaps > _SEGMENTS:
        raise BadEvidence("file", "it holds more EXIF data than a camera writes", "Give the original file")


def _by_exif(exif: Exif) -> _Said:
    inner, gps = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
    local, offset, by_gps = (
        _moment(inner.get(_TAKEN) or exif.get(_DATE)),
        _offset(inner.get(_OFFSET)),
        _gps_moment(gps),
    )
    return _Said(
        place=_place(gps),
        metres=_number(gps.get(31)),  # GPSHPositioningError
        camera=_in_one(exif.get(_MAKE), exif.get(_MODEL)),
        software=_text(exif.get(_SOFTWARE)),
        local=local,
        offset=offset,
        by_gps=by_gps,
        taken=by_gps or _in_utc(local, offset),
        direction=_direction(gps.get(17)),  # GPSImgDirection
    )


def _by_video(told: VideoData) -> _Said:
    offset = told.clock.utcoffset() if told.clock else None
    local = told.clock.replace(tzinfo=UTC) if told.clock else None
    return _Said(
        place=told.place,
        metres=_number(told.metres),
        camera=_in_one(*told.camera),
        software=_text(told.software),
        local=local,
        offset=offset,
        by_gps=None,
        taken=_in_utc(local, offset) or told.made,
        direction=None,
        video=True,
    )


def _judged(said: _Said, now: datetime, grade: str, group: str) -> PhotoData:
    of_place = list(_doubts_of_place(said))
    place = None if any(doubt.kind.endswith("_position") for doubt in of_place) else said.place
    doubts = [*_doubts_of_software(said.software), *of_place, *_doubts_of_time(said, place, now)]
    if said.video:
        doubts = [replace(doubt, kind=f"video_{doubt.kind}") for doubt in doubts]
    ping = None
    if place:
        ping = Ping(
            place[0], place[1], source="photo", when=said.taken if said.taken and is_likely(said.taken) else None,
            grade=grade, group=group, flags=tuple(map(str, doubts)),
            accuracy_km=max(said.metres / 1000, 0.01) if said.metres else None,
        )  # fmt: skip
    clock = said.local.replace(tzinfo=None) if said.local else None
    return PhotoData(ping, said.taken, clock, said.camera, tuple(doubts), said.direction)


def _doubts_of_software(software: str) -> Iterator[Saying]:
    if any(editor in software.lower() for editor in _EDITORS):
        yield Saying("edited", {"software": software})


def _doubts_of_place(said: _Said) -> Iterator[Saying]:
    if not said.place:
        return
    lat, lon = said.place
    if lat == 0 and lon == 0:
        yield Saying("zero_position")
    elif not (abs(lat) <= 90 and abs(lon) <= 180):
        yield Saying("impossible_position", {"lat": f"{lat:g}", "lon": f"{lon:g}"})
    elif not said.camera and not said.video:  # many telephones name themselves in photos only
        yield Saying("no_camera")


def _doubts_of_time(said: _Said, place: tuple[float, float] | None, now: datetime) -> Iterator[Saying]:
    local, by_gps = said.local or (said.taken if said.video else None), said.by_gps
    for moment, name in ((by_gps, "gps"), (local, "clock")):
        if moment and moment > now + timedelta(hours=26):
            yield Saying(f"{name}_in_future", {"date": f"{moment:%Y-%m-%d}"})
        elif moment and moment.year < 1995:
            yield Saying(f"{name}_too_old", {"date": f"{moment:%Y-%m-%d}"})
    zone = said.offset / timedelta(hours=1) if said.offset is not None else None
    if local and by_gps:
        ahead = (local - by_gps) / timedelta(hours=1)
        if zone is not None and abs(ahead - zone) > 0.5:
            yield Saying("clocks_differ", {"hours": f"{abs(ahead - zone):.1f}"})
        elif place and _is_far(ahead, place):
            yield Saying("no_zone_of_place", {"hours": f"{ahead:+.1f}", "degrees": f"{place[1]:.1f}"})
    elif place and zone is not None and _is_far(zone, place):
        yield Saying("other_zone", {"hours": f"{zone:+g}", "degrees": f"{place[1]:.1f}"})


def _is_far(hours: float, place: tuple[float, float]) -> bool:
    """From the time of the sun, no zone is farther than this."""
    return abs(hours - place[1] / 15) > 3.5


def _text(value: Any) -> str:
    """What is written in a field, if it is text, without what cannot be seen."""
    return "".join(filter(str.isprintable, value)).strip()[:60] if isinstance(value, str) else ""


def _in_one(*values: Any) -> str:
    return " ".join(filter(None, map(_text, values)))


def _direction(value: Any) -> float | None:
    try:
        degrees = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return degrees % 360 if 0 <= degrees <= 360 else None


def _place(gps: Any) -> tuple[float, float] | None:
    try:
        lat, lon = _degrees(gps[2]), _degrees(gps[4])
    except (KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError):
        return None
    south, west = str(gps.get(1, "N")).upper().startswith("S"), str(gps.get(3, "E")).upper().startswith("W")
    return (-lat if south else lat), (-lon if west else lon)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    if minutes >= 60 or seconds >= 60:
        raise ValueError("no camera writes it so")
    return degrees + minutes / 60 + seconds / 3600


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if 0 < number < 1e6 else None


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.strptime(str(text).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _in_utc(local: datetime | None, offset: timedelta | None) -> datetime | None:
    if local is None or offset is None:
        return None
    try:
        return local - offset
    except OverflowError:  # of the year 1 or 9999
        return None


def _offset(text: Any) -> timedelta | None:
    try:
        zone = datetime.strptime(str(text).strip("\0 "), "%z").utcoffset()
    except ValueError:
        return None
    return zone


def _gps_moment(gps: Any) -> datetime | None:
    try:
        day = datetime.strptime(str(gps[29]).strip("\0 "), "%Y:%m:%d").replace(tzinfo=UTC)
        hours, minutes, seconds = (float(part) for part in gps[7])
        return day + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError):
        return None
