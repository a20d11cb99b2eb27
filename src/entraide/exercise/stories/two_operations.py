"""Story 6. The Republic of Korea and a group led by the Philippines prepare a move on one site in one week.

Neither may know the other's targets: every report of substance is silent or RED, and no hit between the two
groups may be offered to either. What may be said, by others than the parties, is "talk to …".
"""

from __future__ import annotations

from collections.abc import Iterator

from entraide.exercise import places
from entraide.exercise.selectors import HOTLINE, Selectors
from entraide.exercise.shapes import Person
from entraide.exercise.writing import Draft, at, owner_first, red, silent, to_all
from entraide.vocabulary.handling import HitMode, Purpose

POLICE = Purpose.INVESTIGATION


def tell(make: Selectors) -> Iterator[Draft]:
    manager = make.phone("MM")
    supplier = make.phone("TH")
    uplink = make.ip()
    payroll = make.tron()
    truck = make.plate("TH")
    cook = make.facebook("kitchen.block14")

    yield Draft(
        "korea-target",
        by="minji",
        language="ko",
        source_kind="observation",
        seen=at(31, 6),
        place=places.MYAWADDY,
        text=(
            "작전 준비 메모. 대상: 먀와디 남쪽 단지의 14동 2~4층. 한국어 대응팀 약 40명. 관리자 전화 {manager}, "
            "급여 지급 지갑 TRON {payroll}. 위성 회선의 공인 IP {uplink}.\n"
            "내부 협조자 1명. 11월 셋째 주 초 실행 예정. 다른 나라의 계획이 있는지는 조정센터를 통해서만 확인할 것."
        ),
        selectors=dict(manager=manager, payroll=payroll, uplink=uplink),
        marks={"C1.04": "위성 회선의 공인 IP", "C1.08": "14동 2~4층"},
        persons=(Person("Wu Jianbo", "suspect", 1983, "CN"),),
        handling=red(
            "minji",
            "doyun",
            mode=HitMode.SILENT,
            purposes=POLICE,
            caveat="Operation. Source inside.",
            years=1,
        ),
    )
    yield Draft(
        "korea-supplier",
        by="doyun",
        language="ko",
        source_kind="observation",
        seen=at(2, 8),
        place=places.MAE_SOT,
        text=(
            "단지 14동에 식자재를 넣는 매솟 업자의 번호 {supplier:zz}, 차량번호 {truck}. 매주 화·금 새벽에 사설 선착장으로 이동. "
            "업자는 내용물을 모르는 것으로 보이며 접촉하지 않음."
        ),
        selectors=dict(supplier=supplier, truck=truck),
        marks={"C1.05": "매주 화·금 새벽에 사설 선착장으로 이동"},
        handling=silent(purposes=POLICE, caveat="Operation.", years=1),
    )
    yield Draft(
        "philippine-target",
        by="reyna",
        language="en",
        source_kind="observation",
        seen=at(1, 3),
        place=places.MYAWADDY,
        text=(
            "Planning note, joint group PH, ID, MY. Target: building 14, ground and first floor, English-language teams, "
            "some sixty people, at least twenty-two of them ours. Manager's number {manager:paren}. Wages are paid from "
            "TRON {payroll} on the 5th. Window: 17 to 20 November, before the second company moves out.\n"
            "Not to be discussed outside the group."
        ),
        selectors=dict(manager=manager, payroll=payroll),
        marks={
            "C1.08": "building 14, ground and first floor",
            "C2.03": "before the second company moves out",
        },
        persons=(Person("Wu Jian Bo", "suspect", None, "CN"),),
        handling=red(
            "reyna", "putri", "farid", mode=HitMode.SILENT, purposes=POLICE, caveat="Operation.", years=1
        ),
    )
    yield Draft(
        "philippine-truck",
        by="reyna",
        language="en",
        source_kind="observation",
        seen=at(3, 1),
        place=places.MAE_SOT,
        text=(
            "Movement log, three nights. Delivery truck, plate {truck:space}, at the private pier 03:10, 03:25 and 02:55. "
            "Driver was heard to call {supplier:dots}. The same uplink as last month: {uplink}."
        ),
        selectors=dict(truck=truck, supplier=supplier, uplink=uplink),
        marks={"C1.05": "Delivery truck"},
        handling=silent(purposes=POLICE, caveat="Operation.", years=1),
    )
    yield Draft(
        "indonesian-cook",
        by="putri",
        language="id",
        source_kind="statement",
        seen=at(2, 6),
        place=places.MEDAN,
        text=(
            "Mantan juru masak blok 14 menyebut akun Facebook dapur {cook} dan pintu samping yang tidak dikunci antara pukul "
            "04.30 dan 05.00. Lantai dasar berbahasa Inggris, lantai atas Korea. Keterangan ini hanya untuk kelompok kerja."
        ),
        selectors=dict(cook=cook),
        marks={"W3.01": "pintu samping yang tidak dikunci"},
        handling=red("putri", "reyna", "farid", mode=HitMode.SILENT, purposes=POLICE, years=1),
    )
    yield Draft(
        "malaysian-cousin",
        by="farid",
        language="en",
        source_kind="statement",
        seen=at(4, 7),
        place=places.PENANG,
        text=(
            'A cousin of a man held in "block 14" was allowed one video call on 2 November through Facebook {cook:mobile}. '
            "She saw a calendar with the 18th ringed in red, and heard Korean spoken in the corridor."
        ),
        selectors=dict(cook=cook),
        marks={"W3.04": "was allowed one video call on 2 November"},
        handling=owner_first("ph", "id", purposes=POLICE, grade="B2"),
    )
    yield Draft(
        "talk-first",
        by="ines",
        language="en",
        source_kind="other",
        seen=at(5, 9),
        text=(
            "Reminder to all bureaus: whoever plans a move on a site along the Moei in November registers the place and the "
            "week with the Coordination Centre before 10 November. The Centre tells you whom to talk to, and nothing else. "
            "Public helpline for families, as before: {line}."
        ),
        selectors=dict(line=HOTLINE),
        handling=to_all(grade="A1"),
    )
