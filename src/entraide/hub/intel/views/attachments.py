"""Files of reports leave the hub as downloads, never as pages."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entraide.engines import boxed

from ...core.errors import Invalid
from .. import actions
from ..forms import HandOverForm
from ..models import Attachment
from ..queries.reports import readable_attachment

DRAWN = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/avif"}
SMALL, MOST_PIXELS = (480, 480), 50_000_000


@require_safe
def attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponseBase:
    return _download(*actions.open_file(attachment_id))


@require_safe
def small(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """A picture made small and drawn anew: nothing else that was in the file reaches the page."""
    file, content = actions.open_file(attachment_id)
    drawn = _drawn_small(b"".join(content)) if file.media_type in DRAWN else None
    if drawn is None:
        raise Invalid({"attachment": _("This file shows no picture. Download it instead.")})
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(drawn, content_type="image/jpeg", headers=headers)


def _drawn_small(content: bytes) -> bytes | None:
    from PIL import Image, ImageOps

    try:
        with boxed.opened(BytesIO(content), ("JPEG", "PNG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail(SMALL)
            upright.info.clear()  # Pillow would write the file's comment again
            made = BytesIO()
            upright.save(made, "JPEG", quality=80)
            return made.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


@require_POST
def original(request: HttpRequest, attachment_id: UUID) -> HttpResponseBase:
    """The sealed original, with a reason that enters its chain."""
    try:
        return _download(*actions.open_original(attachment_id, request.POST.get("reason", "")))
    except Invalid as invalid:
        return _back(request, attachment_id, invalid)


@require_POST
def hand_over(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    form = HandOverForm(request.POST)
    given = {name: request.POST.get(name, "") for name in form.fields}
    try:
        actions.hand_over(attachment_id, **given)
    except Invalid as invalid:
        return _back(request, attachment_id, invalid)
    messages.success(request, _("The hand-over is recorded."))
    return redirect(f"{_report_url(attachment_id)}#custody-{attachment_id}")


def _back(request: HttpRequest, attachment_id: UUID, invalid: Invalid) -> HttpResponse:
    """To the top of the report, where the problems stand."""
    for problem in invalid.problems.values():
        messages.error(request, problem)
    return redirect(_report_url(attachment_id))


def _report_url(attachment_id: UUID) -> str:
    return reverse("intel:report", args=[readable_attachment(attachment_id).report_id])


def _download(file: Attachment, content: Iterator[bytes]) -> HttpResponseBase:
    return StreamingHttpResponse(
        content,
        content_type=file.media_type,
        headers={
            "Content-Length": str(file.size),
            "Content-Disposition": content_disposition_header(True, file.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            # should a browser show it all the same, nothing in it may run
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
