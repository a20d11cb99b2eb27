"""`entraide trends release` and `extract`: figures for the public, made from a table of counts."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entraide.cli._counts import counts_from, day_option, say_merged, say_rejected
from entraide.cli._trends_write import writable, written

if TYPE_CHECKING:
    from entraide.engines.watch import Budget, Count

Counts = Annotated[Path, typer.Argument(help="A table of counts.")]
Book = Annotated[
    Path | None,
    typer.Option(help="The file in which spending is booked: one for all releases about the same people."),
]
Total = Annotated[float, typer.Option(help="The whole budget of the book, in epsilon.")]
Epsilon = Annotated[float, typer.Option(help="What this release spends: less is noisier and safer.")]
Name = Annotated[str, typer.Option(help="The name under which it is booked.")]
Day = Annotated[str, typer.Option(help="Its day, 2025-11-03; else today.")]


def release(
    counts: Counts,
    by: Annotated[str, typer.Option(help="The lines: area, country, nationality, technique or crime.")],
    across: Annotated[
        str, typer.Option(help="The columns of a table that is released once, without noise.")
    ] = "",
    book: Book = None,
    total: Total = 1.0,
    epsilon: Epsilon = 0.1,
    name: Name = "",
    most: Annotated[int, typer.Option(min=1, help="With --book, in how many lines one report counts.")] = 3,
    day: Day = "",
    to: Annotated[Path | None, typer.Option(help="Write to this file: .csv or .json.")] = None,
) -> None:
    """Figures that tell of nobody: no cell under 11, not by the totals either.

    Without --book, for a table that is released once: small cells are hidden, and enough beside them. With --book, for
    figures that are released again and again: noise is added, what it spends of the budget is booked, and a spent
    budget releases nothing more.
    """
    from entraide.engines.watch import DIMENSIONS, BadCounts, Budget

    for option, value in (("--by", by), ("--across", across)):
        if value and value not in DIMENSIONS:
            raise typer.BadParameter(f"“{value}”: write one of {', '.join(DIMENSIONS)}.", param_hint=option)
    if to is not None:
        writable(to)
    file = counts_from(counts)
    try:
        if book is None:
            table = _once(file.rows, by, across)
        else:
            if across:
                raise typer.BadParameter("a release with noise has lines only", param_hint="--across")
            table = _noisy(file.rows, by, Budget(book, total), epsilon, name, most, day)
    except (BadCounts, ValueError) as error:
        typer.echo(f"{counts}: {error}", err=True)
        raise typer.Exit(2)
    except ImportError as error:
        raise _missing(error)
    say_merged(file.rows)
    say_rejected(counts, file)
    if to is not None:
        written(to, table)
    else:
        for line in table:
            typer.echo("   ".join(f"{key}: {value}" for key, value in line.items()))


def _once(rows: "list[Count]", by: str, across: str) -> list[dict[str, object]]:
    import numpy as np

    from entraide.engines.watch import BadCounts, crossed, totals, without_small_cells

    if across:
        lines, columns, counts = crossed(rows, by, across)
    else:
        sums = totals(rows, by)
        lines, columns = sorted(sums), ["reports"]
        counts = np.array([[sums[line]] for line in lines], np.int64).reshape(len(lines), 1)
    if not lines:
        raise BadCounts(by, "no row names one", f"Fill in the column {by}, or choose another")
    table = without_small_cells(counts)

    def shown(value: int) -> int | str:
        return int(value) if value >= 0 else "hidden"

    made: list[dict[str, object]] = []
    for at, line in enumerate(lines):
        cells = {column: shown(table.cells[at, place]) for place, column in enumerate(columns)}
        made.append({by: line} | cells | ({"total": shown(table.row_totals[at])} if across else {}))
    totals_below = {column: shown(table.column_totals[place]) for place, column in enumerate(columns)}
    made.append({by: "total"} | totals_below | ({"total": shown(table.total)} if across else {}))
    return made


def _noisy(
    rows: "list[Count]", by: str, budget: "Budget", epsilon: float, name: str, most: int, day: str
) -> list[dict[str, object]]:
    from entraide.engines.watch import LEAST
    from entraide.engines.watch.budget import lowest_shown
    from entraide.vocabulary import countries, crimes, modi_operandi

    # Every cell that could be: one that is there only when somebody is in it would tell.
    known: dict[str, list[str]] = {
        "crime": list(crimes.load()),
        "technique": list(modi_operandi.load()),
        "nationality": sorted(countries.codes()),
        "country": sorted(countries.codes()),
    }
    if by not in known:
        raise typer.BadParameter(
            "areas are on no list, so that the naming of one tells; choose country, nationality, technique or crime",
            param_hint="--by",
        )
    if not name:
        raise typer.BadParameter("a release is booked under a name", param_hint="--name")
    sums = dict.fromkeys(known[by], 0) | sums_of(rows, by, most)
    figures = budget.release(
        name, sums, epsilon, day=day_option("--day", day) or date.today(), cells_a_person=most
    )
    least = max(LEAST, lowest_shown(len(sums), most / epsilon))
    typer.echo(
        f"Booked as {name}: {epsilon:g} spent, {budget.left:g} of {budget.total:g} left. Noise of about"
        f" {most / epsilon:.0f} is added to each figure; those under {least} are left out.",
        err=True,
    )
    cut = sum(row.reports for row in rows if len(row.under(by)) > most)
    if cut:
        typer.echo(f"{cut:,} reports name more than {most}: counted under the first {most}.", err=True)
    if not figures:
        typer.echo(
            f"Nothing is large enough to be shown: no figure came to {least}. A larger --epsilon, fewer lines a"
            " report (--most) or coarser lines show more, under another name; what was spent stays spent.",
            err=True,
        )
    return [{by: cell, "reports": value} for cell, value in sorted(figures.items())]


def sums_of(rows: "list[Count]", by: str, most: int) -> dict[str, int]:
    """Reports under each value, each report under ``most`` at most, and an event once under each.

    Of an event each report is cut and not the whole, so that one report more or less moves no more than ``most``.
    """
    from entraide.engines.watch import by_event

    sums: Counter[str] = Counter()
    for told in by_event(rows):
        for value in dict.fromkeys(value for row in told.rows for value in row.under(by)[:most]):
            sums[value] += told.reports
    return sums


def extract(
    counts: Counts,
    book: Annotated[
        Path,
        typer.Option(
            help="The file in which spending is booked: one for all releases about the same people."
        ),
    ],
    name: Annotated[str, typer.Option(help="The name under which it is booked.")],
    to: Annotated[Path, typer.Option(help="Write to this file: .csv or .json.")],
    fields: Annotated[
        str, typer.Option(help="What a row holds, of country, nationality, technique, crime, area.")
    ] = "country,nationality,crime",
    total: Total = 4.0,
    epsilon: Epsilon = 1.0,
    day: Day = "",
) -> None:
    """A synthetic extract: rows of reports that never were, about as frequent, none rarer than 11.

    Made with differential privacy and booked before it is made. Several values of a field stand in one cell.
    """
    from entraide.engines.watch import DIMENSIONS, BadBook, Budget, BudgetSpent, by_event, synthetic
    from entraide.engines.watch.extract import check

    chosen = list(dict.fromkeys(field.strip() for field in fields.split(",") if field.strip()))
    for field in chosen:
        if field not in DIMENSIONS:
            raise typer.BadParameter(
                f"“{field}”: write some of {', '.join(DIMENSIONS)}.", param_hint="--fields"
            )
    writable(to)
    file = counts_from(counts)
    say_rejected(counts, file)
    say_merged(file.rows)
    people = [
        {field: "; ".join(sorted(told.under(field))) for field in chosen}
        for told in by_event(file.rows)
        for _ in range(told.reports)
    ]
    booked = ""
    try:
        check(people, epsilon)
        Budget(book, total).book_extract(name, epsilon, day=day_option("--day", day) or date.today())
        booked = f" It is booked as {name}, and the {epsilon:g} is spent: the next needs another name."
        made = synthetic(people, epsilon)
    except (BadBook, BudgetSpent, ValueError) as error:
        typer.echo(f"{counts}: {error}{booked}", err=True)
        raise typer.Exit(2)
    except ImportError as error:
        raise _missing(error)
    written(to, made)


def _missing(error: ImportError) -> typer.BadParameter:
    return typer.BadParameter(
        f"{error.name} is missing; pip install 'entraide[public]'", param_hint="entraide"
    )
