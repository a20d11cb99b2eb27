"""Entraide: an open hub on which countries act together against scam centres."""

__version__ = "0.1.0"
