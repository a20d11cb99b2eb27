"""GraphSense tag packs: YAML with a head that its tags inherit from, often with tens of thousands of tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import yaml

from .._problems import Rejected, UnreadableFile
from ._record import Entry, Origin, lines_of, listed, wallet_kind

# Everything as text: 0x… would otherwise be read as a number, and dates as dates.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BATCH = 500
_LICENCE = "MIT"
_LONGEST_HEAD, _LONGEST_TAG = 200, 200  # lines

Block = tuple[int, list[str]]  # number of the first line, lines


def read_tagpack(path: Path) -> Iterator[Entry]:
    """The tagged addresses, read in batches, so that memory stays flat."""
    lines = lines_of(path)
    head = _read_head(lines)
    batch: list[Block] = []
    for block in _tags(lines):
        if isinstance(block, Rejected):
            yield from _read_batch(batch, head)
            yield block
            return
        batch.append(block)
        if len(batch) == _BATCH:
            yield from _read_batch(batch, head)
            batch = []
    yield from _read_batch(batch, head)


def _read_head(lines: Iterator[tuple[int, str] | Rejected]) -> dict[str, str]:
    """What stands before ``tags:``. Leaves ``lines`` at the first tag."""
    head: list[str] = []
    for numbered in lines:
        if isinstance(numbered, Rejected) or len(head) > _LONGEST_HEAD:
            break
        if numbered[1].rstrip() == "tags:":
            try:
                values = yaml.load("\n".join(head), Loader=_Loader)  # noqa: S506  a loader of plain text
            except yaml.YAMLError:
                break
            return _texts(values)
        head.append(numbered[1])
    raise UnreadableFile("The file has no list of tags", "Check that it is a tag pack in YAML")


def _tags(lines: Iterator[tuple[int, str] | Rejected]) -> Iterator[Block | Rejected]:
    """The lines of each tag. A tag begins with a dash at the left, or as far in as the first one does."""
    block: Block | None = None
    indent: int | None = None
    for numbered in lines:
        if isinstance(numbered, Rejected):
            yield from filter(None, [block])
            yield numbered
            return
        line, text = numbered
        bare = text.lstrip(" ")
        if indent is None and bare.startswith("-"):
            indent = len(text) - len(bare)
        if bare.startswith("- ") and len(text) - len(bare) == indent:
            yield from filter(None, [block])
            block = (line, [text])
        elif bare and not bare.startswith("#"):
            if block is None or len(block[1]) >= _LONGEST_TAG:
                yield Rejected.of(line, "This line belongs to no tag", bare)
                return
            block[1].append(text)
    yield from filter(None, [block])


def _read_batch(batch: list[Block], head: dict[str, str]) -> Iterator[Entry]:
    """Together, which is fast; one by one where that fails, to find the broken ones."""
    try:
        tags = yaml.load("\n".join(chain.from_iterable(block[1] for block in batch)), Loader=_Loader)  # noqa: S506
    except yaml.YAMLError:
        tags = None
    if batch and (not isinstance(tags, list) or len(tags) != len(batch)):
        if len(batch) == 1:
            yield Rejected.of(batch[0][0], "The tag is not well-formed YAML", " ".join(batch[0][1]))
        else:
            for block in batch:
                yield from _read_batch([block], head)
        return
    for (line, text), tag in zip(batch, tags or [], strict=True):
        yield _entry(line, " ".join(text), tag, head)


def _entry(line: int, text: str, tag: object, head: dict[str, str]) -> Entry:
    own = _texts(tag)
    values = head | own
    address, ticker = own.get("address", ""), values.get("currency", "")
    if not address:
        return Rejected.of(line, "The tag has no address", text)
    kind = wallet_kind(ticker, address)
    if kind is None:
        return Rejected.of(line, "The ledger of this currency is not known", text)
    origin = Origin(
        title=values.get("title", "Tag pack"),
        source=values.get("source", ""),
        licence=_LICENCE,
        date=values.get("lastmod", ""),
    )
    label = values.get("label", "")
    tags = tuple(dict.fromkeys(values[key] for key in ("abuse", "category", "label") if values.get(key)))
    entry = listed(
        line,
        kind,
        address,
        origin,
        title=f"{origin.title}: {label}" if label else "",
        tags=tags,
        confidence=values.get("confidence", ""),
    )
    return replace(entry, text=f"{address} ({ticker})") if isinstance(entry, Rejected) else entry


def _texts(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        return {}
    return {
        str(key): value.strip() for key, value in values.items() if isinstance(value, str) and value.strip()
    }
