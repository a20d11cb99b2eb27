"""Published lists of phishing sites and tagged addresses, as selectors with source, date and licence.

>>> for entry in read(Path("sanctioned_addresses_XBT.txt")):
...     if isinstance(entry, Rejected):
...         print(entry.line, entry.reason)
...     else:
...         print(entry.kind, entry.value, entry.title, entry.source, entry.licence)

A half-broken file yields its good entries and, in their places, the rejected ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .._problems import Rejected, UnreadableFile
from ._ofac import asset_of, read_sanctioned
from ._polkadot import read_addresses, read_domains
from ._record import Entry, Listed
from ._tagpacks import read_tagpack, read_tags

__all__ = [
    "Entry",
    "Listed",
    "Rejected",
    "UnreadableFile",
    "read",
    "read_addresses",
    "read_domains",
    "read_sanctioned",
    "read_tagpack",
    "read_tags",
]


def read(path: Path) -> Iterator[Entry]:
    """The entries of a list, recognised by its name and its first lines.

    Raises UnreadableFile, before anything is yielded, for a file that is none of the known lists.
    """
    if not path.is_file():
        raise UnreadableFile("There is no such file", "Check the path")
    names = path.name.lower()
    if asset_of(path):
        return read_sanctioned(path)
    if names.endswith((".yaml", ".yml", ".yaml.gz", ".yml.gz")):
        return read_tagpack(path)
    if names.endswith(".json"):
        with path.open("rb") as file:
            is_domains = b'"deny"' in file.read(65536) or "all" in names
        return read_domains(path) if is_domains else read_addresses(path)
    raise UnreadableFile(
        "This is none of the lists that can be read",
        "Known are polkadot-js all.json and address.json, sanctioned_addresses_*.txt and tag packs (.yaml, .yaml.gz)",
    )
