"""CPU time of a hub by its parts: what a figure costs, on a machine that does other things too."""

from pathlib import Path

import psutil

from ._hub import Hub

_ROLES = {"run_linker": "linker", "run_worker": "worker", "run_sealer": "sealer"}  # the others serve pages


def cpu_seconds(home: Path, hub: Hub) -> dict[str, float]:
    """Seconds of processor time so far: of this process ("here"), the hub's processes by role, and PostgreSQL."""
    spent = {"here": _own(psutil.Process())}
    for process in hub.processes():
        words = " ".join(_words(process))
        role = next((role for word, role in _ROLES.items() if word in words), "web")
        spent[role] = spent.get(role, 0.0) + _own(process)
    postmaster = psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().split()[0]))
    times = postmaster.cpu_times()  # with that of connections that ended
    spent["PostgreSQL"] = times.user + times.system + times.children_user + times.children_system
    spent["PostgreSQL"] += sum(map(_own, postmaster.children()))
    return spent


def _own(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []
