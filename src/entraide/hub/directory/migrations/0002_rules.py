from django.db import migrations

from entraide.hub.core import rls
from entraide.hub.core.rls import DOOR, ORGANISATION, PROCESSES, ROLES, policy

# Before anyone acts, each door opens what it needs: sign-in, API keys and jobs find their member, an
# invitation makes one, and a new hub gets its first coordinator.
at_a_door = f"{DOOR} IN ('sign-in', 'api-key', 'invitation', 'first', 'job')"
acting = f"{ORGANISATION} IS NOT NULL"
own = f"organisation_id = {ORGANISATION}"
coordinator = f"'coordinator' = ANY ({ROLES})"
own_or_new = f"{own} OR {coordinator} OR {DOOR} = 'first'"
first = f"{DOOR} = 'first'"

# Any member may say "this contact answered me just now", and nothing else about another organisation.
CONTACT_TESTED = f"""
CREATE FUNCTION directory_contact_tested(tested uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF {ORGANISATION} IS NULL THEN
        RAISE EXCEPTION 'nobody is acting' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE directory_organisation SET contact_tested_at = core_now(), contact_tested_by_id = {ORGANISATION}
        WHERE id = tested AND suspended_at IS NULL;
    RETURN FOUND;
END $$
"""

# Django's cache in the database, for what its web processes must share: attempts counted, codes used.
# Unlogged: to lose it in a crash costs nothing, and it is written at every attempt.
CACHE = """
CREATE UNLOGGED TABLE directory_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX directory_cache_expires ON directory_cache (expires);
"""

STATEMENTS = [
    CACHE,
    CONTACT_TESTED,
    *rls.enable("directory_organisation"),
    policy("directory_organisation", "members_read", "SELECT", PROCESSES, using=f"{acting} OR {at_a_door}"),
    policy("directory_organisation", "processes_read", "SELECT", ("linker", "sealer"), using="true"),
    policy(
        "directory_organisation", "coordinator_admits", "INSERT", PROCESSES, check=f"{coordinator} OR {first}"
    ),
    policy(
        "directory_organisation",
        "own_or_coordinator",
        "UPDATE",
        PROCESSES,
        using=f"id = {ORGANISATION} OR {coordinator}",
    ),
    *rls.enable("directory_power"),
    policy("directory_power", "members_read", "SELECT", PROCESSES, using=f"{acting} OR {first}"),
    policy("directory_power", "own_adds", "INSERT", PROCESSES, check=own_or_new),
    policy("directory_power", "own_changes", "UPDATE", PROCESSES, using=own),
    policy("directory_power", "own_deletes", "DELETE", PROCESSES, using=own),
    *rls.enable("directory_member"),
    policy("directory_member", "members_read", "SELECT", PROCESSES, using=f"{acting} OR {at_a_door}"),
    policy(
        "directory_member", "invited_join", "INSERT", PROCESSES, check=f"{DOOR} IN ('invitation', 'first')"
    ),
    policy(
        "directory_member",
        "own_changes",
        "UPDATE",
        PROCESSES,
        using=f"{own} OR {DOOR} IN ('sign-in', 'invitation')",
    ),
    *rls.enable("directory_invitation"),
    policy(
        "directory_invitation",
        "inviters",
        "ALL",
        PROCESSES,
        using=f"{own} OR {coordinator}",
        check=f"{own} OR {coordinator}",
    ),
    policy("directory_invitation", "first_invited", "INSERT", ("web",), check=first),
    policy("directory_invitation", "invited_find", "SELECT", ("web",), using=f"{DOOR} = 'invitation'"),
    policy("directory_invitation", "invited_accept", "UPDATE", ("web",), using=f"{DOOR} = 'invitation'"),
    *rls.enable("directory_apikey"),
    policy("directory_apikey", "own_organisation", "ALL", PROCESSES, using=own, check=own),
    policy("directory_apikey", "keys_find", "SELECT", ("web",), using=f"{DOOR} = 'api-key'"),
    policy("directory_apikey", "keys_mark_use", "UPDATE", ("web",), using=f"{DOOR} = 'api-key'"),
]


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunSQL(statement) for statement in STATEMENTS]
