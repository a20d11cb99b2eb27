"""Files that are not what they say, that grow, or whose names reach for other places."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as hub
from django.core.files.uploadedfile import SimpleUploadedFile

from .conftest import file

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
NAMES = [
    "../../../../etc/cron.d/x.txt",
    "..\\..\\windows\\x.txt",
    "/etc/passwd.txt",
    "a\r\nSet-Cookie: a=b.txt",
    'a";filename="b.html.txt',
    "a\0.txt",
    "x" * 5000 + ".txt",
    "\u202etxt.exe.txt",
    "<script>alert(1)</script>.txt",
    "报告 تقرير.txt",
    ".txt",
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:20]))
def test_a_name_reaches_nowhere(
    name: str, attacker: Any, browser_of: Any, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    own = file(attacker, "mine")
    browser = browser_of(attacker)
    upload = SimpleUploadedFile("x.txt", b"harmless words")
    upload._name = name
    answer = browser.post(f"/intel/report/{own}/attachments", {"file": upload})
    assert answer.status_code in (302, 400)
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith(_ids())]
    assert outside == []
    page = browser.get(f"/intel/report/{own}").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page
    for link in _links(page):
        download = browser.get(link)
        assert download.status_code == 200
        assert download["Content-Disposition"].startswith("attachment")
        assert "\n" not in download["Content-Disposition"]
        assert "sandbox" in download["Content-Security-Policy"]
        assert "Set-Cookie" not in download
        assert b"".join(download.streaming_content) == b"harmless words"


def _ids() -> tuple[str, ...]:
    return tuple("0123456789abcdef")


def _links(page: str) -> set[str]:
    import re

    return set(re.findall(r"/intel/attachment/[0-9a-f-]{36}(?=\")", page))


DISGUISED = {
    "html.txt": b"\x7fELF\x02\x01\x01" + b"\0" * 100,
    "page.png": b"<html><script>alert(1)</script>",
    "page.html": b"<html><script>alert(1)</script>",
    "vector.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program.pdf": b"MZ" + b"\0" * 200,
    "picture.exe": PNG,
    "empty.txt": b"",
    "archive.txt": b"PK\x03\x04" + b"\0" * 100,
    "macro.docm": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("name", DISGUISED)
def test_what_is_not_what_it_says_is_refused(name: str, attacker: Any, browser_of: Any) -> None:
    own = file(attacker, "mine")
    upload = SimpleUploadedFile(name, DISGUISED[name])
    assert browser_of(attacker).post(f"/intel/report/{own}/attachments", {"file": upload}).status_code == 400


@pytest.mark.parametrize("script", [b"<script>alert(1)</script>", b"<?php system('id'); ?>", b"GIF89a/*"])
def test_a_polyglot_leaves_as_a_download_that_may_run_nothing(
    script: bytes, attacker: Any, browser_of: Any, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    own = file(attacker, "mine")
    browser = browser_of(attacker)
    upload = SimpleUploadedFile("picture.png", PNG + script)
    assert browser.post(f"/intel/report/{own}/attachments", {"file": upload}).status_code == 302
    (link,) = _links(browser.get(f"/intel/report/{own}").content.decode())
    answer = browser.get(link)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_what_is_too_large_is_refused(attacker: Any, browser_of: Any, settings: Any) -> None:
    settings.ATTACHMENT_MOST_BYTES = 100_000
    own = file(attacker, "mine")
    upload = SimpleUploadedFile("long.txt", b"a" * 100_001 + b"\n" * 10_000)
    assert browser_of(attacker).post(f"/intel/report/{own}/attachments", {"file": upload}).status_code == 400
    assert hub.FILES_ROOT


def _workbook(sheet: bytes) -> bytes:
    """An .xlsx around a sheet, as small as it can be."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        )
        rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{rels}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{rels}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return made.getvalue()


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CELL = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>'
TABLES = {
    "one cell of 300 MB.xlsx": lambda: _workbook(
        _SHEET + _CELL % (1, 1, b"a" * 300_000_000) + b"</sheetData></worksheet>"
    ),
    "entities.xlsx": lambda: _workbook(
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9))
        + b"]>"
        + _SHEET
        + _CELL % (1, 1, b"&a8;")
        + b"</sheetData></worksheet>"
    ),
    "not a zip.xlsx": lambda: b"PK\x03\x04 nothing of the kind",
    "nul.csv": lambda: b"text\n" + b"\0" * 10_000,
    "one line.csv": lambda: b"text\n" + b"a" * 2_000_000,
    "columns.csv": lambda: b",".join(b"c%d" % n for n in range(50_000)) + b"\n1",
    "quotes.csv": lambda: b'text\n"' + b'""' * 500_000,
    "gzip.csv": lambda: b"\x1f\x8b\x08\0\0\0\0\0\0\3" + b"\0" * 100,
    "half utf-16.csv": lambda: b"\xff\xfet\0e\0x\0t",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_grows_or_breaks_is_bad_input(
    name: str, attacker: Any, browser_of: Any, settings: Any, tmp_path: Path
) -> None:
    import resource
    import time

    settings.FILES_ROOT = tmp_path / "files"
    content = TABLES[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    browser = browser_of(attacker)
    answer = browser.post("/intel/import", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code in (302, 400)
    if answer.status_code == 302:
        assert browser.get(answer["Location"]).status_code in (200, 400)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 400_000, "kilobytes: it was unpacked"
    assert time.process_time() - began < 15
    if name in ("one cell of 300 MB.xlsx", "entities.xlsx", "not a zip.xlsx"):
        assert answer.status_code == 400
