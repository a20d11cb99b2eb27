"""API keys: one's own, and for administrators those of the organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entraide.hub.core.errors import Invalid
from entraide.hub.core.permissions import may

from .. import queries
from ..actions import keys
from ..forms import KeyForm, add_problems
from ..models import ApiKey


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    form, made = KeyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = keys.make(**form.cleaned_data)
            form = KeyForm()
        except Invalid as invalid:
            add_problems(form, invalid)
    context = {
        "form": form,
        "made": made,
        "keys": [(key, [ApiKey.Scope(scope).label for scope in key.scopes]) for key in queries.api_keys()],
        "manages": may("organisation.manage"),
        "real_now": timezone.now(),
    }
    response = render(request, "directory/api_keys.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    key = keys.revoke(key_id)
    messages.success(request, _("The key “%s” is revoked; from now on it opens nothing.") % key.name)
    return redirect("directory:api_keys")
