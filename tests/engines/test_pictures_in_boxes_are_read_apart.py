"""HEIC and AVIF are read in a process of its own, that may break, take too long or too much, and harms nobody."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from entraide.bench import _drawings as drawings
from entraide.engines import _boxed_reader, boxed
from entraide.engines.link.pictures import Likeness, UnreadablePicture, likeness, look
from tests.boxes import broken, heic, of_many_pixels, without_pixels

SHAPES = drawings.scene(1).resize((640, 480))
PHOTO = heic(SHAPES, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")


def as_file(picture: Image.Image, format: str, **more: object) -> BytesIO:
    written = BytesIO()
    picture.save(written, format, **more)
    written.seek(0)
    return written


def test_a_telephones_photo_is_drawn_and_tells_its_data() -> None:
    assert boxed.is_boxed(BytesIO(PHOTO))
    assert boxed.drawn(BytesIO(PHOTO)).size == (512, 384)
    assert boxed.exif_of(BytesIO(PHOTO)).startswith(b"Exif\0\0MM")


def test_it_looks_like_the_same_picture_sent_on_as_jpeg() -> None:
    sent_on = as_file(SHAPES.resize((400, 300)), "JPEG", quality=60)
    assert likeness(look(BytesIO(PHOTO)), look(sent_on)) == Likeness.SAVED_AGAIN
    assert look(as_file(SHAPES, "AVIF")) is not None


def test_one_may_be_looked_at_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(PHOTO)
    assert look(tmp_path / "a.heic") == look(BytesIO(PHOTO))


def test_what_is_drawn_says_nothing_of_itself() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Samsung"
    assert not boxed.drawn(as_file(SHAPES, "AVIF", exif=exif)).getexif()


@pytest.mark.parametrize("whole", [as_file(SHAPES, "JPEG").getvalue(), b"", b"ftyp", b"\0\0\0\x18ftypqt  "])
def test_other_files_are_none(whole: bytes) -> None:
    assert not boxed.is_boxed(BytesIO(whole))


@pytest.mark.parametrize("what", broken(PHOTO))
def test_a_broken_one_is_refused(what: str) -> None:
    for read in (boxed.exif_of, boxed.drawn):
        with pytest.raises(boxed.UnreadableBoxes):
            read(BytesIO(broken(PHOTO)[what]))


def test_one_that_is_broken_or_too_large_is_not_compared() -> None:
    with pytest.raises(UnreadablePicture, match="save it as JPEG"):
        look(BytesIO(without_pixels(PHOTO)))
    with pytest.raises(UnreadablePicture, match="more than 50 million pixels"):
        look(BytesIO(of_many_pixels(PHOTO)))


def test_twenty_megabytes_of_data_are_not_taken_in() -> None:
    with pytest.raises(boxed.UnreadableBoxes, match="too much"):
        boxed.exif_of(BytesIO(heic(SHAPES, exif=b"Exif\0\0MM\0*" + bytes(20_000_000))))


@pytest.mark.parametrize(
    "program",
    ["import os; os.abort()", "import sys; sys.exit(1)", "raise MemoryError"],
    ids=["it crashes", "it fails", "it has no memory left"],
)
def test_whatever_becomes_of_the_reader_the_one_who_asked_goes_on(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reader.py").write_text(program)
    monkeypatch.setattr(boxed, "_READER", tmp_path / "reader.py")
    with pytest.raises(boxed.UnreadableBoxes, match="cannot be read"):
        boxed.exif_of(BytesIO(PHOTO))


def test_a_reader_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reader.py").write_text("import signal; signal.pause()")
    monkeypatch.setattr(boxed, "_READER", tmp_path / "reader.py")
    monkeypatch.setattr(boxed, "_SECONDS", 0.2)
    with pytest.raises(boxed.UnreadableBoxes):
        boxed.exif_of(BytesIO(PHOTO))


def test_the_reader_learns_no_secret_of_the_one_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reader.py").write_text("import os; print(sorted(os.environ))")
    monkeypatch.setattr(boxed, "_READER", tmp_path / "reader.py")
    monkeypatch.setenv("DATABASE_URL_WEB", "postgresql://web:secret@/hub")
    assert b"DATABASE" not in boxed.exif_of(BytesIO(PHOTO))


@pytest.mark.parametrize("deed", ["bytearray(2 << 30)", "\nwhile True: pass"], ids=["memory", "time"])
def test_the_reader_is_bounded(deed: str) -> None:
    folder = str(Path(_boxed_reader.__file__).parent)
    program = f"import _boxed_reader as reader; reader.SECONDS = 1; reader.bound(); {deed}"
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, check=False)
    assert done.returncode != 0
