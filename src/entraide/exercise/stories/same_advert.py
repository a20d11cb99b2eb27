"""Story 3. Twelve adverts in six languages from one template, three pictures among them; and a real employer.

The words change, the bones stay: a wage out of proportion, everything paid, no skill asked, an interview in a
chat, few places left. The hotel in George Town also offers a room and a ticket: it names itself, its licence
and its contract, and must not be caught.
"""

from __future__ import annotations

from collections.abc import Iterator

from entraide.exercise import places
from entraide.exercise.pictures import poster
from entraide.exercise.selectors import Selectors
from entraide.exercise.writing import Draft, at, shared_with, to_all

GENUINE = "same_advert/genuine"


def tell(make: Selectors) -> Iterator[Draft]:
    tower, river, plane = poster("tower", 1), poster("river", 2), poster("plane", 3)
    desk_one = make.telegram("bluelotus_hr1")
    desk_two = make.telegram("bluelotus_hr2")
    desk_three = make.telegram("skyriver_team")
    page = make.facebook("bluelotus.jobs")
    second_page = make.facebook("skyriver.careers")
    site = make.domain("bluelotus-hr")
    zalo = make.phone("VN")
    whatsapp = make.phone("ID")

    yield Draft(
        "english-1",
        by="ngozi",
        language="en",
        source_kind="advert",
        seen=at(20, 9),
        place=places.LAGOS,
        text=(
            "Poster in four WhatsApp groups in Lagos:\n"
            '"URGENT! Chat support agents for a five-star company in Thailand. 1,200 USD every month, no experience, '
            "no certificate. You only need a passport and to type 30 words a minute. Company pays flight, visa, room "
            'and three meals. Only 5 places left, travel next week. Write to our HR on Telegram {desk}"'
        ),
        selectors=dict(desk=desk_one),
        pictures=(tower,),
        marks={
            "W1.01": "Chat support agents for a five-star company in Thailand",
            "W1.06": "Company pays flight, visa",
        },
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "english-2",
        by="wanjiru",
        language="en",
        source_kind="advert",
        seen=at(24, 12),
        place=places.NAIROBI,
        text=(
            "Sponsored post, taken down by the platform after nine hours, seen 41,000 times:\n"
            "\"Live and work abroad! Online customer care, Bangkok. Salary $1,200 + bonus. Don't worry about "
            "experience, we train you. Air ticket, visa, hostel and food are on us. Last 3 seats on Friday's flight. "
            'Chat interview, result in one hour: {page}"'
        ),
        selectors=dict(page=page),
        pictures=(plane,),
        marks={"F1.04": "Sponsored post", "W1.01": "Online customer care, Bangkok. Salary $1,200 + bonus"},
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "hindi-1",
        by="kavya",
        language="hi",
        source_kind="advert",
        seen=at(21, 6),
        place=places.KOCHI,
        text=(
            "जयपुर और कोच्चि के नौकरी समूहों में मिला विज्ञापन:\n"
            '"थाईलैंड में चैट सपोर्ट की नौकरी! हर महीने 1,00,000 रुपये, अनुभव की ज़रूरत नहीं, डिग्री की ज़रूरत नहीं। सिर्फ़ पासपोर्ट '
            "और 30 शब्द प्रति मिनट टाइपिंग। टिकट, वीज़ा, कमरा और तीन वक़्त का खाना कंपनी देगी। केवल 5 सीटें बची हैं, अगले हफ़्ते "
            'उड़ान। इंटरव्यू Telegram पर: {desk:link}"'
        ),
        selectors=dict(desk=desk_one),
        pictures=(tower,),
        marks={"W1.01": "थाईलैंड में चैट सपोर्ट की नौकरी!", "W1.05": "इंटरव्यू Telegram पर"},
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "hindi-2",
        by="meera",
        language="hi",
        source_kind="advert",
        seen=at(28, 5),
        place=places.KOCHI,
        text=(
            "हेल्पलाइन पर एक युवक ने भेजा, जाने से पहले पूछ रहा था कि असली है या नहीं:\n"
            '"विदेश में ऑनलाइन कस्टमर केयर, बैंकॉक। वेतन 1,200 डॉलर और बोनस। अनुभव न हो तो भी चलेगा, ट्रेनिंग हम देंगे। हवाई '
            "टिकट, वीज़ा, हॉस्टल, खाना सब हमारी तरफ़ से। शुक्रवार की उड़ान में आख़िरी 3 सीटें। घर में अभी किसी को मत बताइए। वेबसाइट "
            '{site:url}"'
        ),
        selectors=dict(site=site),
        pictures=(plane,),
        marks={
            "W1.01": "विदेश में ऑनलाइन कस्टमर केयर, बैंकॉक",
            "W1.06": "हवाई टिकट, वीज़ा, हॉस्टल, खाना सब हमारी तरफ़ से",
        },
        handling=shared_with("in", "emb-in", "centre", grade="B2"),
    )
    yield Draft(
        "swahili-1",
        by="thida",
        language="sw",
        source_kind="advert",
        seen=at(25, 9),
        place=places.MAE_SOT,
        text=(
            "Mkenya mmoja aliyevuka mto alituonyesha tangazo lililomleta:\n"
            '"HARAKA! Kampuni kubwa Thailand inatafuta wahudumu wa wateja kwa njia ya chat. Mshahara dola 1,200 kila '
            "mwezi, hakuna uzoefu wala cheti kinachohitajika. Uwe na pasipoti na uweze kuchapa maneno 30 kwa dakika. "
            "Kampuni inalipa tiketi, viza, chumba na chakula mara tatu. Nafasi 5 tu zimebaki, safari wiki ijayo. "
            'Andikia HR kwenye Telegram {desk:bare}"'
        ),
        selectors=dict(desk=desk_one),
        pictures=(tower,),
        marks={
            "W1.01": "inatafuta wahudumu wa wateja kwa njia ya chat",
            "W1.06": "Kampuni inalipa tiketi, viza",
        },
        handling=shared_with("ke", "th", "centre", grade="B2"),
    )
    yield Draft(
        "swahili-2",
        by="wanjiru",
        language="sw",
        source_kind="advert",
        seen=at(29, 7),
        place=places.NAIROBI,
        text=(
            "Tangazo jipya kutoka ukurasa uleule, picha ileile, maneno yamebadilishwa:\n"
            '"Fanya kazi nje ya nchi! Huduma kwa wateja mtandaoni, Bangkok. Dola 1,200 na bonasi. Tunakufundisha '
            "sisi. Tiketi ya ndege, viza, hosteli na chakula juu yetu. Viti 3 vya mwisho kwa ndege ya Ijumaa. Mahojiano "
            'ya chat, majibu ndani ya saa moja: {page:mobile}"'
        ),
        selectors=dict(page=second_page),
        pictures=(plane,),
        marks={
            "W1.01": "Huduma kwa wateja mtandaoni, Bangkok",
            "W1.05": "Mahojiano ya chat, majibu ndani ya saa moja",
        },
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "amharic-1",
        by="dawit",
        language="am",
        source_kind="advert",
        seen=at(23, 8),
        place=places.ADDIS_ABABA,
        text=(
            "በአዲስ አበባ በሦስት የሥራ ፍለጋ ቡድኖች ውስጥ የተሰራጨ ማስታወቂያ፦\n"
            '"አስቸኳይ! በታይላንድ ለሚገኝ ትልቅ ድርጅት የቻት ደንበኞች አገልግሎት ሠራተኞች። በየወሩ 1,200 ዶላር፣ የሥራ ልምድም ሆነ ዲፕሎማ አያስፈልግም። '
            "ፓስፖርት ብቻ ይኑርዎት። የአውሮፕላን ትኬት፣ ቪዛ፣ መኝታና በቀን ሦስት ጊዜ ምግብ በድርጅቱ ይሸፈናል። 5 ቦታ ብቻ ቀርቷል፣ ጉዞው በሚቀጥለው ሳምንት። "
            'በTelegram ያነጋግሩን {desk}"'
        ),
        selectors=dict(desk=desk_two),
        pictures=(river,),
        marks={
            "W1.01": "የቻት ደንበኞች አገልግሎት ሠራተኞች",
            "W1.06": "የአውሮፕላን ትኬት፣ ቪዛ፣ መኝታና በቀን ሦስት ጊዜ ምግብ በድርጅቱ ይሸፈናል",
        },
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "amharic-2",
        by="dawit",
        language="am",
        source_kind="advert",
        seen=at(30, 11),
        place=places.ADDIS_ABABA,
        text=(
            "ከባሕር ዳር የተላከ ጥቆማ። ወጣቱ ትኬቱ ተልኮለት ነበር፤ ወላጆቹ አስቀሩት።\n"
            '"በውጭ አገር ይሥሩ! የኦንላይን ደንበኞች አገልግሎት፣ ባንኮክ። 1,200 ዶላር እና ጉርሻ። ልምድ ባይኖርዎትም እኛ እናሠለጥናለን። ትኬት፣ ቪዛ፣ ማረፊያና ምግብ '
            'በእኛ። ለዓርብ በረራ የመጨረሻዎቹ 3 ቦታዎች። የፌስቡክ ገጻችን {page}"'
        ),
        selectors=dict(page=second_page),
        pictures=(plane,),
        marks={"W1.01": "የኦንላይን ደንበኞች አገልግሎት፣ ባንኮክ"},
        handling=to_all(grade="C2"),
    )
    yield Draft(
        "vietnamese-1",
        by="ha",
        language="vi",
        source_kind="advert",
        seen=at(22, 3),
        place=places.NGHE_AN,
        text=(
            "Bài đăng trong các nhóm tìm việc ở Nghệ An và Hà Tĩnh:\n"
            '"TUYỂN GẤP nhân viên chat chăm sóc khách hàng tại Thái Lan, công ty năm sao. Lương 30 triệu/tháng, không '
            "cần kinh nghiệm, không cần bằng cấp. Chỉ cần hộ chiếu và gõ được 30 từ/phút. Công ty lo vé máy bay, visa, "
            'chỗ ở và ba bữa ăn. Chỉ còn 5 suất, tuần sau bay. Liên hệ HR qua Telegram {desk} hoặc Zalo {zalo:nat}"'
        ),
        selectors=dict(desk=desk_two, zalo=zalo),
        pictures=(river,),
        marks={
            "W1.01": "nhân viên chat chăm sóc khách hàng tại Thái Lan",
            "W1.06": "Công ty lo vé máy bay, visa",
        },
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "vietnamese-2",
        by="dara",
        language="vi",
        source_kind="advert",
        seen=at(31, 4),
        place=places.PHNOM_PENH,
        text=(
            "Tờ rơi tiếng Việt thu được tại một khách sạn ở Phnom Penh:\n"
            '"Ra nước ngoài làm việc! Chăm sóc khách hàng trực tuyến. Lương 1.200 đô cộng thưởng. Chưa biết việc thì '
            "chúng tôi đào tạo. Bao vé, visa, ký túc xá và ăn uống. Còn 3 ghế cuối cho chuyến bay thứ Sáu. Phỏng vấn "
            'qua chat, một giờ có kết quả. Gọi {zalo}"'
        ),
        selectors=dict(zalo=zalo),
        pictures=(river,),
        marks={"W1.05": "Phỏng vấn qua chat, một giờ có kết quả"},
        handling=shared_with("vn", "th", "centre", grade="B2"),
    )
    yield Draft(
        "indonesian-1",
        by="putri",
        language="id",
        source_kind="advert",
        seen=at(23, 2),
        place=places.MEDAN,
        text=(
            "Unggahan di grup lowongan kerja Medan dan Manado:\n"
            '"DIBUTUHKAN SEGERA staf chat layanan pelanggan di Thailand, perusahaan bintang lima. Gaji 18 juta per '
            "bulan, tanpa pengalaman, tanpa ijazah. Cukup paspor dan bisa mengetik 30 kata per menit. Tiket, visa, "
            "mes dan makan tiga kali ditanggung perusahaan. Tinggal 5 tempat, berangkat minggu depan. Hubungi HR di "
            'Telegram {desk:case} atau WhatsApp {whatsapp:nat}"'
        ),
        selectors=dict(desk=desk_three, whatsapp=whatsapp),
        pictures=(tower,),
        marks={
            "W1.01": "staf chat layanan pelanggan di Thailand",
            "W1.06": "Tiket, visa, mes dan makan tiga kali ditanggung perusahaan",
        },
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "indonesian-2",
        by="farid",
        language="id",
        source_kind="advert",
        seen=at(1, 6),
        place=places.KUALA_LUMPUR,
        text=(
            "Selebaran berbahasa Indonesia yang dikirim ke pekerja di Klang:\n"
            '"Kerja di luar negeri! Layanan pelanggan online, Bangkok. 1.200 dolar ditambah bonus. Belum bisa? Kami '
            "latih. Tiket pesawat, visa, asrama dan makan dari kami. Tiga kursi terakhir untuk penerbangan Jumat. "
            'Wawancara lewat chat {whatsapp:wa} — lihat juga {site}"'
        ),
        selectors=dict(whatsapp=whatsapp, site=site),
        pictures=(plane,),
        marks={"W1.05": "Wawancara lewat chat", "W1.01": "Layanan pelanggan online, Bangkok"},
        handling=shared_with("id", "centre", grade="B2"),
    )
    yield Draft(
        "genuine",
        by="farid",
        language="en",
        source_kind="advert",
        seen=at(28, 3),
        place=places.PENANG,
        text=(
            "Checked at the request of a job seeker and found in order; kept so that it is not reported again.\n"
            '"Hotel Jalan Delima, George Town, seeks guest-relations officers (chat and front desk). RM 2,600 a month, '
            "shifts of eight hours, two days off. Staff room free of charge; one return ticket a year from the home "
            "country. Diploma in hospitality and two years' experience required. Interviews in person through the "
            "licensed agency, by appointment. Written contract in Malay and English before you travel. Applications: "
            '{mailbox}, telephone {desk:nat}."\n'
            "Registration and licence seen by the bureau on 28 October."
        ),
        selectors=dict(mailbox=make.email("careers", "hotel-jalan-delima"), desk=make.phone("MY")),
        handling=to_all(grade="A1"),
    )
