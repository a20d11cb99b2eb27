from django.urls import path

from . import job_views, stream, views

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("live/stream", stream.stream, name="stream"),
    path("purpose", views.purpose, name="purpose"),
    path("jobs", job_views.job_list, name="jobs"),
    path("jobs/<uuid:job_id>", job_views.job_page, name="job"),
    path("jobs/<uuid:job_id>/cancel", job_views.job_cancel, name="job_cancel"),
]
