from django.urls import include, path

from .api import api

urlpatterns = [
    path("", include("entraide.hub.core.urls")),
    path("directory/", include("entraide.hub.directory.urls")),
    path("intel/", include("entraide.hub.intel.urls")),
    path("api/v1/", api.urls),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
