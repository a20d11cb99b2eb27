"""Make src/entraide/vocabulary/data/countries.csv from Unicode CLDR, as Babel carries it (Unicode licence)."""

import csv
import re
from pathlib import Path

from babel import Locale
from babel.core import get_global

TARGET = Path(__file__).parent.parent / "src/entraide/vocabulary/data/countries.csv"
LANGUAGES = ("en", "fr", "es", "ar")
SOURCE = "Unicode CLDR via Babel"
WITHDRAWN = {
    "BUR",
    "DDR",
    "FXX",
    "NTZ",
    "QUU",
    "ROM",
    "SUN",
    "TMP",
    "TPE",
    "YMD",
    "YUG",
    "ZAR",
    "CSK",
    "SCG",
    "ANT",
    "PCI",
    "PUS",
}
NOT_STATES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

names = {language: Locale(language).territories for language in LANGUAGES}
alpha3 = {
    two[0]: three
    for three, two in get_global("territory_aliases").items()
    if re.fullmatch("[A-Z]{3}", three) and len(two) == 1 and three not in WITHDRAWN
}
codes = sorted(code for code in names["en"] if re.fullmatch("[A-Z]{2}", code) and code not in NOT_STATES)

with TARGET.open("w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["code", "alpha3", *LANGUAGES, "source"])
    for code in codes:
        if code in alpha3:  # Kosovo (XK) has no ISO alpha-3 code and stays by its user-assigned one
            writer.writerow([code, alpha3[code], *(names[language][code] for language in LANGUAGES), SOURCE])
        elif code == "XK":
            writer.writerow([code, "XKX", *(names[language][code] for language in LANGUAGES), SOURCE])
