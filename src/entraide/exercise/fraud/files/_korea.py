"""Three banks of Korea: CSV in CP949 with thousands separators, a workbook, CSV in UTF-8 with date and clock apart.

Times are Korean and name no zone, as such files do.
"""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook

from .._generator import Fraud
from ._entries import Entry, csv_text, entries_of, written

_WORDS = {
    "wages": "급여",
    "rent": "월세",
    "purchase": "카드결제",
    "transfer": "이체",
    "cash": "현금출금",
    "income": "매출입금",
    "support": "해외송금",
    "deposit": "가상자산 입금",
}


def haeundae_csv(fraud: Fraud) -> bytes:
    headers = (
        "거래일시", "계좌번호", "출금액(원)", "입금액(원)", "수수료", "거래후잔액", "상대계좌번호", "받는분/보낸분", "적요", "거래번호", "원거래번호",
    )  # fmt: skip
    rows = (
        (
            f"{one.time:%Y.%m.%d %H:%M:%S}",
            one.account,
            _won(one.amount) if one.out else "0",
            "0" if one.out else _won(one.amount),
            _won(one.fee),
            _won(one.balance),
            one.other,
            one.other_name,
            _memo(one),
            one.leg.record,
            one.leg.reverses,
        )
        for one in entries_of(fraud, "haeundae")
    )
    return csv_text(headers, rows).encode("cp949", errors="replace")


def yeongdo_csv(fraud: Fraud) -> bytes:
    headers = (
        "계좌번호", "거래일자", "거래시각", "구분", "거래금액", "통화", "수수료", "잔액", "상대계좌번호", "적요", "거래번호", "원거래번호",
    )  # fmt: skip
    rows = (
        (
            one.account,
            f"{one.time:%Y%m%d}",
            f"{one.time:%H:%M:%S}",
            "출금" if one.out else "입금",
            one.amount,
            "KRW",
            one.fee or "",
            one.balance,
            one.other,
            _memo(one),
            one.leg.record,
            one.leg.reverses,
        )
        for one in entries_of(fraud, "yeongdo")
    )
    return b"\xef\xbb\xbf" + csv_text(headers, rows).encode()


def namhae_xlsx(fraud: Fraud) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("거래내역")
    sheet.append(["남해가상은행 거래내역"])
    sheet.append(["조회기간: 2025-10-20 ~ 2025-11-06", None, "통화", "KRW"])
    sheet.append([])
    sheet.append(
        [
            "거래일시",
            "계좌번호",
            "출금금액",
            "입금금액",
            "수수료",
            "통화",
            "거래후잔액",
            "상대계좌번호",
            "적요",
            "거래번호",
            "원거래번호",
        ]
    )
    for one in entries_of(fraud, "namhae"):
        sheet.append(
            [
                one.time.replace(tzinfo=None),
                one.account,
                one.amount if one.out else None,
                None if one.out else one.amount,
                one.fee or None,
                "KRW",
                one.balance,
                one.other or None,
                _memo(one),
                one.leg.record,
                one.leg.reverses or None,
            ]
        )
    file = io.BytesIO()
    book.save(file)
    return _undated(file.getvalue())


def _undated(workbook: bytes) -> bytes:
    """The same workbook without the moment at which it was written: the same case is the same bytes."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2025-11-06T06:00:00Z", content)
            new.writestr(
                zipfile.ZipInfo(item.filename, (2025, 11, 6, 6, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return file.getvalue()


def _won(amount: int) -> str:
    return written(amount, "KRW", group=",")


def _memo(entry: Entry) -> str:
    if entry.leg.kind == "reversal":
        return "착오송금 반환"
    if entry.leg.kind == "conversion":
        return "해외송금"
    return _WORDS.get(entry.leg.memo, "이체")
