"""What a journal is proved with: the seals of its entries, the signed heads, and what witnesses sign.

Nothing here asks a database; whoever holds a copy of the rows can check them with this page alone.

- An entry's seal is SHA-256 over a domain, the seal before it (32 zero bytes before the first), and its
  fields, separated by NUL, which no text of PostgreSQL can hold. The fields are the entry's number in the
  chain of its organisation and what was recorded, with the commitment to its detail: SHA-256 over a salt of
  16 bytes and the detail as JSON. So details can be erased, and the chain still holds.
- A head is the number and seal of the last entry at a moment, signed (Ed25519) by this hub.
- A witness signs the digest of a head: neither the number nor the seal can be told from it, so that it
  does not betray how much another organisation does.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from entraide.local.credentials import read_or_make

FIRST = bytes(32)  # what stands before the first entry
_ENTRY = b"entraide journal entry 1\n"
_HEAD = b"entraide journal head 1\n"
_DIGEST = b"entraide journal head digest 1\n"
_WITNESS = b"entraide journal witness 1\n"

# What is sealed of an entry, as text and in this order, after its number. Times are microseconds since 1970.
SEALED = (
    "organisation_id::text",
    "id::text",
    "coalesce(member_id::text, '')",
    "(extract(epoch from at) * 1000000)::bigint::text",
    "deed",
    "object_kind",
    "object_id",
    "purpose::text",
    "CASE WHEN refused THEN 'refused' ELSE 'done' END",
    "encode(commitment, 'hex')",
)


def seal_of(previous: bytes, number: int, fields: Sequence[str]) -> bytes:
    """The seal of an entry, from that of the one before; ``fields`` as in SEALED."""
    text = "\0".join((str(number), *fields))
    return hashlib.sha256(_ENTRY + previous + text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of an organisation's chain at a moment. ``at``: microseconds since 1970."""

    organisation: str
    number: int
    seal: bytes
    at: int
    signature: bytes = b""

    @property
    def message(self) -> bytes:
        return (
            _HEAD + "\0".join((self.organisation, str(self.number), self.seal.hex(), str(self.at))).encode()
        )

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(_DIGEST + self.message + self.signature).digest()

    def signed(self, key: Ed25519PrivateKey) -> "Head":
        return Head(self.organisation, self.number, self.seal, self.at, key.sign(self.message))

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        return is_signed(key, self.signature, self.message)

    def as_json(self) -> dict[str, object]:
        return {
            "organisation": self.organisation,
            "number": self.number,
            "seal": self.seal.hex(),
            "at": self.at,
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_json(cls, value: dict[str, object]) -> "Head":
        """Raises KeyError, TypeError or ValueError where it is none."""
        return cls(
            str(value["organisation"]),
            int(str(value["number"])),
            bytes.fromhex(str(value["seal"])),
            int(str(value["at"])),
            bytes.fromhex(str(value["signature"])),
        )


def witness_message(digest: bytes, witness: str, at: int) -> bytes:
    """What a witness signs: this head, seen by this organisation (id), at this time (microseconds)."""
    return _WITNESS + "\0".join((digest.hex(), witness, str(at))).encode()


def is_signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(bytes(signature), message)
    except InvalidSignature:
        return False
    return True


# keys


def private_key(file: Path) -> Ed25519PrivateKey:
    """The key in ``file`` (PEM, as ``openssl genpkey -algorithm ed25519`` writes it). Made if it is missing."""
    return parse_private_key(read_or_make(file, lambda: new_private_key().decode()).encode(), str(file))


def new_private_key() -> bytes:
    """A new key as PEM."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def parse_private_key(pem: bytes, name: str) -> Ed25519PrivateKey:
    """Raises ValueError, with the remedy."""
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(
            f"{name} holds no Ed25519 key in PEM without a password; make one with: entraide journal new-key"
        )
    return key


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as it is shown and kept: 32 bytes in base64."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """Raises ValueError where the text is no key."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
