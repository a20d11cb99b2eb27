"""Techniques are found by words that stand near each other; each with the words that led to it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.assess import languages, languages_of, tag_techniques
from entraide.vocabulary import modi_operandi, techniques

CONFISCATED = {
    "en": "On arrival the driver took all our passports.",
    "fr": "À l’arrivée on nous a confisqué les passeports.",
    "es": "Al llegar nos quitaron los pasaportes.",
    "pt": "Na chegada confiscaram nossos passaportes.",
    "zh": "一到那里护照就被没收了。",
    "th": "พอไปถึงเขายึดพาสปอร์ตของเรา",
    "my": "ရောက်တော့ ပတ်စပို့တွေကို သိမ်းလိုက်တယ်။",
    "vi": "Vừa đến nơi họ thu hết hộ chiếu.",
    "hi": "पहुँचते ही हमारे पासपोर्ट छीन लिए गए।",
    "id": "Begitu tiba, paspor kami disita.",
    "ar": "عند وصولنا صادروا جوازات سفرنا.",
    "ko": "도착하자마자 여권을 빼앗겼다.",
    "sw": "Tulipofika walichukua pasipoti zetu.",
    "am": "ሲደርሱ ፓስፖርታቸው ተወሰደባቸው።",
}


@pytest.mark.parametrize("language", CONFISCATED)
def test_a_confiscated_passport_is_found_in_every_language(language: str) -> None:
    assert "W2.06" in {found.id for found in tag_techniques(CONFISCATED[language])}
    assert language in languages_of(CONFISCATED[language])


def test_the_words_that_led_to_it_are_pointed_at_in_the_text_as_it_was_written() -> None:
    text = "Ünd then…  they ＴＯＯＫ our PASSPORTS, all of them."
    (found,) = tag_techniques(text, language="en")
    assert [text[span.start : span.end] for span in found.spans] == ["ＴＯＯＫ", "PASSPORTS"]
    assert found.cues == ("documents+take",)


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert {one.id for one in tag_techniques("護照被沒收了")} == {
        one.id for one in tag_techniques("护照被没收了")
    }


def test_a_denial_takes_most_of_the_weight() -> None:
    assert "W4.02" in {found.id for found in tag_techniques("We were beaten every day.")}
    assert "W4.02" not in {found.id for found in tag_techniques("We were not beaten.")}
    assert "W4.02" not in {found.id for found in tag_techniques("我没有被打。")}


def test_a_word_inside_a_longer_one_is_not_meant() -> None:
    assert "W4.02" not in {found.id for found in tag_techniques("我每天给妈妈打电话。")}  # 打 in 打电话
    assert "X1.01" not in {found.id for found in tag_techniques("The drugstore sold plasters.")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear guest, breakfast is served from seven to ten.",
        "ສະບາຍດີ ຂ້ອຍຢູ່ເຮືອນ",  # a script without words
        "12345 67890",
    ],
)
def test_it_abstains_where_nothing_speaks_for_a_technique(text: str) -> None:
    assert tag_techniques(text) == []


def test_a_language_without_words_is_said_to_have_none() -> None:
    assert languages_of("ສະບາຍດີ") == ()


def test_a_lower_bar_finds_more_and_never_less() -> None:
    text = "The wall was high and we owed money for the ticket. There was a casino."
    sure = {found.id for found in tag_techniques(text)}
    assert sure < {found.id for found in tag_techniques(text, least=0.05)}


def test_time_grows_with_the_length_and_long_texts_are_cut() -> None:
    long = tag_techniques("took the passport " * 20_000)
    assert [found.id for found in long] == ["W2.06"]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    for found in tag_techniques(text, least=0):
        assert found.id in modi_operandi.ids()
        assert 0 <= found.score <= 1
        assert all(0 <= span.start < span.end <= len(text) for span in found.spans)


@settings(deadline=None)
@given(st.sampled_from([text for language, text in CONFISCATED.items() if language != "ko"]))
def test_how_letters_are_composed_makes_no_difference(text: str) -> None:
    apart, together = (unicodedata.normalize(form, text) for form in ("NFD", "NFC"))
    assert {one.id for one in tag_techniques(apart)} == {one.id for one in tag_techniques(together)}


def test_rules_speak_of_techniques_and_ideas_that_exist() -> None:
    named = {idea for language in (*languages(), techniques.ANY) for idea in techniques.words(language)}
    of_numbers = {"longspan", "longnum", "many"}
    for rule in techniques.rules():
        assert rule.technique in modi_operandi.ids()
        assert set(rule.ideas) <= named | of_numbers, rule
        assert rule.weight < 1


def test_every_technique_has_a_rule() -> None:
    assert {rule.technique for rule in techniques.rules()} == modi_operandi.ids()


def test_the_more_evidence_the_surer() -> None:
    points = techniques.calibration()
    assert list(points) == sorted(points)
    assert [probability for _, probability in points] == sorted(probability for _, probability in points)


@pytest.mark.parametrize(
    ("text", "technique"),
    [
        ("أول ما وصلنا أخذوا جوازاتنا", "W2.06"),
        ("Not only did they take our passports, they sold us to another firm", "W2.06"),
        ("不仅收走了护照，还把我转手卖了", "W2.06"),
    ],
)
def test_a_word_that_denies_nothing_as_part_of_a_phrase_denies_nothing(text, technique):
    assert technique in {found.id for found in tag_techniques(text)}


@pytest.mark.parametrize(
    ("text", "technique"),
    [
        ("He hired me to open an account and give him the card", "M1.01"),
        ("เขาจ้างเปิดบัญชี เล่มละพันห้า", "M1.01"),
        ("Le téléphone, c'était dix minutes par semaine, avec quelqu'un assis à côté de moi", "W3.04"),
        ("Ils avaient retrouvé la trace de mes bitcoins volés, contre des frais de dossier", "F2.11"),
        ("Después para retirar había que pagar un impuesto y no me dejaron sacar nada", "F2.02"),
        ("Paspornya dipegang bos", "W2.06"),
        ("想走就得先交钱，老板说花了十五万买我", "W2.07"),
    ],
)
def test_what_victims_say_in_their_own_words_is_found(text, technique):
    assert technique in {found.id for found in tag_techniques(text)}


@pytest.mark.parametrize(
    ("text", "language", "technique"),
    [
        ("Anak saya bekerja di Myawaddy dan minta tebusan", "id", "W1.09"),
        ("He knew my name and said someone in the branch was committing fraud", "en", "W1.08"),
        ("मेरे दोस्त को अंधेरी कोठरी में बंद रखा", "hi", "W4.04"),
    ],
)
def test_words_of_another_meaning_lead_nowhere(text, language, technique):
    assert technique not in {found.id for found in tag_techniques(text, language=language)}


def test_letters_that_only_look_latin_hide_nothing():
    assert "W2.06" in {
        found.id for found in tag_techniques("They tооk our раssроrts")
    }  # with Cyrillic о, а, р, с
