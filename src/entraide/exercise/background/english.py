"""Background reports in English, from eleven countries."""

from __future__ import annotations

from entraide.exercise import places
from entraide.exercise.background.patterns import Names, Pattern, Tongue

_BUREAUS = ("ngozi", "ndapewa", "sunita", "farid", "reyna", "dara", "bounmy", "kavya", "arjun", "wanjiru")
_CARE = ("rohan", "meera", "paul", "thida")

ENGLISH = Tongue(
    code="en",
    patterns=(
        Pattern(
            "advert",
            _BUREAUS,
            (
                (
                    "Advert seen on [day] in a neighbourhood group of [city]:",
                    "Copied from a leaflet handed out near the bus park of [city] on [day]:",
                    "A job seeker from [city] sent us this on [day] and asked whether it is safe:",
                    "Posted at night by a profile that is eleven days old, read in [city] on [day]:",
                ),
                (
                    '"[firm] needs [job] for its new office abroad, [wage] a month.',
                    '"Earn [wage] as [job]! [firm] is growing.',
                    '"We hire [job]: [wage], paid on the 10th, says [firm].',
                ),
                (
                    "⟦W1.06|Ticket and visa are arranged for you⟧, you pay nothing now.",
                    "⟦W1.05|No interview, only a short voice chat⟧, start on Monday.",
                    "⟦W1.06|Flight, room and meals are included⟧. Bring a friend and both get a bonus.",
                    "Girls and boys under 30. ⟦W1.05|Typing test by phone⟧, answer the same day.",
                ),
                (
                    'Write to {email} or ring {phone}."',
                    'Our manager answers on Telegram {telegram}."',
                    'Apply at {domain}, say who sent you."',
                    'See {facebook} and leave your number."',
                    'Line ID: {line}, office {phone}."',
                ),
            ),
        ),
        Pattern(
            "complaint",
            (*_BUREAUS, "weiling"),
            (
                (
                    "[name], [old], of [city], complains of fraud.",
                    "Complaint taken in [city] on [day] from [name], aged [old].",
                    "The complainant, [name] ([old], [city]), came with a daughter who had noticed the payments.",
                ),
                (
                    "It began with ⟦F1.02|a message meant for someone called Anna⟧ and went on for seven weeks.",
                    'A "teacher" ⟦F1.03|met through a dating site⟧ explained how one reads charts.',
                    "An advertisement with ⟦F1.04|the face of a well-known doctor⟧ led to a chat group of two hundred "
                    "members, of whom most were the same three people.",
                ),
                (
                    "[amount] went to the account no. {account} and, when the bank began to ask, to {tron} (TRON).",
                    "The deposits, [amount] in all, were made on {domain}; ⟦F2.02|the gain shown was 41 per cent, the "
                    "withdrawal was refused⟧.",
                    "Coins for [amount] were bought and sent to {eth}, as told by telephone from {phone}.",
                    "[amount] was paid in five parts; the last went to the bitcoin address {btc}.",
                ),
                (
                    "The other side has used the WhatsApp number {phone} until yesterday.",
                    "The chat continued on Telegram {telegram}; screenshots are kept at the station.",
                    "A mail from {email} now asks for a tax before anything is paid out.",
                    '⟦F2.11|A "recovery lawyer" offered help the next day⟧ from {phone}.',
                ),
            ),
            status="victim",
        ),
        Pattern(
            "statement",
            (*_CARE, "kavya", "reyna", "sunita"),
            (
                (
                    "[name], [age], from [city], was heard on [day] after coming home.",
                    "Account of [name] ([age]), who left [city] in the spring and is back since [day].",
                    "Telephone interview, [day]: [name], [age] years old, [city].",
                ),
                (
                    "The agency called itself [firm]; the work was to be as [job].",
                    "A cousin had praised [firm]; it came out later that ⟦W1.02|the cousin was paid for each head⟧.",
                    "The contract of [firm] was in a language that nobody in the group could read.",
                ),
                (
                    "⟦W2.04|Three cars and a motorcycle⟧ brought them across; ⟦W2.06|passports were collected at the second "
                    "stop⟧.",
                    "⟦W4.06|Sixteen hours a day at eight telephones⟧; ⟦W3.08|five minutes late cost a day's pay⟧.",
                    "Those who missed the figure ⟦W4.03|were kept without food in a dark room⟧ until the next shift.",
                    "There was a shop, a clinic and a karaoke bar inside; ⟦W3.05|everything was written down as debt⟧.",
                ),
                (
                    "The man who met them used {phone}.",
                    "The vehicle had the plate {plate}.",
                    "The supervisor signed in the chat as Telegram {telegram}.",
                    "Wages, when there were any, came from {tron} on the TRON network.",
                    "The passport {passport} stayed in the office safe.",
                ),
                (
                    "This may be used; nobody is to call.",
                    "The family is not to be told.",
                    "A second talk is arranged for next week.",
                    "",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "tip",
            (*_BUREAUS, "elise"),
            (
                (
                    "A neighbour writes that a house in [city] is full of young foreigners who never go out.",
                    "Anonymous note, [city], [day]: ⟦C1.03|two floors of an office block are lit all night⟧.",
                    "A delivery rider says that he brings forty meals a night to one flat in [city].",
                ),
                (
                    "⟦C1.07|Boxes with dozens of old telephones⟧ were carried in last week.",
                    "The windows are papered over; ⟦C1.04|a new flat aerial stands on the roof⟧.",
                    "Twice he saw ⟦W3.02|a man with a baton at the door⟧.",
                ),
                (
                    "The tenant's number on the lift notice is {phone}.",
                    "A car with the plate {plate} comes at four in the morning.",
                    "Deliveries are ordered by Telegram {telegram}.",
                    "The wireless network there is named after {domain}.",
                ),
            ),
        ),
        Pattern(
            "observation",
            ("bounmy", "dara", "farid", "sunita"),
            (
                (
                    "Passenger control, [city], [day].",
                    "Airport desk [city], night of [day].",
                    "Travellers from [city] stopped at the land crossing, [day].",
                ),
                (
                    "Six travellers with the same new suitcase and ⟦W2.01|return tickets that were cancelled after check-in⟧.",
                    "Four men between 19 and 24 who ⟦W2.02|named three different hotels for one booking⟧.",
                    "A group of nine; ⟦W2.05|an officer of another desk waved them past⟧, which is being looked into.",
                ),
                (
                    "All had the number {phone} written on the inside of the wrist.",
                    "One carried a copy of the passport {passport}, not his own.",
                    "Their bookings were paid from the mailbox {email}.",
                    "They waited for a van with the plate {plate}.",
                ),
            ),
        ),
        Pattern(
            "financial",
            ("weiling",),
            (
                (
                    "Suspicious transaction report of [day].",
                    "A bank reports, on [day], an account that was quiet for two years.",
                    "Report of a payment institution, received on [day].",
                ),
                (
                    "[amount] in ⟦M1.07|fourteen credits just under the threshold⟧, gone within the hour.",
                    "Credits from eleven countries, together [amount], and ⟦M1.05|a single debit to a money changer⟧.",
                    "⟦M1.01|The holder, a student, cannot explain [amount]⟧ and says that he lent his card.",
                ),
                (
                    "Account no. {account}.",
                    "Onward to {eth} (Ethereum) by way of {tron} (TRON).",
                    "The device that signed in came from {ip}.",
                    "The changer advertises as Telegram {telegram}.",
                    "Beneficiary account {account}, set up with the mail {email}.",
                ),
            ),
        ),
    ),
    names={
        "NG": Names(
            ("Chidi", "Amaka", "Segun", "Halima", "Emeka", "Bisi"),
            ("Okafor", "Bello", "Adewale", "Nwosu", "Danjuma"),
        ),
        "NA": Names(
            ("Petrus", "Hilma", "Festus", "Selma", "Immanuel"), ("Nangolo", "Amutenya", "Iipinge", "Garoeb")
        ),
        "NP": Names(
            ("Ramesh", "Anita", "Prakash", "Sabina", "Dipak"), ("Tamang", "Shrestha", "Karki", "Magar")
        ),
        "MY": Names(
            ("Azlan", "Mei Ling", "Suresh", "Nurul", "Jason"), ("Ismail", "Tan", "Rajan", "Abdullah", "Wong")
        ),
        "PH": Names(
            ("Marites", "Rodel", "Cherry", "Joven", "Liza"), ("Manalo", "Bautista", "Ocampo", "Salonga")
        ),
        "KH": Names(
            ("Sopheak", "Vanna", "Rithy", "Chenda"), ("Chea", "Keo", "Nhem", "Touch"), "{family} {given}"
        ),
        "LA": Names(("Khamla", "Noy", "Somphone", "Dao"), ("Phommachan", "Sisavath", "Inthavong")),
        "IN": Names(
            ("Sandeep", "Lakshmi", "Imran", "Divya", "Rahul", "Jincy"),
            ("Menon", "Yadav", "Sheikh", "Pillai", "Thomas"),
        ),
        "KE": Names(("Brian", "Achieng", "Kevin", "Njeri", "Abdi"), ("Otieno", "Kamau", "Mutua", "Chebet")),
        "SG": Names(("Hui Min", "Arun", "Wei Jie", "Farah"), ("Lim", "Nair", "Ong", "Rahman")),
        "TH": Names(("Moses", "Kyaw Zin", "Anil", "Grace"), ("Kiprono", "Htun", "Verma", "Wambui")),
        "FR": Names(("Maud", "Karim"), ("Perrin", "Haddad")),
    },
    cities={
        "NG": (("Lagos", places.LAGOS), ("Ikeja", places.LAGOS)),
        "NA": (("Windhoek", places.WINDHOEK), ("Walvis Bay", places.WALVIS_BAY)),
        "NP": (("Kathmandu", places.KATHMANDU),),
        "MY": (("Kuala Lumpur", places.KUALA_LUMPUR), ("George Town", places.PENANG)),
        "PH": (("Manila", places.MANILA), ("Quezon City", places.MANILA)),
        "KH": (
            ("Phnom Penh", places.PHNOM_PENH),
            ("Poipet", places.POIPET),
            ("Sihanoukville", places.SIHANOUKVILLE),
        ),
        "LA": (("Vientiane", places.VIENTIANE), ("Ton Pheung", places.TON_PHEUNG)),
        "IN": (("Kochi", places.KOCHI), ("Ernakulam", places.KOCHI)),
        "KE": (("Nairobi", places.NAIROBI), ("Ruiru", places.NAIROBI)),
        "SG": (("Singapore", places.SINGAPORE),),
        "TH": (("Mae Sot", places.MAE_SOT), ("Phop Phra", places.PHOP_PHRA)),
        "FR": (("Lyon", places.LYON),),
    },
    amounts=("4,800 USD", "USD 12,350", "31,000 US dollars", "7,250 USD", "19,400 US dollars", "USD 64,000"),
    wages=("850 USD", "1,000 dollars", "1,400 USD plus bonus", "700 to 900 USD", "1,100 dollars clear"),
    jobs=(
        "order clerks",
        "live-chat hosts",
        "translators",
        "game testers",
        "front-desk staff",
        "marketing juniors",
        "data entry staff",
        "cooks' helpers",
    ),
    firms=(
        "Jade Harbour Services",
        "Sunbird Digital",
        "Ninth Gate Trading",
        "Pearl Coast Staffing",
        "Orchid Line Media",
        "Evergreen Crest Ltd",
        "Silver Monsoon Group",
    ),
    months=("October", "November"),
    day="{d} {m}",
    hotline=(
        "The caller was given the helpline of the posters, {common}.",
        "For families the public helpline remains {common}.",
        "Somebody had already rung the helpline {common} without result.",
    ),
    board=(
        "The same text stands on the job board {common}, as do thousands of others.",
        "First seen on {common}.",
    ),
)
