from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intel", "0004_rules_of_links")]
    operations = [
        migrations.AddField(
            model_name="linkpicture",
            name="fine",
            field=models.BinaryField(db_default=b"", default=b""),
        )
    ]
