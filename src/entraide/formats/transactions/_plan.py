"""From headers and the first cells of a table of transactions to how it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from entraide.vocabulary.currencies import load as digits_of

from .._problems import UnreadableFile
from ..tables._mapping import plain
from . import _amounts, _times
from ._amounts import NumberForm
from ._currencies import code_of
from ._found import SCHEMA, FileReport, Options
from ._headers import OUT, ROLES, amlworld_columns, role_of, unit_of
from ._times import TimeForm

WHOLE = re.compile(r"[0-9]+")
HASHES = re.compile(r"[0-9a-fA-F]{64}(?: [0-9a-fA-F]{64})*")


@dataclass(frozen=True)
class Plan:
    """How the rows of a table become legs.

    `columns`: meaning -> place of its column. `own`: whose statement it is, where no column says; "" otherwise.
    `currency`: of rows whose cell is empty or that have none. `digits`: minor units by code. `is_ledger`: the
    table is a ledger that was written as one: accounts and amounts stand as they shall be. `below`: meanings (debit,
    fee, amount of what goes out) whose cells are below zero as a rule, so that the sign says nothing more.
    """

    columns: Mapping[str, int]
    time: TimeForm
    number: NumberForm
    zone: str
    own: str = ""
    currency: str = ""
    rail: str = "bank"
    is_ledger: bool = False
    digits: Mapping[str, int] = field(default_factory=dict)
    below: frozenset[str] = frozenset()

    @property
    def is_transfer(self) -> bool:
        """Whether each row names both accounts; else it belongs to a statement of one."""
        return "source" in self.columns and "target" in self.columns


def mapping_of(headers: Sequence[str], options: Options) -> dict[str, int]:
    """Meaning -> place of the column, as the caller said or as headers tell. Raises UnreadableFile."""
    if (published := amlworld_columns(headers)) and not options.mapping:
        return published
    columns: dict[str, int] = {}
    for role, header in options.mapping.items():
        if role not in ROLES:
            raise UnreadableFile(
                f"--mapping: {role} is no meaning of a column", f"Known are {', '.join(ROLES)}"
            )
        if header in headers:
            columns[role] = headers.index(header)
    for place, header in enumerate(headers):
        known = role_of(header)
        if known and known not in columns and place not in columns.values() and known not in options.mapping:
            columns[known] = place
    return _without_rivals(columns)


def _is_ledger(headers: Sequence[str], sample: Sequence[Sequence[str]], stated: bool) -> bool:
    """Whether a table is a ledger, amounts in minor units: its file states so, or it has what only a ledger has.

    The names of its columns alone do not tell: they are what a table of payments may well call them, too.
    """
    names = set(headers)
    if not {"time", "source", "target", "amount", "currency"} <= names <= set(SCHEMA.names):
        return False
    if stated or not {"evidence", "sequence"} <= names:
        return stated
    whole = all(WHOLE.fullmatch(cell) for cell in sample[headers.index("amount")])
    return whole and all(HASHES.fullmatch(cell) for cell in sample[headers.index("evidence")])


def _without_rivals(columns: dict[str, int]) -> dict[str, int]:
    """Where both ends are named, an account of one's own and a counterparty say nothing more; and so on."""
    if "source" in columns and "target" in columns:
        for role in ("account", "counterparty", "counterparty_name"):
            columns.pop(role, None)
    elif "account" in columns and "counterparty" not in columns:
        # "From" or "To" alone, beside an account, is the other side of a statement
        for role in ("source", "target"):
            if role in columns:
                columns["counterparty"] = columns.pop(role)
    if "amount" not in columns and "debit" not in columns and "credit" not in columns:
        return columns
    if "amount" in columns and "direction" in columns:
        columns.pop("debit", None)
        columns.pop("credit", None)
    elif "debit" in columns and "credit" in columns:
        columns.pop("amount", None)
    return columns


def plan_of(
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    preamble: Mapping[str, str],
    options: Options,
    report: FileReport,
    *,
    stated: bool = False,
) -> Plan:
    """How to read a table. `sample`: cells by column; `preamble`: meaning -> value that stands above the header;
    `stated`: the file says that it is a ledger, if it has the columns of one.

    The report is told what was found. Raises UnreadableFile, which names what is missing and how to give it.
    """
    ledger = not options.mapping and _is_ledger(headers, sample, stated)
    columns = {role: place for place, role in enumerate(headers)} if ledger else mapping_of(headers, options)
    amlworld = bool(amlworld_columns(headers))
    report.mapping = {role: headers[place] for role, place in sorted(columns.items(), key=lambda one: one[1])}
    if "time" not in columns:
        columns |= _time_by_content(headers, sample, columns)
    time = _time_form(columns, headers, sample, options, report)
    currency = _currency_of(columns, headers, preamble, options)
    digits = dict(digits_of())
    if amlworld:  # every currency has two digits there, yen too
        digits |= {code: 2 for code in digits if code != "BTC"}
    if ledger:
        digits = dict.fromkeys(digits, 0)
        number = NumberForm()
    else:
        number = _number_form(columns, headers, sample, currency, digits, options)
    if "currency" not in columns and not currency:
        currency = number.unit
    if "currency" not in columns and not currency:
        raise UnreadableFile(
            "No column says the currency", "Name it with --currency, for example --currency THB"
        )
    own = _own_account(columns, headers, preamble, options)
    own_side = not ("source" in columns and "target" in columns)
    report.mapping = {role: headers[place] for role, place in sorted(columns.items(), key=lambda one: one[1])}
    report.dates = time.words
    report.decimals = "amounts in minor units, as ledgers have them" if ledger else number.words
    report.zone = "UTC" if amlworld else options.timezone or "UTC"
    if not time.sure:
        report.note(
            "dates fit day, month, year as well as month, day, year: the first is taken (--dates mdy for the other)"
        )
    if not number.sure:
        report.note(
            f"amounts do not tell for sure which sign parts off cents: {number.words} is taken (--decimal)"
        )
    if own_side and "amount" in columns and "direction" not in columns and not number.signed:
        report.note("no amount is below zero and no column says the direction: all are read as money in")
    below = _below_zero(columns, sample, number)
    rail = options.rail or "bank"
    return Plan(columns, time, number, report.zone, own, currency, rail, ledger, digits, below)


def _time_by_content(
    headers: Sequence[str], sample: Sequence[Sequence[str]], columns: Mapping[str, int]
) -> dict[str, int]:
    for place in range(len(headers)):
        if place not in columns.values():
            form = _times.form_of(sample[place])
            if form and form.order != "epoch":
                return {"time": place}
    return {}


def _time_form(
    columns: Mapping[str, int],
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    options: Options,
    report: FileReport,
) -> TimeForm:
    if "time" not in columns:
        raise _missing("time", headers)
    form = _times.form_of(sample[columns["time"]], options.dates)
    if form is None:
        raise UnreadableFile(
            f"The column {headers[columns['time']]} does not read as dates",
            "Say how they are written with --dates ymd, dmy or mdy, or name another column with --mapping time=HEADER",
        )
    if "clock" in columns:
        form = replace(form, only_days=False)
    if not options.timezone and not form.only_days and not form.zoned and form.order != "epoch":
        report.note("no time zone is named: times that carry none are taken as UTC (--timezone)")
    return form


def _currency_of(
    columns: Mapping[str, int], headers: Sequence[str], preamble: Mapping[str, str], options: Options
) -> str:
    """The currency of rows whose cell is empty, or that have none: as said, or as headers or the top name it."""
    if options.currency:
        code = code_of(options.currency)
        if code is None:
            raise UnreadableFile(
                f"--currency: {options.currency} is no currency that is known", "Give its ISO 4217 code"
            )
        return code
    amounts = [headers[columns[role]] for role in ("amount", "debit", "credit") if role in columns]
    named = [
        code for text in [*map(unit_of, amounts), preamble.get("currency", "")] if (code := code_of(text))
    ]
    if named:
        return named[0]
    return ""


def _number_form(
    columns: Mapping[str, int],
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    currency: str,
    digits: Mapping[str, int],
    options: Options,
) -> NumberForm:
    places = [columns[role] for role in ("amount", "debit", "credit") if role in columns]
    if not places:
        raise _missing("amount", headers)
    units = sample[columns["currency"]] if "currency" in columns else [""] * len(sample[0])
    known = {unit: digits.get(code_of(unit) or currency, 2) for unit in set(units)}
    cells = [cell for place in places for cell in sample[place]]
    form = _amounts.form_of(cells, [known[unit] for unit in units] * len(places), options.decimal)
    if form is None:
        raise UnreadableFile(
            f"The column {headers[places[0]]} does not read as amounts",
            "Name another column with --mapping amount=HEADER",
        )
    return form


def _below_zero(
    columns: Mapping[str, int], sample: Sequence[Sequence[str]], form: NumberForm
) -> frozenset[str]:
    found = set()
    for role in ("debit", "fee", "amount"):
        cells = sample[columns[role]] if role in columns else []
        if role == "amount":
            if "direction" not in columns:
                continue
            says = sample[columns["direction"]]
            cells = [cell for cell, word in zip(cells, says, strict=True) if (plain(word) or word) in OUT]
        numbers = _amounts.numbers_of(pa.array(cells, pa.string()), form)
        filled = numbers.good & ~numbers.zero
        if 2 * int((numbers.negative & filled).sum()) > int(filled.sum()):
            found.add(role)
    return frozenset(found)


def _own_account(
    columns: Mapping[str, int], headers: Sequence[str], preamble: Mapping[str, str], options: Options
) -> str:
    if ("source" in columns and "target" in columns) or ("account" in columns and not options.account):
        return ""
    own = options.account or preamble.get("account", "")
    if own:
        return own
    raise UnreadableFile(
        f"Neither both accounts of a payment nor the account that the statement is of are recognised among the columns {', '.join(headers)}",
        "Give --account, or name columns with --mapping source=HEADER --mapping target=HEADER",
    )


def _missing(role: str, headers: Sequence[str]) -> UnreadableFile:
    return UnreadableFile(
        f"No column is recognised as {role}; the columns are {', '.join(headers)}",
        f"Name it with --mapping {role}=HEADER, or the delimiter with --delimiter",
    )
