from pathlib import Path

from entraide.bench.techniques import exercise_marks, labelled, packaged, run
from entraide.engines.assess import languages
from entraide.vocabulary import modi_operandi


def test_test_and_development_texts_are_different_texts_of_the_same_languages() -> None:
    test, development = (labelled(packaged(f"technique_texts{part}")) for part in ("", "_development"))
    assert not {text.text for text in test} & {text.text for text in development}
    assert {text.language for text in test} == {text.language for text in development} <= set(languages())
    for language in {text.language for text in test}:
        assert sum(text.language == language for text in test) >= 12
    for text in (*test, *development):
        assert text.techniques <= modi_operandi.ids()


def test_a_marked_passage_is_in_one_half_only() -> None:
    looked_at, not_looked_at = (set(exercise_marks(looked_at=half)) for half in (True, False))
    assert looked_at
    assert not_looked_at
    assert not looked_at & not_looked_at


def test_texts_of_ones_own_are_scored(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "id,language,techniques,text\n"
        "1,en,W2.06,They took our passports.\n"
        "2,en,X1.03,Somebody said so.\n"
        "3,en,,Breakfast is at eight.\n",
        "utf-8",
    )
    measured = run(None, data=str(file))
    assert measured.figures["micro_f1"] == round(2 / 3, 4)
    assert measured.figures["abstained"] == round(2 / 3, 4)
    assert "marks_found" not in measured.figures
