"""Who works where. Every address is under ``.example``, every name is invented."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """``key`` is how stories and tests call the person; ``organisation`` is a key of ORGANISATIONS."""

    key: str
    organisation: str
    name: str
    roles: tuple[str, ...]
    mailbox: str

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{self.organisation}.moei.example"


ANALYST, DUTY, ADMIN = "analyst", "duty_officer", "administrator"

PEOPLE: tuple[Person, ...] = (
    Person("ines", "centre", "Ines Varga", ("coordinator",), "ines.varga"),
    Person("theo", "centre", "Théo Marchand", ("publisher",), "theo.marchand"),
    Person("amina", "centre", "Amina Diallo", ("auditor",), "amina.diallo"),
    Person("kavya", "in", "Kavya Raman", (ANALYST,), "kavya.raman"),
    Person("arjun", "in", "Arjun Mehta", (DUTY,), "arjun.mehta"),
    Person("somchai", "th", "Somchai Rattanakul", (DUTY,), "somchai.rattanakul"),
    Person("nok", "th", "Nok Wiriya", (ANALYST,), "nok.wiriya"),
    Person("minji", "kr", "Seo Min-ji", (ANALYST,), "seo.min-ji"),
    Person("doyun", "kr", "Han Do-yun", (DUTY,), "han.do-yun"),
    Person("wanjiru", "ke", "Wanjiru Mwangi", (ANALYST,), "wanjiru.mwangi"),
    Person("reyna", "ph", "Reyna Santos", (ANALYST,), "reyna.santos"),
    Person("linyue", "cn", "Lin Yue", (ANALYST,), "lin.yue"),
    Person("ha", "vn", "Trần Thu Hà", (ANALYST,), "tran.thu.ha"),
    Person("putri", "id", "Putri Lestari", (ANALYST,), "putri.lestari"),
    Person("dawit", "et", "Dawit Alemu", (ANALYST,), "dawit.alemu"),
    Person("ngozi", "ng", "Ngozi Eze", (ANALYST,), "ngozi.eze"),
    Person("luana", "br", "Luana Teixeira", (ANALYST,), "luana.teixeira"),
    Person("camille", "fr", "Camille Roussel", (ANALYST,), "camille.roussel"),
    Person("mariam", "ae", "Mariam Al Suwaidi", (ANALYST,), "mariam.alsuwaidi"),
    Person("dara", "kh", "Sok Dara", (ANALYST,), "sok.dara"),
    Person("bounmy", "la", "Bounmy Keovilay", (ANALYST,), "bounmy.keovilay"),
    Person("ndapewa", "na", "Ndapewa Shilongo", (ANALYST,), "ndapewa.shilongo"),
    Person("rosa", "pe", "Rosa Quispe", (ANALYST,), "rosa.quispe"),
    Person("sunita", "np", "Sunita Gurung", (ANALYST,), "sunita.gurung"),
    Person("farid", "my", "Farid Hassan", (ANALYST,), "farid.hassan"),
    Person("pim", "maesot", "Pim Suwan", ("reception_lead",), "pim.suwan"),
    Person("krit", "tak", "Krit Chai", ("screener",), "krit.chai"),
    Person("dao", "tak", "Dao Lertsin", ("second_reader",), "dao.lertsin"),
    Person("malee", "tak", "Malee Intha", ("duty_lawyer",), "malee.intha"),
    Person("jiwon", "fiu-kr", "Oh Ji-won", ("financial_analyst",), "oh.ji-won"),
    Person("weiling", "fiu-sg", "Tan Wei Ling", ("financial_analyst",), "tan.wei.ling"),
    Person("anong", "fiu-th", "Anong Phrom", ("financial_analyst",), "anong.phrom"),
    Person("rohan", "emb-in", "Rohan Iyer", ("consular_officer",), "rohan.iyer"),
    Person("selam", "emb-et", "Selam Bekele", ("consular_officer",), "selam.bekele"),
    Person("thida", "shelter", "Thida Aung", ("case_worker",), "thida.aung"),
    Person("paul", "shelter", "Paul Okoth", ("child_officer",), "paul.okoth"),
    Person("meera", "safereturn", "Meera Nair", ("case_worker",), "meera.nair"),
    Person("elise", "osd", "Élise Caron", (ANALYST, "importer"), "elise.caron"),
    Person("admin-centre", "centre", "Jakob Lindqvist", (ADMIN,), "jakob.lindqvist"),
    Person("admin-in", "in", "Deepa Krishnan", (ADMIN,), "deepa.krishnan"),
    Person("admin-th", "th", "Prasert Boonmee", (ADMIN,), "prasert.boonmee"),
    Person("admin-kr", "kr", "Kang Tae-hun", (ADMIN,), "kang.tae-hun"),
    Person("admin-ke", "ke", "Otieno Ouma", (ADMIN,), "otieno.ouma"),
    Person("admin-ph", "ph", "Jun Villareal", (ADMIN,), "jun.villareal"),
    Person("admin-cn", "cn", "Zhao Qiming", (ADMIN,), "zhao.qiming"),
    Person("admin-vn", "vn", "Lê Quốc Bảo", (ADMIN,), "le.quoc.bao"),
    Person("admin-id", "id", "Bagus Wibowo", (ADMIN,), "bagus.wibowo"),
    Person("admin-et", "et", "Hanna Girma", (ADMIN,), "hanna.girma"),
    Person("admin-ng", "ng", "Tunde Adeyemi", (ADMIN,), "tunde.adeyemi"),
    Person("admin-br", "br", "Caio Ribeiro", (ADMIN,), "caio.ribeiro"),
    Person("admin-fr", "fr", "Bastien Lemoine", (ADMIN,), "bastien.lemoine"),
    Person("admin-ae", "ae", "Khalid Al Marri", (ADMIN,), "khalid.almarri"),
    Person("admin-kh", "kh", "Chan Sopheap", (ADMIN,), "chan.sopheap"),
    Person("admin-la", "la", "Phonexay Vongsa", (ADMIN,), "phonexay.vongsa"),
    Person("admin-na", "na", "Johannes Haipinge", (ADMIN,), "johannes.haipinge"),
    Person("admin-pe", "pe", "Álvaro Huamán", (ADMIN,), "alvaro.huaman"),
    Person("admin-np", "np", "Bikash Thapa", (ADMIN,), "bikash.thapa"),
    Person("admin-my", "my", "Siti Rahmah", (ADMIN,), "siti.rahmah"),
    Person("admin-maesot", "maesot", "Wichai Thongdee", (ADMIN,), "wichai.thongdee"),
    Person("admin-tak", "tak", "Suda Jantima", (ADMIN,), "suda.jantima"),
    Person("admin-fiu-kr", "fiu-kr", "Bae Su-jin", (ADMIN,), "bae.su-jin"),
    Person("admin-fiu-sg", "fiu-sg", "Ravi Menon", (ADMIN,), "ravi.menon"),
    Person("admin-fiu-th", "fiu-th", "Chai Srisuk", (ADMIN,), "chai.srisuk"),
    Person("admin-emb-in", "emb-in", "Lakshmi Pillai", (ADMIN,), "lakshmi.pillai"),
    Person("admin-emb-et", "emb-et", "Yonas Tadesse", (ADMIN,), "yonas.tadesse"),
    Person("admin-shelter", "shelter", "Naw Paw Htoo", (ADMIN,), "naw.paw.htoo"),
    Person("admin-safereturn", "safereturn", "Joseph Kurian", (ADMIN,), "joseph.kurian"),
    Person("admin-osd", "osd", "Hugo Delmas", (ADMIN,), "hugo.delmas"),
)

# Who sees the hub in another language than English.
LANGUAGES = {"camille": "fr", "elise": "fr", "rosa": "es", "mariam": "ar"}

# What the people of the stories are about on the morning of the 6th.
PARTS = {
    "ines": "Keeps two operations from running into one another.",
    "kavya": "Looks for a young man from Kochi who answered a typing job.",
    "arjun": "Had the night shift: a message came at 02:22.",
    "somchai": "Answers for the bank of the river on which one may act.",
    "nok": "Saw the tower with red letters from the other bank.",
    "minji": "Prepares a move on a building, and tells nobody.",
    "doyun": "Took the complaint of a woman in Busan.",
    "wanjiru": "Holds an advert that India should know of.",
    "reyna": "Leads a group that prepares a move on the same building.",
    "linyue": "Looks for a man with four spellings.",
    "luana": "Found a new lure: record your voice.",
    "ndapewa": "Found the same lure on another continent.",
    "pim": "Receives the people who cross, with or without a line.",
    "krit": "Heard a man who fears his own State.",
    "malee": "Keeps the reasons of the man who fears.",
    "jiwon": "Follows 84 million won.",
    "weiling": "Sees 9.2 ETH that can still be stopped.",
    "anong": "Sees the cash leave a machine in Mae Sot.",
    "rohan": "Has 270 seats on two aircraft today.",
    "selam": "Asks for five people, and gets no answer on any.",
    "thida": "Keeps a house by the river.",
    "paul": "Looks after three children who were told to say twenty.",
    "meera": "Took the first call from Kochi.",
    "elise": "Brings in what is public.",
}
