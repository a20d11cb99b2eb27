"""Which column of a table is which field of a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from entraide.engines.link import InvalidSelector, normalise
from entraide.vocabulary import selector_kinds

_OF_A_REPORT = ("text", "title", "observed_at", "language", "country", "place", "source", "client_id")
FIELDS = (*_OF_A_REPORT, *selector_kinds.load())
"""What a column may be: a field of a report, or a kind of selector."""

# Headers without accents and signs, in small letters; the first field that knows a header gets it.
_HEADERS: dict[str, str] = {
    "client_id": "client id|external id|reference|ref|ref no|case id|case number|record id|report id|uuid|numero de dossier|"
    "referencia|id|no|numero|เลขที่คดี|编号|رقم المرجع",
    "text": "text|description|narrative|report|details|statement|message|content|body|summary|notes|note|comment|remarks|"
    "facts|texte|recit|faits|contenu|descripcion|relato|contenido|texto|mensaje|descricao|รายละเอียด|ข้อความ|内容|描述|"
    "详情|正文|النص|الوصف|التفاصيل|내용|noi dung|deskripsi|विवरण",
    "title": "title|subject|headline|titre|objet|titulo|asunto|หัวข้อ|标题|العنوان|제목|judul|tieu de|शीर्षक",
    "observed_at": "observed at|observed|date|date time|datetime|time|timestamp|when|event date|incident date|reported at|"
    "received|created|created at|date des faits|fecha|data|hora|วันที่|日期|时间|التاريخ|날짜|tanggal|ngay|दिनांक",
    "language": "language|lang|langue|idioma|lingua|ภาษา|语言|اللغة|언어|bahasa|ngon ngu|भाषा",
    "country": "country|country code|pays|pais|ประเทศ|国家|الدولة|البلد|국가|negara|quoc gia|देश|nation|state",
    "place": "place|location|where|city|town|address|lieu|endroit|ville|lugar|ubicacion|ciudad|local|cidade|สถานที่|地点|"
    "地址|المكان|المدينة|장소|lokasi|tempat|dia diem|स्थान",
    "source": "source|origin|reported by|reporter|informant|provenance|fuente|fonte|แหล่งที่มา|来源|المصدر|출처|sumber|nguon|स्रोत",
    "phone": "phone|phone number|telephone|tel|mobile|mobile number|cell|msisdn|contact number|telefono|telefone|movil|celular|"
    "portable|numero de telephone|โทรศัพท์|เบอร์โทร|เบอร์|电话|手机|الهاتف|رقم الهاتف|전화|전화번호|telepon|dien thoai|फोन|मोबाइल",
    "whatsapp": "whatsapp|whatsapp number|whats app|wa|واتساب",
    "email": "email|e mail|mail|email address|courriel|correo|correo electronico|อีเมล|邮箱|电子邮件|البريد الالكتروني|이메일",
    "telegram": "telegram|telegram handle|telegram username|tg|เทเลแกรม|电报|تلجرام|تيليجرام|텔레그램",
    "wechat": "wechat|wechat id|weixin|微信|微信号|위챗",
    "line": "line|line id|ไลน์|ไอดีไลน์|라인",
    "facebook": "facebook|facebook profile|fb|เฟซบุ๊ก|فيسبوك|페이스북",
    "instagram": "instagram|insta|ig|انستغرام|인스타그램",
    "tiktok": "tiktok|tik tok|抖音|틱톡",
    "url": "url|link|web address|lien|enlace|ลิงก์|网址|链接|الرابط|링크",
    "domain": "domain|website|site|web site|hostname|domaine|dominio|sitio web|เว็บไซต์|域名|网站|الموقع|도메인",
    "ip": "ip|ip address|adresse ip|direccion ip|ipv4|ipv6",
    "iban": "iban",
    "bank_account": "bank account|account|account number|account no|acct|compte|numero de compte|cuenta|numero de cuenta|conta|"
    "บัญชี|เลขที่บัญชี|账号|账户|银行账号|رقم الحساب|계좌|계좌번호|rekening|so tai khoan|खाता",
    "btc": "btc|bitcoin|bitcoin address|btc address",
    "eth": "eth|ethereum|ethereum address|eth address|erc20",
    "tron": "tron|trx|tron address|trc20|usdt trc20",
    "passport": "passport|passport no|passport number|passeport|pasaporte|passaporte|หนังสือเดินทาง|护照|护照号|جواز السفر|여권|paspor|"
    "ho chieu|पासपोर्ट",
    "vehicle_plate": "plate|licence plate|license plate|vehicle plate|number plate|registration|immatriculation|placa|matricula|"
    "ทะเบียนรถ|车牌|لوحة السيارة|차량번호|plat nomor|bien so",
}
_KNOWN = {header: field for field, headers in reversed(_HEADERS.items()) for header in headers.split("|")}
_BY_CONTENT = ("email", "url", "ip", "iban", "eth", "tron", "btc", "domain", "phone")
_DATE = re.compile(
    r"\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T ]\d{1,2}:\d{2}.*)?\s*$"
)
_ENOUGH = 0.7


def is_known_header(cell: str) -> bool:
    return plain(cell) in _KNOWN


def suggest_mapping(headers: Sequence[str], sample: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Field → column, as far as headers or, failing them, the cells of ``sample`` tell.

    Each field is given once and each column once; what is left out nobody recognised. Fields are FIELDS.
    """
    mapping: dict[str, str] = {}
    for header in headers:
        field = _KNOWN.get(plain(header))
        if field and field not in mapping:
            mapping[field] = header
    rows = list(sample)
    for header in headers:
        if header in mapping.values():
            continue
        cells = [cell for row in rows if (cell := row.get(header, "").strip())]
        field = _field_of(cells)
        if field and field not in mapping:
            mapping[field] = header
    return {field: mapping[field] for field in FIELDS if field in mapping}


def plain(header: str) -> str:
    """Small letters without accents, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", header.casefold())
    bare = re.sub("[\u0300-\u036f\u064b-\u065f]", "", decomposed)
    return unicodedata.normalize("NFC", re.sub(r"[\s_\-./:#°º()*]+", " ", bare).strip())


def _field_of(cells: list[str]) -> str | None:
    if not cells:
        return None
    if _share(cells, lambda cell: bool(_DATE.match(cell))) >= _ENOUGH:
        return "observed_at"
    for kind in _BY_CONTENT:
        if _share(cells, lambda cell, kind=kind: _is(kind, cell)) >= _ENOUGH:  # type: ignore[misc]
            return kind
    if sum(map(len, cells)) / len(cells) >= 60:
        return "text"
    return None


def _share(cells: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, cells)) / len(cells)


def _is(kind: str, cell: str) -> bool:
    if kind == "url" and "://" not in cell[:9]:
        return False
    try:
        normalise(kind, cell)
    except InvalidSelector:
        return False
    return True
