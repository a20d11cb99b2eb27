"""The invited come in: name, password, then the second factor."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entraide.hub.core.acting import door
from entraide.hub.core.errors import Invalid, Unknown

from .. import queries
from ..actions import invitations
from ..forms import AcceptForm, add_problems
from ..sign_in import BACKEND


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """One that is unknown, over, withdrawn or used answers the same."""
    try:
        with door("invitation"):
            invitation = queries.open_invitation(invitations.hashed(token))
    except Unknown:
        return render(request, "directory/invitation_over.html", status=404)
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            member = invitations.accept(token, **form.cleaned_data)
        except Unknown:
            return render(request, "directory/invitation_over.html", status=404)
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            with door("sign-in"):
                login(request, member, BACKEND)
                # setting up the second factor asks for a fresh password: this one is
                record_authentication(request, member, "password", reauthenticated=True)
            return redirect("mfa_index")
    return render(request, "directory/accept_invitation.html", {"form": form, "invitation": invitation})
