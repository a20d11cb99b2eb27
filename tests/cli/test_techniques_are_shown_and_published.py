import json
from pathlib import Path
from typing import Any

import pytest
import stix2
from typer.testing import CliRunner

from entraide.cli import app

TEXT = "They took our passports. Whoever missed the target was beaten."


def run(*words: str, **more: Any) -> Any:
    return CliRunner().invoke(app, ["techniques", *words], **more)


def test_the_words_that_led_to_a_technique_are_marked() -> None:
    said = run(TEXT).output
    assert "They [took|W2.06] our [passports|W2.06]." in said
    assert "Document confiscation in transit: took … passports" in said


def test_a_file_and_what_is_piped_in_are_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    file.write_text(TEXT, "utf-8")
    assert run(str(file)).output == run("-", input=TEXT).output == run(TEXT).output


def test_machines_get_spans(tmp_path: Path) -> None:
    said = json.loads(run("--json", TEXT).output)
    assert said["languages"] == ["en"]
    (found,) = [one for one in said["techniques"] if one["id"] == "W2.06"]
    assert [TEXT[start:end] for start, end in found["spans"]] == found["words"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Breakfast is at eight."], "Nothing in this text speaks for a technique strongly enough."),
        (["ສະບາຍດີ"], "There are no words for the language of this text."),
        ([], "give a text, the name of a file"),
        (["x", "--language", "xx"], "there are words for"),
        (["statment.txt"], "is no file with a text"),
        (["/tmp"], "is no file with a text"),
        (["--as", "csv"], "misp or stix"),
    ],
)
def test_it_says_why_it_says_nothing(words: list[str], said: str) -> None:
    answer = run(*words)
    assert said in " ".join(answer.output.replace("│", " ").split())
    assert "Traceback" not in answer.output


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0")
    answer = run(str(file))
    assert answer.exit_code == 2
    assert "is not text in UTF-8" in " ".join(answer.output.replace("│", " ").split())


def test_the_vocabulary_is_written_for_others(tmp_path: Path) -> None:
    assert run("--as", "misp", "--into", str(tmp_path)).exit_code == 0
    galaxy, cluster = (
        json.loads((tmp_path / folder / "entraide-scam-centres.json").read_text("utf-8"))
        for folder in ("galaxies", "clusters")
    )
    assert galaxy["type"] == cluster["type"] == "entraide-scam-centres"
    assert run("--as", "stix", "--into", str(tmp_path)).exit_code == 0
    stix2.parse((tmp_path / "entraide-scam-centres.stix.json").read_text("utf-8"))


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    said = run("They took\x1b[2J our passports \udcff").output
    assert "[took|W2.06]" in said
    assert "\x1b" not in said


def test_of_a_very_long_text_it_is_said_how_much_was_read(tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    file.write_text(TEXT + " x" * 100_000, "utf-8")
    assert f"Of {len(TEXT) + 200_000:,} characters the first 100,000 were read." in run(str(file)).output


# how alike cases are


def test_cases_in_two_languages_are_compared_by_the_methods_that_both_show(tmp_path: Path) -> None:
    other = tmp_path / "statement.txt"
    other.write_text("พวกเขายึดพาสปอร์ตของเรา ถ้าทำยอดไม่ถึงเป้าจะถูกช็อตไฟฟ้า", "utf-8")
    said = run(TEXT, "--like", "Breakfast is at eight.", "--like", str(other)).output
    assert "both: W2.06 Document confiscation in transit" in said
    assert "both: W4.01 Quota with punishment" in said
    assert "of the pairs of these 100% stand in the same order" in said
    assert said.index("statement.txt") < said.index("?     Breakfast is at eight.: no technique was found")


def test_a_list_of_ids_stands_for_a_case_and_its_order_tells(tmp_path: Path) -> None:
    def compared(*others: str) -> list[dict[str, Any]]:
        options = [word for other in others for word in ("--like", other)]
        return list(json.loads(run("W1.01 W2.06 W4.01", *options, "--json").output)["like"])

    same, turned, half = compared("W1.01; W2.06; W4.01", "w4.01,w2.06,w1.01", "W2.06 W3.01")
    assert (same["score"], same["same_order"]) == (1.0, 1.0)
    assert (turned["score"], turned["same_order"]) == (0.75, 0.0)
    assert (half["score"], half["only_here"], half["only_there"]) == (0.25, ["W1.01", "W4.01"], ["W3.01"])
    (none,) = compared("Breakfast is at eight.")
    assert none["score"] is None  # and not 0, as if they were known to differ


def test_what_few_reports_show_weighs_more(tmp_path: Path) -> None:
    table = tmp_path / "counts.csv"
    table.write_text("week,technique,count\n2025-10-06,W2.06,400\n2025-10-06,X1.02,2\n", "utf-8")
    shared = {}
    for id in ("W2.06", "X1.02"):
        said = run("W2.06 X1.02", "--like", id, "--counts", str(table), "--json").output
        shared[id] = json.loads(said)["like"][0]["score"]
    assert shared["X1.02"] > 0.5 > shared["W2.06"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["Breakfast is at eight.", "--like", TEXT],
            "no technique was found, so that nothing can be compared",
        ),
        ([TEXT, "--like", "statment.txt"], "is no file with a text"),
        (["-", "--like", "-"], "only one text can be piped in"),
        ([TEXT, "--counts", "counts.csv"], "it weighs what --like compares"),
        ([TEXT, "--like", TEXT, "--counts", "nothing.csv"], "There is no such file"),
        ([TEXT, "--like", TEXT, "--language", "xx"], "there are words for"),
    ],
)
def test_what_cannot_be_compared_is_said(words: list[str], said: str) -> None:
    answer = run(*words)
    assert said in " ".join(answer.output.replace("│", " ").split())
    assert "Traceback" not in answer.output


def test_the_burmese_word_for_target_is_one() -> None:
    assert "[ပစ်မှတ်|W4.01]" in run("ပစ်မှတ်မပြည့်ရင် ရိုက်နှက်ခံရတယ်။").output
