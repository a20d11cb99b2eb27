"""Text of others on our pages."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from entraide.engines import link

from ...core.templatetags.ui import kind_word
from ...directory.words import language_name
from .. import showing
from ..forms.choices import country_name, method_name
from ..jobs import may_read_rows
from ..located_words import (
    accuracy_words,
    candidate_name,
    clock_words,
    direction_words,
    evidence_words,
    position_words,
    saying_words,
    share_words,
    times_words,
    way_words,
)
from ..models import ProposalDecision, ProposalKind, Report, Selector
from ..photos import doubts_of
from ..queries.proposals import Proposal
from ..words import claim_words, flaw_words, hit_sentence, property_words, selector_words, value_words

register = template.Library()
register.filter("visible", showing.visible)
register.filter("plain", showing.plain)
register.filter("may_read_rows", may_read_rows)
register.filter("flaw_words", flaw_words)
register.filter("claim_words", claim_words)
register.filter("hit_sentence", hit_sentence)
register.filter("property_words", property_words)
register.filter("value_words", value_words)
register.filter("selector_words", selector_words)
register.filter("country", country_name)
for words in (
    *(saying_words, way_words, evidence_words, times_words, candidate_name, position_words),
    *(accuracy_words, clock_words, direction_words, share_words),
):
    register.filter(words.__name__, words)


@register.filter
def caption(selector: Selector) -> str:
    """A selector's value as people like to read it."""
    return showing.plain(link.caption(selector.kind, selector.value) if selector.token else selector.value)


@register.simple_tag
def marked(text: str, selectors: Iterable[Selector], proposals: Iterable[Proposal] | str = ()) -> SafeString:
    """A report's text with its selectors marked; those that link lead to their page. The words that led to
    a proposal are marked too."""
    read = [(start, end, one) for one in proposals or () for start, end in one.spans]  # type: ignore[union-attr]
    return format_html_join(
        "", "{}", ((part,) for span in showing.spans(text, selectors) for part in _parts(span, read))
    )


def _parts(span: showing.Span, read: list[tuple[int, int, Proposal]]) -> Iterator[SafeString]:
    if span.selectors:
        yield _span(span)
        return
    for start, words in showing.pieces(span, (at for first, last, _one in read for at in (first, last))):
        names = dict.fromkeys(proposal_name(one) for first, last, one in read if first <= start < last)
        inner = showing.visible(words)
        yield (
            format_html('<mark class="is-read" title="{}">{}</mark>', ", ".join(names), inner)
            if names
            else inner
        )


@register.filter
def proposal_name(proposal: Proposal | ProposalDecision) -> str:
    """“Document confiscation in transit”, a place or a way as it is written, the name of a photo."""
    if proposal.kind == ProposalKind.TECHNIQUE:
        return method_name(proposal.subject)
    return showing.plain(proposal.words if proposal.kind == ProposalKind.PHOTO else proposal.subject)


@register.filter
def proposal_kind(kind: str) -> str:
    return str(ProposalKind(kind).label)


@register.filter
def doubts(told: Mapping[str, Any]) -> list[str]:
    """What looks wrong about a photo, in sentences."""
    return list(map(saying_words, doubts_of(told)))


@register.filter
def as_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@register.filter
def proposal_icon(kind: str) -> str:
    return {
        "technique": "fingerprint",
        "place": "map-pin",
        "journey": "route",
        "way": "route",
        "photo": "camera",
    }.get(kind, "pin")


def _span(span: showing.Span) -> SafeString:
    inner = showing.visible(span.text)
    if not span.selectors:
        return inner
    selector = span.selectors[0]
    name = ", ".join(str(kind_word(one.kind)) for one in span.selectors)
    if selector.flaw:
        said = f"{name}: {flaw_words(selector.flaw)}"
        return format_html('<mark class="is-invalid" title="{}">{}</mark>', said, inner)
    look = "is-common" if selector.common else ""
    said = f"{name}: {selector.common}" if selector.common else name
    address = reverse("intel:selector", args=[selector.token])
    return format_html('<mark class="{}" title="{}"><a href="{}">{}</a></mark>', look, said, address, inner)


@register.filter
def language_names(codes: Iterable[str]) -> str:
    return ", ".join(map(language_name, codes))


@register.filter
def is_group(label: object) -> bool:
    """A group of choices, where a choice is expected."""
    return isinstance(label, list)


@register.filter
def report_name(report: Report) -> str:
    """Its title, or its beginning."""
    text = getattr(report, "beginning", None) or report.title or report.text[:400]
    return showing.plain(report.title or Truncator(" ".join(text.split())).chars(80))


@register.filter
def percent(share: float) -> str:
    """``83 %`` of 0.83."""
    return gettext("%(part)d%%") % {"part": round(100 * share)}
