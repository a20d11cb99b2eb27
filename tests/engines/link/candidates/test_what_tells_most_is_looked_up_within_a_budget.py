"""Few postings are read, those of rare keys first, and who is meant stands before who merely shares a key."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from entraide.engines.link.candidates import Budget, Crowd, HeavyKeys, SecondLook, Seen, keys_of, query
from entraide.engines.link.candidates._alike import _most
from entraide.engines.link.candidates._layout import CELL_SQL, cells
from entraide.engines.link.names._evidence import hint, scratch
from entraide.engines.link.names._kept import kept_words
from entraide.engines.link.names._tables import shipped

from .memory import Stored

CROWD = [(["Anna Petrova"], 1950 + number % 60, ["RU"]) for number in range(3000)]


@given(st.text(max_size=600), st.integers(1, 50))
def test_any_text_can_be_asked_for_within_bounds(name: str, ranges: int) -> None:
    asked = query([name], HeavyKeys.nothing(), Budget(1000, ranges, 10), birth_years=[1990], countries=["TH"])
    assert len(asked.low) == len(asked.high) <= ranges
    assert np.all(asked.low <= asked.high)


def test_the_common_part_of_a_name_is_left_out_where_the_rare_one_suffices() -> None:
    people = Stored([*CROWD, (["Anna Quirke"], 1990, [])])
    asked = query(["Anna Quirke"], people.heavy, Budget(500, 100, 10))
    keys, found = people.postings(asked)
    assert (
        len(keys)
        < 500
        < len(people.postings(query(["Anna Quirke"], people.heavy, Budget(50_000, 100, 10)))[0])
    )
    assert asked.best(keys, found)[0][0] == len(CROWD)


def test_less_is_read_where_year_and_country_tell_more() -> None:
    people = Stored([*CROWD, (["Anna Quirke"], 1990, ["IE"])])
    budget = Budget(50_000, 100, 10, with_both=40)
    known = [{}, {"countries": ["IE"]}, {"birth_years": [1990]}, {"birth_years": [1990], "countries": ["IE"]}]
    asked = [query(["Anna Quirke"], people.heavy, budget, **beside) for beside in known]
    assert [one.postings for one in asked] == [50_000, 50_000, 50_000, 40]
    keys, found = people.postings(asked[-1])
    assert len(keys) < 2 * 40
    assert asked[-1].best(keys, found)[0][0] == len(CROWD)


def test_year_and_country_bring_the_right_one_of_many_namesakes_forward() -> None:
    people = Stored([*CROWD, (["Анна Петрова"], 1931, ["KG"])])
    assert people.find("Anna Petrova", 1931, "KG")[0] == len(CROWD)


def test_heavy_keys_count_what_is_stored() -> None:
    people = Stored(CROWD)
    pair = max(keys_of(["Anna Petrova"]).tolist())
    assert people.heavy.count(cells(np.array([pair], np.int32)))[0] == len(CROWD)
    assert people.heavy.count(np.array([12345 << 12]), usual=7.0)[0] == 7.0


def test_the_database_counts_cells_as_the_engine_does(db) -> None:
    from django.db import connection

    keys = keys_of(["Anna Petrova", "王小明"], birth_years=[1990], countries=["CN"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {CELL_SQL} FROM unnest(%s::int4[]) WITH ORDINALITY AS of (key, n) ORDER BY n",
            [keys.tolist()],
        )
        assert [row[0] for row in cursor.fetchall()] == cells(keys).tolist()


def test_a_second_look_puts_the_likeliest_first() -> None:
    names = ("Sergei Ivanov", "Vladimir Petrenko", "Petrov Vladimir", "Vladimir", "")
    others = Crowd.of([Seen([name]) for name in names])
    likeness = SecondLook().likeness(Seen(["弗拉基米尔·彼得罗夫"]), others)
    assert likeness.argmax() == 2
    assert likeness[3] > likeness[0] > likeness[4]


def test_a_second_look_knows_years_and_countries_apart() -> None:
    asked = Seen(["Anna Petrova"], (1990, 1990), ["RU"])
    same, beside, other = (Seen(["Анна Петрова"], (year, year), ["RU"]) for year in (1990, 1991, 1970))
    foreign, vague = Seen(["Анна Петрова"], (1990, 1990), ["KE"]), Seen(["Анна Петрова"])
    likeness = SecondLook().likeness(asked, Crowd.of([same, beside, vague, foreign, other]))
    assert likeness[0] == likeness.max()
    assert likeness[1] > likeness[4]
    assert likeness[2] > likeness[4]


def test_a_second_look_is_the_same_whatever_was_seen_before() -> None:
    asked = Seen(["Анна Петрова"])
    others = Crowd.of(
        [Seen(["Anna Petrova"]), Seen(["Hanna Pietrowa"]), Seen(["안나"]), Seen(["王小明", "X Æ"])]
    )
    first = SecondLook().likeness(asked, others)
    used = SecondLook()
    for number in range(30):
        before = Crowd.of([Seen([f"Kiran{number} Thapa"])])
        used.likeness(Seen([f"Wanjiru {chr(97 + number % 26)}amau"]), before)
    assert used.likeness(asked, others).tolist() == first.tolist()


def test_who_is_best_is_found_without_looking_at_all_as_closely() -> None:
    random = np.random.default_rng(1)
    given = ["Anna", "Ana", "Hanna", "Jana", "Иван", "Anya", "شریف", "王", "Ann-Marie", "Li"]
    family = [
        "Petrova",
        "Petrowa",
        "Pietrova",
        "Ivanova",
        "Петрова",
        "Potrova",
        "پتروف",
        "小明",
        "Peters",
        "Wu",
    ]
    people = [
        Seen([f"{given[a]} {family[b]}"], (1985 + int(year), 1985 + int(year)), ["RU"] if year % 2 else [])
        for a, b, year in random.integers(0, 10, (300, 3))
    ]
    asked, look = Seen(["Анна Петрова", "Anna P"], (1990, 1990), ["RU"]), SecondLook()
    crowd = Crowd.of(people)
    whole, some = look.likeness(asked, crowd), look.likeness(asked, crowd, best=10)
    assert np.all(some <= whole)
    best = np.sort(whole)[-10:]
    assert np.array_equal(np.sort(some)[-10:], best)
    assert np.any(some < whole)


def test_nothing_says_more_than_is_thought_possible() -> None:
    names = [
        "Anna",
        "Анна",
        "Ng",
        "吴",
        "李",
        "Lee",
        "Schwarzenegger",
        "Шварценеггер",
        "محمد",
        "Muhammad",
        "김",
        "X",
    ]
    kept = kept_words()
    rows = np.array(kept.rows([name.lower() for name in names]), np.int64)
    most, room, learned = _most(kept.words, rows, rows), scratch(), shipped().flat
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            assert hint(kept.words, one, other, learned, room) <= most[i, j] + 1e-6
