"""Sanctioned addresses of the US Treasury, one file per asset: sanctioned_addresses_XBT.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .._problems import Rejected, UnreadableFile
from ._record import Entry, Origin, lines_of, listed, wallet_kind

_NAME = re.compile(r"sanctioned_addresses_([A-Za-z0-9]+)\.txt(?:\.gz)?$")


def asset_of(path: Path) -> str | None:
    found = _NAME.search(path.name)
    return found[1].upper() if found else None


def read_sanctioned(path: Path) -> Iterator[Entry]:
    """The addresses of one file; the asset stands in its name."""
    asset = asset_of(path)
    if asset is None:
        raise UnreadableFile(
            "The file's name does not say which asset it lists", "Name it like sanctioned_addresses_XBT.txt"
        )
    origin = Origin(
        title=f"Address on the OFAC sanctions list ({asset})",
        source="https://github.com/0xB10C/ofac-sanctioned-digital-currency-addresses",
        licence="MIT",
    )
    for numbered in lines_of(path):
        if isinstance(numbered, Rejected):
            yield numbered
            continue
        line, text = numbered
        address = text.strip()
        if not address:
            continue
        kind = wallet_kind(asset, address)
        if kind is None:
            yield Rejected.of(line, "The ledger of this asset is not known", address)
        else:
            yield listed(line, kind, address, origin, tags=("sanctions",))
