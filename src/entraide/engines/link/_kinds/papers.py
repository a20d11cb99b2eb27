"""Numbers on papers and vehicles: passports and plates. They have no public checksum, only a form."""

from __future__ import annotations

import re
from functools import partial

from .._selector import InvalidSelector, Kind

_NOT_A_PASSPORT = partial(
    InvalidSelector,
    "This does not have the form of a passport number",
    "Write 6 to 9 letters and digits, as on the data page",
)
_NOT_A_PLATE = partial(
    InvalidSelector,
    "This does not have the form of a vehicle plate",
    "Write its letters and digits, 4 to 10 of them",
)
_SEPARATORS = re.compile(r"[\s.\-·/]")


class Passport(Kind):
    id = "passport"
    _FORM = re.compile(r"(?=(?:[A-Z]*[0-9]){4})[A-Z0-9]{6,9}")

    def clean(self, raw: str, country: str | None) -> str:
        number = _SEPARATORS.sub("", raw.strip()).upper()
        if not self._FORM.fullmatch(number):
            raise _NOT_A_PASSPORT()
        return number


class VehiclePlate(Kind):
    """In any script: กข 1234, 粤B·12345, XM-1234."""

    id = "vehicle_plate"

    def clean(self, raw: str, country: str | None) -> str:
        plate = _SEPARATORS.sub("", raw.strip()).upper()
        digits = sum(map(str.isdigit, plate))
        if not 4 <= len(plate) <= 10 or digits < 2 or not plate.isalnum():
            raise _NOT_A_PLATE()
        return plate
