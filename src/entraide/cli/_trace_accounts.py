"""What people know of accounts besides the ledger: tables, tags, and who is presumed to own coins together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from entraide.cli._trace_said import fail

if TYPE_CHECKING:
    from entraide.engines.trace import Ledger
    from entraide.formats.flows import Known


PRESUMED = "presumed one owner with"


def spelled(account: str) -> str:
    """An account as `entraide trace read` writes it: IBANs without spaces, local numbers without hyphens."""
    from entraide.formats.transactions._accounts import checked

    return checked(account)[0]


def meant_by(ledger: "Ledger", names: Iterable[str]) -> dict[str, list[str]]:
    """The accounts of the ledger that names mean: as they stand, else in the ledger's spelling; of an address, the
    coins that lie at it too. Names that mean none are left out."""
    wanted = list(dict.fromkeys(names))
    there = ledger.places_of(wanted)
    others = {name: spelled(name) for name in wanted if name not in there}
    there |= ledger.places_of(list(set(others.values())))
    found = {name: [own] for name in wanted if (own := others.get(name, name)) in there}
    for name, coins in _coins_at(ledger, wanted).items():
        found.setdefault(name, []).extend(coins)
    return found


def _coins_at(ledger: "Ledger", addresses: Sequence[str]) -> dict[str, list[str]]:
    import pyarrow.compute as pc

    from entraide.engines.trace.attribution import key_of
    from entraide.engines.trace.utxo import address_of_coin

    wanted: dict[str, list[str]] = {}
    for address in addresses:
        wanted.setdefault(key_of(address), []).append(address)
    found: dict[str, list[str]] = {}
    for account in ledger.accounts.filter(pc.match_substring(ledger.accounts, "@")).to_pylist():
        address = address_of_coin(account)
        for name in wanted.get(key_of(address), ()) if address else ():
            found.setdefault(name, []).append(account)
    return found


@dataclass(frozen=True)
class Row:
    """A row of a table: an account, what is known of it, its mark, and its balance (currency, minor units)."""

    table: Path
    account: str
    known: "Known"
    stop: str
    opening: tuple[str, int] | None


class AccountTables:
    """Tables of accounts: CSV or Excel with a column `account`, and any of `bank`, `country`, `holder`, `stop`, and
    `opening` (minor units) with `currency`."""

    HEADERS = {
        "account": ("account", "iban", "wallet", "address"),
        "bank": ("bank", "institution", "held_at"),
        "country": ("country",),
        "holder": ("holder", "name"),
        "stop": ("stop", "why"),
        "opening": ("opening",),
        "currency": ("currency",),
    }
    # They tell of money, but not in which unit, nor of which day.
    LIKE_OPENING = ("balance", "amount")

    def __init__(self, paths: Sequence[Path]) -> None:
        self.rows: list[Row] = []
        self.known: dict[str, Known] = {}
        for path in paths:
            self._read(path)

    @property
    def stops(self) -> dict[str, str]:
        """By account, as written and as ledgers write it."""
        return {
            name: row.stop for row in self.rows if row.stop for name in (row.account, spelled(row.account))
        }

    @property
    def opening(self) -> dict[tuple[str, str], int]:
        """By account, as written and as ledgers write it, and currency."""
        return {
            (name, row.opening[0]): row.opening[1]
            for row in self.rows
            if row.opening
            for name in (row.account, spelled(row.account))
        }

    def _read(self, path: Path) -> None:
        from entraide.engines.trace import STOPS
        from entraide.formats.flows import Known
        from entraide.formats.tables import Rejected, UnreadableFile, open_table

        try:
            table = open_table(path)
        except UnreadableFile as error:
            fail(f"{path}: {error}")
        lower = {header.strip().lower(): header for header in table.headers}
        columns = {
            meaning: next(lower[name] for name in names if name in lower)
            for meaning, names in self.HEADERS.items()
            if any(name in lower for name in names)
        }
        like = next((lower[name] for name in self.LIKE_OPENING if name in lower), "")
        if like and "opening" not in columns:
            fail(
                f"{path}: column {like} says neither its unit nor its day; name it opening if it is what accounts held before"
                " the record begins, in minor units (cents), else leave it out."
            )
        if "account" not in columns or len(columns) == 1:
            fail(
                f"{path}: a table of accounts has the column account and any of bank, country, holder, stop, opening."
            )
        for row in table.rows():
            if isinstance(row, Rejected):
                fail(f"{path}, line {row.line}: {row.reason}.")
            cells = {meaning: row.cells[header].strip() for meaning, header in columns.items()}
            if not cells["account"]:
                fail(f"{path}, line {row.line}: there is no account.")
            stop, opening, code = (cells.get(name, "") for name in ("stop", "opening", "currency"))
            if stop and stop not in STOPS:
                fail(f"{path}, line {row.line}: stop {stop!r} is none of {', '.join(STOPS[1:])}.")
            if opening and not (re.fullmatch(r"\d{1,18}", opening) and code):
                fail(
                    f"{path}, line {row.line}: opening {opening!r} must be whole minor units (cents), with a currency."
                )
            known = Known(*(cells.get(part, "") for part in ("bank", "country", "holder")))
            balance = (code.upper(), int(opening)) if opening else None
            self.rows.append(Row(path, cells["account"], known, stop, balance))

    def fill(self, ledger: "Ledger") -> None:
        """Stops and opening balances into the ledger, and `known` by its accounts; accounts that it does not have are
        passed over."""
        from entraide.formats.flows import Known

        self.meant = meant_by(ledger, (row.account for row in self.rows))
        stops: dict[str, str] = {}
        for row in self.rows:
            for name in self.meant.get(row.account, ()):
                before = self.known.get(name, Known())
                self.known[name] = Known(
                    *(
                        getattr(row.known, part) or getattr(before, part)
                        for part in ("bank", "country", "holder")
                    )
                )
                if row.stop:
                    stops[name] = row.stop
                if row.opening and row.opening[0] in ledger.currencies:
                    place = ledger.account(name), ledger.currencies.index(row.opening[0])
                    ledger.opening[place] = row.opening[1]
        ledger.mark(stops)
        self.marked = set(stops)

    def say_what_fits_nothing(self) -> None:
        """How many rows tell of accounts that the ledger does not have: a mark there stops nothing."""
        from entraide.formats.flows import plain

        for path in dict.fromkeys(row.table for row in self.rows):
            own = [row.account for row in self.rows if row.table == path]
            lost = [account for account in own if account not in self.meant]
            if lost:
                typer.echo(
                    f"{path}: {len(lost):,} of {len(own):,} rows fit no account of this ledger, {plain(lost[0])} among"
                    " them.",
                    err=True,
                )

    def tag(self, ledger: "Ledger", packs: Sequence[Path]) -> None:
        """Stops, and holders where no table names one, as tag packs say them; what is odd about tags is said."""
        from entraide.formats.attribution import load
        from entraide.formats.flows import Known, plain
        from entraide.formats.tables import UnreadableFile

        try:
            attribution, rejected = load(packs)
        except UnreadableFile as error:
            fail(f"--tags {', '.join(map(str, packs))}: {error}")
        for pack, one in rejected[:3]:
            typer.echo(f"{pack}, line {one.line}: tag not taken, {one.reason}.", err=True)
        if len(rejected) > 3:
            typer.echo(f"… and {len(rejected) - 3:,} more tags not taken.", err=True)
        names = ledger.accounts.to_pylist()
        told = attribution.of(names)
        ledger.mark(
            {name: stop for name, stop in attribution.stops(names).items() if name not in self.marked}
        )
        for name, attributed in told.items():
            surest = attributed.tags[0]
            known = self.known.get(name, Known())
            if not known.holder:
                self.known[name] = replace(known, holder=f"{surest.named} ({surest.confidence or 'unknown'})")
            if attributed.conflicts:
                typer.echo(
                    f"{plain(name)}: its tags do not agree on {', '.join(attributed.conflicts)}.", err=True
                )

    def presume(self, ledger: "Ledger") -> None:
        """Beside holders, what is presumed of coins: that addresses spent from together have one owner, and which
        transactions look like CoinJoins."""
        from entraide.engines.trace import clusters
        from entraide.engines.trace.utxo import NODE, address_of_coin, nodes_of, transactions_of

        nodes = nodes_of(ledger)
        if not len(nodes):
            return
        owners = clusters(transactions_of(ledger))
        together: dict[str, list[str]] = {}
        for address, owner in sorted(owners.items()):
            together.setdefault(owner, []).append(address)
        for name in ledger.accounts.to_pylist():
            address = address_of_coin(name)
            others = [one for one in together.get(owners.get(address, ""), ()) if one != address]
            if address and others:
                self._add(name, f"{PRESUMED} {others[0]}" + _and_more(others[1:]))
        for name, why in ledger.stops_by_name().items():
            if name.startswith(NODE) and why == "mixer":
                self._add(name, "looks like a CoinJoin")

    def _add(self, name: str, words: str) -> None:
        from entraide.formats.flows import Known

        known = self.known.get(name, Known())
        self.known[name] = replace(known, holder=", ".join(filter(None, (known.holder, words))))


def _and_more(others: Sequence[str]) -> str:
    return f" and {len(others):,} more" if others else ""
