"""Whose addresses they are, as published tags say: with their confidence, their conflicts, and where to stop.

A tag is what somebody said of an address. Tags are kept as they are and never merged: who reads them sees that two
disagree. `entraide.formats.attribution.load` reads them from GraphSense tag packs:

>>> from entraide.formats.attribution import load
>>> attribution, rejected = load([Path("exchanges.yaml"), Path("mixers.yaml.gz")])
>>> ledger.mark(attribution.stops(ledger.accounts.to_pylist()))    # a tracing ends there and says why
>>> attribution.of(["TRx…"])["TRx…"].conflicts
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType

from entraide.engines.link import InvalidSelector, Selector, normalise

from .utxo import address_of_coin

# How sure a tag is, out of 100, by the word that it carries: github.com/graphsense/graphsense-tagpack-tool,
# src/tagpack/db/confidence.csv. A tag that carries none, or another word, is as sure as "unknown".
CONFIDENCE: Mapping[str, int] = MappingProxyType(
    {
        "override": 100,
        "ownership": 100,
        "manual_transaction": 90,
        "service_api": 70,
        "authority_data": 60,
        "trusted_provider": 50,
        "service_data": 50,
        "forensic": 50,
        "untrusted_transaction": 40,
        "web_crawl": 20,
        "heuristic": 10,
        "unknown": 5,
    }
)

# Which mark of `STOPS` a service sets, by the words of the tag packs' taxonomies (src/tagpack/db/entities.yaml and
# concepts.yaml there): its customers' money is together, so that what leaves it is not what came.
STOP_OF: Mapping[str, str] = MappingProxyType(
    {
        "exchange": "exchange",
        "mixing_service": "mixer",
        "mixing": "mixer",
        "coinjoin": "mixer",
        "atm": "cash agent",
        "wallet_service": "pooled",
        "hosted_wallet": "pooled",
        "escrow_wallet": "pooled",
        "payment_processor": "pooled",
        "gambling": "pooled",
        "market": "pooled",
        "defi": "pooled",
        "defi_dex": "pooled",
        "defi_bridge": "pooled",
        "defi_lending": "pooled",
    }
)
# Tags that are less sure than this set no mark: a wrong one would end a tracing where it ought to go on.
LEAST = CONFIDENCE["web_crawl"]


@dataclass(frozen=True, slots=True)
class Tag:
    """What one source says of one address; "" where it says nothing.

    `kind` is the kind of selector (btc, eth, tron …), `address` its canonical spelling. `category` is what kind of
    service or person, `abuse` what it is said to have done, `concepts` more words of both sorts, `actor` who.
    `confidence` is a word of CONFIDENCE, `date` when the tag was last changed, as written; `pack` the collection.
    """

    kind: str
    address: str
    label: str
    category: str = ""
    actor: str = ""
    abuse: str = ""
    concepts: tuple[str, ...] = ()
    confidence: str = ""
    source: str = ""
    date: str = ""
    pack: str = ""

    @property
    def sureness(self) -> int:
        """0 to 100."""
        return CONFIDENCE.get(self.confidence, CONFIDENCE["unknown"])

    @property
    def stop(self) -> str:
        """The mark that it would set; "" for none."""
        return next((STOP_OF[word] for word in (self.category, *self.concepts) if word in STOP_OF), "")

    @property
    def named(self) -> str:
        """Who, as far as it says."""
        return self.actor or self.label


@dataclass(frozen=True, slots=True)
class Attributed:
    """All that is said of an address, the surest first; never merged."""

    address: str
    tags: tuple[Tag, ...]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """What its tags do not agree on ("actor", "category", "stop"), where at least two say something."""
        said = {
            "actor": {tag.actor for tag in self.tags} - {""},
            "category": {tag.category for tag in self.tags} - {""},
            "stop": {tag.stop for tag in self.tags if tag.category or tag.concepts},
        }
        return tuple(name for name, values in said.items() if len(values) > 1)

    def stop(self, least: int = LEAST) -> str:
        """The mark of the surest tag that sets one and is at least so sure; "" for none."""
        return next((tag.stop for tag in self.tags if tag.stop and tag.sureness >= least), "")


class Attribution:
    """Tags by address. One and the same tag told twice is kept once."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        self.tags = tuple(dict.fromkeys(tags))

    def __len__(self) -> int:
        return len(self._by_address)

    def of(self, addresses: Iterable[str]) -> dict[str, Attributed]:
        """What is said of those addresses that have tags, by their spelling here; of the account of a coin
        (`txid:n@address`), what is said of its address. Capitals of an address in hex or Bech32 make no difference,
        nor does a scheme before it (`bitcoin:`)."""
        found = {}
        for address in addresses:
            tags = self._by_address.get(key_of(address_of_coin(address) or address))
            if tags:
                found[address] = Attributed(address, tuple(sorted(tags, key=_surest_first)))
        return found

    def stops(self, addresses: Iterable[str], least: int = LEAST) -> dict[str, str]:
        """For `Ledger.mark`: why money is not followed past those of the addresses that are services."""
        stops = {address: attributed.stop(least) for address, attributed in self.of(addresses).items()}
        return {address: why for address, why in stops.items() if why}

    def conflicting(self) -> dict[str, Attributed]:
        """The addresses on which tags do not agree."""
        every = self.of(tag.address for tags in self._by_address.values() for tag in tags[:1])
        return {address: attributed for address, attributed in every.items() if attributed.conflicts}

    @cached_property
    def _by_address(self) -> dict[str, list[Tag]]:
        tags: dict[str, list[Tag]] = {}
        for tag in self.tags:
            tags.setdefault(key_of(tag.address), []).append(tag)
        return tags


def _surest_first(tag: Tag) -> tuple[object, ...]:
    """The same order whatever was read first."""
    return -tag.sureness, _everything(tag)


_everything = attrgetter(*(field.name for field in fields(Tag)))


# By how an address begins, the kinds whose checks it has to pass: the first that it passes is its own.
_KINDS = (
    (re.compile(r"0[xX]"), ("eth",)),
    (re.compile(r"(?i)bc1"), ("btc",)),
    (re.compile(r"(?i)ltc1"), ("ltc",)),
    (re.compile(r"(?i)(bitcoincash:)?[qp][0-9a-z]{41}$"), ("bch",)),
    (re.compile(r"(?i)(addr|stake)1"), ("ada",)),
    (re.compile(r"r"), ("xrp",)),
    (re.compile(r"t[13]"), ("zec",)),
    (re.compile(r"."), ("btc", "tron", "ltc", "doge", "dash", "btg", "xmr", "dot", "ton", "sol")),
)


def address_of(text: str, kind: str | None = None) -> Selector:
    """The address that a text writes, its checksum checked: Base58Check (Bitcoin, Tron, Litecoin …), Bech32 for
    version 0 and Bech32m for later ones, the capitals of EIP-55. Without a `kind` the ledger is found by the form.

    Raises InvalidSelector, which says what is wrong and what to do.
    """
    if kind is not None:
        return normalise(kind, text)
    bare = _SCHEME.sub("", text.strip())
    kinds = next((kinds for form, kinds in _KINDS if form.match(bare)), ("btc",))
    problem: InvalidSelector | None = None
    for one in kinds:
        try:
            return normalise(one, bare)
        except InvalidSelector as wrong:
            problem = problem or wrong
    assert problem is not None
    raise problem


_SCHEME = re.compile(r"^(?!bitcoincash:)[a-zA-Z]{3,12}:(?://)?")
_WITHOUT_CAPITALS = re.compile(r"(?i)(0x|bc1|ltc1|addr1|stake1|bitcoincash:)")


def key_of(address: str) -> str:
    """What is equal for all spellings of an address."""
    bare = _SCHEME.sub("", address.strip())
    if _WITHOUT_CAPITALS.match(bare):
        bare = bare.lower()
    return bare.removeprefix("bitcoincash:")
