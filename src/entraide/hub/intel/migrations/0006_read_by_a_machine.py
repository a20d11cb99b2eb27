import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import entraide.hub.core.ids
from entraide.hub.core import rls
from entraide.hub.core.rls import ORGANISATION, PROCESSES, policy

CHILDREN = ("proposaldecision", "locateevidence")
RULE = (
    "owner_id",
    "tlp",
    "audience",
    "recipients",
    "excluded_states",
    "purposes",
    "expires_on",
    "disputed",
    "legal_hold",
)


def _trigger(name: str, event: str, body: str) -> str:
    """A statement trigger that runs as the migrator: who changes a report may not see what hangs on it."""
    rows = "NEW TABLE AS new_rows" if event == "UPDATE" else "OLD TABLE AS old_rows"
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN {body}
        RETURN NULL;
    END $$;
    CREATE TRIGGER {name} AFTER {event} ON intel_report REFERENCING {rows}
        FOR EACH STATEMENT EXECUTE FUNCTION {name}();
    """


relabel = "".join(
    f"""
        UPDATE intel_{child} AS child SET {", ".join(f"{column} = new_rows.{column}" for column in RULE)}
            FROM new_rows WHERE child.report_id = new_rows.id;"""
    for child in CHILDREN
)
forget = "".join(
    f"""
        DELETE FROM intel_{child} AS child USING old_rows WHERE child.report_id = old_rows.id;"""
    for child in CHILDREN
)
own = f"owner_id = {ORGANISATION}"
STATEMENTS = [
    *rls.labelled("intel_locateevidence"),
    # what somebody decided, and did not, is their organisation's own; readers see what it led to
    *rls.enable("intel_proposaldecision"),
    policy("intel_proposaldecision", "owner_adds", "INSERT", PROCESSES, check=own),
    policy("intel_proposaldecision", "owner_reads", "SELECT", PROCESSES, using=rls.may_write()),
    policy("intel_proposaldecision", "owner_changes", "UPDATE", PROCESSES, using=rls.may_write(), check=own),
    policy("intel_proposaldecision", "owner_deletes", "DELETE", PROCESSES, using=rls.may_write()),
    _trigger("intel_relabel_read", "UPDATE", relabel),
    _trigger("intel_forget_read", "DELETE", forget),
]


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_rules"),
        ("intel", "0005_pictures_finely"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LocateEvidence",
            fields=[
                (
                    "tlp",
                    models.SmallIntegerField(
                        choices=[
                            (0, "TLP:CLEAR"),
                            (1, "TLP:GREEN"),
                            (2, "TLP:AMBER"),
                            (3, "TLP:AMBER+STRICT"),
                            (4, "TLP:RED"),
                        ]
                    ),
                ),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "recipients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "excluded_states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                    ),
                ),
                ("purposes", models.SmallIntegerField(default=15)),
                ("expires_on", models.DateField()),
                ("disputed", models.BooleanField(default=False)),
                ("legal_hold", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=entraide.hub.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("technique", "Method"), ("place", "Place"), ("journey", "Way")],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("item", models.JSONField()),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="intel.place",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="intel.report",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProposalDecision",
            fields=[
                (
                    "tlp",
                    models.SmallIntegerField(
                        choices=[
                            (0, "TLP:CLEAR"),
                            (1, "TLP:GREEN"),
                            (2, "TLP:AMBER"),
                            (3, "TLP:AMBER+STRICT"),
                            (4, "TLP:RED"),
                        ]
                    ),
                ),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "recipients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "excluded_states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                    ),
                ),
                ("purposes", models.SmallIntegerField(default=15)),
                ("expires_on", models.DateField()),
                ("disputed", models.BooleanField(default=False)),
                ("legal_hold", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=entraide.hub.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("technique", "Method"), ("place", "Place"), ("journey", "Way")],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("words", models.CharField(max_length=500)),
                ("score", models.FloatField()),
                ("cues", models.CharField(blank=True, max_length=500)),
                ("confirmed", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="intel.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "kind", "subject"), name="one_decision_a_proposal"
                    )
                ],
            },
        ),
        *(migrations.RunSQL(statement) for statement in STATEMENTS),
    ]
