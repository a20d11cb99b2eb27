"""No page without signing in, and none without a second factor, unless its view says so."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from entraide.hub.core import clock
from entraide.hub.core.middleware import WITHOUT_DATABASE

from . import second_factor

# members are invited, and their address is the one they were invited at
CLOSED = {"account_signup", "account_email", "account_email_verification_sent", "account_confirm_email"}
ALWAYS_OPEN = {"set_language", "account_logout"}
WHERE_IT_IS_SHOWN = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
WHERE_IT_IS_SET_UP = {
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
}


class second_factor_required(LoginRequiredMiddleware):
    """Django's middleware (named as it is read in settings). A view is open to all if it is marked
    ``@login_not_required``."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *_arguments: Any
    ) -> HttpResponseBase | None:
        page = request.resolver_match.view_name
        if page in CLOSED:
            raise Http404
        if request.path.startswith((*WITHOUT_DATABASE, "/api/")):
            return None
        if page in ALWAYS_OPEN or not getattr(view_func, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _go(request, sign_in_page())
        if second_factor.was_shown(request):
            return None
        if second_factor.is_set_up(request.user):
            return None if page in WHERE_IT_IS_SHOWN else _go(request, _page_to_show_it(request))
        return None if page in WHERE_IT_IS_SET_UP else _go(request, "mfa_index")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """What a member was shown stays in no cache, of a browser that others use or of a machine between."""
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def sign_in_page() -> str:
    return "directory:exercise_sign_in" if clock.is_exercise() else settings.LOGIN_URL


def _page_to_show_it(request: HttpRequest) -> str:
    by_code = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    with_code = Authenticator.objects.filter(user=request.user, type__in=by_code).exists()
    return "mfa_reauthenticate" if with_code else "mfa_reauthenticate_webauthn"


def _go(request: HttpRequest, page: str) -> HttpResponse:
    """To the page, and back here afterwards; a script is told in a way that it understands."""
    back = request.get_full_path() if request.method == "GET" else ""
    address = reverse(page) + (f"?{urlencode({REDIRECT_FIELD_NAME: back})}" if back not in ("", "/") else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse(page)})
    if request.headers.get("accept", "").startswith("application/json"):
        return JsonResponse({"problems": {"": _("Sign in first.")}, "sign_in": reverse(page)}, status=401)
    return HttpResponse(status=302, headers={"Location": address})
