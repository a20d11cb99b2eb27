"""Which payments are followed: those of records, or of an account."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_accounts import meant_by
from entraide.cli._trace_said import fail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from entraide.engines.trace import Ledger

    Legs = NDArray[np.int64]

_OUTPUT = re.compile(r"(.+):(\d+)")
_FEW = 6  # payments that are listed


def seeds_of(ledger: "Ledger", records: Sequence[str], victim: str, since: str, until: str) -> "Legs":
    """The payments of records, and of one account of them where it is named too; or all payments of an account within
    a time. Their fees are not among them, nor what a transaction of coins gives back."""
    if not (records or victim):
        fail(
            "name the payments to follow: --seed RECORD (may be repeated), or --victim ACCOUNT with --from and --until."
        )
    if not records:
        return _payments_of(ledger, victim, since, until)
    if since or until:
        fail("--from and --until go with --victim alone: --seed names its payments by their records.")
    return _payments_in(ledger, records, accounts_of(ledger, victim) if victim else [], victim)


def legs_of(ledger: "Ledger", records: Sequence[str]) -> "Legs":
    """All legs of records."""
    import pyarrow as pa

    wanted: list[Any] = list(records)
    if ledger.records is None or pa.types.is_integer(ledger.records.type):
        wrong = next((record for record in records if not re.fullmatch(r"-?\d{1,18}", record)), None)
        if wrong is not None:
            fail(f"there is no record {wrong!r}: records of this ledger are numbers.")
        wanted = [int(record) for record in records]
    try:
        return ledger.legs_of(wanted)
    except KeyError as error:
        record = str(error.args[0])
        near = near_records(ledger, record)
        hint = f"; near it: {', '.join(near)}" if near else ""
        fail(f"there is no record {record!r} in this ledger{hint}.")
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        fail(
            f"records {', '.join(records)} cannot be looked up: the ledger's records are {ledger.records.type}."
        )  # type: ignore[union-attr]


def near_records(ledger: "Ledger", record: str) -> list[str]:
    """Records like one that is not there: same but for a few characters, or of which it is a part."""
    import difflib

    import pyarrow as pa
    import pyarrow.compute as pc

    from entraide.formats.flows import plain

    if ledger.records is None:
        return [f"0 to {len(ledger) - 1:,}"]
    column = ledger.records.cast(pa.string())
    tries = [
        part
        for part in dict.fromkeys((record.strip(), record[:-1], record[1:], record[: len(record) // 2]))
        if part
    ]
    for part in tries:
        found = column.filter(pc.fill_null(pc.match_substring(column, part, ignore_case=True), False))
        if len(found):
            names = [name for name in pc.unique(found.slice(0, 20_000)).to_pylist() if name]
            near = difflib.get_close_matches(record, names[:2000], 3, 0.5) or names[:3]
            return [plain(name) for name in near]
    return [
        plain(name) for name in difflib.get_close_matches(record, column.slice(0, 2000).to_pylist(), 3, 0.6)
    ]


def record_of(seed: str) -> str:
    """The record of a seed that names an output of a transaction of coins, TXID:n; any other is one itself."""
    return re.sub(r"^([0-9a-fA-F]{64}):\d+$", r"\1", seed)


def _payments_in(ledger: "Ledger", seeds: Sequence[str], payers: Sequence[int], victim: str) -> "Legs":
    import numpy as np

    seeds = list(dict.fromkeys(seeds))
    outputs = _outputs_named(ledger, seeds)
    legs = legs_of(ledger, [outputs[seed][0] if seed in outputs else seed for seed in seeds])
    by_record: dict[str, list[int]] = {}
    for leg, record in zip(legs.tolist(), ledger.record_of(legs).to_pylist(), strict=True):
        by_record.setdefault(str(record), []).append(leg)
    found = []
    for seed in seeds:
        record, number = outputs.get(seed, (seed, None))
        own = np.asarray(by_record[str(int(record)) if record not in by_record else record], np.int64)
        found.append(_payments_among(ledger, seed, own, number, payers, victim))
    return np.unique(np.concatenate(found))


def _outputs_named(ledger: "Ledger", seeds: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Of seeds that are no record, but TXID:n: the record and n."""
    import pyarrow as pa
    import pyarrow.compute as pc

    like = {seed: (found[1], int(found[2])) for seed in seeds if (found := _OUTPUT.fullmatch(seed))}
    if not like or ledger.records is None or not pa.types.is_string(ledger.records.type):
        return {}
    every = [*like, *(record for record, _ in like.values())]
    there = set(
        ledger.records.filter(pc.is_in(ledger.records, pa.array(every, pa.string()))).unique().to_pylist()
    )
    return {seed: one for seed, one in like.items() if seed not in there and one[0] in there}


def _payments_among(
    ledger: "Ledger", seed: str, legs: "Legs", number: int | None, payers: Sequence[int], victim: str
) -> "Legs":
    """Of the legs of one record those that are followed."""
    import numpy as np

    paid = legs[np.isin(ledger.of("kind", legs), _PAYS)]
    if not len(paid):
        return legs
    ends = np.intersect1d(ledger.of("target", paid), ledger.of("source", paid))
    nodes = [node for node in ends.tolist() if _is_node(ledger, node)]
    if number is not None or nodes:
        if not nodes:
            near = ", ".join(near_records(ledger, seed))
            fail(f"there is no record {seed!r} in this ledger; near it: {near}.")
        return _of_transactions(ledger, seed, nodes, number, payers, victim)
    sources = ledger.of("source", paid)
    if payers:
        paid = paid[np.isin(sources, payers)]
        if not len(paid):
            fail(f"{victim} pays nothing by record {seed}.")
    elif len(np.unique(sources)) > 1:
        from entraide.formats.flows import plain

        who = plain(ledger.accounts[int(sources[0])].as_py())
        fail(
            f"record {seed} has payments of several payers: {_listed(ledger, paid)}. Name whose is followed, --seed {seed} --victim"
            f" {who}."
        )
    return paid


def _of_transactions(
    ledger: "Ledger", seed: str, nodes: Sequence[int], number: int | None, payers: Sequence[int], victim: str
) -> "Legs":
    import numpy as np

    found = []
    for node in nodes:
        spent, made, back = _spent_and_made(ledger, node)
        if number is not None:
            some = [leg for leg in [*made.tolist(), *back.tolist()] if _number_of(ledger, leg) == number]
            if not some:
                fail(
                    f"transaction {seed.rpartition(':')[0]} has no output {number}: {_listed(ledger, made)}."
                )
            found.append(np.asarray(some, np.int64))
        elif payers and not np.isin(ledger.source[spent], payers).all():
            found.append(spent[np.isin(ledger.source[spent], payers)])
            if not len(found[-1]):
                fail(f"{victim} pays nothing by record {seed}.")
        else:
            found.append(made)
            _say_what_is_made(ledger, seed, made, back)
    return np.concatenate(found)


def _spent_and_made(ledger: "Ledger", node: int) -> "tuple[Legs, Legs, Legs]":
    """Of a transaction the legs into it, those out of it, and of these those back to addresses that it spends from:
    apart, unless there are no others."""
    import numpy as np

    from entraide.engines.trace.utxo import address_of_coin, around

    spent, out = around(ledger, node)
    made = out[np.isin(ledger.kind[out], _PAYS)]

    def at(places: Any) -> list[str]:
        return [address_of_coin(name) for name in ledger.names(places).to_pylist()]

    own = set(at(ledger.source[spent])) - {""}
    back = np.asarray([address in own for address in at(ledger.target[made])], np.bool_)
    return (spent, made, made[:0]) if back.all() else (spent, made[~back], made[back])


def _say_what_is_made(ledger: "Ledger", seed: str, made: "Legs", back: "Legs") -> None:
    from entraide.formats.flows import spread

    for leg in back.tolist():
        amount = int(ledger.amount[leg])
        code = ledger.currencies[int(ledger.currency[leg])]
        typer.echo(
            f"Transaction {seed}: {spread(amount, amount, code)} go back to an address that it spends from, and are left out;"
            f" --seed {seed}:{_number_of(ledger, leg)} takes them.",
            err=True,
        )
    if len(made) > 1:
        typer.echo(
            f"Transaction {seed} has {len(made):,} outputs: {_listed(ledger, made)}. All are followed; if one is the"
            f" payer's own change, name the others, as --seed {seed}:{_number_of(ledger, int(made[0]))}.",
            err=True,
        )


def _number_of(ledger: "Ledger", leg: int) -> int:
    """Which output a leg makes."""
    coin = ledger.accounts[int(ledger.target[leg])].as_py().partition("@")[0]
    number = coin.rpartition(":")[2]
    return int(number) if number.isdigit() else -1


def _listed(ledger: "Ledger", legs: "Legs") -> str:
    """Payments in words: whose, to whom, how much."""
    from entraide.formats.flows import plain, shortened, spread

    words = []
    for leg in legs[:_FEW].tolist():
        amount = int(ledger.amount[leg])
        source, target = (
            plain(shortened(ledger.accounts[int(end[leg])].as_py(), 40))
            for end in (ledger.source, ledger.target)
        )
        words.append(
            f"{source} → {target} {spread(amount, amount, ledger.currencies[int(ledger.currency[leg])])}"
        )
    return "; ".join(words) + (f" and {len(legs) - _FEW:,} more" if len(legs) > _FEW else "")


def _is_node(ledger: "Ledger", account: int) -> bool:
    from entraide.engines.trace.utxo import NODE

    return bool(ledger.accounts[account].as_py().startswith(NODE))


def _payments_of(ledger: "Ledger", victim: str, since: str, until: str) -> "Legs":
    import numpy as np

    from entraide.cli._trace_inputs import moment_of
    from entraide.engines.trace.tracing import microseconds

    accounts = accounts_of(ledger, victim)
    legs = np.flatnonzero(np.isin(ledger.source, accounts))
    legs = legs[np.isin(ledger.kind[legs], _PAYS)]
    if since:
        legs = legs[ledger.time[legs] >= microseconds(moment_of(since, "--from"))]
    if until:
        legs = legs[ledger.time[legs] <= microseconds(moment_of(until, "--until"))]
    found = [legs]
    for node in np.unique(ledger.target[legs]).tolist():
        if _is_node(ledger, node):
            found[0] = found[0][ledger.target[found[0]] != node]
            found.append(_paid_by_coins(ledger, node, accounts))
    legs = np.sort(np.concatenate(found))
    if not len(legs):
        fail(f"{victim} made no payment in that time.")
    return legs


def _paid_by_coins(ledger: "Ledger", node: int, coins: Sequence[int]) -> "Legs":
    """What a transaction pays to others, where it spends these coins alone; else those of its coins that are these."""
    import numpy as np

    spent, made, back = _spent_and_made(ledger, node)
    own = np.isin(ledger.source[spent], coins)
    if not own.all():
        return spent[own]
    record = str(ledger.record_of(made[:1])[0])
    _say_what_is_made(ledger, record, made, back)
    return made


def accounts_of(ledger: "Ledger", name: str) -> list[int]:
    """The places of an account, in whichever spelling; of an address on a chain of coins those of all its coins."""
    import difflib

    import pyarrow.compute as pc

    from entraide.formats.flows import plain

    found = meant_by(ledger, [name]).get(name)
    if found:
        return [ledger.account(one) for one in found]
    part = name.strip()[: max(3, len(name) // 2)]
    names = ledger.accounts.filter(pc.match_substring(ledger.accounts, part, ignore_case=True))[:2000]
    near = difflib.get_close_matches(name, names.to_pylist(), 3, 0.5)
    hint = f"; near it: {', '.join(map(plain, near))}" if near else ""
    fail(f"there is no account {name!r} in this ledger{hint}.")


def account_of(ledger: "Ledger", name: str) -> str:
    """One account, as the ledger writes it."""
    from entraide.formats.flows import plain

    found = ledger.names(accounts_of(ledger, name)).to_pylist()  # type: ignore[arg-type]
    if len(found) > 1:
        fail(
            f"{name!r} is the address of {len(found):,} coins: name one of them, {', '.join(map(plain, found[:3]))}."
        )
    return str(found[0])


_PAYS = (0, 3)  # payments and conversions, places in KINDS
