"""Somebody stored under a name in one script is among the first who are found by it in another."""

import pytest

from .memory import Stored

CROWD = [
    "Sanjay Kulkarni", "Maria Fernandes", "Wanjiru Kamau", "Somsak Rattanakul", "Nguyen Thi Lan", "Ahmad Rizal",
    "Park Ji-hoon", "Dmitri Sokolov", "Chen Meiling", "Oluwaseun Adebayo", "Fatima Zahra", "John Carpenter",
    "Aye Chan", "Budi Santoso", "Lucía Herrera", "Tadesse Bekele", "Elena Popescu", "Kiran Thapa",
]  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Vladimir Petrov", "Владимир Петров"),
        ("Владимир Петров", "Petrov Vladimir"),
        ("Kavya Menon", "كافيا مينون"),
        ("خالد منصور", "Khalid Mansour"),
        ("Robert Johnson", "罗伯特·约翰逊"),
        ("弗拉基米尔·彼得罗夫", "Владимир Петров"),
        ("Steven Marshall", "스티븐 마셜"),
        ("김민준", "Kim Min-jun"),
        ("王小明", "Wang Xiaoming"),
        ("Wang Xiao Ming", "王小明"),
        ("สมชาย ทองดี", "Somchai Thongdi"),
        ("Kyaw Zin Oo", "ကျော်ဇင်ဦး"),
        ("Kavya Menon", "काव्या मेनन"),
    ],
)
def test_whoever_is_stored_in_one_script_is_found_in_another(stored: str, asked: str) -> None:
    people = Stored([([name], 1990, ["TH"]) for name in [*CROWD, stored]])
    assert len(CROWD) in people.find(asked)[:3]


def test_whoever_has_one_name_is_found_by_it_and_beside_another() -> None:
    people = Stored([([name], None, []) for name in [*CROWD, "Suharto"]])
    assert people.find("Сухарто")[0] == len(CROWD)
    assert len(CROWD) in people.find("Suharto Wijaya")[:3]


def test_an_initial_stands_for_a_name_on_either_side() -> None:
    people = Stored([([name], None, []) for name in [*CROWD, "J. Dobrowolski", "Tomasz Zielinski"]])
    assert people.find("Janusz Dobrowolski")[0] == len(CROWD)
    assert people.find("T. Zielinski")[0] == len(CROWD) + 1


def test_a_name_beyond_recognition_is_made_up_for_by_year_and_country() -> None:
    people = Stored([([name], 1950 + place, ["KE"]) for place, name in enumerate([*CROWD, "Anita Desai"])])
    year = 1950 + len(CROWD)
    assert people.find("Xqwz Desai", year, "KE")[0] == len(CROWD)
    assert people.find("Anita Desai", year + 1)[0] == len(CROWD)


def test_another_year_of_birth_or_none_hides_nobody() -> None:
    people = Stored([([name], 1990, ["IN"]) for name in [*CROWD, "Anita Desai"]])
    assert people.find("Anita Desai", 1970, "NP")[0] == len(CROWD)
    assert people.find("Anita Desai")[0] == len(CROWD)


def test_any_of_several_names_leads_to_a_person() -> None:
    people = Stored(
        [*(([name], None, []) for name in CROWD), (["Big Sister Hua", "Liu Huaying", "柳华英"], None, [])]
    )
    assert people.find("Хуаин Лю")[0] == len(CROWD)
