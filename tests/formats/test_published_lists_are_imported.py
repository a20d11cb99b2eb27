"""Open lists come in with source, date and licence; a half-broken file yields its good entries and its bad."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from entraide.formats import lists
from entraide.formats.lists import Listed, Rejected, UnreadableFile

SHARED = Path(os.environ.get("ENTRAIDE_SHARED_DATA", Path(__file__).parents[2].parent / "shared/data"))
needs_shared_data = pytest.mark.skipif(
    not (SHARED / "fetched").is_dir(), reason="skipped: shared data folder absent"
)


def split(path: Path) -> tuple[list[Listed], list[Rejected]]:
    entries = list(lists.read(path))
    return [e for e in entries if isinstance(e, Listed)], [e for e in entries if isinstance(e, Rejected)]


DOMAINS = """{
\t"allow": [
\t\t"github.io"
\t],
\t"deny": [
\t\t"kk-jobs.example",
\t\t"192.0.2.7",
\t\t"kk-jobs.example/apply",
\t\t"nosuchending.nosuchending",
\t\t"last.example"
\t]
}
"""


def test_denied_sites_come_in_and_allowed_hosts_do_not(tmp_path):
    path = tmp_path / "all.json"
    path.write_text(DOMAINS)
    good, bad = split(path)
    assert [(e.line, e.kind, e.value) for e in good] == [
        (6, "domain", "kk-jobs.example"),
        (7, "ip", "192.0.2.7"),
        (8, "url", "http://kk-jobs.example/apply"),
        (10, "domain", "last.example"),
    ]
    assert {(e.licence, e.tags) for e in good} == {("Apache-2.0", ("phishing",))}
    assert [(e.line, e.text) for e in bad] == [(9, "nosuchending.nosuchending")]


def test_a_broken_line_costs_that_line_and_a_cut_off_file_says_so(tmp_path):
    path = tmp_path / "all.json"
    path.write_text(DOMAINS.replace('"192.0.2.7"', '"192.0.2.7').partition('"last')[0])
    good, bad = split(path)
    assert [e.value for e in good] == ["kk-jobs.example", "http://kk-jobs.example/apply"]
    assert [e.line for e in bad] == [7, 9, 11]
    assert "too early" in bad[-1].reason


def test_addresses_are_titled_with_the_site_that_showed_them(tmp_path):
    path = tmp_path / "address.json"
    path.write_text(
        '{"false-wallet.example": ["15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", "15oF4x"]}'
    )
    [entry], [bad] = split(path)
    assert (entry.kind, "false-wallet.example" in entry.title) == ("dot", True)
    assert bad.text == "15oF4x"


def test_sanctioned_addresses_are_read_by_the_asset_in_the_files_name(tmp_path):
    path = tmp_path / "sanctioned_addresses_USDT.txt"
    path.write_text(
        "0xbe0eb53f46cd790cd13851d5eff43d12404d33e8\n\nTMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9\n"
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\nnot an address\n"
    )
    good, bad = split(path)
    assert [(e.line, e.kind) for e in good] == [(1, "eth"), (3, "tron"), (4, "btc")]
    assert [e.line for e in bad] == [5]


TAGPACK = """title: Example pack
creator: Somebody
lastmod: 2021-11-12
currency: BTC
source: https://list.example/
confidence: forensic
abuse: scam
tags:
- address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
  label: First
- address: "0xbe0eb53f46cd790cd13851d5eff43d12404d33e8"
  currency: ETH
  source: https://entry.example/
  lastmod: 2022-01-02
- address: 0x28C6c06298d514Db089934071355E5743bf21d60
  currency: ETH
- address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb
- label: no address
- address: ['broken
- address: bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq
"""


def test_tags_inherit_from_the_head_of_their_pack(tmp_path):
    path = tmp_path / "pack.yaml.gz"
    path.write_bytes(gzip.compress(TAGPACK.encode()))
    good, bad = split(path)
    assert [(e.line, e.kind, e.source, e.date) for e in good] == [
        (9, "btc", "https://list.example/", "2021-11-12"),
        (11, "eth", "https://entry.example/", "2022-01-02"),
        (15, "eth", "https://list.example/", "2021-11-12"),
        (20, "btc", "https://list.example/", "2021-11-12"),
    ]
    assert (good[0].title, good[0].tags) == ("Example pack: First", ("scam", "First"))
    assert (good[0].confidence, good[0].licence) == ("forensic", "MIT")
    assert [(e.line, e.reason.split(":")[0]) for e in bad] == [
        (17, "The address fails its checksum"),
        (18, "The tag has no address"),
        (19, "The tag is not well-formed YAML"),
    ]


def test_a_pack_cut_off_in_its_gzip_yields_what_stands_before(tmp_path):
    tags = "".join(f"- address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n  label: n{n}\n" for n in range(5000))
    whole = gzip.compress((TAGPACK.partition("- address")[0] + tags).encode())
    path = tmp_path / "pack.yaml.gz"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    good, bad = split(path)
    assert len(good) > 1000
    assert "cut off" in bad[-1].reason


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("pack.yaml", "title: no tags\n", "no list of tags"),
        ("pack.yaml.gz", "this is no gzip and no yaml: [", "no list of tags"),
        ("list.doc", "x", "none of the lists"),
    ],
)
def test_what_is_none_of_the_lists_is_refused(tmp_path, name, content, why):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(UnreadableFile, match=why):
        list(lists.read(path))
    with pytest.raises(UnreadableFile):
        list(lists.read(tmp_path / "absent.json"))


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("share/polkadot_all.json", 54860, 3),
        ("share/polkadot_address.json", 279, 0),
        ("share/ofac/sanctioned_addresses_XBT.txt", 434, 1),
        ("share/ofac/sanctioned_addresses_ETH.txt", 152, 0),
        ("share/ofac/sanctioned_addresses_XMR.txt", 2, 1),
        ("money/tagpacks/ofac.yaml.gz", 568, 4),
        ("money/tagpacks/etherscamdb_tagpack.yaml.gz", 3116, 1),
        ("money/tagpacks/defi-fraud-masterthesis.yaml.gz", 6699, 0),
    ],
)
def test_the_real_lists_come_in_whole(name, good, bad):
    entries = split(SHARED / "fetched" / name)
    assert tuple(map(len, entries)) == (good, bad)
