"""Pictures in boxes: HEIC, which every iPhone writes, and AVIF. Each is read in a process of its own.

>>> from entraide.engines.boxed import drawn, exif_of, is_boxed
>>> with open("IMG_0001.HEIC", "rb") as file:
...     if is_boxed(file):
...         drawn(file).save("small.jpg")  # doctest: +SKIP

The process may take ten seconds and a gigabyte, no more, and knows no secret of the one who asks: see
``_boxed_reader``. Starting it takes some 50 ms.
"""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ._boxed_reader import TOO_LARGE

if TYPE_CHECKING:
    from PIL.Image import Image

_READER = Path(__file__).with_name("_boxed_reader.py")
_BRANDS = {
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"avif", b"avis",
}  # fmt: skip
_SECONDS = 30  # by the clock, of a machine that is busy
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


class UnreadableBoxes(ValueError):
    """The file is damaged, or made to be: ``too_large`` where it merely holds more than is unpacked."""

    def __init__(self, *, too_large: bool = False) -> None:
        super().__init__("it holds too much" if too_large else "it cannot be read")
        self.too_large = too_large


def is_boxed(file: IO[bytes]) -> bool:
    """Whether it begins as such a picture does. Videos have boxes too, of other brands."""
    return has_boxes(file) and _head(file)[8:] in _BRANDS


def has_boxes(file: IO[bytes]) -> bool:
    """Whether it is such a picture, or a video."""
    return _head(file)[4:8] == b"ftyp"


def _head(file: IO[bytes]) -> bytes:
    start = file.tell()
    head = file.read(12)
    file.seek(start)
    return head


def exif_of(file: IO[bytes]) -> bytes:
    """The EXIF data, of one megabyte at most; b"" where there are none. Raises UnreadableBoxes."""
    return _read("exif", file)


def drawn(file: IO[bytes]) -> Image:
    """The picture, upright and at most 512 pixels wide and high, without what the file says. Raises UnreadableBoxes.

    It may have 50 million pixels, which takes a second or two.
    """
    from PIL import Image

    return Image.open(BytesIO(_read("drawn", file)), formats=["PNG"])


def opened(file: IO[bytes], formats: tuple[str, ...]) -> Image:
    """A picture of one of these formats as Pillow opens it, or, if it is in boxes, `drawn`."""
    from PIL import Image

    return drawn(file) if is_boxed(file) else Image.open(file, formats=formats)


def _read(what: str, file: IO[bytes]) -> bytes:
    content = file.read()
    try:
        done = subprocess.run(  # noqa: S603 our own program, and no word of it is another's
            [sys.executable, "-I", str(_READER), what],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableBoxes from None
    if done.returncode:
        raise UnreadableBoxes(too_large=done.returncode == TOO_LARGE)
    return done.stdout
