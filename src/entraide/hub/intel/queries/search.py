"""Search across what one may read: exact selectors, the beginnings of selectors, words in every script.

Words go through a table of tokens with a B-tree, because equality and ranges are what row-level security lets
an index serve. Each answer is the newest matches first, a page at a time, and says when it was cut off.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from entraide.engines.link import InvalidSelector, caption, extract, normalise, search_tokens

from ...core import journal, quota
from ...core.acting import current
from ...core.errors import Invalid
from ...core.permissions import require
from ...core.templatetags.ui import kind_word
from ...core.tokens import token
from .. import showing
from ..models import Entity, Report, Selector

PAGE = 50
_COUNTED = 2000  # how far a word is counted, to begin with the rarest
_CANDIDATES = 4_000  # of the rarest word or beginning, how many are looked at: the newest


@dataclass(frozen=True, slots=True)
class Found:
    """``reports`` newest first; ``more``: there are others beyond these; ``read_as``: how it was understood."""

    reports: list[Report]
    selectors: list[Selector]
    more: bool
    read_as: str


def search(text: str, *, page: int = PAGE) -> Found:
    """A selector in any spelling, else its beginning, else words. Spends of the quota."""
    require("search")
    text = text.strip()
    if not text:
        raise Invalid({"q": _("Type a number, an address, a name of an account, or words.")})
    if len(text) > 300:
        raise Invalid({"q": _("Use at most %(most)d characters.") % {"most": 300}})
    quota.spend("search")
    found = _as_selector(text, page) or _as_beginning(text, page) or _as_words(text, page)
    journal.record("search", "search", "", q=text, read_as=found.read_as, found=len(found.reports))
    return found


def selectors_of(kind: str, raw: str) -> QuerySet[Selector]:
    """Every sighting that one may read of a selector in any spelling. Raises Invalid. Spends of the quota."""
    require("search")
    quota.spend("search")
    try:
        selector = normalise(kind, raw, country=current().state)
    except InvalidSelector as invalid:
        raise Invalid({"value": f"{_(invalid.reason)}. {_(invalid.remedy)}."})
    journal.record("search", "search", "", q=selector.value, read_as=kind)
    return sightings_of([token("selector", selector.link_value)])


def sightings_of(tokens: list[UUID]) -> QuerySet[Selector]:
    return Selector.objects.filter(token__in=tokens).order_by("-received_at")


def search_people(name: str, *, case_reference: str, reason: str, page: int = PAGE) -> list[Entity]:
    """People by words of their name, through claims that one may read. Asks for a case and a reason, which
    the journal keeps."""
    require("search.person")
    problems = {}
    words = search_tokens(name)
    if not words:
        problems["name"] = _("Type a name, or a part of it.")
    if not case_reference.strip():
        problems["case_reference"] = _("Give the number of the case: a search for a person is for a case.")
    if len(reason.strip()) < 10:
        problems["reason"] = _("Say in a few words why; an auditor will read it.")
    if problems:
        raise Invalid(problems)
    quota.spend("search.person")
    with connection.cursor() as cursor:
        joins = " ".join(
            f"JOIN intel_nametoken AS t{n} ON t{n}.entity_id = t0.entity_id AND t{n}.token >= %s AND t{n}.token < %s"
            for n in range(1, len(words))
        )
        cursor.execute(
            f"SELECT DISTINCT t0.entity_id FROM intel_nametoken AS t0 {joins}"
            " WHERE t0.token >= %s AND t0.token < %s LIMIT %s",
            [*(bound for word in words[1:] for bound in _range(word)), *_range(words[0]), page],
        )
        ids = [row[0] for row in cursor.fetchall()]
    journal.record(
        "search.person", "search", "", name=name, case=case_reference, reason=reason, found=len(ids)
    )
    return list(Entity.objects.filter(pk__in=ids).select_related("owner").prefetch_related("claims"))


def _as_selector(text: str, page: int) -> Found | None:
    """The whole query is one selector, as it might stand in a report."""
    whole = [
        f for f in extract(text, country=current().state) if f.link_value and len(f.raw) >= len(text) - 2
    ]
    if not whole:
        return None
    tokens = [token("selector", selector.link_value) for selector in whole if selector.link_value]
    sightings = list(sightings_of(tokens).select_related("report", "report__owner")[: page + 1])
    reports = list({sighting.report_id: sighting.report for sighting in sightings}.values())
    named = {f"{kind_word(one.kind)} {caption(one.kind, one.value)}" for one in whole}
    read_as = showing.plain(", ".join(sorted(named)))
    return Found(reports[:page], sightings[:page], len(sightings) > page, read_as)


def _as_beginning(text: str, page: int) -> Found | None:
    """“+6681…” or “lucky_f”: what begins so. Only for one word, or an unfinished number."""
    compact = text.replace(" ", "").replace("-", "")
    if len(compact) < 4 or not (compact.lstrip("+").isdigit() or (" " not in text and compact.isascii())):
        return None
    first, last = _range(compact.lower().lstrip("@"))
    ids = Selector.objects.filter(value__gte=first, value__lt=last).values("id")[:_CANDIDATES]
    sightings = list(
        Selector.objects.filter(id__in=ids)
        .select_related("report", "report__owner")
        .order_by("-received_at")[: page + 1]
    )
    if not sightings:
        return None
    reports = list({sighting.report_id: sighting.report for sighting in sightings}.values())
    read_as = _("begins with %(start)s") % {"start": showing.plain(first)}
    return Found(reports[:page], sightings[:page], len(sightings) > page, read_as)


def _as_words(text: str, page: int) -> Found:
    """Every word; the last one may be a beginning, unless too many words begin so."""
    words = search_tokens(text)
    if not words:
        return Found([], [], False, _("no word to search for"))
    ids, more = _reports_with(_rarest_first(words), page)
    reports = Report.objects.select_related("owner").in_bulk(ids)
    # as they were typed: a text without spaces is cut into pairs of letters, which mean nothing to a reader
    read_as = _("words: %(words)s") % {"words": showing.plain(" ".join(text.split()))}
    return Found([reports[id] for id in ids if id in reports], [], more, read_as)


@dataclass(frozen=True, slots=True)
class _Word:
    """A condition on a token, and its bounds: one token, or all that begin so."""

    condition: str
    bounds: list[str]
    count: int


def _rarest_first(words: list[str]) -> list[_Word]:
    """The rarest word leads, and the others are looked up for what it finds."""
    last = words[-1]
    read = [_counted("{}token = %s", [word]) for word in words[:-1]]
    beginning = _counted("{}token >= %s AND {}token < %s", _range(last))
    read.append(beginning if beginning.count < _COUNTED else _counted("{}token = %s", [last]))
    return sorted(read, key=lambda word: word.count)


def _counted(condition: str, bounds: list[str]) -> _Word:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM intel_searchtoken WHERE {condition.format('', '')} LIMIT {_COUNTED}) AS t",
            bounds,
        )
        return _Word(condition, bounds, cursor.fetchone()[0])


def _reports_with(words: list[_Word], page: int) -> tuple[list[UUID], bool]:
    """Ids of the newest reports that hold every word, and whether there may be more."""
    lead, *others = words
    # one word alone: the index has its newest reports in order. Several rows of one report may begin so.
    looked_at = _CANDIDATES if others or len(lead.bounds) > 1 else page + 1
    conditions = [
        f"EXISTS (SELECT 1 FROM intel_searchtoken AS t WHERE {word.condition.format('t.', 't.')}"
        " AND t.received_at = lead.received_at AND t.report_id = lead.report_id)"
        for word in others
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH newest AS MATERIALIZED (SELECT received_at, report_id FROM intel_searchtoken"
            f" WHERE {lead.condition.format('', '')} ORDER BY received_at DESC, report_id LIMIT {looked_at}),"
            " lead AS (SELECT DISTINCT received_at, report_id FROM newest)"
            f" SELECT report_id, (SELECT count(*) FROM newest) FROM lead {'WHERE' if others else ''}"
            f" {' AND '.join(conditions)} ORDER BY received_at DESC, report_id LIMIT %s",
            [*lead.bounds, *(bound for word in others for bound in word.bounds), page + 1],
        )
        rows = cursor.fetchall()
    exhausted = rows[0][1] >= looked_at if rows else lead.count >= _COUNTED
    return [row[0] for row in rows[:page]], len(rows) > page or exhausted


def _range(word: str) -> list[str]:
    """What begins with the word, in the order of code points."""
    return [word, word + "\U0010ffff"]
