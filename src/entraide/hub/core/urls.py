from django.urls import path

from . import job_views, journal_views, stream, views

app_name = "core"
urlpatterns = [
    path("", views.situation, name="situation"),
    path("situation/<slug:panel>", views.situation_panel, name="situation_panel"),
    path("healthz", views.healthz, name="healthz"),
    path("live/stream", stream.stream, name="stream"),
    path("purpose", views.purpose, name="purpose"),
    path("journal", journal_views.journal_page, name="journal"),
    path("journal/verify", journal_views.journal_verify, name="journal_verify"),
    path("jobs", job_views.job_list, name="jobs"),
    path("jobs/<uuid:job_id>", job_views.job_page, name="job"),
    path("jobs/<uuid:job_id>/cancel", job_views.job_cancel, name="job_cancel"),
]
