"""Small tags that every page may use without loading them: signs, clocks, forms, blocks of a page.

``frontend/README.md`` lists them with one line of use each.
"""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
)
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, json_script, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary.handling import TLP

from .. import client, clock

register = template.Library()

COINS = ["btc", "ltc", "doge", "dash", "zec", "btg", "xvg", "bsv", "tron", "xrp"]
COINS += ["bch", "eth", "sol", "xmr", "dot", "ton", "ada"]
KIND_ICONS = (
    {
        "phone": "phone",
        "email": "at",
        "url": "link",
        "domain": "world-www",
        "ip": "server",
        "telegram": "brand-telegram",
        "whatsapp": "brand-whatsapp",
        "wechat": "brand-wechat",
        "line": "message-circle",
        "facebook": "brand-facebook",
        "instagram": "brand-instagram",
        "tiktok": "brand-tiktok",
        "iban": "building-bank",
        "bank_account": "building-bank",
        "card": "credit-card",
        "passport": "id",
        "vehicle_plate": "car",
        "person": "user",
        "organisation": "building",
        "site": "map-pin",
        "report": "file-text",
        "document": "file",
        "vehicle": "car",
        "wallet": "wallet",
        "image": "photo",
        "picture": "photo",
        "text": "file-text",
    }
    | dict.fromkeys(COINS, "wallet")
    | {"btc": "currency-bitcoin"}
)
KIND_WORDS = {
    "phone": _("Phone"),
    "email": _("E-mail"),
    "url": _("Link"),
    "domain": _("Domain"),
    "ip": _("IP address"),
    "iban": "IBAN",
    "bank_account": _("Bank account"),
    "passport": _("Passport"),
    "vehicle_plate": _("Vehicle plate"),
    "whatsapp": "WhatsApp",
    "wechat": "WeChat",
    "line": "LINE",
    "tiktok": "TikTok",
    "person": _("Person"),
    "organisation": _("Organisation"),
    "site": _("Place"),
    "report": _("Report"),
    "document": _("Document"),
    "vehicle": _("Vehicle"),
    "wallet": _("Wallet"),
    "image": _("Picture"),
    "picture": _("Picture"),
    "text": _("Text"),
} | {coin: coin.upper() for coin in COINS}
SOON = timedelta(hours=4)
TURNS_WITH_SCRIPT = {"send", "logout", "login", "arrow-back-up", "external-link"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite; without a label it says nothing to a screen reader."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    turn = (
        " icon-forward" if name.endswith(("-right", "-left")) or name in {"send", "logout", "login"} else ""
    )
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"></use></svg>',
        turn,
        voice,
        static("entraide/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> str:
    """What the page put into block ``name``, as plain text: the title is written once and shown twice."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks and blocks.get_block(name)
    if not block:
        return ""
    with context.push(block=block):
        return strip_tags(block.nodelist.render(context)).strip()


@register.simple_tag(takes_context=True)
def client_data(context: Context) -> SafeString:
    """What the scripts need to know, as data: addresses, words, who is signed in."""
    return json_script(client.data(context.get("request"), context.get("now")), "client")


# signs


@register.simple_tag
def tlp(value: TLP | int) -> SafeString:
    """The Traffic Light Protocol label, in word and colour."""
    return format_html('<span class="tlp tlp-{}">TLP:{}</span>', tlp_look(value), TLP(value).word)


@register.simple_tag
def tlp_look(value: TLP | int) -> str:
    """The colour's name as the end of a class: ``amber-strict``."""
    return TLP(value).name.lower().replace("_", "-")


@register.filter
def kind_word(kind: str) -> str:
    """What a kind of selector is called."""
    return str(KIND_WORDS.get(kind) or kind.replace("_", " ").capitalize())


@register.simple_tag
def chip(
    kind: str,
    value: object,
    *,
    url: str = "",
    word: str = "",
    valid: bool = True,
    common: bool = False,
    reason: str = "",
) -> SafeString:
    """A selector: its kind as picture and word, its value in fixed width.

    Not ``valid`` is struck through and says why; ``common`` (a hotline, a platform) is not linked on.
    """
    state = "" if valid and not common else " chip-invalid" if not valid else " chip-common"
    said = reason or ("" if valid else gettext("fails its check: kept as text, never linked"))
    said = said or (gettext("too common to mean anything: not linked") if common else "")
    name = word or kind_word(kind)
    inner = format_html(
        '{}<span class="chip-kind">{}</span> <span class="chip-value">{}</span>{}',
        icon("alert-triangle" if not valid else KIND_ICONS.get(kind, "tag")),
        name,
        value,
        format_html('<span class="visually-hidden"> ({})</span>', said) if said else "",
    )
    title = format_html(' title="{}"', said) if said else ""
    if url:
        return format_html('<a class="chip{}" href="{}"{}>{}</a>', state, url, title, inner)
    return format_html('<span class="chip{}"{}>{}</span>', state, title, inner)


@register.simple_tag
def state(word: str, look: str = "", picture: str = "") -> SafeString:
    """A word for the state of something. ``look``: new, good, soon, late, or none."""
    mark = icon(picture) if picture else ""
    return format_html('<span class="state{}">{}{}</span>', f" state-{look}" if look else "", mark, word)


# time


@register.simple_tag
def moment(value: datetime | date | None, empty: str = "–") -> SafeString | str:
    """A time in the reader's zone with the zone named, or a day."""
    if value is None:
        return empty
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j M Y"))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), _exact(value))


@register.simple_tag
def ago(value: datetime | None, empty: str = "–") -> SafeString | str:
    """How long since, by the clock of the work; the exact time is one pointing away."""
    if value is None:
        return empty
    passed = clock.now() - value
    text = gettext("just now") if passed < timedelta(minutes=1) else gettext("%s ago") % _span(passed)
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>', value.isoformat(), _exact(value), text
    )


@register.simple_tag
def due(value: datetime | None) -> SafeString | str:
    """A clock that runs: time left, or by how much it is late. Said by word, colour and picture."""
    if value is None:
        return ""
    left = value - clock.now()
    if left < timedelta(0):
        look, picture, text = "late", "clock-exclamation", gettext("%s late") % _span(-left)
    else:
        look, picture = ("soon", "hourglass") if left < SOON else ("later", "clock")
        text = gettext("%s left") % _span(left)
    return format_html(
        '<span class="due due-{}">{}<time datetime="{}" title="{}" data-due>{}</time></span>',
        look,
        icon(picture),
        value.isoformat(),
        _exact(value),
        text,
    )


def _exact(value: datetime) -> str:
    """``6 Nov 2025, 11:42 IST``; the zone as ``UTC+07:00`` where it has no letters of its own."""
    local = timezone.localtime(value)
    day, hour = date_format(local, "j M Y"), date_format(local, "H:i")
    return gettext("%(day)s, %(hour)s") % {"day": day, "hour": f"{hour} {_zone(local)}"}


def _zone(local: datetime) -> str:
    name = local.tzname() or "UTC"
    if name[:1].isalpha():
        return name
    offset = local.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%d min", "%d min", minutes) % minutes
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        short = ngettext("%d h", "%d h", hours) % hours
        return f"{short} {rest:02d}" if hours < 12 and rest else short
    days = minutes // (24 * 60)
    return ngettext("%d day", "%d days", days) % days


# forms


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Form) -> dict[str, object]:
    """The errors of a form, each linked to its field."""
    problems = [
        (field.id_for_label or f"id_{field.html_name}", field.label, error)
        for field in form
        for error in field.errors
        if not field.is_hidden
    ]
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return {"problems": problems, "general": [*form.non_field_errors(), *hidden]}


@register.inclusion_tag("components/fields.html")
def fields(form: Form) -> dict[str, object]:
    """Every field of a form, hidden ones included, without the errors' summary."""
    return {"form": form}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **attrs: object) -> dict[str, object]:
    """One field: label, control, help, errors. Further keywords become attributes (``_`` as ``-``)."""
    widget = bound.field.widget
    control_id = bound.id_for_label or bound.auto_id or f"id_{bound.html_name}"
    described = [f"{control_id}_help"] if bound.help_text else []
    described += [f"{control_id}_problem"] if bound.errors else []
    given: dict[str, Any] = {name.replace("_", "-"): value for name, value in attrs.items()}
    if described:
        given["aria-describedby"] = " ".join(described)
    if bound.errors:
        given["aria-invalid"] = "true"
    many = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    tick = isinstance(widget, CheckboxInput)
    if not many and not tick:
        look = "form-select" if isinstance(widget, Select) else "form-control"
        given["class"] = f"{widget.attrs.get('class', '')} {look}".strip()
    if isinstance(widget, Textarea | FileInput):
        given.setdefault("dir", "auto")
    return {
        "field": bound,
        "many": many,
        "tick": tick,
        "control_id": control_id,
        "control": "" if many else bound.as_widget(attrs=given),
        "describedby": given.get("aria-describedby", ""),
    }


# blocks of a page


@register.simple_block_tag
def nothing(content: SafeString, title: str, picture: str = "circle-dashed") -> SafeString:
    """What stands in an empty place: what is missing, and what would fill it."""
    return format_html(
        '<div class="empty">{}<p><strong>{}</strong> {}</p></div>', icon(picture), title, content
    )


@register.simple_block_tag
def notice(content: SafeString, look: str = "info", title: str = "") -> SafeString:
    """A message that stays. ``look``: info, good, warn, bad."""
    picture = {"good": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}.get(
        look, "info-circle"
    )
    head = format_html("<h2>{}</h2>", title) if title else ""
    role = mark_safe(' role="alert"') if look == "bad" else ""
    return format_html(
        '<div class="notice notice-{}"{}>{}<div>{}{}</div></div>',
        look,
        role,
        icon(picture),
        head,
        content,
    )


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page, name: str = "page") -> dict[str, object]:
    """The pages of a list, keeping the rest of the address."""
    query = [(key, value) for key, values in _query(context).items() for value in values if key != name]

    def address(number: int) -> str:
        return "?" + urlencode([*query, (name, number)])

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "pages": [(number, address(number) if isinstance(number, int) else "") for number in numbers],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """The address of this page with some parameters changed; None drops one. For export and filter links."""
    query = {key: values for key, values in _query(context).items() if key not in changes}
    query |= {key: [str(value)] for key, value in changes.items() if value is not None}
    return "?" + urlencode(query, doseq=True)


def _query(context: Context) -> dict[str, list[str]]:
    request = context.get("request")
    return dict(request.GET.lists()) if request else {}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int | None, words: str = "", cancel_url: str = "") -> dict[str, object]:
    """How far a job is; without a total, that it goes on."""
    return {"done": done, "total": total, "words": words, "cancel_url": cancel_url}
