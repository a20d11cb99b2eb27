"""The one error of this package."""


class LocalError(Exception):
    """The hub cannot start or run here; the message says what is wrong and what to do about it."""
