"""`entraide techniques TEXT|FILE`: the methods of a network that a text shows."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from entraide.engines.assess import FoundTechnique

app = typer.Typer()

_LONGEST_NAME = 60
_LIKE_A_FILE = re.compile(r"\S*[/\\]\S*|\S+\.(?:txt|md|csv|json|html?|pdf|docx?)", re.IGNORECASE)


@app.command()
def techniques(
    text: Annotated[
        str, typer.Argument(help="A text, the name of a file with one, or - for what is piped in.")
    ] = "",
    language: Annotated[str, typer.Option(help="Its language, ISO 639-1; else it is guessed.")] = "",
    least: Annotated[
        float, typer.Option(min=0, max=1, help="The score from which a technique is said.")
    ] = 0.3,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    like: Annotated[
        list[str] | None,
        typer.Option(
            help="A text or file to compare it with: how alike the two are in their methods. May be said again."
        ),
    ] = None,
    counts: Annotated[
        Path | None,
        typer.Option(help="With --like, a table of counts: a technique that is rare in it weighs more."),
    ] = None,
    publish: Annotated[
        str,
        typer.Option("--as", help="Write the vocabulary itself instead: misp (galaxy and cluster) or stix."),
    ] = "",
    into: Annotated[Path, typer.Option(help="The folder that --as writes to.")] = Path("."),
    corrections: Annotated[
        str,
        typer.Option(
            help="Print what people of an organisation, by its name, confirmed and rejected, as lines of JSON.",
            metavar="ORGANISATION",
        ),
    ] = "",
    member: Annotated[
        str, typer.Option(help="With --corrections, e-mail of the member who acts; else its first analyst.")
    ] = "",
) -> None:
    """Find the techniques that a text shows, with the words that led to each.

    With --like, say how alike it is to other texts in its methods, and which they share; a list of ids (W2.06; W4.01)
    may stand for a text. With --as, write the vocabulary of techniques for MISP or as STIX 2.1. With --corrections, print proposals that
    people decided, to learn from: language, technique, score, cues and the decision; no text, no name.
    """
    if counts is not None and not like:
        raise typer.BadParameter("it weighs what --like compares; name that too", param_hint="--counts")
    if publish:
        _publish(publish, into)
    elif corrections:
        _corrections(corrections, member)
    elif text and like:
        _compare(text, like, counts, language, least, as_json)
    elif text:
        _show(_read(text), language, least, as_json)
    else:
        raise typer.BadParameter(
            "give a text, the name of a file, or - for what is piped in", param_hint="TEXT"
        )


def _compare(
    text: str, like: list[str], counts: Path | None, language: str, least: float, as_json: bool
) -> None:
    from entraide.cli._techniques_alike import case_of, say_alike, seen_in

    if [text, *like].count("-") > 1:
        raise typer.BadParameter("only one text can be piped in", param_hint="--like")
    _known(language)
    read = ((one, _read(one)) for one in (text, *like))
    case, *others = (case_of(_called(one, what), _cut(what), language, least) for one, what in read)
    say_alike(case, others, seen_in(counts), as_json)


def _called(text: str, read: str) -> str:
    """A file's name, or how a text begins."""
    name = " ".join(_whole_letters(text).split())
    if text == read and len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1]}…"
    return "".join(c for c in name if c.isprintable())


def _read(text: str) -> str:
    try:
        return _whole_letters(sys.stdin.read() if text == "-" else _of_file(text))
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{text} is not text in UTF-8; save it as such", param_hint="TEXT")


def _of_file(text: str) -> str:
    try:
        file = Path(text)
        if file.is_file():
            return file.read_text("utf-8-sig")
        missing = file.is_dir() or _LIKE_A_FILE.fullmatch(text)
    except UnicodeDecodeError:
        raise
    except (OSError, ValueError):
        return text  # longer than a file's name may be
    if missing:
        raise typer.BadParameter(f"{text} is no file with a text", param_hint="TEXT")
    return text


def _whole_letters(text: str) -> str:
    """Without halves of letters, which a terminal with other letters sends and nothing can print."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _known(language: str) -> None:
    from entraide.engines.assess import languages

    if language and language not in languages():
        raise typer.BadParameter(f"there are words for {', '.join(languages())}", param_hint="--language")


def _cut(text: str) -> str:
    from entraide.engines.assess import LONGEST

    if len(text) > LONGEST:
        typer.echo(f"Of {len(text):,} characters the first {LONGEST:,} were read.", err=True)
    return text[:LONGEST]


def _show(text: str, language: str, least: float, as_json: bool) -> None:
    from entraide.engines.assess import languages, languages_of, tag_techniques

    _known(language)
    text = _cut(text)
    found = tag_techniques(text, language=language or None, least=least)
    read_as = languages_of(text, language or None)
    if as_json:
        typer.echo(
            json.dumps(
                {"languages": read_as, "techniques": [_plain(one, text) for one in found]}, ensure_ascii=False
            )
        )
        return
    if not read_as:
        typer.echo(
            f"There are no words for the language of this text. There are for {', '.join(languages())}."
        )
    elif not found:
        typer.echo(
            "Nothing in this text speaks for a technique strongly enough. That is not to say that it shows none."
        )
    else:
        typer.echo("".join(c for c in _marked(text, found) if c.isprintable() or c in "\n\t\u200c\u200d"))
        typer.echo()
        for one in found:
            typer.echo(f"{one.id}  {one.score:.2f}  {_name(one.id)}: {' … '.join(_words(one, text))}")


def _name(id: str) -> str:
    from entraide.vocabulary import modi_operandi

    return modi_operandi.load()[id].name["en"]


def _words(one: "FoundTechnique", text: str) -> list[str]:
    return [text[span.start : span.end] for span in one.spans]


def _plain(one: "FoundTechnique", text: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": _name(one.id),
        "score": one.score,
        "spans": [[span.start, span.end] for span in one.spans],
        "words": _words(one, text),
        "cues": list(one.cues),
    }


def _marked(text: str, found: list["FoundTechnique"]) -> str:
    """The text with [the words] that led to a technique and its id behind them."""
    marks: dict[tuple[int, int], list[str]] = {}
    for one in found:
        for span in one.spans:
            marks.setdefault((span.start, span.end), []).append(one.id)
    parts, reached = [], 0
    for (start, end), ids in sorted(marks.items()):
        if start >= reached:
            parts += [text[reached:start], "[", text[start:end], "|", ",".join(ids), "]"]
            reached = end
    return "".join([*parts, text[reached:]])


def _publish(kind: str, into: Path) -> None:
    from entraide.formats import techniques as written

    if kind == "misp":
        files = {"galaxies": written.galaxy(), "clusters": written.cluster()}
        documents = {Path(folder) / "entraide-scam-centres.json": one for folder, one in files.items()}
    elif kind == "stix":
        documents = {Path("entraide-scam-centres.stix.json"): written.bundle()}
    else:
        raise typer.BadParameter("misp or stix", param_hint="--as")
    for name, document in documents.items():
        file = into / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
        except OSError as error:
            raise typer.BadParameter(f"{file} cannot be written: {error.strerror}", param_hint="--into")
        typer.echo(f"Written to {file}.")


def _corrections(organisation: str, member: str) -> None:
    from entraide.cli._hub import as_role

    with as_role("worker"):
        from entraide.hub.core.acting import acting_as, actor_of
        from entraide.hub.directory.queries import member_who_acts
        from entraide.hub.intel.actions import export_decided

        with acting_as(actor_of(member_who_acts(organisation, email=member, role="analyst"))):
            for one in export_decided():
                typer.echo(json.dumps(one, ensure_ascii=False))
