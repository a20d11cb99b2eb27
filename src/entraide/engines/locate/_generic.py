"""Words that say what kind of place it is, in many languages; a name is looked up with and without them."""

from __future__ import annotations

import re

_WORDS = """
compound zone sez special economic industrial city town township village district province commune site resort
casino hotel building centre center international freeport the in near at of scam camp area state ward
công viên khu đặc thành phố tỉnh huyện thị xã phường kinh tế
город комплекс зона лагерь г район провинция
단지 시 도 지역 특구 경제특구
शहर कंपाउंड जिला क्षेत्र
مدينة مجمع منطقة حديقة محافظة
"""
_SPACED = frozenset(_WORDS.split())
_JOINED = (
    "经济特区", "經濟特區", "国际娱乐城", "科技园", "产业园", "工业园", "园区", "園區", "公园", "公園", "国际城", "赌场", "特区",
    "市", "县", "省", "镇", "鎮", "村", "城", "工業団地", "市内",
    "เขตเศรษฐกิจพิเศษ", "จังหวัด", "อำเภอ", "ตำบล", "เมือง", "กรุง", "บ้าน", "นิคม", "คาสิโน",
    "အထူးစီးပွားရေးဇုန်", "မြို့သစ်", "မြို့နယ်", "မြို့", "ရွာ", "ပြည်နယ်", "ခရိုင်", "ဇုန်",
    "តំបន់សេដ្ឋកិច្ចពិសេស", "រាជធានី", "ខេត្ត", "ក្រុង", "ស្រុក", "ឃុំ", "ភូមិ", "សង្កាត់",
    "ເຂດເສດຖະກິດພິເສດ", "ນະຄອນ", "ແຂວງ", "ເມືອງ", "ບ້ານ",
    "시", "단지",
)  # fmt: skip


def without_generic(name: str) -> str:
    """The name without such words; as it is where nothing would be left."""
    words = [word for word in re.split(r"[\s,]+", name) if word.casefold().strip(".()") not in _SPACED]
    rest = " ".join(words) or name
    for joined in _JOINED:
        for cut in (rest.removeprefix(joined), rest.removesuffix(joined)):
            if cut != rest and len(cut.strip()) > 1:
                rest = cut.strip()
    return rest or name


_PARKS = re.compile(
    r"\s*(?:ပန်းခြံ|ဥယျာဉ်|ပါ့ခ်|ပါခ်|ပတ်ခ်|สวน(?=[^\u0e00-\u0e7f])|พาร์ค|พาร์ก|ปาร์ค|ឧទ្យាន|ផាក|ສວນ|ພາກ|公园|公園|园区|園區|"
    r"공원|파크|パーク|公苑|उद्यान|पार्क|পার্ক|பார்க்|பூங்கா|פארק|حديقة|بارك|парк|công viên)\s*",
    re.IGNORECASE,
)


def with_park(name: str) -> str:
    """The name with the word for a park, in whatever language, as English has it: many compounds are called parks."""
    rest = _PARKS.sub(" ", name).strip()
    return f"{rest} Park" if rest and rest != name else name
