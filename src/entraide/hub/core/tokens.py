"""Keyed tokens: what the linker compares instead of phone numbers and accounts.

The key (``secrets/link``) stays with web and worker; a copy of the database alone matches nothing, and
cannot be searched by trying every phone number there is.
"""

import base64
import binascii
import hashlib
import hmac
from functools import cache
from uuid import UUID

from django.conf import settings

KEY_BYTES = 32


def token(kind: str, value: str) -> UUID:
    """HMAC-SHA256 cut to 16 bytes: the same for the same kind and value on this hub, telling nothing of them.

    Raises RuntimeError where the hub has no key, so that nothing is ever filed under a wrong one.
    """
    # a separator that no kind contains: ("ab", "c") and ("a", "bc") differ
    message = kind.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
    return UUID(bytes=hmac.digest(_key(), message, hashlib.sha256)[:16])


@cache
def _key() -> bytes:
    file = settings.HOME / "secrets" / "link"
    try:
        key = base64.b64decode(file.read_text().strip(), validate=True)
    except FileNotFoundError:
        raise RuntimeError(f"{file} is missing; start the hub once, or restore it from a backup")
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise RuntimeError(f"{file} is no key of {KEY_BYTES} bytes in base64; restore it from a backup")
    return key
