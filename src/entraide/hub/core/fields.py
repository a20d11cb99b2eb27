"""A column whose value is sealed under its row's own key, so that erasing the key erases the value.

    watch.sealed_value = fields.seal(watch, "sealed_value", "+66 2 123 4567")
    fields.unseal(watch, "sealed_value")

The row's id is its case in the vault. Nothing can be searched in such a column; what must be found has a
keyed token beside it (``core.tokens``).
"""

from django.db.models import Model

from .vault import Vault


def seal(row: Model, column: str, value: str) -> bytes:
    """The sealed value for ``column``. Makes the row's key if it has none."""
    vault = Vault.instance()
    vault.create(row.pk)
    return vault.encrypt(row.pk, value.encode(), _context(row, column))


def unseal(row: Model, column: str) -> str:
    """The value in ``column``. Raises Erased, and Damaged."""
    return Vault.instance().decrypt(row.pk, getattr(row, column), _context(row, column)).decode()


def _context(row: Model, column: str) -> str:
    return f"{row._meta.db_table}.{column}:{row.pk}"
