"""GraphSense tag packs: YAML with a head that its tags inherit from, often with tens of thousands of tags.

The fields are those of github.com/graphsense/graphsense-tagpack-tool, src/tagpack/conf/tagpack_schema.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

import yaml

from entraide.engines.link import InvalidSelector, normalise
from entraide.engines.trace import Tag

from .._problems import Rejected, UnreadableFile
from ._record import Entry, Origin, lines_of, listed, wallet_kind

# Everything as text: 0x… would otherwise be read as a number, and dates as dates.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BATCH = 500
_LICENCE = "MIT"
_LONGEST_HEAD, _LONGEST_TAG = 200, 200  # lines

Block = tuple[int, list[str]]  # number of the first line, lines
Values = dict[str, str]
_Made = TypeVar("_Made")
_Make = Callable[[int, str, Values, Values], _Made | Rejected]  # line, text, the tag's own values, the head's


def read_tagpack(path: Path) -> Iterator[Entry]:
    """The tagged addresses as entries of a published list."""
    return _read(path, _entry)


def read_tags(path: Path) -> Iterator[Tag | Rejected]:
    """The tags with all that they say: who, what kind of service, how sure. Raises UnreadableFile."""
    return _read(path, _tag)


def _read(path: Path, make: _Make[_Made]) -> Iterator[_Made | Rejected]:
    """In batches, so that memory stays flat."""
    lines = lines_of(path)
    head = _read_head(lines)
    batch: list[Block] = []
    for block in _tags(lines):
        if isinstance(block, Rejected):
            yield from _read_batch(batch, head, make)
            yield block
            return
        batch.append(block)
        if len(batch) == _BATCH:
            yield from _read_batch(batch, head, make)
            batch = []
    yield from _read_batch(batch, head, make)


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


def _read_batch(batch: list[Block], head: Values, make: _Make[_Made]) -> Iterator[_Made | Rejected]:
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
                yield from _read_batch([block], head, make)
        return
    for (line, text), tag in zip(batch, tags or [], strict=True):
        yield make(line, " ".join(text), _texts(tag), head)


def _entry(line: int, text: str, own: Values, head: Values) -> Entry:
    found = _address(line, text, own, head)
    if isinstance(found, Rejected):
        return found
    kind, address, ticker = found
    values = head | own
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


def _tag(line: int, text: str, own: Values, head: Values) -> Tag | Rejected:
    found = _address(line, text, own, head)
    if isinstance(found, Rejected):
        return found
    kind, address, ticker = found
    try:
        selector = normalise(kind, address)
    except InvalidSelector as problem:
        return Rejected.of(line, problem.reason, f"{address} ({ticker})")
    values = head | own
    return Tag(
        kind=selector.kind,
        address=selector.value,
        label=values.get("label", ""),
        category=values.get("category", ""),
        actor=values.get("actor", ""),
        abuse=values.get("abuse", ""),
        concepts=tuple(values.get("concepts", "").split()),
        confidence=values.get("confidence", ""),
        source=values.get("source", ""),
        date=values.get("lastmod", ""),
        pack=values.get("title", ""),
    )


def _address(line: int, text: str, own: Values, head: Values) -> tuple[str, str, str] | Rejected:
    """Kind of selector, address and ticker."""
    address, ticker = own.get("address", ""), (head | own).get("currency") or (head | own).get("network", "")
    if not address:
        return Rejected.of(line, "The tag has no address", text)
    kind = wallet_kind(ticker, address)
    if kind is None:
        return Rejected.of(line, "The ledger of this currency is not known", text)
    return kind, address, ticker


def _texts(values: object) -> Values:
    """What is written as text; the words of a list, parted by spaces."""
    if not isinstance(values, dict):
        return {}
    plain = {
        str(key): " ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in values.items()
    }
    return {key: value.strip() for key, value in plain.items() if isinstance(value, str) and value.strip()}
