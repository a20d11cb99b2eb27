"""Reads of intelligence. Every one is under the rule of the database: what it returns may be shown."""
