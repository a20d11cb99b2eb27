"""Addresses of crypto-assets, each with the check that its ledger defines."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

import base58
from bech32 import bech32_hrp_expand, bech32_polymod, convertbits
from Crypto.Hash import keccak

from .._selector import InvalidSelector, Kind

BECH32_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_VALUE = {char: index for index, char in enumerate(BECH32_CHARSET)}
_BECH32, _BECH32M = 1, 0x2BC830A3

_WRONG_FORM = partial(
    InvalidSelector,
    "This does not have the form of an address on that ledger",
    "Check the ledger and the whole address",
)
_WRONG_CHECKSUM = partial(
    InvalidSelector,
    "The address fails its checksum: a character is wrong or missing",
    "Copy it again from the original",
)
_WRONG_LEDGER = partial(
    InvalidSelector, "The address belongs to another ledger", "Choose the ledger that it belongs to"
)


def _keccak(data: bytes) -> bytes:
    return keccak.new(digest_bits=256, data=data).digest()


def _base58_payload(text: str, alphabet: bytes = base58.BITCOIN_ALPHABET) -> bytes:
    """Version and hash of a Base58Check address. Raises InvalidSelector."""
    if not 25 <= len(text) <= 36 or not text.isascii():
        raise _WRONG_FORM()
    try:
        return base58.b58decode_check(text, alphabet=alphabet)
    except ValueError as problem:
        raise _WRONG_CHECKSUM() if "checksum" in str(problem) else _WRONG_FORM()


def _segwit(text: str, prefix: str) -> str:
    """A segregated-witness address in lower case: version 0 by Bech32, later ones by Bech32m."""
    if text not in (text.lower(), text.upper()) or not 14 <= len(text) <= 90:
        raise _WRONG_FORM()
    text = text.lower()
    hrp, _, data = text.rpartition("1")
    try:
        values = [_BECH32_VALUE[char] for char in data]
    except KeyError:
        raise _WRONG_FORM()
    if hrp != prefix or len(values) < 8:
        raise _WRONG_FORM()
    expected = _BECH32 if values[0] == 0 else _BECH32M
    if bech32_polymod(bech32_hrp_expand(hrp) + values) != expected:
        raise _WRONG_CHECKSUM()
    program = convertbits(values[1:-6], 5, 8, False)
    if program is None or values[0] > 16 or not 2 <= len(program) <= 40:
        raise _WRONG_FORM()
    if values[0] == 0 and len(program) not in (20, 32):
        raise _WRONG_FORM()
    return text


class Base58Coin(Kind):
    """A ledger with Base58Check addresses. ``versions`` maps a version prefix to the one it is written as.

    Litecoin wrote script addresses with Bitcoin's version before it had its own: both spellings are one.
    """

    versions: ClassVar[Mapping[bytes, bytes]]
    segwit: ClassVar[str | None] = None

    def clean(self, raw: str, country: str | None) -> str:
        text = _without_scheme(raw)
        if self.segwit and text.lower().startswith(self.segwit + "1"):
            return _segwit(text, self.segwit)
        payload = _base58_payload(text)
        version, digest = payload[:-20], payload[-20:]
        if version not in self.versions:
            raise _WRONG_LEDGER()
        written = self.versions[version]
        return text if written == version else base58.b58encode_check(written + digest).decode()


def _as_is(*versions: bytes) -> dict[bytes, bytes]:
    return {version: version for version in versions}


_SCHEME = re.compile(r"^[a-zA-Z]{3,12}:(?://)?")


def _without_scheme(raw: str) -> str:
    return _SCHEME.sub("", raw.strip())


class Bitcoin(Base58Coin):
    id = "btc"
    versions = _as_is(b"\x00", b"\x05")
    segwit = "bc"


class Litecoin(Base58Coin):
    id = "ltc"
    versions = _as_is(b"\x30", b"\x32") | {b"\x05": b"\x32"}
    segwit = "ltc"


class Dogecoin(Base58Coin):
    id = "doge"
    versions = _as_is(b"\x1e", b"\x16")


class Dash(Base58Coin):
    id = "dash"
    versions = _as_is(b"\x4c", b"\x10")


class Zcash(Base58Coin):
    """Transparent addresses; shielded ones are not looked for."""

    id = "zec"
    versions = _as_is(b"\x1c\xb8", b"\x1c\xbd")


class BitcoinGold(Base58Coin):
    id = "btg"
    versions = _as_is(b"\x26", b"\x17")


class Verge(Base58Coin):
    id = "xvg"
    versions = _as_is(b"\x1e")


class BitcoinSV(Base58Coin):
    id = "bsv"
    versions = _as_is(b"\x00", b"\x05")


class Tron(Base58Coin):
    id = "tron"
    versions = _as_is(b"\x41")


class Ripple(Base58Coin):
    id = "xrp"

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip()
        if not text.startswith("r") or _base58_payload(text, base58.RIPPLE_ALPHABET)[:1] != b"\x00":
            raise _WRONG_FORM()
        return text


class BitcoinCash(Kind):
    """CashAddr, and the older form with Bitcoin's versions, are written as CashAddr without its prefix."""

    id = "bch"
    _GENERATORS: ClassVar[Sequence[int]] = (
        0x98F2BC8E61,
        0x79B76D99E2,
        0xF33E5FB3C4,
        0xAE2EABE2A8,
        0x1E4F43E470,
    )
    _PREFIX: ClassVar[Sequence[int]] = (*(ord(char) & 31 for char in "bitcoincash"), 0)

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip()
        if text.lower().startswith("bitcoincash:"):
            text = text[12:]
        if text[:1] in ("1", "3"):
            payload = _base58_payload(text)
            if payload[0] not in (0, 5):
                raise _WRONG_LEDGER()
            return self._write(b"\x00" if payload[0] == 0 else b"\x08", payload[1:])
        if text not in (text.lower(), text.upper()) or len(text) != 42:
            raise _WRONG_FORM()
        text = text.lower()
        try:
            values = [_BECH32_VALUE[char] for char in text]
        except KeyError:
            raise _WRONG_FORM()
        if self._polymod([*self._PREFIX, *values]) != 0:
            raise _WRONG_CHECKSUM()
        return text

    def _write(self, version: bytes, digest: bytes) -> str:
        values = convertbits(version + digest, 8, 5) or []
        checksum = self._polymod([*self._PREFIX, *values, *[0] * 8])
        values += [(checksum >> 5 * (7 - place)) & 31 for place in range(8)]
        return "".join(BECH32_CHARSET[value] for value in values)

    @classmethod
    def _polymod(cls, values: Sequence[int]) -> int:
        state = 1
        for value in values:
            top = state >> 35
            state = ((state & 0x07FFFFFFFF) << 5) ^ value
            for bit, generator in enumerate(cls._GENERATORS):
                if top >> bit & 1:
                    state ^= generator
        return state ^ 1


class Ethereum(Kind):
    """Ethereum and the ledgers that share its accounts (BNB Smart Chain, Arbitrum, Polygon …).

    The value has the capitals of EIP-55, which are the checksum; all small or all capital means none was
    written, and is accepted.
    """

    id = "eth"
    _FORM = re.compile(r"0[xX][0-9a-fA-F]{40}")

    def clean(self, raw: str, country: str | None) -> str:
        text = _without_scheme(raw)
        if not self._FORM.fullmatch(text):
            raise _WRONG_FORM()
        digits = text[2:]
        value = self._with_capitals(digits.lower())
        if digits not in (digits.lower(), digits.upper(), value[2:]):
            raise _WRONG_CHECKSUM()
        return value

    def link(self, value: str) -> str:
        return f"eth:{value.lower()}"

    @staticmethod
    def _with_capitals(digits: str) -> str:
        digest = _keccak(digits.encode()).hex()
        return "0x" + "".join(
            char.upper() if nibble >= "8" else char for char, nibble in zip(digits, digest, strict=False)
        )


class Solana(Kind):
    """A public key: 32 bytes in Base58. The ledger defines no checksum, so only the form is checked."""

    id = "sol"

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip()
        if not 32 <= len(text) <= 44 or not text.isascii():
            raise _WRONG_FORM()
        try:
            key = base58.b58decode(text)
        except ValueError:
            raise _WRONG_FORM()
        if len(key) != 32:
            raise _WRONG_FORM()
        return text


class Monero(Kind):
    id = "xmr"
    _BLOCK_BYTES: ClassVar[Mapping[int, int]] = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip()
        if len(text) not in (95, 106) or text[0] not in "48" or not text.isascii():
            raise _WRONG_FORM()
        data = b"".join(self._block(text[at : at + 11]) for at in range(0, len(text), 11))
        if _keccak(data[:-4])[:4] != data[-4:]:
            raise _WRONG_CHECKSUM()
        return text

    def _block(self, text: str) -> bytes:
        try:
            return base58.b58decode_int(text).to_bytes(self._BLOCK_BYTES[len(text)], "big")
        except (ValueError, OverflowError, KeyError):
            raise _WRONG_FORM()


class Polkadot(Kind):
    """Polkadot and the networks that share its accounts (SS58): one key, written for network 0."""

    id = "dot"

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip()
        if not 35 <= len(text) <= 48 or not text.isascii():
            raise _WRONG_FORM()
        try:
            data = base58.b58decode(text)
        except ValueError:
            raise _WRONG_FORM()
        if len(data) != 35 or data[0] > 63:
            raise _WRONG_FORM()
        if self._checksum(data[:-2]) != data[-2:]:
            raise _WRONG_CHECKSUM()
        own = b"\x00" + data[1:-2]
        return base58.b58encode(own + self._checksum(own)).decode()

    @staticmethod
    def _checksum(body: bytes) -> bytes:
        return hashlib.blake2b(b"SS58PRE" + body).digest()[:2]


class Ton(Kind):
    """Written bounceable: the flag is a wallet's choice of spelling, not another account."""

    id = "ton"

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip().replace("+", "-").replace("/", "_")
        if len(text) != 48 or not text.isascii():
            raise _WRONG_FORM()
        try:
            data = base64.urlsafe_b64decode(text)
        except (ValueError, binascii.Error):
            raise _WRONG_FORM()
        if len(data) != 36 or data[0] not in (0x11, 0x51):
            raise _WRONG_FORM()
        if binascii.crc_hqx(data[:-2], 0).to_bytes(2, "big") != data[-2:]:
            raise _WRONG_CHECKSUM()
        body = b"\x11" + data[1:-2]
        return base64.urlsafe_b64encode(body + binascii.crc_hqx(body, 0).to_bytes(2, "big")).decode()


class Cardano(Kind):
    """Shelley addresses."""

    id = "ada"

    def clean(self, raw: str, country: str | None) -> str:
        text = raw.strip().lower()
        hrp, _, data = text.rpartition("1")
        if hrp not in ("addr", "stake") or not 50 <= len(text) <= 120:
            raise _WRONG_FORM()
        try:
            values = [_BECH32_VALUE[char] for char in data]
        except KeyError:
            raise _WRONG_FORM()
        if bech32_polymod(bech32_hrp_expand(hrp) + values) != _BECH32:
            raise _WRONG_CHECKSUM()
        return text
