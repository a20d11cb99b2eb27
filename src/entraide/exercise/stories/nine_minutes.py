"""Story 4. A woman in Busan pays 84,000,000 KRW to a false platform; nine minutes later it is in a wallet.

Three mule accounts in three banks, an exchange in Singapore, a wallet. The units' reports are walled: a hit
on them is known to other units, and to others only once the unit has released it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from entraide.exercise import places
from entraide.exercise.selectors import Selectors
from entraide.exercise.shapes import Person
from entraide.exercise.writing import Draft, at, owner_first, red, shared_with, silent
from entraide.vocabulary.handling import EVERY_PURPOSE, Purpose

MONEY = Purpose.FINANCE
BOTH = Purpose.FINANCE | Purpose.INVESTIGATION


def tell(make: Selectors) -> Iterator[Draft]:
    platform = make.domain("hanbit-trade-pro")
    first_mule = make.account("KR")
    second_mule = make.account("KR")
    third_mule = make.account("TH")
    deposit = make.tron()
    wallet = make.ethereum()
    cold = make.bitcoin("base58")
    friend = make.line("soyoon_daily")
    caller = make.phone("KR")
    server = make.ip()
    helper = make.telegram("swap_desk_mm")
    iban = make.iban()
    slip = make.broken(iban)

    yield Draft(
        "complaint",
        by="doyun",
        language="ko",
        source_kind="complaint",
        seen=at(3, 2, 20),
        delay=timedelta(hours=1),
        place=places.BUSAN,
        text=(
            "부산에 사는 58세 여성의 신고입니다. 9월 초 메신저에서 알게 된 '소윤'이라는 사람이 해외 주식과 가상자산 투자를 권유했습니다. "
            "LINE ID: {friend}. 두 달 동안 매일 안부를 주고받았고, 얼굴은 본 적이 없습니다.\n\n"
            "11월 3일 오전 10시 41분부터 안내받은 계좌 {first_mule} (해운대가상은행)로 84,000,000원을 세 번에 나누어 송금했습니다. "
            "거래 화면은 {platform:url} 이었고 수익이 31%로 표시되었습니다. 출금을 요청하자 '세금' 12,000,000원을 더 내라고 했고, "
            "{caller:nat} 번호로 상담원이라는 남자가 전화했습니다.\n\n"
            "피해자는 은행에 즉시 알렸으나 입금 9분 뒤 잔액이 0원이 되었습니다."
        ),
        selectors=dict(friend=friend, first_mule=first_mule, platform=platform, caller=caller),
        marks={
            "F2.01": "두 달 동안 매일 안부를 주고받았고",
            "F2.02": "거래 화면은",
            "M1.01": "안내받은 계좌",
        },
        persons=(Person("오미숙", "victim", 1967, "KR"),),
        handling=owner_first("fiu-kr", purposes=BOTH, grade="A2"),
    )
    yield Draft(
        "bank-alert",
        by="jiwon",
        language="ko",
        source_kind="financial",
        seen=at(3, 3, 5),
        delay=timedelta(minutes=25),
        place=places.BUSAN,
        text=(
            "의심거래보고. 계좌 {first_mule} (개설 8일 경과, 대학생 명의)에 2025-11-03 10:41~10:44 세 건 합계 84,000,000원 입금.\n"
            "10:46 계좌 {second_mule} (남해가상은행)로 50,000,000원 이체, 10:48 태국 계좌 {third_mule} (모에이가상은행)로 "
            "21,500,000원 상당 송금, 10:50 잔액 12,500,000원을 거래소로 출금.\n"
            "접속 IP: {server}. 명의인은 '계좌를 2주 빌려주면 150만 원' 광고를 보고 양도했다고 진술."
        ),
        selectors=dict(first_mule=first_mule, second_mule=second_mule, third_mule=third_mule, server=server),
        marks={"M1.01": "계좌를 2주 빌려주면 150만 원", "M1.07": "세 건 합계 84,000,000원 입금"},
        handling=owner_first("fiu-sg", "fiu-th", purposes=MONEY, grade="A1"),
    )
    yield Draft(
        "exchange",
        by="weiling",
        language="en",
        source_kind="financial",
        seen=at(3, 9),
        place=places.SINGAPORE,
        text=(
            "Report by an exchange. Account opened on 24 October with papers of a Korean student; funded on 3 November "
            "at 01:50 UTC from Korean account no. {second_mule} and a second account of that country. 43,100 USDT bought, "
            "39,160 of them withdrawn at 01:52 UTC to TRON address {deposit}. Login from IP {server:dots}, browser set "
            "to Chinese, clock set to UTC+6:30. A transfer that somebody in France had sent to {slip} on 30 October came "
            "back: the IBAN does not exist.\n"
            "The remaining 3,940 USDT are held by the exchange for 72 hours, until 6 November 09:00 UTC, unless a "
            "request arrives."
        ),
        selectors=dict(second_mule=second_mule, deposit=deposit, server=server, slip=slip),
        marks={
            "M1.02": "39,160 of them withdrawn at 01:52 UTC",
            "C2.07": "browser set to Chinese, clock set to UTC+6:30",
        },
        handling=owner_first("fiu-kr", "fiu-th", purposes=MONEY, grade="A1"),
    )
    yield Draft(
        "thai-leg",
        by="anong",
        language="th",
        source_kind="financial",
        seen=at(4, 3),
        place=places.MAE_SOT,
        text=(
            "รายงานธุรกรรมที่มีเหตุอันควรสงสัย เลขที่บัญชี {third_mule} ธนาคารเมยสมมติ สาขาแม่สอด เจ้าของบัญชีเป็นหญิงวัย 19 ปี "
            "รับเงินโอนจากเกาหลีเมื่อวันที่ 3 พฤศจิกายน 2568 เวลา 08.48 น. ถอนเงินสดผ่านตู้เอทีเอ็ม 11 ครั้งภายใน 40 นาที "
            "แล้วนำส่งให้โต๊ะแลกเงินที่ติดต่อผ่าน Telegram {helper} เพื่อแลกเป็น USDT เข้าที่อยู่ {deposit}"
        ),
        selectors=dict(third_mule=third_mule, helper=helper, deposit=deposit),
        marks={"M1.01": "เจ้าของบัญชีเป็นหญิงวัย 19 ปี", "M1.05": "โต๊ะแลกเงินที่ติดต่อผ่าน Telegram"},
        handling=owner_first("fiu-kr", "fiu-sg", purposes=MONEY, grade="A2"),
    )
    yield Draft(
        "consolidation",
        by="weiling",
        language="en",
        source_kind="financial",
        seen=at(4, 11),
        place=places.SINGAPORE,
        text=(
            "Follow-up on chain. From {deposit} the coins went within two hours through a swap to the Ethereum address "
            "{wallet}, together with deposits of at least nine other payers. On 4 November 6.4 ETH left it for a "
            "service that pays out in bitcoin; the pay-out address is probably {cold} (grade 4). The wallet still "
            "holds 9.2 ETH."
        ),
        selectors=dict(deposit=deposit, wallet=wallet, cold=cold),
        marks={"M1.04": "through a swap to the Ethereum address"},
        handling=owner_first("fiu-kr", "fiu-th", purposes=MONEY, grade="B4"),
    )
    yield Draft(
        "lyon-widower",
        by="camille",
        language="fr",
        source_kind="complaint",
        seen=at(31, 14),
        place=places.LYON,
        text=(
            "Plainte d'un retraité lyonnais de 67 ans. Rencontrée sur un site de lecture, « Soyoon » lui a proposé en "
            "octobre d'apprendre à « placer en dix minutes par jour ». Elle écrivait en français, toujours après 18 h, "
            "avec des tournures de traducteur. Contact LINE ID: {friend}.\n\n"
            "Un premier virement vers {slip} est revenu : clé fausse, la dictée du « conseiller » était mauvaise. Puis "
            "trois virements, 41 300 € au total, vers l'IBAN {iban}, et des dépôts en cryptoactifs à l'adresse "
            "{wallet:low}. La plateforme : {platform:page}. Un « service juridique » l'a ensuite rappelé pour récupérer "
            "ses fonds contre 8 % d'avance."
        ),
        selectors=dict(friend=friend, slip=slip, iban=iban, wallet=wallet, platform=platform),
        marks={
            "F2.01": "« placer en dix minutes par jour »",
            "F1.08": "avec des tournures de traducteur",
            "F2.11": "récupérer ses fonds contre 8 % d'avance",
        },
        persons=(Person("Gérard Fontanel", "victim", 1958, "FR"),),
        handling=owner_first("kr", "fiu-kr", "fiu-sg", purposes=BOTH, grade="A2"),
    )
    yield Draft(
        "platform-server",
        by="elise",
        language="fr",
        source_kind="open_source",
        seen=at(2, 16),
        text=(
            "Le domaine {platform:hxxp} figure depuis le 29 octobre sur deux listes publiques d'hameçonnage. Il répondait "
            "le 2 novembre depuis l'adresse IP {server}, avec le même modèle de page que onze autres « courtiers » "
            "apparus depuis août. Aucune autorisation à ce nom chez les régulateurs consultés."
        ),
        selectors=dict(platform=platform, server=server),
        marks={"F2.02": "le même modèle de page que onze autres « courtiers »"},
        handling=shared_with(
            "centre", "fr", "kr", "fiu-kr", "fiu-sg", "fiu-th", purposes=EVERY_PURPOSE, grade="B1"
        ),
    )
    yield Draft(
        "caller-watch",
        by="minji",
        language="ko",
        source_kind="observation",
        seen=at(4, 5),
        place=places.SEOUL,
        text=(
            "상담원 사칭 번호 {caller} 는 10월 28일부터 중계기를 통해 발신되고 있음. 중계기 설치 장소 세 곳을 확인 중이며 "
            "동시 수색 예정. 수색 전까지 타 기관에 알리지 말 것."
        ),
        selectors=dict(caller=caller),
        marks={"C1.06": "중계기를 통해 발신되고 있음"},
        handling=silent(purposes=BOTH, caveat="Search warrants are being prepared.", years=1),
    )
    yield Draft(
        "desk-insider",
        by="jiwon",
        language="en",
        source_kind="tip",
        seen=at(5, 7),
        text=(
            "For the named colleagues only. A compliance officer of an over-the-counter desk says that the account "
            "Telegram {helper:link} settles for four compounds and asks for the addresses of the day at 21:00 Yangon "
            "time. Yesterday's was {wallet}. The source would be known if this were used before the freeze."
        ),
        selectors=dict(helper=helper, wallet=wallet),
        marks={"M1.05": "settles for four compounds"},
        handling=red(
            "jiwon", "weiling", "anong", purposes=MONEY, caveat="Source at risk; not before the freeze."
        ),
    )
