"""A bad line on this machine: a network namespace whose only link delays and loses packets.

The link is a pair of TUN devices with this module's process between them, which holds packets back and drops
some, below TCP. (The kernel's netem does the same, where the kernel has it.)
"""

import contextlib
import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


class NoBadLine(Exception):
    """Why there can be none here, and what would help."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """Programs run ``through`` it reach this machine at ``address`` alone."""

    address: str
    through: tuple[str, ...]


@contextlib.contextmanager
def bad_line(*, delay_ms: int, loss_percent: float) -> Iterator[BadLine]:
    """Packets towards the namespace arrive so much later; in both directions so many are lost.

    Raises NoBadLine without root, iproute2 or /dev/net/tun.
    """
    if os.geteuid() != 0 or not shutil.which("ip") or not os.path.exists("/dev/net/tun"):
        raise NoBadLine("a network namespace needs root, iproute2 and /dev/net/tun")
    name, here, there = f"entraide{os.getpid()}", f"e{os.getpid()}h", f"e{os.getpid()}t"
    near, far = f"10.213.{os.getpid() % 250}.1", f"10.213.{os.getpid() % 250}.2"
    inside = ("ip", "netns", "exec", name)
    relay = subprocess.Popen(
        [sys.executable, "-m", "entraide.bench._bad_line", here, there, str(delay_ms), str(loss_percent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert relay.stdin is not None
    assert relay.stdout is not None
    try:
        if relay.stdout.readline().strip() != "ready":
            raise NoBadLine("no TUN device could be made")
        _do("ip", "netns", "add", name)
        _do("ip", "link", "set", there, "netns", name)
        _do("ip", "address", "add", near, "peer", far, "dev", here)
        _do("ip", "link", "set", here, "up")
        _do(*inside, "ip", "address", "add", far, "peer", near, "dev", there)
        _do(*inside, "ip", "link", "set", there, "up")
        _do(*inside, "ip", "link", "set", "lo", "up")
        yield BadLine(near, inside)
    finally:
        relay.stdin.close()  # it ends, and its devices with it
        relay.wait(10)
        subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoBadLine(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")


def _relay(here: str, there: str, delay: float, loss: float) -> None:
    """Until standard input ends. ``delay``: seconds, towards ``there``; ``loss``: share of packets."""
    near, far = _tun(here), _tun(there)
    print("ready", flush=True)
    chance, waiting, made = random.Random(6), [], 0
    while True:
        pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select([near, far, sys.stdin], [], [], pause)
        if sys.stdin in readable:
            return
        for device in (near, far):
            packet = _read(device) if device in readable else b""
            if packet and chance.random() >= loss:
                due = time.monotonic() + (delay if device == near else 0.0)
                made += 1
                heapq.heappush(waiting, (due, made, far if device == near else near, packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, device, packet = heapq.heappop(waiting)
            with contextlib.suppress(OSError):  # the other end is not up yet
                os.write(device, packet)


def _tun(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return device


def _read(device: int) -> bytes:
    try:
        return os.read(device, 65536)
    except OSError:
        return b""


if __name__ == "__main__":
    _relay(sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000, float(sys.argv[4]) / 100)
