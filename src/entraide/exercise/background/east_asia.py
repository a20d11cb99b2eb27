"""Background reports in Chinese, Korean and Vietnamese."""

from __future__ import annotations

from entraide.exercise import places
from entraide.exercise.background.patterns import Names, Pattern, Tongue

CHINESE = Tongue(
    code="zh",
    patterns=(
        Pattern(
            "complaint",
            ("linyue", "weiling"),
            (
                (
                    "[day],[city],[name]([old]岁)报案。",
                    "报案人[name]，[old]岁，家住[city]，[day]到所陈述。",
                    "[city]居民[name]（[old]岁）于[day]报警称被骗。",
                ),
                (
                    "对方自称投资老师，⟦F1.03|通过交友软件认识⟧，每天问候，前后约两个月。",
                    "先是⟦F1.05|刷单返利，前几笔均已到账⟧，后要求垫付大额资金。",
                    "接到⟦F2.04|冒充公安机关的电话⟧，称其名下账户涉嫌洗钱。",
                ),
                (
                    "共转账[amount]，收款账号 {account}。",
                    "在平台 {domain} 充值[amount]，⟦F2.02|显示盈利但无法提现⟧。",
                    "购买虚拟货币[amount]，转入TRON地址 {tron}。",
                ),
                ("对方微信：{wechat}。", "对方电话：{phone}。", "后续由 Telegram {telegram} 联系。"),
            ),
            status="victim",
        ),
        Pattern(
            "advert",
            ("linyue", "farid"),
            (
                (
                    "[day]在网络群组发现的招聘信息：",
                    "[city]一名求职者[day]转来的广告：",
                    "短视频平台[day]出现的招聘文案：",
                ),
                ("“[firm]急招[job],月薪[wage],", "“高薪诚聘[job]，[wage]保底，[firm]直招，"),
                (
                    "⟦W1.06|包机票包签证包食宿⟧，无需经验。",
                    "⟦W1.05|线上面试，当天录用⟧。",
                    "⟦W1.02|介绍一人奖励两千⟧，可组团前往。",
                ),
                ("联系微信 {wechat}。”", "Telegram {telegram}。”", "电话 {phone}。”", "详见 {domain}。”"),
            ),
        ),
        Pattern(
            "statement",
            ("linyue",),
            (
                ("被遣返人员[name]（[age]岁）[day]陈述。", "[name]，[age]岁，[city]人，[day]接受询问。"),
                (
                    "其以[job]名义出境，⟦W2.04|换乘四辆车后徒步过境⟧。",
                    "入园后⟦W2.06|护照和手机被收走⟧，签了看不清内容的合同。",
                    "⟦W2.07|曾被以[amount]转卖至另一公司⟧。",
                ),
                (
                    "⟦W4.02|完不成业绩会被电击⟧。",
                    "⟦W3.09|园内有超市、诊所和赌场，只收筹码⟧。",
                    "⟦W4.07|每人发一本话术，先背三天⟧。",
                ),
                (
                    "主管使用电话 {phone}。",
                    "工资由TRON地址 {tron} 发放。",
                    "接送车辆车牌 {plate}。",
                    "其护照 {passport} 至今未归还。",
                ),
            ),
            status="victim",
        ),
    ),
    names={
        "CN": Names(
            ("秀兰", "建波", "晓燕", "国栋", "丽华", "俊峰"),
            ("邱", "彭", "沈", "邹", "康"),
            "{family}{given}",
        ),
        "SG": Names(("慧敏", "志强"), ("黄", "陈"), "{family}{given}"),
        "MY": Names(("美玲", "家豪"), ("林", "吴"), "{family}{given}"),
    },
    cities={
        "CN": (("昆明", places.KUNMING), ("厦门", places.XIAMEN), ("泉州", places.XIAMEN)),
        "SG": (("新加坡", places.SINGAPORE),),
        "MY": (("吉隆坡", places.KUALA_LUMPUR), ("槟城", places.PENANG)),
    },
    amounts=("18.6万元", "7万余元", "42万元", "9.3万元", "120万元"),
    wages=("两万元", "一万五千元", "三万元", "2500美元"),
    jobs=("客服", "打字员", "翻译", "游戏推广员", "酒店管理"),
    firms=("碧海人力", "金沙湾传媒", "翡翠港科技", "九门国际"),
    months=("10", "11"),
    day="{m}月{d}日",
    hotline=("已告知公共求助热线 {common}。", "家属曾拨打求助热线 {common}。"),
    board=("同一文案见于招聘网站 {common}。",),
    glue="",
)

KOREAN = Tongue(
    code="ko",
    patterns=(
        Pattern(
            "complaint",
            ("doyun", "minji"),
            (
                (
                    "[day], [city] 거주 [name](만 [old]세) 씨가 신고.",
                    "[city] [name] 씨(만 [old]세)가 [day] 방문 신고.",
                    "신고인 [name], 만 [old]세, [city]. 접수일 [day].",
                ),
                (
                    "⟦F1.02|잘못 보낸 문자라며 시작된 대화⟧가 한 달 반 이어짐.",
                    "⟦F1.04|유명 방송인을 내세운 광고⟧를 보고 단체방에 들어감.",
                    "⟦F2.04|검찰을 사칭한 전화⟧를 받고 휴대전화에 앱을 설치함.",
                ),
                (
                    "[amount]을 계좌 {account} 로 이체.",
                    "{domain} 에서 [amount]을 투자했으나 ⟦F2.02|출금이 막힘⟧.",
                    "[amount] 상당의 코인을 TRON {tron} 으로 전송.",
                ),
                ("상대방 전화 {phone}.", "Telegram {telegram} 으로 계속 연락 중.", "LINE ID: {line}."),
            ),
            status="victim",
        ),
        Pattern(
            "statement",
            ("doyun",),
            (
                (
                    "귀국자 [name](만 [age]세) [day] 면담.",
                    "[day] 공항에서 [name] 씨(만 [age]세, [city]) 진술 청취.",
                ),
                (
                    "⟦W1.02|고향 선배가 소개한⟧ [job] 자리로 알고 출국.",
                    "‘[firm]’이라는 회사가 ⟦W1.06|항공권과 숙소를 미리 결제⟧.",
                    "입국 직후 ⟦W2.06|여권과 휴대전화를 빼앗김⟧.",
                ),
                (
                    "⟦W4.01|실적이 없으면 식사를 주지 않음⟧.",
                    "⟦W3.06|가족에게 [amount]을 요구⟧.",
                    "⟦W3.02|총을 든 경비가 문을 지킴⟧.",
                ),
                (
                    "모집책 전화 {phone}.",
                    "모집책 Telegram {telegram}.",
                    "가족이 송금한 비트코인 주소 {btc}.",
                    "차량번호 {plate}.",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "financial",
            ("jiwon",),
            (
                ("[day] 접수 의심거래.", "은행 통보, [day].", "[day] 가상자산사업자 보고."),
                (
                    "⟦M1.07|백만 원 미만 입금 37건⟧ 후 [amount] 일괄 출금.",
                    "⟦M1.01|명의인은 아르바이트로 통장을 빌려주었다고 진술⟧. 합계 [amount].",
                    "[amount]이 ⟦M1.02|매번 새로 만든 입금 주소⟧를 거쳐 한곳으로 모임.",
                ),
                (
                    "계좌 {account}.",
                    "도착 주소 TRON {tron}.",
                    "이더리움 주소 {eth}.",
                    "접속 IP {ip}.",
                    "환전상 Telegram {telegram}.",
                ),
            ),
        ),
    ),
    names={
        "KR": Names(
            ("영숙", "상철", "은정", "동현", "미경", "재호"),
            ("표", "남궁", "엄", "방", "추"),
            "{family}{given}",
        )
    },
    cities={"KR": (("부산", places.BUSAN), ("서울", places.SEOUL), ("인천", places.SEOUL))},
    amounts=("3,200만 원", "1억 1천만 원", "860만 원", "5,400만 원"),
    wages=("월 500만 원",),
    jobs=("온라인 상담", "번역", "호텔 관리", "게임 운영"),
    firms=("비취항 서비스", "은빛계절 그룹", "난초선 미디어"),
    months=("10", "11"),
    day="{m}월 {d}일",
    hotline=("공용 상담전화 {common} 을 안내함.", "가족이 이미 상담전화 {common} 에 연락했음."),
    board=("구인 사이트 {common} 에도 같은 글이 있음.",),
)

VIETNAMESE = Tongue(
    code="vi",
    patterns=(
        Pattern(
            "advert",
            ("ha",),
            (
                (
                    "Bài đăng ngày [day] trong nhóm việc làm [city]:",
                    "Tin nhắn gửi hàng loạt ngày [day] tại [city]:",
                    "Quảng cáo có trả tiền, thấy ở [city] ngày [day]:",
                ),
                ('"[firm] tuyển [job], lương [wage].', '"Việc nhẹ lương cao: [job] cho [firm], [wage].'),
                (
                    "⟦W1.06|Bao vé, bao ăn ở⟧, đi trong tuần.",
                    "⟦W1.05|Phỏng vấn qua tin nhắn⟧, nhận việc ngay.",
                    "⟦W1.09|Nhận từ 16 tuổi⟧, không cần giấy tờ.",
                ),
                ('Gọi {phone}."', 'Telegram {telegram}."', 'Trang {facebook}."', 'Đăng ký tại {domain}."'),
            ),
        ),
        Pattern(
            "statement",
            ("ha",),
            (
                (
                    "Lời khai của [name], [age] tuổi, quê [city], ngày [day].",
                    "[name] ([age] tuổi) được tiếp nhận ngày [day], trình bày như sau.",
                ),
                (
                    "Đi làm [job] theo lời bạn học cũ; ⟦W2.03|qua sông bằng thuyền nhỏ lúc nửa đêm⟧.",
                    "⟦W2.06|Giấy tờ và điện thoại bị thu⟧ ngay trên xe.",
                    "⟦W2.07|Bị bán lại cho công ty khác với giá [amount]⟧.",
                ),
                (
                    "⟦W4.06|Làm từ 8 giờ tối đến 1 giờ trưa⟧.",
                    "⟦W4.02|Không đủ chỉ tiêu thì bị đánh bằng ống nhựa⟧.",
                    "⟦W3.06|Gia đình phải chuộc [amount]⟧.",
                ),
                (
                    "Người quản lý dùng số điện thoại {phone}.",
                    "Tiền chuộc chuyển vào tài khoản {account}.",
                    "Xe đón có biển số {plate}.",
                    "Hộ chiếu {passport} chưa được trả.",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "complaint",
            ("ha",),
            (
                (
                    "[name], [old] tuổi, [city], trình báo ngày [day].",
                    "Đơn trình báo ngày [day] của [name] ([old] tuổi, [city]).",
                ),
                (
                    "Bị ⟦F2.04|người giả danh công an gọi⟧, dọa bắt vì liên quan ma túy.",
                    "Tham gia ⟦F1.05|nhóm làm nhiệm vụ chấm điểm khách sạn⟧.",
                    "Tin theo ⟦F1.07|cuộc gọi có gương mặt giống hệt con trai⟧.",
                ),
                (
                    "Đã chuyển [amount] vào tài khoản {account}.",
                    "Nạp [amount] vào {domain}, ⟦F2.02|không rút ra được⟧.",
                    "Mua USDT trị giá [amount], gửi đến ví TRON {tron}.",
                ),
                (
                    "Số gọi đến: {phone}.",
                    "Liên lạc qua Telegram {telegram}.",
                    "Email {email} yêu cầu nộp thêm phí.",
                ),
            ),
            status="victim",
        ),
    ),
    names={
        "VN": Names(
            ("Văn Lực", "Thị Nhàn", "Đức Trọng", "Thị Hường", "Minh Khôi"),
            ("Phùng", "Đoàn", "Tạ", "Lương", "Quách"),
            "{family} {given}",
        )
    },
    cities={"VN": (("Hà Nội", places.HANOI), ("Nghệ An", places.NGHE_AN), ("Vinh", places.NGHE_AN))},
    amounts=("320 triệu đồng", "1,1 tỷ đồng", "75 triệu đồng", "460 triệu đồng"),
    wages=("25 triệu một tháng", "1.000 đô", "30 triệu, bao ăn ở"),
    jobs=("nhân viên chat", "nhập liệu", "phiên dịch", "lễ tân sòng bài"),
    firms=("Ngọc Cảng", "Sen Xanh Quốc Tế", "Cửu Môn Media"),
    months=("10", "11"),
    day="{d}/{m}",
    hotline=("Đã cung cấp đường dây trợ giúp công khai {common}.", "Gia đình từng gọi đường dây {common}."),
    board=("Bài này cũng có trên trang việc làm {common}.",),
)
