"""Finds e-mail addresses, URLs, domains, IP addresses and profile links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .._common import is_common
from .._kinds import KINDS
from .._kinds.web import Url, clean_host, is_ip, refang, registered
from .._selector import InvalidSelector
from .._text import GAP, Shadow
from ._candidate import Candidate

_DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot|DOT)\s?[\])}]\s?)"
_HOST = rf"\w[\w-]{{0,62}}+(?:{_DOT}[\w-]{{1,63}}+){{1,8}}+"
_IN_PATH = rf"[^\s{GAP}<>\"`{{}}|\\^…،؛۔।]"
_SCHEME_URL = re.compile(
    r"(?<![A-Za-z])(?:h(?:tt|xx|\*\*)ps?|ftp)\s?(?:\[:\]|:)\s?(?:\[?//\]?|\\\\)(?P<rest>[^\s<>\"]{1,2048}+)",
    re.IGNORECASE,
)
_APP_URL = re.compile(r"(?i)(?<![a-z])(?:tg://resolve\?domain=|weixin://dl/chat\?)[\w-]{1,64}+")
_REST = re.compile(rf"(?:{_IN_PATH}){{1,2048}}+")
_EMAIL = re.compile(
    rf"(?<![\w.+%-])(?P<local>[\w.+%'-]{{1,64}}+)(?:@|\s?[\[({{]\s?(?:@|at|AT)\s?[\])}}]\s?)(?P<host>{_HOST})"
)
_BARE = re.compile(
    rf"(?<![\w@.%+-])(?P<host>{_HOST})(?P<port>:[0-9]{{2,5}})?(?P<path>[/?](?:{_IN_PATH}){{0,2048}}+)?"
)
_MAY_HOLD_DOMAIN = re.compile(r"\w(?:\.|\s?[\[({]\s?(?:\.|dot|DOT)\s?[\])}]\s?)\w")
_IPV4 = re.compile(rf"(?<![\w.+-])[0-9]{{1,3}}(?:{_DOT}[0-9]{{1,3}}){{3}}(?![\w-]|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}+[0-9A-Fa-f]{0,4}(?![\w:])")
_DOTTED_FILE = re.compile(r"(?i)\.(?:md|mov|py|sh|zip)$")

_WRITTEN_WITH_CAPITAL = frozenset({"com", "net", "org", "info", "co", "example"})

_PLATFORMS = {
    "t.me": "telegram",
    "telegram.me": "telegram",
    "telegram.dog": "telegram",
    "wa.me": "whatsapp",
    "whatsapp.com": "whatsapp",
    "line.me": "line",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "instagram.com": "instagram",
    "instagr.am": "instagram",
    "tiktok.com": "tiktok",
}
_HOST_SPELT = re.compile(rf"{_HOST}|[^/?#:@]+")
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def find_web(shadow: Shadow) -> Iterator[Candidate]:
    words = shadow.words
    if "//" in words or "\\\\" in words or "//" in shadow.text:
        yield from _urls(shadow)
    if "@" in words or "at" in shadow.lower:
        yield from _emails(words)
    if words.count(":") >= 2:
        yield from _ipv6(words)
    if _MAY_HOLD_DOMAIN.search(words):
        for found in _IPV4.finditer(words):
            yield Candidate("ip", found.start(), found.end(), found[0], sure=True)
        yield from _bare(shadow)


def _urls(shadow: Shadow) -> Iterator[Candidate]:
    for found in _SCHEME_URL.finditer(shadow.text):
        at = found.start("rest")
        # Beside Han or Thai an address ends where those letters begin, unless it is itself written in them.
        rest = _REST.match(shadow.words, at) or _REST.match(shadow.text, at)
        if rest:
            end = at + len(_without_closing(rest[0]))
            host = _HOST_SPELT.match(shadow.text, at, end)
            yield _address(
                shadow.text[found.start() : end], (found.start(), end), host.span() if host else (at, end)
            )
    for found in _APP_URL.finditer(shadow.text):
        kind = "telegram" if found[0][0] in "tT" else "wechat"
        yield Candidate(kind, found.start(), found.end(), found[0])


def _address(url: str, span: tuple[int, int], host_span: tuple[int, int]) -> Candidate:
    """A profile, or a page with its domain. ``url`` has a scheme, even where ``span`` shows none."""
    url = refang(url)
    try:
        host = Url.host(url)
    except InvalidSelector:
        return Candidate("url", *span, url, sure=True)
    profile = _profile(host, url)
    if profile:
        return Candidate(profile, *span, url)
    return Candidate("url", *span, url, sure=True, inner=_inner(host, *host_span))


def _inner(host: str, start: int, end: int) -> Candidate | None:
    """The host inside an address, unless everybody uses it."""
    if is_ip(host):
        return Candidate("ip", start, end, host)
    return None if is_common("domain", host) else Candidate("domain", start, end, host)


def _profile(host: str, url: str) -> str | None:
    kind = None if is_ip(host) else _PLATFORMS.get(registered(host))
    if kind is None:
        return None
    try:
        KINDS[kind].clean(url, None)
    except InvalidSelector:
        return None
    return kind


def _emails(words: str) -> Iterator[Candidate]:
    for found in _EMAIL.finditer(words):
        host, host_at = _longest_host(found["host"]), found.start("host")
        if host is None:
            continue
        local = found["local"].lstrip(".'%")
        end = host_at + len(host)
        if local and local[-1] not in ".'":
            start = found.end("local") - len(local)
            inner = _inner(clean_host(refang(host)), host_at, end)
            yield Candidate("email", start, end, f"{local}@{host}", sure=True, inner=inner)


def _ipv6(words: str) -> Iterator[Candidate]:
    for found in _IPV6.finditer(words):
        if "::" in found[0] or found[0].count(":") == 7:
            yield Candidate("ip", found.start(), found.end(), found[0])


def _bare(shadow: Shadow) -> Iterator[Candidate]:
    for found in _BARE.finditer(shadow.words):
        written = found["host"]
        host = None if shadow.taken[found.start()] else _longest_host(written)
        if host is None:
            continue
        start = found.start()
        if len(host) == len(written) and found["path"]:
            text = _without_closing(found[0])
            if "/" in text:
                yield _address("http://" + text, (start, start + len(text)), found.span("host"))
                continue
        if not _is_prose(host):
            cleaned = clean_host(refang(host))
            # a platform as such is found, and says that it is common
            yield Candidate("domain", start, start + len(host), cleaned)


def _longest_host(text: str) -> str | None:
    """``text`` without the last labels, as far as needed for it to be a host: "evil.example.Then"."""
    while True:
        try:
            clean_host(refang(text))
        except InvalidSelector:
            cut = max(text.rfind("."), text.rfind("["), text.rfind("("), text.rfind("{"))
            if cut <= 0:
                return None
            text = text[:cut].rstrip(".[({ ")
        else:
            return text


def _is_prose(host: str) -> bool:
    """A missing space after a full stop ("money.In return"), or a file ("photo.zip")."""
    before, _, ending = host.rpartition(".")
    usual = ending.lower() in _WRITTEN_WITH_CAPITAL and before.rpartition(".")[2].istitle()
    joined = ending.istitle() and not usual and before[:4].lower() != "www."
    return joined or bool(_DOTTED_FILE.search(host))


def _without_closing(text: str) -> str:
    """Without the punctuation of the sentence that ends there."""
    while text:
        last = text[-1]
        if last in ".,;:!?'*_»”’" or (last in _CLOSERS and text.count(last) > text.count(_CLOSERS[last])):
            text = text[:-1]
        else:
            break
    return text
