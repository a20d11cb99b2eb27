"""What a machine reads in a report, to be confirmed or rejected by a person: methods, places, ways; where photos
were taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from entraide.engines.assess import find_journeys, languages_of, tag_techniques
from entraide.engines.assess import languages as languages_with_words
from entraide.vocabulary import sites

from ...core.acting import current
from .. import photos
from ..models import Attachment, Place, ProposalDecision, ProposalKind, Report, Technique
from ..models.proposal import LONGEST_SUBJECT, way_subject

if TYPE_CHECKING:
    from entraide.engines.locate import FoundPlace, PlaceCandidate

MOST_PLACES = 40
LONGEST_READ = 50_000
"""Characters of a text in which something is looked for."""
UNSAID = "unsaid"
"""The cue of a way of which the text does not say where it starts: the place is merely beside it."""
_KNOWN_PEOPLE = 15_000
_LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that a name can mean."""

    name: str
    country: str
    lat: float
    lon: float
    radius_km: float
    kind: str
    people: int
    site: str  # name in vocabulary.sites, and its key
    site_key: str
    share: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """``kind``: a value of ProposalKind; ``subject``: what tells it from others of its kind in this report.

    ``spans``: code points into the text; ``choices``: what a place's name can mean, likeliest first; ``item``: a way
    or a photo, as evidence of where a centre is; ``passage``: more of the text, to judge it by.
    """

    kind: str
    subject: str
    words: str
    score: float
    spans: tuple[tuple[int, int], ...]
    cues: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    item: dict[str, Any] = field(default_factory=dict)
    passage: str = ""


def proposals_of(report: Report, attachments: Iterable[Attachment] | None = None) -> list[Proposal]:
    """All that photos and text give, decided or not, in the order of the kinds and of the text.

    ``attachments``: those of the report, where they were asked for already.
    """
    language = report.language if report.language in languages_with_words() else None
    if attachments is None:
        attachments = report.attachments.filter(photo__isnull=False).order_by("added_at")
    return [*_photos(attachments), *_read(report.text[:LONGEST_READ], language)]


def _photos(attachments: Iterable[Attachment]) -> Iterator[Proposal]:
    for one in attachments:
        if photos.names_a_place(one.photo):
            yield Proposal(
                kind=ProposalKind.PHOTO.value,
                subject=str(one.pk),
                words=one.name,
                score=1.0,
                spans=(),
                cues=tuple(doubt.kind for doubt in photos.doubts_of(one.photo)),
                item=one.photo,
            )


@lru_cache(maxsize=64)  # a page asks anew with every decision, and a long text takes seconds
def _read(text: str, language: str | None) -> tuple[Proposal, ...]:
    places = _places(text)
    return (*_techniques(text, language), *places.values(), *_journeys(text, language, places))


def open_proposals(report: Report) -> list[Proposal]:
    """Those on which nobody decided, and that nobody marked by hand."""
    return still_open(
        proposals_of(report), report.decisions.all(), report.techniques.all(), report.places.all()
    )


def still_open(
    proposals: Iterable[Proposal],
    decisions: Iterable[ProposalDecision],
    techniques: Iterable[Technique],
    places: Iterable[Place],
) -> list[Proposal]:
    done = {(decision.kind, decision.subject) for decision in decisions}
    done |= {(str(ProposalKind.TECHNIQUE), mark.technique) for mark in techniques}
    named = {place.name.casefold() for place in places}
    return [
        one
        for one in proposals
        if (one.kind, one.subject) not in done
        and not (one.kind == ProposalKind.PLACE and named & _names(one))
    ]


def _names(proposal: Proposal) -> set[str]:
    return {proposal.subject.casefold(), *(choice.name.casefold() for choice in proposal.choices[:1])}


def _techniques(text: str, language: str | None) -> Iterator[Proposal]:
    for found in tag_techniques(text, language=language):
        spans = tuple((span.start, span.end) for span in found.spans)
        yield Proposal(
            kind=ProposalKind.TECHNIQUE.value,
            subject=found.id,
            words=_passage(text, spans),
            score=found.score,
            spans=spans,
            cues=found.cues,
        )


def _passage(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The stretch of the text from the first of the words to the last in its paragraph, as the next may be another's
    statement; where they lie far apart, the first alone."""
    first, until = min(spans)
    breaks = text.find("\n", until)
    last = max(end for _, end in spans if breaks < 0 or end <= breaks)
    return text[first : until if last - first > 200 else last]


def _places(text: str) -> dict[str, Proposal]:
    """By the name as it is written: what is said twice is proposed once."""
    from entraide.engines.locate import find_places  # its tables take a second to load, once

    found: dict[str, Proposal] = {}
    for place in find_places(text):
        subject = place.name[:LONGEST_SUBJECT]
        if subject in found:
            known = found[subject]
            found[subject] = _with_span(known, (place.start, place.end))
        elif len(found) < MOST_PLACES and place.candidates and _is_meant(place):
            found[subject] = Proposal(
                kind=ProposalKind.PLACE.value,
                subject=subject,
                words=place.name[:_LONGEST_WORDS],
                score=place.candidates[0].share,
                spans=((place.start, place.end),),
                choices=tuple(_choice(one) for one in place.candidates),
            )
    return found


def _choice(candidate: "PlaceCandidate") -> Choice:
    place = candidate.place
    site = sites.load().get(place.site)
    return Choice(
        name=place.name,
        country=place.country,
        lat=round(place.lat, 4),
        lon=round(place.lon, 4),
        radius_km=max(0.1, round(place.radius_km, 1)),
        kind=place.kind,
        people=place.people,
        site=site.name if site else "",
        site_key=place.site,
        share=candidate.share,
    )


def _is_meant(place: "FoundPlace") -> bool:
    """Not a word of a text in Latin letters that some hamlet is called by too ("Look" in the Philippines)."""
    likeliest = place.candidates[0].place
    known = likeliest.site or likeliest.kind != "place" or likeliest.people >= _KNOWN_PEOPLE
    return bool(known) or not place.name.isascii()


def _with_span(proposal: Proposal, span: tuple[int, int]) -> Proposal:
    return replace(proposal, spans=(*proposal.spans, span))


def _journeys(text: str, language: str | None, places: dict[str, Proposal]) -> Iterator[Proposal]:
    """A way needs a place that it starts from; it is believed to be the likeliest one of that name. One that leads to
    where another starts says nothing of the centre: it is ``onward``."""
    named = [(span, place) for place in places.values() for span in place.spans]
    seen: set[str] = set()
    for found in find_journeys(text, [span for span, _ in named], language=language):
        words = text[found.start : found.end]
        origin = named[found.origin][1]
        subject = way_subject(words, origin.subject)
        if subject in seen:
            continue
        seen.add(subject)
        goal = named[found.goal][1] if found.goal is not None else None
        choice = origin.choices[0]
        if choice.site and not (found.sure and (goal is None or goal.choices[0].site)):
            continue  # a way beside a compound's name leads to it rather, or away from it
        item: dict[str, Any] = {
            "hours": found.hours,
            "mode": found.mode,
            "then": list(found.then),
            "origin": {
                "name": choice.name,
                "written": origin.subject,
                "lat": choice.lat,
                "lon": choice.lon,
                "radius_km": choice.radius_km,
                "site": choice.site,
            },
        }
        if goal is not None:
            item |= {"to": goal.choices[0].name, "onward": found.onward and not goal.choices[0].site}
        yield Proposal(
            kind=ProposalKind.JOURNEY.value,
            subject=subject,
            words=words[:_LONGEST_WORDS],
            score=choice.share,
            spans=((found.start, found.end),),
            cues=() if found.sure else (UNSAID,),
            item=item,
            passage=_around(
                text,
                (found.start, found.end),
                *(named[one][0] for one in (found.origin, found.goal) if one is not None),
            ),
        )


def _around(text: str, *spans: tuple[int, int]) -> str:
    """The stretch of the text that holds them, as it is shown."""
    return text[min(start for start, _ in spans) : max(end for _, end in spans)][:_LONGEST_WORDS]


def decided() -> Iterator[dict[str, Any]]:
    """What members of one's organisation decided of methods, to learn from: no text, no names of people or places.

    Where nobody said the language of a report it is guessed; of a text in several it is all of them.
    """
    mine = current().organisation
    rows = ProposalDecision.objects.filter(kind=ProposalKind.TECHNIQUE, owner=mine).order_by("decided_at")
    fields = ("report__language", "report__text", "subject", "score", "cues", "confirmed", "decided_at")
    for one in rows.values(*fields).iterator():
        yield {
            "language": one["report__language"] or " ".join(languages_of(one["report__text"][:LONGEST_READ])),
            "technique": one["subject"],
            "score": one["score"],
            "cues": one["cues"].split(),
            "confirmed": one["confirmed"],
            "decided_on": one["decided_at"].date().isoformat(),
        }
