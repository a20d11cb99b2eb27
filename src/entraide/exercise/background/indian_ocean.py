"""Background reports in Arabic, Hindi, Swahili and Amharic."""

from __future__ import annotations

from entraide.exercise import places
from entraide.exercise.background.patterns import Names, Pattern, Tongue

ARABIC = Tongue(
    code="ar",
    patterns=(
        Pattern(
            "complaint",
            ("mariam",),
            (
                (
                    "بلاغ مقدَّم يوم [day] في [city]: [name]، [old] عاماً.",
                    "بلاغ بتاريخ [day] من [name]، [old] عاماً، [city].",
                    "إفادة [name]، العمر [old] عاماً، محل الإقامة [city].",
                ),
                (
                    "بدأ الأمر ⟦F1.04|بإعلان ممول يحمل صورة شخصية معروفة⟧.",
                    "بدأ التعارف عبر ⟦F1.03|تطبيق للتعارف⟧ واستمرت المحادثة شهرين.",
                    "وصلت ⟦F1.09|رسالة تبدو كأنها من المصرف⟧ ثم مكالمة.",
                ),
                (
                    "حُوّل مبلغ [amount] إلى رقم الحساب {account}.",
                    "أُودع [amount] في الموقع {domain} و⟦F2.02|تعذّر السحب⟧.",
                    "حُوّل [amount] إلى الآيبان IBAN {iban}.",
                    "أُرسلت عملات بقيمة [amount] إلى العنوان {tron} على شبكة TRON.",
                ),
                ("رقم هاتف المتصل {phone}.", "المراسلة عبر Telegram {telegram}.", "البريد المستخدم {email}."),
            ),
            status="victim",
        ),
        Pattern(
            "observation",
            ("mariam",),
            (
                (
                    "ملاحظة من قاعة الترانزيت، [city]، [day].",
                    "إفادة موظف حجز في [city] بتاريخ [day].",
                    "محضر تفتيش شقة في [city] يوم [day].",
                ),
                (
                    "سبعة شبان من شرق أفريقيا ⟦W2.01|يحملون تذاكر متتابعة إلى بانكوك دفعها شخص واحد⟧.",
                    "عُثر على ⟦C1.07|عشرات الهواتف القديمة موصولة بشاحن واحد⟧.",
                    "⟦W2.02|لم يعرف أيٌّ منهم اسم صاحب العمل⟧، وكانت معهم رسالة بالصيغة نفسها.",
                ),
                (
                    "الرقم الذي يتصلون به عند الوصول: هاتف {phone}.",
                    "دُفعت التذاكر من البريد {email}.",
                    "رقم جواز السفر المستعمل {passport} لا يخص حامله.",
                    "عنوان الإنترنت المسجل في الجهاز {ip}.",
                ),
            ),
        ),
        Pattern(
            "advert",
            ("mariam",),
            (
                (
                    "إعلان نُشر يوم [day] في مجموعات الوافدين في [city]:",
                    "إعلان وصل إلى باحث عن عمل في [city] يوم [day]:",
                ),
                ("«مطلوب [job] لدى [firm]، الراتب [wage].", "«فرصة في آسيا مع [firm]: [job]، [wage]."),
                (
                    "⟦W1.06|السكن والتذكرة والتأشيرة على الشركة⟧.",
                    "⟦W1.05|المقابلة بالرسائل الصوتية فقط⟧.",
                    "لا تُشترط خبرة، ⟦W1.02|ومكافأة لمن يأتي بصديق⟧.",
                ),
                ("واتساب {phone}.»", "Telegram {telegram}.»", "التسجيل في {domain}.»"),
            ),
        ),
    ),
    names={"AE": Names(("سامر", "هدى", "ياسر", "منال", "طارق"), ("الحسيني", "درويش", "النجار", "عوض"))},
    cities={"AE": (("دبي", places.DUBAI), ("ديرة", places.DUBAI))},
    amounts=("46 ألف درهم", "120 ألف درهم", "8 آلاف دولار", "31 ألف دولار"),
    wages=("4500 درهم", "1200 دولار", "1500 دولار مع عمولة"),
    jobs=("موظفي محادثة", "مدخلي بيانات", "مترجمين", "مندوبي تسويق"),
    firms=("ميناء اليشم للخدمات", "لوتس الأزرق الرقمية", "البوابة التاسعة"),
    months=("أكتوبر", "نوفمبر"),
    day="{d} {m}",
    hotline=("أُعطيت الأسرة رقم هاتف المساعدة العام {common}.",),
    board=("النص نفسه منشور في موقع الوظائف {common}.",),
    digits="arabic",
)

HINDI = Tongue(
    code="hi",
    patterns=(
        Pattern(
            "statement",
            ("meera", "rohan"),
            (
                (
                    "[name], उम्र [age] वर्ष, [city], [day] को बातचीत।",
                    "[day] को [name] ([age] वर्ष) का बयान, [city]।",
                ),
                (
                    "[firm] में [job] का काम बताया गया था; ⟦W2.02|उतरते ही दूसरी जगह ले जाया गया⟧।",
                    "⟦W1.02|गाँव के ही एक परिचित ने⟧ [firm] से मिलवाया।",
                    "[firm] ने ⟦W1.06|टिकट और होटल का ख़र्च पहले दिया, बाद में कर्ज़ बताया⟧।",
                ),
                (
                    "⟦W3.06|छोड़ने के लिए [amount] माँगे गए⟧।",
                    "⟦W4.02|लक्ष्य पूरा न होने पर बिजली के झटके दिए गए⟧।",
                    "⟦W2.06|पासपोर्ट गाड़ी में ही ले लिया गया⟧।",
                    "⟦W4.05|दूसरों को पिटते देखने के लिए खड़ा किया जाता था⟧।",
                ),
                (
                    "एजेंट का फ़ोन नंबर {phone} है।",
                    "एजेंट Telegram {telegram} पर मिलता है।",
                    "पैसे बैंक खाता संख्या {account} में गए।",
                    "गाड़ी नंबर {plate} था।",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "complaint",
            ("kavya",),
            (
                (
                    "[name], उम्र [old] वर्ष, निवासी [city], शिकायत [day]।",
                    "[day] को [city] में [name] ([old] वर्ष) की शिकायत दर्ज।",
                ),
                (
                    '⟦F2.04|नकली पुलिस अधिकारी ने वीडियो कॉल पर⟧ "डिजिटल गिरफ़्तारी" की धमकी दी।',
                    "⟦F1.05|घर बैठे रेटिंग देने का काम⟧ मिला, पहले पैसे आए भी।",
                    "⟦F1.04|शेयर बाज़ार के विज्ञापन⟧ से एक समूह में जोड़ा गया।",
                ),
                (
                    "[amount] खाता संख्या {account} में भेजे गए।",
                    "[amount] वेबसाइट {domain} पर डाले, ⟦F2.02|निकासी नहीं हुई⟧।",
                    "[amount] के USDT TRON पते {tron} पर भेजे गए।",
                ),
                (
                    "कॉल करने वाले का नंबर {phone}।",
                    "बातचीत Telegram {telegram} पर हुई।",
                    "ईमेल {email} से रसीद आई।",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "advert",
            ("kavya", "meera"),
            (
                ("[day] को [city] के समूहों में मिला विज्ञापन:", "नौकरी खोजने वाले ने [city] से [day] को भेजा:"),
                ('"[firm] को चाहिए [job], वेतन [wage]।', '"विदेश में मौक़ा: [firm] में [job], [wage]।'),
                ("⟦W1.06|टिकट, वीज़ा, रहना-खाना मुफ़्त⟧।", "⟦W1.05|इंटरव्यू सिर्फ़ चैट पर⟧, उसी दिन जवाब।"),
                ('फ़ोन {phone}"', 'Telegram {telegram}"', 'वेबसाइट {domain}"', 'पेज {facebook}"'),
            ),
        ),
    ),
    names={
        "IN": Names(
            ("सुनीता", "महेश", "फ़ातिमा", "विनोद", "रेखा", "अरुण"), ("चौहान", "पिल्लई", "अंसारी", "बघेल", "नायर")
        )
    },
    cities={"IN": (("कोच्चि", places.KOCHI), ("एर्नाकुलम", places.KOCHI))},
    amounts=("4.2 लाख रुपये", "87 हज़ार रुपये", "11 लाख रुपये", "3,500 डॉलर"),
    wages=("70 हज़ार रुपये", "1,000 डॉलर", "90 हज़ार महीना"),
    jobs=("डेटा एंट्री", "चैट सहायक", "अनुवादक", "होटल स्टाफ़"),
    firms=("जेड हार्बर", "नीलकमल डिजिटल", "नौवाँ द्वार ट्रेडिंग"),
    months=("अक्टूबर", "नवंबर"),
    day="{d} {m}",
    hotline=("परिवार को सार्वजनिक हेल्पलाइन नंबर {common} दिया गया।",),
    board=("यही विज्ञापन {common} पर भी है।",),
    digits="devanagari",
)

SWAHILI = Tongue(
    code="sw",
    patterns=(
        Pattern(
            "advert",
            ("wanjiru",),
            (
                (
                    "Tangazo lililoonekana [day] katika kundi la [city]:",
                    "Mtafuta kazi wa [city] alitutumia hili [day]:",
                ),
                ('"[firm] inahitaji [job], mshahara [wage].', '"Kazi ughaibuni: [job] kwa [firm], [wage].'),
                (
                    "⟦W1.06|Tiketi, viza na nyumba ni juu yetu⟧.",
                    "⟦W1.05|Mahojiano kwa ujumbe wa sauti tu⟧, jibu siku hiyo hiyo.",
                    "⟦W1.02|Lete rafiki upate bonasi⟧.",
                ),
                (
                    'Piga simu {phone}."',
                    'Telegram {telegram}."',
                    'Jisajili {domain}."',
                    'Ukurasa {facebook}."',
                ),
            ),
        ),
        Pattern(
            "statement",
            ("thida", "wanjiru"),
            (
                (
                    "Maelezo ya [name], miaka [age], [city], [day].",
                    "[name] (miaka [age]) alizungumza nasi [day].",
                ),
                (
                    "Alikwenda kufanya kazi ya [job]; ⟦W2.02|alipofika alipelekwa nchi nyingine⟧.",
                    "⟦W2.03|Walivushwa mto usiku kwa mtumbwi⟧.",
                    "⟦W2.07|Aliuzwa kwa kampuni nyingine kwa [amount]⟧.",
                ),
                (
                    "⟦W4.02|Aliyeshindwa kufikia lengo alipigwa kwa bomba⟧.",
                    "⟦W3.04|Simu zilichukuliwa, kupiga nyumbani ni mara moja kwa mwezi⟧.",
                    "⟦W3.06|Familia ilidaiwa [amount]⟧.",
                ),
                (
                    "Msimamizi alitumia namba ya simu {phone}.",
                    "Wakala alitumia Telegram {telegram}.",
                    "Pesa zilitumwa akaunti {account}.",
                    "Pasipoti {passport} haijarudishwa.",
                ),
            ),
            status="victim",
        ),
    ),
    names={
        "KE": Names(
            ("Wafula", "Nafula", "Juma", "Rehema", "Kiptoo"),
            ("Barasa", "Mwikali", "Hamisi", "Kosgei", "Gathoni"),
        ),
        "TH": Names(("Wafula", "Rehema", "Juma"), ("Barasa", "Hamisi", "Gathoni")),
    },
    cities={
        "KE": (("Nairobi", places.NAIROBI), ("Thika", places.NAIROBI)),
        "TH": (("Mae Sot", places.MAE_SOT),),
    },
    amounts=("shilingi laki mbili", "dola 3,000", "shilingi elfu tisini", "dola 5,500"),
    wages=("dola 800", "dola 1,000 na bonasi", "shilingi laki moja"),
    jobs=("kuchapa maandishi", "huduma kwa wateja", "kutafsiri", "kazi za hoteli"),
    firms=("Bandari ya Jade", "Lotusi Bluu Digital", "Lango la Tisa"),
    months=("Oktoba", "Novemba"),
    day="tarehe {d} {m}",
    hotline=("Familia imepewa namba ya msaada ya umma {common}.",),
    board=("Tangazo hilo hilo liko kwenye tovuti ya kazi {common}.",),
)

AMHARIC = Tongue(
    code="am",
    patterns=(
        Pattern(
            "advert",
            ("dawit",),
            (
                ("በ[day] በ[city] የሥራ ቡድኖች ውስጥ የታየ ማስታወቂያ፦", "አንድ ሥራ ፈላጊ ከ[city] በ[day] የላከልን፦"),
                ('"[firm] [job] ይፈልጋል፣ ደመወዝ [wage]።', '"የውጭ አገር ሥራ፦ [job] በ[firm]፣ [wage]።'),
                (
                    "⟦W1.06|ትኬትና ቪዛ በእኛ⟧፣ ምንም አይከፍሉም።",
                    "⟦W1.05|ቃለ መጠይቁ በድምፅ መልእክት ብቻ⟧፣ መልሱ በዚያው ቀን።",
                    "⟦W1.02|ጓደኛ ይዘው ሲመጡ ጉርሻ አለ⟧።",
                ),
                ('ስልክ {phone}"', 'Telegram {telegram}"', 'ድረ ገጽ {domain}"', 'ገጽ {facebook}"'),
            ),
        ),
        Pattern(
            "statement",
            ("dawit",),
            (
                ("[name]፣ ዕድሜ [age]፣ [city]፣ በ[day] የሰጡት ቃል።", "በ[day] [name] (ዕድሜ [age]) እንዲህ ብለዋል።"),
                (
                    "[job] ተብሎ የሄዱ ሲሆን ⟦W2.02|ሲደርሱ ወደ ሌላ አገር ተወሰዱ⟧።",
                    "⟦W2.03|ሌሊት በጀልባ ወንዝ ተሻገሩ⟧።",
                    "⟦W2.06|ፓስፖርትና ስልክ መኪና ውስጥ ተወሰደባቸው⟧።",
                ),
                ("⟦W4.06|በቀን 17 ሰዓት ይሠሩ ነበር⟧።", "⟦W4.02|ግቡን ያላሟላ ይደበደባል⟧።", "⟦W3.06|ለመውጣት [amount] ተጠየቁ⟧።"),
                (
                    "የደላላው ስልክ {phone} ነው።",
                    "ደላላው በTelegram {telegram} ይገኛል።",
                    "ገንዘቡ የተላከበት ሒሳብ ቁጥር {account} ነው።",
                ),
            ),
            status="victim",
        ),
    ),
    names={"ET": Names(("አልማዝ", "ፍቃዱ", "ሜሮን", "ሙሉጌታ", "ትዕግሥት"), ("በላይ", "ወልዴ", "አየለ", "ሽፈራው"))},
    cities={"ET": (("አዲስ አበባ", places.ADDIS_ABABA), ("ቢሾፍቱ", places.ADDIS_ABABA))},
    amounts=("3,000 ዶላር", "ሁለት መቶ ሺህ ብር", "4,500 ዶላር"),
    wages=("900 ዶላር", "1,000 ዶላር", "60 ሺህ ብር"),
    jobs=("የጽሑፍ ሥራ", "የደንበኞች አገልግሎት", "የትርጉም ሥራ", "የሆቴል ሥራ"),
    firms=("ጄድ ሃርበር", "ሰማያዊ ሎተስ", "ዘጠነኛው በር"),
    months=("ኦክቶበር", "ኖቬምበር"),
    day="{m} {d}",
    hotline=("ለቤተሰቡ የሕዝብ ርዳታ ስልክ {common} ተሰጥቷል።",),
    board=("ይኸው ማስታወቂያ {common} ላይም አለ።",),
)
