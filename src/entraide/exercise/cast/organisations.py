"""Thirty organisations in twenty countries, and what each may do.

Nepal and Malaysia stand beside the countries that the stories need, because their people cross the river too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple


class Seat(NamedTuple):
    """One organisation: ``tested`` is when its contact last answered a test call, None if it never did."""

    key: str
    name: str
    kind: str
    country: str
    powers: frozenset[str]
    channel: str
    languages: tuple[str, ...]
    on_duty: bool
    tested: datetime | None


TIMEZONES = {
    "AE": "Asia/Dubai",
    "BR": "America/Sao_Paulo",
    "CN": "Asia/Shanghai",
    "ET": "Africa/Addis_Ababa",
    "FR": "Europe/Paris",
    "ID": "Asia/Jakarta",
    "IN": "Asia/Kolkata",
    "KE": "Africa/Nairobi",
    "KH": "Asia/Phnom_Penh",
    "KR": "Asia/Seoul",
    "LA": "Asia/Vientiane",
    "MY": "Asia/Kuala_Lumpur",
    "NA": "Africa/Windhoek",
    "NG": "Africa/Lagos",
    "NP": "Asia/Kathmandu",
    "PE": "America/Lima",
    "PH": "Asia/Manila",
    "SG": "Asia/Singapore",
    "TH": "Asia/Bangkok",
    "VN": "Asia/Ho_Chi_Minh",
}
# An embassy works by the clock of the place where it stands.
ABROAD = {"emb-in": "Asia/Bangkok", "emb-et": "Asia/Bangkok"}

FREEZE, RESCUE, IDENTIFY, PAPERS = "freeze", "rescue", "identify", "papers"


def _november(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 11, day, hour, tzinfo=UTC)


def _october(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 10, day, hour, tzinfo=UTC)


def _bureau(
    key: str,
    country_name: str,
    country: str,
    languages: str,
    *powers: str,
    on_duty: bool = True,
    tested: datetime | None,
) -> Seat:
    return Seat(
        key=key,
        name=f"National Bureau {country_name}",
        kind="bureau",
        country=country,
        powers=frozenset({IDENTIFY, *powers}),
        channel="Police secure network, duty desk",
        languages=tuple(languages.split()),
        on_duty=on_duty,
        tested=tested,
    )


ORGANISATIONS: tuple[Seat, ...] = (
    Seat(
        "centre",
        "Coordination Centre",
        "coordinator",
        "FR",
        frozenset(),
        "Entraide, duty line day and night",
        ("en", "fr", "es", "ar"),
        True,
        _november(5, 18),
    ),
    _bureau("in", "India", "IN", "en hi", tested=_november(5)),
    _bureau("th", "Thailand", "TH", "th en", RESCUE, tested=_november(6, 1)),
    _bureau("kr", "Republic of Korea", "KR", "ko en", tested=_november(5)),
    _bureau("ke", "Kenya", "KE", "en sw", tested=_november(3)),
    _bureau("ph", "Philippines", "PH", "en tl", RESCUE, tested=_november(4)),
    _bureau("cn", "China", "CN", "zh en", tested=_october(30)),
    _bureau("vn", "Viet Nam", "VN", "vi en", tested=_november(1)),
    _bureau("id", "Indonesia", "ID", "id en", tested=_november(4)),
    _bureau("et", "Ethiopia", "ET", "am en", on_duty=False, tested=_october(21)),
    _bureau("ng", "Nigeria", "NG", "en", RESCUE, tested=_october(28)),
    _bureau("br", "Brazil", "BR", "pt es en", tested=_november(3)),
    _bureau("fr", "France", "FR", "fr en", tested=_november(5)),
    _bureau("ae", "United Arab Emirates", "AE", "ar en", RESCUE, tested=_november(2)),
    _bureau("kh", "Cambodia", "KH", "km en", RESCUE, tested=_october(17)),
    _bureau("la", "Lao PDR", "LA", "lo en", RESCUE, on_duty=False, tested=_october(9)),
    _bureau("na", "Namibia", "NA", "en", RESCUE, tested=_october(31)),
    _bureau("pe", "Peru", "PE", "es", RESCUE, on_duty=False, tested=_october(27)),
    _bureau("np", "Nepal", "NP", "en ne", tested=_november(4)),
    _bureau("my", "Malaysia", "MY", "en ms zh", RESCUE, tested=_november(4)),
    Seat(
        "maesot",
        "Border Reception Mae Sot",
        "police",
        "TH",
        frozenset({RESCUE, IDENTIFY}),
        "Radio and satellite telephone; Entraide when there is a line",
        ("th", "en", "my"),
        True,
        _november(6, 3),
    ),
    Seat(
        "tak",
        "Screening Team Tak",
        "welfare",
        "TH",
        frozenset({IDENTIFY}),
        "Entraide; telephone in office hours",
        ("th", "en", "my", "zh"),
        True,
        _november(5, 8),
    ),
    Seat(
        "fiu-kr",
        "FIU Korea",
        "fiu",
        "KR",
        frozenset({FREEZE}),
        "Secure network of the units",
        ("ko", "en"),
        True,
        _november(5),
    ),
    Seat(
        "fiu-sg",
        "FIU Singapore",
        "fiu",
        "SG",
        frozenset({FREEZE}),
        "Secure network of the units, day and night",
        ("en", "zh"),
        True,
        _november(5, 23),
    ),
    Seat(
        "fiu-th",
        "FIU Thailand",
        "fiu",
        "TH",
        frozenset({FREEZE}),
        "Secure network of the units",
        ("th", "en"),
        True,
        _november(3),
    ),
    Seat(
        "emb-in",
        "Embassy of India in Bangkok",
        "consulate",
        "IN",
        frozenset({IDENTIFY, PAPERS}),
        "Consular duty telephone; Entraide",
        ("en", "hi", "th"),
        True,
        _november(6, 2),
    ),
    Seat(
        "emb-et",
        "Embassy of Ethiopia in Bangkok",
        "consulate",
        "ET",
        frozenset({IDENTIFY, PAPERS}),
        "Consular e-mail in office hours",
        ("am", "en"),
        False,
        _october(29),
    ),
    Seat(
        "shelter",
        "Moei River Shelter",
        "ngo",
        "TH",
        frozenset(),
        "Telephone of the house; Entraide",
        ("my", "th", "en", "sw"),
        True,
        _november(5, 14),
    ),
    Seat(
        "safereturn",
        "Safe Return India",
        "ngo",
        "IN",
        frozenset(),
        "Helpline day and night",
        ("en", "hi", "ml", "ta"),
        True,
        _november(5, 4),
    ),
    Seat(
        "osd",
        "Open Sources Desk",
        "ngo",
        "FR",
        frozenset(),
        "Entraide only",
        ("en", "fr", "my", "zh"),
        False,
        None,
    ),
)
