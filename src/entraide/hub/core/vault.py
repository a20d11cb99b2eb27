"""Keys of single cases, kept outside the database and its backups: erase the key, and what it sealed is gone.

    vault = Vault.instance()
    vault.create(report_id)
    sealed = vault.encrypt(report_id, b"...", "intel_report.text:…")
    vault.decrypt(report_id, sealed, "intel_report.text:…")
    vault.erase(report_id)                    # from now on: Erased

A case's key is a file in ``HOME/keys``, wrapped under the master key in ``HOME/secrets/vault``; a backup of
the one without the other opens nothing. The context is bound to what is sealed (AES-256-GCM, associated
data): a value moved to another row, column or case does not open there.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from entraide.local.credentials import read_or_make
from entraide.local.home import sync_folder

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
VERSION = b"\x01"

CHUNK_BYTES = 1024 * 1024
FILE_MAGIC = b"entraide sealed file 1\n"
SALT_BYTES = 32


class Erased(Exception):
    """The case has no key: it was erased, and what it sealed can no longer be read by anyone."""


class Damaged(Exception):
    """What was sealed has been changed, cut short or moved, or was sealed for another case or context."""


class Vault:
    def __init__(self, home: Path) -> None:
        self._keys = home / "keys"
        self._master_file = home / "secrets" / "vault"

    @classmethod
    def instance(cls) -> Self:
        """The vault of this hub."""
        return cls(settings.HOME)

    # keys

    def create(self, case: UUID) -> None:
        """Give the case a key; one that it has is kept, also against another process at the same moment."""
        file = self.key_file(case)
        if file.exists():
            return
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        wrapped = _seal(self._wrapping_key, secrets.token_bytes(KEY_BYTES), case.bytes)
        if _write_once(file, wrapped):
            sync_folder(file.parent)
            sync_folder(self._keys)

    def has(self, case: UUID) -> bool:
        return self.key_file(case).exists()

    def erase(self, case: UUID) -> None:
        """Destroy the key of the case. Erasing twice, or a case without a key, changes nothing."""
        file = self.key_file(case)
        try:
            with file.open("r+b") as opened:  # over the old bytes first: an unlinked block can be dug up
                opened.write(secrets.token_bytes(file.stat().st_size))
                opened.flush()
                os.fsync(opened.fileno())
            file.unlink()
        except FileNotFoundError:
            return
        sync_folder(file.parent)

    def cases(self) -> Iterator[UUID]:
        """Every case that has a key."""
        for file in self._keys.glob("??/*.key"):
            yield UUID(file.stem)

    # values

    def encrypt(self, case: UUID, plaintext: bytes, context: str) -> bytes:
        """Seal for the case. ``context`` says where it will stand: table, column and row. Raises Erased."""
        return _seal(self._key(case), plaintext, context.encode())

    def decrypt(self, case: UUID, sealed: bytes, context: str) -> bytes:
        """Raises Erased, and Damaged."""
        return _open(self._key(case), sealed, context.encode())

    def encrypt_for_instance(self, plaintext: bytes, context: str) -> bytes:
        """For what belongs to no case (secrets of sign-in): sealed under a key of this hub."""
        return _seal(self._instance_key, plaintext, context.encode())

    def decrypt_for_instance(self, sealed: bytes, context: str) -> bytes:
        """Raises Damaged."""
        return _open(self._instance_key, sealed, context.encode())

    # files

    def encrypt_file(self, case: UUID, source: BinaryIO, target: Path) -> None:
        """Seal all of ``source`` into the new file ``target``, which is there whole or not at all.

        Raises Erased, and FileExistsError.
        """
        salt = secrets.token_bytes(SALT_BYTES)
        cipher = AESGCM(_derived(self._key(case), b"entraide file", salt))

        def write(file: BinaryIO) -> None:
            file.write(FILE_MAGIC + salt)
            for number, chunk, last in _chunks(source, CHUNK_BYTES):
                file.write(cipher.encrypt(_chunk_nonce(number, last), chunk, FILE_MAGIC))

        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _write_once(target, write):
            raise FileExistsError(target)
        sync_folder(target.parent)

    def read_file(self, case: UUID, source: Path) -> Iterator[bytes]:
        """The file's bytes in order, each chunk checked before it is given out. Raises Erased, and Damaged;
        one cut short is found at its end, so use nothing before all is read."""
        key = self._key(case)
        with source.open("rb") as file:
            head = file.read(len(FILE_MAGIC) + SALT_BYTES)
            if not head.startswith(FILE_MAGIC) or len(head) != len(FILE_MAGIC) + SALT_BYTES:
                raise Damaged(f"{source.name} is no sealed file")
            cipher = AESGCM(_derived(key, b"entraide file", head[len(FILE_MAGIC) :]))
            for number, chunk, last in _chunks(file, CHUNK_BYTES + TAG_BYTES):
                try:
                    yield cipher.decrypt(_chunk_nonce(number, last), chunk, FILE_MAGIC)
                except (InvalidTag, ValueError):
                    raise Damaged(f"{source.name} was changed or cut short") from None

    def decrypt_file(self, case: UUID, source: Path, target: Path) -> None:
        """Open ``source`` into the new file ``target``, which is there only once all of it was checked.

        Raises Erased, Damaged, and FileExistsError.
        """
        if not _write_once(target, lambda file: file.writelines(self.read_file(case, source))):
            raise FileExistsError(target)

    def key_file(self, case: UUID) -> Path:
        """Where the key of a case lies, if it has one."""
        return self._keys / case.hex[:2] / f"{case}.key"

    def _key(self, case: UUID) -> bytes:
        # read each time: a key that another process erases is gone here too
        try:
            wrapped = self.key_file(case).read_bytes()
        except FileNotFoundError:
            raise Erased(f"the key of {case} was erased") from None
        return _open(self._wrapping_key, wrapped, case.bytes)

    @cached_property
    def _master(self) -> bytes:
        made = read_or_make(
            self._master_file, lambda: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        )
        try:
            key = base64.b64decode(made, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES:
            raise RuntimeError(
                f"{self._master_file} is no key of {KEY_BYTES} bytes; restore it from a backup"
            )
        return key

    @cached_property
    def _wrapping_key(self) -> bytes:
        return _derived(self._master, b"entraide case keys")

    @cached_property
    def _instance_key(self) -> bytes:
        return _derived(self._master, b"entraide instance")


def _derived(key: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, purpose).derive(key)


def _seal(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, VERSION + context)


def _open(key: bytes, sealed: bytes, context: bytes) -> bytes:
    sealed = bytes(sealed)  # the database gives a memoryview
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != VERSION or len(ciphertext) < TAG_BYTES:
        raise Damaged("this is nothing that the vault sealed")
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, VERSION + context)
    except InvalidTag:
        raise Damaged("this was changed, or sealed for another place") from None


def _chunk_nonce(number: int, last: bool) -> bytes:
    """Its place and whether it is the last: a chunk dropped, doubled, moved or cut off does not open.

    Counting is safe, as every file has a key of its own."""
    return number.to_bytes(NONCE_BYTES - 1, "big") + bytes([last])


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number, bytes, is it the last?), at least one."""
    number, chunk = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following


def _write_once(path: Path, content: bytes | Callable[[BinaryIO], object]) -> bool:
    """Write a new file, closed to others, all of it or nothing; False where there is one already."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if callable(content):
                content(file)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # fails where a rename would overwrite
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
