import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Invalid, Refused
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, Handling, NamedPerson
from entraide.hub.intel.queries.search import search, search_people, selectors_of
from entraide.vocabulary.handling import TLP

GREEN = Handling(tlp=TLP.GREEN)


@pytest.fixture
def archive(cast) -> dict[str, str]:
    """Reports in several scripts, by a word for each."""
    texts = {
        "latin": "The driver took us from Mae Sot across the river to a tower with red letters",
        "thai": "คนขับรถพาเราจากแม่สอดข้ามแม่น้ำ เบอร์ +66 81 000 0123",
        "chinese": "他们说是打字工作，加密货币平台，联系 Telegram @lucky_fortune_hr",
        "burmese": "မြဝတီမြို့ရှိ အလုပ်ကြော်ငြာ",
        "arabic": "وظيفة كتابة براتب مرتفع في تايلاند",
        "korean": "가짜 투자 플랫폼에 송금했습니다",
    }
    with acting_as(cast.wanjiru):
        ids = {key: actions.submit_report(Draft(text=text, handling=GREEN)).id for key, text in texts.items()}
    with acting_as(cast.reyna):
        ids["hidden"] = actions.submit_report(Draft(text="tower with red letters, call +66 81 000 0123")).id
    return ids


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("red tower", "latin"),
        ("RED let", "latin"),
        ("แม่สอด", "thai"),
        ("加密货币", "chinese"),
        ("အလုပ်", "burmese"),
        ("كتابة", "arabic"),
        ("투자 플랫", "korean"),
        ("081-000-0123", "thai"),
        ("+66 81 000", "thai"),
        ("t.me/Lucky_Fortune_HR", "chinese"),
        ("lucky_for", "chinese"),
    ],
)
def test_a_report_is_found_by(archive, cast, query: str, key: str) -> None:
    with acting_as(cast.somchai):
        assert [report.pk for report in search(query).reports] == [archive[key]], query


def test_what_one_may_not_read_is_not_found_by_its_author_alone(archive, cast) -> None:
    with acting_as(cast.reyna):
        assert {report.pk for report in search("red letters").reports} == {
            archive["latin"],
            archive["hidden"],
        }
        assert selectors_of("phone", "+66810000123").count() == 2
    with acting_as(cast.somchai):
        assert selectors_of("phone", "+66810000123").count() == 1


def test_a_search_for_a_person_asks_for_a_case_and_a_reason_and_is_journalled(cast) -> None:
    with acting_as(cast.wanjiru):
        actions.submit_report(
            Draft(
                text="He called himself Lin Guowei",
                handling=GREEN,
                persons=(NamedPerson("Lin Guowei", "suspect", 1988, "CN"),),
            )
        )
        with pytest.raises(Invalid) as refusal:
            search_people("lin", case_reference="", reason="")
        assert set(refusal.value.problems) == {"case_reference", "reason"}
        (person,) = search_people("guowei lin", case_reference="KE-12", reason="Recruiter of the Kochi case")
        assert {claim.value for claim in person.claims.all()} == {"Lin Guowei", "1988", "CN"}
    with acting_as(cast.somchai):
        assert search_people("lin", case_reference="TH-1", reason="claims on people are never GREEN") == []


def test_a_search_is_in_the_journal(archive, cast, as_process) -> None:
    with acting_as(cast.somchai):
        search("red tower")
    with as_process("sealer"):
        assert JournalEntry.objects.filter(deed="search", member_id=cast.somchai.pk).exists()


def test_who_fishes_for_numbers_is_stopped(cast, monkeypatch) -> None:
    from entraide.hub.core import quota

    monkeypatch.setitem(quota.AN_HOUR, "search", 5)
    with acting_as(cast.somchai):
        for number in range(5):
            search(f"+66 81 000 01{number:02}")
        with pytest.raises(Refused, match="quota"):
            search("+66 81 000 0199")
