"""What is known of where a centre is, in sentences: ways, photos, candidates, what each item says."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import photos, showing
from .forms.choices import country_name
from .models import KnownKind, LocateEvidence, Place, ProposalKind

if TYPE_CHECKING:
    from entraide.engines.locate import Candidate, Saying

WAYS = {
    "car": gettext_lazy("by car"),
    "bus": gettext_lazy("by bus"),
    "motorcycle": gettext_lazy("by motorcycle"),
    "foot": gettext_lazy("on foot"),
    "boat": gettext_lazy("by boat"),
}
DIRECTIONS = [
    *(gettext_lazy("north"), gettext_lazy("north-east"), gettext_lazy("east"), gettext_lazy("south-east")),
    *(gettext_lazy("south"), gettext_lazy("south-west"), gettext_lazy("west"), gettext_lazy("north-west")),
]
_FEATURES = {
    ("river", True): gettext_lazy("A river within %(km)s km"),
    ("river", False): gettext_lazy("No river within %(km)s km"),
    ("border", True): gettext_lazy("A border within %(km)s km"),
    ("border", False): gettext_lazy("No border within %(km)s km"),
    ("coast", True): gettext_lazy("The sea within %(km)s km"),
    ("coast", False): gettext_lazy("No sea within %(km)s km"),
}
_PHOTO_KM = 0.1  # where a photo names no accuracy


def saying_words(saying: "Saying") -> str:
    """A sentence of the engine in the reader's language."""
    about = dict(saying.about)
    if saying.country:
        about["town"] = f"{about['town']}, {country_name(saying.country)}"
    return capfirst(_(saying.pattern) % about)


def way_words(item: Mapping[str, Any]) -> str:
    """“3 h by car from Mae Sot to KK Park, then by boat”."""
    said = _("%(hours)s h %(mode)s from %(origin)s") % {
        "hours": f"{item['hours']:g}",
        "mode": WAYS.get(item["mode"], ""),
        "origin": _name(item["origin"]["name"]),
    }
    if item.get("to"):
        said = _("%(way)s to %(goal)s") % {"way": said, "goal": _name(item["to"])}
    for mode in item.get("then", ()):
        said = _("%(way)s, then %(mode)s") % {"way": said, "mode": WAYS.get(mode, "")}
    return " ".join(said.split())


def _name(place: str) -> str:
    """Without what stands in brackets, which explains the name of a published site."""
    return showing.apart(showing.plain(place.partition(" (")[0]))


def evidence_words(row: LocateEvidence) -> str:
    """A piece of evidence in a line."""
    if row.kind in KnownKind:
        return known_words(row.kind, row.item)
    if row.kind == ProposalKind.JOURNEY:
        return way_words(row.item)
    if row.kind == ProposalKind.PHOTO:
        words = _("Video %(name)s") if row.item.get("video") else _("Photo %(name)s")
        return words % {"name": showing.apart(showing.plain(row.words))}
    return _("The name %(name)s") % {"name": showing.apart(showing.plain(row.item["written"]))}


def known_words(kind: str, item: Mapping[str, Any]) -> str:
    """What a person said beside what was read: “No river within 2 km”."""
    if kind == KnownKind.BESIDE:
        return _FEATURES[item["feature"], item["seen"]] % {"km": f"{item['km']:g}"}
    place = item["name"] or f"{item['lat']:.4f}, {item['lon']:.4f}"
    about = {"place": _name(place)}
    if kind == KnownKind.WAY:
        return way_words({"hours": item["hours"], "mode": item["mode"], "origin": {"name": place}})
    if kind == KnownKind.BEARING:
        about["towards"] = str(DIRECTIONS[round(item["degrees"] / 45) % 8])
        return _("To the %(towards)s of %(place)s") % about
    if kind == KnownKind.LEFT_ON:
        about["day"] = date_format(date.fromisoformat(item["on"]), "j F Y")
        return _("%(place)s was left on %(day)s") % about
    if kind == KnownKind.PING:
        about["within"] = within_words(item["accuracy_km"])
        return _("A telephone at %(place)s, %(within)s") % about
    if kind == KnownKind.ADDRESS:
        about["km"] = f"{item['within_km']:g}"
        return _("An address or a sign at %(place)s: the centre is within %(km)s km") % about
    about["km"] = f"{item['radius_km']:g}"
    return _("Searched within %(km)s km of %(place)s, and not found") % about


def times_words(times: float) -> str:
    """What an item says of the first candidate."""
    if times >= 1.5:
        return _("speaks for it: %(times)s times likelier there") % {
            "times": f"{times:.1f}".removesuffix(".0")
        }
    return _("says little of it") if times > 0.67 else _("speaks against it")


def candidate_name(candidate: "Candidate") -> str:
    return saying_words(candidate.beside) if candidate.beside else showing.plain(candidate.name)


def within_words(km: float) -> str:
    """“within 12 m”, “within 5 km”."""
    if km < 1:
        return _("within %(metres)s m") % {"metres": f"{1000 * km:.0f}"}
    return _("within %(km)s km") % {"km": f"{km:g}"}


def position_words(told: Mapping[str, Any]) -> str:
    """Where a photo was taken: by the published site, else by which town."""
    if told["site"]:
        return _("Beside %(site)s, a published site") % {"site": told["site"].partition(" (")[0]}
    saying = photos.near(told)
    return saying_words(saying) if saying else ""


def accuracy_words(told: Mapping[str, Any]) -> str:
    return within_words(told["accuracy_km"]) if told["accuracy_km"] else _("its accuracy is not told")


def direction_words(told: Mapping[str, Any]) -> str:
    """“Looking north-east (47°), by its compass”."""
    degrees = told.get("direction")
    if degrees is None:
        return ""
    towards = DIRECTIONS[round(degrees / 45) % 8]
    return _("Looking %(towards)s (%(degrees)s), by its compass") % {
        "towards": towards,
        "degrees": f"{round(degrees) % 360}°",
    }


def share_words(share: float) -> str:
    """A probability, never as a certainty: “83%”, “under 1%”, “over 99%”."""
    if share < 0.01:
        return _("under %(part)d%%") % {"part": 1}
    if share > 0.99:
        return _("over %(part)d%%") % {"part": 99}
    return _("%(part)d%%") % {"part": round(100 * share)}


def clock_words(told: Mapping[str, Any]) -> str:
    """The camera's own time, where no zone is known."""
    if told["taken"] or not told["clock"]:
        return ""
    at = datetime.fromisoformat(told["clock"])
    return _("%(time)s by the camera’s clock, its zone is not known") % {
        "time": date_format(at, "j F Y, H:i")
    }


def place_disc(place: Place) -> dict[str, Any]:
    return _disc(place.lat, place.lon, place.radius_km, showing.plain(place.name))


def photo_disc(row: LocateEvidence) -> dict[str, Any]:
    item = row.item
    disc = _disc(item["lat"], item["lon"], item["accuracy_km"] or _PHOTO_KM, evidence_words(row))
    return disc | {"look": "late" if item["doubts"] else ""}


def candidate_disc(rank: int, candidate: "Candidate") -> dict[str, Any]:
    """``short`` is written beside the disc: the rank, by which the list knows it, and the name where it is one."""
    disc = _disc(candidate.lat, candidate.lon, candidate.radius_km, candidate_name(candidate))
    short = f"{rank}  {disc['label']}" if candidate.site else str(rank)
    return disc | {"about": share_words(candidate.probability), "short": short}


def _disc(lat: float, lon: float, radius_km: float, label: str) -> dict[str, Any]:
    about = within_words(radius_km)
    return {"lat": lat, "lon": lon, "radius_km": radius_km, "label": label, "about": about}
