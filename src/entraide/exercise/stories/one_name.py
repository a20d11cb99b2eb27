"""Story 2. One recruiter, four spellings, four countries; and two innocent people with nearly his name.

Lai Weimin (赖伟民, လိုင်ဝေမင်, ไล่ เหว่ยหมิน), born 1986, is one man. Lai Weiming (赖伟明), who keeps a restaurant
in George Town, and Li Weimin (李为民), an engineer in Singapore, are neither he nor one another.
"""

from __future__ import annotations

from collections.abc import Iterator

from entraide.exercise import places
from entraide.exercise.selectors import Selectors
from entraide.exercise.shapes import Person
from entraide.exercise.writing import Draft, at, owner_first, shared_with
from entraide.vocabulary.handling import Purpose

ONE_PERSON = (
    ("one_name/latin", "Lai Weimin"),
    ("one_name/chinese", "赖伟民"),
    ("one_name/burmese", "လိုင်ဝေမင်"),
    ("one_name/thai", "ไล่ เหว่ยหมิน"),
)
OTHERS = (("one_name/restaurant", "Lai Weiming"), ("one_name/engineer", "Li Weimin"))


def tell(make: Selectors) -> Iterator[Draft]:
    wechat = make.wechat("laige_8686")
    phone = make.phone("KE")
    thai_phone = make.phone("TH")
    passport = make.passport("CN")
    restaurant = make.phone("MY")

    yield Draft(
        "latin",
        by="wanjiru",
        language="en",
        source_kind="statement",
        seen=at(24, 7),
        place=places.NAIROBI,
        text=(
            'Two candidates who turned back at Dubai name the man who paid their tickets as "Mr Lai", in the booking '
            "Lai Weimin, about forty, limps slightly on the left. He met them in a hotel in Kilimani on 11 October, "
            "paid in dollar notes and gave the number {phone:nat}. He asked whether they knew girls who sing.\n"
            "On the back of his card, WeChat ID: {wechat}."
        ),
        selectors=dict(phone=phone, wechat=wechat),
        marks={"W1.06": "the man who paid their tickets", "W2.01": "turned back at Dubai"},
        persons=(Person("Lai Weimin", "suspect", 1986, "CN"),),
        handling=owner_first("cn", "th", "ae", grade="B3"),
    )
    yield Draft(
        "chinese",
        by="linyue",
        language="zh",
        source_kind="observation",
        seen=at(25, 3),
        place=places.XIAMEN,
        text=(
            "赖伟民，男，1986年生，福建人，涉嫌组织他人偷越国境及电信网络诈骗。2023年从老街转移至妙瓦底地区，"
            "以“人力资源公司”名义招募东非和南亚人员。左腿有旧伤，行走略跛。\n\n"
            "使用护照号码 {passport}（已注销）。微信：{wechat}。据被遣返人员陈述，其常往返内罗毕、曼谷。\n"
            "请各方协助核查其目前所在地，勿惊动本人。"
        ),
        selectors=dict(passport=passport, wechat=wechat),
        marks={"C2.03": "2023年从老街转移至妙瓦底地区", "W1.03": "以“人力资源公司”名义招募东非和南亚人员"},
        persons=(Person("赖伟民", "suspect", 1986, "CN"),),
        handling=owner_first("th", "ke", purposes=Purpose.INVESTIGATION, grade="A2"),
    )
    yield Draft(
        "burmese",
        by="elise",
        language="my",
        source_kind="open_source",
        seen=at(28, 11),
        place=places.SHWE_KOKKO,
        text=(
            "လူမှုကွန်ရက်စာမျက်နှာတစ်ခုမှာ ၂၀၂၅ ခုနှစ် အောက်တိုဘာ ၂၈ ရက်က တင်ထားတဲ့ စာပါ။\n\n"
            "“လိုင်ဝေမင် ဆိုတဲ့ တရုတ်သူဌေးက ရွှေကုက္ကိုမှာ ကုမ္ပဏီသုံးခု ဖွင့်ထားတယ်။ ကင်ညာနဲ့ အိန္ဒိယက လူတွေကို ခေါ်သွင်းတာ သူပဲ။ "
            "ဘယ်ဘက်ခြေထောက် နည်းနည်းထော့တယ်။ ထိုင်းဖုန်း {thai_phone:e164} ကို ဆက်ရင် သူ့လူတွေ ကိုင်တယ်။”\n\n"
            "စာရေးသူကို မသိရပါ။ အတည်မပြုရသေးပါ။"
        ),
        selectors=dict(thai_phone=thai_phone),
        marks={"C1.08": "ရွှေကုက္ကိုမှာ ကုမ္ပဏီသုံးခု ဖွင့်ထားတယ်"},
        persons=(Person("လိုင်ဝေမင်", "suspect", None, "CN"),),
        handling=shared_with(
            "centre", "th", "cn", "ke", grade="D4", caveat="Copied from a public page; unverified."
        ),
    )
    yield Draft(
        "thai",
        by="nok",
        language="th",
        source_kind="observation",
        seen=at(2, 5),
        place=places.BANGKOK,
        text=(
            "จากการตรวจสอบผู้เช่าคอนโดมิเนียมย่านห้วยขวาง พบชื่อ ไล่ เหว่ยหมิน สัญชาติจีน เกิดปี 2529 ใช้หนังสือเดินทางเลขที่ "
            "{passport:space} เบอร์โทรศัพท์ {thai_phone:dash} เพื่อนบ้านให้การว่าเดินขากะเผลกข้างซ้าย มีชาวแอฟริกันและชาวอินเดีย"
            "มาพักครั้งละสองถึงสามคืนก่อนขึ้นรถตู้ไปทางเหนือ"
        ),
        selectors=dict(passport=passport, thai_phone=thai_phone),
        marks={"W2.04": "มาพักครั้งละสองถึงสามคืนก่อนขึ้นรถตู้ไปทางเหนือ"},
        persons=(Person("ไล่ เหว่ยหมิน", "suspect", 1986, "CN"),),
        handling=owner_first("cn", "in", "ke", purposes=Purpose.INVESTIGATION, grade="A2"),
    )
    yield Draft(
        "restaurant",
        by="farid",
        language="en",
        source_kind="statement",
        seen=at(27, 4),
        place=places.PENANG,
        text=(
            "Witness: Lai Weiming (赖伟明), 64, keeps a noodle restaurant in George Town. Two young men from Kelantan "
            'who washed dishes for him left in August for "a hotel job in Mae Sot" and have not answered since. He '
            "has kept their last pay for them. He can be reached at the restaurant, {restaurant:nat}, after ten."
        ),
        selectors=dict(restaurant=restaurant),
        marks={"W1.01": 'left in August for "a hotel job in Mae Sot"'},
        persons=(Person("Lai Weiming", "witness", 1961, "MY"),),
        handling=owner_first("th", grade="B2"),
    )
    yield Draft(
        "engineer",
        by="weiling",
        language="en",
        source_kind="financial",
        seen=at(29, 2),
        place=places.SINGAPORE,
        text=(
            "Customer complaint. Li Weimin (李为民), born 1990, engineer, lost 23,400 SGD in a parcel scam: a caller "
            'who said he was from the customs hotline had him move his savings to a "safe account", {safe}. Caller\'s '
            "number as displayed: {caller}. The customer is a victim and has no part in it."
        ),
        selectors=dict(safe=make.account("SG"), caller=make.phone("SG")),
        marks={"F2.04": "a caller who said he was from the customs hotline"},
        persons=(Person("Li Weimin", "victim", 1990, "SG"),),
        handling=owner_first("fiu-th", "fiu-kr", purposes=Purpose.FINANCE, grade="A1"),
    )
    yield Draft(
        "dubai-hotel",
        by="mariam",
        language="ar",
        source_kind="observation",
        seen=at(30, 10),
        place=places.DUBAI,
        text=(
            "ورد من إدارة فندق في ديرة أن رجلاً صينياً يعرج قليلاً حجز غرفاً لاثني عشر شاباً من كينيا وإثيوبيا بين 3 و20 أكتوبر، "
            "ودفع نقداً، ثم نُقلوا إلى المطار ليلاً على رحلات إلى بانكوك. ترك رقم هاتف كيني {phone:zz} ورقماً "
            "تايلاندياً {thai_phone}.\n"
            "لم تُسجَّل شكوى من النزلاء. لدى الفندق صور جوازات السفر."
        ),
        selectors=dict(phone=phone, thai_phone=thai_phone),
        marks={"W2.01": "نُقلوا إلى المطار ليلاً على رحلات إلى بانكوك"},
        handling=shared_with("ke", "et", "th", grade="B2"),
    )
