"""Pictures are sent on smaller, pressed harder, cropped, marked; other pictures are others."""

import io
import struct
import zlib
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from entraide.bench import _drawings as drawings
from entraide.engines.link.pictures import (
    NEAR_DUPLICATE,
    REACH,
    Likeness,
    Look,
    UnreadablePicture,
    chunks,
    distance,
    likeness,
    look,
    phash,
    probes,
)
from entraide.exercise.pictures import poster as advert

POSTERS = [drawings.scene(seed) for seed in range(40)]


def seen(picture: Image.Image, **how: object) -> Look:
    found = look(drawings.file(picture, **how))
    assert found is not None
    return found


def test_a_copy_saved_again_is_surely_the_same() -> None:
    for picture in POSTERS:
        here = seen(picture, quality=90)
        assert likeness(here, seen(picture, quality=35)) == Likeness.SAVED_AGAIN
        assert likeness(here, seen(drawings.smaller(picture), quality=50)) == Likeness.SAVED_AGAIN
        assert likeness(here, seen(picture, form="PNG")) == Likeness.SAVED_AGAIN
        assert likeness(here, seen(picture, form="WEBP", quality=40)) == Likeness.SAVED_AGAIN
        assert likeness(here, seen(picture.convert("L"))) == Likeness.SAVED_AGAIN


@pytest.mark.parametrize(("change", "found"), [(drawings.cropped, 0.9), (drawings.marked, 0.6)])
def test_a_cropped_or_marked_copy_is_mostly_found(change, found: float) -> None:
    hits = [likeness(seen(picture), seen(change(picture), quality=60)) > 0 for picture in POSTERS]
    assert np.mean(hits) >= found


def test_different_posters_are_different() -> None:
    looks = [seen(picture) for picture in POSTERS]
    assert {likeness(a, b) for a, b in combinations(looks, 2)} == {Likeness.DIFFERENT}


def test_the_three_pictures_of_the_exercise_are_three() -> None:
    looks = [look(io.BytesIO(advert("it", motif).content)) for motif in (1, 2, 3)]
    assert None not in looks
    assert {likeness(a, b) for a, b in combinations(looks, 2)} == {Likeness.DIFFERENT}


def test_a_form_filled_in_for_somebody_else_is_never_surely_the_same() -> None:
    looks = [seen(drawings.identity_card(seed)) for seed in range(30)]
    found = [likeness(a, b) for a, b in combinations(looks, 2)]
    assert Likeness.SAVED_AGAIN not in found
    assert any(distance(a.phash, b.phash) <= 4 for a, b in combinations(looks, 2)), "coarsely they look alike"


def test_a_picture_turned_by_its_camera_is_upright() -> None:
    turned = POSTERS[0].transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned clockwise
    assert likeness(seen(POSTERS[0]), seen(turned, exif=exif)) == Likeness.SAVED_AGAIN


def test_what_is_transparent_lies_on_white() -> None:
    clear = POSTERS[1].convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    made = io.BytesIO()
    clear.save(made, "PNG")
    made.seek(0)
    white = Image.new("RGBA", clear.size, "white")
    white.alpha_composite(clear)
    assert likeness(look(made), seen(white)) == Likeness.SAVED_AGAIN


def _noisy_paper() -> Image.Image:
    noise = np.random.default_rng(6).normal(245, 6, (800, 600)).clip(0, 255).astype("uint8")
    return Image.fromarray(noise)


def _halves() -> Image.Image:
    picture = Image.new("L", (300, 300), 30)
    picture.paste(220, (0, 0, 300, 140))
    return picture


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (500, 700), "white"),
        Image.new("L", (1, 1), 0),
        _noisy_paper(),
        Image.linear_gradient("L"),
        _halves(),
    ],
    ids=["white", "one point", "scan of an empty page", "gradient", "two halves"],
)
def test_a_picture_that_looks_like_any_other_has_no_hash(picture: Image.Image) -> None:
    assert look(drawings.file(picture)) is None
    assert phash(drawings.file(picture)) is None


def _bomb() -> bytes:
    """A PNG whose header promises 50,000 × 50,000 points."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


WHOLE = drawings.file(POSTERS[0]).getvalue()
DRAWN = drawings.file(POSTERS[0], form="PNG").getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        WHOLE[:100],
        WHOLE[: len(WHOLE) // 2],
        DRAWN[: len(DRAWN) // 2],
        b"GIF89a",
        b"%PDF-1.7",
    ],
)
def test_a_broken_file_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(UnreadablePicture, match="broken, or is no JPEG") as refusal:
        look(io.BytesIO(content))
    assert "save it anew" in refusal.value.remedy


def test_other_formats_are_refused() -> None:
    with pytest.raises(UnreadablePicture):
        look(drawings.file(POSTERS[0], form="BMP"))


def test_a_file_that_would_fill_the_memory_is_refused_unread() -> None:
    with pytest.raises(UnreadablePicture, match="80 million pixels"):
        look(io.BytesIO(_bomb()))


def test_a_file_that_is_not_there_is_the_callers_mistake() -> None:
    with pytest.raises(FileNotFoundError):
        look("/nowhere/poster.png")


def test_the_hash_fits_the_column() -> None:
    hashes = [seen(picture).phash for picture in POSTERS]
    assert all(-(2**63) <= number < 2**63 for number in hashes)
    assert min(hashes) < 0, "the highest bit is the sign"
    assert {len(seen(picture).fine) for picture in POSTERS[:3]} == {32}


def test_a_search_by_chunks_finds_every_hash_up_to_its_reach() -> None:
    chance = np.random.default_rng(6)
    for _ in range(300):
        hashed = int(chance.integers(-(2**63), 2**63, dtype=np.int64))
        other = hashed
        for bit in chance.choice(64, REACH, replace=False):
            other ^= 1 << int(bit) if bit < 63 else -(1 << 63)
        assert -(2**63) <= other < 2**63
        assert distance(hashed, other) == REACH
        assert set(probes(hashed).tolist()) & set(chunks(other).tolist())
    assert NEAR_DUPLICATE <= REACH


def test_chunks_of_different_places_are_never_mixed_up() -> None:
    same = 0x1234_1234_1234_1234
    assert len(set(chunks(same).tolist())) == 4
    assert len(set(probes(same).tolist())) == len(probes(same)) == 548
