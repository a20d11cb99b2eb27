"""Forms of sign-in: each try waits for the one before, so that the count of failures is true."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .sign_in import note_failure, one_try_at_a_time


class SignInForm(LoginForm):
    def clean(self) -> dict[str, Any]:
        if email := self.cleaned_data.get("login"):
            one_try_at_a_time(email)
        return super().clean()


class _Counted:
    """A wrong code counts like a wrong password, for the same lock-out."""

    def clean_code(self) -> str:
        request, credentials = context.request, {"email": self.user.email}
        one_try_at_a_time(self.user.email)
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out, request.axes_credentials = True, credentials
            raise ValidationError(_("Too many attempts."))
        try:
            return super().clean_code()
        except ValidationError:
            note_failure(request, self.user.email, "wrong code")
            AxesProxyHandler.user_login_failed(type(self), credentials, request)
            raise


class CodeForm(_Counted, AuthenticateForm):
    pass


class CodeAgainForm(_Counted, ReauthenticateForm):
    pass
