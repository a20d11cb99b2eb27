"""Accounts on messengers and networks. Each platform says what a name may look like and its links."""

from __future__ import annotations

import re
from functools import partial
from typing import ClassVar
from urllib.parse import unquote

from .._selector import InvalidSelector, Kind

_NOT_A_NAME = partial(
    InvalidSelector,
    "This cannot be an account name on that platform",
    "Copy the name or the link of the profile",
)
_START = r"(?i)^(?:https?://)?(?:www\.|m\.|mobile\.|web\.|vt\.|[a-z]{2}-[a-z]{2}\.)?"


class Handle(Kind):
    """A name without its @, in small letters. ``links`` are the profile links of the platform."""

    form: ClassVar[re.Pattern[str]]
    links: ClassVar[re.Pattern[str]]
    not_names: ClassVar[frozenset[str]] = frozenset()

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip()
        link = self.links.match(text)
        if link:
            text = unquote(next((group for group in link.groups() if group), ""))
        elif "/" in text:
            raise _NOT_A_NAME()
        return self.name(text.removeprefix("@"))

    def name(self, text: str) -> str:
        text = text.lower()
        if not self.form.fullmatch(text) or text in self.not_names:
            raise _NOT_A_NAME()
        return text

    def caption(self, value: str) -> str:
        return f"@{value}"


class Telegram(Handle):
    """A user name, or an invitation to a group: ``+`` and its code, in which capitals count."""

    id = "telegram"
    form = re.compile(r"[a-z][a-z0-9_]{3,31}")
    links = re.compile(
        _START + r"(?:(?:t|telegram)\.(?:me|dog)/(?:s/|joinchat/)?|tg://resolve\?domain=)(\+?[\w-]+)"
    )
    not_names = frozenset(
        {"addlist", "addstickers", "addtheme", "boost", "contact", "invoice", "joinchat", "login", "proxy"}
        | {"setlanguage", "share", "socks"}
    )
    _invitation = re.compile(r"\+[A-Za-z0-9_-]{12,32}")
    _old_invitation = re.compile(_START + r"(?:t|telegram)\.(?:me|dog)/joinchat/([\w-]{12,32})")

    def clean(self, raw: str, country: str | None) -> str:
        old = self._old_invitation.match(raw.strip())
        return super().clean("+" + old[1] if old else raw, country)

    def name(self, text: str) -> str:
        return text if self._invitation.fullmatch(text) else super().name(text)

    def caption(self, value: str) -> str:
        return f"t.me/{value}" if value.startswith("+") else f"@{value}"


class WeChat(Handle):
    id = "wechat"
    form = re.compile(r"[a-z][a-z0-9_-]{5,19}")
    links = re.compile(r"(?i)^weixin://dl/chat\?([a-z][\w-]+)")

    def caption(self, value: str) -> str:
        return value


class Line(Handle):
    """An identifier; official accounts keep their @, which belongs to it.

    Of the links only those with ~ or @ hold one; the others hold a ticket, and stay web addresses.
    """

    id = "line"
    form = re.compile(r"@?[a-z0-9][a-z0-9._-]{2,19}")
    links = re.compile(_START + r"line\.me/(?:r/)?(?:ti/)?p/((?:~|@|%40)[\w.-]+)")

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip()
        link = self.links.match(text)
        text = unquote(link[1]) if link else text
        if "/" in text:
            raise _NOT_A_NAME()
        return self.name(text.removeprefix("~"))

    def link(self, value: str) -> str:
        return f"line:{value.removeprefix('@')}"  # often written where it does not belong, or left out

    def caption(self, value: str) -> str:
        return value


class Facebook(Handle):
    """A profile name or number. Facebook ignores dots in names."""

    id = "facebook"
    form = re.compile(r"[a-z0-9][a-z0-9.]{3,49}")
    links = re.compile(
        _START + r"(?:facebook|fb)\.(?:com|me)/"
        r"(?:profile\.php\?(?:[^#]*&)?id=([0-9]+)|(?:people|p)/[^/?#]+[/-]([0-9]{6,})|([\w.]+)/?(?:[?#]|$))"
    )
    not_names = frozenset(
        {"dialog", "events", "gaming", "groups", "hashtag", "help", "home.php", "login", "marketplace"}
        | {"messages", "pages", "people", "permalink.php", "photo", "photo.php", "plugins", "profile.php"}
        | {"public", "reel", "reels", "share", "sharer", "sharer.php", "stories", "story.php", "watch"}
    )

    def link(self, value: str) -> str:
        return f"facebook:{value.replace('.', '')}"

    def caption(self, value: str) -> str:
        return f"facebook.com/{value}"


class Instagram(Handle):
    id = "instagram"
    form = re.compile(r"(?!\.)[a-z0-9._]{1,30}(?<!\.)")
    links = re.compile(_START + r"(?:instagram\.com|instagr\.am)/(?:stories/)?([\w.]+)/?(?:[?#]|$|[0-9]+)")
    not_names = frozenset(
        {
            "about",
            "accounts",
            "developer",
            "direct",
            "explore",
            "legal",
            "p",
            "reel",
            "reels",
            "stories",
            "tv",
        }
    )


class TikTok(Handle):
    id = "tiktok"
    form = re.compile(r"(?!\.)[a-z0-9._]{2,24}(?<!\.)")
    links = re.compile(_START + r"tiktok\.com/@([\w.]+)")
