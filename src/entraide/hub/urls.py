from django.urls import include, path

urlpatterns = [
    path("", include("entraide.hub.core.urls")),
    path("directory/", include("entraide.hub.directory.urls")),
    path("intel/", include("entraide.hub.intel.urls")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
