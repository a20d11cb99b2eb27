"""The selectors of the background: mostly new ones, some seen before at another organisation, a few broken."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from entraide.exercise.background.patterns import Tongue
from entraide.exercise.selectors import Selector, Selectors, styles_of

REPEATED = 0.14
BROKEN = 0.10
NEAR = 0.03
MOST_REPORTS = 4
_WITH_CHECKSUM = frozenset({"btc", "eth", "tron", "iban"})
_FIRST = (
    "jade",
    "lotus",
    "harbour",
    "monsoon",
    "pearl",
    "ninth",
    "sunbird",
    "crest",
    "orchid",
    "silver",
    "teak",
    "delta",
)
_SECOND = ("gate", "coast", "desk", "team", "hr", "line", "work", "star", "plus", "office", "guild", "care")
_NEIGHBOURS = ("TH", "TH", "MM", "KH", "LA", "CN", "MY", "AE", "ID", "VN")
_FOREIGN_STYLES = ("", "e164", "dots", "zz", "paren", "nbsp")


_IP = re.compile(r"\+?(\d{1,3}\.){3}\d{1,3}")


def _looks_like_an_ip_address(written: str) -> bool:
    return _IP.fullmatch(written) is not None


@dataclass
class _Used:
    selector: Selector
    holders: list[str] = field(default_factory=list)


class Pool:
    def __init__(self, make: Selectors, rng: random.Random) -> None:
        self._make = make
        self._rng = rng
        self._used: dict[str, list[_Used]] = defaultdict(list)
        self._names: set[str] = set()
        self._wordings: set[str] = set()

    def take(self, kind: str, country: str, organisation: str) -> Selector:
        """A selector of ``kind`` for a report of ``organisation``, which holds it from now on."""
        repeated = self._repeated(kind, organisation) if self._rng.random() < REPEATED else None
        used = repeated or self._remember(kind, self._new(kind, country))
        used.holders.append(organisation)
        return used.selector

    @property
    def is_out_of_ibans(self) -> bool:
        return not self._make.ibans_left

    def unused(self, word: Callable[[], str]) -> str:
        """A wording that no report has yet, as long as there is one within a few tries."""
        for _ in range(8):
            wording = word()
            if wording not in self._wordings:
                break
        self._wordings.add(wording)
        return wording

    def style(self, selector: Selector, country: str, tongue: Tongue) -> str:
        """A way of writing that a desk of ``country`` would use."""
        if not selector.sound:
            return ""  # another way of writing could mend it: an Ethereum address in small letters has no checksum
        if selector.kind != "phone":
            return self._rng.choice(sorted(styles_of(selector.kind)))
        own = (*tongue.styles, tongue.digits) if tongue.digits else tongue.styles
        style = self._rng.choice(own if selector.country == country else _FOREIGN_STYLES)
        return "e164" if style == "dots" and _looks_like_an_ip_address(format(selector, "dots")) else style

    def _repeated(self, kind: str, organisation: str) -> _Used | None:
        open_ones = [
            used
            for used in self._used[kind][-60:]
            if len(used.holders) < MOST_REPORTS and organisation not in used.holders
        ]
        return self._rng.choice(open_ones) if open_ones else None

    def _remember(self, kind: str, selector: Selector) -> _Used:
        used = _Used(selector)
        self._used[kind].append(used)
        return used

    def _new(self, kind: str, country: str) -> Selector:
        if kind in _WITH_CHECKSUM and self._rng.random() < BROKEN:
            return self._make.broken(self._sound(kind, country))
        return self._sound(kind, country)

    def _sound(self, kind: str, country: str) -> Selector:
        make = self._make
        match kind:
            case "phone":
                return self._phone(country)
            case "account":
                return make.account(country)
            case "tron":
                return make.tron()
            case "eth":
                return make.ethereum()
            case "btc":
                return make.bitcoin(self._rng.choice(("bech32", "base58")))
            case "iban":
                return make.iban()
            case "ip":
                return make.ip()
            case "passport":
                return make.passport(country)
            case "plate":
                return make.plate(country)
            case "domain":
                return make.domain(self._name("-"))
            case "email":
                return make.email(self._rng.choice(_SECOND), f"{self._name('-')}-mail")
            case "facebook":
                return make.facebook(self._name("."))
            case "line":
                return make.line(self._name("_", short=True))
            case "wechat":
                return make.wechat(self._name("_", short=True))
            case "telegram":
                return make.telegram(self._handle(kind))
            case "instagram":
                return make.instagram(self._handle(kind))
            case "tiktok":
                return make.tiktok(self._handle(kind))
            case _:
                raise ValueError(f"a text asks for a selector of kind {kind!r}, which nothing makes")

    def _phone(self, country: str) -> Selector:
        earlier = [used.selector for used in self._used["phone"][-40:]]
        if earlier and self._rng.random() < NEAR:
            near = self._make.neighbour(self._rng.choice(earlier))
            if near is not None:
                return near
        return self._make.phone(country if self._rng.random() < 0.55 else self._rng.choice(_NEIGHBOURS))

    def _handle(self, kind: str) -> str:
        """A new name, or now and then the name that someone else bears on another platform."""
        others = [
            used.selector.value for k in ("telegram", "instagram") if k != kind for used in self._used[k]
        ]
        if others and self._rng.random() < 0.10:
            name = self._rng.choice(others).removesuffix("_moei")
            if not self._make.is_issued(kind, f"{name}_moei"):
                return name
        return self._name("_")

    def _name(self, joint: str, *, short: bool = False) -> str:
        while True:
            words = (
                [self._rng.choice(_SECOND)]
                if short
                else [self._rng.choice(_FIRST), self._rng.choice(_SECOND)]
            )
            name = joint.join(words) + str(self._rng.randint(10, 99999))
            if name not in self._names:
                self._names.add(name)
                return name
