"""Text of others on our pages."""

from collections.abc import Iterable

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
from ..jobs import may_read_rows
from ..models import Report, Selector
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


@register.filter
def caption(selector: Selector) -> str:
    """A selector's value as people like to read it."""
    return showing.plain(link.caption(selector.kind, selector.value) if selector.token else selector.value)


@register.simple_tag
def marked(text: str, selectors: Iterable[Selector]) -> SafeString:
    """A report's text with its selectors marked; those that link lead to their page."""
    return format_html_join("", "{}", ((_span(span),) for span in showing.spans(text, selectors)))


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
