"""Files larger than the memory that reading them takes: each is read in a process of its own, whose peak is measured."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.skipif(os.environ.get("ENTRAIDE_LONG") != "1", reason="long: set ENTRAIDE_LONG=1"),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from Linux's /proc"),
]

READ = """
import json, re, sys
from pathlib import Path
from entraide.formats.transactions import read
reading = read([Path(sys.argv[1])], Path(sys.argv[2]))
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps([reading.legs, int(peak[1])]))
"""


def csv_of(rows: int) -> str:
    return "Time,From,To,Amount,Currency,Reference\n" + "".join(
        f"2025-11-{n % 5 + 1:02d} 09:{n % 60:02d}:00,KR{n % 5003:08d},TH{n % 4001:08d},{n % 99991 + 1}.25,EUR,r{n:09d}\n"
        for n in range(rows)
    )


def json_of(rows: int) -> str:
    return "[" + ",\n".join(
        json.dumps({"hash": f"0x{n:064x}", "from": f"A{n % 5003}", "to": f"B{n % 4001}", "value": f"{n + 1}000000000", "timeStamp": "1762430400"})
        for n in range(rows)
    ) + "]"  # fmt: skip


def camt_of(rows: int) -> str:
    entries = "".join(
        f'<Ntry><Amt Ccy="EUR">{n % 99991 + 1}.25</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-11-06</Dt>'
        f"</BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>E{n:09d}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\n"
        for n in range(rows)
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>A</Id>'
        f"</Othr></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def peak(folder: Path, text: str) -> tuple[int, int, int]:
    """Legs, peak of memory in KB, and size of the file in KB."""
    path = folder / "statement"
    path.write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(folder / "case.parquet")],
        capture_output=True,
        text=True,
        check=True,
    )
    legs, kilobytes = json.loads(done.stdout)
    return legs, kilobytes, path.stat().st_size >> 10


@pytest.mark.parametrize(
    ("made", "rows", "least"),
    [(csv_of, 1_600_000, 100_000), (json_of, 280_000, 40_000), (camt_of, 280_000, 50_000)],
)
def test_a_file_four_times_as_long_needs_hardly_more_memory(
    tmp_path: Path, made: Callable[[int], str], rows: int, least: int
) -> None:
    legs, usual, _ = peak(tmp_path, made(rows // 4))
    more_legs, more, size = peak(tmp_path, made(rows))
    assert (legs, more_legs) == (rows // 4, rows)
    assert size >= least
    assert more - usual < size / 2  # of three quarters more, which so are not held
