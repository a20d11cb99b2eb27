from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intel", "0007_photos")]
    operations = [
        migrations.SeparateDatabaseAndState(
            # the index of the numbers goes with them; a report's words are found by its own
            database_operations=[migrations.RunSQL("ALTER TABLE intel_searchtoken DROP COLUMN id")],
            state_operations=[
                migrations.RemoveField("searchtoken", "id"),
                migrations.AddField(
                    "searchtoken",
                    "pk",
                    models.CompositePrimaryKey(
                        "report_id", "token", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        )
    ]
