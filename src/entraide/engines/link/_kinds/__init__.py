"""The kinds of selector, by id."""

from __future__ import annotations

from .._selector import Kind
from . import banking, coins, handles, papers, phones, web

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        phones.Phone(),
        phones.WhatsApp(),
        web.Email(),
        web.Url(),
        web.Domain(),
        web.Ip(),
        handles.Telegram(),
        handles.WeChat(),
        handles.Line(),
        handles.Facebook(),
        handles.Instagram(),
        handles.TikTok(),
        banking.Iban(),
        banking.BankAccount(),
        coins.Bitcoin(),
        coins.Ethereum(),
        coins.Tron(),
        coins.Litecoin(),
        coins.BitcoinCash(),
        coins.Dogecoin(),
        coins.Ripple(),
        coins.Solana(),
        coins.Ton(),
        coins.Cardano(),
        coins.Monero(),
        coins.Dash(),
        coins.Zcash(),
        coins.BitcoinGold(),
        coins.BitcoinSV(),
        coins.Verge(),
        coins.Polkadot(),
        papers.Passport(),
        papers.VehiclePlate(),
    )
}
