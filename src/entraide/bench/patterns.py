"""`entraide bench patterns`: how many transactions a second get their features, beside the best of others."""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numba
import numpy as np

from entraide.engines.trace import Ledger
from entraide.engines.trace.features import FEATURES, as_table, feature_matrix, shared_features

from . import Measured
from ._background import MINUTE, START, Transactions, background
from ._town_ledger import WORTH, ledger_of

WINDOW = timedelta(days=1)
PEER_ROWS = 200_000
BATCHES = (128, 2048)  # the peer is fed so many at once; the quicker counts
ROUNDS = 2
_SIDES = ("payer_out", "payer_in", "payee_out", "payee_in")


def run(size: int | None, peer: str = "", no_peer: bool = False) -> Measured:
    """Transactions a second with the full set of features among `size` (5,000,000); the ratio to snapml's
    GraphFeaturePreprocessor per CPU-second on the features that both have, whose counts are compared.

    snapml is proprietary: it is installed in an environment of its own and never imported here. --peer is a Python
    that has it already; --no-peer leaves the comparison out.
    """
    size = size or 5_000_000
    feature_matrix(ledger_of(background(5000, 500, seed=2)), WINDOW)  # compiled before the clock starts
    ledger = ledger_of(background(size, max(size // 10, 100), seed=1))
    taken, tabled, used = [], [], []
    for _ in range(3):
        began, cpu = time.monotonic(), time.process_time()
        rows = feature_matrix(ledger, WINDOW, worth=WORTH)
        taken.append(time.monotonic() - began)
        used.append(time.process_time() - cpu)
        as_table(rows)
        tabled.append(time.monotonic() - began)
        del rows
    del ledger
    lines = [
        f"{size:,} generated transactions of {max(size // 10, 100):,} accounts, window {WINDOW.days} day, "
        f"{len(FEATURES)} features, {numba.get_num_threads()} threads: {size / min(taken):,.0f} a second, "
        f"{size / min(tabled):,.0f} with the Arrow table, {size / min(used):,.0f} a CPU-second (a busy machine shows in the "
        "difference)   required: 400,000"
    ]
    ratio, peer_lines = (None, ["without the peer"]) if no_peer else _beside_peer(peer)
    return Measured(
        {
            "size": size,
            "tx_per_s": round(size / min(taken)),
            "table_tx_per_s": round(size / min(tabled)),
            "ratio_vs_gfp": ratio,
        },
        lines + peer_lines,
    )


def _beside_peer(python: str) -> tuple[float | None, list[str]]:
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as folder:
        if not python:
            python, why = _installed(Path(folder) / "peer")
            if why:
                return None, [f"PEER SKIPPED: snapml cannot be installed here ({why})"]
        town = _between_others(background(PEER_ROWS, PEER_ROWS // 10, seed=3))
        ledger = ledger_of(town)
        file, out = Path(folder) / "transactions.npy", Path(folder) / "features.npy"
        minute = (town.time - START) // MINUTE
        dollars = ledger.amount / 100.0
        np.save(file, np.column_stack([np.arange(len(town)), town.source, town.target, minute, dollars]))

        def peer(batch: int) -> float:
            command = [
                python,
                "-I",  # this folder's modules must not stand for those of the standard library
                str(Path(__file__).with_name("_gfp.py")),
                str(file),
                str(WINDOW // timedelta(minutes=1)),
            ]
            ran = subprocess.run(
                [*command, str(batch), str(PEER_ROWS), str(out)], capture_output=True, text=True, check=True
            )
            return float(json.loads(ran.stdout.splitlines()[-1])["cpu_s"])

        theirs = {batch: min(peer(batch) for _ in range(ROUNDS)) for batch in BATCHES}
        ours = _ours(ledger)
        peer(1)
        counts, differing = _compared(
            shared_features(ledger, WINDOW, ledger.amount / 100.0), np.load(out), minute
        )
    speed = {batch: len(town) / seconds for batch, seconds in theirs.items()}
    ratio = len(town) / ours / max(speed.values())
    return round(ratio, 1), [
        f"shared features (windows of both accounts, fan, degree, scatter-gather, temporal cycles of 2 to 5) of "
        f"{len(town):,} transactions between different accounts, one thread, best of {ROUNDS}: {len(town) / ours:,.0f} a CPU-second here, indexes made "
        "within; snapml " + ", ".join(f"{value:,.0f} (batches of {batch})" for batch, value in speed.items()),
        f"ratio {ratio:.1f}   required: 15",
        "counts, ours = theirs (fed one by one, so that it sees no future): " + ", ".join(counts),
        differing,
    ]


def _between_others(town: Transactions) -> Transactions:
    """Without transfers to oneself, which the two count differently."""
    kept = town.source != town.target
    columns = ("time", "source", "target", "amount", "currency", "rail")
    return replace(town, **{name: getattr(town, name)[kept] for name in columns})


def _ours(ledger: Ledger) -> float:
    """CPU-seconds for the shared features on one thread."""
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    amounts = ledger.amount / 100.0
    taken = []
    for _ in range(ROUNDS):
        for index in ("outgoing", "incoming"):
            ledger.__dict__.pop(index, None)
        began = time.process_time()
        shared_features(ledger, WINDOW, amounts)
        taken.append(time.process_time() - began)
    numba.set_num_threads(threads)
    return min(taken)


def _compared(ours: np.ndarray, theirs: np.ndarray, minute: np.ndarray) -> tuple[list[str], str]:
    """Sums of the counts, ours and theirs, and in how many rows any of them differs.

    Theirs of the vertices' windows lag by one transaction at their old end: rows in a new minute are left out there.
    """
    at = {name: ours[:, place].astype(float) for place, name in enumerate(FEATURES)}
    fan, degree, gathers, cycles = theirs[:, :12], theirs[:, 12:24], theirs[:, 24:30], theirs[:, 30:36]
    vertices = theirs[:, 36:].reshape(len(theirs), 4, 8)
    pairs = {
        "fan in": (_one_hot(at["payee_in_others"]), fan[:, :6]),
        "fan out": (_one_hot(at["payer_out_others"]), fan[:, 6:]),
        "degree in": (_one_hot(at["payee_in_legs"]), degree[:, :6]),
        "degree out": (_one_hot(at["payer_out_legs"]), degree[:, 6:]),
    }
    up = np.column_stack([gathers[:, :3], gathers[:, 3:].sum(1)])
    for place, name in enumerate(("2", "3", "4", "5_up")):
        pairs[f"scatter-gather {name.replace('_', ' ')}"] = (at[f"scatter_gather_{name}"], up[:, place])
    for size in (2, 3, 4, 5):
        pairs[f"cycle {size}"] = (at[f"cycle_{size}"], cycles[:, size - 2])
    counts, rows = [], np.zeros(len(ours), bool)
    for name, (one, other) in pairs.items():
        counts.append(f"{name} {one.sum():,.0f} = {other.sum():,.0f}")
        rows |= (one != other).reshape(len(ours), -1).any(1)
    settled = np.concatenate([[True], minute[1:] == minute[:-1]])
    apart = np.zeros(len(ours), bool)
    for place, side in enumerate(_SIDES):
        for column, name in ((0, "others"), (1, "legs"), (3, "mean"), (4, "sum"), (5, "least"), (6, "most")):
            one, other = at[f"{side}_{name}"], vertices[:, place, column]
            apart |= np.abs(one - other) > 1e-3 * np.maximum(1, np.abs(other))
            if column < 2:
                counts.append(f"{side} {name} {one[settled].sum():,.0f} = {other[settled].sum():,.0f}")
    return counts, (
        f"rows that differ: {int(rows.sum()):,} of {len(ours):,} in shapes, {int(apart[settled].sum()):,} of "
        f"{int(settled.sum()):,} in the accounts' windows"
    )


def _one_hot(sizes: np.ndarray) -> np.ndarray:
    """The histogram with one pattern of that size: bins 2 … 6, and 7 or more."""
    return (np.clip(sizes, 0, 7)[:, None] == np.arange(2, 8)).astype(float)


def _installed(folder: Path) -> tuple[str, str]:
    """A Python with snapml, or why there is none."""
    python = folder / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "snapml"],
    ):
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            return "", (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
    return str(python), ""
