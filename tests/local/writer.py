"""Writes rows into the server of a home for ever, printing each number once its commit was acknowledged."""

import sys
from pathlib import Path

import psycopg

from entraide.local.postgres import Server

with (
    Server(Path(sys.argv[1])) as server,
    psycopg.connect(server.superuser_url, autocommit=True) as connection,
):
    connection.execute("CREATE TABLE IF NOT EXISTS written (number int PRIMARY KEY, filler text)")
    for number in range(10**9):
        connection.execute("INSERT INTO written VALUES (%s, repeat('x', 500))", (number,))
        print(number, flush=True)
