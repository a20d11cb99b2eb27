"""The phishing lists of polkadot-js: all.json (domains) and address.json (addresses by site)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .._problems import Rejected
from ._record import Entry, Origin, lines_of, listed

_DOMAINS = Origin(
    "Phishing site on the polkadot-js list", "https://github.com/polkadot-js/phishing", "Apache-2.0"
)
_ADDRESSES = Origin(
    "Phishing address on the polkadot-js list", "https://github.com/polkadot-js/phishing", "Apache-2.0"
)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*([:,\]}\[]?)')
_IPV4 = re.compile(r"[0-9.]+")
_BROKEN = "This is not a line of the list: a quotation mark is missing or something stands beside it"


def read_domains(path: Path) -> Iterator[Entry]:
    """Denied sites as domains, pages or IP addresses. Those allowed are exceptions for hosts, and left out."""
    for line, key, value in _strings(path):
        if isinstance(value, Rejected):
            yield value
        elif key == "deny":
            yield listed(line, _kind_of_site(value), value, _DOMAINS, tags=("phishing",))


def read_addresses(path: Path) -> Iterator[Entry]:
    """Addresses on the ledgers of Polkadot, titled with the site that showed them."""
    for line, key, value in _strings(path):
        if isinstance(value, Rejected):
            yield value
        else:
            title = f"{_ADDRESSES.title}: {key}" if key else ""
            yield listed(line, "dot", value, _ADDRESSES, title=title, tags=("phishing",))


def _kind_of_site(site: str) -> str:
    if "/" in site:
        return "url"
    return "ip" if _IPV4.fullmatch(site) else "domain"


def _strings(path: Path) -> Iterator[tuple[int, str, str | Rejected]]:
    """Each string in the lists of a JSON object of lists, with its key.

    Read by lines, not as one JSON document, so that a file that is broken somewhere still yields the rest.
    """
    key, is_open = "", False
    for numbered in lines_of(path):
        if isinstance(numbered, Rejected):
            yield numbered.line, key, numbered
            return
        line, text = numbered
        at = 0
        for found in _STRING.finditer(text):
            if text[at : found.start()].strip(" \t,[]{}"):
                break
            at = found.end()
            if found[2] == ":":
                key = found[1]
            else:
                yield line, key, found[1]
        rest = text[at:].strip(" \t,[]{}")
        if rest:
            yield line, key, Rejected.of(line, _BROKEN, text.strip())
        is_open = not text.rstrip().endswith("}") if text.strip() else is_open
    if is_open:
        yield line + 1, key, Rejected(line + 1, "The file ends too early; fetch it again", "")
