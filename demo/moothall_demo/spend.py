"""The demonstration council's ledger: two years of made-up payments, with some of what looks wrong in real ones.

A few hundred invoices recur from month to month; the rest are odd purchases. Planted: invoices paid twice in several
ways, a purchase split under a threshold, payments after a contract's end, a long placement, a card used where there is
a contract. It is loaded, scanned and looked at through the real actions.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from moothall.core.jobs import run_job
from moothall.core.models import Organisation, Person
from moothall.spend.ledgers import actions, queries
from moothall.spend.ledgers.queries import Wanted

LOADER, REVIEWER = "miriam.hale", "owen.tasker"
FIRST, MONTHS, SCANNED = date(2024, 10, 1), 24, date(2026, 11, 16)
HEADER = (
    "Payment date", "Supplier", "Supplier number", "Service", "Invoice date", "Invoice number", "Transaction number",
    "Purchase order", "Net amount", "VAT", "Purpose", "Postcode", "SME",
)  # fmt: skip
CARD_HEADER = (
    "Date",
    "Merchant",
    "Directorate",
    "Merchant category",
    "Amount",
    "Details",
    "Transaction reference",
)


@dataclass(frozen=True)
class Regular:
    """A supplier who bills each month: about so many pounds, give or take a share."""

    supplier: str
    service: str
    pounds: float
    what: str
    postcode: str = ""
    sme: str = ""
    give: float = 0.04
    ordered: bool = True
    last: int = MONTHS  # months it goes on for


REGULAR = (
    Regular("Beckside Environmental Limited", "Waste", 31_400, "Sorting of dry recycling", "AV1 2BE", "N"),
    Regular("Beckside Environmental Limited", "Waste", 104_200, "Treatment of food waste", "AV1 2BE", "N", last=6),
    Regular("Valewide Fleet Services Ltd", "Waste", 40_850, "Hire of collection vehicles", "AV3 8VF", "Y"),
    Regular("Larkhampton Grounds Care CIC", "Street scene", 20_600, "Grass, hedges and verges", "LK2 4GC", "Y"),
    Regular("Hearthstone Night Shelter", "Housing", 13_000, "Night shelter", "AV1 9HN", "Y"),
    Regular("Fernlea Temporary Homes Ltd", "Housing", 57_300, "Temporary homes by the night", "AV2 7FT", "Y", 0.18),
    Regular("Quillon Leisure Trust", "Leisure and culture", 22_083, "Running of the leisure centres", "AV4 4QL", "N"),
    Regular("Ostrey Software Group PLC", "Customer services", 18_750, "Customer case system", "OS1 1SG", "N", 0.0),
    Regular("Ostrey Software Group PLC", "Customer services", 5_979, "Telephones", "OS1 1SG", "N"),
    Regular("Redmire Facilities Management Ltd", "Corporate", 17_750, "Cleaning of offices", "RM4 5FM", "N"),
    Regular("Pennard Energy Supply Ltd", "Corporate", 88_000, "Gas and electricity", "PN1 3ES", "N", 0.35, False),
    Regular("Moorgate Insurance Brokers Ltd", "Corporate", 34_333, "Insurance premium", "OS4 2MI", "N", 0.0),
    Regular("Wendshire Print Works Ltd", "Corporate", 5_583, "Printing and post", "WE2 2PW", "Y", 0.2),
    Regular("Brindle Legal Services LLP", "Corporate", 6_100, "Legal advice", "BR1 7LS", "Y", 0.5, False),
    Regular("Tallow & Finch Consulting LLP", "Corporate", 14_900, "Management consultancy", "OS2 6TF", "Y", 0.3, False),
    Regular("Harrowgate Interim Staffing Ltd", "Planning", 7_840, "Agency planner", "OS3 3HI", "N", 0.06, False),
    Regular("Harrowgate Interim Staffing Ltd", "Housing", 5_620, "Agency staff", "OS3 3HI", "N", 0.1, False),
    Regular("Dunmarsh Pest Control", "Environmental health", 1_750, "Pest control", "DM3 1PC", "Y"),
    Regular("Thistledown Care Alarms Ltd", "Housing", 3_292, "Alarms for people who live alone", "TH1 8CA", "Y", 0.0),
    Regular("Ashcombe Community Transport", "Customer services", 3_667, "Rides to day centres", "AV1 4CT", "Y"),
    Regular("Millbrook Vehicle Parts Ltd", "Waste", 2_480, "Parts for vehicles", "AV3 2MP", "Y", 0.6),
    Regular("Greyfold Plant Hire Ltd", "Street scene", 3_120, "Hire of plant", "GF1 1PH", "Y", 0.5, False),
    Regular("Copperbeech Training Ltd", "Corporate", 2_950, "Training of managers", "AV6 3CT", "Y", 0.4),
    Regular("Sandlow Stationery Ltd", "Corporate", 640, "Stationery", "SL2 8ST", "Y", 0.5),
    Regular("REDACTED PERSONAL DATA", "Housing", 780, "Help with a deposit", "", "", 0.4, False),
)  # fmt: skip
ODD = (
    ("Penwick Joinery", "Doors and joinery", "PW4 1JO"), ("Holme Signs & Graphics", "Signs", "HS1 6SG"),
    ("Larch Lane Catering", "Buffet", "AV2 2LL"), ("Foxley Tree Surgery", "Tree work", "FX3 3TS"),
    ("Barton Locksmiths", "Locks", "AV1 7BL"), ("Marl Electrical Ltd", "Electrical repairs", "ML2 9EL"),
    ("Swanmere Hotel", "Hire of a room", "SW1 4HT"), ("Tidewell Plumbing", "Plumbing", "TW6 1PL"),
    ("Orrin Marquees", "Marquee for an event", "OR5 5MQ"), ("Quarry Road Garage", "Repairs to vans", "QR2 2GA"),
)  # fmt: skip
MERCHANTS = (
    ("TRAINWISE ONLINE", "Rail tickets", "Travel"), ("PARCELGATE", "Postage", "Courier services"),
    ("SANDLOW STATIONERY", "Paper and toner", "Stationery"), ("THE COPPER KETTLE", "Refreshments", "Caterers"),
    ("HALLMEAD TOOLS", "Hand tools", "Hardware stores"), ("EVENTLY TICKETS", "Conference", "Professional services"),
)  # fmt: skip
Row = tuple[str, ...]


def ledger(seed: int) -> list[Row]:
    """Every line of the ledger, in the order of payment."""
    rng = Random(f"{seed}/ledger")
    found = [*_regular(rng), *_odd(rng), *_planted(rng)]
    found.sort(key=lambda it: (it[0], it[1:]))
    return [_line(place, *it) for place, it in enumerate(found, 1)]


Paid = tuple[date, str, str, date, str, str, float, str, str, str]


def _regular(rng: Random) -> Iterator[Paid]:
    for number, it in enumerate(REGULAR):
        for month in range(MONTHS - min(it.last, MONTHS), MONTHS):
            billed = _month(month) + timedelta(days=rng.randint(0, 8))
            parts = 2 if it.pounds > 30_000 and rng.random() < 0.5 else 1
            for part in range(parts):
                pounds = (
                    it.pounds / parts * (1 + rng.uniform(-it.give, it.give)) * (1.031 if month >= 18 else 1)
                )
                days = (
                    rng.choice((12, 15, 19, 21, 24, 27, 34, 41))
                    if number % 3
                    else rng.choice((9, 14, 18, 23))
                )
                order = f"PO{24_000 + number * 7}" if it.ordered else ""
                yield (
                    _working(billed + timedelta(days=days)), it.supplier, it.service, billed,
                    f"{it.supplier[0]}{1_000 + number * 131 + month * 3 + part}", order, round(pounds, 2), it.what,
                    it.postcode, it.sme,
                )  # fmt: skip


def _odd(rng: Random) -> Iterator[Paid]:
    services = sorted({it.service for it in REGULAR})
    for number in range(760):
        supplier, what, postcode = rng.choice(ODD)
        billed = _month(rng.randrange(MONTHS)) + timedelta(days=rng.randint(0, 27))
        pounds = round(rng.lognormvariate(5.9, 0.8), 2)
        order = f"PO{31_000 + number}" if rng.random() < 0.7 else ""
        yield (
            _working(billed + timedelta(days=rng.randint(7, 38))), supplier, rng.choice(services), billed,
            f"{supplier[:2].upper()}-{5_000 + number * 3}", order, pounds, what, postcode, "Y",
        )  # fmt: skip


def _planted(rng: Random) -> Iterator[Paid]:
    """What looks wrong. The original stands beside each copy."""
    fleet, grounds = "Valewide Fleet Services Ltd", "Greyfold Plant Hire Ltd"
    first = (date(2026, 5, 18), fleet, "Waste", date(2026, 4, 27), "VF88213", "PO24014", 12_846.30,
             "Overhaul of a collection vehicle", "AV3 8VF", "Y")  # fmt: skip
    yield first
    yield (date(2026, 6, 8), *first[1:])  # the very same invoice
    near = (date(2026, 2, 9), "Redmire Facilities Management Ltd", "Corporate", date(2026, 1, 19), "RFM-20417",
            "PO24063", 9_318.75, "Deep clean after a flood", "RM4 5FM", "N")  # fmt: skip
    yield near
    yield (date(2026, 3, 2), *near[1:4], "RFM20417/A", *near[5:])  # its number written otherwise
    twice = (date(2025, 11, 10), "Marl Electrical Ltd", "Housing", date(2025, 10, 20), "ML-7741", "PO31955", 6_412.18,
             "Rewiring of a hostel", "ML2 9EL", "Y")  # fmt: skip
    yield twice
    yield (date(2025, 11, 24), "Marl Electrical Limited", *twice[2:])  # a supplier set up twice
    for day, number, pounds in ((6, "GP-3301", 4_870.00), (7, "GP-3302", 4_925.00), (9, "GP-3303", 4_790.00)):
        billed = date(2026, 7, day)  # one job in three bills, each just under £5,000
        yield (billed + timedelta(days=20), grounds, "Street scene", billed, number, "", pounds,
               "Groundworks at Mill Meadow", "GF1 1PH", "Y")  # fmt: skip
    theatre = date(2026, 9, 14)  # its contract had ended by the end of August
    yield (theatre + timedelta(days=11), "Copperbeech Training Ltd", "Leisure and culture", theatre, "CT-901", "",
           5_760.00, "Bar and kitchen of the theatre", "AV6 3CT", "Y")  # fmt: skip


def _line(number: int, paid: date, supplier: str, service: str, billed: date, invoice: str, order: str, pounds: float,
          what: str, postcode: str, sme: str) -> Row:  # fmt: skip
    known = "" if supplier.startswith("REDACTED") else f"S{sum(map(ord, supplier)):05d}"
    return (
        paid.isoformat(), supplier, known, service, billed.isoformat(), invoice, f"T{number:06d}", order,
        f"{pounds:.2f}", f"{pounds * 0.2:.2f}", what, postcode, sme,
    )  # fmt: skip


def cards(seed: int) -> list[Row]:
    """Every line of the card file."""
    rng = Random(f"{seed}/cards")
    found = []
    for number in range(170):
        merchant, what, sort = rng.choice(MERCHANTS)
        day = _month(rng.randrange(12, MONTHS)) + timedelta(days=rng.randint(0, 27))
        service = rng.choice(("Corporate", "Waste", "Housing", "Leisure and culture"))
        found.append(
            (
                day.isoformat(),
                merchant,
                service,
                sort,
                f"{rng.uniform(6, 340):.2f}",
                what,
                f"C{9_000 + number}",
            )
        )
    return sorted(found)


def _month(number: int) -> date:
    place = FIRST.year * 12 + FIRST.month - 1 + number
    return date(place // 12, place % 12 + 1, 1)


def _working(day: date) -> date:
    """The day, by the end of September 2026, or the Friday before it."""
    kept = min(day, date(2026, 9, 30))
    return kept - timedelta(days=max(0, kept.weekday() - 4))


def look_through_spending(people: Mapping[str, Person], organisation: Organisation, seed: int) -> None:
    """Loads the ledger and the cards, scans them, and says what came of some findings."""
    loader, reviewer = people[LOADER], people[REVIEWER]
    if queries.newest(loader, organisation):
        return
    actions.set_rules(
        reviewer,
        organisation=organisation,
        thresholds_pence=[5_000_00, 25_000_00, 200_000_00],
        contract_needed_pence=5_000_00,
        postcodes=[f"AV{it}" for it in range(1, 7)],
    )
    with TemporaryDirectory() as folder:
        for name, header, rows in (
            ("ledger-2024-26.csv", HEADER, ledger(seed)),
            ("purchase-cards-2025-26.csv", CARD_HEADER, cards(seed)),
        ):
            path = Path(folder) / name
            with path.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([header, *rows])
            _load(loader, organisation, path)
        work = Path(folder) / "work"
        actions.scan(loader, organisation=organisation, folder=work, report=_silent, on=SCANNED)
    _judge(reviewer, organisation)
    actions.set_staff_cost(
        reviewer,
        organisation=organisation,
        year=2025,
        pay_bill_pence=14_820_000_00,
        staff_budget_pence=16_350_000_00,
        source="Outturn report, July 2026",
    )


def _load(loader: Person, organisation: Organisation, path: Path) -> None:
    _made, job = actions.add_file(loader, organisation=organisation, path=path, name=path.name)
    run_job.func(job.pk)  # here and now: there may be no worker


def _judge(person: Person, organisation: Organisation) -> None:
    said = (
        ("duplicate-same-invoice", {"state": "recovered", "recovered_pence": 12_846_30,
         "recovered_on": date(2026, 10, 22), "how": "Credit note", "said": "The supplier agreed at once."}),
        ("duplicate-supplier-twice", {"state": "looking", "said": "Asked housing which account is right."}),
        ("late-payment", {"state": "false", "said": "The bills were disputed until the vehicles came back."}),
    )  # fmt: skip
    for test, what in said:
        it = queries.findings(person, organisation, Wanted(test=test, state="")).first()
        if it:
            actions.say(person, finding=it, **what)


def _silent(_done: int, _of: int, _what: str) -> None:
    """Tells nobody."""
