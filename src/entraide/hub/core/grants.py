"""What each process may touch, declared in one place and granted after every migration.

Row-level security decides *which rows*; this decides *which tables and columns*. A table that is not
declared here is out of every process's reach, and a test says so.
"""

from django.db import connection

WRITE = "SELECT, INSERT, UPDATE, DELETE"
READ = "SELECT"
ADD = "SELECT, INSERT"
# of an entry what is compared and copied into a hit; the caveat is an author's own words
LINKED = (
    "id, token, kind, record_kind, record_id, owner_id, state, unit, received_at, linked_at, capped, tlp,"
    " audience, recipients, excluded_states, purposes, expires_on, disputed, hit_mode"
)

# of a row that is compared: what is compared, and what is copied into a hit
_COMPARED = (
    "number, owner_id, state, unit, received_at, linked_at, keys, tlp, audience, recipients, excluded_states,"
    " purposes, expires_on, disputed, hit_mode, record_id"
)
_PERSON = "kind, report_id, names, birth_from, birth_to, sex, nationalities, documents, place, deepened_at, keys_version"

# table → process → privileges
GRANTS: dict[str, dict[str, str]] = {
    "core_hub": {"web": READ, "worker": READ, "linker": READ, "sealer": READ},
    "core_journalentry": {
        "web": ADD,
        "worker": ADD,
        "sealer": "SELECT, UPDATE (number, previous, seal)",
    },
    "core_journaldetail": {"web": ADD, "worker": ADD},
    "core_journalhead": {"web": READ, "worker": READ, "sealer": ADD},
    "core_journalproof": {"web": READ, "worker": READ, "sealer": READ},
    "core_countersignature": {"web": READ, "worker": READ, "sealer": READ},
    "core_liveevent": {"web": READ, "worker": "SELECT, DELETE"},
    "core_livecounter": {"web": READ},
    "core_quotause": {"web": WRITE, "worker": WRITE},
    "core_job": {"web": WRITE, "worker": WRITE},
    "directory_organisation": {
        "web": "SELECT, INSERT, UPDATE",
        "worker": READ,
        "sealer": READ,
    },
    "directory_power": {"web": WRITE, "worker": READ},
    "directory_member": {"web": "SELECT, INSERT, UPDATE", "worker": READ},
    "directory_invitation": {"web": WRITE, "worker": READ},
    "directory_apikey": {"web": "SELECT, INSERT, UPDATE", "worker": READ},
    "directory_cache": {"web": WRITE},
    **{
        f"intel_{table}": {"web": WRITE, "worker": WRITE}
        for table in (
            "report",
            "selector",
            "technique",
            "place",
            "proposaldecision",
            "locateevidence",
            "attachment",
            "custody",
            "claim",
            "searchtoken",
            "nametoken",
            "watch",
            "handovernote",
        )
    },
    "intel_entity": {"web": ADD, "worker": ADD},
    "intel_linkentry": {
        "web": "INSERT",
        "worker": "INSERT",
        "linker": f"SELECT ({LINKED}), UPDATE (linked_at, capped)",
    },
    "intel_linkperson": {
        "web": WRITE,
        "worker": WRITE,
        "linker": f"SELECT ({_COMPARED}, {_PERSON}), UPDATE (linked_at, deepened_at, keys, keys_version)",
    },
    "intel_linktext": {
        "web": WRITE,
        "worker": WRITE,
        "linker": f"SELECT ({_COMPARED}, signature), UPDATE (linked_at, keys)",
    },
    "intel_linkpicture": {
        "web": WRITE,
        "worker": WRITE,
        "linker": f"SELECT ({_COMPARED}, attachment_id, phash, fine), UPDATE (linked_at, keys)",
    },
    # keys of these, each a number of no meaning to whoever has not the row: out of every other process's reach
    **{f"intel_{table}": {"linker": WRITE} for table in ("namekey", "heavykey", "textband", "picturechunk")},
    "intel_hit": {"web": READ, "worker": READ, "linker": WRITE},
    "intel_decision": {"web": ADD, "worker": ADD, "linker": "SELECT (hit_id)"},
    "intel_message": {"web": ADD, "worker": ADD, "linker": "SELECT (hit_id)"},
    # sign-in and sessions
    "django_session": {"web": WRITE, "worker": "SELECT, DELETE"},
    "account_emailaddress": {"web": WRITE},
    "account_emailconfirmation": {"web": WRITE},
    "mfa_authenticator": {"web": WRITE},
    "axes_accessattempt": {"web": WRITE},
    "axes_accessattemptexpiration": {"web": WRITE},
    "axes_accesslog": {"web": WRITE},
    "axes_accessfailurelog": {"web": WRITE},
    # Django's own, which nothing of ours reads
    "django_migrations": {"web": READ, "worker": READ},
    "django_content_type": {},
    "auth_permission": {},
    "auth_group": {},
    "auth_group_permissions": {},
    # jobs
    "procrastinate_jobs": {"web": WRITE, "worker": WRITE},
    "procrastinate_events": {"web": WRITE, "worker": WRITE},
    "procrastinate_periodic_defers": {"web": WRITE, "worker": WRITE},
    "procrastinate_workers": {"web": WRITE, "worker": WRITE},
}

# functions that run as their owner, each checking the actor itself
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "core_announce(uuid, text, uuid, uuid[])": ("web", "worker", "linker"),
    "core_live_range()": ("web",),
    "core_begin_exercise(bigint, timestamptz)": ("worker",),
    "core_now()": ("web", "worker", "linker"),
    "core_countersign(bytea, timestamptz, bytea)": ("web",),
    "core_forget_old_details(integer)": ("worker",),
    "directory_contact_tested(uuid)": ("web",),
    "intel_release_hit(uuid)": ("web", "worker"),
    "intel_own_reports(text[])": ("web", "worker"),
    "intel_held_expired()": ("web", "worker"),
    "intel_renew_held(uuid, date)": ("web", "worker"),
    "intel_release_held(uuid)": ("web", "worker"),
    "intel_still_there(uuid[])": ("worker",),
}


def grant_everything(**_: object) -> None:
    """After a migration (as the migrator): give each process exactly what is declared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " UNION SELECT viewname FROM pg_views WHERE schemaname = 'public'"
        )
        tables = {name for (name,) in cursor.fetchall()}
        for table in tables & GRANTS.keys():
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {_ALL}")
            for process, privileges in GRANTS[table].items():
                cursor.execute(f"GRANT {privileges} ON {table} TO entraide_{process}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {_ALL}")
        for function, processes in FUNCTIONS.items():
            cursor.execute("SELECT to_regprocedure(%s)", [function])
            if cursor.fetchone()[0] is None:
                continue  # its migration is still to come
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
            roles = ", ".join(f"entraide_{process}" for process in processes)
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {roles}")


_ALL = "entraide_web, entraide_worker, entraide_linker, entraide_sealer"
