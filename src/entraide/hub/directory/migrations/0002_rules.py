from django.db import migrations

from entraide.hub.core import rls
from entraide.hub.core.rls import DOOR, ORGANISATION, PROCESSES, ROLES, policy

# Before anyone acts, each door opens what it needs: sign-in and API keys find their member, an invitation
# makes one, and a new hub gets its first coordinator.
at_a_door = f"{DOOR} IN ('sign-in', 'api-key', 'invitation', 'first')"
acting = f"{ORGANISATION} IS NOT NULL"
own = f"organisation_id = {ORGANISATION}"
coordinator = f"'coordinator' = ANY ({ROLES})"
own_or_new = f"{own} OR {coordinator} OR {DOOR} = 'first'"
first = f"{DOOR} = 'first'"

STATEMENTS = [
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
