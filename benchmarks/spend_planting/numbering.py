"""How suppliers number their invoices: each has a way of its own and keeps to it."""

import random
from collections.abc import Callable
from datetime import date, timedelta

Numbering = Callable[[date, str], str]  # the invoice's date, and which site, route or person it is for
UNIQUE = frozenset({"counter", "padded", "prefix", "slash", "year", "letters", "long", "client-date"})


def numbering(scheme: str, rng: random.Random, name: str) -> Numbering:
    """Every scheme in UNIQUE gives each invoice of the supplier a number of its own."""
    initials = "".join(word[0] for word in name.split() if word[0].isalpha()).upper()[:3] or "A"
    at = rng.randint(3, 6) * rng.randint(1, 9_999)
    stride = rng.choice((1, 1, 1, 2, 3, 7, 20))
    width = rng.randint(4, 7)
    seen: dict[str, int] = {}
    accounts: dict[str, str] = {}
    tail = rng.choice("ABCDEFGHKLMNPRTUX")

    def counted() -> int:
        nonlocal at
        at += rng.randint(1, stride)
        return at

    def account(day: date, which: str) -> str:
        if which not in accounts:
            accounts[which] = f"{rng.randint(10**8, 10**10 - 1)}"
        return accounts[which]

    def dated(day: date, which: str) -> str:
        stem = f"{(which or initials)[:6].upper()} {day:%d/%m/%y}"
        seen[stem] = seen.get(stem, 0) + 1
        return stem if seen[stem] == 1 else f"{stem}/{seen[stem]}"

    return {
        "counter": lambda day, which: str(counted()),
        "padded": lambda day, which: f"{counted():0{width}d}",
        "prefix": lambda day, which: f"{initials}{counted():05d}",
        "slash": lambda day, which: f"{initials}/{tail}/{counted()}",
        "year": lambda day, which: f"{day:%Y}-{counted():04d}",
        "letters": lambda day, which: f"INV-{counted():06d}{tail}",
        "long": lambda day, which: f"{rng.randint(10, 99)}{counted():08d}",
        "client-date": dated,
        # the same number may come again for another site, route or month
        "month": lambda day, which: f"{day:%b %y}".upper(),
        "week": lambda day, which: f"WE {day + timedelta(days=6 - day.weekday()):%d.%m.%y}",
        "date": lambda day, which: f"{day:%d%m%Y}",
        "account": account,
        "missing": lambda day, which: "",
    }[scheme]
