"""The standing cast, by name: who tests act as. They are the people of Exercise Moei.

``KAVYA.email``, ``INDIA.country``; a test that needs rows takes the ``cast`` fixture: ``cast.kavya.organisation``.
"""

from entraide.exercise.cast import ORGANISATIONS, PEOPLE

ORGANISATION_KEYS = {seat.key: seat for seat in ORGANISATIONS}
MEMBER_KEYS = {person.key: person.email for person in PEOPLE}

_person = {person.key: person for person in PEOPLE}
_seat = ORGANISATION_KEYS

CENTRE, INES, THEO, AMINA = _seat["centre"], _person["ines"], _person["theo"], _person["amina"]
INDIA, KAVYA, ARJUN = _seat["in"], _person["kavya"], _person["arjun"]
THAILAND, SOMCHAI, NOK = _seat["th"], _person["somchai"], _person["nok"]
KOREA, MINJI, DOYUN = _seat["kr"], _person["minji"], _person["doyun"]
KENYA, WANJIRU = _seat["ke"], _person["wanjiru"]
PHILIPPINES, REYNA = _seat["ph"], _person["reyna"]
CHINA, LINYUE = _seat["cn"], _person["linyue"]
BRAZIL, LUANA = _seat["br"], _person["luana"]
NAMIBIA, NDAPEWA = _seat["na"], _person["ndapewa"]
FRANCE, CAMILLE = _seat["fr"], _person["camille"]
ETHIOPIA, DAWIT = _seat["et"], _person["dawit"]
MAE_SOT, PIM = _seat["maesot"], _person["pim"]
TAK, KRIT, DAO, MALEE = _seat["tak"], _person["krit"], _person["dao"], _person["malee"]
FIU_KOREA, JIWON = _seat["fiu-kr"], _person["jiwon"]
FIU_SINGAPORE, WEILING = _seat["fiu-sg"], _person["weiling"]
FIU_THAILAND, ANONG = _seat["fiu-th"], _person["anong"]
EMBASSY_OF_INDIA, ROHAN = _seat["emb-in"], _person["rohan"]
EMBASSY_OF_ETHIOPIA, SELAM = _seat["emb-et"], _person["selam"]
SHELTER, THIDA, PAUL = _seat["shelter"], _person["thida"], _person["paul"]
SAFE_RETURN, MEERA = _seat["safereturn"], _person["meera"]
OPEN_SOURCES, ELISE = _seat["osd"], _person["elise"]
