"""What the documentation names exists, and its tables are those of the code."""

import re
import shlex
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import typer

from tests.docs.tables import BLOCK, PAGES, ROOT, TABLES, written_anew

TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text() for page in PAGES}
EVERYWHERE = "\n".join(TEXTS.values())
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


def code() -> Iterator[str]:
    """Every line of code that a page shows, without its comment."""
    for text in TEXTS.values():
        blocks = chain.from_iterable(block.splitlines() for _language, block in FENCED.findall(text))
        for line in chain(blocks, INLINE.findall(FENCED.sub("", text))):
            yield line.split("  #")[0].strip()


@pytest.mark.parametrize("page", TEXTS)
def test_the_tables_are_those_of_the_code(page: str) -> None:
    again = "run .venv/bin/python -m tests.docs.tables"
    assert TEXTS[page] == written_anew(TEXTS[page]), f"{page} has an old table: {again}"


def test_every_table_stands_somewhere() -> None:
    assert {found[2] for found in BLOCK.finditer(EVERYWHERE)} == TABLES.keys()


@pytest.mark.parametrize("page", TEXTS)
def test_links_lead_somewhere(page: str) -> None:
    here = (ROOT / page).parent
    for target in filter(None, chain.from_iterable(LINK.findall(TEXTS[page]))):
        if target.startswith(("http:", "https:")):
            continue
        file, _, anchor = target.partition("#")
        found = (here / file).resolve() if file else ROOT / page
        assert found.exists(), f"{page} leads to {target}"
        if anchor:
            assert anchor in anchors(found), f"{page} leads to {target}, which has no such heading"


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_every_page_is_found_from_the_index_and_the_readme() -> None:
    index = TEXTS["docs/index.md"]
    for page in TEXTS:
        name = page.removeprefix("docs/")
        if page not in ("README.md", "docs/index.md"):
            assert f"({name})" in index
            assert f"({page})" in TEXTS["README.md"]


def test_every_target_of_make_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    variables = set(re.findall(r"^([A-Z_]+) \?=|\$\(([A-Z]+)\)", makefile, re.MULTILINE))
    known = set(chain.from_iterable(variables))
    shown = [words[1:] for line in code() if (words := line.split())[:1] == ["make"]]
    assert shown
    for word in chain.from_iterable(shown):
        if "=" in word:
            assert word.partition("=")[0] in known, f"make takes no {word}"
        elif word not in ("&&", "…"):
            assert word in targets, f"there is no make {word}"
    for target in targets - {"setup"}:
        assert re.search(rf"\bmake {target}\b", EVERYWHERE), f"make {target} is not documented"


def test_every_command_and_its_options_exist() -> None:
    from entraide.bench import module_of, options_of
    from entraide.cli import app

    root = typer.main.get_command(app)
    shown = [line for line in code() if re.match(r"(\.venv/bin/)?entraide ", line)]
    assert len(shown) > 15
    for line in shown:
        words = shlex.split(line.split(" > ")[0].split(" && ")[0])[1:]
        command, path = root, ["entraide"]
        while hasattr(command, "commands") and words and not words[0].startswith("-"):
            path.append(words.pop(0))
            assert path[-1] in command.commands, f"there is no {' '.join(path)}"
            command = command.commands[path[-1]]
        options = {flag for parameter in command.params for flag in parameter.opts}
        if path[-1] == "bench" and words and words[0] != "NAME":
            options |= options_of(module_of(words[0]).run).keys()
        for word in words:
            if word.startswith("--"):
                assert word.split("=")[0] in options, f"{' '.join(path)} takes no {word}"


def test_every_command_is_documented() -> None:
    from entraide.cli import app

    root = typer.main.get_command(app)
    for name, command in root.commands.items():
        inner = getattr(command, "commands", None)
        for whole in [f"{name} {sub}" for sub in inner] if inner else [name]:
            assert whole == "version" or f"entraide {whole}" in EVERYWHERE, f"entraide {whole} is in no page"


def test_every_file_that_is_named_exists() -> None:
    shown = {
        word.rstrip("/")
        for word in INLINE.findall(EVERYWHERE)
        if re.fullmatch(r"(src|tests|docs|scripts|frontend)/[\w./\-]+", word)
    }
    assert len(shown) > 15
    for word in shown:
        assert (ROOT / word).exists(), word
    for module in set(re.findall(r"`(entraide(?:\.\w+)+)`", EVERYWHERE)):
        # the last name may stand within a module
        *folders, last = module.split(".")
        whole = ROOT / "src" / Path(*folders)
        files = [whole / f"{last}.py", whole / last / "__init__.py", whole / last]
        inside = [whole.with_suffix(".py"), whole / "__init__.py"]
        named = any(file.exists() and re.search(rf"\b{last}\b", file.read_text()) for file in inside)
        assert named or any(file.exists() for file in files), module


def test_every_app_of_the_hub_is_named() -> None:
    page = TEXTS["docs/developers.md"]
    for app in sorted((ROOT / "src/entraide/hub").glob("*/apps.py")):
        assert f"`{app.parent.name}`" in page


def test_every_floor_of_the_house_is_named() -> None:
    page = TEXTS["docs/developers.md"]
    for package in sorted((ROOT / "src/entraide").glob("*/__init__.py")):
        assert f"`src/entraide/{package.parent.name}`" in page


def test_every_permission_is_explained() -> None:
    from entraide.hub.core.permissions import PERMISSIONS

    explained = re.findall(r"^\| `([\w.]+)` \| [^0-9]", TEXTS["docs/concepts.md"], re.MULTILINE)
    assert PERMISSIONS.keys() <= set(explained)


def test_every_part_of_the_label_is_explained() -> None:
    from dataclasses import fields

    from entraide.vocabulary.handling import TLP, Label

    page = TEXTS["docs/concepts.md"].lower()
    said = {"expires_on": "expiry", "source_grade": "grades", "information_grade": "grades"}
    for field in fields(Label):
        assert said.get(field.name, field.name.replace("_", " ")) in page, field.name
    for colour in TLP:
        assert colour.word.lower() in page


def test_environment_variables_are_documented_and_read() -> None:
    documented = set(re.findall(r"`((?:ENTRAIDE|DATABASE|DJANGO)_[A-Z_]+)`", EVERYWHERE))
    sources = [
        *chain.from_iterable((ROOT / folder).rglob("*.py") for folder in ("src", "tests", "scripts")),
        ROOT / "scripts/browser",
        ROOT / "Makefile",
    ]
    itself = Path(__file__).parent
    text = "\n".join(file.read_text() for file in sources if itself not in file.parents)
    asked = r"(?:environ(?:\.get\(|\[|\.setdefault\()|envvar=|getenv\()\s*\"((?:ENTRAIDE|DATABASE|DJANGO)_[A-Z_]+)\""
    read = set(re.findall(asked, text)) | set(re.findall(r"\$\{(ENTRAIDE_[A-Z_]+)", text))
    read |= {f"DATABASE_URL_{role}" for role in ("MIGRATOR", "WEB", "WORKER", "LINKER", "SEALER")}
    assert read - documented == set(), "read, and in no page"
    assert documented - read == set(), "in a page, and read by nothing"


def test_notice_names_every_table_of_data() -> None:
    notice = (ROOT / "NOTICE").read_text()
    for file in (ROOT / "src/entraide/vocabulary/data").iterdir():
        assert f"\n{file.name} " in notice, file.name


def test_notice_names_every_package_in_the_pages() -> None:
    notice = (ROOT / "NOTICE").read_text().lower().replace(".js", "")
    licences = (ROOT / "src/entraide/hub/static/entraide/LICENSES.txt").read_text()
    packages = re.findall(r"^={10,}\n(\S+) [\d.]+ \(", licences, re.MULTILINE)
    assert len(packages) > 5
    for package in packages:
        assert (
            package.removeprefix("@").replace("/", " ").replace(" core", "").replace(".org", "") in notice
        ), package


def test_pictures_are_small_and_all_shown() -> None:
    pictures = sorted((ROOT / "docs/images").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 200_000, f"{picture.name} is too large"
        assert f"docs/images/{picture.name}" in TEXTS["README.md"], f"{picture.name} is shown nowhere"
    script = (ROOT / "scripts/make_screenshots.py").read_text()
    for picture in pictures:
        assert f'"{picture.stem}": (' in script, f"{picture.name} is made by nothing"
