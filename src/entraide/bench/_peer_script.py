"""Run by the interpreter of the peers' own environment: pairs of names in, scores out, as JSON."""

import json
import sys
import time


def logic_v2(pairs: list[list[str]]) -> list[float]:
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()

    def entity(key: str, name: str):  # type: ignore[no-untyped-def]
        made = model.make_entity("Person")
        made.id = key  # names are remembered by id: each entity needs its own
        made.add("name", name)
        return made

    return [
        algorithm.compare(entity(f"a{row}", a), entity(f"b{row}", b), config).score
        for row, (a, b) in enumerate(pairs)
    ]


def icu_jaro_winkler(pairs: list[list[str]]) -> list[float]:
    import icu
    from rapidfuzz.distance import JaroWinkler

    latin = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")

    def read(name: str) -> str:
        return "".join(letter for letter in latin.transliterate(name) if letter.isalpha())

    return [JaroWinkler.similarity(read(a), read(b)) for a, b in pairs]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answers = {}
    for name, function in (("logic-v2", logic_v2), ("ICU + Jaro–Winkler", icu_jaro_winkler)):
        function([["warm", "up"]])
        began = time.process_time()
        scores = {script: function(pairs) for script, pairs in asked.items()}
        answers[name] = {"scores": scores, "seconds": time.process_time() - began}
    json.dump(answers, sys.stdout)
