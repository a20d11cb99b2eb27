from django.urls import path

from .views import attachments, hits, new, report, reports, watches

app_name = "intel"
urlpatterns = [
    path("new", new.new, name="new"),
    path("mark", new.mark, name="mark"),
    path("handling-words", new.handling_words, name="handling_words"),
    path("reports", reports.reports, name="reports"),
    path("report/<uuid:report_id>", report.report, name="report"),
    path("report/<uuid:report_id>/handling", report.handling, name="report_handling"),
    path("report/<uuid:report_id>/methods", report.mark_technique, name="mark_technique"),
    path("report/<uuid:report_id>/methods/<str:technique>/unmark", report.unmark_technique, name="unmark_technique"),
    path("report/<uuid:report_id>/places", report.mark_place, name="mark_place"),
    path("report/<uuid:report_id>/places/<uuid:place_id>/unmark", report.unmark_place, name="unmark_place"),
    path("report/<uuid:report_id>/people", report.add_person, name="add_person"),
    path("report/<uuid:report_id>/attachments", report.attach, name="attach"),
    path("attachment/<uuid:attachment_id>", attachments.attachment, name="attachment"),
    path("attachment/<uuid:attachment_id>/original", attachments.original, name="attachment_original"),
    path("attachment/<uuid:attachment_id>/hand-over", attachments.hand_over, name="hand_over"),
    path("hits", hits.hits, name="hits"),
    path("hit/<uuid:hit_id>", hits.hit, name="hit"),
    path("hit/<uuid:hit_id>/decide", hits.decide, name="hit_decide"),
    path("hit/<uuid:hit_id>/release", hits.release, name="hit_release"),
    path("hit/<uuid:hit_id>/message", hits.message, name="hit_message"),
    path("watches", watches.watches, name="watches"),
    path("watch/<uuid:watch_id>", watches.watch, name="watch"),
    path("watch/<uuid:watch_id>/end", watches.end, name="watch_end"),
]
