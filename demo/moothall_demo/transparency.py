"""What the demonstration council publishes of its spending: two quarters, one of them corrected, and grants that wait.

What was planted: a purpose that names a tenant is found before the second quarter is published, and is written over;
the first quarter was published anew with a credit note that had been forgotten; a grant has
somebody's telephone number in it.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from moothall.core.models import Organisation, Person
from moothall.kit.periods import Period
from moothall.spend.transparency import actions, from_register, queries
from moothall.spend.transparency.actions import Given
from moothall.spend.transparency.queries import Edition

KEEPER = "miriam.hale"
FIRST, SECOND, YEAR = (
    Period(date(2026, 4, 1), "P3M"),
    Period(date(2026, 7, 1), "P3M"),
    Period(date(2025, 4, 1), "P1Y"),
)
HEADER = (
    "Supplier Name", "Supplier Number", "Payment Date", "Transaction Number", "Net Amount", "Irrecoverable VAT",
    "Description", "Directorate", "Category",
)  # fmt: skip
CARDS = (
    "Merchant Name", "Card Transaction Date", "Transaction Number", "Net Amount", "Irrecoverable VAT", "Description",
    "Directorate", "Merchant Category",
)  # fmt: skip
LINES, PURCHASES = 150, 30  # a quarter
# who is paid: by which service, for what, of which category, and about how many pounds
PAID: tuple[tuple[str, str, str, str, int], ...] = (
    ("Beckside Environmental Limited", "Waste and recycling", "Sorting of dry recycling", "Waste treatment", 31_500),
    ("Valewide Fleet Services Ltd", "Waste and recycling", "Hire of collection vehicles", "Vehicles", 20_400),
    ("Norcombe Playgrounds Ltd", "Parks and leisure", "Repairs to swings", "Grounds", 2_900),
    ("Larkhampton Grounds Care CIC", "Parks and leisure", "Cutting of grass", "Grounds", 8_200),
    ("Ostrey Software Group PLC", "Customer services", "Licences for case records", "Computers", 6_100),
    ("Fernlea Temporary Homes Ltd", "Housing", "Nightly lets", "Accommodation", 4_400),
    ("Hearthstone Night Shelter", "Housing", "Beds over the winter", "Accommodation", 3_700),
    ("Pennard Energy Supply Ltd", "Property", "Electricity of council offices", "Energy", 5_300),
    ("Stavely Bridge Engineering Ltd", "Property", "Inspection of footbridges", "Works", 7_800),
    ("Redmire Facilities Management Ltd", "Property", "Cleaning of offices", "Facilities", 3_100),
    ("Brindle Legal Services LLP", "Planning", "Advice on an appeal", "Professional fees", 2_300),
    ("Wendshire Print Works Ltd", "Elections", "Poll cards", "Printing", 1_900),
    ("Dunmarsh Pest Control", "Environmental health", "Rats at the depot", "Facilities", 640),
    ("Kestrel Payments Ltd", "Revenues and benefits", "Charges for card payments", "Bank charges", 1_250),
    ("REDACTED PERSONAL DATA", "Housing", "Grant to adapt a home", "Grants to individuals", 5_600),
)  # fmt: skip
BOUGHT = (
    ("Tolley’s Hardware", "Property", "Padlocks", "Hardware", 34),
    ("Vale Stationers", "Customer services", "Envelopes", "Stationery", 22),
    ("Ashcombe Rail", "Planning", "Ticket to a hearing", "Travel", 61),
    ("Greenleaf Nursery", "Parks and leisure", "Bulbs", "Plants", 88),
)
NAMED = "Refund to tenant: Mrs Ada Quillby, overpaid rent"
GRANTS = (
    ("Body", "Department", "Date awarded", "Grant period", "Beneficiary", "Charity number", "Amount", "Purpose"),
    ("", "Communities", "12/06/2025", "2025-26", "Ashcombe Community Transport", "", "18000", "Minibuses to clinics"),
    ("", "Communities", "12/06/2025", "2025-26", "Quillon Leisure Trust", "", "9500", "Swimming for schools"),
    ("", "Housing", "02/09/2025", "2025-26", "Hearthstone Night Shelter", "", "24000", "Beds; ring 07700 900461"),
)  # fmt: skip


def publish_spending(people: Mapping[str, Person], organisation: Organisation, seed: int) -> None:
    """Publishes what there is to publish, unless something is published already."""
    if queries.publishers().filter(pk=organisation.pk).exists():
        return
    keeper = people[KEEPER]
    with TemporaryDirectory() as name:
        folder = Path(name)
        first, second = list(lines(seed, FIRST)), list(lines(seed, SECOND))
        cards = [list(purchases(seed, it)) for it in (FIRST, SECOND)]
        for one in _checked(keeper, organisation, FIRST, [_file(folder, "ledger-q1", HEADER, first)]):
            _publish(keeper, one)
        credit = [*first[3][:3], "CR-0001", "-1200.00", "0", "Credit: charged twice", *first[3][7:]]
        given = [
            _file(folder, "ledger-q1-corrected", HEADER, [*first, credit]),
            _file(folder, "cards-q1", CARDS, cards[0], "cards"),
        ]
        for one in _checked(keeper, organisation, FIRST, given):
            _publish(
                keeper, one, "A credit note of £1,200 had been left out." if one.set_id == "spend" else ""
            )
        named = [*second[5][:6], NAMED, *second[5][7:]]
        given = [
            _file(folder, "ledger-q2", HEADER, [*second, named]),
            _file(folder, "cards-q2", CARDS, cards[1], "cards"),
            from_register.given(organisation, SECOND, folder),
        ]
        for one in _checked(keeper, organisation, SECOND, given, redact=True):
            _publish(keeper, one)
        grants = _file(folder, "grants-2025-26", GRANTS[0], GRANTS[1:])
        _checked(keeper, organisation, YEAR, [grants])


def _checked(
    keeper: Person,
    organisation: Organisation,
    period: Period,
    given: Sequence[Given],
    *,
    redact: bool = False,
) -> list[Edition]:
    made = actions.prepare(keeper, organisation=organisation, period=period, given=given)
    return actions.check(keeper, preparation=made, redact=redact)


def _publish(keeper: Person, it: Edition, note: str = "") -> None:
    if it.to_look_at:
        actions.look(keeper, edition=it, places=it.to_look_at)
    actions.publish(keeper, edition=it, note=note, despite="Looked at: no person can be known from it.")


def _file(
    folder: Path, name: str, head: Sequence[str], rows: Sequence[Sequence[str]], set_id: str = ""
) -> Given:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return Given(path.name, path, set_id)


def lines(seed: int, period: Period) -> Iterator[list[str]]:
    """A quarter of the ledger."""
    rng = Random(f"{seed}/transparency/{period.iso}")
    for number in range(LINES):
        place = rng.randrange(len(PAID))
        name, service, what, category, about = PAID[place]
        ref = "" if name.startswith("REDACTED") else f"S{100 + place}"
        pounds = max(501.0, rng.gauss(about, about / 5))
        yield [
            name, ref, _day(rng, period), f"{period.start:%y%m}-{number + 1:04}", f"{pounds:.2f}", "0", what, service,
            category,
        ]  # fmt: skip


def purchases(seed: int, period: Period) -> Iterator[list[str]]:
    """A quarter of what was bought by card."""
    rng = Random(f"{seed}/cards/{period.iso}")
    for number in range(PURCHASES):
        name, service, what, category, about = rng.choice(BOUGHT)
        yield [
            name, _day(rng, period), f"K{period.start:%y%m}-{number + 1:03}",
            f"{max(3.0, rng.gauss(about, about / 3)):.2f}", "0", what, service, category,
        ]  # fmt: skip


def _day(rng: Random, period: Period) -> str:
    return f"{period.start + timedelta(days=rng.randrange((period.end - period.start).days + 1)):%d/%m/%Y}"
