"""The diagram in words: its title, its summary for those who do not see it, and what each transfer was."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from entraide.vocabulary.currencies import digits, shown

from ._followed import Followed
from ._picture import Lane, Picture
from ._text import plain, shortened

RULE_NAMES = {"fifo": "first in, first out", "haircut": "pro rata"}


def headline(followed: Followed) -> str:
    verb = "came from" if followed.back else "went"
    return f"Where {shown(followed.loss, followed.currency)} {followed.currency} {verb}"


def rules(followed: Followed) -> str:
    """Under which rule, or rules."""
    names = list(followed.tracings)
    if len(names) == 1:
        return f"Rule: {_spelled(names[0])}"
    plain_names = dict.fromkeys(name.removesuffix(_CREDITS).removesuffix(_DEBITS) for name in names)
    spelled = " · ".join(map(_spelled, plain_names))
    if len(plain_names) == len(names):
        return f"By {len(names)} rules: {spelled}"
    return f"By {len(plain_names)} rules: {spelled}; legs of a day in both orders"


_CREDITS, _DEBITS = ", credits first", ", debits first"


def _spelled(name: str) -> str:
    rule, *rest = name.split(", ")
    return f"{rule} ({', '.join([RULE_NAMES[rule], *rest])})"


def spread(low: int, high: int, currency: str) -> str:
    """The least and the most of a sum."""
    unit = currency if digits(currency) is not None else f"{currency} (smallest units)"
    if low == high:
        return f"{shown(high, currency)} {unit}"
    return f"{shown(low, currency)}–{shown(high, currency)} {unit}"


def compact(low: float, high: float, currency: str, with_code: bool) -> str:
    """A sum of three figures for a label: 38.8–43 M."""
    unit = 10 ** (digits(currency) or 0)
    size, letter = next(((size, letter) for size, letter in _SIZES if high >= size * unit), (1, ""))
    words, least = _three(high / unit / size), _three(low / unit / size)
    if words != least:
        words = f"{least}–{words}"
    return words + letter + (f" {currency}" if with_code else "")


_SIZES = ((1e12, " T"), (1e9, " bn"), (1e6, " M"))


def _three(number: float) -> str:
    """Three figures: 1,234, 38.8, 4.52, 0.0421."""
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    places = 1 if number >= 10 else 2 - math.floor(math.log10(number))
    return f"{number:.{places}f}".rstrip("0").rstrip(".")


def when(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)


def moment(microseconds: int) -> str:
    time = when(microseconds)
    return f"{time.day} {time:%b %Y %H:%M}" + (f":{time:%S}" if time.second else "")


def span(microseconds: int) -> str:
    """The two largest units of a length of time."""
    seconds = microseconds // 1_000_000
    parts = [
        (seconds // 86400, "d"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "min"),
        (seconds % 60, "s"),
    ]
    first = next((place for place, (count, _) in enumerate(parts) if count), 3)
    found = [f"{count} {unit}" for count, unit in parts[first : first + 2] if count]
    return " ".join(found) or "0 s"


def said(picture: Picture, move: int) -> str:
    """One transfer, or several drawn as one."""
    moves = picture.moves
    source, target = (_name(picture, int(lane[move])) for lane in (moves.source, moves.target))
    currency = moves.currency[move]
    amounts = moves.carried[:, move] if currency else moves.value[:, move]
    sums = spread(int(amounts.min()), int(amounts.max()), currency or picture.followed.currency)
    count = int(moves.count[move])
    time = moment(int(moves.time[move]))
    if count > 1:
        return f"{source} → {target}: {sums} traced, {count:,} transfers from {time} UTC to {moment(int(moves.until[move]))}"
    when = time.rpartition(" ")[0] + ", hour unknown" if moves.day_only[move] else f"{time} UTC"
    return f"{source} → {target}: {sums} traced, {when}, record {plain(moves.record[move])}"


def _name(picture: Picture, lane: int) -> str:
    one = picture.lanes[lane]
    return (folded(one) or plain(one.name)).removeprefix("and ")


def folded(lane: Lane) -> str:
    """What a lane of several accounts is called; "" for one account."""
    if not lane.folded:
        return ""
    return f"and {lane.folded:,} more who paid" if lane.paid else f"and {lane.folded:,} smaller"


def summary(picture: Picture) -> str:
    """What the diagram shows, for people who hear it."""
    followed = picture.followed
    lines = [f"{headline(followed)}. {rules(followed)}."]
    lines.append(f"{picture.transfers:,} transfers between {picture.accounts:,} accounts.")
    ends = followed.ends.slice(0, 12).to_pylist()
    for end in ends:
        stop = f", {end['stop']}" if end["stop"] else ""
        lines.append(
            f"{end['kind']}{stop}: {spread(end['low'], end['high'], end['currency'])}, {plain(shortened(end['account'], 60))}."
        )
    if len(followed.ends) > len(ends):
        lines.append(f"And {len(followed.ends) - len(ends):,} smaller sums.")
    return " ".join(lines)
