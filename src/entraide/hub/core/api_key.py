"""What a key may do, checked at each operation: ``@router.get(…, auth=may(READ))``."""

from collections.abc import Callable

from django.http import HttpRequest

from entraide.hub.directory.models import ApiKey

from .errors import Refused

READ, SUBMIT, DECIDE = ApiKey.Scope.READ, ApiKey.Scope.SUBMIT, ApiKey.Scope.DECIDE


def may(scope: str) -> Callable[[HttpRequest], ApiKey | None]:
    """The key in force if it has the scope; None makes the answer 401 (no key) or raises Refused (scope)."""

    def check(request: HttpRequest) -> ApiKey | None:
        key: ApiKey | None = request.api_key  # type: ignore[attr-defined]  # set by the acting middleware
        if key is not None and scope not in key.scopes:
            raise Refused(f"This key lacks the scope “{scope}”.", deed=f"api.{scope}", object_kind="api_key")
        return key

    return check
