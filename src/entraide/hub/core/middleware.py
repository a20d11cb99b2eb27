"""Every request runs inside ``acting_as``: one transaction, the member's settings, one place for refusals."""

from collections.abc import Callable
from contextlib import nullcontext

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from entraide.vocabulary.handling import Purpose

from . import journal
from .acting import Actor, acting_as, actor_of, door, stepping_in
from .errors import Invalid, Refused, Unknown

WITHOUT_DATABASE = ("/healthz", "/static/", "/live/stream")


class compressed(GZipMiddleware):
    """Pages travel compressed; streams do not, or live events would wait in a buffer."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return response if response.streaming else super().process_response(request, response)


class acting:
    """Django's middleware (named as it is read in settings)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        if problem := _unreadable(request):
            return answer(request, problem)
        request.refusal = None
        if request.path.startswith("/api/"):
            try:
                actor = actor_by_key(request)
            except Invalid as problem:
                return answer(request, problem)
            with acting_as(actor) if actor else door("api-key"):
                response = self.get_response(request)
        else:
            with door("sign-in"):
                actor = self._actor(request)
                with stepping_in(actor) if actor else nullcontext():
                    response = self.get_response(request)
        if request.refusal is not None and actor is not None:
            journal.record_refusal(actor, request.refusal)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nothing half-written: any exception rolls the request back."""
        if isinstance(exception, Refused):
            request.refusal = exception
        page = answer(request, exception)  # before the rollback, after which its queries would fail
        transaction.set_rollback(True)
        return page

    @staticmethod
    def _actor(request: HttpRequest) -> Actor | None:
        from ..directory import second_factor

        if not request.user.is_authenticated or not second_factor.was_shown(request):
            timezone.deactivate()
            return None
        timezone.activate(request.user.timezone)
        purpose = request.session.get("purpose")
        return actor_of(request.user, Purpose(purpose) if purpose else None)


def _unreadable(request: HttpRequest) -> Exception | None:
    """A NUL has no place in an address or a form, and the database takes none."""
    if "\0" in request.path:
        return Unknown("page")
    sent = [request.GET] if request.path.startswith("/api/") else [request.GET, request.POST]
    for form in sent:
        for field, values in form.lists():
            if any("\0" in value for value in (field, *values)):
                return Invalid({field.replace("\0", ""): gettext("This holds a character that is none.")})
    return None


def actor_by_key(request: HttpRequest) -> Actor | None:
    """Whom the API key acts for, under the purpose that the request names. Sets ``request.api_key``.

    Raises Invalid for a purpose that there is not.
    """
    from ..directory.sign_in import authenticate_key

    request.api_key = None
    scheme, _space, raw = request.headers.get("Authorization", "").partition(" ")
    found = authenticate_key(raw.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        return None
    member, request.api_key = found
    named = request.headers.get("Entraide-Purpose", "").strip().upper()
    if named and named not in Purpose.__members__:
        there_are = ", ".join(Purpose.__members__).lower()
        raise Invalid({"Entraide-Purpose": gettext("Choose one of: %(purposes)s.") % {"purposes": there_are}})
    return actor_of(member, Purpose[named] if named else None)


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """One answer for each way of saying no; None lets Django answer."""
    if isinstance(exception, Unknown):
        status, template, text = 404, "404.html", exception.reason
    elif isinstance(exception, Refused):
        status, template, text = 403, "403.html", exception.reason
    elif isinstance(exception, Invalid):
        status, template, text = 400, "400.html", str(exception)
    else:
        return None
    wants_json = request.headers.get("accept", "").startswith("application/json")
    if wants_json or request.path.startswith("/api/"):
        problems = exception.problems if isinstance(exception, Invalid) else {"": text}
        return JsonResponse({"problems": problems}, status=status)
    return render(request, template, {"reason": text, "exception": exception}, status=status)
