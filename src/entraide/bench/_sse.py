"""A browser's side of a server-sent stream, reduced to what a simulator needs."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class Closed(Exception):
    """The hub did not answer 200; the status is the argument."""


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    kind: str
    object: str | None


@contextlib.asynccontextmanager
async def listen(url: str, cookie: str = "", last: str | int = "") -> AsyncIterator[AsyncIterator[Message]]:
    """The messages of a stream, resuming after ``last``; they end when the hub closes it.

    Raises Closed for any answer but 200, and OSError when the line breaks.
    """
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", "Accept: text/event-stream"]
        lines += [f"Cookie: {cookie}"] if cookie else []
        lines += [f"Last-Event-ID: {last}"] if last != "" else []
        writer.write("\r\n".join([*lines, "", ""]).encode())
        status = int((await reader.readline()).split()[1])
        while await reader.readline() not in (b"\r\n", b""):
            pass
        if status != 200:
            raise Closed(status)
        yield _messages(reader)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _messages(reader: asyncio.StreamReader) -> AsyncIterator[Message]:
    text = b""
    while (size := int(await reader.readline() or b"0", 16)) > 0:
        text += (await reader.readexactly(size + 2))[:-2]
        *whole, text = text.split(b"\n\n")
        for one in whole:
            fields: dict[str, str] = dict(
                line.split(": ", 1) for line in one.decode().split("\n") if not line.startswith(":")
            )
            if "data" in fields:
                data: dict[str, Any] = json.loads(fields["data"])
                yield Message(fields.get("id", ""), data["kind"], data["object"])
