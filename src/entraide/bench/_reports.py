"""Reports as a benchmark files them: seeded, each with three selectors or more, some shared."""

import random

SHARED_OF_100 = 3  # of a hundred selectors, how many stand in another report too

_OPENINGS = (
    "The caller said that he was offered a typing job in Thailand and was driven across the river at night.",
    "Complaint of a woman who paid into a trading platform that does not let her withdraw.",
    "Advert copied from a public group: customer service, no experience, visa and ticket paid.",
    "Statement of a man who left the compound on foot after seven months and was fined for his phone.",
    "Le témoin décrit une tour avec des lettres rouges et un générateur au bord de l'eau.",
    "El denunciante transfirió dinero tras conversar varias semanas por mensajería.",
    "他说护照被收走了，不能离开园区。",
    "ผู้เสียหายโอนเงินแล้ว",
)
# What people tell differs, though it is of the same things: no two of these reports may be copies of one another.
_WHO = [
    "driver",
    "neighbour",
    "sister",
    "cook",
    "guard",
    "cousin",
    "teacher",
    "landlord",
    "broker",
    "friend",
    "colleague",
    "interpreter",
]
_DID = [
    "saw",
    "heard",
    "remembers",
    "doubts",
    "repeats",
    "writes",
    "photographed",
    "followed",
    "feared",
    "counted",
    "denied",
    "recognised",
]
_WHAT = [
    "passports",
    "generators",
    "vans",
    "gates",
    "towers",
    "phones",
    "contracts",
    "tickets",
    "wages",
    "beds",
    "cameras",
    "uniforms",
    "meals",
    "fines",
    "desks",
    "scripts",
    "screens",
    "boats",
    "bridges",
    "fences",
    "markets",
    "dogs",
    "lamps",
    "kitchens",
]
_HOW = [
    "near",
    "behind",
    "before",
    "after",
    "without",
    "beside",
    "under",
    "past",
    "against",
    "through",
    "beyond",
    "among",
]
_LIKE = [
    "old",
    "new",
    "broken",
    "blue",
    "locked",
    "empty",
    "foreign",
    "hidden",
    "cheap",
    "rented",
    "red",
    "wet",
    "silent",
    "burnt",
    "heavy",
    "painted",
]
_MIDDLES = (
    "Number {phone}, Telegram: @{handle}.",
    "Contact {phone}, also t.me/{handle}.",
    "From {phone}, Telegram @{handle}.",
)
_ENDINGS = (
    "Wallet {wallet}, link https://{domain}/pay.",
    "Site {domain}, wallet {wallet}.",
    "See https://{domain}/apply ; deposits to {wallet}.",
)


class Simulator:
    """The same seed gives the same reports."""

    def __init__(self, seed: int = 6, shared_of_100: int = SHARED_OF_100) -> None:
        self._random = random.Random(seed)
        self._shared = shared_of_100
        self._made = 0

    def text(self) -> str:
        chance = self._random
        self._made += 1
        number = self._number(7)
        values = {
            "phone": f"+66 81 {number[:3]} {number[3:]}",
            "handle": f"desk_{self._number(8)}",
            "wallet": "0x" + self._number(40, "0123456789abcdef"),
            "domain": f"site-{self._number(8)}.example",
        }
        middle = chance.choice(_MIDDLES) + " " + chance.choice(_ENDINGS)
        days = f"{chance.randrange(2, 90)} days; case {self._made}."
        return f"{chance.choice(_OPENINGS)} {self._told()} {middle.format(**values)} {days}"

    def _told(self) -> str:
        """Three sentences of their own."""
        one = self._random.choice
        return " ".join(
            f"The {one(_LIKE)} {one(_WHO)} {one(_DID)} {one(_LIKE)} {one(_WHAT)} {one(_HOW)} {one(_LIKE)} {one(_WHAT)}."
            for _ in range(3)
        )

    def _number(self, length: int, digits: str = "0123456789") -> str:
        """Mostly fresh; now and then one of a few hundred that others have too."""
        if self._random.randrange(100) < self._shared:
            pool = random.Random(self._random.randrange(300))
            return "".join(pool.choices(digits, k=length))
        return "".join(self._random.choices(digits, k=length))
