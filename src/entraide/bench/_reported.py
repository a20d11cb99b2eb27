"""Made-up people, and what several countries report of each: the same person in other words.

The names and who bears them are those of ``_population``, and lists of common Burmese and Amharic names that
Faker lacks; of the attested pairs, only those on which names were not learned. How often a date is only a
year, a name mistyped or a passport borrowed is set here by hand, in ``HABITS``: no rates of it are published.
"""

import importlib
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from entraide.bench import _population
from entraide.engines.link.compare import Beside, BirthDate, Record
from entraide.engines.link.compare.people import People
from entraide.engines.link.names.training._pairs import PEOPLE, Pair, halves
from entraide.engines.link.names.training._pairs import people as pairs_of_people

TODAY = date(2025, 11, 6)

HABITS = {
    "birth missing": 0.15,
    "birth as year": 0.22,
    "birth as month": 0.04,
    "birth as age": 0.2,
    "birth about": 0.05,
    "birth as 1 January": 0.03,
    "age wrong by one": 0.12,
    "slip in a date": 0.03,
    "day and month exchanged": 0.02,
    "year wrong by one": 0.04,
    "another birth date": 0.02,
    "sex missing": 0.2,
    "sex wrong": 0.008,
    "nationality missing": 0.25,
    "nationality wrong": 0.04,
    "two nationalities": 0.03,
    "document known": 0.22,
    "document renewed": 0.15,
    "document of somebody else": 0.02,
    "place missing": 0.35,
    "place moved": 0.45,
    "selectors missing": 0.35,
    "selector of the group": 0.08,
    "another name": 0.05,
    "name order turned": 0.3,
    "part of the name dropped": 0.08,
    "initial": 0.04,
    "mistyped": 0.12,
    "in the person's script": 0.4,
    "in a third script": 0.12,
}

PAIRED = {"Arab": 0.85}
"""Of those whose script has attested pairs, how many bear names of them; else a quarter. No rule can tell how
an Arabic name is written in Latin letters."""
OWN_LISTS = {"MM": 14, "ET": 6}
"""Countries whose names are listed below, and their weight beside those of ``_population``."""


def _listed(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


BURMESE = _listed(
    "အောင်:Aung ကျော်:Kyaw ဇော်:Zaw မင်း:Min ထွန်း:Htun သန်း:Than လှ:Hla မြ:Mya စိုး:Soe ဝင်း:Win မောင်:Maung ခင်:Khin "
    "နိုင်:Naing ဖြိုး:Phyo ဇင်:Zin သူ:Thu ရဲ:Ye လင်း:Lin ထက်:Htet စု:Su မွန်:Mon အိ:Ei နန်း:Nan ချို:Cho ဌေး:Htay မျိုး:Myo "
    "သီရိ:Thiri နွယ်:Nwe ညို:Nyo စန်း:San တင်:Tin ရွှေ:Shwe မေ:May ပြည့်:Pyae သင်း:Thin ဝါ:Wah နု:Nu သက်:Thet ဟန်:Han ဖြူ:Phyu"
)
AMHARIC = _listed(
    "አበበ:Abebe ተስፋዬ:Tesfaye ሰላም:Selam በቀለ:Bekele ታደሰ:Tadesse ዳዊት:Dawit ሙሉጌታ:Mulugeta ኃይሉ:Hailu ዮሐንስ:Yohannes ሳራ:Sara "
    "ማርታ:Marta ሂሩት:Hirut አልማዝ:Almaz ከበደ:Kebede ግርማ:Girma ደሳለኝ:Desalegn መለስ:Meles ሃና:Hana ቤቴልሔም:Betelhem ገብረ:Gebre "
    "ወልደ:Wolde ፍቅሩ:Fikru ለማ:Lemma ታምራት:Tamrat ዘውዱ:Zewdu አስቴር:Aster ጥሩነህ:Tiruneh ሰለሞን:Solomon ብርሃኑ:Birhanu ነጋሽ:Negash"
)
PLACES = (
    "Mae Sot", "Mae Sot, Tak", "KK Park", "KK Park, Myawaddy", "Myawaddy", "Shwe Kokko", "Laukkai", "Tachileik",
    "Bangkok", "Sihanoukville", "Poipet", "Bavet", "Phnom Penh", "Golden Triangle", "Bokeo", "Vientiane", "Yangon",
    "Manila", "Pasay", "Dubai", "Kampot", "Chrey Thum", "O Smach", "Three Pagodas Pass", "Payathonzu", "Mandalay",
    "Ho Chi Minh City", "Hanoi", "Jakarta", "Medan", "Nairobi", "Addis Ababa", "Mumbai", "Kochi", "Kolkata", "Delhi",
    "Kunming", "Fuqing", "Xiamen", "Shenzhen", "Seoul", "Busan", "Lima", "São Paulo", "Windhoek", "Lagos", "Kano",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person. ``spellings``: name by script; parts of it apart by spaces, in their usual order."""

    country: str
    sex: str
    spellings: dict[str, str]
    born: date
    passport: str
    identity_card: str
    town: str
    selectors: tuple[str, ...]


class Reported(NamedTuple):
    """What one report says, and of whom (a number)."""

    person: int
    country: str
    record: Record


RECRUITED_BY_ONE = 8
"""Victims of one recruiter: of one country, of one town, born within RECRUITED_YEARS of one another."""
RECRUITED_YEARS = 4


def reported(
    count: int, seed: int, *, half: int = 0, again: float = 0.3, recruited: float = 0.0
) -> Iterator[Reported]:
    """One report on each of ``count`` people, and one to three more on a share ``again`` of them.

    ``half`` (0 or 1): which of the attested pairs; nobody's name is of both. ``recruited``: the share of those who
    are victims of a recruiter, whose handle and phone stand in each of their reports. The same seed gives the same.
    """
    chance, recruiting = random.Random(seed), random.Random(f"{seed} recruiting")
    victims: Counter[str] = Counter()
    peoples = [
        (country, locale, float(weight))
        for locale, where in _population._WHERE.items()
        for country, weight in where.items()
    ]
    peoples += [(country, "", float(weight)) for country, weight in OWN_LISTS.items()]
    shares = list(accumulate(weight for *_, weight in peoples))
    lost: list[str] = []
    for number in range(count):
        country, locale, _ = chance.choices(peoples, cum_weights=shares)[0]
        person, another = (_person(chance, number, country, locale, half) for _ in range(2))
        beside: tuple[Beside, ...] = ()
        if recruiting.random() < recruited:
            recruiter = f"recruiter-{country}-{victims[country] // RECRUITED_BY_ONE}"
            victims[country] += 1
            person = _victim_of(recruiting, person, random.Random(f"{seed} {recruiter}"))
            beside = (Beside("telegram", recruiter), Beside("phone", f"{recruiter}-phone"))
        for _ in range(1 if chance.random() > again else chance.choice((2, 2, 2, 3, 4))):
            record = _record(chance, person, another, lost)
            yield Reported(number, country, replace(record, beside=beside) if beside else record)
        if chance.random() < 0.05:
            lost.append(person.passport)


def people(count: int, seed: int, *, half: int = 0, recruited: float = 0.0) -> People:
    """The same as one table: who is who is known of all."""
    made = list(reported(count, seed, half=half, recruited=recruited))
    return People([one.person for one in made], [one.record for one in made])


def _person(chance: random.Random, number: int, country: str, locale: str, half: int) -> Person:
    sex = chance.choices("mf", (7, 3))[0]
    spellings = _named(chance, country, locale, sex, half)
    group = number // 6
    return Person(
        country,
        sex,
        spellings,
        TODAY - timedelta(days=int(365.25 * min(max(chance.gauss(29, 8), 15), 75)) + chance.randrange(365)),
        f"{country}{chance.randrange(10**8):08}",
        f"{chance.randrange(10**12):012}",
        chance.choice(PLACES),
        (*(f"own-{number}-{index}" for index in range(4)), f"group-{group}", f"group-{group}-b"),
    )


def _victim_of(chance: random.Random, person: Person, recruiter: random.Random) -> Person:
    """``recruiter`` draws what all of one recruiter's victims have in common."""
    town, youngest = recruiter.choice(PLACES), TODAY - timedelta(days=recruiter.randrange(18 * 365, 26 * 365))
    return replace(person, town=town, born=youngest - timedelta(days=chance.randrange(RECRUITED_YEARS * 365)))


def _record(chance: random.Random, person: Person, another: Person, lost: Sequence[str]) -> Record:
    def happens(habit: str) -> bool:
        return chance.random() < HABITS[habit]

    if happens("another name"):
        person = replace(person, spellings=another.spellings)
    names = [_written(chance, person, happens)]
    if chance.random() < 0.12:
        names.append(_written(chance, person, happens))
    nationalities = {person.country}
    if happens("nationality wrong"):
        nationalities = {chance.choice(_COUNTRIES)}
    if happens("two nationalities"):
        nationalities.add(chance.choice(_COUNTRIES))
    sex = ("f" if person.sex == "m" else "m") if happens("sex wrong") else person.sex
    return Record(
        names,
        _birth(chance, person.born, happens),
        "" if happens("sex missing") else sex,
        () if happens("nationality missing") else nationalities,
        _documents(chance, person, lost, happens),
        "" if happens("place missing") else chance.choice(PLACES) if happens("place moved") else person.town,
        _selectors(chance, person, happens),
    )


def _written(chance: random.Random, person: Person, happens: Callable[[str], bool]) -> str:
    spellings = person.spellings
    latin, native = spellings["Latn"], next(reversed(spellings.values()))
    if happens("in the person's script"):
        name = native
    elif happens("in a third script"):
        name = _into(chance.choice(("Thai", "Cyrillic", "Arabic", "Hangul", "Devanagari")), latin)
    else:
        name = _mistyped(chance, latin) if happens("mistyped") else latin
    parts = name.split(" ")
    if len(parts) > 1 and happens("part of the name dropped"):
        parts.pop(chance.randrange(len(parts)))
    if len(parts) > 1 and happens("initial") and name.isascii():
        at = chance.randrange(len(parts))
        parts[at] = parts[at][:1] + "."
    if any("\u3400" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in name):
        return "".join(parts) if name is native else " ".join(parts)
    if len(parts) > 1 and happens("name order turned"):
        parts = parts[1:] + parts[:1]
    return " ".join(parts)


def _mistyped(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name))
    kind = chance.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :] if len(name) > 4 else name
    if kind == 1:
        return name[:at] + name[at] + name[at:]
    if kind == 2 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + chance.choice("aeiounhrlst") + name[at + 1 :]


def _birth(chance: random.Random, born: date, happens: Callable[[str], bool]) -> BirthDate | None:
    if happens("birth missing"):
        return None
    if happens("another birth date"):
        born = born - timedelta(days=chance.randrange(-4000, 4000))
    if happens("year wrong by one"):
        born = born - timedelta(days=chance.choice((-365, 365)))
    if happens("birth as year"):
        return BirthDate.on(born.year)
    if happens("birth as month"):
        return BirthDate.on(born.year, born.month)
    if happens("birth as age"):
        asked = TODAY - timedelta(days=chance.randrange(900))
        age = (asked - born).days // 365.25
        return BirthDate.of_age(max(int(age) + happens("age wrong by one"), 0), on=asked)
    if happens("birth about"):
        return BirthDate.between(born.year - 2, born.year + 2, today=TODAY.replace(year=2030))
    if happens("birth as 1 January"):
        return BirthDate.on(born.year, 1, 1)
    if happens("day and month exchanged") and born.day <= 12:
        born = born.replace(month=born.day, day=born.month)
    if happens("slip in a date"):
        born = born.replace(day=chance.randrange(1, 29))
    return BirthDate(born, born)


def _documents(
    chance: random.Random, person: Person, lost: Sequence[str], happens: Callable[[str], bool]
) -> list[tuple[str, str]]:
    documents = []
    if happens("document known"):
        number = person.passport
        if lost and happens("document of somebody else"):
            number = lost[-1 - chance.randrange(min(len(lost), 500))]
        elif happens("document renewed"):
            number = f"{person.country}{chance.randrange(10**8):08}"
        documents.append((f"passport {person.country}", number))
    if happens("document known"):
        documents.append((f"identity card {person.country}", person.identity_card))
    return documents


def _selectors(chance: random.Random, person: Person, happens: Callable[[str], bool]) -> dict[str, int]:
    if happens("selectors missing"):
        return {}
    *own, group, other_group = person.selectors
    held = dict.fromkeys(chance.sample(own, chance.choice((1, 1, 1, 2, 3))), 2)
    if happens("selector of the group"):
        held[group] = 8
    if happens("selector of the group"):
        held[other_group] = 8
    return held


def _named(chance: random.Random, country: str, locale: str, sex: str, half: int) -> dict[str, str]:
    """A name by script."""
    if country in OWN_LISTS:
        listed, script, gap = (BURMESE, "Mymr", "") if country == "MM" else (AMHARIC, "Ethi", " ")
        parts = chance.sample(sorted(listed), chance.choice((2, 3, 3)) if country == "MM" else 2)
        return {"Latn": " ".join(listed[part] for part in parts), script: gap.join(parts)}
    script = _population._SCRIPT.get(locale[:2], "Latn")
    pairs = _pairs(script, half)
    if len(pairs) > 1 and chance.random() < PAIRED.get(script, 0.25):
        two = chance.sample(pairs, 2)
        return {
            "Latn": " ".join(pair.latin.title() for pair in two),
            script: " ".join(pair.foreign for pair in two),
        }
    given, family = _pool(chance, locale, sex), _pool(chance, locale, "")
    parts = [family, given] if locale in _population._FAMILY_FIRST else [given, family]
    if script == "Latn":
        return {"Latn": " ".join(parts)}
    return {"Latn": " ".join(_latin(part) for part in parts), script: " ".join(parts)}


def _pool(chance: random.Random, locale: str, sex: str) -> str:
    """A given name of that sex or a family name, by Zipf's law."""
    names, shares = _pools(locale)["mf".find(sex) if sex else 2]
    return chance.choices(names, cum_weights=shares)[0]


@cache
def _pools(locale: str) -> list[tuple[list[str], list[float]]]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return [
        (names, list(accumulate((place + 3.0) ** -_population._ZIPF for place in range(len(names)))))
        for names in _population._of(provider)
    ]


@cache
def _pairs(script: str, half: int) -> list[Pair]:
    """Of the pairs on which names were not learned, one half; empty without the files."""
    folder = _population.names_folder()
    files = [name for name, code in PEOPLE.items() if code == script]
    return halves(halves(pairs_of_people(folder, files[0]))[1], seed=1)[half] if folder and files else []


def _latin(name: str) -> str:
    read = _into("Latin", name).replace(" ", "").title()
    return "".join(letter for letter in read if (letter.isascii() and letter.isalnum()) or letter == "-")


@lru_cache(maxsize=1 << 16)
def _into(script: str, text: str) -> str:
    into: str = _transliterator(script).transliterate(text)
    return into


@cache
def _transliterator(script: str) -> Any:
    import icu

    rule = "Any-Latin; Latin-ASCII" if script == "Latin" else f"Latin-ASCII; Latin-{script}"
    return icu.Transliterator.createInstance(rule)


_COUNTRIES = sorted({country for where in _population._WHERE.values() for country in where} | set(OWN_LISTS))
