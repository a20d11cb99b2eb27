"""A seeded factory of selectors that belong to nobody, and the many ways in which people write them.

Phones come from ranges kept for fiction (France, United Kingdom) or left unassigned by the numbering plan:
they are *possible* and never *valid*. Domains are under ``.example``, IP addresses from the documentation
ranges, IBANs are the examples of the registry, wallets are hashes of the seed with a correct checksum, so
that nobody knows a key; handles say that they are of the exercise.

>>> make = Selectors(seed=1)
>>> phone = make.phone("TH")
>>> f"{phone}", f"{phone:nat}", f"{phone:thai}"
('+66 69 …', '069 …', '๐๖๙…')

A selector is written into a text with a format: ``"call {boss:dots}".format(boss=phone)``.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import base58
import bech32
import phonenumbers
from Crypto.Hash import keccak
from phonenumbers import PhoneNumberFormat

NATIONAL_STYLES = frozenset({"nat", "dash", "thai", "burmese", "arabic", "devanagari", "wide"})

# Prefix that the plan leaves unassigned or keeps for fiction, and length of the national number.
_PHONE_RANGES = {
    "AE": ("517", 9),
    "BR": ("209", 11),
    "CN": ("140", 11),
    "ET": ("775", 9),
    "FR": ("63998", 9),
    "GB": ("7700900", 10),
    "ID": ("843", 11),
    "IN": ("598", 10),
    "KE": ("125", 9),
    "KH": ("134", 9),
    "KR": ("131", 10),
    "LA": ("204", 10),
    "LK": ("739", 9),
    "MM": ("939", 10),
    "MY": ("141", 9),
    "NA": ("868", 9),
    "NG": ("763", 10),
    "NP": ("973", 10),
    "PE": ("300", 9),
    "PH": ("940", 10),
    "SG": ("990", 8),
    "TH": ("69", 9),
    "UG": ("733", 9),
    "VN": ("553", 9),
}

_DIGITS = {
    "thai": str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
    "burmese": str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉"),
    "arabic": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "devanagari": str.maketrans("0123456789", "०१२३४५६७८९"),
    "wide": str.maketrans("0123456789", "０１２３４５６７８９"),
}

# The examples that the IBAN registry prints for each country: nobody's account.
REGISTRY_IBANS = (
    "AE070331234567890123456",
    "BR1800360305000010009795493C1",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "DE89370400440532013000",
    "ES9121000418450200051332",
    "IT60X0542811101000000123456",
    "NL91ABNA0417164300",
    "BE68539007547034",
    "CH9300762011623852957",
    "AT611904300234573201",
    "PT50000201231234567890154",
    "PL61109010140000071219812874",
    "CZ6508000000192000145399",
    "RO49AAAA1B31007593840000",
    "GR1601101250000000012300695",
    "CY17002001280000001200527600",
    "TR330006100519786457841326",
    "SA0380000000608010167519",
    "KW81CBKU0000000000001234560101",
    "QA58DOHB00001234567890ABCDEFG",
    "BH67BMAG00001299123456",
    "JO94CBJO0010000000000131000302",
    "LB62099900000001001901229114",
    "IL620108000000099999999",
    "PK36SCBL0000001123456702",
    "GE29NB0000000101904917",
    "KZ86125KZT5004100100",
    "MU17BOMM0101101030300200000MUR",
    "DK5000400440116243",
    "SE4550000000058398257466",
    "NO9386011117947",
    "FI2112345600000785",
    "HU42117730161111101800000000",
    "HR1210010051863000160",
    "LT121000011101001000",
    "LV80BANK0000435195001",
    "EE382200221020145685",
    "SI56263300012039086",
    "SK3112000000198742637541",
)


@dataclass(frozen=True, slots=True)
class Selector:
    """One invented selector. ``f"{s:style}"`` writes it; without a style, as it would be printed."""

    kind: str
    value: str
    country: str | None = None
    sound: bool = True
    common: bool = False

    def __format__(self, style: str) -> str:
        styles = _STYLES.get(self.kind, {})
        if style and style not in styles:
            raise ValueError(f"a {self.kind} is written in one of {sorted(styles)}, not as {style!r}")
        return styles[style](self) if style in styles else self.value

    def __str__(self) -> str:
        return format(self)


# Known to everybody and saying nothing: a helpline on every poster, a board where everybody advertises.
HOTLINE = Selector("phone", "+66690001155", "TH", common=True)
JOB_BOARD = Selector("domain", "jobs-for-all.example", common=True)
PLATFORM = Selector("domain", "facebook.com", common=True)


def _national(phone: Selector) -> str:
    return phonenumbers.format_number(phonenumbers.parse(phone.value), PhoneNumberFormat.NATIONAL)


def _international(phone: Selector) -> str:
    return phonenumbers.format_number(phonenumbers.parse(phone.value), PhoneNumberFormat.INTERNATIONAL)


def _in_digits(script: str) -> Callable[[Selector], str]:
    return lambda phone: _national(phone).translate(_DIGITS[script])


def _grouped(text: str, size: int, by: str) -> str:
    return by.join(text[i : i + size] for i in range(0, len(text), size))


def _title_case(text: str) -> str:
    return re.sub(r"[a-z]+", lambda word: word[0].capitalize(), text)


_STYLES: dict[str, dict[str, Callable[[Selector], str]]] = {
    "phone": {
        "": _international,
        "e164": lambda s: s.value,
        "nat": _national,
        "dash": lambda s: _national(s).replace(" ", "-"),
        "dots": lambda s: _international(s).replace(" ", ".").replace("-", "."),
        "zz": lambda s: _international(s).replace("+", "00"),
        "paren": lambda s: "(+{}) {}".format(*_international(s).lstrip("+").split(" ", 1)),
        "nbsp": lambda s: _international(s).replace(" ", "\u00a0"),
        "thai": _in_digits("thai"),
        "burmese": _in_digits("burmese"),
        "arabic": _in_digits("arabic"),
        "devanagari": _in_digits("devanagari"),
        "wide": _in_digits("wide"),
        "wa": lambda s: f"https://wa.me/{s.value.lstrip('+')}",
    },
    "telegram": {
        "": lambda s: f"@{s.value}",
        "link": lambda s: f"https://t.me/{s.value}",
        "bare": lambda s: f"t.me/{s.value}",
        "case": lambda s: f"@{_title_case(s.value)}",
    },
    "line": {"link": lambda s: f"https://line.me/ti/p/~{s.value}"},
    "facebook": {
        "": lambda s: f"facebook.com/{s.value}",
        "mobile": lambda s: f"https://m.facebook.com/{s.value}?mibextid=exm",
    },
    "instagram": {
        "": lambda s: f"instagram.com/{s.value}",
        "case": lambda s: f"https://www.instagram.com/{_title_case(s.value)}/",
    },
    "tiktok": {
        "": lambda s: f"tiktok.com/@{s.value}",
        "link": lambda s: f"https://www.tiktok.com/@{s.value}",
    },
    "email": {"case": lambda s: _title_case(s.value), "at": lambda s: s.value.replace("@", " [at] ")},
    "domain": {
        "url": lambda s: f"https://{s.value}/",
        "page": lambda s: f"https://www.{s.value}/login?ref=m6",
        "hxxp": lambda s: f"hxxps://{s.value.replace('.', '[.]')}/",
        "case": lambda s: _title_case(s.value),
    },
    "iban": {
        "": lambda s: _grouped(s.value, 4, " "),
        "plain": lambda s: s.value,
        "low": lambda s: s.value.lower(),
        "dash": lambda s: _grouped(s.value, 4, "-"),
    },
    "eth": {"low": lambda s: s.value.lower()},
    "ip": {"dots": lambda s: s.value.replace(".", "[.]")},
    "passport": {"space": lambda s: f"{s.value[:2]} {s.value[2:]}", "low": lambda s: s.value.lower()},
    "vehicle_plate": {"space": lambda s: s.value.replace("-", " ")},
}


class Selectors:
    """Issues selectors, each once: two selectors of one factory are never the same by accident.

    ``HOTLINE``, ``JOB_BOARD`` and ``PLATFORM`` are known to everybody: no two reports may meet on them.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"moei-selectors-{seed}")
        self._seed = seed
        self._issued: set[tuple[str, str, bool]] = set()
        self._ibans = list(REGISTRY_IBANS)
        for known in (HOTLINE, JOB_BOARD, PLATFORM):
            self._once(known)

    def phone(self, country: str) -> Selector:
        """A number of ``country`` (one of 24) that no subscriber can have."""
        prefix, length = _PHONE_RANGES[country]
        code = phonenumbers.country_code_for_region(country)
        return self._new("phone", lambda: f"+{code}{prefix}{self._digits(length - len(prefix))}", country)

    def neighbour(self, phone: Selector) -> Selector | None:
        """The same number but for its last digit: near, and not the same. None if it is in use already."""
        last = (int(phone.value[-1]) + 3) % 10
        near = replace(phone, value=f"{phone.value[:-1]}{last}")
        return None if self.is_issued(near.kind, near.value) else self._once(near)

    def telegram(self, name: str) -> Selector:
        return self._once(Selector("telegram", f"{name}_moei"))

    def wechat(self, name: str) -> Selector:
        return self._once(Selector("wechat", f"{name}_moei"))

    def line(self, name: str) -> Selector:
        return self._once(Selector("line", f"{name}.moei"))

    def facebook(self, name: str) -> Selector:
        return self._once(Selector("facebook", f"{name}.moei"))

    def instagram(self, name: str) -> Selector:
        return self._once(Selector("instagram", f"{name}_moei"))

    def tiktok(self, name: str) -> Selector:
        return self._once(Selector("tiktok", f"{name}_moei"))

    def domain(self, name: str) -> Selector:
        return self._once(Selector("domain", f"{name}.example"))

    def email(self, box: str, at: str) -> Selector:
        return self._once(Selector("email", f"{box}@{at}.example"))

    def iban(self) -> Selector:
        """The next example of the registry. Raises IndexError when all are in use."""
        return self._once(Selector("iban", self._ibans.pop(0)))

    @property
    def ibans_left(self) -> int:
        return len(self._ibans)

    def account(self, country: str) -> Selector:
        """A local account number; banks of the exercise begin every one with 000."""
        return self._new("bank_account", lambda: f"000{self._digits(9)}", country)

    def bitcoin(self, form: str = "bech32") -> Selector:
        """An address of form "base58" (P2PKH) or "bech32" (version 0) to a hash that has no known key."""

        def draw() -> str:
            payload = self._hash()
            if form == "base58":
                return base58.b58encode_check(b"\x00" + payload).decode()
            return str(bech32.encode("bc", 0, payload))

        return self._new("btc", draw)

    def ethereum(self) -> Selector:
        """An address in the mixed case of EIP-55."""
        return self._new("eth", lambda: checksum_case(self._hash().hex()))

    def tron(self) -> Selector:
        return self._new("tron", lambda: base58.b58encode_check(b"\x41" + self._hash()).decode())

    def ip(self) -> Selector:
        """An address of the three ranges kept for documentation (RFC 5737)."""
        block = self._random.choice(("192.0.2", "198.51.100", "203.0.113"))
        return self._new("ip", lambda: f"{block}.{self._random.randint(1, 254)}")

    def passport(self, country: str) -> Selector:
        return self._new("passport", lambda: f"XM0{self._digits(6)}", country)

    def plate(self, country: str) -> Selector:
        return self._new("vehicle_plate", lambda: f"XM-{self._digits(4)}", country)

    def broken(self, selector: Selector) -> Selector:
        """The selector with its checksum made wrong: a slip of the pen, which must never link."""
        swap = {"eth": _flip_case, "iban": _bump_check_digits}.get(selector.kind, _bump_last)
        return self._once(replace(selector, value=swap(selector.value), sound=False))

    def _digits(self, count: int) -> str:
        return "".join(self._random.choices("0123456789", k=count))

    def _hash(self) -> bytes:
        return hashlib.sha256(f"{self._seed}{self._random.random()}".encode()).digest()[:20]

    def _new(self, kind: str, draw: Callable[[], str], country: str | None = None) -> Selector:
        for _ in range(1000):
            selector = Selector(kind, draw(), country)
            if not self.is_issued(selector.kind, selector.value, selector.sound):
                return self._once(selector)
        raise ValueError(f"no {kind} is left in the range kept for {country or 'the exercise'}")

    def is_issued(self, kind: str, value: str, sound: bool = True) -> bool:
        return (kind, value.lower(), sound) in self._issued

    def _once(self, selector: Selector) -> Selector:
        if self.is_issued(selector.kind, selector.value, selector.sound):
            raise ValueError(f"{selector.kind} {selector.value} is in use already")
        self._issued.add((selector.kind, selector.value.lower(), selector.sound))
        return selector


def checksum_case(digits: str) -> str:
    """Forty hexadecimal digits as an Ethereum address in the mixed case of EIP-55."""
    shown = keccak.new(digest_bits=256, data=digits.lower().encode()).hexdigest()
    return "0x" + "".join(
        c.upper() if int(h, 16) >= 8 else c for c, h in zip(digits.lower(), shown, strict=False)
    )


def _flip_case(address: str) -> str:
    where = next(i for i, c in enumerate(address) if i > 1 and c.isalpha())
    return address[:where] + address[where].swapcase() + address[where + 1 :]


def _bump_check_digits(iban: str) -> str:
    return f"{iban[:2]}{(int(iban[2:4]) + 1) % 100:02d}{iban[4:]}"


def _bump_last(text: str) -> str:
    alphabet = "234567" if text.startswith("bc1") else "ABCDEF"
    return text[:-1] + next(c for c in alphabet if c != text[-1])


def styles_of(kind: str) -> Iterable[str]:
    """The names of the ways in which a selector of ``kind`` can be written; "" is the usual one."""
    return _STYLES.get(kind, {}).keys() | {""}
