from django.db import migrations

# Django's cache in the database, for what its web processes must share: attempts counted, codes used.
# Unlogged: to lose it in a crash costs nothing, and it is written at every attempt.
CREATE = """
CREATE UNLOGGED TABLE directory_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX directory_cache_expires ON directory_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_rules")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE directory_cache")]
