"""`entraide …`: one module per subject, found by name.

A module of this package exposes `app`, a `typer.Typer`: with a name its commands form a group
(`entraide report import`), without one they stand at the top (`entraide up`). Every module is imported at
every start, so that it imports what is heavy (Django, the database, engines) inside its commands; see
`_hub.as_role` for those that work on the hub's data. Modules that begin with `_` are helpers.
"""

import importlib
import logging
import pkgutil
import sys
from typing import Any

import typer

from entraide import __version__
from entraide.local.errors import LocalError

# Errors whose message is meant for the person at the keyboard. Known by name, as the hub is imported late.
SAID_TO_USERS = {
    "entraide.hub.core.errors": ("Refused", "Unknown", "Invalid"),
    "psycopg": ("OperationalError",),
}


class CommandLine(typer.Typer):
    """The root command: an error meant for people is one line and exit status 1, never a traceback."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
        try:
            return super().__call__(*args, **kwargs)
        except LocalError as error:
            sys.exit(_said(error))
        except Exception as error:
            if isinstance(error, _said_to_users()):
                sys.exit(_said(error))
            raise


def _said(error: Exception) -> str:
    return f"entraide: {error}"


def _said_to_users() -> tuple[type[Exception], ...]:
    loaded = [
        (sys.modules[module], names) for module, names in SAID_TO_USERS.items() if module in sys.modules
    ]
    return tuple(getattr(module, name) for module, names in loaded for name in names if hasattr(module, name))


app = CommandLine(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="An open hub on which countries act together against scam centres.",
)


@app.callback()
def _root() -> None:
    """Keep `entraide NAME` a command with subcommands, even while there is only one."""


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def _add_commands() -> None:
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            app.add_typer(importlib.import_module(f"{__name__}.{module.name}").app)


_add_commands()
