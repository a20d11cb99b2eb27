"""Compiled loops over a ledger's arrays; nothing here knows of Arrow, names or files."""
