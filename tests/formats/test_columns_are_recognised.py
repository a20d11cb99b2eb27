"""An officer's spreadsheet names its columns in the officer's words; a mapping is proposed."""

from __future__ import annotations

import pytest

from entraide.formats.tables import FIELDS, suggest_mapping


@pytest.mark.parametrize(
    ("headers", "mapping"),
    [
        (
            ["Case ID", "Narrative", "Incident date", "Mobile number", "E-mail", "City", "Country"],
            {
                "client_id": "Case ID",
                "text": "Narrative",
                "observed_at": "Incident date",
                "phone": "Mobile number",
                "email": "E-mail",
                "place": "City",
                "country": "Country",
            },
        ),
        (
            ["Récit", "Date des faits", "Téléphone", "Lieu", "IBAN"],
            {
                "text": "Récit",
                "observed_at": "Date des faits",
                "phone": "Téléphone",
                "place": "Lieu",
                "iban": "IBAN",
            },
        ),
        (
            ["الوصف", "التاريخ", "رقم الهاتف", "تلجرام"],
            {"text": "الوصف", "observed_at": "التاريخ", "phone": "رقم الهاتف", "telegram": "تلجرام"},
        ),
        (
            ["รายละเอียด", "วันที่", "เบอร์โทร", "ไอดีไลน์", "เลขที่บัญชี"],
            {
                "text": "รายละเอียด",
                "observed_at": "วันที่",
                "phone": "เบอร์โทร",
                "line": "ไอดีไลน์",
                "bank_account": "เลขที่บัญชี",
            },
        ),
        (
            ["描述", "日期", "手机", "微信号", "护照号"],
            {
                "text": "描述",
                "observed_at": "日期",
                "phone": "手机",
                "wechat": "微信号",
                "passport": "护照号",
            },
        ),
    ],
)
def test_headers_in_many_languages_are_understood(headers, mapping):
    assert suggest_mapping(headers, []) == mapping


def test_columns_without_a_telling_name_are_known_by_what_they_hold():
    sample = [
        {
            "A": "+66 69 123 4567",
            "B": "2025-10-01",
            "C": f"He answered a typing job and now writes at night from a place by the river, number {n}.",
            "D": "hr@jobs.example",
            "E": "blue",
            "F": "0xBE0eB53F46cd790Cd13851d5EFf43D12404d33E8",
        }
        for n in range(5)
    ]
    assert suggest_mapping(list("ABCDEF"), sample) == {
        "text": "C",
        "observed_at": "B",
        "phone": "A",
        "email": "D",
        "eth": "F",
    }


def test_one_column_is_one_field_and_one_field_one_column():
    mapping = suggest_mapping(["Phone", "Mobile", "Text", "Notes"], [])
    assert mapping == {"text": "Text", "phone": "Phone"}
    assert set(mapping) <= set(FIELDS)
