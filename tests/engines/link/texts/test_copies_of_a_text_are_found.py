"""Adverts come back with another number, in capitals, with a sentence more; other texts are others."""

import time

import numpy as np
import pytest

from entraide.engines.link.texts import TextIndex, near_duplicates, shingles, signature, similarity

ENGLISH = (
    "Urgent! Chat support agents for a five star company in Thailand, 1,200 USD every month, no experience and no "
    "certificate. The company pays flight, visa, room and three meals a day. Only 5 places left, travel next week. "
    "Write to our HR on Telegram @bluelotus_hr1 or call +66 81 234 5678."
)
THAI = (
    "รับสมัครพนักงานตอบแชทประจำกรุงเทพ เงินเดือน 40,000 บาท ไม่ต้องมีประสบการณ์ ที่พักและอาหารฟรี บริษัทออกค่าตั๋วเครื่องบินให้ "
    "ติดต่อไลน์ @lucky99 โทร 081-234-5678"
)
CHINESE = "高薪诚聘泰国客服人员，月薪两万，年龄18至35岁，无需经验，包吃包住包机票，名额仅剩5人，联系飞机@lucky99，电话+66 81 234 5678"
BURMESE = "ထိုင်းနိုင်ငံတွင် အလုပ်သမားများ အမြန်လိုအပ်သည်။ လစာ ၁၂၀၀ ဒေါ်လာ၊ အတွေ့အကြုံမလို၊ နေစရာနှင့် အစားအသောက် အခမဲ့။ ဖုန်း ၀၉၁၂၃၄၅၆၇"
KHMER = "ត្រូវការបុគ្គលិកឆ្លើយសារជាបន្ទាន់នៅក្រុងបាងកក ប្រាក់ខែ ១២០០ ដុល្លារ មិនត្រូវការបទពិសោធន៍ មានកន្លែងស្នាក់នៅនិងអាហារ ទូរស័ព្ទ 012 345 678"
HINDI = (
    "थाईलैंड में चैट सपोर्ट की नौकरी! हर महीने 1,00,000 रुपये, अनुभव की ज़रूरत नहीं, डिग्री की ज़रूरत नहीं। सिर्फ़ पासपोर्ट और टाइपिंग। "
    "टिकट, वीज़ा, कमरा और तीन वक़्त का खाना कंपनी देगी। केवल 5 सीटें बची हैं"
)
HOTEL = (
    "Hotel Jalan Delima, George Town, seeks guest-relations officers (chat and front desk). RM 2,600 a month, shifts "
    "of eight hours, two days off. Staff room free of charge; one return ticket a year from the home country. "
    "Diploma in hospitality and two years' experience required. Interviews in person through the licensed agency."
)
ALL = {
    "English": ENGLISH, "Thai": THAI, "Chinese": CHINESE, "Burmese": BURMESE, "Khmer": KHMER, "Hindi": HINDI,
}  # fmt: skip


def alike(one: str, other: str) -> float:
    left, right = signature(one), signature(other)
    assert left is not None
    assert right is not None
    return similarity(left, right)


def jaccard(one: str, other: str) -> float:
    left, right = set(shingles(one).tolist()), set(shingles(other).tolist())
    return len(left & right) / len(left | right)


@pytest.mark.parametrize("script", ALL)
def test_another_number_wage_and_handle_make_no_difference(script: str) -> None:
    changed = (
        ALL[script]
        .replace("+66 81 234 5678", "0099 7 11 22")
        .replace("081-234-5678", "+95 9 000 111")
        .replace("1,200", "2.500")
        .replace("40,000", "90000")
        .replace("၁၂၀၀", "၉၀၀")
        .replace("១២០០", "៩០០")
        .replace("1,00,000", "80,000")
        .replace("18至35", "20至40")
        .replace("@bluelotus_hr1", "@skyriver_team")
        .replace("@lucky99", "@jade_office")
    )
    assert changed != ALL[script]
    assert alike(ALL[script], changed) == 1.0


@pytest.mark.parametrize(
    "changed",
    [
        ENGLISH.upper(),
        ENGLISH.replace(" ", "  \n"),
        ENGLISH.replace("a", "á").replace("o", "o\u0308"),
        "🔥🔥 " + ENGLISH.replace("!", " ❗️❗️").replace(". ", " ✅ "),
        ENGLISH.replace("e", "e\u200b"),
        "\u202e" + ENGLISH + "\u202c",
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c not in "@_.+" else c for c in ENGLISH),
        "".join(
            chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" and c not in "xyz" else c for c in ENGLISH[:-60]
        )
        + ENGLISH[-60:],
    ],
    ids=["capitals", "spaces", "accents", "emoji", "zero width", "bidi", "full width", "mathematical"],
)
def test_disguises_make_no_difference(changed: str) -> None:
    assert alike(ENGLISH, changed) > 0.95


def test_spaces_put_into_thai_make_no_difference() -> None:
    assert alike(THAI, THAI.replace("ประจำ", " ประจำ ").replace("เครื่องบิน", " เครื่องบิน\u200b")) == 1.0


def test_words_of_another_script_within_a_text_change_it_little() -> None:
    assert alike(CHINESE, CHINESE.replace("泰国", "泰国 Bangkok office VIP ")) > 0.9


def test_addresses_are_left_out_and_the_letters_beside_them_stay() -> None:
    stuck = CHINESE.replace("@lucky99，", "@lucky99").replace("联系飞机", "联系飞机https://t.me/lucky看看")
    assert alike(CHINESE, stuck) > 0.8, "two letters more, and no more"
    assert jaccard(CHINESE, CHINESE.replace("@lucky99", "hr.office@jobs-abroad.example")) == 1.0
    assert jaccard(ENGLISH, ENGLISH.replace("@bluelotus_hr1", "jobs.bluelotus.example/hr?x=1")) == 1.0


def test_a_sentence_more_is_near_and_a_genuine_employer_is_not() -> None:
    index = TextIndex()
    index.add("lagos", ENGLISH)
    index.add("hotel", HOTEL)
    longer = "Do not tell anybody at home yet. " + ENGLISH
    assert [match.key for match in near_duplicates(longer, index)] == ["lagos"]
    assert near_duplicates(HOTEL.replace("Hotel Jalan Delima", "Hotel Merdeka"), index)[0].key == "hotel"


def test_the_most_alike_comes_first() -> None:
    index = TextIndex()
    index.add("shorter", ENGLISH.partition(" Only 5")[0])
    index.add("same", ENGLISH.replace("5 places", "3 places"))
    found = near_duplicates(ENGLISH, index)
    assert [match.key for match in found] == ["same", "shorter"]
    assert found[0].similarity > found[1].similarity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "Call me now.",
        "ขอบคุณค่ะ",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
        "spam " * 500,
        "https://jobs.example/a https://jobs.example/b " * 20,
        "\u200b\u202e\ufeff" * 100,
        "🔥" * 300,
        "哈" * 400,
    ],
)
def test_a_text_that_tells_nothing_has_no_signature(text: str) -> None:
    assert signature(text) is None
    index = TextIndex()
    index.add("it", text)
    assert near_duplicates(text, index) == []


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 lone " * 20,
        "\x00 nul and others " * 20,
        "word" * 200_000,
        "x y z " * 400_000,
        "ก" * 500_000,
        "@" * 200_000,
        "a." * 100_000,
        "a@b." * 50_000,
    ],
    ids=["surrogate", "nul", "one word", "very long", "very long Thai", "signs", "dots", "addresses"],
)
def test_any_text_is_read_in_bounded_time(text: str) -> None:
    signature(ENGLISH)  # compiled by now
    start = time.process_time()
    signature(text)
    assert time.process_time() - start < 2


def test_boilerplate_in_very_many_texts_does_not_flood_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    from entraide.engines.link.texts import _index

    monkeypatch.setattr(_index, "FAN_OUT", 20)
    index = TextIndex()
    for number in range(100):
        index.add(number, ENGLISH)
    assert len(near_duplicates(ENGLISH, index)) == 20


def test_the_estimate_is_right_on_average_and_errs_by_six_hundredths() -> None:
    chance = np.random.default_rng(6)
    errors = []
    for _ in range(400):
        words = ["".join(chance.choice(list("abcdefghij"), 6)) for _ in range(120)]
        first = chance.integers(0, 50)
        one, other = " ".join(words[first:100]), " ".join(words[: 100 - first // 2])
        errors.append(alike(one, other) - jaccard(one, other))
    assert abs(np.mean(errors)) < 0.01
    assert 0.03 < np.std(errors) < 0.07
