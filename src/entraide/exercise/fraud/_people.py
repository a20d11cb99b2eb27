"""Invented people and firms, and accounts for them that belong to nobody."""

from __future__ import annotations

import hashlib
from datetime import datetime
from random import Random

from entraide.exercise.selectors import Selector, Selectors
from entraide.exercise.stories import STORIES

from ._records import Holder

_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_FIRST = "서지민하도현수은유재영준예시태소다"
_SECOND = "연우준윤아호원진빈희석경혜람솔결"
_THAI_FIRST = (
    "กมล",
    "ชลิดา",
    "ณัฐ",
    "ธนา",
    "นภา",
    "ปวีณา",
    "พิมพ์",
    "มานะ",
    "รุ่ง",
    "วรรณ",
    "ศิริ",
    "สมหญิง",
    "อรุณ",
    "อำไพ",
)
_THAI_LAST = ("ทองดี", "ใจงาม", "แก้วมณี", "ศรีสุข", "บุญมา", "วงศ์ทอง", "พูลสุข", "แสงจันทร์", "เมยธารา")
_KHMER_FIRST = (
    "Sok",
    "Chan",
    "Vanna",
    "Dara",
    "Sophea",
    "Rith",
    "Bopha",
    "Kosal",
    "Mealea",
    "Pisey",
    "Sovan",
    "Theary",
)
_KHMER_LAST = ("Chea", "Heng", "Kim", "Ly", "Meas", "Nhem", "Ouk", "Pich", "Seng", "Touch")
_ENGLISH_FIRST = (
    "Adrian",
    "Hui Min",
    "Ravi",
    "Nurul",
    "Wei Jie",
    "Priya",
    "Marcus",
    "Siti",
    "Jun Hao",
    "Grace",
)
_ENGLISH_LAST = ("Tan", "Lim", "Ng", "Pillai", "Rahman", "Goh", "Koh", "Chua", "Menon", "Ismail")


class People:
    """Draws names and accounts; the same seed draws the same, and no account twice."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"{seed}|people of the fraud")
        self._seed = seed
        self._make = Selectors(_other(seed))
        self._told = told_in_the_story(seed)
        self._numbers = self._records = 0
        self.holders: dict[str, Holder] = {}

    def told(self, name: str) -> str:
        """The account, wallet … that the reports of the story call so."""
        return self._told[name].value

    def hold(self, institution: str, name: str, role: str = "", account: str | None = None) -> str:
        """A new account at an institution, `account` where the story has given it."""
        if account is None:
            account = self._draw(institution)
            while account in self.holders or account in {one.value for one in self._told.values()}:
                account = self._draw(institution)
        self.holders[account] = Holder(account, name, institution, role)
        return account

    def name(self, country: str) -> str:
        pick = self.random.choice
        if country == "KR":
            return pick(_SURNAMES) + pick(_FIRST) + pick(_SECOND)
        first, last = {
            "TH": (_THAI_FIRST, _THAI_LAST),
            "KH": (_KHMER_LAST, _KHMER_FIRST),
        }.get(country, (_ENGLISH_FIRST, _ENGLISH_LAST))
        return f"{pick(first)} {pick(last)}"

    def record(self, prefix: str, time: datetime) -> str:
        """The next number that both sides of a payment know it by."""
        self._records += 1
        return f"{prefix}{time:%Y%m%d}{self._records:06d}"

    def hash_of(self, text: str) -> str:
        """64 hexadecimal digits: the id of a transaction on a chain."""
        return hashlib.sha256(f"{self._seed}|{text}".encode()).hexdigest()

    def _draw(self, institution: str) -> str:
        self._numbers += 1
        if institution == "tron":
            return self._make.tron().value
        if institution == "ethereum":
            return self._make.ethereum().value
        if institution == "bitcoin":
            return self._make.bitcoin().value
        if institution == "harbour":
            return f"HSX-{self._numbers:06d}"
        country = {"moei": "TH", "tonle": "KH"}.get(institution, "KR")
        return self._make.account(country).value


def told_in_the_story(seed: int) -> dict[str, Selector]:
    """The selectors that the reports of "Money in nine minutes" name, as `generate(seed)` draws them."""
    make = Selectors(seed)
    drafts = [(name, draft) for name, story in STORIES.items() for draft in story.tell(make)]
    return {
        name: selector
        for story, draft in drafts
        if story == "nine_minutes"
        for name, selector in draft.selectors.items()
    }


def _other(seed: int) -> int:
    """A seed of its own, so that no account here is one of the reports'."""
    return int.from_bytes(hashlib.sha256(f"{seed}|accounts of the fraud".encode()).digest()[:4])
