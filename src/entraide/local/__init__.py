"""What one machine needs to run the hub: the embedded PostgreSQL, its roles and secrets, and the processes.

    with Server(home_folder()) as server:
        ensure_roles(server.superuser_url, server.credentials)
        server.create_database("entraide")
        psycopg.connect(server.url("web"))

Nothing here imports the hub.
"""
