"""Techniques in hand-written texts of ten languages: micro-F1, and how many texts nothing was said of."""

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from entraide.bench import Measured
from entraide.engines.assess import LEAST, tag_techniques

REQUIRED = 0.80
RESAMPLED = 2000


@dataclass(frozen=True)
class Labelled:
    """A text and the techniques that its writer meant it to show; none in ordinary messages and adverts."""

    id: str
    language: str
    text: str
    techniques: frozenset[str]


Tagger = Callable[[Labelled], set[str]]


def run(size: int | None, data: str = "", seed: int = 0) -> Measured:
    """Micro-F1 of the techniques found in labelled texts, and the share of texts of which nothing was said.

    `size` is how many texts (all). --data is a file with the columns id, language, techniques (ids parted by spaces)
    and text, for texts of one's own; without it, the packaged ones. Those were written before the words that are
    looked for, and not looked at afterwards, but by the same hand. The other figure is of another hand: how many of
    the marks of Exercise Moei are found, of the half of its marked passages that was not looked at.
    """
    texts = labelled(Path(data).read_text("utf-8-sig") if data else packaged("technique_texts"))
    if size:
        texts = random.Random(seed).sample(texts, min(size, len(texts)))
    found = {text.id: _found(text) for text in texts}
    micro = micro_f1(texts, found)
    low, high = interval(texts, found, seed)
    silent = [text for text in texts if not found[text.id]]
    rightly = sum(not text.techniques for text in silent)
    by_language = {
        language: round(micro_f1([text for text in texts if text.language == language], found), 3)
        for language in sorted({text.language for text in texts})
    }
    precision, recall = rates(texts, found)
    lines = [
        f"{len(texts)} texts of {data if data else 'the packaged test'}, {len(by_language)} languages,"
        f" {sum(len(text.techniques) for text in texts)} techniques; a technique is said from a score of {LEAST} on,"
        " put on the development texts",
        f"Micro-F1 {micro:.3f} ({low:.3f} to {high:.3f}, 95 %, {RESAMPLED:,} resamplings, seed {seed};"
        f" required: at least {REQUIRED:.2f}); precision {precision:.3f}, recall {recall:.3f}",
        "By language: " + ", ".join(f"{language} {value:.2f}" for language, value in by_language.items()),
        f"Nothing said of {len(silent)} of {len(texts)} texts, {rightly} of which show no technique"
        f" (there are {sum(not text.techniques for text in texts)} such)",
    ]
    figures: dict = {
        "micro_f1": round(micro, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "abstained": round(len(silent) / len(texts), 4),
        "by_language": by_language,
        "threshold": LEAST,
        "seed": seed,
    }
    if not data:
        figures["marks_found"], told = marks_found(looked_at=False)
        lines.append(told)
    return Measured(figures, lines)


def packaged(name: str) -> str:
    return files("entraide.bench").joinpath("data", f"{name}.csv").read_text("utf-8")


def labelled(table: str) -> list[Labelled]:
    return [
        Labelled(row["id"], row["language"], row["text"], frozenset(row["techniques"].split()))
        for row in csv.DictReader(io.StringIO(table))
    ]


def _found(text: Labelled) -> set[str]:
    return {one.id for one in tag_techniques(text.text)}


def _counts(texts: Iterable[Labelled], found: dict[str, set[str]]) -> tuple[int, int, int]:
    """Right, wrong, and missed."""
    right = wrong = missed = 0
    for text in texts:
        said = found[text.id]
        right += len(said & text.techniques)
        wrong += len(said - text.techniques)
        missed += len(text.techniques - said)
    return right, wrong, missed


def micro_f1(texts: Sequence[Labelled], found: dict[str, set[str]]) -> float:
    right, wrong, missed = _counts(texts, found)
    return 2 * right / max(1, 2 * right + wrong + missed)


def rates(texts: Sequence[Labelled], found: dict[str, set[str]]) -> tuple[float, float]:
    """Precision and recall."""
    right, wrong, missed = _counts(texts, found)
    return right / max(1, right + wrong), right / max(1, right + missed)


def interval(texts: Sequence[Labelled], found: dict[str, set[str]], seed: int) -> tuple[float, float]:
    """Where 95 of 100 resamplings of the texts lie."""
    chance = random.Random(seed)
    sampled = sorted(micro_f1(chance.choices(texts, k=len(texts)), found) for _ in range(RESAMPLED))
    return sampled[int(RESAMPLED * 0.025)], sampled[int(RESAMPLED * 0.975)]


def marks_found(*, looked_at: bool) -> tuple[float, str]:
    """Of the marks of the exercise's reports, the share found; each passage once. A report is marked with some of its
    techniques only, so that what is found beyond them is neither right nor wrong."""
    marks = exercise_marks(looked_at=looked_at)
    found = sum(technique in {one.id for one in tag_techniques(text)} for technique, text in marks)
    share = found / max(1, len(marks))
    return round(share, 4), (
        f"Of another hand: {found} of {len(marks)} marks of the exercise found, {share:.2f}"
        " (those of passages that were not looked at while words were chosen)"
    )


def exercise_marks(*, looked_at: bool) -> list[tuple[str, str]]:
    """Technique and text for each marked passage of the exercise; passages are split in two by their words."""
    from zlib import crc32

    from entraide.exercise.generator import generate

    marks: dict[tuple[str, str], str] = {}
    for report in generate().reports:
        for mark in report.marks:
            if (crc32(mark.words.encode()) % 2 == 0) is looked_at:
                marks.setdefault((mark.technique, mark.words), report.text)
    return [(technique, text) for (technique, _words), text in marks.items()]
