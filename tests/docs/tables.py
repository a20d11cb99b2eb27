"""The tables of the documentation, made from the code: `python -m tests.docs.tables` writes them anew.

A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``; NAME is a function of ``TABLES``.
"""

import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(<!-- table: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
LETTERS = {"SELECT": "r", "INSERT": "a", "UPDATE": "c", "DELETE": "d"}


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n" + "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines) + "\n"


def roles() -> str:
    from entraide.hub.core.permissions import PERMISSIONS, ROLES

    def may(role: str) -> str:
        return ", ".join(f"`{name}`" for name, holders in PERMISSIONS.items() if role in holders) or "–"

    return table(["role", "may"], ([words, may(role)] for role, words in ROLES.items()))


def hit_modes() -> str:
    """Who learns of a hit at once, who once the other has released it, for each pair of modes."""
    from entraide.vocabulary.handling import TLP, HitMode, Label, Side, is_offered

    a, b = UUID(int=1), UUID(int=2)
    words = {HitMode.OPEN: "open", HitMode.OWNER_FIRST: "owner first", HitMode.SILENT: "silent"}

    def sides(older: HitMode, newer: HitMode, released: str = "") -> tuple[bool, bool]:
        one = Side(Label(a, TLP.AMBER, date.max, hit_mode=older), "IN", True, released=released == "older")
        two = Side(Label(b, TLP.AMBER, date.max, hit_mode=newer), "KE", False, released=released == "newer")
        return is_offered(one, two), is_offered(two, one)

    def says(older: HitMode, newer: HitMode) -> str:
        first_sees, second_sees = sides(older, newer)
        if first_sees and second_sees:
            return "both at once"
        if not first_sees and not second_sees:
            return "nobody"
        knows, other = ("older", "newer") if first_sees else ("newer", "older")
        releases = older if first_sees else newer
        if releases != HitMode.SILENT and all(sides(older, newer, released=knows)):
            return f"the {knows}; the {other} once it is released"
        return f"the {knows} alone"

    return table(
        ["older record ↓ · newer record →", *words.values()],
        ([f"**{words[older]}**", *(says(older, newer) for newer in HitMode)] for older in HitMode),
    )


def grants() -> str:
    from entraide.hub.core.grants import GRANTS

    processes = ("web", "worker", "linker", "sealer")

    def short(privileges: str) -> str:
        for word, letter in LETTERS.items():
            privileges = privileges.replace(word, letter)
        return privileges.replace(", ", " ", privileges.split("(")[0].count(", ")) or "–"

    return table(
        ["table", *processes],
        ([f"`{name}`", *(short(to.get(p, "")) for p in processes)] for name, to in sorted(GRANTS.items())),
    )


def functions() -> str:
    from entraide.hub.core.grants import FUNCTIONS

    return table(
        ["function", "who may call it"], ([f"`{name}`", ", ".join(to)] for name, to in FUNCTIONS.items())
    )


def quotas() -> str:
    from entraide.hub.core.quota import AN_HOUR

    return table(["what", "most in an hour"], ([f"`{kind}`", f"{most:,}"] for kind, most in AN_HOUR.items()))


def deeds() -> str:
    """Those that have words and that the code records: a deed may be named before anything does it."""
    from entraide.hub.core.deeds import DEEDS

    hub = ROOT / "src/entraide/hub"
    code = "".join(file.read_text() for file in hub.rglob("*.py") if file.name != "deeds.py")
    done = {key: words for key, words in DEEDS.items() if f'"{key}"' in code or key.startswith("job.")}
    by_kind = groupby(sorted(done.items()), key=lambda pair: pair[0].split(".")[0])
    rows = ([f"`{kind}`", "; ".join(str(words).lower() for _key, words in pairs)] for kind, pairs in by_kind)
    return table(["of", "what is journalled"], rows)


def selector_kinds() -> str:
    from entraide.vocabulary.selector_kinds import load

    by_group: dict[str, list[str]] = {}
    for kind in load().values():
        by_group.setdefault(kind.group, []).append(f"{kind.label} (`{kind.id}`)")
    return table(["group", "kinds"], ([group, ", ".join(kinds)] for group, kinds in by_group.items()))


def api() -> str:
    """Each call with the scope that its key needs, which the check made by ``may(scope)`` closes over."""
    from entraide.hub.api import api as ours

    rows = []
    for _prefix, router in ours._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                checks = operation.auth_callbacks or [router.auth]
                scope = next(
                    c.cell_contents for c in checks[0].__closure__ if isinstance(c.cell_contents, str)
                )
                rows += [
                    [f"`{method} {path}`", f"`{scope}`", operation.summary] for method in operation.methods
                ]
    return table(["call", "scope", "does"], rows)


def benches() -> str:
    from entraide.bench import all_names, module_of, options_of

    rows = []
    for name in all_names():
        run = module_of(name).run
        options = " ".join(f"`{flag}`" for flag in options_of(run))
        said = " ".join((run.__doc__ or "").split("\n\n")[0].split())
        rows.append([f"`entraide bench {name}`", options or "–", said])
    return table(["command", "options of its own", "measures"], rows)


TABLES: dict[str, Callable[[], str]] = {
    "roles": roles,
    "hit-modes": hit_modes,
    "grants": grants,
    "functions": functions,
    "quotas": quotas,
    "deeds": deeds,
    "selector-kinds": selector_kinds,
    "api": api,
    "benches": benches,
}


def written_anew(page: str) -> str:
    """The page with every table as the code makes it. Raises KeyError for a table that there is not."""
    return BLOCK.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[4]}", page)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.hub.settings")
    django.setup()
    for page in PAGES:
        before = page.read_text()
        if (after := written_anew(before)) != before:
            page.write_text(after)
            print(page.relative_to(ROOT), file=sys.stderr)
