"""Why two people are thought to be one, in words: a row for each field, with both sides where both may be read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entraide.engines.link.compare import WORDS

from .models import Claim, Selector
from .queries.entities import EntityView
from .queries.hits import HitView
from .queries.matches import FieldMatch, PersonMatch
from .words import PROPERTIES, selector_words, value_words

WIDEST_BITS = 16  # a bar is as long as this; what is more is drawn as much
SPEAKS_BITS = 0.5  # less than this tells nothing either way

FIELDS = {
    "name": (gettext_lazy("Names"), ("name", "alias")),
    "birth": (gettext_lazy("Birth"), ("birth", "birth_date", "birth_year", "age")),
    "nationality": (gettext_lazy("Nationality"), ("nationality",)),
    "sex": (gettext_lazy("Sex"), ("sex",)),
    "document": (gettext_lazy("Documents"), ("document", "passport", "identity_number")),
    "place": (gettext_lazy("Place"), ("place", "address")),
    "selectors": (gettext_lazy("Numbers and accounts"), ()),
    "beside": (gettext_lazy("Numbers and accounts"), ()),
}
SCRIPTS = {
    "Arab": gettext_lazy("Arabic script"),
    "Armn": gettext_lazy("Armenian script"),
    "Beng": gettext_lazy("Bengali script"),
    "Cyrl": gettext_lazy("Cyrillic script"),
    "Deva": gettext_lazy("Devanagari"),
    "Ethi": gettext_lazy("Ethiopic script"),
    "Geor": gettext_lazy("Georgian script"),
    "Grek": gettext_lazy("Greek script"),
    "Gujr": gettext_lazy("Gujarati script"),
    "Guru": gettext_lazy("Gurmukhi"),
    "Hang": gettext_lazy("Korean script"),
    "Hani": gettext_lazy("Chinese script"),
    "Hans": gettext_lazy("Chinese script"),
    "Hant": gettext_lazy("Chinese script"),
    "Hebr": gettext_lazy("Hebrew script"),
    "Hira": gettext_lazy("Japanese script"),
    "Jpan": gettext_lazy("Japanese script"),
    "Kana": gettext_lazy("Japanese script"),
    "Khmr": gettext_lazy("Khmer script"),
    "Kore": gettext_lazy("Korean script"),
    "Laoo": gettext_lazy("Lao script"),
    "Latn": gettext_lazy("Latin script"),
    "Mymr": gettext_lazy("Burmese script"),
    "Sinh": gettext_lazy("Sinhala script"),
    "Taml": gettext_lazy("Tamil script"),
    "Telu": gettext_lazy("Telugu script"),
    "Thai": gettext_lazy("Thai script"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the comparison. ``look``: for, against, or none; ``x`` and ``width`` draw its bar, 0 to 100."""

    title: str
    said: str
    bits: str
    look: str
    x: str
    width: str
    own: list[str]
    other: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """``start``: the bits before anything is compared; ``total``: their sum with all rows."""

    rows: list[Row]
    start: str
    total: str
    odds: str
    other_is_open: bool
    more: list[Row]  # what is claimed of either side and not compared


def table_of(view: HitView) -> Table | None:
    """The comparison of a hit between two people, those that tell most first; None for other hits.

    One query where numbers or accounts are shared.
    """
    if view.match is None:
        return None
    compared = sorted(
        (one for one in view.match.fields if one.level != "missing"), key=lambda one: -abs(one.bits)
    )
    return Table(
        [_row(one, view) for one in compared],
        bits_words(view.match.start_bits),
        bits_words(view.match.bits),
        odds_words(view.match),
        view.other_person is not None,
        list(_uncompared(view, {one.field for one in compared})),
    )


def _row(one: FieldMatch, view: HitView) -> Row:
    title, properties = FIELDS.get(one.field, (one.field.replace("_", " ").capitalize(), (one.field,)))
    look = "" if abs(one.bits) < SPEAKS_BITS else "for" if one.bits > 0 else "against"
    length = min(abs(one.bits), WIDEST_BITS) / WIDEST_BITS * 50
    own, other = (_values(side, properties) for side in (view.own_person, view.other_person))
    if one.field in ("beside", "selectors"):
        own = other = _shared_selectors(view)
    return Row(
        title=str(title),
        said=level_words(one),
        bits=bits_words(one.bits),
        look=look,
        x=f"{50 if one.bits >= 0 else 50 - length:.1f}",
        width=f"{length:.1f}",
        own=own,
        other=other,
    )


def _shared_selectors(view: HitView) -> list[str]:
    """What both reports hold, as the hit of the two says it, also where the other side is closed; of an older hit
    where both may be read."""
    if view.own_report is None or view.match is None:
        return []
    if view.match.tokens:
        own = Selector.objects.filter(report=view.own_report, token__in=view.match.tokens)
        return list(dict.fromkeys(map(selector_words, own.order_by("kind", "value"))))
    if view.other_report is None:
        return []
    held = Selector.objects.filter(report__in=(view.own_report, view.other_report), common="")
    reports: dict[UUID, set[UUID]] = defaultdict(set)
    known = {}
    for selector in held.exclude(token=None).order_by("kind", "value"):
        reports[selector.token].add(selector.report_id)
        known.setdefault(selector.token, selector)
    return [selector_words(known[token]) for token, both in reports.items() if len(both) == 2]


def level_words(one: FieldMatch) -> str:
    """How far the field agrees; of names in two scripts, which side writes which."""
    said = _said(one)
    scripts = [script_words(script) for script in (one.own_script, one.other_script)]
    if one.field != "name" or not all(scripts) or scripts[0] == scripts[1]:
        return _("%(said)s.") % {"said": said}
    return _("%(said)s: yours in %(own)s, theirs in %(other)s.") % {
        "said": said,
        "own": scripts[0],
        "other": scripts[1],
    }


def _said(one: FieldMatch) -> str:
    words = WORDS.get(one.field, {}).get(one.level)
    return _(words) if words else _("It agrees") if one.bits > 0 else _("It differs")


def _uncompared(view: HitView, compared: set[str]) -> Iterable[Row]:
    """What is claimed beside the fields that are compared, such as role and status."""
    known = {name for field, (_title, names) in FIELDS.items() for name in names if field in compared}
    sides = [side for side in (view.own_person, view.other_person) if side is not None]
    said = dict.fromkeys(claim.property for side in sides for claim in side.claims)
    for name in said:
        if name not in known:
            title = str(PROPERTIES.get(name, name.replace("_", " ").capitalize()))
            yield Row(
                title,
                "",
                "",
                "",
                0,
                0,
                _values(view.own_person, (name,)),
                _values(view.other_person, (name,)),
            )
    statuses = [side.statuses if side else [] for side in (view.own_person, view.other_person)]
    if any(statuses):
        yield Row(_("Named as"), "", "", "", "", "", *statuses)


def _values(side: EntityView | None, properties: Iterable[str]) -> list[str]:
    claims: list[Claim] = side.said(*properties) if side else []
    return list(dict.fromkeys(value_words(claim) for claim in claims))


def script_words(code: str) -> str:
    return str(SCRIPTS.get(code, ""))


def bits_words(bits: float) -> str:
    """``+9.1``, with a true minus sign."""
    return f"{'−' if round(bits, 1) < 0 else '+'}{number_format(abs(round(bits, 1)), 1)}"


def odds_words(match: PersonMatch) -> str:
    """The probability as people say it: “97 in 100”, “998 in 1,000”; beyond that the weights know nothing."""
    p = min(max(match.probability, 0.0), 1.0)
    if p < 0.01:
        return _("less than 1 in 100")
    many = 100 if round(100 * p) < 100 else 1000
    if round(many * p) == many:
        return _("more than 999 in 1,000")
    return _("%(part)s in %(many)s") % {
        "part": number_format(round(many * p), 0),
        "many": number_format(many, 0, force_grouping=True),
    }


def strongest_words(match: PersonMatch | None, most: int = 3) -> str:
    """The fields that tell most, in a line: for lists, and as the reason of a quick decision."""
    if match is None:
        return ""
    telling = sorted(
        (one for one in match.fields if abs(one.bits) >= SPEAKS_BITS and one.level != "missing"),
        key=lambda one: -abs(one.bits),
    )
    return " ".join(_("%(said)s.") % {"said": _said(one)} for one in telling[:most])
