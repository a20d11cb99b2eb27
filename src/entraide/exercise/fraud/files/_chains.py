"""Three chains, as the services that index them answer: TronGrid, Etherscan, Esplora."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from .._generator import Fraud
from .._records import GAS_USED, GWEI_A_GAS, Leg

# The contract of USDT on Tron, which every file of such transfers names.
USDT = {
    "symbol": "USDT",
    "address": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    "decimals": 6,
    "name": "Tether USD",
}
_GWEI = 10**9


def tron_json(fraud: Fraud) -> bytes:
    """Transfers of a token by account: `GET /v1/accounts/{address}/transactions/trc20`."""
    data = [
        {
            "transaction_id": leg.record,
            "token_info": USDT,
            "block_timestamp": int(leg.time.timestamp()) * 1000,
            "from": source,
            "to": target,
            "type": "Transfer",
            "value": str(leg.arriving[0]),
        }
        for leg, source, target in _seen(fraud, "tron", "USDT")
    ]
    return _json({"data": data, "success": True, "meta": {"at": 1762408800000, "page_size": len(data)}})


def ethereum_json(fraud: Fraud) -> bytes:
    """Plain payments: `module=account&action=txlist`."""
    result = []
    for number, (leg, source, target) in enumerate(_seen(fraud, "ethereum", "ETH")):
        block = 23_710_000 + int((leg.time - fraud.legs[0].time).total_seconds()) // 12
        result.append(
            {
                "blockNumber": str(block),
                "blockHash": "0x" + _digest(f"block {block}"),
                "timeStamp": str(int(leg.time.timestamp())),
                "hash": leg.record,
                "nonce": str(number),
                "transactionIndex": str(number % 150),
                "from": source.lower(),
                "to": target.lower(),
                "value": str(leg.arriving[0] * _GWEI),
                "gas": str(GAS_USED),
                "gasPrice": str(GWEI_A_GAS * _GWEI),
                "gasUsed": str(GAS_USED),
                "cumulativeGasUsed": str(GAS_USED),
                "input": "0x",
                "methodId": "0x",
                "functionName": "",
                "contractAddress": "",
                "txreceipt_status": "1",
                "isError": "0",
                "confirmations": "40000",
            }
        )
    return _json({"status": "1", "message": "OK", "result": result})


def bitcoin_json(fraud: Fraud) -> bytes:
    """Transactions with what they spend: `GET /address/{address}/txs`."""
    first = fraud.bitcoin[0].time
    chain = []
    for one in fraud.bitcoin:
        height = 920_000 + int((one.time - first).total_seconds()) // 600
        chain.append(
            {
                "txid": one.txid,
                "version": 2,
                "locktime": 0,
                "vin": [
                    {
                        "txid": coin.txid,
                        "vout": coin.number,
                        "prevout": _output(coin.address, coin.value),
                        "scriptsig": "",
                        "is_coinbase": False,
                        "sequence": 4294967293,
                    }
                    for coin in one.inputs
                ],
                "vout": [_output(coin.address, coin.value) for coin in one.outputs],
                "size": 140 + 80 * len(one.inputs),
                "weight": 561 + 272 * len(one.inputs),
                "fee": one.fee,
                "status": {
                    "confirmed": True,
                    "block_height": height,
                    "block_hash": _digest(f"block {height}"),
                    "block_time": int(one.time.timestamp()),
                },
            }
        )
    return _json(chain)


def _seen(fraud: Fraud, chain: str, asset: str) -> Iterator[tuple[Leg, str, str]]:
    """What a chain shows of the record: where the exchange or the swap service paid, its hot wallet did."""
    for leg in fraud.legs:
        if leg.arriving[1] != asset or leg.kind == "fee":
            continue
        holder = fraud.holders.get(leg.target or "")
        if holder is None or holder.institution != chain or leg.source is None or leg.target is None:
            continue
        payer = fraud.holders[leg.source].institution
        yield leg, leg.source if payer == chain else fraud.fronts[chain], leg.target


def _output(address: str, value: int) -> dict[str, object]:
    return {"scriptpubkey_type": "v0_p2wpkh", "scriptpubkey_address": address, "value": value}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode() + b"\n"
