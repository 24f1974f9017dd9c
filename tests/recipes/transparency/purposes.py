"""Purposes of payments: ordinary ones as ledgers print them, and ones with invented personal data in them."""

import tomllib
from itertools import cycle, islice, product
from pathlib import Path
from random import Random

_DATA = tomllib.loads(Path(__file__).with_name("purposes.toml").read_text(encoding="utf-8"))
ACCOUNTS: list[str] = _DATA["accounts"]
DETAILS: list[str] = _DATA["details"]
MUST: dict[str, list[str]] = _DATA["must"]  # form -> texts: what has to be found
LOOK: list[str] = _DATA["look"]


def ordinary(count: int, seed: int = 5) -> list[str]:
    """So many purposes with nobody's data in them: references, dates, places, product codes."""
    chance = Random(seed)
    pairs = list(product(ACCOUNTS, DETAILS))
    chance.shuffle(pairs)
    numbers = {"one": 1, "four": 4, "six": 6, "eight": 8, "ten": 10}

    def filled(detail: str) -> str:
        return detail.format(
            **{name: str(chance.randrange(10 ** (size - 1), 10**size)) for name, size in numbers.items()}
        )

    return [f"{account} - {filled(detail)}" for account, detail in islice(cycle(pairs), count)]


def planted() -> list[tuple[str, str]]:
    """Each text that must be found, with its kind, behind an account as a ledger prints it and alone."""
    return [
        (kind, text if number % 3 else f"{ACCOUNTS[number % len(ACCOUNTS)]} - {text}")
        for kind, texts in MUST.items()
        for number, text in enumerate(texts)
    ]
