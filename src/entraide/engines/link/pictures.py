"""Which pictures are nearly the same: smaller, pressed harder, cropped a little, with a mark on them.

>>> from entraide.engines.link.pictures import likeness, look
>>> likeness(look("poster.png"), look("poster-as-forwarded.jpg"))  # doctest: +SKIP
<Likeness.SAVED_AGAIN: 2>

A perceptual hash says of coarse waves of the grey picture whether each is stronger than their median. Two copies
of a picture differ in few of them, two different pictures in about half. The coarse hash has 64 waves and finds;
the fine one has 256 and tells: filled-in forms and the data pages of passports look alike coarsely.

Searching is by four chunks of 16 bits in a B-tree. A hash that differs in at most ``REACH`` bits differs in one
of its chunks by at most two, so looking up every chunk with up to two bits turned finds it, always.
"""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations
from typing import IO, TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import boxed

if TYPE_CHECKING:
    from PIL.Image import Image

NEAR_DUPLICATE = 10
"""Bits of 64 up to which two coarse hashes may be of one picture."""
REACH = 11
"""Bits up to which a search by chunks finds every hash."""
SAVED_AGAIN, CHANGED = 16, 72
"""Bits of 256 up to which two fine hashes are of one picture, saved again or changed a little."""

_CHUNKS, _WIDTH, _TURNED = 4, 16, 2
_FINE = 16
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MOST_PIXELS = 80_000_000  # a little below where Pillow warns
_LEAST_CONTRAST = 3.0  # standard deviation of grey, of 255: below it there is nothing but paper and noise
_LEAST_WAVES = 24  # of 64 on each side of the median: in stripes and plain shapes most are none at all
_SMALL = (512, 512)


class Likeness(IntEnum):
    """How sure it is that two pictures are one. What is ``CHANGED`` may also be one form, filled in twice."""

    DIFFERENT = 0
    CHANGED = 1
    SAVED_AGAIN = 2


class UnreadablePicture(ValueError):
    """The file shows no picture that can be compared. ``remedy`` says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. {remedy}.")
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture looks: coarsely, as a signed number of 64 bits, and finely, as 32 bytes."""

    phash: int
    fine: bytes


def look(file: str | os.PathLike[str] | IO[bytes]) -> Look | None:
    """How a JPEG, PNG, WebP, HEIC, AVIF or GIF (its first frame) looks.

    None for a uniform picture, such as the scan of an empty page: it looks like every other one. Raises
    UnreadablePicture for broken files, other formats, and pictures of more than 80 million pixels (HEIC, AVIF: 50).
    """
    import imagehash

    grey = _grey(file)
    if float(np.asarray(grey.resize((32, 32))).std()) < _LEAST_CONTRAST:
        return None
    coarse = imagehash.phash(grey).hash
    if not _LEAST_WAVES <= np.count_nonzero(coarse) <= coarse.size - _LEAST_WAVES:
        return None
    fine = imagehash.phash(grey, hash_size=_FINE).hash
    number = int.from_bytes(np.packbits(coarse).tobytes(), "big", signed=True)
    return Look(number, np.packbits(fine).tobytes())


def phash(file: str | os.PathLike[str] | IO[bytes]) -> int | None:
    """The coarse hash alone of what ``look`` finds."""
    seen = look(file)
    return seen.phash if seen else None


def fine_distance(left: bytes, right: bytes) -> int:
    """In how many of their 256 bits two fine hashes differ."""
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).bit_count()


def likeness(left: Look, right: Look) -> Likeness:
    """Whether two pictures are one: saved again, changed a little, or different."""
    if distance(left.phash, right.phash) > NEAR_DUPLICATE:
        return Likeness.DIFFERENT
    apart = fine_distance(left.fine, right.fine)
    if apart <= SAVED_AGAIN:
        return Likeness.SAVED_AGAIN
    return Likeness.CHANGED if apart <= CHANGED else Likeness.DIFFERENT


def distance(left: int, right: int) -> int:
    """In how many of their 64 bits two hashes differ."""
    return ((left ^ right) & (1 << 64) - 1).bit_count()


def chunks(phash: int) -> NDArray[np.int32]:
    """What is stored of a hash, shape (4,): its parts of 16 bits, the part's number above them."""
    parts = [phash >> _WIDTH * at & 0xFFFF for at in range(_CHUNKS)]
    return np.array([at << _WIDTH | part for at, part in enumerate(parts)], np.int32)


def probes(phash: int) -> NDArray[np.int32]:
    """What is looked up for a hash, shape (548,): its chunks with up to two bits turned, the nearest first."""
    found: NDArray[np.int32] = (chunks(phash)[None, :] ^ _MASKS[:, None]).ravel()
    return found


_MASKS = np.array(
    [
        sum(1 << bit for bit in turned)
        for many in range(_TURNED + 1)
        for turned in combinations(range(_WIDTH), many)
    ],
    np.int32,
)


def _grey(file: str | os.PathLike[str] | IO[bytes]) -> Image:
    from PIL import Image, ImageOps

    try:
        with (
            open(file, "rb") if isinstance(file, (str, os.PathLike)) else nullcontext(file) as stream,
            boxed.opened(stream, _FORMATS) as picture,
        ):
            if picture.width * picture.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("L", _SMALL)  # a JPEG is decoded no larger than needed
            picture.thumbnail(_SMALL)  # before it is turned: to turn is to copy
            return _on_white(ImageOps.exif_transpose(picture))
    except FileNotFoundError:
        raise
    except Image.DecompressionBombError:
        raise UnreadablePicture(
            "The picture has more than 80 million pixels", "Save it smaller and choose it again"
        ) from None
    except boxed.UnreadableBoxes as error:
        reason, remedy = (
            ("The picture has more than 50 million pixels", "Save it smaller and choose it again")
            if error.too_large
            else ("The file is broken", "Open it, save it as JPEG and choose it again")
        )
        raise UnreadablePicture(reason, remedy) from None
    except Exception as error:  # whatever a broken file makes of a decoder
        raise UnreadablePicture(
            "The file is broken, or is no JPEG, PNG, WebP, GIF, HEIC or AVIF",
            "Open it, save it anew and choose it again",
        ) from error


def _on_white(picture: Image) -> Image:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("L")
    colours = picture.convert("RGBA")
    paper = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(paper, colours).convert("L")
