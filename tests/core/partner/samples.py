"""What the partner answers, by the document."""

from __future__ import annotations

from typing import Any

MINERS: dict[str, Any] = {
    "data": {
        "array": [
            {
                "id": 7,
                "createdAt": "2019-08-24T14:15:22Z",
                "name": "Miner #7",
                "power": 16.123456789012345678901,
                "energyEfficiency": 20,
                "imageUrl": "https://example.org/7.png",
                "smallImageUrl": "https://example.org/7-small.png",
            }
        ]
    }
}
NO_ROWS: dict[str, Any] = {"data": {"array": []}}

INCOME = {
    "createdAt": "2019-08-24T14:15:22Z",
    "value": 2.44e-06,
    "c1Value": 1e-7,
    "c2Value": 0,
    "c3Value": 0,
    "c4Value": 0,
    "nftId": 7,
}
COLLECTION = {
    "id": 1,
    "power": 1,
    "energyEfficiency": 15,
    "value": 21.5,
    "annualROI": 32.4,
    "poolReward": 1,
    "electricityCost": 0.05,
    "serviceCost": 0.0089,
    "levelDiscount": 0.06,
}
RATES = {
    "incomePerTh": 4.94e-7,
    "btcRate": 78862.65,
    "gominingRate": 0.4,
    "kwt": 0.05,
    "serviceCost": 0.0089,
}
TOKENS = {"jwtToken": "a.b.c", "refreshToken": "r"}
WALLET = {"id": 1, "createdAt": "2019-08-24T14:15:22.5+02:00", "address": "bc1q", "type": "BTC"}
GOOD: dict[str, Any] = {
    "c2s/auth/generate-payload": {"payload": "p"},
    "c2s/auth/check-proof": TOKENS,
    "c2s/auth/refresh": TOKENS,
    "s2s/auth/refresh": TOKENS,
    "s2s/auth/init": TOKENS,
    "c2s/nft/get-my": MINERS["data"],
    "s2s/nft/get-my": MINERS["data"],
    "c2s/nft-collection/find-all-generative": {"array": [COLLECTION, COLLECTION]},
    "s2s/nft-collection/find-all-generative": {"array": [COLLECTION]},
    "s2s/nft-payment/init": {"value": 21.5, "externalId": "e"},
    "s2s/nft-payment/success": True,
    "c2s/income-statistic/get-income-per-th": RATES,
    "c2s/nft-income/find-total-by-user": {
        "array": [{"totalValue": 0.1, "nftId": 7}],
        "totalIncome": 0.1,
        "lastIncome": INCOME,
        "withdrawnAmount": 0,
        "onBalanceAmount": 0.1,
    },
    "c2s/nft-income/find-by-user": {"array": [INCOME]},
    "s2s/nft-income/find-by-user": {"array": []},
    "c2s/wallet/create-btc": True,
    "s2s/wallet/create-btc": True,
    "c2s/wallet/find-by-user": {"array": [WALLET]},
    "s2s/wallet/find-by-user": {"array": [WALLET]},
}
