"""Finds what only a cue word makes recognisable: account names, passports, plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .._text import Shadow
from ._candidate import Candidate
from ._cues import HANDLE_KINDS, CueAt, Cues

# "WeChat ID lucky" tells a name as "WeChat: lucky" does; after "WeChat account" a verb may follow.
_ID_WORD = r"(?:ids?|i\.d\.|号码|号|號|用户名|アカウント|ไอดี|아이디|معرف|آيدي|आईडी|আইডি|អាយឌី|ໄອດີ|အိုင်ဒီ)"
_OTHER_WORD = (
    r"(?:handle|account|acc|username|user|name|nick|contact|channel|group|official|compte|cuenta|usuario|conta|"
    r"profile?|profil|账号|帐号|帳號|賬號|บัญชี|계정|حساب|အကောင့်|канал|акк|as|at|is|under|called|named|como|sous|comme|como)"
)
_AFTER = re.compile(
    rf"(?P<gap>[\s\"'“”«»「」()\[\]*_#,-]{{0,3}}(?:{_OTHER_WORD}(?![a-z])\s?){{0,2}}(?P<word>{_ID_WORD}(?![a-z])\s?)?"
    r"(?P<colon>(?::|=|>|→|是|为|為|คือ)\s?)?[\s\"'“”«»「」()\[\]-]{0,2})(?P<name>@?[a-z0-9][a-z0-9._-]{2,49}+)"
)
_AT_NAME = re.compile(r"(?<![\w.@/])@[A-Za-z0-9][\w.-]{1,49}+(?!@)")
_HAS_MARK = re.compile(r"[0-9_]")
_NOT_NAMES = frozenset(
    {"the", "and", "for", "from", "with", "number", "account", "group", "channel"}
    | {"chat", "app", "video", "call", "message", "messages", "https", "http", "www"}
    | {"com", "name", "user", "username", "contact", "link", "page", "post", "ads"}
    | {"advert", "via", "his", "her", "their", "who", "that", "this", "only"}
    | {"not", "also", "me", "us", "him", "them", "call", "phone", "mobile"}
    | {"whatsapp", "telegram", "wechat", "line", "facebook", "instagram", "tiktok", "viber", "signal"}
)
_REACH_BEFORE, _REACH_AFTER = 60, 20

_NUMBER_WORD = (
    r"(?:no|nos|number|num|nr|nº|n°|№|#|id|series|号码|號碼|号|號|เลขที่|หมายเลข|เลข|번호|رقم|"
    r"नंबर|संख्या|নম্বর|លេខ|ເລກ|နံပါတ်|ቁጥር|numéro|número|nomor|số|номер|番号)"
)
_LEAD = (
    rf"[\s.:=()\[\]\"'#-]{{0,3}}(?:{_NUMBER_WORD}[\s.:=#)-]{{0,3}}){{0,2}}(?:(?:is|was|es|est|é|是|为|คือ)\s)?"
)
_PASSPORT = re.compile(
    rf"{_LEAD}(?P<form>[a-z]{{0,3}}[ -]?[0-9]{{5,9}}+(?:[ -]?[0-9]{{1,4}}+)?[a-z]?)(?![a-z0-9])"
)
_NATION = re.compile(r"[\s(]{1,2}[^\W\d]{2,14}[\s):,]{1,2}")
_PLATE = re.compile(
    rf"{_LEAD}(?P<form>"
    r"[0-9]{0,2}[^\W\d_a-z]{1,3}[ ·-]?[0-9]{2,4}(?![0-9A-Za-z])"  # กข 1234
    r"|[0-9]{2,3}[^\W\d_a-z] ?[0-9]{4}(?![0-9A-Za-z])"  # 12가 3456
    r"|[^\W\d_a-z][A-Z][ ·-]?[A-Z0-9]{5,6}(?![0-9A-Za-z])"  # 粤B·12345
    r"|(?=[0-9 ·-]{0,5}[A-Z])[A-Z0-9]{1,4}(?:[ .·-]?[A-Z0-9]{1,5}){1,3}(?![0-9A-Za-z])"
    r"|[A-Za-z]{1,3}[ -]?[0-9]{1,4}(?:-?[A-Za-z]{1,3})?(?![0-9A-Za-z]))"
)


def find_named(shadow: Shadow, cues: Cues) -> Iterator[Candidate]:
    for cue in cues.all:
        if cue.kind == "passport":
            yield from _passport(shadow, cue)
        elif cue.kind == "vehicle_plate":
            yield from _plate(shadow, cue)
        elif cue.kind in HANDLE_KINDS:
            yield from _handle(shadow, cue)
    if "@" in shadow.words:
        yield from _at_names(shadow, cues)


def _passport(shadow: Shadow, cue: CueAt) -> Iterator[Candidate]:
    found = _PASSPORT.match(shadow.lower, cue.end)
    if found is None:  # "passport (India) X1234567"
        nation = _NATION.match(shadow.lower, cue.end)
        found = _PASSPORT.match(shadow.lower, nation.end()) if nation else None
    if found:
        yield Candidate("passport", *found.span("form"), found["form"])


def _plate(shadow: Shadow, cue: CueAt) -> Iterator[Candidate]:
    # in the case that was written: capitals tell a plate from the words around it
    found = _PLATE.match(shadow.text, cue.end)
    if found:
        yield Candidate("vehicle_plate", *found.span("form"), found["form"])


def _handle(shadow: Shadow, cue: CueAt) -> Iterator[Candidate]:
    found = _AFTER.match(shadow.lower, cue.end)
    if found is None:
        return
    name = found["name"].rstrip(".-")
    told = bool(found["word"] or found["colon"]) or name[0] == "@"
    if name in _NOT_NAMES or name.replace("-", "").replace(".", "").isdigit():
        return
    if not found["gap"] and cue.end and shadow.lower[cue.end - 1].isascii():
        return  # "telegramx": the cue is only the beginning of the word
    # "Business Line: Government": as the messenger, it is written in capitals or with a name that shows it
    if cue.kind == "line" and shadow.text[cue.start : cue.end] == "Line":
        told = bool(found["word"]) or name[0] == "@"
    if told or _HAS_MARK.search(name):
        start = found.start("name")
        yield Candidate(cue.kind, start, start + len(name), name)


def _at_names(shadow: Shadow, cues: Cues) -> Iterator[Candidate]:
    """``@name`` belongs to the platform named nearest to it, before it or just behind."""
    for found in _AT_NAME.finditer(shadow.words):
        name = found[0].rstrip(".-")
        if name[1:].lower() in _NOT_NAMES:
            continue
        kind = _platform_near(found.start(), found.start() + len(name), cues)
        if kind:
            yield Candidate(kind, found.start(), found.start() + len(name), name)


def _platform_near(start: int, end: int, cues: Cues) -> str | None:
    after = cues.after(end, _REACH_AFTER)
    before = cues.before(start, _REACH_BEFORE)
    near = [cue for cue in (before, after) if cue and cue.kind in HANDLE_KINDS]
    if not near:
        return None
    # close behind, as in "@name (Telegram)", weighs more than far before
    if len(near) == 2 and near[1].start - end <= 5 < start - near[0].end:
        return near[1].kind
    return near[0].kind
