"""A program of its own: reads a picture from standard input within bounds, and writes what is asked for.

    python _boxed_reader.py exif     its EXIF data, as they stand in it
    python _boxed_reader.py drawn    itself, upright and small, as PNG

Those who read HEIC and AVIF are written in C, and a file may be made to break them. Here that breaks nothing else:
what takes too long or too much memory ends, and the process that asked goes on. Ends with ``TOO_LARGE`` where there
are more pixels than it unpacks, and with any other number but 0 where nothing can be read.
"""

from __future__ import annotations

import sys
from io import BytesIO

SECONDS, BYTES = 10, 1 << 30  # of processor time, of memory
MOST_PIXELS = 50_000_000  # of a telephone's largest; to unpack them takes half a gigabyte
MOST_EXIF = 1 << 20
SMALL = (512, 512)
TOO_LARGE = 3
FORMATS = ("AVIF", "HEIF")


def bound() -> None:
    try:
        import resource
    except ImportError:  # Windows: the one who asked ends it by the clock alone
        return
    for kind, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),  # what broke it is nobody's to find on a disk
    ):
        resource.setrlimit(kind, (most, most))


def main(asked: str) -> int:
    bound()
    import pi_heif
    from PIL import Image, ImageOps

    pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
    # the size is known before anything is unpacked, and judged below
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as picture:
        if asked == "exif":
            exif = picture.info.get("exif") or b""
            if len(exif) > MOST_EXIF:
                return TOO_LARGE
            sys.stdout.buffer.write(exif)
            return 0
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_LARGE
        picture.thumbnail(SMALL)
        upright = ImageOps.exif_transpose(picture)
        upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(
            sys.stdout.buffer, "PNG", compress_level=1
        )
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
