"""Story 1. A son of Kochi answers a "typing job" and writes at night from a place by a river.

India's report shares a Telegram handle with an advert that Kenya holds, and a phone number, written another
way, with a statement taken in Manila. The place lies across the river, where Thailand has no jurisdiction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from entraide.exercise import places
from entraide.exercise.selectors import Selectors
from entraide.exercise.shapes import Person
from entraide.exercise.writing import Draft, at, owner_first, red, shared_with, silent, to_all
from entraide.vocabulary.handling import Purpose

SON = Person("Anoop Varghese", "missing", 2001, "IN")
HELD = Purpose.INVESTIGATION | Purpose.PROTECTION


def tell(make: Selectors) -> Iterator[Draft]:
    recruiter = make.telegram("goldentower_hr")
    driver = make.phone("TH")
    guard = make.phone("MM")
    son = make.phone("IN")
    pickup = make.plate("TH")
    agent = make.phone("IN")
    office = make.domain("goldentower-careers")
    mailbox = make.email("hr.desk", "goldentower-careers")

    yield Draft(
        "kochi-call",
        by="meera",
        language="en",
        source_kind="statement",
        seen=at(27, 15, 40),
        place=places.KOCHI,
        text=(
            "Call to the helpline, 21:10 Kochi time, mother and elder sister of a man of 24, degree in commerce.\n\n"
            "In September he saw an advert for a typing job in Bangkok: data entry, 65,000 rupees a month, room, food "
            "and ticket paid. There was no office to visit. The recruiter wrote on Telegram as {recruiter} and held "
            "the interview there: he had to type a page in four minutes. The ticket came as a picture the same "
            "evening.\n\n"
            "He flew from Kochi on 19 September. At Suvarnabhumi a man with a paper sign collected him and two "
            "Kenyans. The driver's number, which he sent to his sister while still in the car: {driver:nbsp}. They "
            "drove all night. Since then he writes only between two and three in the morning and deletes what he "
            'wrote: "a place with a tower with red letters, a river below, they count us every evening". He '
            "says they took his passport in the car.\n\n"
            "His own number {son} has been off since 21 September. The family asks that nobody rings it."
        ),
        selectors=dict(recruiter=recruiter, driver=driver, son=son),
        marks={
            "W1.01": "typing job in Bangkok: data entry, 65,000 rupees a month",
            "W1.05": "held the interview there: he had to type a page in four minutes",
            "W1.06": "room, food and ticket paid",
            "W2.06": "they took his passport in the car",
        },
        persons=(SON,),
        handling=owner_first(
            "in", "emb-in", purposes=HELD, grade="B2", caveat="Do not ring the number of the son."
        ),
    )
    yield Draft(
        "kochi-report",
        by="kavya",
        language="en",
        source_kind="statement",
        seen=at(29, 6),
        place=places.KOCHI,
        text=(
            "Missing person: Anoop Varghese, born 2001, Indian national, last seen boarding at Kochi on 19 September "
            "for Bangkok. Statement of the sister taken at Kochi, with her screenshots.\n\n"
            'Recruiter: Telegram {recruiter:link}, shown name "Golden Tower HR". Mail of the offer: '
            "{mailbox}. Web page of the firm: {office:hxxp} (registered in August, one page, a stock photograph "
            "of a call centre).\n"
            "Person who collected him in Bangkok: +66 number {driver:dots}.\n"
            'Sub-agent who took 15,000 rupees in cash in Ernakulam "for the medical": {agent:nat}.\n\n'
            'Messages of the night of 26 October: "tower with red letters on the roof, the river is below us, on the '
            'other bank there is a road with trucks and a temple light". He works from 20:00 to 12:00, chats in '
            "English with men in the United States; who does not reach the number is made to stand in the sun.\n\n"
            "Request for rescue in preparation. The bank with the temple light would be the Thai one; he himself would "
            "then be on the other side."
        ),
        selectors=dict(recruiter=recruiter, driver=driver, agent=agent, office=office, mailbox=mailbox),
        marks={
            "W2.01": "last seen boarding at Kochi on 19 September for Bangkok",
            "W4.06": "works from 20:00 to 12:00",
            "W4.01": "who does not reach the number is made to stand in the sun",
            "F2.01": "chats in English with men in the United States",
        },
        persons=(SON,),
        handling=owner_first("th", "emb-in", "safereturn", purposes=HELD, grade="B2"),
    )
    yield Draft(
        "nairobi-advert",
        by="wanjiru",
        language="en",
        source_kind="advert",
        seen=at(22, 8, 30),
        place=places.NAIROBI,
        text=(
            "Advert seen in three job groups in Nairobi between 2 and 22 October, posted by new profiles each time:\n\n"
            '"TYPING & CUSTOMER SUPPORT, BANGKOK. 900 USD + commission. Form Four leavers welcome, no experience. '
            "Ticket, visa and hostel by company. 20 vacancies, flying every Friday. Interview today on TG "
            '{recruiter:bare} or mail {mailbox}. NO AGENT FEE!!"\n\n'
            "A woman of 22 who answered says that she was sent a typing test and had the ticket within a day; at the "
            "airport her brother talked her out of it. The ticket was to Bangkok by way of Dubai."
        ),
        selectors=dict(recruiter=recruiter, mailbox=mailbox),
        marks={
            "W1.01": "TYPING & CUSTOMER SUPPORT, BANGKOK. 900 USD + commission",
            "W1.05": "she was sent a typing test and had the ticket within a day",
            "W1.06": "Ticket, visa and hostel by company",
            "W2.01": "to Bangkok by way of Dubai",
        },
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "manila-statement",
        by="reyna",
        language="en",
        source_kind="statement",
        seen=at(30, 2),
        place=places.MANILA,
        text=(
            "Statement of a returnee, male, 29, former call-centre agent from Cavite; came home on 26 October after "
            "his family paid 4,000 USD. Interview at Manila in Filipino and English.\n\n"
            "\"Sinundo kami sa airport, tatlo kami. The driver spoke a little English, he said to call him P'Lek and to "
            'say at checkpoints that we are tourists going to a waterfall." He kept the number of the driver: '
            "{driver:zz}. They changed cars twice, the last one a pickup with the plate {pickup}, and "
            'crossed on a rubber boat after midnight: "mga limang minuto lang", about five minutes.\n\n'
            "Compound: eleven or twelve blocks, one higher with red Chinese characters on the roof. Guards with long "
            'guns. He was sold on to a second company after three weeks because his English was "too good for tasks". '
            "The guards' shop let them call for money: {guard:e164}."
        ),
        selectors=dict(driver=driver, guard=guard, pickup=pickup),
        marks={
            "W3.06": "his family paid 4,000 USD",
            "W2.04": "They changed cars twice",
            "W2.03": "crossed on a rubber boat after midnight",
            "W3.02": "Guards with long guns",
            "W2.07": "He was sold on to a second company after three weeks",
        },
        persons=(Person("Jomar Dela Peña", "victim", 1996, "PH"),),
        handling=shared_with("in", "th", "ke", purposes=HELD, grade="B2"),
    )
    yield Draft(
        "tower-seen",
        by="nok",
        language="th",
        source_kind="observation",
        seen=at(31, 22),
        place=places.MOEI_BANK,
        text=(
            "บันทึกการลาดตระเวนริมแม่น้ำเมย ช่วงใต้สะพานมิตรภาพ คืนวันที่ 31 ตุลาคม 2568\n\n"
            "จากจุดตรวจมองเห็นอาคารสูงประมาณ 9 ชั้นฝั่งตรงข้าม มีป้ายไฟตัวอักษรสีแดงบนดาดฟ้า เปิดไฟตลอดคืน ด้านล่างมีรั้วลวดหนาม"
            "หันเข้าด้านใน ฝั่งไทยเป็นถนนที่รถบรรทุกใช้และมีไฟของวัดอยู่ห่างออกไปราว 400 เมตร\n\n"
            "ชาวบ้านแจ้งว่ารถกระบะทะเบียน {pickup:space} มาจอดที่ท่าเรือธรรมชาติสัปดาห์ละสองถึงสามครั้ง หลังเที่ยงคืน "
            "คนขับให้เบอร์โทรศัพท์ไว้กับเจ้าของท่าว่า {driver:thai}\n\n"
            "พื้นที่ดังกล่าวอยู่ฝั่งเมียนมา เจ้าหน้าที่ไทยไม่มีอำนาจเข้าไป"
        ),
        selectors=dict(pickup=pickup, driver=driver),
        marks={
            "W3.01": "รั้วลวดหนามหันเข้าด้านใน",
            "W2.03": "มาจอดที่ท่าเรือธรรมชาติสัปดาห์ละสองถึงสามครั้ง หลังเที่ยงคืน",
        },
        handling=shared_with("maesot", "in", "ph", grade="A2"),
    )
    yield Draft(
        "boatman",
        by="thida",
        language="my",
        source_kind="tip",
        seen=at(1, 13),
        place=places.MOEI_BANK,
        text=(
            "သောင်ရင်းမြစ်ဘေးမှာ လှေမောင်းတဲ့သူတစ်ယောက် ဂေဟာကို လာပြောပြပါတယ်။ သူ့နာမည်ကို မဖော်ပြပါနဲ့လို့ တောင်းဆိုထားပါတယ်။\n\n"
            "ညသန်းခေါင်ကျော်ရင် နိုင်ငံခြားသား ငါးယောက်၊ ခြောက်ယောက်ကို ရော်ဘာလှေနဲ့ တစ်ဖက်ကမ်းကို ပို့ခိုင်းပါတယ်။ "
            "အများစုက အိန္ဒိယနဲ့ အာဖရိကက လူငယ်တွေပါ။ ဖုန်းတွေ၊ ပတ်စပို့တွေကို လှေပေါ်မတက်ခင် သိမ်းလိုက်ပါတယ်။ "
            "တစ်ဖက်ကမ်းက စောင့်ကြိုတဲ့သူရဲ့ ဖုန်းနံပါတ်က {guard} ဖြစ်ပါတယ်။\n\n"
            "အမိုးပေါ်မှာ စာလုံးနီနီတွေပါတဲ့ အဆောက်အအုံမြင့်ကြီးအနောက်က ဝင်ပေါက်ကနေ သွင်းတာလို့ ပြောပါတယ်။ "
            "အောက်တိုဘာ ၂၆ ရက်ညက ယောက်ျားလေးတစ်ယောက် ငိုနေတာကို သူ မြင်ခဲ့ပါတယ်။"
        ),
        selectors=dict(guard=guard),
        marks={
            "W2.03": "နိုင်ငံခြားသား ငါးယောက်၊ ခြောက်ယောက်ကို ရော်ဘာလှေနဲ့ တစ်ဖက်ကမ်းကို ပို့ခိုင်းပါတယ်",
            "W2.06": "ဖုန်းတွေ၊ ပတ်စပို့တွေကို လှေပေါ်မတက်ခင် သိမ်းလိုက်ပါတယ်",
        },
        handling=owner_first(
            "th", "maesot", purposes=HELD, grade="C3", caveat="The source is not to be sought out."
        ),
    )
    yield Draft(
        "night-message",
        by="arjun",
        language="hi",
        source_kind="message",
        seen=at(4, 20, 52),
        delay=timedelta(minutes=38),
        place=places.MYAWADDY,
        text=(
            "रात की पाली, 5 नवंबर, भारतीय समय 02:22। परिवार को मिला संदेश, बहन ने तुरंत भेजा:\n\n"
            '"छापे के बाद सब को दूसरी इमारत में ले गए। कल नाव से आगे भेजने की बात हो रही है। मेरा फ़ोन नहीं है, यह एक केन्याई '
            'लड़के का है। टावर के लाल अक्षर यहाँ से भी दिखते हैं। उस नंबर पर फ़ोन मत करना।"\n\n'
            "संदेश Telegram पर {friend} से आया। गार्ड की दुकान का नंबर लड़के ने फिर वही बताया: {guard:paren}।\n"
            "सूचना थाईलैंड के ड्यूटी अधिकारी को फ़ोन पर दी गई। सुरक्षित समय: भारतीय समय 02:00 से 03:00 तक।"
        ),
        selectors=dict(friend=make.telegram("river_night_23"), guard=guard),
        marks={
            "W2.08": "छापे के बाद सब को दूसरी इमारत में ले गए",
            "W3.04": "मेरा फ़ोन नहीं है",
        },
        persons=(SON,),
        handling=red("arjun", "kavya", "somchai", "rohan", purposes=HELD, caveat="Safe hours only."),
    )
    yield Draft(
        "embassy-list",
        by="rohan",
        language="en",
        source_kind="other",
        seen=at(3, 8),
        place=places.MAE_SOT,
        text=(
            "Consular camp at Mae Sot, 3 November. Two Indian nationals who crossed on 28 October were recruited by the "
            'same account as the missing man from Kochi: Telegram {recruiter:case}, "Golden Tower". Both were asked '
            "for the medical by a man in Ernakulam, phone {agent:zz}. Both consent to this note being passed to the "
            "bureau in New Delhi and to Safe Return India, not further."
        ),
        selectors=dict(recruiter=recruiter, agent=agent),
        marks={"W1.03": "asked for the medical by a man in Ernakulam"},
        handling=owner_first("in", "safereturn", purposes=HELD, grade="A2", years=1),
    )
    yield Draft(
        "pickup-watch",
        by="somchai",
        language="th",
        source_kind="observation",
        seen=at(4, 4),
        place=places.TAK,
        text=(
            "เป้าหมายเฝ้าระวัง: รถกระบะทะเบียน {pickup} (สีเทา) ผ่านด่านบนทางหลวงหมายเลข 12 มุ่งหน้าแม่สอด เวลา 02.40 น. ผู้โดยสาร 4 คน "
            "แจ้งเจ้าหน้าที่ว่าเป็นนักท่องเที่ยว ยังไม่เข้าจับกุม รอผลการสืบสวนผู้ว่าจ้าง ห้ามเปิดเผยต่อหน่วยงานอื่นก่อนได้รับอนุญาต"
        ),
        selectors=dict(pickup=pickup),
        marks={"W2.04": "ผ่านด่านบนทางหลวงหมายเลข 12 มุ่งหน้าแม่สอด เวลา 02.40 น."},
        handling=silent(caveat="Surveillance under way."),
    )
