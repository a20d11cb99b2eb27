"""Which items tell one thing between them, and count once: a rumour, a sentence, the photos of one place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from ._sphere import km_from, unit
from .evidence import Evidence, Ping

_LONG = 40  # letters; two people do not say a longer sentence in the same words
_ONE_PLACE_KM = 1.0


@dataclass
class _Series:
    """Positions of one place: by one device, or all of them doubted."""

    first: Ping
    devices: set[str]
    doubted: bool

    def holds(self, ping: Ping) -> bool:
        alike = ping.device in self.devices or (self.doubted and bool(ping.flags))
        away = km_from(ping.lat, ping.lon, unit([self.first.lat], [self.first.lon]))
        return alike and float(away[0]) <= _ONE_PLACE_KM


def groups_of(items: Sequence[Evidence]) -> list[Hashable]:
    """The group of each item; items of one group count once.

    Besides the ``group`` that a case names: the same long ``excerpt`` about the same kind of thing, whoever passed it
    on; positions by one device within a kilometre; and doubted ones within a kilometre, whatever device they name, for
    who forges one forges four. Photos and videos that name no device are taken to be of one.
    """
    series: list[_Series] = []
    return [_group_of(item, row, series) for row, item in enumerate(items)]


def _group_of(item: Evidence, row: int, series: list[_Series]) -> Hashable:
    said = " ".join(item.excerpt.casefold().split())
    if item.group:
        return "told", item.group
    if isinstance(item, Ping) and (item.source == "photo" or item.device or item.flags):
        return "place", _number_of(item, series)
    if len(said) > _LONG:
        return item.kind, said
    return "alone", row


def _number_of(ping: Ping, series: list[_Series]) -> int:
    for number, one in enumerate(series):
        if one.holds(ping):
            one.devices.add(ping.device)
            one.doubted |= bool(ping.flags)
            return number
    series.append(_Series(ping, {ping.device}, bool(ping.flags)))
    return len(series) - 1
