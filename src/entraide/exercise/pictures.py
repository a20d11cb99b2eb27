"""The pictures of the adverts: drawn here, the same bytes every time, so that their SHA-256 is the same."""

from __future__ import annotations

import struct
import zlib

from entraide.exercise.shapes import Picture

_SIDE = 96
_SKY, _GROUND, _MARK = (0x1D, 0x3F, 0x72), (0xE8, 0xD9, 0xB5), (0xC0, 0x1F, 0x2E)


def poster(name: str, motif: int) -> Picture:
    """A small PNG: a horizon and as many red bars as ``motif`` says."""
    rows = b"".join(b"\x00" + bytes(_row(y, motif)) for y in range(_SIDE))
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", _stored(rows)), (b"IEND", b""))
    )
    return Picture(f"{name}.png", content)


def _row(y: int, motif: int) -> list[int]:
    back = _SKY if y < _SIDE * 2 // 3 else _GROUND
    bars = {12 + 24 * bar + wide for bar in range(motif) for wide in range(10)}
    return [value for x in range(_SIDE) for value in (_MARK if x in bars and 20 < y < 76 else back)]


def _stored(data: bytes) -> bytes:
    """A zlib stream of uncompressed blocks: its bytes do not hang on the version of zlib."""
    blocks = [data[i : i + 65535] for i in range(0, len(data), 65535)]
    body = b"".join(
        struct.pack("<BHH", i == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for i, block in enumerate(blocks)
    )
    return b"\x78\x01" + body + struct.pack(">I", zlib.adler32(data))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
