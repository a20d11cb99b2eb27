"""Where and when a photograph says that it was taken, and what makes one doubt it.

What a file says of itself is written by whoever held it last. A photograph that contradicts itself is kept as
evidence, with its flags in words; it then counts as false more often than not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from .evidence import BadEvidence, Ping, check_point

_EDITORS = (
    "photoshop", "gimp", "exiftool", "exiv2", "snapseed", "lightroom", "picsart", "canva", "pixelmator", "affinity",
    "paint", "meitu", "facetune", "geosetter", "fake", "mock", "midjourney", "diffusion",
)  # fmt: skip
_SOFTWARE, _MAKE, _MODEL, _DATE = 0x0131, 0x010F, 0x0110, 0x0132
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_LARGEST = 200_000_000  # pixels


@dataclass(frozen=True)
class PhotoData:
    """``ping`` is None where the file names no place; ``taken`` is in UTC, None where it cannot be told."""

    ping: Ping | None
    taken: datetime | None
    camera: str
    flags: tuple[str, ...]


def read_photo(
    file: Path | BinaryIO, *, now: datetime | None = None, grade: str = "", group: str = ""
) -> PhotoData:
    """What the EXIF data of a photograph say, with what is wrong about them.

    Raises BadEvidence where the file is no picture, or names coordinates that cannot be.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as image:
            if image.width * image.height > _LARGEST:
                raise BadEvidence(
                    "file", "the picture is too large to be a photograph", "Give the original file"
                )
            exif = image.getexif()
            inner, gps = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, BadEvidence):
            raise
        raise BadEvidence(
            "file", "this is no picture that can be read", "Give a JPEG, PNG, TIFF or WebP file"
        ) from None
    camera = " ".join(str(exif.get(tag, "")).strip("\0 ") for tag in (_MAKE, _MODEL)).strip()
    now = now or datetime.now(UTC)
    place = _place(gps)
    local = _moment(inner.get(_TAKEN) or exif.get(_DATE))
    offset, by_gps = _offset(inner.get(_OFFSET)), _gps_moment(gps)
    taken = by_gps or (local - offset if local and offset is not None else None)
    flags = tuple(_doubts(exif, camera, place, local, offset, by_gps, now))
    ping = None
    if place:
        check_point(*place, where="GPS of the photo")
        accuracy = _number(gps.get(31))  # GPSHPositioningError, metres
        ping = Ping(
            place[0], place[1], source="photo", when=taken, grade=grade, group=group, flags=flags,
            accuracy_km=max(accuracy / 1000, 0.01) if accuracy else None,
        )  # fmt: skip
    return PhotoData(ping, taken, camera, flags)


def _doubts(
    exif: Any,
    camera: str,
    place: tuple[float, float] | None,
    local: datetime | None,
    offset: timedelta | None,
    by_gps: datetime | None,
    now: datetime,
) -> list[str]:
    found = []
    software = str(exif.get(_SOFTWARE, "")).strip("\0 ")
    if any(editor in software.lower() for editor in _EDITORS):
        found.append(f"the photo was last saved by {software[:60]}, which can change what it says of itself")
    if place and not camera:
        found.append("the photo names a place but no camera: the data may have been written afterwards")
    for moment, name in ((by_gps, "GPS time"), (local.replace(tzinfo=UTC) if local else None, "date")):
        if moment and moment > now + timedelta(hours=26):
            found.append(f"the photo's {name} lies in the future: {moment:%Y-%m-%d}")
        elif moment and moment.year < 1995:
            found.append(f"the photo's {name} is older than digital cameras: {moment:%Y-%m-%d}")
    if local and by_gps:
        ahead = (local.replace(tzinfo=UTC) - by_gps) / timedelta(hours=1)
        if offset is not None and abs(ahead - offset / timedelta(hours=1)) > 0.5:
            found.append(
                f"the photo's clock and its GPS time differ by {abs(ahead - offset / timedelta(hours=1)):.1f} hours"
            )
        elif place and abs(ahead - place[1] / 15) > 3.5:
            found.append(
                f"the photo's clock is {ahead:+.1f} hours from GPS time, which is no time zone at {place[1]:.1f}° of longitude"
            )
    elif place and offset is not None and abs(offset / timedelta(hours=1) - place[1] / 15) > 3.5:
        hours = offset / timedelta(hours=1)
        found.append(f"the photo's time zone (UTC{hours:+g}) is none at {place[1]:.1f}° of longitude")
    return found


def _place(gps: Any) -> tuple[float, float] | None:
    try:
        lat, lon = _degrees(gps[2]), _degrees(gps[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    south, west = str(gps.get(1, "N")).upper().startswith("S"), str(gps.get(3, "E")).upper().startswith("W")
    return (-lat if south else lat), (-lon if west else lon)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
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
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
