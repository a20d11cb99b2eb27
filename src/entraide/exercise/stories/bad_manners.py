"""Story 8. Bad manners: what members try and must not get.

A member fishes for numbers in sequence; a consular officer searches for the man who fears his State; a leaked
key is replayed. Each is refused, journalled and noticed. The man stays on the consulate's list as *no further
information*, like four others who are merely delayed.
"""

from __future__ import annotations

from collections.abc import Iterator

from entraide.exercise import places
from entraide.exercise.selectors import Selectors
from entraide.exercise.shapes import Attempt, Person
from entraide.exercise.writing import Draft, at, owner_first, red
from entraide.vocabulary.handling import HitMode, Purpose

MAN_WHO_FEARS = "Natnael Worku Abate"
DELAYED = ("Biruk Desta", "Eyob Haile Mamo", "Samrawit Kebede", "Tewodros Gizaw")
CARE = Purpose.PROTECTION


def tell(make: Selectors) -> Iterator[Draft]:
    brother = make.phone("UG")
    desk = make.phone("ET")

    yield Draft(
        "consular-list",
        by="selam",
        language="am",
        source_kind="other",
        seen=at(3, 7),
        place=places.BANGKOK,
        text=(
            "በሜ ሶት ይገኛሉ ተብለው ቤተሰቦቻቸው ካመለከቱላቸው ዜጎች መካከል ስለ አምስቱ እስካሁን ተጨማሪ መረጃ የለም፦ ብሩክ ደስታ፣ ኢዮብ ኃይሌ ማሞ፣ ሳምራዊት ከበደ፣ "
            "ቴዎድሮስ ግዛው እና ናትናኤል ወርቁ አባተ። ተቀባዩ ወገን መረጃ ሲኖረው በዚህ ስልክ እንዲያሳውቀን እንጠይቃለን፦ {desk:nat}።"
        ),
        selectors=dict(desk=desk),
        persons=tuple(Person(name, "missing", None, "ET") for name in (*DELAYED, MAN_WHO_FEARS)),
        handling=owner_first("et", "tak", "maesot", purposes=CARE, grade="B3"),
    )
    yield Draft(
        "man-who-fears",
        by="krit",
        language="en",
        source_kind="statement",
        seen=at(4, 8),
        place=places.TAK,
        text=(
            "First screening, Amharic by telephone interpreter, second reader agrees. Man of 31, former student leader. He "
            "fears his own State and says why; the reasons are sealed with the duty lawyer. He does not consent to any "
            "contact with his consulate or bureau. His brother may be told that he lives, on {brother} only, by the "
            "house only."
        ),
        selectors=dict(brother=brother),
        persons=(Person(MAN_WHO_FEARS, "victim", 1994, "ET"),),
        handling=red(
            "krit",
            "dao",
            "malee",
            "thida",
            purposes=CARE,
            mode=HitMode.SILENT,
            excluded=("ET",),
            caveat="Fear voiced. Nothing to any organ of his State.",
            years=1,
        ),
    )
    yield Draft(
        "brother-calls",
        by="thida",
        language="en",
        source_kind="statement",
        seen=at(5, 13),
        place=places.MAE_SOT,
        text=(
            "A caller from Kampala, {brother:nbsp}, asks whether the house knows his brother. He was told nothing, and that "
            "we ring back. Men who said they were of a government have asked him the same twice since October."
        ),
        selectors=dict(brother=brother),
        handling=red(
            "thida",
            "krit",
            "malee",
            purposes=CARE,
            mode=HitMode.SILENT,
            excluded=("ET",),
            caveat="As the screening.",
        ),
    )


def attempts(make: Selectors) -> Iterator[Attempt]:
    """What is tried on the day: numbers in a row, a name behind the wall, a key that was copied."""
    first = make.phone("TH")
    stem, start = first.value[:-3], int(first.value[-3:])
    yield Attempt(
        "fishing",
        "elise",
        "looks up 320 numbers in sequence, one by one: more than an hour allows",
        "phone",
        tuple(f"{stem}{(start + step) % 1000:03d}" for step in range(320)),
        "refused once the quota of the hour is spent, journalled, shown to the auditor",
    )
    yield Attempt(
        "consular-search",
        "selam",
        "searches for the man who fears his State, by name and in two scripts",
        "person",
        (MAN_WHO_FEARS, "ናትናኤል ወርቁ አባተ"),
        "the answer is that of the four who are merely delayed: no further information",
    )
    yield Attempt(
        "leaked-key",
        "pim",
        "a key of the reception desk, copied from a lost telephone, is used from elsewhere after it was revoked",
        "api_key",
        (),
        "refused, journalled, the administrator of the desk is told",
    )
