"""What the desks have done by the morning of the 6th: watches set, hits released, lines written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from entraide.exercise.shapes import Message, Release, Watch
from entraide.exercise.writing import Draft, at


class _Kept(NamedTuple):
    member: str
    since: datetime
    report: str
    selector: str
    style: str
    reason: str
    case_reference: str


class _Line(NamedTuple):
    author: str
    sent: datetime
    reports: tuple[str, str]
    selector: str
    text: str


_WATCHES = (
    _Kept(
        "kavya",
        at(29, 10),
        "typing_job/kochi-report",
        "recruiter",
        "link",
        "Recruiter of the missing man from Kochi",
        "IN-KOC-2025-0917",
    ),
    _Kept(
        "somchai",
        at(1, 0, 30),
        "typing_job/tower-seen",
        "driver",
        "nat",
        "Driver on the Mae Sot run",
        "TH-TAK-2568-1104",
    ),
    _Kept(
        "wanjiru",
        at(25, 8),
        "one_name/latin",
        "wechat",
        "",
        "Card left at the hotel in Kilimani",
        "KE-NBO-2025-3310",
    ),
    _Kept(
        "linyue",
        at(26, 2),
        "one_name/chinese",
        "passport",
        "space",
        "Cancelled passport, may still be shown",
        "CN-FJ-2025-0086",
    ),
    _Kept(
        "jiwon",
        at(3, 8, 20),
        "nine_minutes/complaint",
        "platform",
        "hxxp",
        "False platform of the Busan case",
        "KR-BSN-2025-1103",
    ),
    _Kept(
        "weiling",
        at(4, 15),
        "nine_minutes/consolidation",
        "wallet",
        "low",
        "Wallet that still holds 9.2 ETH",
        "SG-STR-2025-4471",
    ),
    _Kept(
        "luana",
        at(31, 12),
        "new_lure/sao-paulo",
        "upload",
        "",
        "Where the voices are sent",
        "BR-SP-2025-0702",
    ),
    _Kept(
        "nok",
        at(28, 19),
        "river/shift-28-october",
        "fixer",
        "thai",
        "Man who sells seats on a free flight",
        "TH-MST-2568-1028",
    ),
)

_RELEASES = (
    Release("kavya", at(30, 9, 40), ("typing_job/nairobi-advert", "typing_job/kochi-report")),
    Release("kavya", at(31, 4, 5), ("typing_job/kochi-report", "typing_job/manila-statement")),
    Release("linyue", at(2, 9, 15), ("one_name/chinese", "one_name/thai")),
)

_LINES = (
    _Line(
        "kavya",
        at(30, 9, 52),
        ("typing_job/nairobi-advert", "typing_job/kochi-report"),
        "recruiter",
        "Same account as in our missing-person case. Do you have the tickets of those who answered? Ours flew on "
        "19 September and was met at Suvarnabhumi together with two Kenyans.",
    ),
    _Line(
        "wanjiru",
        at(30, 12, 18),
        ("typing_job/nairobi-advert", "typing_job/kochi-report"),
        "recruiter",
        "Two families here have not heard from their sons since 20 September. I will ask whether they agree to be "
        "named to you. The ticket that we saw was bought in Dubai, in cash.",
    ),
    _Line(
        "reyna",
        at(31, 5, 30),
        ("typing_job/kochi-report", "typing_job/manila-statement"),
        "driver",
        "Our returnee would recognise the driver. He says there was a boy from Kerala in the back who was told to "
        "keep his window shut. That may be yours.",
    ),
)


def watches_of(drafts: Mapping[str, Draft]) -> tuple[Watch, ...]:
    """``drafts`` by key. Raises KeyError if a watch names a report or selector that no story tells."""
    return tuple(_watch(kept, drafts[kept.report]) for kept in _WATCHES)


def releases_of() -> tuple[Release, ...]:
    return _RELEASES


def messages_of(drafts: Mapping[str, Draft]) -> tuple[Message, ...]:
    return tuple(_message(line, drafts) for line in _LINES)


def _watch(kept: _Kept, draft: Draft) -> Watch:
    selector = draft.selectors[kept.selector]
    return Watch(
        kept.member,
        kept.since,
        selector.kind,
        format(selector, kept.style),
        selector.value,
        kept.reason,
        kept.case_reference,
    )


def _message(line: _Line, drafts: Mapping[str, Draft]) -> Message:
    shared = drafts[line.reports[1]].selectors[line.selector]
    return Message(line.author, line.sent, line.reports, shared.kind, shared.value, line.text)
