"""Tag packs in, so that a tracing says whose an address is and ends at services.

>>> attribution, rejected = load([Path("exchanges.yaml"), Path("mixers.yaml.gz")])
>>> ledger.mark(attribution.stops(ledger.accounts.to_pylist()))
>>> for address, attributed in attribution.of(tracing.ends["account"].to_pylist()).items():
...     print(address, [(tag.named, tag.confidence) for tag in attributed.tags], attributed.conflicts)
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from entraide.engines.trace import Attribution, Tag

from ._problems import Rejected
from .lists import read_tags


def load(paths: Iterable[Path]) -> tuple[Attribution, list[tuple[Path, Rejected]]]:
    """The tags of GraphSense tag packs (.yaml, .yaml.gz), and which of them could not be taken, with reasons.

    Raises UnreadableFile for a file that is no tag pack.
    """
    tags: list[Tag] = []
    rejected: list[tuple[Path, Rejected]] = []
    for path in paths:
        for tag in read_tags(path):
            if isinstance(tag, Rejected):
                rejected.append((path, tag))
            else:
                tags.append(tag)
    return Attribution(tags), rejected
