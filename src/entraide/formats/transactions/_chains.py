"""Transactions of ledgers of accounts: native transfers and transfers of tokens, as explorers and nodes write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import base58

from entraide.vocabulary.currencies import digits as digits_of

from ._currencies import MOST_DIGITS
from ._entries import Entries, Entry, Refused, from_epoch, moment
from ._found import FEES, FileReport, Options
from ._objects import Found

# One field under the names that explorers, nodes and services give it.
_HASH = (
    "hash",
    "txHash",
    "tx_hash",
    "transactionHash",
    "transaction_hash",
    "transaction_id",
    "txid",
    "txID",
    "id",
)
_FROM = (
    "from",
    "from_address",
    "fromAddress",
    "transferFromAddress",
    "ownerAddress",
    "owner_address",
    "sender",
)
_TO = ("to", "to_address", "toAddress", "transferToAddress", "receiver", "recipient")
_VALUE = ("value", "quant", "amount", "amount_str", "quantity")
_TIME = (
    "timeStamp",
    "timestamp",
    "block_timestamp",
    "block_ts",
    "blockTimestamp",
    "blockTime",
    "block_time",
    "time",
    "date",
)
_TOKEN = ("tokenSymbol", "token", "token_info", "tokenInfo", "asset", "symbol")
_SYMBOL = ("symbol", "tokenAbbr", "tokenSymbol", "name")
_CONTRACT = ("contractAddress", "contract_address", "tokenAddress", "address", "tokenId")
_DECIMALS = ("tokenDecimal", "decimals", "tokenDecimals", "decimal")
# The tokens that their issuers name; another contract that bears the same name is another token.
ISSUED = {
    "0xdac17f958d2ee523a2206206994597c13d831ec7": ("USDT", 6),
    "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48": ("USDC", 6),
    "0x6b175474e89094c44da98b954eedeac495271d0f": ("DAI", 18),
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t": ("USDT", 6),
    "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8": ("USDC", 6),
}
_NATIVE = {"ethereum": ("ETH", 18), "tron": ("TRX", 6)}
_HEX_TRON = re.compile(r"41[0-9a-fA-F]{40}")


class Accounts:
    """Takes transactions into entries."""

    def __init__(self, entries: Entries, options: Options, report: FileReport) -> None:
        self.entries, self.options, self.report = entries, options, report

    def knows(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        whole = _unfolded(value)
        return any(name in whole for name in _FROM) and any(
            name in whole for name in (*_VALUE, "rawContract")
        )

    def take(self, found: Found) -> None:
        """Raises Refused."""
        one = {**found.around, **_unfolded(found.value)}
        record = _text(one, _HASH)
        source, target = self._account(_text(one, _FROM)), self._account(_text(one, _TO))
        if target is None and not _token_of(one):
            target = self._account(_text(one, ("contractAddress",)))  # the transaction made a contract
        if source is None and target is None:
            raise Refused("from, to: neither account is named; export the whole transaction")
        rail = self.options.rail or _ledger_of(source or target or "")
        time = _time(one, self.options.timezone)
        currency, digits = self._unit(one, rail)
        amount = self._amount(one, currency, digits)
        made = not _failed(one)
        legs = []
        if made and amount:
            legs.append(
                Entry(
                    time,
                    source,
                    target,
                    amount,
                    currency,
                    rail,
                    "payment",
                    record or f"place {found.place + 1}",
                )
            )
        fee = 0 if _token_of(one) else _fee(one)
        native, native_digits = self._native(rail)
        kept = self._kept(fee, native, native_digits) if legs or fee else 0
        if kept and source is not None:
            legs.append(
                Entry(time, source, FEES, kept, native, rail, "fee", record or f"place {found.place + 1}")
            )
        if not legs:
            raise Refused(
                "value: zero moves no money; leave the transaction out"
                if made
                else "status: the transaction failed or is not confirmed; leave it out"
            )
        if not made:
            self.report.note("transactions that failed: only their fee moved")
        self.entries.take(legs, found.place + 1, found.text.encode(), named=bool(record))

    def _account(self, word: str) -> str | None:
        if _HEX_TRON.fullmatch(word):
            word = base58.b58encode_check(bytes.fromhex(word)).decode()
        return self.entries.account(word)

    def _native(self, rail: str) -> tuple[str, int]:
        code = self.options.currency.upper()
        return (code, dict(_NATIVE.values()).get(code, 18)) if code else _NATIVE.get(rail, ("ETH", 18))

    def _unit(self, one: Mapping[str, Any], rail: str) -> tuple[str, int]:
        """Which currency, and how many digits its smallest unit has."""
        token = _token_of(one)
        if not token:
            return self._native(rail)
        contract = self._account(_text(token, _CONTRACT)) or ""
        issued = ISSUED.get(contract) or ISSUED.get(contract.lower())
        if issued:
            return issued
        symbol = _text(token, _SYMBOL).strip() or "token"
        decimals = _text(token, _DECIMALS)
        names = {code for code, _ in ISSUED.values()}
        if not contract:
            if not decimals and symbol.upper() in (native := dict(_NATIVE.values())):
                return symbol.upper(), native[symbol.upper()]
            if not decimals and symbol.upper() in names:
                decimals = str(dict(ISSUED.values())[symbol.upper()])
            self.report.note(f"the token {symbol} names no contract: it is taken at its word")
        if not decimals:
            raise Refused("token: how many decimals it has is not given; export tokenDecimal too")
        try:
            digits = int(decimals, 0)
        except ValueError:
            digits = -1
        if not 0 <= digits <= 36:
            raise Refused("token: its decimals are no number from 0 to 36")
        return (f"{symbol}@{contract}" if contract else symbol.upper()), digits

    def _amount(self, one: Mapping[str, Any], currency: str, digits: int) -> int:
        """In the unit that is kept, 0 for nothing."""
        value = next((one[name] for name in _VALUE if one.get(name) is not None), None)
        raw = one.get("rawContract")
        if isinstance(raw, dict) and isinstance(raw.get("value"), str):
            value = raw["value"]
        return self._kept(_smallest(value, digits), currency, digits)

    def _kept(self, units: int, currency: str, digits: int) -> int:
        """In the unit that is kept of a currency, of any other asset a billionth at least; what lies below is summed.

        Who issues a token under a currency's name may give it other digits than that has.
        """
        if units < 0:
            raise Refused("value: it is below zero; a transfer back is one from the other account")
        known = digits_of(currency)
        places = min(digits, MOST_DIGITS) if known is None else known
        if digits <= places:
            return int(units * 10 ** (places - digits))
        kept, below = divmod(units, int(10 ** (digits - places)))
        if units and not kept:
            raise Refused(
                f"value: less than the smallest unit that is kept ({places} digits behind the point)"
            )
        if below:
            self.report.dust[currency] = self.report.dust.get(currency, Decimal(0)) + Decimal(below).scaleb(
                -digits
            )
        return kept


def _unfolded(value: Mapping[str, Any]) -> dict[str, Any]:
    """A transaction of a Tron node has what matters in its first contract."""
    try:
        contract = value["raw_data"]["contract"][0]
        inner = dict(contract["parameter"]["value"])
    except (KeyError, IndexError, TypeError, ValueError):
        return dict(value)
    if contract.get("type") not in ("TransferContract", "TransferAssetContract"):
        inner.setdefault("amount", 0)
    results = value.get("ret")
    made = results[0] if isinstance(results, list) and results and isinstance(results[0], dict) else {}
    return {**value, **inner, "contractRet": made.get("contractRet"), "fee": made.get("fee", 0),
            "timestamp": value.get("block_timestamp") or value["raw_data"].get("timestamp")}  # fmt: skip


def _text(one: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = one.get(name)
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool) and value != "":
            return str(value)
        if isinstance(value, dict) and isinstance(value.get("hash"), str):  # Blockscout
            return str(value["hash"])
    return ""


def _token_of(one: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the token, nothing for a native transfer."""
    for name in _TOKEN:
        value = one.get(name)
        if isinstance(value, dict):
            return value
        if isinstance(value, str) and value:
            raw = one.get("rawContract")
            inner = raw if isinstance(raw, dict) else {}
            said = {**one, **{key: word for key, word in inner.items() if word}, "symbol": value}
            if inner and not inner.get("address"):  # the service names the native asset too
                return {}
            if value.upper() in dict(_NATIVE.values()) and not _text(said, _CONTRACT):
                return {}
            return {key: word for key, word in said.items() if key not in ("name", "address") or key in inner}
    return {}


def _ledger_of(account: str) -> str:
    return "tron" if re.fullmatch(r"T[1-9A-HJ-NP-Za-km-z]{33}", account) else "ethereum"


def _time(one: Mapping[str, Any], zone: str) -> Any:
    names = [one]
    if isinstance(one.get("metadata"), dict):
        names.append(one["metadata"])
    for source in names:
        word = _text(source, _TIME)
        if not word:
            continue
        if re.fullmatch(r"0x[0-9a-fA-F]+", word):
            return from_epoch(int(word, 16))
        if re.fullmatch(r"\d+(\.\d+)?", word):
            return from_epoch(Decimal(word))
        return moment(word, zone)[0]
    raise Refused("timestamp: there is none; export the time of the block too")


def _smallest(value: Any, digits: int) -> int:
    """Units of an asset: whole numbers are in its smallest unit, those with a point in whole ones. Raises Refused."""
    word = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    try:
        if word.startswith(("0x", "0X")):
            return int(word, 16)
        if re.fullmatch(r"-?\d{1,90}", word):
            return int(word)
        number = Decimal(word).scaleb(digits)
        if number.is_finite() and number == number.to_integral_value():
            return int(number)
    except (InvalidOperation, ValueError):
        pass
    raise Refused("value: it is no amount that is known; give it in the asset's smallest unit")


def _fee(one: Mapping[str, Any]) -> int:
    """What a native transaction cost its sender, in the smallest unit; 0 where the file does not tell."""
    try:
        if "gasUsed" in one and ("gasPrice" in one or "effectiveGasPrice" in one):
            price = one.get("effectiveGasPrice") or one["gasPrice"]
            return int(str(one["gasUsed"]), 0) * int(str(price), 0)
        return int(one["fee"]) if isinstance(one.get("fee"), int) else 0
    except ValueError:
        return 0


def _failed(one: Mapping[str, Any]) -> bool:
    said = str(one.get("contractRet") or one.get("finalResult") or one.get("status") or "SUCCESS").upper()
    return (
        str(one.get("isError", "0")) == "1"
        or str(one.get("txreceipt_status", "1")) == "0"
        or said
        in ("REVERT", "FAILED", "FAIL", "ERROR", "OUT_OF_ENERGY", "OUT_OF_TIME", "0", "0X0", "PENDING")
        or one.get("confirmed") is False
        or one.get("revert") is True
    )
