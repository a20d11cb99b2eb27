"""The checks of addresses against the vectors that the standards themselves print."""

from __future__ import annotations

import pytest

from entraide.engines.link import InvalidSelector
from entraide.engines.trace import address_of

# BIP-350, "Test vectors for v0-v16 native segregated witness addresses" (it replaces those of BIP-173): main net.
SEGWIT = (
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
    "BC1SW50QGDZ25J",
    "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
)
NO_SEGWIT = {
    "tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut": "human-readable part",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd": "Bech32 instead of Bech32m",
    "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL": "Bech32 instead of Bech32m",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh": "Bech32m instead of Bech32",
    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4": "a character that is none of Bech32",
    "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R": "witness version",
    "bc1pw5dgrnzv": "a programme of one byte",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav": "a programme of 41 bytes",
    "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P": "length of a programme of version 0",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf": "more than four bits of padding",
    "bc1gmk9yu": "no data",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5": "BIP-173: checksum",
    "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du": "BIP-173: more than four bits of padding",
}
# EIP-55, "Test Cases": all capitals, all small, and mixed.
CAPITALS = (
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
)
# Base58Check: the first block's address, a script address, and the contract of USDT on Tron.
BASE58 = {
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa": "btc",
    "3P14159f73E4gFr7JterCCQh9QjiTjiZrG": "btc",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t": "tron",
}


@pytest.mark.parametrize("address", SEGWIT)
def test_segregated_witness_addresses_of_every_version_are_taken(address: str) -> None:
    assert address_of(address) == address_of(address, "btc")
    assert address_of(address).value == address.lower()


@pytest.mark.parametrize("address", NO_SEGWIT, ids=lambda address: NO_SEGWIT[address])
def test_what_is_no_segregated_witness_address_is_refused(address: str) -> None:
    for kind in (None, "btc"):
        with pytest.raises(InvalidSelector):
            address_of(address, kind)


@pytest.mark.parametrize("address", CAPITALS)
def test_the_capitals_of_an_ethereum_address_are_its_checksum(address: str) -> None:
    assert address_of(address).value == address
    assert address_of(address.lower()).value == address
    assert address_of(f"ethereum:{address}").kind == "eth"
    mixed = address not in (address.lower(), f"0x{address[2:].upper()}")
    place = next(place for place in range(2, 42) if address[place].isalpha())
    wrong = address[:place] + address[place].swapcase() + address[place + 1 :]
    if mixed:
        with pytest.raises(InvalidSelector):
            address_of(wrong)


@pytest.mark.parametrize("address", BASE58)
def test_base58_addresses_say_which_ledger_they_are_of(address: str) -> None:
    assert address_of(address).kind == BASE58[address]
    last = "2" if address[-1] != "2" else "3"
    with pytest.raises(InvalidSelector):
        address_of(address[:-1] + last)
    with pytest.raises(InvalidSelector):
        address_of(address, "tron" if BASE58[address] == "btc" else "btc")
