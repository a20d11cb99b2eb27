"""Browsers reduced to their streams, in a process of their own: they come back and resume when a line breaks.

    python -m entraide.bench._listeners URL COUNT    the cookie on the first line of standard input

Says "ready" once each is greeted. Told how many events there were (a further line), it waits until each has
heard so many, or for a minute, and prints how many each has heard, how many came twice or out of order, and
how often a line broke, as JSON.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ._sse import Closed, listen

PAUSE_SECONDS = 0.5
PATIENCE_SECONDS = 60
KIND = "hit"


@dataclass
class _Listener:
    heard: int = 0
    disordered: int = 0
    broken: int = 0
    last: int = -1

    async def run(self, url: str, cookie: str, greeted: asyncio.Semaphore) -> None:
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, Closed):
                async with listen(url, cookie, self.last if self.last >= 0 else "") as messages:
                    async for message in messages:
                        if self.last < 0:
                            greeted.release()
                        elif int(message.id) <= self.last:
                            self.disordered += 1
                        self.last = int(message.id)
                        self.heard += message.kind == KIND
            self.broken += 1
            await asyncio.sleep(PAUSE_SECONDS)


async def _main(url: str, count: int) -> None:
    cookie = sys.stdin.readline().strip()
    greeted = asyncio.Semaphore(0)
    listeners = [_Listener() for _ in range(count)]
    tasks = [asyncio.create_task(listener.run(url, cookie, greeted)) for listener in listeners]
    for _ in listeners:
        await greeted.acquire()
    print("ready", flush=True)
    expected = int(await asyncio.to_thread(sys.stdin.readline) or 0)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while any(listener.heard < expected for listener in listeners):
                await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    print(
        json.dumps(
            {
                "heard": [listener.heard for listener in listeners],
                "disordered": sum(listener.disordered for listener in listeners),
                "broken": sum(listener.broken for listener in listeners),
            }
        )
    )


class Listeners:
    """The other end of that process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def done(self, expected: int) -> tuple[list[int], int, int]:
        """(events heard by each, events out of order, lines broken), once all were heard or a minute has passed."""
        said, _ = self._process.communicate(f"{expected}\n", timeout=PATIENCE_SECONDS + 30)
        told = json.loads(said)
        return told["heard"], told["disordered"], told["broken"]


@contextlib.contextmanager
def listeners(url: str, cookie: str, count: int, *, through: Sequence[str] = ()) -> Iterator[Listeners]:
    """``through``: a command that runs another, as in ``ip netns exec NAME``."""
    process = subprocess.Popen(
        [*through, sys.executable, "-m", "entraide.bench._listeners", url, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(cookie + "\n")
        process.stdin.flush()
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("the listeners could not reach the hub")
        yield Listeners(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
