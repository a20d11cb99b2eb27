import pytest

from entraide.engines.assess import find_journeys


def ways(text: str, *names: str) -> list[tuple[float, str, tuple[str, ...], str]]:
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    return [(way.hours, way.mode, way.then, names[way.origin]) for way in find_journeys(text, places)]


@pytest.mark.parametrize(
    ("text", "place", "hours", "mode", "then"),
    [
        ("Three hours by car from Mae Sot, then a boat, I see a tower.", "Mae Sot", 3, "car", ("boat",)),
        ("Half an hour by motorbike from Poipet.", "Poipet", 0.5, "motorcycle", ()),
        ("นั่งรถจากแม่สอดสามชั่วโมงแล้วลงเรือข้ามแม่น้ำ", "แม่สอด", 3, "car", ("boat",)),
        ("မြဝတီကနေ ကားနဲ့ သုံးနာရီ သွားပြီး လှေနဲ့ကူးရတယ်", "မြဝတီ", 3, "car", ("boat",)),
        ("从妙瓦底开车两个小时", "妙瓦底", 2, "car", ()),
        ("Depuis Mae Sot, trente minutes de route.", "Mae Sot", 0.5, "car", ()),
    ],
)
def test_hours_means_and_origin_are_read(
    text: str, place: str, hours: float, mode: str, then: tuple[str, ...]
) -> None:
    assert ways(text, place) == [(hours, mode, then, place)]


def test_hours_of_work_are_no_way() -> None:
    assert ways("In Mae Sot we worked 16 hours a day.", "Mae Sot") == []


def test_a_way_from_nowhere_says_nothing() -> None:
    assert find_journeys("Three hours by car.", []) == []


def test_each_way_starts_from_the_place_beside_it() -> None:
    text = "Two hours by bus from Bangkok. Later we drove 45 minutes from Mae Sot."
    assert [(hours, origin) for hours, _, _, origin in ways(text, "Bangkok", "Mae Sot")] == [
        (2, "Bangkok"),
        (0.75, "Mae Sot"),
    ]
