"""The words of the pages in other languages: find them, take in translations, compile.

    scripts/messages.py                        every catalogue brought up to date and compiled
    scripts/messages.py ar words.json …        the same for one, after taking in translations
    scripts/messages.py --missing ar           what has no translation yet, as JSON to be filled in

A file of translations is ``{msgid: msgstr}``, for a plural ``{msgid: [a form per plural]}``. A translation
that lost a placeholder or a tag of its original is refused. Finding words needs GNU gettext.
"""

import ast
import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src/entraide"
LOCALES = SOURCE / "hub/locale"
PLURALS = {
    "fr": "nplurals=2; plural=n > 1;",
    "es": "nplurals=2; plural=n != 1;",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
# Forms used for one number only may say it by the noun itself: تقريران is "two reports".
NAMES_THE_NUMBER = {"ar": {0, 1, 2}, "es": {0}, "fr": set()}
# The lower floors know no languages: what they say are fixed sentences, which pages translate.
SPEAKING_FLOORS = ["engines", "formats"]
SPEAKING_TABLES = {"WORDS"}
SPEAKING_CALLS = {"InvalidBirthDate", "InvalidSelector", "UnreadableFile", "Rejected", "of", "partial"}
RIGHT_TO_LEFT = {"ar"}
# What the page fills in may run the other way; within tags it is an address.
FILLED_IN = re.compile(r"<[^>]*>|%\(\w+\)s|%s")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}|</?[a-z][^>]*>")

Words = str | tuple[str, ...] | list[str]


class Steady(Catalog):
    """A catalogue whose header says nothing of when and where it was written."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        language = str(self.locale)
        return [
            ("Project-Id-Version", "Entraide"),
            ("Language", language),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", PLURALS[language]),
        ]


def extracted() -> list[Message]:
    """Every text that a page may show, in the order of the sources."""
    found = {message.id: message for message in [*_of_pages(), *_of_lower_floors(), *_of_tables()]}
    return list(found.values())


def _of_pages() -> Iterator[Message]:
    import django
    from django.conf import settings
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.hub.settings")
        os.environ.setdefault("ENTRAIDE_HOME", folder)
        os.environ.setdefault("ENTRAIDE_ROLE", "migrator")
        django.setup()
        usual = settings.LOCALE_PATHS
        settings.LOCALE_PATHS = [folder]
        try:
            with contextlib.chdir(SOURCE), contextlib.redirect_stdout(io.StringIO()):
                call_command(
                    "makemessages",
                    locale=["fr"],
                    no_location=True,
                    no_wrap=True,
                    ignore_patterns=["hub/locale", "hub/static"],
                    verbosity=0,
                )
        finally:
            settings.LOCALE_PATHS = usual
        with (Path(folder) / "fr/LC_MESSAGES/django.po").open("rb") as file:
            yield from (message for message in read_po(file) if message.id)


def _of_lower_floors() -> Iterator[Message]:
    for floor in SPEAKING_FLOORS:
        for path in sorted((SOURCE / floor).rglob("*.py")):
            module = ast.parse(path.read_text())
            yield from map(Message, dict.fromkeys([*_sentences(module), *_tables(module)]))


def _of_tables() -> Iterator[Message]:
    """Words of the vocabulary that pages translate one by one."""
    from entraide.vocabulary import sites

    yield from map(Message, dict.fromkeys(site.kind for site in sites.load().values()))


def _sentences(module: ast.Module) -> Iterator[str]:
    """The fixed sentences that a module's refusals are made with."""
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(module):
        if not isinstance(call, ast.Call):
            continue
        if getattr(call.func, "id", getattr(call.func, "attr", "")) not in SPEAKING_CALLS:
            continue
        for given in call.args:
            named = given.value if isinstance(given, ast.Starred) else given
            value = constants.get(named.id, named) if isinstance(named, ast.Name) else named
            for part in value.elts if isinstance(value, ast.Tuple) else [value]:
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value:
                    yield part.value


def _tables(module: ast.Module) -> Iterator[str]:
    """The fixed sentences of tables that say what a result means."""
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(getattr(target, "id", "") in SPEAKING_TABLES for target in targets):
            texts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
            yield from (text for text in texts if isinstance(text, str) and " " in text)


def catalogue(language: str, messages: Iterable[Message] = ()) -> Steady:
    """The catalogue as it stands, or with these messages and what it has of their translations."""
    path = po_path(language)
    known = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    result = Steady(locale=language, header_comment=_comment(path), fuzzy=False)
    result._num_plurals = int(PLURALS[language][len("nplurals=")])
    result._plural_expr = PLURALS[language].split("plural=")[-1].rstrip(";")
    for message in messages or [one for one in known if one.id]:
        old = known.get(message.id)
        flags = message.flags | (old.flags & {"fuzzy"} if old else set())
        string = old.string if old else ""
        if isinstance(message.id, tuple) and not isinstance(string, tuple | list):
            string = ("",) * result.num_plurals
        result.add(message.id, string, flags=flags, auto_comments=message.auto_comments)
    return result


def _comment(path: Path) -> str:
    lines = path.read_text().splitlines() if path.exists() else []
    own = []
    for line in lines:
        if not line.startswith("#") or line.startswith("#,"):
            break
        own.append(line)
    if not own or "SOME DESCRIPTIVE" in own[0]:
        return "# Entraide. Written by scripts/messages.py."
    return "\n".join(own).rstrip("#\n ")


def po_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES/django.po"


def save(kept: Steady, language: str) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, kept, width=0, no_location=True)
    path.with_suffix(".mo").write_bytes(compiled(kept))


def compiled(kept: Steady) -> bytes:
    """As gettext reads it. Right to left, what is filled in stands apart: a Latin name turns no sentence around."""
    shown = Steady(locale=kept.locale)
    for one in kept:
        if one.id:
            shown.add(one.id, _set_apart(one.string, kept), flags=one.flags)
    buffer = io.BytesIO()
    write_mo(buffer, shown)
    return buffer.getvalue()


def _set_apart(words: Words, kept: Steady) -> Words:
    if str(kept.locale) not in RIGHT_TO_LEFT:
        return words
    if not isinstance(words, str):
        return tuple(str(_set_apart(one, kept)) for one in words)
    return FILLED_IN.sub(
        lambda found: found[0] if found[0].startswith("<") else f"\u2068{found[0]}\u2069", words
    )


def take_in(kept: Steady, language: str, translations: dict[str, Words]) -> list[str]:
    """Fill in; what is refused is said."""
    refused = []
    by_text = {text_of(one): one for one in kept if one.id}
    for text, words in translations.items():
        message = by_text.get(text)
        if message is None:
            refused.append(f"{text!r}: no page says this")
        elif wrong := mistakes(message, words, language):
            refused += [f"{text!r}: {one}" for one in wrong]
        else:
            message.string = tuple(words) if isinstance(words, list) else words
            message.flags.discard("fuzzy")
    return refused


def text_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def mistakes(message: Message, words: Words, language: str) -> list[str]:
    """What is wrong with a translation: forms, placeholders, tags, blanks at its ends."""
    if isinstance(message.id, str) != isinstance(words, str):
        return ["a text is wanted" if isinstance(message.id, str) else "a list of plural forms is wanted"]
    if isinstance(words, str):
        return list(_mistakes(message.id, words))
    forms = int(PLURALS[language][len("nplurals=")])
    if len(words) != forms:
        return [f"{forms} plural forms are wanted, not {len(words)}"]
    return [
        f"form {number}: {one}"
        for number, form in enumerate(words)
        for one in _mistakes(message.id[1], form, may_drop_number=number in NAMES_THE_NUMBER[language])
    ]


def _mistakes(original: str, words: str, *, may_drop_number: bool = False) -> Iterator[str]:
    if not words.strip():
        yield "empty"
        return
    wanted, given = (Counter(PLACEHOLDER.findall(one)) for one in (original, words))
    lost = list((wanted - given).elements())
    # a nameless one must stay: the page fills in as many as it has
    if lost and not (may_drop_number and len(lost) == 1 and lost[0].startswith("%(")):
        yield f"lost {' '.join(lost)}"
    if added := list((given - wanted).elements()):
        yield f"has {' '.join(added)}, which its original has not"
    before, after = ((one[:1].isspace(), one[-1:].isspace()) for one in (original, words))
    if before != after:
        yield "does not begin or end with a blank as its original does"


def missing(kept: Steady) -> dict[str, Words]:
    """What has no translation, as a file to be filled in: plural forms show the original's."""
    return {
        text_of(one): "" if isinstance(one.id, str) else list(one.id)
        for one in kept
        if one.id and (one.fuzzy or not _is_whole(one))
    }


def _is_whole(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return bool(strings) and all(strings)


def main(given: list[str]) -> int:
    if not shutil.which("xgettext"):
        sys.exit("GNU gettext is missing: it finds the words. On Debian: apt-get install gettext")
    only_show = given[:1] == ["--missing"]
    languages = given[1:2] if only_show else given[:1] or list(PLURALS)
    if not languages or any(language not in PLURALS for language in languages):
        sys.exit(f"{__doc__}\nLanguages: {', '.join(PLURALS)}")
    messages = extracted()
    refused = []
    for language in languages:
        kept = catalogue(language, messages)
        if only_show:
            print(json.dumps(missing(kept), ensure_ascii=False, indent=1))
            continue
        for name in given[1:]:
            refused += take_in(kept, language, json.loads(Path(name).read_text()))
        save(kept, language)
        print(f"{language}: {len(messages) - len(missing(kept))} of {len(messages)} translated")
    for problem in refused:
        print(f"refused: {problem}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
