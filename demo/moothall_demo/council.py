"""Who is who in the demonstration: councils, services, people, priorities and targets. All of it made up."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

SLUG, NAME, CODE = "ashcombe-vale", "Ashcombe Vale District Council", "X07000001"
NATION, COUNTY = ("X92000001", "Avalon"), ("X10000001", "Wendshire")


class Council(NamedTuple):
    """A row of the table of areas. `replaced_by` is the register code of the council that took over."""

    register: str
    name: str
    code: str
    ended: str = ""
    started: str = ""
    replaced_by: str = ""
    former_code: str = ""


COUNCILS = (
    Council("ASV", "Ashcombe Vale", CODE),
    Council("BRI", "Brindleford", "X07000002"),
    Council("CAS", "Castlebury Heath", "X07000003"),
    Council("DUN", "Dunmarsh", "X07000004"),
    Council("EAH", "Eastholt", "X07000005"),
    Council("FEN", "Fenwold", "X07000006"),
    Council("GOR", "Gorseley", "X07000007"),
    Council("HAR", "Hartwold", "X07000008"),
    # given a new code when a parish moved across its boundary
    Council("ING", "Inglemoor", "X07000009", former_code="X07000019"),
    # made from the two below
    Council("KES", "Kestrel Levels", "X07000010", started="2023-04-01"),
    Council("LAR", "Larkhampton", "X07000011"),
    Council("KNO", "Kestrel North", "X07000021", ended="2023-03-31", replaced_by="KES"),
    Council("KSO", "Kestrel South", "X07000022", ended="2023-03-31", replaced_by="KES"),
)
STANDING = tuple(it for it in COUNCILS if not it.ended)

SERVICES = {
    "waste": "Waste and recycling",
    "street-scene": "Street scene and parks",
    "planning": "Planning and building control",
    "housing": "Housing and homelessness",
    "revenues-benefits": "Revenues and benefits",
    "customer-services": "Customer services",
    "environmental-health": "Environmental health and licensing",
    "leisure-culture": "Leisure and culture",
    "corporate": "Corporate services",
    "economic-growth": "Economic growth and place",
}


class Someone(NamedTuple):
    """A person, the role they hold and the services or measures that are theirs."""

    username: str
    name: str
    role: str
    own: tuple[str, ...] = ()


SIGN_IN = (
    Someone("priya.nair", "Priya Nair", "administrator"),
    Someone("tom.okafor", "Tom Okafor", "performance-officer"),
    Someone("grace.hollins", "Grace Hollins", "service-manager", ("waste",)),
    Someone(
        "ewan.price",
        "Ewan Price",
        "contributor",
        ("fly-tips-reported", "fly-tips-cleared", "streets-littered", "grass-cut-on-schedule"),
    ),
    Someone("helen.marsh", "Helen Marsh", "democratic-services"),
    Someone("anthea.brook", "Councillor Anthea Brook", "councillor"),
    Someone("samir.haddad", "Samir Haddad", "auditor"),
    Someone("catherine.vale", "Catherine Vale", "director"),
    Someone("nadia.rahman", "Nadia Rahman", "section-151-officer"),
    Someone("peter.lowell", "Peter Lowell", "monitoring-officer"),
    Someone("isla.merrick", "Isla Merrick", "analyst"),
    Someone("theo.banks", "Theo Banks", "data-officer"),
    Someone("miriam.hale", "Miriam Hale", "procurement-officer"),
    Someone("owen.tasker", "Owen Tasker", "finance-partner"),
)
OFFICER, WASTE_MANAGER, AUTHOR, READER = "tom.okafor", "grace.hollins", "tom.okafor", "catherine.vale"

# They are named on pages and never sign in.
OTHERS = (
    Someone("joan.whitlow", "Joan Whitlow", "service-manager", ("street-scene",)),
    Someone("daniel.ferris", "Daniel Ferris", "service-manager", ("planning",)),
    Someone("ruth.adeyemi", "Ruth Adeyemi", "service-manager", ("housing",)),
    Someone("martin.kell", "Martin Kell", "service-manager", ("revenues-benefits",)),
    Someone("sofia.lindqvist", "Sofia Lindqvist", "service-manager", ("customer-services",)),
    Someone("owen.tranter", "Owen Tranter", "service-manager", ("environmental-health",)),
    Someone("beth.calloway", "Beth Calloway", "service-manager", ("leisure-culture",)),
    Someone("imran.sadiq", "Imran Sadiq", "service-manager", ("corporate",)),
    Someone("lucy.penhale", "Lucy Penhale", "service-manager", ("economic-growth",)),
    Someone("robert.stanyer", "Councillor Robert Stanyer", "councillor"),
    Someone("meera.joshi", "Councillor Meera Joshi", "councillor"),
    Someone("colin.ashby", "Councillor Colin Ashby", "councillor"),
)
EVERYONE = SIGN_IN + OTHERS


class Aim(NamedTuple):
    """A priority, whose portfolio it is in, and the measures that show it."""

    slug: str
    title: str
    purpose: str
    portfolio: str
    holder: str
    measures: tuple[str, ...]


PRIORITIES = (
    Aim(
        "cleaner-greener",
        "A cleaner, greener district",
        "Less waste, cleaner streets and a council that emits less carbon each year.",
        "Environment and climate",
        "anthea.brook",
        (
            "recycling-rate", "residual-household-waste", "missed-bins", "missed-bins-put-right",
            "fly-tips-cleared", "streets-littered", "council-carbon",
        ),
    ),
    Aim(
        "good-homes",
        "A good home for everyone",
        "Fewer households in temporary accommodation, more homes that local people can afford.",
        "Housing and planning",
        "robert.stanyer",
        (
            "temporary-accommodation", "families-in-bed-and-breakfast", "homelessness-prevented",
            "affordable-homes", "empty-homes", "homes-made-safe", "major-applications-in-time",
        ),
    ),
    Aim(
        "thriving-towns",
        "Thriving towns and villages",
        "Town centres worth visiting, and businesses that start and stay here.",
        "Economy and culture",
        "meera.joshi",
        (
            "shops-empty", "town-centre-footfall", "market-stalls-let", "businesses-supported",
            "claimant-count", "theatre-seats-sold", "leisure-centre-visits",
        ),
    ),
    Aim(
        "works-well",
        "A council that works well",
        "Quick, courteous service, money well looked after and people who like working here.",
        "Finance and customers",
        "colin.ashby",
        (
            "contact-online", "calls-answered", "complaints-answered-in-time", "information-requests-in-time",
            "benefit-new-claims-time", "council-tax-collected", "invoices-paid-in-time", "sickness-absence",
            "staff-turnover", "budget-variance",
        ),
    ),
)  # fmt: skip
PRIORITIES_FROM = date(2023, 5, 15)  # the new council's first meeting after the elections of that May


def target_years(basis: str) -> Iterator[tuple[date, date | None]]:
    """First and last days of a measure's targets: two years, or the last month of one that grows all year."""
    if basis == "year to date":
        yield date(2026, 9, 1), date(2026, 9, 30)
        return
    yield date(2025, 4, 1), date(2026, 3, 31)
    yield date(2026, 4, 1), None


# measure: target (or the two ends of a range), then the tolerance
TARGETS: dict[str, tuple[str, str]] = {
    "recycling-rate": ("48.0", "2.0"),
    "residual-household-waste": ("430.0", "15.0"),
    "missed-bins": ("60.0", "10.0"),
    "missed-bins-put-right": ("96.0", "2.0"),
    "fly-tips-cleared": ("90.0", "5.0"),
    "streets-littered": ("6.0", "1.5"),
    "council-carbon": ("2450", "100"),
    "temporary-accommodation": ("60", "5"),
    "families-in-bed-and-breakfast": ("0", "0"),
    "homelessness-prevented": ("55.0", "5.0"),
    "affordable-homes": ("28", "6"),
    "empty-homes": ("340", "20"),
    "major-applications-in-time": ("85.0", "5.0"),
    "shops-empty": ("11.0", "1.5"),
    "town-centre-footfall": ("405000", "20000"),
    "market-stalls-let": ("80.0", "4.0"),
    "businesses-supported": ("60", "8"),
    "theatre-seats-sold": ("62.0", "5.0"),
    "leisure-centre-visits": ("46000", "2500"),
    "contact-online": ("60.0", "3.0"),
    "calls-answered": ("92.0", "3.0"),
    "complaints-answered-in-time": ("90.0", "5.0"),
    "information-requests-in-time": ("95.0", "3.0"),
    "benefit-new-claims-time": ("18.0", "2.0"),
    "council-tax-collected": ("56.5", "1.0"),
    "invoices-paid-in-time": ("97.0", "2.0"),
    "sickness-absence": ("8.5", "0.7"),
    "staff-turnover": ("9.0 to 14.0", "1.0"),
    "budget-variance": ("-1.0 to 0.5", "0.5"),
    "minor-applications-in-time": ("80.0", "5.0"),
    "householder-applications-in-time": ("88.0", "4.0"),
    "food-inspections-done": ("48.0", "4.0"),
    "call-wait": ("120", "30"),
}
