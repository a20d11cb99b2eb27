"""Story 5. The river: after the raid about 1,500 people of 28 nationalities cross the Moei to Mae Sot.

The counts are published ones: about 1,500 people, some 500 of them Indians, by 29 October 2025 (ETV Bharat);
1,667 of 28 nationalities by 31 October (Freedom Collaborative); more than 2,000 by 5 November (New Indian
Express); the mix of nationalities for planning is that of the list published in February 2025.

A note on the flights of 6 November (270) and 10 November (197). One text in circulation says that these people
were brought *to Thailand* on those days. The embassy of India and the press of the day say that they were
flown from Mae Sot *to India*. The exercise follows the latter.

The persons of this story are invented; none of them stands for one of the people who crossed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from entraide.exercise import places
from entraide.exercise.selectors import HOTLINE, Selectors
from entraide.exercise.writing import Draft, at, owner_first, published, red, shared_with, to_all
from entraide.vocabulary.handling import Purpose

CARE = Purpose.PROTECTION
BOTH = Purpose.PROTECTION | Purpose.INVESTIGATION


def tell(make: Selectors) -> Iterator[Draft]:
    boat = make.phone("TH")
    changer = make.telegram("baht_corner")
    boss = make.phone("TH")
    dormitory = make.phone("KE")
    group = make.facebook("maesot.help.group")
    fixer = make.phone("TH")
    speaker = make.neighbour(fixer) or make.phone("TH")
    laptop = make.ip()
    chat = make.domain("lovely-garden-vip")

    yield Draft(
        "published-29-october",
        by="elise",
        language="en",
        source_kind="open_source",
        seen=at(29, 12),
        place=places.MAE_SOT,
        text=(
            "Published count. ETV Bharat, 29 October 2025: about 1,500 people of 28 nationalities have crossed to Mae Sot "
            "after the raid on KK Park, about 500 of them Indian; India prepares to bring its nationals home.\n"
            "Read together with: border list of February 2025, as published by PASA (7,141 people: 4,860 from China, 572 "
            "from Viet Nam, 526 from India, 430 from Ethiopia, 283 from Indonesia, 127 from the Philippines, 64 from Kenya).\n"
            "The two counts are of different events and must not be added up."
        ),
        marks={"W2.08": "have crossed to Mae Sot after the raid on KK Park"},
        handling=published(grade="B2"),
    )
    yield Draft(
        "published-31-october",
        by="elise",
        language="fr",
        source_kind="open_source",
        seen=at(31, 17),
        place=places.MAE_SOT,
        text=(
            "Chiffre publié. Freedom Collaborative, au 31 octobre 2025 : 1 667 personnes de 28 nationalités passées de "
            "Birmanie en Thaïlande par le secteur de Mae Sot. L'article distingue mal les personnes arrivées à la nage, en "
            "bateau et par le pont ; les mineurs n'y sont pas comptés à part. Valeur à tenir pour provisoire."
        ),
        handling=published(grade="B3"),
    )
    yield Draft(
        "planning-mix",
        by="ines",
        language="en",
        source_kind="other",
        seen=at(30, 8),
        place=places.MAE_SOT,
        text=(
            "For all reception partners. Interpreters are asked for in this order, from the published mix of February "
            "2025 and the first shifts: Chinese, Hindi, Vietnamese, Amharic, Indonesian, Filipino, Swahili, Nepali, "
            "Urdu. Amharic is short: one interpreter by telephone for the whole of Tak. Countries with five people or "
            "fewer are reached through the Centre, so that nobody is found by counting.\n"
            'The number that circulates as "the helpline of the operation" is real and public: {line}. It is on every '
            "poster and says nothing about who writes it down."
        ),
        selectors=dict(line=HOTLINE),
        handling=to_all(grade="A1"),
    )
    yield Draft(
        "first-night",
        by="pim",
        language="th",
        source_kind="observation",
        seen=at(23, 23),
        place=places.MAE_SOT,
        text=(
            "สรุปกะกลางคืน จุดรับแม่สอด: รับตัว 148 คน เป็นชาย 121 หญิง 27 สัญชาติที่พบมาก ได้แก่ จีน อินเดีย เวียดนาม เอธิโอเปีย "
            "ส่วนใหญ่ว่ายน้ำหรือเกาะโฟมข้ามมา 9 คนมีแผลจากลวดหนาม 2 คนส่งโรงพยาบาล ไม่มีหนังสือเดินทาง 96 คน\n\n"
            "หลายคนให้เบอร์คนเรือซึ่งเรียกเก็บ 3,000 บาทต่อคน: {boat:thai} และคนแลกเงินทาง Telegram {changer}"
        ),
        selectors=dict(boat=boat, changer=changer),
        marks={"W2.03": "ว่ายน้ำหรือเกาะโฟมข้ามมา", "W2.06": "ไม่มีหนังสือเดินทาง 96 คน"},
        handling=shared_with("th", "tak", "shelter", "centre", purposes=BOTH, grade="A1"),
    )
    yield Draft(
        "shift-28-october",
        by="pim",
        language="th",
        source_kind="observation",
        seen=at(28, 15),
        place=places.MAE_SOT,
        text=(
            "สรุปกะเช้า 28 ตุลาคม 2568: ลงทะเบียนใหม่ 213 คน ยอดสะสมของจุดรับ 1,402 คน รอล่ามภาษาอัมฮาริก 61 คน "
            "รอคัดกรองเกิน 24 ชั่วโมง 174 คน พบผู้ชักชวนเข้ามาในแถวอ้างว่าเป็นเจ้าหน้าที่สถานทูต เสนอตั๋วกลับบ้านแลกกับค่าธรรมเนียม "
            "ทิ้งเบอร์ไว้ {fixer:dash} ขอให้ทุกจุดแจ้งเตือนผู้พักพิง"
        ),
        selectors=dict(fixer=fixer),
        marks={"W1.10": "พบผู้ชักชวนเข้ามาในแถวอ้างว่าเป็นเจ้าหน้าที่สถานทูต"},
        handling=shared_with("th", "tak", "shelter", "emb-in", "emb-et", "centre", purposes=BOTH, grade="A1"),
    )
    yield Draft(
        "bag-on-the-bank",
        by="pim",
        language="en",
        source_kind="observation",
        seen=at(30, 1),
        place=places.MOEI_BANK,
        text=(
            "Bag found on the bank, sealed and logged at 08:15. Content: 31 telephones, 4 without SIM, one router with a "
            "label; two notebooks in Chinese with tallies. Numbers written on stickers, as far as legible: {boss:burmese} "
            '("boss night"), {dormitory} ("Kenya dorm"). Page open on one screen: {chat:page}. Router last '
            "connected to {laptop}.\n"
            "Nothing was switched on after sealing. Chain of custody starts with this note."
        ),
        selectors=dict(boss=boss, dormitory=dormitory, chat=chat, laptop=laptop),
        marks={"C1.07": "31 telephones", "F1.06": "two notebooks in Chinese with tallies"},
        handling=owner_first("th", "ke", purposes=BOTH, grade="A1"),
    )
    yield Draft(
        "boat-fees",
        by="thida",
        language="my",
        source_kind="statement",
        seen=at(26, 10),
        place=places.MAE_RAMAT,
        text=(
            "ဂေဟာမှာ ရောက်နေတဲ့ အမျိုးသမီး သုံးယောက်ရဲ့ ပြောပြချက်ပါ။ ဝင်းထဲက ထွက်ပြေးတဲ့ညမှာ လှေခ တစ်ယောက် ဘတ် ၃၀၀၀ ပေးရပါတယ်။ "
            "ပိုက်ဆံမရှိတဲ့သူတွေကို ကမ်းစပ်မှာ ထားခဲ့ပါတယ်။ လှေသမားဖုန်း {boat}။ "
            "ဝင်းထဲက ညပိုင်းကြီးကြပ်သူက {boss} နဲ့ ပြန်ခေါ်နေတုန်းပဲလို့ ပြောပါတယ်။ သူတို့ ကြောက်နေပါတယ်။"
        ),
        selectors=dict(boat=boat, boss=boss),
        marks={"W2.03": "လှေခ တစ်ယောက် ဘတ် ၃၀၀၀ ပေးရပါတယ်", "W1.10": "နဲ့ ပြန်ခေါ်နေတုန်းပဲ"},
        handling=owner_first("maesot", "tak", purposes=CARE, grade="B2"),
    )
    yield Draft(
        "three-children",
        by="paul",
        language="en",
        source_kind="statement",
        seen=at(31, 6),
        place=places.MAE_SOT,
        text=(
            "Three people given as adults in the first list say, each alone and in their own language, that they are 15, "
            "16 and 17. Child track opened at once; rooms apart; guardian asked for. The youngest was told by a woman he "
            'called aunt to say "twenty" at every desk, and rings her at {dormitory:e164} every evening. Nobody else '
            "is to ring that number. No photographs. Names are with the house only."
        ),
        selectors=dict(dormitory=dormitory),
        marks={"W1.09": 'told by a woman he called aunt to say "twenty" at every desk'},
        handling=red(
            "paul",
            "thida",
            "krit",
            "malee",
            purposes=CARE,
            caveat="Children. Names stay in the house.",
            years=1,
        ),
    )
    yield Draft(
        "both-at-once",
        by="krit",
        language="th",
        source_kind="statement",
        seen=at(1, 9),
        place=places.TAK,
        text=(
            "ผู้รับการคัดกรองสองราย (ชาย 27 ปี และหญิง 24 ปี) เคยเป็นหัวหน้าทีม สั่งปรับเงินและรายงานชื่อผู้ไม่ถึงยอดต่อผู้คุม "
            "ทั้งสองให้การว่าถูกช็อตไฟฟ้าในเดือนแรก และได้เลื่อนเป็นหัวหน้าทีมเพราะชักชวนเพื่อนมาได้สามคน เป็นทั้งผู้ต้องสงสัยและผู้เสียหาย "
            "ผู้อ่านคนที่สองเห็นพ้อง เบอร์ผู้คุมกะกลางคืน {boss:nbsp} บัญชีกลุ่มที่ใช้คุยกับเหยื่อ {chat:url}"
        ),
        selectors=dict(boss=boss, chat=chat),
        marks={
            "W4.08": "ได้เลื่อนเป็นหัวหน้าทีมเพราะชักชวนเพื่อนมาได้สามคน",
            "W4.02": "ถูกช็อตไฟฟ้าในเดือนแรก",
            "W3.08": "สั่งปรับเงิน",
        },
        handling=owner_first("th", "maesot", purposes=BOTH, grade="A2"),
    )
    yield Draft(
        "false-consul",
        by="meera",
        language="en",
        source_kind="tip",
        seen=at(2, 14),
        place=places.MAE_SOT,
        text=(
            'Four families in Kerala and Tamil Nadu were rung by a man who said that he was "of the embassy in Mae Sot" '
            "and could put their son on the flight of the 6th for 40,000 rupees. There is no embassy in Mae Sot and the "
            "flight is free. His number: {fixer:zz}. He found the families through the Facebook page {group}."
        ),
        selectors=dict(fixer=fixer, group=group),
        marks={
            "W1.10": "could put their son on the flight of the 6th for 40,000 rupees",
            "F1.09": "of the embassy in Mae Sot",
        },
        handling=shared_with("in", "emb-in", "maesot", "th", "centre", purposes=BOTH, grade="B2"),
    )
    yield Draft(
        "false-consul-ke",
        by="wanjiru",
        language="sw",
        source_kind="tip",
        seen=at(3, 6),
        place=places.NAIROBI,
        text=(
            "Ndugu wa vijana wawili walio Mae Sot wanasema mtu aliyejiita afisa wa ubalozi aliomba shilingi 60,000 ili "
            "kuwapandisha ndege. Alitumia namba ya Thailand {fixer} na ukurasa wa Facebook {group:mobile}. Tumewaambia "
            "wasilipe. Namba ya bweni waliyopewa zamani ni {dormitory:nat}."
        ),
        selectors=dict(fixer=fixer, group=group, dormitory=dormitory),
        marks={"W1.10": "aliomba shilingi 60,000 ili kuwapandisha ndege"},
        handling=shared_with("maesot", "th", "in", "centre", purposes=BOTH, grade="B2"),
    )
    yield Draft(
        "flight-list",
        by="rohan",
        language="en",
        source_kind="other",
        seen=at(5, 12),
        place=places.MAE_SOT,
        text=(
            "First flight home, 6 November, two aircraft of the air force, Mae Sot to India: 270 seats taken, 26 women and "
            "244 men (figures as announced). Every name on the list was asked twice. Emergency papers printed for 233. Four "
            "more wait for the answer on nationality and will be told tonight that they do not fly. A second flight is asked "
            "for the 10th."
        ),
        handling=owner_first("in", "th", "maesot", "safereturn", purposes=BOTH, grade="A1", years=1),
    )
    yield Draft(
        "flight-morning",
        by="pim",
        language="th",
        source_kind="observation",
        seen=at(6, 3, 30),
        delay=timedelta(minutes=40),
        place=places.MAE_SOT,
        text=(
            "เช้าวันที่ 6 พฤศจิกายน: ผู้โดยสารชาวอินเดียขึ้นรถบัส 7 คัน นับที่ประตู 270 นับบนรถ 269 ตรวจซ้ำพบหนึ่งคนอยู่จุดปฐมพยาบาล "
            "นับใหม่ตรงกัน 270 ชายที่เสนอขายที่นั่งกลับมาอีกครั้ง เจ้าหน้าที่บันทึกเบอร์ที่เขาโทรออก {fixer:thai} และเชิญตัวไว้สอบถาม"
        ),
        selectors=dict(fixer=fixer),
        marks={"W1.10": "ชายที่เสนอขายที่นั่งกลับมาอีกครั้ง"},
        handling=shared_with("th", "emb-in", "in", purposes=BOTH, grade="A1"),
    )
    yield Draft(
        "nepal",
        by="sunita",
        language="en",
        source_kind="other",
        seen=at(5, 10),
        place=places.KATHMANDU,
        text=(
            "Fourteen nationals came home on 5 November by way of Mae Sot; 38 more had crossed by then (statement of the "
            "embassy, as published). Three of the fourteen paid an agent in Kathmandu, who now answers on {agent:nat} and "
            'offers to send them "to another company, better". The money changer they were told to use on the river was '
            "Telegram {changer:link}."
        ),
        selectors=dict(agent=make.phone("NP"), changer=changer),
        marks={"W1.10": 'offers to send them "to another company, better"'},
        handling=owner_first("th", "in", purposes=BOTH, grade="B1"),
    )
    yield Draft(
        "indonesia",
        by="putri",
        language="id",
        source_kind="statement",
        seen=at(4, 4),
        place=places.JAKARTA,
        text=(
            "Wawancara lewat telepon dengan sembilan WNI di Mae Sot. Semua masuk lewat Bangkok dengan visa turis dan "
            "menandatangani kontrak berbahasa Mandarin yang tidak mereka pahami; denda keluar 60.000 yuan. Atasan malam "
            "memakai nomor {boss:zz}. Situs yang dipakai untuk berkenalan dengan korban: {chat:hxxp}. Dua orang menangis "
            "ketika nomor itu dibacakan."
        ),
        selectors=dict(boss=boss, chat=chat),
        marks={
            "W3.07": "menandatangani kontrak berbahasa Mandarin yang tidak mereka pahami",
            "W3.06": "denda keluar 60.000 yuan",
        },
        handling=owner_first("th", "tak", purposes=BOTH, grade="A2"),
    )
    yield Draft(
        "china",
        by="linyue",
        language="zh",
        source_kind="observation",
        seen=at(2, 2),
        place=places.KUNMING,
        text=(
            "据回国人员陈述，10月22日园区被查后，管理人员连夜将设备装车转移，要求员工留守。园区夜班负责人使用泰国号码 {boss:e164}，"
            "继续以“补发工资”为由召回员工。换汇人员 Telegram 账号：{changer:bare}。\n"
            "提请泰方在甄别时注意：部分人员既受胁迫，又参与管理，请分别记录。"
        ),
        selectors=dict(boss=boss, changer=changer),
        marks={"C2.03": "管理人员连夜将设备装车转移", "W1.10": "继续以“补发工资”为由召回员工"},
        handling=owner_first("th", "tak", purposes=Purpose.INVESTIGATION, grade="B2"),
    )
    yield Draft(
        "vietnam-other-border",
        by="ha",
        language="vi",
        source_kind="observation",
        seen=at(4, 9),
        text=(
            "Cửa khẩu Hoa Lư, ngày 4/11/2025: tiếp nhận 65 công dân (8 nữ, 57 nam), trong đó 64 người thoát khỏi một cơ sở lừa "
            "đảo trực tuyến tại Campuchia (theo số liệu đã công bố). Bảy người khai từng ở bờ sông Moei trước khi bị bán sang "
            "Campuchia hồi tháng 8; họ nhớ số quản lý ca đêm {boss} và trang {chat}."
        ),
        selectors=dict(boss=boss, chat=chat),
        marks={
            "W2.07": "bị bán sang Campuchia hồi tháng 8",
            "C2.03": "từng ở bờ sông Moei trước khi bị bán sang Campuchia",
        },
        handling=owner_first("kh", "th", purposes=BOTH, grade="A2"),
    )
    yield Draft(
        "no-line",
        by="wanjiru",
        language="en",
        source_kind="observation",
        seen=at(5, 7),
        place=places.NAIROBI,
        text=(
            "Kenya has 38 people on its own list for Mae Sot and asks for the names as they become free to be given. "
            "Contact of the families' speaker was checked and is not to be mixed up with a similar number in the fixer's "
            "calls: {speaker} differs from his in the last digit only."
        ),
        selectors=dict(speaker=speaker),
        handling=owner_first("maesot", "th", purposes=BOTH, grade="A1"),
    )
