"""People under their keys, in memory: what the hub keeps in a table."""

import numpy as np

from entraide.engines.link.candidates import INLINE, Budget, HeavyKeys, keys_of_many, query


class Stored:
    def __init__(self, people: list[tuple[list[str], int | None, list[str]]]) -> None:
        keys, holders = keys_of_many(
            [names for names, *_ in people],
            [(year, year) if year else (0, 0) for _, year, _ in people],
            [countries for *_, countries in people],
        )
        order = np.argsort(keys, kind="stable")
        self.keys, self.people = keys[order], holders[order]
        self.heavy = HeavyKeys.of(self.keys)

    def postings(self, asked) -> tuple[np.ndarray, np.ndarray]:
        begin = np.searchsorted(self.keys, asked.low, "left")
        end = np.searchsorted(self.keys, asked.high, "right")
        places = [np.arange(a, b) for a, b in zip(begin, end, strict=True)]
        held = np.concatenate([np.zeros(0, int), *places])
        return self.keys[held], self.people[held]

    def find(
        self, name: str, year: int | None = None, country: str | None = None, budget: Budget = INLINE
    ) -> list[int]:
        asked = query(
            [name],
            self.heavy,
            budget,
            birth_years=[year] if year else [],
            countries=[country] if country else [],
        )
        return asked.best(*self.postings(asked))[0].tolist()
