"""Payments drawn at random: what a rule that fires by the thousand is caught on."""

import random
from datetime import date, timedelta

from spend_planting.habits import ANY
from spend_planting.names import Names
from spend_planting.paydays import next_working
from spend_planting.shapes import Account, Doc, Line


def random_docs(rng: random.Random, rows: int) -> list[Doc]:
    """A year's invoices in the order of their days: 500 suppliers of equal standing, amounts log-normal about £900."""
    names = Names(rng)
    accounts = [Account(names.firm(("Supplies", "Services", "Works")), str(1_000 + i), i) for i in range(500)]
    made = []
    for i in range(rows):
        day = next_working(date(2023, 4, 3) + timedelta(days=rng.randint(0, 360)))
        net = max(round(90_000 * rng.lognormvariate(0, 1.5)), 100)
        service = rng.choice(ANY)
        line = Line(net, 0, service, f"{100_000 + ANY.index(service)}", "Supplies", "SUPPLIES")
        made.append(
            Doc(
                rng.choice(accounts),
                f"{rng.randint(10**7, 10**8)}{i}",
                day,
                day,
                [line],
                ("Miscellaneous", "399990"),
                "noise",
            )
        )
    made.sort(key=lambda it: it.paid)
    return made
