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
