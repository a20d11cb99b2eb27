"""The population of the benchmarks: the same for a seed, as varied as people are, with others hidden in it."""

from collections import Counter

import numpy as np
import pytest

pytest.importorskip("faker")
from entraide.bench._population import hidden, hide, names_folder, pairs_of, population


def test_the_same_seed_gives_the_same_people() -> None:
    one, same, other = population(500), population(500), population(500, seed=7)
    assert list(one.names()) == list(same.names())
    assert one.year.tolist() == same.year.tolist()
    assert list(one.names()) != list(other.names())


def test_names_are_as_common_and_rare_as_names_are() -> None:
    names = Counter(population(20_000).names())
    assert names.most_common(1)[0][1] > 3
    assert len(names) > 10_000
    assert all(name.strip() and "\t" not in name for name in names)


def test_people_are_of_many_scripts_countries_and_ages() -> None:
    people = population(5000)
    letters = {chr(ord(name[0]) & ~0x7F) for name in people.names()}
    assert len(letters) > 8
    assert len(np.unique(people.country)) > 40
    assert people.year.min() > 1940
    assert people.year.max() < 2011


def test_hidden_people_stand_in_the_population_under_their_stored_name() -> None:
    if names_folder() is None:
        pytest.skip("the pairs of names are not here: ENTRAIDE_SHARED_DATA")
    people, sought = population(300), hidden(8)
    hide(people, sought, range(100, 108))
    assert list(people.names(100, 108)) == [one.stored for one in sought]
    assert [people.countries[place] for place in people.country[100:108]] == [one.country for one in sought]
    assert {one.script for one in sought} == {"Arab", "Cyrl", "Hang", "Hani"}
    of_one_script = [one for one in sought if one.script == "Hang"]
    assert not {word for one in of_one_script for word in one.asked.casefold().split()} & {
        word.casefold() for pair in pairs_of("Hang", 0) for word in pair
    }
