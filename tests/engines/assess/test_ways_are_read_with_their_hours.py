import pytest

from entraide.engines.assess import find_journeys


def ways(text: str, *names: str) -> list[tuple[float, str, tuple[str, ...], str]]:
    return [(way.hours, way.mode, way.then, names[way.origin]) for way in read(text, *names)]


def read(text: str, *names: str) -> list:
    return find_journeys(text, [(text.index(name), text.index(name) + len(name)) for name in names])


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


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1.5 hours by car from Mae Sot", 1.5),
        ("an hour and a half by car from Mae Sot", 1.5),
        ("two and a half hours by car from Mae Sot", 2.5),
        ("2½ hours by car from Mae Sot", 2.5),
        ("a two-hour drive from Mae Sot", 2),
        ("1 hour and 20 minutes by car from Mae Sot", 1.33),
        ("one hour, 30 minutes by car from Mae Sot", 1.5),
        ("40 min by car from Mae Sot", 0.67),
        ("40min by car from Mae Sot", 0.67),
        ("2h30 by car from Mae Sot", 2.5),
        ("2 h by car from Mae Sot", 2),
        ("three quarters of an hour by car from Mae Sot", 0.75),
        ("twenty-five minutes by car from Mae Sot", 0.42),
        ("2-3 hours by car from Mae Sot", 2.5),
        ("two or three hours by car from Mae Sot", 2.5),
        ("2,5 heures de voiture depuis Mae Sot", 2.5),
        ("une heure et demie de voiture depuis Mae Sot", 1.5),
        ("une demi-heure de voiture depuis Mae Sot", 0.5),
        ("trois quarts d'heure de voiture depuis Mae Sot", 0.75),
        ("dos horas y media en coche desde Mae Sot", 2.5),
        ("media hora en coche desde Mae Sot", 0.5),
        ("una hora y media en coche desde Mae Sot", 1.5),
        ("duas horas e meia de carro desde Mae Sot", 2.5),
        ("ثلاث ساعات بالسيارة من Mae Sot", 3),
        ("ساعتين بالسيارة من Mae Sot", 2),
        ("ساعتين ونصف بالسيارة من Mae Sot", 2.5),
        ("ساعة ونصف بالسيارة من Mae Sot", 1.5),
        ("ساعة بالسيارة من Mae Sot", 1),
        ("نصف ساعة بالسيارة من Mae Sot", 0.5),
        ("٣٫٥ ساعات بالسيارة من Mae Sot", 3.5),
        ("٤٠ دقيقة بالسيارة من Mae Sot", 0.67),
        ("从Mae Sot开车两个半小时", 2.5),
        ("从Mae Sot开车一个半小时", 1.5),
        ("从Mae Sot开车半个小时", 0.5),
        ("从Mae Sot开车1.5小时", 1.5),
        ("从Mae Sot开车二十五分钟", 0.42),
        ("从Mae Sot开车两三个小时", 2.5),
        ("นั่งรถจาก Mae Sot สองชั่วโมงครึ่ง", 2.5),
        ("นั่งรถจาก Mae Sot ครึ่งชั่วโมง", 0.5),
        ("นั่งรถจาก Mae Sot 1.5 ชั่วโมง", 1.5),
        ("นั่งรถจาก Mae Sot ๔๐ นาที", 0.67),
        ("Mae Sot ကနေ ကားနဲ့ နှစ်နာရီခွဲ", 2.5),
        ("Mae Sot ကနေ ကားနဲ့ နာရီဝက်", 0.5),
        ("Mae Sot ကနေ ကားနဲ့ ၁.၅ နာရီ", 1.5),
        ("Mae Sot ကနေ ကားနဲ့ မိနစ် ၄၀", 0.67),
        ("Đi xe hai tiếng rưỡi từ Mae Sot", 2.5),
        ("Đi xe nửa tiếng từ Mae Sot", 0.5),
        ("naik mobil satu setengah jam dari Mae Sot", 1.5),
        ("naik mobil setengah jam dari Mae Sot", 0.5),
        ("Mae Sot से गाड़ी से ढाई घंटे", 2.5),
        ("Mae Sot से गाड़ी से साढ़े तीन घंटे", 3.5),
        ("Mae Sot থেকে গাড়িতে আড়াই ঘণ্টা", 2.5),
        ("Mae Sot에서 차로 두 시간 반", 2.5),
        ("Mae Sot에서 차로 3시간", 3),
        ("полтора часа на машине из Mae Sot", 1.5),
        ("два с половиной часа на машине из Mae Sot", 2.5),
        ("полчаса на машине из Mae Sot", 0.5),
        ("ពី Mae Sot ជិះឡាន ពីរម៉ោងកន្លះ", 2.5),
        ("masaa matatu kwa gari kutoka Mae Sot", 3),
        ("dakika thelathini kwa gari kutoka Mae Sot", 0.5),
        ("خمس وأربعين دقيقة بالسيارة من Mae Sot", 0.75),
    ],
)
def test_parts_of_hours_are_read(text: str, hours: float) -> None:
    (way,) = read(text, "Mae Sot")
    assert (way.hours, way.sure) == (hours, True)


@pytest.mark.parametrize(
    "text",
    [
        "Mae Sot: ည ၁၂ နာရီမှာ လှေနဲ့ ဖြတ်ကူးခဲ့တယ်",
        "Mae Sot, 8 giờ tối lên xe",
        "À Mae Sot à 8 heures du soir, une voiture",
        "في Mae Sot ركبنا السيارة الساعة الثالثة",
        "From Mae Sot a car that drove 60 km an hour",
        "From Mae Sot by car, 1,500 hours",
        "Mae Sot, we sat 12 hours a day in a van",
        "From Mae Sot they drove us often hours",
    ],
)
def test_hours_of_the_day_are_no_way(text: str) -> None:
    assert ways(text, "Mae Sot") == []


@pytest.mark.parametrize(
    "text",
    [
        "From Bangkok they drove us. After two hours by car to KK Park they took our passports.",
        "Two hours by car from Bangkok to KK Park.",
        "We reached KK Park after a drive of two hours from Bangkok.",
        "They drove us for two hours until we arrived at a compound called KK Park, from Bangkok.",
        "Deux heures de voiture de Bangkok jusqu'à la ville de KK Park.",
        "De Bangkok, deux heures de route jusqu’à KK Park.",
        "Nous sommes arrivés à KK Park après deux heures de voiture depuis Bangkok.",
        "Dos horas en coche desde Bangkok hasta KK Park.",
        "Llegamos a KK Park tras dos horas en coche desde Bangkok.",
        "A dos horas en coche de Bangkok está KK Park.",
        "Duas horas de carro desde Bangkok até KK Park.",
        "ساعتين بالسيارة من Bangkok إلى KK Park",
        "وصلنا إلى KK Park بعد ساعتين بالسيارة من Bangkok",
        "从Bangkok坐车两个小时到KK Park",
        "到达KK Park之前从Bangkok坐车两个小时",
        "จาก Bangkok นั่งรถสองชั่วโมงถึง KK Park",
        "นั่งรถสองชั่วโมงไปที่ KK Park จาก Bangkok",
        "Bangkok ကနေ KK Park ကို ကားနဲ့ နှစ်နာရီ သွားရတယ်",
        "KK Park ကို Bangkok ကနေ ကားနဲ့ နှစ်နာရီ",
        "Đi xe hai tiếng từ Bangkok đến KK Park",
        "naik mobil dua jam dari Bangkok ke KK Park",
        "Bangkok से KK Park तक गाड़ी से दो घंटे",
        "Bangkok থেকে KK Park পর্যন্ত গাড়িতে দুই ঘণ্টা",
        "Bangkok에서 KK Park까지 차로 두 시간",
        "Два часа на машине из Bangkok в KK Park",
        "ពី Bangkok ទៅ KK Park ជិះឡាន ពីរម៉ោង",
        "masaa mawili kwa gari kutoka Bangkok hadi KK Park",
    ],
)
def test_a_way_starts_where_it_comes_from_and_not_where_it_leads(text: str) -> None:
    (way,) = read(text, "Bangkok", "KK Park")
    assert (way.hours, way.origin) == (2, 0)
    assert way.goal in (1, None)


def test_a_language_that_is_named_is_read() -> None:
    text = "dalawang oras at kalahati sa van mula sa Mae Sot papunta sa KK Park"
    (way,) = find_journeys(text, [(text.index("Mae"), text.index(" papunta"))], language="fil")
    assert way.hours == 2.5


@pytest.mark.parametrize(
    "text",
    [
        "After two hours by car to KK Park they took our passports.",
        "After two hours by car we reached KK Park.",
        "They brought us to KK Park. The drive took two hours.",
        "Après deux heures de voiture, nous sommes arrivés à KK Park.",
        "Deux heures de voiture jusqu'à KK Park.",
        "Tras dos horas en coche llegamos a KK Park.",
        "بعد ساعتين بالسيارة وصلنا إلى KK Park",
        "坐车两个小时到KK Park",
        "นั่งรถสองชั่วโมงถึง KK Park",
        "ကားနဲ့ နှစ်နာရီ သွားပြီး KK Park ကို ရောက်တယ်",
        "Đi xe hai tiếng thì đến KK Park",
        "naik mobil dua jam ke KK Park",
        "गाड़ी से दो घंटे में KK Park पहुंचे",
        "차로 두 시간, KK Park까지",
        "Через два часа на машине приехали в KK Park",
        "ជិះឡាន ពីរម៉ោង ដល់ KK Park",
    ],
)
def test_from_where_a_way_leads_to_none_starts(text: str) -> None:
    assert ways(text, "KK Park") == []


def test_the_leg_before_ends_where_the_next_starts() -> None:
    text = (
        "We left Bangkok by night bus, eight hours to Mae Sot. From there a van drove us for half an hour, then a"
        " small boat took us over the river. The guards called the place KK Park."
    )
    first, second = read(text, "Bangkok", "Mae Sot", "KK Park")
    assert (first.hours, first.mode, first.origin, first.goal, first.onward) == (8, "bus", 0, 1, True)
    assert (second.hours, second.origin, second.onward) == (0.5, 1, False)
    assert (first.then, second.then) == ((), ("boat",))


@pytest.mark.parametrize(
    "text",
    [
        "De Bangkok à Mae Sot, huit heures de bus. De là, une demi-heure de voiture.",
        "Desde Bangkok hasta Mae Sot, ocho horas en autobús. De allí, media hora en coche.",
        "من Bangkok إلى Mae Sot ثماني ساعات بالحافلة. ثم نصف ساعة بالسيارة",
        "从Bangkok坐大巴八个小时到Mae Sot，然后坐车半个小时",
        "นั่งรถบัสจาก Bangkok แปดชั่วโมงถึง Mae Sot จากนั้นนั่งรถครึ่งชั่วโมง",
    ],
)
def test_legs_follow_each_other_in_any_language(text: str) -> None:
    found = [(way.hours, way.origin) for way in read(text, "Bangkok", "Mae Sot")]
    assert found == [(8, 0), (0.5, 1)]


def test_one_place_starts_one_way_only() -> None:
    (way,) = read("Three hours by car from Mae Sot, then 20 minutes by boat.", "Mae Sot")
    assert (way.hours, way.mode, way.then) == (3, "car", ("boat",))


@pytest.mark.parametrize(
    "text",
    [
        "In Mae Sot we waited. It was two hours by car from the hotel.",
        "Mae Sot is two hours away by car.",
        "From Mae Sot we flew to Bangkok. It was two hours by car.",
    ],
)
def test_where_the_text_does_not_say_from_where_the_way_is_doubtful(text: str) -> None:
    (way,) = read(text, *(name for name in ("Mae Sot", "Bangkok") if name in text))
    assert not way.sure
