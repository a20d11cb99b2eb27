from django.db import migrations, models

KINDS = [
    *[("technique", "Method"), ("place", "Place"), ("journey", "Way"), ("photo", "Photo")],
    ("beside", "River, border or sea"),
    ("way", "How long the way was"),
    ("bearing", "Direction from a place"),
    ("ping", "Position of a telephone"),
    ("address", "Delivery, address or shop sign"),
    ("searched", "Searched, and not found there"),
    ("left_on", "A site that was left"),
]


class Migration(migrations.Migration):
    dependencies = [("intel", "0008_words_without_numbers")]

    operations = [
        migrations.AlterField("locateevidence", "kind", models.CharField(max_length=12, choices=KINDS)),
    ]
