"""The rules that `entraide trace follow` and `freeze` ask, and what is printed of their answers."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_said import Steps, fail, say_written, shown_rows, table, written

if TYPE_CHECKING:
    from entraide.engines.trace import Ledger, Tracing
    from entraide.formats.flows import Followed, Known

DAYS = ("bounds", "as-listed", "credits-first", "debits-first")
ORDERS = ("credits first", "debits first")
OPENINGS = ("zero", "statement", "implied")
BACK_WORDS = {"held": "was there", "exited": "from a stop"}


def rules_of(rule: str, lowest_balance: bool) -> dict[str, tuple[str, bool]]:
    """Name -> (rule, capped): the one that was asked for, or every one."""
    from entraide.engines.trace import RULES

    if rule == "poison":
        fail(
            "poison says who was reached and nothing of amounts: entraide trace follow lists them. Choose fifo or haircut,"
            " or no rule for all of them."
        )
    if rule and rule not in RULES:
        fail(f"rule {rule!r} is none of {', '.join(RULES)}; without --rule every rule is asked.")
    capped = (True,) if lowest_balance else (False,) if rule else (False, True)
    asked = [(name, cap) for name in ([rule] if rule else RULES) for cap in capped]
    return {name + (", capped" if cap else ""): (name, cap) for name, cap in asked}


def follow(
    ledger: "Ledger",
    seeds: Any,
    rules: Mapping[str, tuple[str, bool]],
    days: str,
    steps: Steps,
    **options: Any,
) -> "Followed":
    """The payments traced by every rule, and where only days are known, in both orders."""
    import numpy as np

    from entraide.formats.flows import Followed

    if days not in DAYS:
        fail(f"--days {days!r} is none of {', '.join(DAYS)}.")
    if options["opening"] not in OPENINGS:
        fail(f"--opening {options['opening']!r} is none of {', '.join(OPENINGS)}.")
    if options["opening"] == "statement" and not ledger.opening:
        fail(
            "--opening statement needs balances: --accounts TABLE with the columns account, currency and opening."
        )
    many = len(ledger) > 2_000_000
    orders: tuple[str, ...] = ("",)
    if ledger.date_only is not None and days != "as-listed":
        orders = ORDERS if days == "bounds" else (days.replace("-", " "),)
    tracings: dict[str, Tracing] = {}
    placed = {}
    for order in orders:
        book, own, places = ledger, seeds, None
        if order:
            with steps.step(f"Putting {order} within each day", many):
                book, places = ledger.same_day(order, seeds, back=options["back"])  # type: ignore[arg-type]
            own = np.flatnonzero(np.isin(places, seeds))
        for name, (rule, capped) in rules.items():
            whole = ", ".join(part for part in (name, order) if part)
            try:
                with steps.step(f"Following by {whole}", many):
                    tracings[whole] = book.trace(own, rule, lowest_balance=capped, **options)
            except ValueError as error:
                fail(f"{error}.")
            if places is not None:
                placed[whole] = places
        if order:
            book.books.views.clear()  # two ledgers of the same legs are much for one memory
    followed = Followed(ledger, tracings, placed)
    if not followed.loss:
        fail("these payments were wholly reversed, or are reversals themselves: there is no loss to follow.")
    return followed


def tell(
    followed: "Followed",
    known: "Mapping[str, Known]",
    steps: Steps,
    *,
    folder: Path | None,
    everything: bool,
    as_json: bool,
    explain: str = "",
) -> None:
    """Write what was found, and print it; `explain` an account, too, with every leg on the way to it."""
    from entraide.formats.flows import write_flow

    files: list[Path] = []
    if folder:
        with steps.step("Writing"):
            files = written(lambda: write_flow(followed, folder, known), folder)
    if as_json:
        figures = figures_of(followed)
        if explain:
            figures["chain"] = chain_as_json(followed, explain)
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        say(followed, known, everything)
        if explain:
            say_chain(followed, explain)
    say_written(files, beside=as_json)


def say(followed: "Followed", known: "Mapping[str, Known]", everything: bool) -> None:
    """The table of ends, and a line for each rule in which the parts add up to the loss."""
    from entraide.formats.flows import plain, shortened
    from entraide.vocabulary.currencies import shown

    ends = followed.ends.to_pylist()
    typer.echo(said_of_loss(followed))
    if followed.ledger.date_only is not None:
        typer.echo(_said_of_days(followed))
    typer.echo()
    rows = [
        [
            plain(shortened(end["account"], 66)),
            _who(known.get(end["account"])),
            kind_of(end, followed.back),
            spread(end["low"], end["high"], end["currency"]),
            ""
            if end["currency"] == followed.currency
            else spread(end["value_low"], end["value_high"], followed.currency),
            f"{end['since']:%Y-%m-%d %H:%M}",
        ]
        for end in ends
    ]
    heads = ["account", "bank, holder", "kind", "amount, low–high", "worth", "since (UTC)"]
    kept = [place for place in range(len(heads)) if place not in (1, 4) or any(row[place] for row in rows)]
    printed, more = shown_rows([[row[place] for place in kept] for row in rows], everything)
    table([heads[place] for place in kept], printed, [kept.index(place) for place in (3, 4) if place in kept])
    if more:
        typer.echo(more)
    typer.echo()
    names = followed.totals
    code = followed.currency
    table(
        ["rule", "", "loss", "", "held", "", "exited", "", "fees", "", "dissipated", ""],
        [
            [name, "", shown(followed.loss, code), "=", shown(total.held, code), "+", shown(total.exited, code), "+",
             shown(total.fees, code), "+", shown(total.dissipated, code), code]
            for name, total in names.items()
        ],
        [2, 4, 6, 8, 10],
    )  # fmt: skip


def _said_of_days(followed: "Followed") -> str:
    """How legs were taken of which only the day is known, and what that leaves open."""
    import numpy as np

    ledger = followed.ledger
    assert ledger.date_only is not None
    said = f"Of {int(ledger.date_only.sum()):,} legs only the day is known"
    taken = np.unique(np.concatenate([followed.legs_of(name)[0] for name in followed.tracings]))
    said += f"; the money went by {int(ledger.day_only(taken).sum()):,} of them. "
    orders = {order for order in ORDERS if any(name.endswith(order) for name in followed.tracings)}
    if not orders:
        return said + "They are taken as listed, at the beginning of their days."
    if len(orders) == 1:
        return said + f"They are taken with {orders.pop()}."
    return said + (
        "Low and high are those of two orders within each day, credits first and debits first;"
        " by another order it may be less or more."
    )


def _who(known: "Known | None") -> str:
    from entraide.formats.flows import plain, shortened

    return plain(shortened(" · ".join(filter(None, (known.group, known.holder))), 48)) if known else ""


def said_of_loss(followed: "Followed") -> str:
    import numpy as np

    from entraide.formats.flows import plain, shortened

    ledger = followed.ledger
    ends = ledger.of("target" if followed.back else "source", followed.seeds)
    names = list(dict.fromkeys(ledger.names(ends).to_pylist()))
    who = ", ".join(plain(shortened(name, 40)) for name in names[:3]) + (
        f" and {len(names) - 3} more" if len(names) > 3 else ""
    )
    unit = "D" if ledger.day_only(followed.seeds).all() else "m"
    time = np.sort(ledger.of("time", followed.seeds)).astype("datetime64[us]").astype(f"datetime64[{unit}]")
    when = f"{time[0]}".replace("T", " ") + (
        f" to {time[-1]}".replace("T", " ") if time[-1] > time[0] else ""
    )
    count = len(followed.seeds)
    rules = (
        "; ".join(followed.tracings)
        if len(followed.tracings) <= 4
        else f"{len(followed.tracings)} rules and orders"
    )
    return (
        f"{spread(followed.loss, followed.loss, followed.currency)} paid {'to' if followed.back else 'by'} {who}"
        f" in {count:,} payment{'s' * (count != 1)}, {when} UTC; {'traced back' if followed.back else 'followed'} by {rules}."
    )


def kind_of(end: Mapping[str, Any], back: bool) -> str:
    kind = BACK_WORDS.get(end["kind"], end["kind"]) if back else end["kind"]
    return f"{kind}: {end['stop']}" if end["stop"] else str(kind)


def spread(low: int, high: int, currency: str) -> str:
    from entraide.formats.flows import spread as words

    return words(low, high, currency)


def say_chain(followed: "Followed", account: str) -> None:
    """Every leg on a way from the payments to an account, rule by rule, with record and hash."""
    from entraide.formats.flows import plain

    chain = followed.chain(account).to_pylist()
    for name in followed.tracings:
        rows = [
            [
                f"{edge['time']:{'%Y-%m-%d (day)' if edge['day_only'] else '%Y-%m-%d %H:%M:%S'}}", plain(edge["from"]), "→", plain(edge["to"]),
                spread(edge["traced"], edge["traced"], edge["currency"]),
                "of " + spread(edge["amount"], edge["amount"], edge["currency"]),
                plain(str(edge["record"])), hash_of(edge["evidence"])[:16],
            ]
            for edge in chain
            if edge["rule"] == name
        ]  # fmt: skip
        typer.echo()
        if not rows:
            typer.echo(f"By {name} nothing of it reaches {plain(account)}.")
            continue
        typer.echo(f"How it reaches {plain(account)} by {name}:")
        table(["time (UTC)", "from", "", "to", "traced", "of the whole", "record", "evidence"], rows, [4, 5])


def hash_of(evidence: Any) -> str:
    from entraide.formats.flows import as_text

    return str(as_text(evidence)) if evidence is not None else "–"


def figures_of(followed: "Followed") -> dict[str, Any]:
    """Everything that is printed, for programs: amounts in minor units."""
    from entraide.formats.flows import as_text
    from entraide.vocabulary.currencies import digits

    names = set(followed.tracings)
    return {
        "loss": followed.loss,
        "currency": followed.currency,
        "digits": digits(followed.currency),
        "seeds": [str(record) for record in followed.ledger.record_of(followed.seeds).to_pylist()],
        "rules": {
            name: {"loss": followed.loss, **total._asdict()} for name, total in followed.totals.items()
        },
        "ends": [
            {name: as_text(cell) for name, cell in end.items() if name not in names}
            | {"by_rule": {name: end[name] for name in followed.tracings}}
            for end in followed.ends.to_pylist()
        ],
    }


def chain_as_json(followed: "Followed", account: str) -> list[dict[str, Any]]:
    from entraide.formats.flows import as_text

    return [
        {name: as_text(cell) for name, cell in edge.items()} for edge in followed.chain(account).to_pylist()
    ]
