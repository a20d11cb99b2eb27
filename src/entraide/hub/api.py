"""The API: the same actions as the pages, for machines. One version, one way to say no.

A request carries ``Authorization: Bearer KEY`` and, if it is not the organisation's usual one,
``Entraide-Purpose: investigation``. What cannot be used answers 400 with ``{"problems": {field: remedy}}``.
"""

import json
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from .core.errors import Invalid, Refused, Unknown

_HALF = re.compile("[\ud800-\udfff]")


class _Json(Parser):
    """JSON as it can be kept: JSON has characters that neither UTF-8 nor PostgreSQL can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return _storable(json.loads(request.body), "")
        except (ValueError, RecursionError):
            raise Invalid({"": _("This is no JSON in UTF-8, or it is nested too deeply.")})

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        return _storable(super().parse_querydict(data, list_fields, request), "")


def _storable(value: Any, field: str) -> Any:
    """NUL replaced; raises Invalid for half a surrogate pair, which was broken on its way."""
    if isinstance(value, str):
        if _HALF.search(value):
            raise Invalid({field: _("This holds a broken character. Copy it again from its source.")})
        return value.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_storable(one, field) for one in value]
    if isinstance(value, dict):
        return {_storable(k, field): _storable(v, f"{field}.{k}" if field else k) for k, v in value.items()}
    return value


api = NinjaAPI(
    parser=_Json(),
    title="Entraide",
    version="1",
    description=__doc__ or "",
    docs_url=None,  # its page loads scripts from elsewhere, which our policy forbids
    urls_namespace="api",
)
api.add_router("", "entraide.hub.directory.api.router", tags=["directory"])
api.add_router("", "entraide.hub.intel.api.router", tags=["intelligence"])


def _no(request: HttpRequest, status: int, problems: dict[str, Any]) -> HttpResponse:
    """Nothing half-written: what was begun is rolled back."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return api.create_response(request, {"problems": problems}, status=status)


@api.exception_handler(Invalid)
def invalid(request: HttpRequest, exception: Invalid) -> HttpResponse:
    return _no(request, 400, exception.problems)


@api.exception_handler(Refused)
def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    request.refusal = exception  # type: ignore[attr-defined]  # the middleware journals it
    return _no(request, 404 if isinstance(exception, Unknown) else 403, {"": exception.reason})


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, exception: RequestDataTooBig) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20
    return _no(
        request, 413, {"": _("The file is larger than %(most)d MB. Send it in parts.") % {"most": most}}
    )


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    problems = {".".join(map(str, error["loc"][1:])): error["msg"] for error in exception.errors}
    return _no(request, 400, problems)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, exception: HttpError) -> HttpResponse:
    """What the parser raised comes wrapped."""
    cause = exception.__cause__
    problems = cause.problems if isinstance(cause, Invalid) else {"": str(exception)}
    return _no(request, exception.status_code, problems)


@api.exception_handler(AuthenticationError)
def unauthenticated(request: HttpRequest, exception: AuthenticationError) -> HttpResponse:
    response = _no(request, 401, {"Authorization": "Send a valid API key: Authorization: Bearer KEY"})
    response["WWW-Authenticate"] = "Bearer"
    return response
