from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from .api import api
from .core.errors import Unknown
from .core.middleware import answer

urlpatterns = [
    path("", include("entraide.hub.core.urls")),
    path("directory/", include("entraide.hub.directory.urls")),
    path("intel/", include("entraide.hub.intel.urls")),
    path("api/v1/", api.urls),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """An address that there is not answers as a record that there is not: to machines in JSON."""
    return answer(request, Unknown("page"))
