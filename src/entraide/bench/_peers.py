"""Others' ways to compare names, in an environment of their own, on the pairs of `bench names`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from entraide.engines.link.names.training._judge import quality_at
from entraide.engines.link.names.training._pairs import PEOPLE, Pair

_SCRIPT = Path(__file__).with_name("_peer_script.py")
_LIMITS = np.round(np.arange(0.3, 1.0, 0.01), 2)


def compared(tests: dict[str, tuple[list[Pair], np.ndarray]], figures: dict) -> list[str]:
    """Lines that say how the peers fare, at the threshold that suits each best on these very pairs.

    ``figures`` gets their mean F1 and pairs a second.
    """
    python = _environment()
    if isinstance(python, str):
        return [python]
    asked = {script: [list(pair) for pair in pairs] for script, (pairs, _) in tests.items()}
    run = subprocess.run([python, "-I", _SCRIPT], input=json.dumps(asked), capture_output=True, text=True)
    if run.returncode:
        return [f"Peers: skipped, they failed: {run.stderr.strip().splitlines()[-1][:200]}"]
    lines = []
    for peer, answer in json.loads(run.stdout).items():
        scores = {script: np.array(found) for script, found in answer["scores"].items()}

        def f1(limit: float, script: str, scores: dict = scores) -> float:
            return quality_at(tests[script][1], scores[script] >= limit)[2]

        measured = [script for script in PEOPLE if script in scores] or list(scores)
        best = max(_LIMITS, key=lambda limit: float(np.mean([f1(limit, script) for script in measured])))
        speed = sum(map(len, asked.values())) / answer["seconds"]
        mean = float(np.mean([f1(best, script) for script in measured]))
        key = peer.split()[0].lower().replace("-", "_")
        figures |= {f"{key}_mean_f1": round(mean, 4), f"{key}_pairs_per_s": round(speed)}
        lines.append(
            f"{peer}, at {best:.2f}, the best for it on these pairs: mean F1 {mean:.4f}, {speed:,.0f} pairs/s"
        )
        lines.append(
            "  "
            + ", ".join(
                "{} P {:.2f} R {:.2f} F1 {:.3f}".format(
                    script, *quality_at(tests[script][1], scores[script] >= best)
                )
                for script in scores
            )
        )
    return lines


def _environment() -> Path | str:
    """The interpreter of the peers' environment, made if need be; or words on why there is none."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "entraide" / "peers"
    python = cache / "bin" / "python"
    done = cache / "installed"
    if not done.exists():
        print("Installing nomenklatura and rapidfuzz in an environment of their own …", file=sys.stderr)
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(cache)],
            [str(python), "-m", "pip", "install", "--quiet", "nomenklatura", "rapidfuzz"],
        ):
            run = subprocess.run(command, capture_output=True, text=True)
            if run.returncode:
                return f"Peers: skipped, they cannot be installed here: {(run.stderr or run.stdout).strip()[-300:]}"
        done.touch()
    return python
