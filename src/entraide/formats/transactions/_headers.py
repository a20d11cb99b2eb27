"""What headers of tables of transactions are called, in the languages in which banks write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..tables._mapping import plain

_IN_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]\s*$")

# Meaning -> headers, as `plain` writes them: small letters, no accents, no signs. English; French, Spanish, Portuguese,
# German, Indonesian, Vietnamese; Thai, Korean, Chinese, Japanese, Arabic.
_WORDS: dict[str, str] = {
    "time": "time|timestamp|date|datetime|date time|transaction date|transaction time|transaction datetime|txn date|trans date|"
    "trans date time|booking date|booked|posting date|posted|post date|created at|completed time|initiation time|"
    "completion time|block timestamp|blocktime|block time|date utc|datetime utc|time utc|unixtimestamp|tran date|tran timestamp|"
    "date operation|date de l operation|date comptable|date d operation|fecha|fecha operacion|fecha de operacion|"
    "fecha contable|data|data operazione|data movimento|data lancamento|buchungstag|buchungsdatum|buchung|tanggal|"
    "tanggal transaksi|ngay|ngay giao dich|วันที่|วันที่ทำรายการ|วันเวลา|วัน เวลา|วันที่ เวลา|วันที่รายการ|거래일|거래일자|거래일시|거래날짜|일자|날짜|일시|"
    "交易日期|交易时间|日期|时间|记账日期|交易日|交易日時|取引日|取引日時|日付|التاريخ|تاريخ العملية|تاريخ المعاملة",
    "clock": "clock|time of day|hour|heure|hora|uhrzeit|jam|gio|เวลา|เวลาทำรายการ|거래시간|거래시각|시간|시각|交易时刻|時刻|الوقت",
    "account": "account|account number|account no|acct|acct no|own account|statement account|account id|iban|compte|numero de compte|"
    "n compte|cuenta|numero de cuenta|conta|konto|kontonummer|auftragskonto|rekening|nomor rekening|so tai khoan|"
    "บัญชี|เลขที่บัญชี|หมายเลขบัญชี|계좌|계좌번호|账号|账户|本方账号|卡号|口座番号|الحساب|رقم الحساب|msisdn|wallet|wallet number",
    "counterparty": "counterparty|counterparty account|counter account|counterpart account|other account|contra account|"
    "account of counterparty|partner account|counterparty iban|compte contrepartie|compte de contrepartie|compte tiers|"
    "cuenta contraparte|cuenta contrapartida|cuenta destino origen|kontonummer iban|gegenkonto|iban zahlungsbeteiligter|"
    "kontonummer zahlungsbeteiligter|rekening lawan|tai khoan doi ung|บัญชีคู่โอน|บัญชีปลายทาง ต้นทาง|เลขที่บัญชีคู่โอน|บัญชีคู่กรณี|"
    "상대계좌|상대계좌번호|상대방계좌|상대방계좌번호|입금계좌번호|对方账号|对方账户|对手账号|交易对手账号|相手口座|الحساب المقابل",
    "counterparty_name": "counterparty name|name of counterparty|beneficiary payer|payee payer|payee|name|details|contrepartie|nom|tiers|"
    "contraparte|nombre|beneficiario ordenante|beguenstigter zahlungspflichtiger|begunstigter zahlungspflichtiger|"
    "name zahlungsbeteiligter|nama|ชื่อคู่โอน|ชื่อบัญชีคู่โอน|상대방|상대방명|예금주|의뢰인 수취인|의뢰인|받는분|보낸분|거래처|对方户名|对方名称|交易对手名称|"
    "相手先|الطرف المقابل",
    "source": "source|from|from account|from account number|sender|sender account|payer|payer account|payer iban|debtor|debtor account|"
    "debtor iban|debit account|originator|originator account|orig acct|orig account|nameorig|source account|from address|from wallet|"
    "sender msisdn|sourcenodeid|from account id|de|compte debite|compte emetteur|compte source|emetteur|donneur d ordre|"
    "cuenta origen|cuenta de origen|ordenante|remitente|conta origem|absender|auftraggeber|pengirim|rekening asal|"
    "tai khoan nguon|nguoi gui|บัญชีต้นทาง|จากบัญชี|ผู้โอน|บัญชีผู้โอน|출금계좌|출금계좌번호|송금인|송금계좌|보내는계좌|付款账号|付款方账号|付款人账号|付款人|"
    "转出账号|转出账户|出金口座|المرسل|من حساب",
    "target": "target|to|to account|to account number|receiver|receiver account|recipient|recipient account|beneficiary|"
    "beneficiary account|beneficiary iban|creditor|creditor account|creditor iban|credit account|payee account|bene acct|"
    "bene account|namedest|destination|destination account|target account|to address|to wallet|receiver msisdn|targetnodeid|"
    "to account id|vers|a|compte credite|compte beneficiaire|compte destinataire|beneficiaire|destinataire|cuenta destino|"
    "cuenta de destino|beneficiario|destinatario|conta destino|empfanger|empfaenger|penerima|rekening tujuan|"
    "tai khoan dich|nguoi nhan|บัญชีปลายทาง|ไปบัญชี|เข้าบัญชี|ผู้รับโอน|บัญชีผู้รับ|บัญชีผู้รับโอน|입금계좌|수취인|수취계좌|받는계좌|收款账号|收款方账号|收款人账号|"
    "收款人|转入账号|转入账户|入金口座|المستلم|الى حساب|المستفيد",
    "source_bank": "from bank|from bank id|sender bank|payer bank|source bank|출금은행|付款银行|付款行|ธนาคารต้นทาง",
    "target_bank": "to bank|to bank id|receiver bank|beneficiary bank|target bank|입금은행|收款银行|收款行|ธนาคารปลายทาง",
    "amount": "amount|amount paid|transaction amount|txn amount|base amt|base amount|value|sum|quantity|amount in account currency|"
    "paid amount|montant|montant de l operation|montant de la transaction|importe|monto|cantidad|valor|importo|betrag|umsatz|jumlah|nominal|so tien|"
    "จำนวนเงิน|จำนวน|ยอดเงิน|금액|거래금액|이체금액|金额|交易金额|发生额|金額|取引金額|المبلغ|قيمة",
    "debit": "debit|debits|debit amount|withdrawal|withdrawals|withdrawal amount|paid out|money out|out|dr|withdrawn|debit montant|sortie|debito|cargo|"
    "cargos|retiro|retiros|soll|debet|mutasi debet|ghi no|phat sinh no|ถอน|ถอนเงิน|จำนวนเงินถอน|รายการถอน|เดบิต|เงินออก|출금|출금액|출금금액|찾으신금액|"
    "지급금액|支出|支出金额|借方|借方金额|借方发生额|转出金额|出金|お引出し|お支払金額|مدين|سحب",
    "credit": "credit|credits|credit amount|deposit|deposits|deposit amount|paid in|money in|in|cr|credit montant|entree|credito|abono|abonos|"
    "deposito|depositos|haben|kredit|mutasi kredit|ghi co|phat sinh co|ฝาก|ฝากเงิน|จำนวนเงินฝาก|รายการฝาก|เครดิต|เงินเข้า|입금|입금액|입금금액|맡기신금액|"
    "收入|收入金额|存入|存入金额|贷方|贷方金额|贷方发生额|转入金额|入金|お預入れ|お預り金額|دائن|ايداع",
    "direction": "direction|dc|d c|dr cr|cr dr|debit credit|credit debit|debit credit indicator|credit debit indicator|indicator|sign|sens|cargo abono|soll haben|"
    "s h|入出金区分|입출금구분|입출금|구분|借贷|借贷标志|收支|收/支|รายการ ฝาก ถอน|ฝาก/ถอน",
    "currency": "currency|ccy|curr|currency code|payment currency|transaction currency|account currency|token symbol|token|asset|coin|"
    "tokensymbol|devise|monnaie|moneda|divisa|moeda|wahrung|waehrung|mata uang|loai tien|สกุลเงิน|통화|통화코드|币种|货币|通貨|العملة",
    "target_amount": "target amount|amount received|received amount|converted amount|counter amount|beneficiary amount|montant recu|"
    "importe recibido|환전금액|到账金额",
    "target_currency": "target currency|receiving currency|received currency|converted currency|counter currency|beneficiary currency|"
    "devise recue|moneda recibida|到账币种",
    "fee": "fee|fees|transaction fee|charge|charges|commission|frais|comision|comisiones|tarifa|gebuhr|gebuehr|biaya|phi|ค่าธรรมเนียม|수수료|手续费|手数料|الرسوم",
    "balance": "balance|running balance|balance after|account balance|closing balance|solde|saldo|so du|ยอดคงเหลือ|คงเหลือ|잔액|거래후잔액|거래 후 잔액|"
    "余额|账户余额|残高|差引残高|الرصيد",
    "rail": "rail|channel|payment format|payment method|payment type|transaction type|tx type|tran type|type|method|canal|moyen de paiement|tipo|tipo de operacion|"
    "buchungstext|ช่องทาง|ช่องทางทำรายการ|ประเภทรายการ|거래구분|거래수단|거래점|채널|적요구분|交易渠道|交易类型|交易方式|取引区分|القناة",
    "kind": "kind|leg kind",
    "record": "record|transaction id|transactionid|txn id|tx id|txid|tran id|trx id|transaction hash|tx hash|txhash|hash|transaction reference|"
    "reference|reference number|ref|ref no|receipt no|receipt number|end to end id|uetr|id|transaction no|transaction number|"
    "numero d operation|numero de transaction|reference de l operation|referencia|numero de operacion|folio|referenz|nomor referensi|no referensi|"
    "ma giao dich|so tham chieu|เลขที่รายการ|เลขอ้างอิง|หมายเลขอ้างอิง|รหัสรายการ|거래번호|거래고유번호|일련번호|交易流水号|流水号|交易号|订单号|交易编号|取引番号|رقم المرجع|رقم العملية",
    "reverses": "reverses|original transaction id|original reference|reversed transaction|reversal of|원거래번호|취소원거래번호|原交易流水号",
    "status": "status|transaction status|state|statut|etat|estado|สถานะ|상태|처리결과|状态|交易状态|状態|الحالة",
}  # fmt: skip
ROLES = tuple(_WORDS)
_KNOWN = {word: role for role, words in reversed(_WORDS.items()) for word in words.split("|")}
_KNOWN = {plain(word): role for word, role in _KNOWN.items()}


def _words(line: str) -> frozenset[str]:
    return frozenset(map(plain, line.split("|")))


# What cells say of the direction of a payment, seen from the account of the statement; and of one that was not made.
OUT = frozenset("-") | _words(
    "d|dr|debit|out|outgoing|withdrawal|sent|send|dbit|debito|cargo|s|soll|sortie|출금|지급|ถอน|ออก|โอนออก|借|借方|支出|支|出金|مدين"
)
IN = frozenset("+") | _words(
    "c|cr|credit|in|incoming|deposit|received|receive|crdt|credito|abono|h|haben|entree|입금|수입|ฝาก|เข้า|รับโอน|贷|贷方|收入|收|入金|دائن"
)
NOT_MADE = _words(
    "failed|failure|fail|declined|rejected|cancelled|canceled|void|voided|pending|expired|refused|aborted|echoue|refuse|annule|"
    "en attente|fallido|fallida|rechazado|rechazada|cancelado|pendiente|gagal|dibatalkan|that bai|ล้มเหลว|ไม่สำเร็จ|ยกเลิก|รอดำเนินการ|"
    "실패|취소|거절|대기|보류|失败|已取消|取消|已撤销|处理中|待处理|交易失败|交易关闭|失敗|فاشلة|ملغاة|pdng|rjct|canc"
)

# Published layouts in which a header alone does not tell: all of these headers -> what each means, in order.
AMLWORLD = (
    ("timestamp", "time"), ("from bank", "source_bank"), ("account", "source"), ("to bank", "target_bank"),
    ("account", "target"), ("amount received", "target_amount"), ("receiving currency", "target_currency"),
    ("amount paid", "amount"), ("payment currency", "currency"), ("payment format", "rail"), ("is laundering", ""),
)  # fmt: skip

_AMLWORLD_COPY = {
    "timestamp": "time", "from bank id": "source_bank", "from account id": "source", "to bank id": "target_bank",
    "to account id": "target", "amount received": "target_amount", "receiving currency": "target_currency",
    "amount paid": "amount", "payment currency": "currency", "payment format": "rail",
}  # fmt: skip


def role_of(header: str) -> str | None:
    """What a header means, None where it is not known."""
    whole = plain(header)
    bare = plain(_IN_BRACKETS.sub("", header))
    for word in (whole, bare, whole.replace(" ", ""), bare.replace(" ", "")):
        if word in _KNOWN:
            return _KNOWN[word]
    return None


def unit_of(header: str) -> str:
    """What stands in brackets behind a header: "KRW" of "Amount (KRW)"."""
    found = _IN_BRACKETS.search(header)
    return found[1].strip() if found else ""


def amlworld_columns(headers: Sequence[str]) -> dict[str, int]:
    """Meaning -> place in the published layout of AMLworld or its copies; nothing for another table."""
    bare = [plain(header.split(" (")[0].removesuffix(".1")) for header in headers]
    if bare == [header for header, _ in AMLWORLD]:
        return {role: place for place, (_, role) in enumerate(AMLWORLD) if role}
    if all(header in bare for header in _AMLWORLD_COPY):
        return {role: bare.index(header) for header, role in _AMLWORLD_COPY.items()}
    return {}
