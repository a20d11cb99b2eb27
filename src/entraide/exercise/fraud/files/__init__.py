"""The case as each institution would hand it over, in the form and the words of its country."""

from __future__ import annotations

from pathlib import Path

from .._generator import Fraud
from ._chains import bitcoin_json, ethereum_json, tron_json
from ._exchange import exchange_csv, swap_csv
from ._iso import camt_xml
from ._korea import haeundae_csv, namhae_xlsx, yeongdo_csv
from ._swift import mt940
from ._tags import tag_pack

FILES = {
    "yeongdo.csv": yeongdo_csv,
    "haeundae.csv": haeundae_csv,
    "namhae.xlsx": namhae_xlsx,
    "moei.camt053.xml": camt_xml,
    "tonle.mt940": mt940,
    "harbour.csv": exchange_csv,
    "swaps.csv": swap_csv,
    "tron.json": tron_json,
    "ethereum.json": ethereum_json,
    "bitcoin.json": bitcoin_json,
    "tags.yaml": tag_pack,
}


def write_files(fraud: Fraud, folder: Path) -> list[Path]:
    """What ten institutions hand over, and a tag pack of services' addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in FILES.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content(fraud))
    return paths
