from django.db import models

from ...core.models import RuleColumns


class SearchToken(RuleColumns):
    """A word of a report (a pair of characters where a script has no word spaces).

    Equality and ranges of C-collated text are leakproof, so the policy lets the B-tree serve them;
    full-text operators are not. ``report_id`` is no foreign key, and the database keeps no primary key: forty of
    these are written a report, and each check or index that nothing asks for would be paid forty times.
    """

    pk = models.CompositePrimaryKey("report_id", "token")
    token = models.CharField(max_length=48, db_collation="C")
    received_at = models.DateTimeField()
    report_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["token", "-received_at", "report_id"], name="search_token"),
            models.Index(fields=["report_id"], name="search_report"),
        ]


class NameToken(RuleColumns):
    """A word of a name that a claim states. Apart from the words of reports: who searches for a person
    states a case and a reason."""

    token = models.CharField(max_length=48, db_collation="C")
    entity_id = models.UUIDField()
    claim_id = models.UUIDField()
    report_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["token", "entity_id"], name="name_token"),
            models.Index(fields=["report_id"], name="name_report"),
        ]
