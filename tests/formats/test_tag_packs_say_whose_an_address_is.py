from __future__ import annotations

import os
from pathlib import Path

import pytest

from entraide.engines.trace import Tag
from entraide.formats.attribution import load
from entraide.formats.lists import UnreadableFile

PACK = """\
title: Services of the exercise
creator: Nobody
confidence: service_data
lastmod: 2025-11-01
source: https://example.org/services
tags:
- address: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
  currency: ETH
  label: Alpha hot wallet
  category: exchange
  actor: alpha
  concepts: [exchange, hot_wallet]
- address: TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t
  currency: USDT
  label: pays out cash
  category: atm
  confidence: web_crawl
  lastmod: 2025-11-03
- address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb
  currency: BTC
  label: a digit is wrong
- address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4
  network: BTC
  label: only a network
"""


def test_a_tag_keeps_who_what_how_sure_whence_and_when(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK)
    attribution, rejected = load([tmp_path / "pack.yaml"])
    first, second, third = attribution.tags
    assert first == Tag(
        kind="eth",
        address="0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        label="Alpha hot wallet",
        category="exchange",
        actor="alpha",
        concepts=("exchange", "hot_wallet"),
        confidence="service_data",
        source="https://example.org/services",
        date="2025-11-01",
        pack="Services of the exercise",
    )
    assert (second.kind, second.confidence, second.date, second.stop) == (
        "tron",
        "web_crawl",
        "2025-11-03",
        "cash agent",
    )
    assert (third.kind, third.address) == ("btc", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
    assert [(path.name, bad.line) for path, bad in rejected] == [("pack.yaml", 19)]
    assert "checksum" in rejected[0][1].reason


def test_two_packs_that_disagree_are_both_kept(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(PACK)
    (tmp_path / "two.yaml").write_text(
        PACK.replace("actor: alpha", "actor: beta").replace("Services", "Others")
    )
    attribution, _ = load([tmp_path / "one.yaml", tmp_path / "two.yaml"])
    found = attribution.conflicting()["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]
    assert found.conflicts == ("actor",)
    assert {(tag.actor, tag.pack.split()[0]) for tag in found.tags} == {
        ("alpha", "Services"),
        ("beta", "Others"),
    }


def test_a_file_that_is_no_tag_pack_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("a: 1\n")
    with pytest.raises(UnreadableFile, match="tag pack"):
        load([tmp_path / "pack.yaml"])


@pytest.mark.skipif(
    "ENTRAIDE_SHARED_DATA" not in os.environ, reason="the published tag packs are in ENTRAIDE_SHARED_DATA"
)
def test_a_published_pack_is_taken_whole() -> None:
    packs = Path(os.environ["ENTRAIDE_SHARED_DATA"]) / "fetched/money/tagpacks"
    attribution, rejected = load(
        [packs / f"{name}.yaml.gz" for name in ("ofac", "etherscamdb_tagpack", "ransomwhere")]
    )
    assert len(attribution.tags) > 11_000
    assert all(bad.reason for _, bad in rejected)
    assert len(rejected) < 20
    assert {tag.confidence for tag in attribution.tags} == {"", "forensic"}
