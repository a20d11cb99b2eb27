"""Background reports in Thai, Burmese and Indonesian."""

from __future__ import annotations

from entraide.exercise import places
from entraide.exercise.background.patterns import Names, Pattern, Tongue

THAI = Tongue(
    code="th",
    patterns=(
        Pattern(
            "observation",
            ("pim", "nok"),
            (
                (
                    "บันทึกจุดตรวจ [city] วันที่ [day]",
                    "รายงานเวรกลางคืน [city] [day]",
                    "สายตรวจ [city] แจ้งเมื่อวันที่ [day]",
                ),
                (
                    "พบชาวต่างชาติ 5 คนในรถตู้ ⟦W2.04|เปลี่ยนรถมาแล้วสามคัน⟧ อ้างว่ามาเที่ยวน้ำตก",
                    "พบ⟦C1.04|จานรับสัญญาณดาวเทียม 12 ชุด⟧ซ่อนในรถบรรทุกผัก",
                    "พบ⟦C1.06|กล่องซิมการ์ดกว่า 400 ใบ⟧ในห้องเช่า ผู้เช่าหลบหนี",
                    "ชาวบ้านเห็น⟦W2.03|เรือยางข้ามแม่น้ำช่วงตีสอง⟧ติดต่อกันสามคืน",
                ),
                (
                    "ผู้ว่าจ้างใช้เบอร์โทรศัพท์ {phone}",
                    "รถทะเบียน {plate}",
                    "หนังสือเดินทางเลขที่ {passport} เป็นของบุคคลอื่น",
                    "ติดต่อกันทาง Telegram {telegram}",
                    "นัดหมายผ่าน LINE ID: {line}",
                ),
                ("อยู่ระหว่างขยายผล", "ส่งพนักงานสอบสวนแล้ว", ""),
            ),
        ),
        Pattern(
            "complaint",
            ("nok",),
            (
                (
                    "[name] อายุ [old] ปี ชาว[city] แจ้งความเมื่อวันที่ [day]",
                    "ผู้เสียหาย [name] อายุ [old] ปี ([city]) ให้การวันที่ [day]",
                ),
                (
                    "ถูก⟦F2.04|คนอ้างเป็นตำรวจวิดีโอคอล⟧ข่มขู่ว่ามีส่วนพัวพันคดีฟอกเงิน",
                    "หลงเชื่อ⟦F1.05|งานกดไลก์ได้ค่าตอบแทน⟧ ระยะแรกได้เงินจริง",
                    "รู้จักกันผ่าน⟦F1.03|แอปหาคู่⟧ แล้วชวนลงทุนทอง",
                ),
                (
                    "โอนเงิน[amount] เข้าเลขที่บัญชี {account}",
                    "เสียหาย[amount] ผ่านเว็บไซต์ {domain} ซึ่ง⟦F2.02|ถอนเงินไม่ได้⟧",
                    "ซื้อเหรียญ[amount] ส่งไปที่ TRON {tron}",
                ),
                ("เบอร์ที่โทรมา {phone}", "คู่สนทนาใช้ LINE ID: {line}", "เพจที่ใช้ {facebook}"),
            ),
            status="victim",
        ),
        Pattern(
            "statement",
            ("krit",),
            (
                ("คัดกรองวันที่ [day] [name] อายุ [age] ปี", "[name] อายุ [age] ปี ให้ข้อมูลที่[city] วันที่ [day] ผ่านล่าม"),
                (
                    "สมัครงาน[job]กับ [firm] ⟦W2.02|แต่ถูกพาไปที่อื่นหลังลงเครื่อง⟧",
                    "⟦W3.07|ถูกให้เซ็นสัญญาที่อ่านไม่ออก⟧ กับ [firm]",
                ),
                ("⟦W4.06|ทำงานวันละ 17 ชั่วโมง⟧", "⟦W3.06|ต้องจ่าย[amount]จึงจะออกได้⟧", "⟦W3.03|มีกล้องทุกห้องนอน⟧"),
                (
                    "หัวหน้าใช้เบอร์โทรศัพท์ {phone}",
                    "ค่าไถ่โอนเข้าเลขที่บัญชี {account}",
                    "ค่าไถ่ส่งไปที่ TRON {tron}",
                    "คนนายหน้าใช้ Telegram {telegram}",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "financial",
            ("anong",),
            (
                ("รายงานธุรกรรมวันที่ [day]", "ธนาคารแจ้งเมื่อวันที่ [day]"),
                (
                    "⟦M1.01|เจ้าของบัญชีให้เช่าบัญชีเดือนละ 5,000 บาท⟧ ยอดรวม[amount]",
                    "⟦M1.07|ฝากย่อย 22 ครั้งในวันเดียว⟧ รวม[amount]",
                    "⟦M1.10|เบิกเงินสด[amount]ใส่กระเป๋าเดินทาง⟧",
                ),
                ("เลขที่บัญชี {account}", "ปลายทาง TRON {tron}", "ปลายทาง Ethereum {eth}", "เข้าใช้งานจาก IP {ip}"),
            ),
        ),
    ),
    names={
        "TH": Names(
            ("วิภา", "ประสงค์", "รัตนา", "สมหมาย", "จันทร์เพ็ญ", "อนุชา"),
            ("แก้วมณี", "ใจซื่อ", "พรหมทอง", "ศรีสุข", "ทองดี"),
        )
    },
    cities={
        "TH": (
            ("แม่สอด", places.MAE_SOT),
            ("พบพระ", places.PHOP_PHRA),
            ("แม่ระมาด", places.MAE_RAMAT),
            ("กรุงเทพฯ", places.BANGKOK),
        )
    },
    amounts=(" 1.2 ล้านบาท", " 340,000 บาท", " 86,000 บาท", " 2.7 ล้านบาท"),
    wages=("เดือนละ 40,000 บาท",),
    jobs=("แอดมินตอบแชต", "พิมพ์เอกสาร", "ล่าม", "พนักงานโรงแรม"),
    firms=("ท่าหยกเซอร์วิส", "ประตูเก้าเทรดดิ้ง", "บัวฟ้าดิจิทัล"),
    months=("ตุลาคม 2568", "พฤศจิกายน 2568"),
    day="{d} {m}",
    hotline=("แจ้งสายด่วนสาธารณะ {common} แล้ว", "ครอบครัวเคยโทรสายด่วน {common}"),
    board=("ข้อความเดียวกันมีในเว็บหางาน {common}",),
    digits="thai",
)

BURMESE = Tongue(
    code="my",
    patterns=(
        Pattern(
            "statement",
            ("thida",),
            (
                (
                    "[day] မှာ ဂေဟာကို ရောက်လာတဲ့ [name] (အသက် [age] နှစ်) ရဲ့ ပြောပြချက်ပါ။",
                    "[name]၊ အသက် [age] နှစ်၊ [city] မှာ [day] ရက်က တွေ့ဆုံမေးမြန်းထားပါတယ်။",
                ),
                (
                    "[job] အလုပ်ဆိုပြီး [firm] က ခေါ်သွားပါတယ်။",
                    "⟦W1.02|အိမ်နီးချင်းက ပွဲခယူပြီး⟧ [firm] နဲ့ ဆက်သွယ်ပေးခဲ့ပါတယ်။",
                    "[firm] ဆိုတဲ့ နာမည်နဲ့ ⟦W3.07|မဖတ်တတ်တဲ့ စာချုပ်ကို လက်မှတ်ထိုးခိုင်းပါတယ်⟧။",
                ),
                (
                    "⟦W4.02|အလုပ်မပြီးရင် ရိုက်ပါတယ်⟧။",
                    "⟦W2.06|နိုင်ငံကူးလက်မှတ်နဲ့ ဖုန်းကို သိမ်းထားပါတယ်⟧။",
                    "⟦W3.06|ထွက်ချင်ရင် [amount] ပေးရမယ်လို့ ပြောပါတယ်⟧။",
                    "⟦W4.06|တစ်နေ့ကို ၁၇ နာရီ လုပ်ရပါတယ်⟧။",
                ),
                (
                    "ကြီးကြပ်သူရဲ့ ဖုန်း {phone} ဖြစ်ပါတယ်။",
                    "ပွဲစားက Telegram {telegram} ကို သုံးပါတယ်။",
                    "ငွေလွှဲရတဲ့ ဘဏ်အကောင့် {account} ပါ။",
                    "ပွဲစားရဲ့ စာမျက်နှာက {facebook} ပါ။",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "tip",
            ("thida", "elise"),
            (
                ("[day] ရက်က လူမှုကွန်ရက်မှာ တွေ့ရတဲ့ ကြော်ငြာပါ။", "[city] က လူတစ်ယောက်က [day] မှာ သတင်းပို့ပါတယ်။"),
                (
                    "“[firm] က [job] ခေါ်နေတယ်၊ လစာ [wage]၊ ⟦W1.06|စားစရိတ်၊ နေစရိတ်၊ လမ်းစရိတ် ငြိမ်း⟧”။",
                    "⟦C2.03|ဝင်းထဲက ပစ္စည်းတွေကို ညဘက် ကားနဲ့ ရွှေ့နေတယ်⟧လို့ ဆိုပါတယ်။",
                    "⟦C2.01|လက်နက်ကိုင်တွေက ဝင်းကို စောင့်နေတယ်⟧လို့ ဆိုပါတယ်။",
                ),
                (
                    "ဆက်သွယ်ရန် ဖုန်း {phone} လို့ ရေးထားပါတယ်။",
                    "Telegram {telegram} လို့ ရေးထားပါတယ်။",
                    "ဝက်ဘ်ဆိုက် {domain} ကို ညွှန်ထားပါတယ်။",
                    "TikTok {tiktok} မှာ ဗီဒီယိုတွေ တင်ထားပါတယ်။",
                ),
                ("အတည်မပြုရသေးပါ။", ""),
            ),
        ),
    ),
    names={
        "TH": Names(
            ("စန္ဒာ", "မျိုးကို", "နှင်းဝေ", "သက်နိုင်", "ခင်မာ"), ("ဦး", "လင်း", "ထွန်း", "မြင့်"), "{given}{family}"
        ),
        "FR": Names(("စန္ဒာ",), ("လင်း",), "{given}{family}"),
    },
    cities={
        "TH": (("မဲဆောက်", places.MAE_SOT), ("မြဝတီ", places.MYAWADDY)),
        "FR": (("ရွှေကုက္ကို", places.SHWE_KOKKO), ("မြဝတီ", places.MYAWADDY)),
    },
    amounts=("ဘတ် ၈၀၀၀၀", "ဘတ် တစ်သိန်းခွဲ", "ကျပ် သိန်းနှစ်ရာ", "ဘတ် ၅၀၀၀၀"),
    wages=("ဘတ် ၂၅၀၀၀", "ကျပ် ၁၅ သိန်း", "ဒေါ်လာ ၆၀၀"),
    jobs=("စာရိုက်", "ဘာသာပြန်", "ဟိုတယ်ဝန်ထမ်း", "အွန်လိုင်းအရောင်း"),
    firms=("ကျောက်စိမ်းဆိပ်ကမ်း", "ကြာပြာဒစ်ဂျစ်တယ်", "ကိုးတံခါး"),
    months=("အောက်တိုဘာ", "နိုဝင်ဘာ"),
    day="{m} {d}",
    hotline=("အများသုံး အကူအညီဖုန်း {common} ကို ပေးထားပါတယ်။",),
    board=("{common} မှာလည်း ဒီကြော်ငြာကို တွေ့ရပါတယ်။",),
    digits="burmese",
)

INDONESIAN = Tongue(
    code="id",
    patterns=(
        Pattern(
            "advert",
            ("putri",),
            (
                (
                    "Unggahan tanggal [day] di grup [city]:",
                    "Pesan berantai yang diterima warga [city] pada [day]:",
                    "Iklan berbayar, terlihat di [city] [day]:",
                ),
                ('"[firm] butuh [job], gaji [wage].', '"Lowongan luar negeri: [job] di [firm], [wage].'),
                (
                    "⟦W1.06|Tiket dan visa dari kami⟧, tinggal bawa badan.",
                    "⟦W1.05|Wawancara cukup lewat pesan suara⟧.",
                    "⟦W1.02|Ajak teman, dapat bonus dua juta⟧.",
                ),
                (
                    'Hubungi {phone}."',
                    'Telegram {telegram}."',
                    'Daftar di {domain}."',
                    'Lihat {instagram}."',
                    'Surel {email}."',
                ),
            ),
        ),
        Pattern(
            "statement",
            ("putri",),
            (
                (
                    "Keterangan [name], [age] tahun, asal [city], [day].",
                    "Wawancara [day] dengan [name] ([age] tahun, [city]).",
                ),
                (
                    "Berangkat sebagai [job]; ⟦W2.01|transit dua negara dengan visa turis⟧.",
                    "Paspor diambil sopir, lalu ⟦W2.04|ganti mobil empat kali⟧.",
                    "⟦W2.07|Dijual ke perusahaan lain seharga [amount]⟧.",
                ),
                (
                    "⟦W4.01|Target tidak tercapai berarti lari keliling lapangan sampai pingsan⟧.",
                    "⟦W3.08|Denda untuk setiap kesalahan ketik⟧.",
                    "⟦W4.05|Dipaksa memukul teman sekamar⟧.",
                ),
                (
                    "Atasan memakai nomor telepon {phone}.",
                    "Uang tebusan dikirim ke rekening {account}.",
                    "Tebusan dibayar ke alamat TRON {tron}.",
                    "Mobil jemputan dengan pelat nomor {plate}.",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "complaint",
            ("putri",),
            (
                (
                    "[name], [old] tahun, warga [city], melapor pada [day].",
                    "Laporan [day]: [name], [old] tahun, [city].",
                ),
                (
                    "Terpancing ⟦F1.05|kerja sampingan memberi ulasan⟧.",
                    "Diajak investasi oleh ⟦F1.03|kenalan dari aplikasi kencan⟧.",
                    "Meminjam di ⟦F2.09|aplikasi pinjaman yang lalu mengancam seluruh kontaknya⟧.",
                ),
                (
                    "Kerugian [amount], ditransfer ke rekening {account}.",
                    "Kerugian [amount] lewat situs {domain}; ⟦F2.02|penarikan selalu gagal⟧.",
                    "Kerugian [amount] dalam USDT ke {tron} (TRON).",
                ),
                ("Pelaku memakai WhatsApp {phone}.", "Pelaku memakai Telegram {telegram}.", ""),
            ),
            status="victim",
        ),
    ),
    names={
        "ID": Names(
            ("Sri", "Yusuf", "Maria", "Bambang", "Nita", "Rizal"),
            ("Handoko", "Siregar", "Lumban", "Wahyuni", "Pangestu"),
        )
    },
    cities={
        "ID": (
            ("Medan", places.MEDAN),
            ("Jakarta", places.JAKARTA),
            ("Bekasi", places.JAKARTA),
            ("Binjai", places.MEDAN),
        )
    },
    amounts=("Rp48 juta", "Rp210 juta", "Rp12,5 juta", "Rp95 juta"),
    wages=("15 juta per bulan", "1.000 dolar", "20 juta bersih"),
    jobs=("admin obrolan", "juru ketik", "penerjemah", "staf permainan daring"),
    firms=("Teluk Giok Jasa", "Teratai Biru Digital", "Sembilan Gerbang"),
    months=("Oktober", "November"),
    day="{d} {m}",
    hotline=("Keluarga diberi saluran bantuan umum {common}.", "Keluarga sudah menelepon {common}."),
    board=("Naskah yang sama ada di papan lowongan {common}.",),
)
