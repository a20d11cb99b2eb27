"""Files made of boxes, as telephones and attackers write them: photos (HEIC, AVIF) and videos (MP4, MOV)."""

from io import BytesIO

from PIL import Image


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return (8 + len(inside)).to_bytes(4) + kind + inside


def heic(picture: Image.Image, exif: bytes | None = None) -> bytes:
    """Written by an encoder of its own, as none that could be shipped exists."""
    import pillow_heif

    written = BytesIO()
    pillow_heif.from_pillow(picture).save(written, exif=exif, quality=80)
    return written.getvalue()


def video(
    *of_movie: bytes, brand: bytes = b"qt  ", made: int = 0, pixels: bytes = b"\0" * 64, first: bool = False
) -> bytes:
    """``made``: seconds since 1904; ``first``: what is told of it stands before its pixels."""
    header = box(b"mvhd", bytes(4), made.to_bytes(4), made.to_bytes(4), bytes(88))
    told, shown = box(b"moov", header, *of_movie), box(b"mdat", pixels)
    return box(b"ftyp", brand, bytes(4), brand) + (told + shown if first else shown + told)


def by_apple(**texts: str) -> bytes:
    """``location_ISO6709="…"`` as an iPhone writes it."""
    names = [f"com.apple.quicktime.{name.replace('_', '.')}" for name in texts]
    return by_keys(dict(zip(names, texts.values(), strict=True)))


def by_keys(texts: dict[str, str], *, version: bytes = b"") -> bytes:
    """``version``: four bytes that MP4 has and QuickTime has not."""
    keys = [box(b"mdta", name.encode()) for name in texts]
    values = [
        box(number.to_bytes(4), box(b"data", b"\0\0\0\1\0\0\0\0", text.encode()))
        for number, text in enumerate(texts.values(), 1)
    ]
    return box(
        b"meta",
        version,
        box(b"hdlr", bytes(8), b"mdta", bytes(13)),
        box(b"keys", bytes(4), len(keys).to_bytes(4), *keys),
        box(b"ilst", *values),
    )


def by_android(place: str) -> bytes:
    text = place.encode()
    return box(b"udta", box(b"\xa9xyz", len(text).to_bytes(2), b"\x15\xc7", text))


def broken(whole: bytes) -> dict[str, bytes]:
    """What may be made of a photo in boxes to break whoever reads it, by what is wrong with it."""
    meta = whole.index(b"meta")
    head, boxes = whole[: meta - 4], whole[meta:]
    deep = b"meta" + bytes(4)
    for _ in range(3000):
        deep = box(b"meta", bytes(4), deep)
    return {
        "cut in its head": whole[:60],
        "cut in the middle": whole[: len(whole) // 2],
        "longer than the file": head + b"\x7f\xff\xff\xff" + boxes,
        "2^64 long": head + b"\0\0\0\1" + boxes[:4] + b"\xff" * 8 + boxes[4:],
        "no step on": head + b"\0\0\0\1" + boxes[:4] + bytes(8) + boxes[4:],
        "3,000 deep": head + deep,
        "noise": head + bytes(range(256)) * 400,
        "nothing else": head,
    }


def without_pixels(whole: bytes) -> bytes:
    """A photo that says all of itself, and shows nothing."""
    pixels = whole.index(b"mdat") + 4
    return whole[:pixels] + b"\xff" * 8 + whole[pixels + 8 :]


def of_many_pixels(whole: bytes) -> bytes:
    """One that claims to be 20,000 pixels wide and high."""
    size = whole.index(b"ispe") + 8
    return whole[:size] + 2 * (20_000).to_bytes(4) + whole[size + 8 :]
