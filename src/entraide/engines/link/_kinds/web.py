"""Addresses on the Internet: e-mail, domain, URL, IP."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache, partial
from urllib.parse import urlsplit

import idna
import tldextract

from .._selector import InvalidSelector, Kind

_NOT_A_DOMAIN = partial(
    InvalidSelector, "This is not a domain name", "Write it like example.org, without spaces or a path"
)
_UNKNOWN_ENDING = partial(
    InvalidSelector,
    "The name does not end in a registered top-level domain",
    "Check the last part of the name",
)
_ONLY_AN_ENDING = partial(
    InvalidSelector, "This is an ending that many owners share, not a domain", "Add the part before it"
)
_NOT_A_URL = partial(InvalidSelector, "This is not a web address", "Write it like https://example.org/page")
_NOT_AN_EMAIL = partial(InvalidSelector, "This is not an e-mail address", "Write it like name@example.org")
_NOT_AN_IP = partial(InvalidSelector, "This is not an IP address", "Write it like 203.0.113.7 or 2001:db8::7")
_PRIVATE_IP = partial(
    InvalidSelector, "The address is private or reserved: every network has it", "Ask for the public address"
)

_DEFANGED_DOT = re.compile(r"\s?[\[({]\s?(?:\.|dot|DOT)\s?[\])}]\s?|\\\.")
_DEFANGED_AT = re.compile(r"\s?[\[({]\s?(?:@|at|AT)\s?[\])}]\s?")
_DEFANGED_SCHEME = re.compile(
    r"^(?:h(?:tt|xx|\*\*)p(s?)|(ftp))\s?(?:\[:\]|:)\s?(?:\[?//\]?|\\\\)", re.IGNORECASE
)
_ASCII_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_DOCUMENTATION = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)

# The list of suffixes that comes with the library: nothing is fetched. The endings added are those that
# stand outside the public root (RFC 6761, RFC 7686), and hosts of free pages that the list lacks: two pages
# on one of them have nothing in common.
_SHARED_HOSTS = (
    *("weebly.com", "surge.sh", "000webhostapp.com", "fleek.co", "rf.gd", "epizy.com", "42web.io"),
    *("godaddysites.com", "neocities.org", "gitbook.io", "ghost.io", "wordpress.com", "medium.com"),
)
_split = tldextract.TLDExtract(
    suffix_list_urls=(),
    cache_dir=None,
    include_psl_private_domains=True,
    extra_suffixes=("example", "onion", *_SHARED_HOSTS),
)


def refang(text: str) -> str:
    """Undo the marks that make an address harmless to click: hxxp, [.], (dot), [at]."""
    if "[" in text or "(" in text or "{" in text or "\\" in text:
        text = _DEFANGED_AT.sub("@", _DEFANGED_DOT.sub(".", text))
    return _DEFANGED_SCHEME.sub(lambda m: "ftp://" if m[2] else f"http{m[1].lower()}://", text)


@lru_cache(maxsize=4096)
def clean_host(host: str) -> str:
    """The host in ASCII (IDNA) and lower case, without a leading www. Raises InvalidSelector."""
    host = host.lower().strip().rstrip(".")
    if len(host) > 253 or not host:
        raise _NOT_A_DOMAIN()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode()
        except (idna.IDNAError, UnicodeError):
            raise _NOT_A_DOMAIN()
    if not _ASCII_HOST.fullmatch(host):
        raise _NOT_A_DOMAIN()
    parts = _split.extract_str(host)
    if not parts.suffix:
        raise _UNKNOWN_ENDING()
    if not parts.domain and not parts.is_private:
        raise _ONLY_AN_ENDING()
    if host.startswith("www.") and parts.subdomain:
        host = host[4:]
    return host


@lru_cache(maxsize=4096)
def registered(host: str) -> str:
    """The part of a clean host that someone registered: shop.evil.example → evil.example.

    Below the endings that a service lends out (evil.github.io) the borrower counts, not the service.
    """
    parts = _split.extract_str(host)
    return f"{parts.domain}.{parts.suffix}" if parts.domain else parts.suffix


def readable_host(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return host


class Domain(Kind):
    """A host name; linked by the part that someone registered."""

    id = "domain"

    def clean(self, raw: str, country: str | None) -> str:
        text = refang(raw.strip())
        if "//" in text[:9]:
            return Url.host(text)
        return clean_host(text.split("/", 1)[0])

    def caption(self, value: str) -> str:
        return readable_host(value)

    def link(self, value: str) -> str:
        return f"domain:{registered(value)}"


class Url(Kind):
    """A page; linked without scheme, leading www and a final slash."""

    id = "url"

    @staticmethod
    def host(text: str) -> str:
        try:
            host = urlsplit(text).hostname
        except ValueError:
            raise _NOT_A_URL()
        if not host:
            raise _NOT_A_URL()
        return host if is_ip(host) else clean_host(host)

    def clean(self, raw: str, country: str | None) -> str:
        text = refang(raw.strip())
        if "://" not in text[:9]:
            text = "http://" + text
        if any(char <= " " for char in text):
            raise _NOT_A_URL()
        host = self.host(text)
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            raise _NOT_A_URL()
        if parts.scheme not in ("http", "https", "ftp"):
            raise _NOT_A_URL()
        if ":" in host:
            host = f"[{host}]"
        place = host if port in (None, 80, 443) else f"{host}:{port}"
        query = f"?{parts.query}" if parts.query else ""
        # "#/shop/12" names a page; other fragments only a place on it
        fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!/")) else ""
        return f"{parts.scheme}://{place}{parts.path or '/'}{query}{fragment}"

    def caption(self, value: str) -> str:
        scheme, _, rest = value.partition("://")
        host, slash, path = rest.partition("/")
        return f"{scheme}://{readable_host(host)}{slash}{path}"

    def link(self, value: str) -> str:
        return "url:" + value.partition("://")[2].rstrip("/")


class Email(Kind):
    id = "email"
    _LOCAL = re.compile(r"[^\s@\"<>(),:;\[\]\\]{1,64}")
    _GMAIL = ("gmail.com", "googlemail.com")

    def clean(self, raw: str, country: str | None) -> str:
        text = refang(raw.strip())
        if text[:7].lower() == "mailto:":
            text = text[7:].split("?", 1)[0]
        local, at, host = text.rpartition("@")
        if not at or not self._LOCAL.fullmatch(local) or local[0] == "." or local[-1] == ".":
            raise _NOT_AN_EMAIL()
        return f"{local.lower()}@{clean_host(host)}"

    def caption(self, value: str) -> str:
        local, _, host = value.rpartition("@")
        return f"{local}@{readable_host(host)}"

    def link(self, value: str) -> str:
        """Gmail ignores dots and what follows a plus: all those spellings reach one box."""
        local, _, host = value.rpartition("@")
        if host in self._GMAIL:
            local, host = local.partition("+")[0].replace(".", ""), self._GMAIL[0]
        return f"email:{local}@{host}"


def is_ip(text: str) -> bool:
    if ":" not in text and not text[-1:].isdigit():
        return False
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class Ip(Kind):
    """IPv4 or IPv6, in its shortest spelling."""

    id = "ip"

    def clean(self, raw: str, country: str | None) -> str:
        try:
            address = ipaddress.ip_address(refang(raw.strip()).strip("[]"))
        except ValueError:
            raise _NOT_AN_IP()
        if isinstance(address, ipaddress.IPv6Address):
            if address.scope_id:
                raise _NOT_AN_IP()
            address = address.ipv4_mapped or address
        written_for_readers = any(address in net for net in _DOCUMENTATION)
        if not address.is_global and not written_for_readers:
            raise _PRIVATE_IP()
        return str(address)
