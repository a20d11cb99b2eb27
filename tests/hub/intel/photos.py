"""Photos as phones and forgers make them."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.boxes import heic

KK_PARK = (16.6476, 98.5207)


def photo(
    at: tuple[float, float] | None = KK_PARK,
    *,
    make: str = "Samsung",
    taken: str = "2025:10:28 09:30:00",
    offset: str = "+07:00",
    software: str = "",
    gps_time: tuple[str, tuple[float, float, float]] | None = ("2025:10:28", (2.0, 30.0, 0.0)),
    direction: float | None = None,
    format: str = "JPEG",
    **more: Any,
) -> bytes:
    """``offset``: of the camera's clock; ``gps_time``: day, and hours, minutes, seconds in UTC."""
    exif = Image.Exif()
    if make:
        exif[0x010F], exif[0x0110] = make, "SM-A515F"
    if software:
        exif[0x0131] = software
    inner, gps = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    inner[0x9003], inner[0x9011] = taken, offset
    if at:
        gps[1], gps[2] = ("N" if at[0] >= 0 else "S"), (abs(at[0]), 0.0, 0.0)
        gps[3], gps[4] = ("E" if at[1] >= 0 else "W"), (abs(at[1]), 0.0, 0.0)
        gps[31] = 12.0
    if gps_time:
        gps[29], gps[7] = gps_time
    if direction is not None:
        gps[16], gps[17] = "T", direction
    shown = Image.radial_gradient("L").resize((160, 120)).convert("RGB")
    if format == "HEIC":
        return heic(shown, exif.tobytes())
    written = BytesIO()
    shown.save(written, format, exif=exif, **more)
    return written.getvalue()


def attach(client: Any, page: str, content: bytes, name: str = "tower.jpg", **fields: str) -> Any:
    """On the report's page, as a person does."""
    return client.post(f"{page}/attachments", {"file": SimpleUploadedFile(name, content), **fields})
