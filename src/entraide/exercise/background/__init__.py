"""The reports that tell no story: what desks of twenty countries receive in a fortnight, in fourteen languages.

Most share nothing with any other. About one in five repeats a selector of an earlier report of another
organisation, written in its own way; some copy a broken address; some name what everybody names.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from string import Formatter

from entraide.exercise.background import east_asia, english, handling, indian_ocean, mekong, romance
from entraide.exercise.background.patterns import Alternatives, Pattern, Tongue
from entraide.exercise.background.pool import Pool
from entraide.exercise.cast import ORGANISATIONS, PEOPLE
from entraide.exercise.selectors import HOTLINE, JOB_BOARD, PLATFORM, Selector, Selectors
from entraide.exercise.shapes import Person, Place
from entraide.exercise.writing import OPENS_AT, Draft

# How often each language is written; English is the working language of most desks.
WEIGHTS: tuple[tuple[Tongue, int], ...] = (
    (english.ENGLISH, 24),
    (mekong.THAI, 10),
    (east_asia.CHINESE, 8),
    (east_asia.KOREAN, 8),
    (east_asia.VIETNAMESE, 7),
    (mekong.INDONESIAN, 7),
    (indian_ocean.HINDI, 6),
    (romance.FRENCH, 6),
    (romance.PORTUGUESE, 6),
    (romance.SPANISH, 5),
    (indian_ocean.ARABIC, 5),
    (indian_ocean.SWAHILI, 5),
    (mekong.BURMESE, 5),
    (indian_ocean.AMHARIC, 4),
)
_FROM = datetime(2025, 10, 22, tzinfo=OPENS_AT.tzinfo)
_SLOT = re.compile(r"\[(\w+)\]")
_MARK = re.compile(r"⟦([A-Z]\d\.\d\d)\|(.*?)⟧")
_COUNTRY = {o.key: o.country for o in ORGANISATIONS}
_HOME = {p.key: p.organisation for p in PEOPLE}
_REPORTER_COUNTRY = {person: _COUNTRY[home] for person, home in _HOME.items()}


def tell(make: Selectors, seed: int, count: int) -> Iterator[Draft]:
    """``count`` reports. The first n are the same whatever the count."""
    rng = random.Random(f"moei-background-{seed}")
    pool = Pool(make, rng)
    tongues, weights = zip(*WEIGHTS, strict=True)
    for number in range(1, count + 1):
        tongue = rng.choices(tongues, weights)[0]
        yield _Writer(rng, pool, tongue, number).draft()


class _Writer:
    """Writes one report."""

    def __init__(self, rng: random.Random, pool: Pool, tongue: Tongue, number: int) -> None:
        self._rng = rng
        self._pool = pool
        self._tongue = tongue
        self._key = f"{tongue.code}-{number:05d}"
        self._pattern: Pattern = rng.choice(tongue.patterns)
        self._author = rng.choice(self._pattern.by)
        self._country = _REPORTER_COUNTRY[self._author]
        self._seen = _FROM + timedelta(
            minutes=rng.randrange(int((OPENS_AT - _FROM).total_seconds() // 60) - 600)
        )
        self._place: Place | None = None
        self._name = ""
        self._age = 0

    def draft(self) -> Draft:
        text = self._pool.unused(self._wording)
        text = _SLOT.sub(self._slot, text)
        marks = dict(_MARK.findall(text))
        text = _MARK.sub(r"\2", text)
        text, selectors = self._with_selectors(text)
        text, selectors = self._with_what_everybody_names(text, selectors)
        person = self._person()
        return Draft(
            self._key,
            by=self._author,
            language=self._tongue.code,
            source_kind=self._pattern.source_kind,
            seen=self._seen,
            text=text,
            selectors=selectors,
            place=self._place,
            marks=marks,
            persons=(person,) if person else (),
            handling=handling.choose(
                self._rng,
                self._author,
                about_a_person=person is not None,
                source_kind=self._pattern.source_kind,
            ),
            delay=timedelta(minutes=self._rng.randint(20, 590)),
        )

    def _wording(self) -> str:
        return self._tongue.glue.join(filter(None, map(self._one_of, self._pattern.parts)))

    def _one_of(self, alternatives: Alternatives) -> str:
        if self._pool.is_out_of_ibans:
            alternatives = tuple(text for text in alternatives if "{iban}" not in text)
        return self._rng.choice(alternatives)

    def _slot(self, match: re.Match[str]) -> str:
        tongue, rng = self._tongue, self._rng
        match match[1]:
            case "city":
                word, self._place = rng.choice(tongue.cities[self._country])
                return word
            case "name":
                names = tongue.names[self._country]
                self._name = names.form.format(given=rng.choice(names.given), family=rng.choice(names.family))
                return self._name
            case "age":
                self._age = rng.randint(19, 34)
                return str(self._age)
            case "old":
                self._age = rng.randint(41, 76)
                return str(self._age)
            case "day":
                return tongue.day.format(d=self._seen.day, m=tongue.months[self._seen.month - 10])
            case slot:
                words: tuple[str, ...] = getattr(tongue, f"{slot}s")
                return rng.choice(words)

    def _with_selectors(self, text: str) -> tuple[str, dict[str, Selector]]:
        """The text with a way of writing chosen for each selector, and the selectors."""
        written: dict[str, Selector] = {}
        out = []
        for literal, kind, _, _ in Formatter().parse(text):
            out.append(literal)
            if kind is not None:
                selector = self._pool.take(kind, self._country, _HOME[self._author])
                name = f"{kind}{len(written)}"
                written[name] = selector
                out.append(f"{{{name}:{self._style(selector)}}}")
        return "".join(out), written

    def _style(self, selector: Selector) -> str:
        return self._pool.style(selector, self._country, self._tongue)

    def _with_what_everybody_names(
        self, text: str, selectors: dict[str, Selector]
    ) -> tuple[str, dict[str, Selector]]:
        roll = self._rng.random()
        if roll < 0.10:
            sentence, common = self._rng.choice(self._tongue.hotline), HOTLINE
        elif roll < 0.16:
            sentence, common = self._rng.choice(self._tongue.board), self._rng.choice((JOB_BOARD, PLATFORM))
        else:
            return text, selectors
        return f"{text}{self._tongue.glue}{sentence}", {**selectors, "common": common}

    def _person(self) -> Person | None:
        if not self._name or not self._pattern.status:
            return None
        born = self._seen.year - self._age if self._age else None
        return Person(self._name, self._pattern.status, born, None)
