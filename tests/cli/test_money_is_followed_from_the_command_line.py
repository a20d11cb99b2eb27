import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from .tracing import MIXED, rows_of, saved, trace


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    return saved(tmp_path, rows_of(*MIXED))


def cells(output: str, first: str) -> list[str]:
    """The columns of the line that begins so."""
    (line,) = [line for line in output.splitlines() if line.startswith(first)]
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_without_a_rule_every_rule_is_asked_and_named(mixed: str) -> None:
    output = trace("follow", mixed, "--seed", "r1").stdout
    assert "followed by fifo; fifo, capped; haircut; haircut, capped." in output
    assert cells(output, "a ") == ["a", "held", "0.10–0.30 EUR", "2025-11-03 00:03"]
    assert cells(output, "b ") == ["b", "held", "0.30–0.60 EUR", "2025-11-03 00:04"]
    assert cells(output, "mule ") == ["mule", "held", "0.30–0.40 EUR", "2025-11-03 00:01"]
    for rule in ("fifo ", "haircut ", "fifo, capped", "haircut, capped"):
        line = [one for one in output.splitlines() if one.startswith(rule)]
        assert "1.00  =  1.00  +    0.00  +  0.00  +        0.00  EUR" in line[-1], output


def test_one_rule_gives_one_sum(mixed: str) -> None:
    output = trace("follow", mixed, "--seed", "r1", "--rule", "fifo").stdout
    assert cells(output, "a ")[2] == "0.10 EUR"
    assert "haircut" not in output


def test_the_victims_payments_can_be_named_by_account_and_time(tmp_path: Path) -> None:
    legs = (("victim", "shop", 5), ("victim", "mule", 100), ("victim", "mule", 50), ("victim", "shop", 7))
    ledger = saved(tmp_path, rows_of(*legs))
    window = ["--from", "2025-11-03T00:01Z", "--until", "2025-11-03T08:02+08:00"]
    found = json.loads(trace("follow", ledger, "--victim", "victim", *window, "--json").stdout)
    assert (found["loss"], found["seeds"]) == (150, ["r1", "r2"])


def test_the_folder_gets_every_edge_every_end_and_the_diagram(mixed: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "case"
    result = trace("follow", mixed, "--seed", "r1", "--to", str(folder))
    assert result.exit_code == 0
    edges = pq.read_table(folder / "flow.parquet").to_pylist()
    assert {"leg", "from", "to", "time", "amount", "traced", "record", "evidence", "rule"} <= edges[0].keys()
    assert {(edge["rule"], edge["record"], edge["traced"]) for edge in edges if edge["to"] == "a"} == {
        ("fifo", "r3", 10), ("fifo, capped", "r3", 10), ("haircut", "r3", 30), ("haircut, capped", "r3", 30),
    }  # fmt: skip
    with (folder / "ends.csv").open(encoding="utf-8-sig", newline="") as file:
        ends = {row["account"]: row for row in csv.DictReader(file)}
    assert (ends["a"]["low"], ends["a"]["high"], ends["a"]["high_written"]) == ("10", "30", "0.30")
    assert ends["a"]["since"] == "2025-11-03T00:03:00+00:00"
    assert "Where 1.00 EUR went" in (folder / "flow.svg").read_text("utf-8")
    assert result.output.count("Written: ") == 3


def test_json_is_one_object_with_minor_units(mixed: str) -> None:
    found = json.loads(trace("follow", mixed, "--seed", "r1", "--json").stdout)
    assert (found["loss"], found["currency"], found["digits"]) == (100, "EUR", 2)
    assert found["rules"]["haircut"] == {"loss": 100, "held": 100, "exited": 0, "fees": 0, "dissipated": 0}
    (b,) = [end for end in found["ends"] if end["account"] == "b"]
    assert (b["low"], b["high"], b["by_rule"]["fifo"], b["by_rule"]["haircut"]) == (30, 60, 60, 30)


def test_an_account_is_explained_down_to_records_and_hashes(mixed: str) -> None:
    output = trace("follow", mixed, "--seed", "r1", "--rule", "fifo", "--explain", "a").stdout
    _, chain = output.split("How it reaches a by fifo:")
    assert [line.split()[-2:] for line in chain.splitlines()[2:]] == [["r1", "01" * 8], ["r3", "03" * 8]]


def test_a_rule_by_which_nothing_arrives_says_so(tmp_path: Path) -> None:
    ledger = saved(tmp_path, rows_of(("victim", "m", 9), ("other", "m", 9), ("m", "a", 9), ("m", "b", 9)))
    output = trace("follow", ledger, "--seed", "r0", "--explain", "b").stdout
    assert "By fifo nothing of it reaches b." in output
    assert "How it reaches b by haircut:" in output


def test_stops_balances_and_banks_come_from_tables_of_accounts(mixed: str, tmp_path: Path) -> None:
    (tmp_path / "stops.csv").write_text("account,why\na,exchange\nnobody,mixer\n")
    (tmp_path / "banks.csv").write_text("account,bank,country\nb,First Bank,TH\n")
    (tmp_path / "opening.csv").write_text("account,currency,opening\nmule,EUR,25\n")
    tables = [f"--accounts={tmp_path / name}.csv" for name in ("stops", "banks", "opening")]
    output = trace(
        "follow", mixed, "--seed", "r1", "--rule", "fifo", "--opening", "statement", *tables
    ).stdout
    # 25 of its own and 50 of the other's go first: a gets nothing, b 45 of the victim's.
    assert not [line for line in output.splitlines() if line.startswith("a ")]
    assert cells(output, "b ") == ["b", "First Bank · TH", "held", "0.45 EUR", "2025-11-03 00:04"]
    output = trace("follow", mixed, "--seed", "r1", "--rule", "fifo", *tables).stdout
    assert cells(output, "a ")[1] == "exited: exchange"


def test_back_says_who_paid(mixed: str) -> None:
    output = trace("follow", mixed, "--seed", "r3", "--rule", "fifo", "--back").stdout
    assert "0.60 EUR paid to a in 1 payment" in output
    assert cells(output, "other ")[1:3] == ["was there", "0.50 EUR"]
    assert cells(output, "victim ")[1:3] == ["was there", "0.10 EUR"]


def test_horizon_and_least_bound_what_is_followed(mixed: str) -> None:
    def ends(*more: str) -> dict[str, tuple[str, int]]:
        found = json.loads(trace("follow", mixed, "--seed", "r1", "--rule", "fifo", "--json", *more).stdout)
        return {end["account"]: (end["kind"], end["high"]) for end in found["ends"]}

    assert ends("--horizon", "2min") == {"a": ("held", 10), "mule": ("held", 90)}
    assert ends("--horizon", "1min60s") == ends("--horizon", "2min")
    assert ends("--horizon", "2025-11-03T00:02Z") == {"mule": ("held", 100)}
    assert ends("--least", "0.20")["a"] == ("too small", 10)


def test_days_without_an_hour_are_asked_in_both_orders(tmp_path: Path) -> None:
    from tests.engines.trace.ledgers import days_table

    pq.write_table(days_table(), tmp_path / "days.parquet")
    base = ["follow", str(tmp_path / "days.parquet"), "--seed", "came", "--rule", "fifo", "--json"]

    def ends(*more: str) -> dict[str, list[int]]:
        found = json.loads(trace(*base, *more).stdout)
        return {end["account"]: [end["low"], end["high"]] for end in found["ends"]}

    assert ends() == {"mule": [40, 100], "b": [0, 50], "a": [0, 10]}
    assert ends("--days", "credits-first") == {"b": [50, 50], "mule": [40, 40], "a": [10, 10]}
    assert ends("--days", "debits-first") == {"mule": [100, 100]}
    assert "Of 3 legs only the day is known" in trace(*base[:-1]).stdout


def test_the_source_row_is_shown_whole(tmp_path: Path) -> None:
    from tests.engines.trace.ledgers import table_of

    table = table_of(rows_of(*MIXED)).append_column("narrative", [["", "rent?", "", "", ""]])
    pq.write_table(table, tmp_path / "case.parquet", row_group_size=2)
    output = trace("show", str(tmp_path / "case.parquet"), "r1", "r4").stdout
    first, second = output.split("\n\n")
    said: dict[str, Any] = dict(line.split(None, 1) for line in first.splitlines())
    assert said["narrative"] == "rent?"
    assert said["evidence"] == "01" * 32
    assert said["amount"] == "100  (1.00 EUR)"
    assert "record           r4" in second
    assert (
        json.loads(trace("show", str(tmp_path / "case.parquet"), "r4", "--json").stdout)["records"][0][
            "record"
        ]
        == "r4"
    )


def test_poison_lists_whom_the_money_may_have_reached(mixed: str, tmp_path: Path) -> None:
    arguments = ["follow", mixed, "--seed", "r1", "--rule", "poison"]
    output = trace(*arguments, "--to", str(tmp_path / "new")).stdout
    assert output.startswith("3 accounts may have been reached by poison")
    assert cells(output, "mule ") == ["mule", "2025-11-03 00:01", "r1", "01" * 8]
    assert cells(output, "b ") == ["b", "2025-11-03 00:04", "r4", "04" * 8]
    with (tmp_path / "new" / "reached.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["account"] for row in csv.DictReader(file)] == ["mule", "a", "b"]
    reached = json.loads(trace(*arguments, "--json", "--horizon", "2min").stdout)["reached"]
    assert [(one["account"], one["since"]) for one in reached] == [
        ("mule", "2025-11-03T00:01:00+00:00"),
        ("a", "2025-11-03T00:03:00+00:00"),
    ]


def test_poison_on_days_without_an_hour_reaches_the_most(tmp_path: Path) -> None:
    from tests.engines.trace.ledgers import days_table

    pq.write_table(days_table(), tmp_path / "days.parquet")
    output = trace("follow", str(tmp_path / "days.parquet"), "--seed", "came", "--rule", "poison").stdout
    assert [line.split()[:2] for line in output.splitlines()[3:6]] == [
        [account, "2025-11-03"] for account in ("mule", "a", "b")
    ]
    assert "credits first" in output


def test_a_leg_leads_to_the_rows_of_the_files_that_told_of_it(tmp_path: Path) -> None:
    texts = {
        "payer.csv": "date,account,counterparty,amount,currency,reference\n2025-11-03T01:00:00Z,1111,2222,-9.00,EUR,X0\n"
        "2025-11-03T02:00:00Z,1111,2222,-5.00,EUR,X1\n",
        "payee.csv": "date,account,counterparty,amount,currency,reference\n2025-11-03T02:00:00Z,2222,1111,5.00,EUR,X1\n",
    }
    files = [str(tmp_path / name) for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        Path(file).write_text(text)
    ledger = str(tmp_path / "case.parquet")
    assert trace("read", *files, "--to", ledger).exit_code == 0
    show = ["show", ledger, "X1", "--in", files[0], "--in", files[1]]
    (record,) = json.loads(trace(*show, "--json").stdout)["records"]
    assert [(Path(one["file"]).name, one["line"], one["same"]) for one in record["sources"]] == [
        ("payer.csv", 3, True),
        ("payee.csv", 2, True),
    ]
    assert record["sources"][0]["text"] == "2025-11-03T02:00:00Z,1111,2222,-5.00,EUR,X1"
    assert {one["hash"] for one in record["sources"]} == set(record["evidence"].split())
    Path(files[1]).write_text(texts["payee.csv"].replace("5.00", "6.00"))
    output = trace(*show).stdout
    assert "payer.csv, line 3: the hash" in output
    assert "payee.csv, line 2: has this record id, but another hash" in output
    assert "no row of these files has the hash" in output


def test_a_long_list_is_cut_and_says_how_to_see_the_rest(tmp_path: Path) -> None:
    legs = [("victim", "mule", 10_000), *[("mule", f"m{place:03}", 100) for place in range(60)]]
    ledger = saved(tmp_path, rows_of(*legs))
    cut = trace("follow", ledger, "--seed", "r0", "--rule", "fifo").stdout
    assert "… and 21 more: --all prints them, --to FOLDER writes them." in cut
    assert "m059" not in cut
    assert "m059" in trace("follow", ledger, "--seed", "r0", "--rule", "fifo", "--all").stdout


def test_a_tag_pack_names_services_and_ends_the_tracing_there(tmp_path: Path) -> None:
    wallet, service = (
        "0xB6E60994d90041d0B58cea22117EBFBcB347303D",
        "0xc03dA48222BadE1637eEdA29D92e366861Dd325F",
    )
    (tmp_path / "tags.yaml").write_text(
        "title: t\ncreator: c\nlabel: Invented Exchange\ncategory: exchange\nconfidence: ownership\n"
        f"source: s\ncurrency: ETH\nlastmod: 2025-11-02\ntags:\n- address: '{service.lower()}'\n"
    )
    ledger = saved(tmp_path, rows_of(("victim", wallet, 9), (wallet, service, 9), (service, "b", 9)))
    result = trace("follow", ledger, "--seed", "r0", "--rule", "fifo", "--tags", str(tmp_path / "tags.yaml"))
    (line,) = [line for line in result.output.splitlines() if line.startswith(service)]
    assert "Invented Exchange (ownership)" in line
    assert "exited: exchange" in line
    assert not [line for line in result.output.splitlines() if line.startswith("b ")]
