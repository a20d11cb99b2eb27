"""What a photo or a video says of itself, read when it is attached and kept with it: position, time, device, and what
is doubtful.

It is plain data: ``lat``, ``lon`` (degrees), ``accuracy_km`` (None where the file names none), ``taken`` (UTC) and
``clock`` (the camera's own, without a zone) in ISO 8601, ``camera``, ``direction`` (where it looked, degrees from
north), ``site`` (name of a published one that it was taken beside, or ""), ``near`` (which town) and ``doubts`` as
sayings; ``unreadable``: the file is damaged; ``video``; ``shown``: a small picture of it can be drawn.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from ..core import clock

if TYPE_CHECKING:
    from entraide.engines.locate import PhotoData, Saying

PICTURES = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/avif"}
VIDEOS = {"video/mp4", "video/quicktime"}
"""Media types in which something is looked for."""
BESIDE_KM = 2.0
_NOTHING = {
    **{"lat": None, "lon": None, "accuracy_km": None, "taken": None, "clock": None, "camera": ""},
    **{"direction": None, "site": "", "near": None, "doubts": []},
}


def told_by(content: BinaryIO, media_type: str, *, shown: bool) -> dict[str, Any] | None:
    """None for what is neither photo nor video. One that cannot be read is kept all the same, and says so.

    ``shown``: whether a small picture of it can be drawn.
    """
    if media_type not in PICTURES | VIDEOS:
        return None
    from entraide.engines.locate import BadEvidence, read_photo  # few reports carry photos

    kind = {"video": media_type in VIDEOS, "shown": shown}
    content.seek(0)
    try:
        return _told(read_photo(content, now=clock.now())) | kind
    except BadEvidence:
        return _NOTHING | kind | {"unreadable": True}


def _told(found: "PhotoData") -> dict[str, Any]:
    from entraide.engines.locate import beside_what

    ping = found.ping
    return {
        "lat": round(ping.lat, 6) if ping else None,
        "lon": round(ping.lon, 6) if ping else None,
        "accuracy_km": ping.accuracy_km if ping else None,
        "taken": found.taken.isoformat() if found.taken else None,
        "clock": found.clock.isoformat() if found.clock else None,
        "camera": found.camera,
        "direction": found.direction,
        "site": _site(ping.lat, ping.lon) if ping else "",
        "near": asdict(beside_what(ping.lat, ping.lon)) if ping else None,
        "doubts": [asdict(doubt) for doubt in found.doubts],
        "unreadable": False,
    }


def _site(lat: float, lon: float) -> str:
    from entraide.engines.locate.estimate import sites_within

    return next((site.name for site in sites_within(lat, lon, BESIDE_KM)), "")


def doubts_of(told: Mapping[str, Any]) -> list["Saying"]:
    """Those that are still known: a later release may doubt otherwise."""
    if not told["doubts"]:
        return []
    from entraide.engines.locate.sayings import WORDS, Saying

    return [Saying(**one) for one in told["doubts"] if one["kind"] in WORDS]


def near(told: Mapping[str, Any]) -> "Saying | None":
    from entraide.engines.locate.sayings import Saying

    return Saying(**told["near"]) if told["near"] else None


def names_a_place(told: Mapping[str, Any] | None) -> bool:
    return bool(told) and told["lat"] is not None
