"""Files of reports: encrypted under their report's key, outside of the web root and of the database.

A file is written as ``.part`` and takes its name when its row is committed; a ``.part`` without a row is
swept. Evidence keeps its original apart, read-only; what people open is the working copy.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import filetype
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ..core.errors import Invalid
from ..core.vault import Vault

# what a report may carry: media type → extensions
ALLOWED = {
    "image/jpeg": {"jpg", "jpeg"},
    "image/png": {"png"},
    "image/webp": {"webp"},
    "image/gif": {"gif"},
    "image/heic": {"heic", "heif", "hif"},
    "image/avif": {"avif"},
    "application/pdf": {"pdf"},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"docx"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"xlsx"},
    "audio/mpeg": {"mp3"},
    "audio/mp4": {"m4a"},
    "audio/ogg": {"ogg", "opus"},
    "audio/x-wav": {"wav"},
    "video/mp4": {"mp4"},
    "video/quicktime": {"mov"},
    "text/plain": {"txt", "csv", "tsv", "log", "eml"},
}
_HEAD = 8192
_DEEP_HEIC = {b"heix", b"heim", b"heis"}  # with more than eight bits a colour, which filetype does not know


@dataclass(frozen=True, slots=True)
class Measured:
    media_type: str
    size: int
    sha256: str


def measure(name: str, content: BinaryIO) -> Measured:
    """Type by content, size and SHA-256. Raises Invalid for what a report may not carry."""
    head = content.read(_HEAD)
    media_type = _type_of(head)
    if not head:
        raise Invalid({"file": _("The file is empty. Choose it again.")})
    if media_type not in ALLOWED:
        raise Invalid(
            {"file": _("Files of this type are not taken. Send a picture, PDF, text, sound or video.")}
        )
    extension = name.rpartition(".")[2].lower()
    if extension not in ALLOWED[media_type]:
        raise Invalid(
            {
                "file": _(
                    "The name ends in “%(extension)s”, but the content is %(type)s. Save it under its true type."
                )
                % {"extension": extension, "type": media_type}
            }
        )
    digest, size = hashlib.sha256(head), len(head)
    while chunk := content.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
        if size > settings.ATTACHMENT_MOST_BYTES:
            most = settings.ATTACHMENT_MOST_BYTES // (1 << 20)
            raise Invalid(
                {"file": _("The file is larger than %(most)d MB. Send a part of it.") % {"most": most}}
            )
    content.seek(0)
    return Measured(media_type, size, digest.hexdigest())


def keep(report_id: UUID, attachment_id: UUID, content: BinaryIO, *, evidence: bool) -> None:
    """Store the working copy, and for evidence the sealed original, once the transaction commits."""
    vault = Vault.instance()
    if not vault.has(report_id):
        vault.create(report_id)
    for original in (False, True) if evidence else (False,):
        path = path_of(attachment_id, original=original)
        part = path.with_suffix(path.suffix + ".part")
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # of a transaction that was rolled back
        content.seek(0)
        vault.encrypt_file(report_id, content, part)
        transaction.on_commit(lambda part=part, path=path, original=original: _name(part, path, original))


def read(report_id: UUID, attachment_id: UUID, *, original: bool = False) -> Iterator[bytes]:
    path = path_of(attachment_id, original=original)
    # the process may have ended between the commit and the renaming
    part = path.with_suffix(path.suffix + ".part")
    return Vault.instance().read_file(report_id, path if path.exists() else part)


def path_of(attachment_id: UUID, *, original: bool = False) -> Path:
    name = f"{attachment_id}.original" if original else f"{attachment_id}.file"
    return settings.FILES_ROOT / str(attachment_id)[:2] / name


def _name(part: Path, path: Path, original: bool) -> None:
    part.rename(path)
    path.chmod(0o400 if original else 0o600)


def _type_of(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] in _DEEP_HEIC:
        return "image/heic"
    guess = filetype.guess(head)
    return guess.mime if guess else ("text/plain" if _is_text(head) else "")


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # not merely a character cut at the end
            return False
        text = head[: error.start].decode("utf-8")
    return not any(character < " " and character not in "\t\n\r\f" for character in text)
