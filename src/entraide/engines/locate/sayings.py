"""What the engine says in sentences: each with its kind and what it is about, so that others can say it in their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WORDS = {
    # of a photograph
    "edited": "the photo was last saved by %(software)s, which can change what it says of itself",
    "no_camera": "the photo names a place but no camera: the data may have been written afterwards",
    "clock_in_future": "the photo's date lies in the future: %(date)s",
    "gps_in_future": "the photo's GPS time lies in the future: %(date)s",
    "clock_too_old": "the photo's date is older than digital cameras: %(date)s",
    "gps_too_old": "the photo's GPS time is older than digital cameras: %(date)s",
    "clocks_differ": "the photo's clock and its GPS time differ by %(hours)s hours",
    "no_zone_of_place": "the photo's clock is %(hours)s hours from GPS time, which is no time zone at %(degrees)s° of longitude",
    "other_zone": "the photo's time zone (UTC%(hours)s) is none at %(degrees)s° of longitude",
    "zero_position": "the photo says 0, 0, which is what devices write that know no place",
    "impossible_position": "the photo's coordinates (%(lat)s, %(lon)s) are not on Earth",
    # of a video
    "video_edited": "the video was last saved by %(software)s, which can change what it says of itself",
    "video_clock_in_future": "the video's date lies in the future: %(date)s",
    "video_clock_too_old": "the video's date is older than digital cameras: %(date)s",
    "video_other_zone": "the video's time zone (UTC%(hours)s) is none at %(degrees)s° of longitude",
    "video_zero_position": "the video says 0, 0, which is what devices write that know no place",
    "video_impossible_position": "the video's coordinates (%(lat)s, %(lon)s) are not on Earth",
    # where a point lies
    "in": "in %(town)s",
    "north": "%(km)s km north of %(town)s",
    "north-east": "%(km)s km north-east of %(town)s",
    "east": "%(km)s km east of %(town)s",
    "south-east": "%(km)s km south-east of %(town)s",
    "south": "%(km)s km south of %(town)s",
    "south-west": "%(km)s km south-west of %(town)s",
    "west": "%(km)s km west of %(town)s",
    "north-west": "%(km)s km north-west of %(town)s",
    # what to ask
    "border": "Was a border, a fence or a foreign bank seen from there, within about two kilometres?",
    "river": "Was a river seen from there, within about two kilometres?",
    "coast": "Was the sea seen from there, within about two kilometres?",
    "way": "How long was the way from %(town)s, and by what?",
    "direction": "In which direction did they drive from %(town)s: where did the sun stand?",
    "signs": "Which town was on shop signs, receipts or number plates nearby?",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """``kind``: a key of `WORDS`; ``about``: what is filled in, as text; ``country`` of its town (ISO 3166-1 alpha-2).

    ``str()`` says it in English.
    """

    kind: str
    about: Mapping[str, str] = field(default_factory=dict)
    country: str = ""

    @property
    def pattern(self) -> str:
        """The English sentence with its gaps, which translations are known by."""
        return WORDS[self.kind]

    def __str__(self) -> str:
        about = dict(self.about)
        if self.country:
            about["town"] = f"{about['town']}, {self.country}"
        return self.pattern % about
