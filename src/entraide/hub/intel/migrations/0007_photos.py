import django.db.models.deletion
from django.db import migrations, models

KINDS = [("technique", "Method"), ("place", "Place"), ("journey", "Way"), ("photo", "Photo")]

# What was decided of a photo goes with it, whoever deletes it.
FORGET = """
CREATE FUNCTION intel_forget_photo() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM intel_locateevidence AS child USING old_rows WHERE child.attachment_id = old_rows.id;
    DELETE FROM intel_proposaldecision AS child USING old_rows
        WHERE child.report_id = old_rows.report_id AND child.kind = 'photo' AND child.subject = old_rows.id::text;
    RETURN NULL;
END $$;
CREATE TRIGGER intel_forget_photo AFTER DELETE ON intel_attachment REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION intel_forget_photo();
"""


class Migration(migrations.Migration):
    dependencies = [("intel", "0006_read_by_a_machine")]

    operations = [
        migrations.AddField("attachment", "photo", models.JSONField(null=True)),
        migrations.AddField(
            "locateevidence",
            "attachment",
            models.ForeignKey(
                "intel.attachment",
                django.db.models.deletion.CASCADE,
                null=True,
                related_name="located",
                db_constraint=False,
            ),
        ),
        migrations.AlterField("locateevidence", "kind", models.CharField(max_length=12, choices=KINDS)),
        migrations.AlterField("proposaldecision", "kind", models.CharField(max_length=12, choices=KINDS)),
        migrations.RunSQL(FORGET),
    ]
