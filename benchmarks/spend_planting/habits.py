"""Habits of suppliers: what each kind is paid for, how often, at what prices, and how it numbers its invoices.

Prices are pounds. `share` is of the ledger's rows. A supplier has `series` (sites, routes, people, cars),
      each billed in
the supplier's rhythm; `combined` puts all of a day's series on one document as lines. `price`: 'fixed' is the same
every time, 'metered' varies, 'list' is a set price by a quantity, 'free' is a new figure for each job.
"""

from dataclasses import dataclass

STANDARD, REDUCED = 0.2, 0.05


@dataclass(frozen=True, slots=True)
class Habit:
    name: str
    share: float
    category: tuple[str, str]  # label and code
    trades: tuple[str, ...]
    rhythm: str  # 'daily' 'weekly' 'fortnightly' 'four-weekly' 'monthly' 'quarterly' 'termly' 'yearly' 'often' 'once'
    price: str
    pounds: tuple[float, float]  # the middle figure, and the spread of its logarithm
    services: tuple[str, ...]
    accounts: tuple[tuple[str, str], ...]  # account text and purpose
    numbers: tuple[str, ...]
    series: tuple[int, int] = (1, 1)
    combined: bool = False
    lines: tuple[int, int] = (1, 1)  # beside those that come of series
    vat: float = 0.0
    contract: float = 0.0  # what share of these suppliers is bought under a contract; the rest needs none
    orders: float = 0.0
    redacted: float = 0.0
    batch: float = 0.0
    rate: float = 3.0  # a month, for 'often'
    credits: float = 0.0  # how many of its invoices are credited and billed again
    blocked: float = 0.0  # of the VAT, what cannot be recovered by law
    lasts: tuple[int, int] = (0, 0)  # months that a series lasts before another takes its place


ADULTS = (
    "Learning Disability 18-64", "Physical Support 65-74", "Physical Support 75-84", "Physical Support 85+",
    "Mental Health 18-64", "Memory and Cognition 75+", "Reablement", "Carers Support",
)  # fmt: skip
CHILDREN = (
    "Children in Care", "Family Support", "Leaving Care", "Disabled Children", "Fostering Team",
          "Youth Justice",
)  # fmt: skip
SCHOOLS = tuple(
    f"{it} Primary School"
    for it in ("Elm Bank", "St Oswin's", "Northfold", "Mill Lane", "Larkhill", "Canal Side")
)
PLACE = (
    "Highways Maintenance", "Street Lighting", "Parks and Grounds", "Waste Collection", "Fleet Workshop",
    "Building Cleaning", "Facilities Management", "Planning Policy", "Car Parks", "Cemeteries",
          "Leisure Centres",
    "Markets", "Housing Repairs", "Homelessness", "Regeneration", "Environmental Health", "Libraries",
          "Museums",
)  # fmt: skip
CORPORATE = (
    "Finance", "Human Resources", "Legal Services", "Digital and Technology", "Democratic Services",
          "Communications",
    "Customer Services", "Revenues and Benefits", "Audit", "Procurement", "Elections", "Registrars",
)  # fmt: skip
ANY = (*ADULTS, *CHILDREN, *SCHOOLS, *PLACE, *CORPORATE)

HABITS = (
    Habit("homes", 0.11, ("Social care adult: residential", "320110"), ("Care Home", "Nursing Home", "House",
          "Residential Care"),
          "four-weekly", "fixed", (3_100, 0.28), ADULTS, (("Residential care fees", "RES CARE FEES"),),
          ("counter", "padded", "long", "month"), series=(3, 60), combined=True, contract=1.0, batch=0.3),
    Habit("single placements", 0.05, ("Social care children: residential", "320310"), ("Childcare",
          "Children's Homes", "Futures", "Care Group"),
          "monthly", "list", (155, 0.35), CHILDREN, (("Agency placements", "EXT RES PLACEMENT"),),
          ("counter", "prefix", "letters", "client-date"), series=(1, 9), contract=1.0),
    Habit("home care", 0.12, ("Social care adult: domiciliary", "320120"), ("Homecare", "Care at Home",
          "Support Services"),
          "weekly", "metered", (240, 0.55), ADULTS, (("Home care spot", "EXT DOM CARE SPOT CO"),),
          ("counter", "padded", "week"), series=(4, 40), combined=True, contract=1.0),
    Habit("supported living", 0.03, ("Social care adult: supported living", "320140"), ("Supported Living",
          "Living Options"),
          "four-weekly", "fixed", (2_450, 0.4), ADULTS, (("Supported living", "SUPP LIVING CONT"),),
          ("prefix", "counter"), series=(1, 8), contract=1.0),
    Habit("direct payments", 0.07, ("Social care adult: direct payments", "320190"), ("",), "four-weekly",
          "fixed", (640, 0.7),
          ADULTS, (("Direct payments", "DIRECT PAYMENTS"),), ("missing", "counter"), series=(1, 1),
                redacted=1.0),
    Habit("foster carers", 0.05, ("Social care children: fostering", "320320"), ("",), "weekly", "fixed",
          (410, 0.25),
          ("Fostering Team", "Children in Care"), (("Fostering allowances", "BOARDED OUT"),), ("missing",),
                redacted=1.0),
    Habit("foster agencies", 0.02, ("Social care children: fostering", "320320"), ("Fostering",
          "Foster Care"), "monthly", "list",
          (128, 0.12), ("Children in Care", "Disabled Children"), (("Independent fostering",
                "IFA PLACEMENT"),),
          ("counter", "letters"), series=(2, 14), contract=1.0),
    Habit("taxis", 0.05, ("Transport: taxis", "361120"), ("Taxis", "Private Hire", "Cars", "Travel"),
          "weekly", "fixed", (285, 0.5),
          ("Home to School Transport", "Disabled Children", "Leaving Care"), (("Contract hire taxis",
                "HOME TO SCHOOL ROUTE"),),
          ("counter", "week", "client-date", "date", "padded"), series=(2, 9), contract=1.0),
    Habit("hotels", 0.03, ("Housing: temporary accommodation", "350210"), ("Hotel", "Lodge", "Guest House",
          "Lettings"), "weekly", "list",
          (58, 0.2), ("Homelessness",), (("Temporary accommodation", "NIGHTLY ROOM"),), ("counter", "padded",
                "prefix"),
          series=(2, 9), contract=1.0, lasts=(1, 5)),
    Habit("agency", 0.05, ("Human resources: agency staff", "340110"), ("Recruitment", "Resourcing",
          "Staffing", "Talent"), "weekly", "list",
          (24.5, 0.35), (*CHILDREN, "Planning Policy", "Finance", "Housing Repairs",
                "Digital and Technology"),
          (("Agency staff", "AGENCY WORKER"),), ("counter", "padded", "letters"), series=(2, 9),
                vat=STANDARD, contract=1.0,
          orders=0.8, lasts=(2, 9)),
    Habit("consultants", 0.008, ("Consultancy: management", "330110"), ("Consulting", "Advisory",
          "Associates"), "monthly", "list", (620, 0.3),
          (*CORPORATE, "Regeneration", "Planning Policy"), (("Consultants fees", "CONSULTANCY"),),
                ("counter", "year", "prefix"),
          vat=STANDARD, contract=1.0, orders=0.9, lasts=(2, 6)),
    Habit("power", 0.03, ("Utilities: energy", "370110"), ("Energy", "Power", "Gas"), "monthly", "metered",
          (620, 1.0), (*PLACE, *SCHOOLS),
          (("Electricity", "SUPPLY"), ("Gas", "SUPPLY")), ("account", "long", "counter"), series=(6, 60),
                vat=STANDARD, contract=1.0),
    Habit("water", 0.02, ("Utilities: water", "370120"), ("Water", "Water Services"), "monthly", "metered",
          (140, 1.1), (*PLACE, *SCHOOLS),
          (("Water charges", "SITE CHARGE"),), ("account",), series=(8, 60)),
    Habit("telephones", 0.012, ("ICT: telecoms", "360120"), ("Telecom", "Networks", "Mobile"), "monthly",
          "metered", (95, 0.9), ANY,
          (("Telephones", "LINE RENTAL AND CALLS"),), ("account", "long"), series=(4, 30), vat=STANDARD,
                contract=1.0),
    Habit("rents", 0.02, ("Facilities: rent", "350110"), ("Estates", "Properties", "Developments",
          "Trustees"), "monthly", "fixed",
          (2_300, 0.9), (*PLACE, "Homelessness"), (("Rents", "RENT"),), ("month", "counter", "account",
                "missing"), series=(1, 3)),
    Habit("quarter rents", 0.004, ("Facilities: rent", "350110"), ("Estates", "Land Holdings"), "quarterly",
          "fixed", (7_500, 0.8),
          PLACE, (("Rents", "QUARTER RENT"),), ("date", "counter"), series=(1, 2)),
    Habit("car leases", 0.015, ("Vehicles: leasing", "390210"), ("Vehicle Leasing", "Fleet Hire",
          "Contract Hire"), "monthly", "fixed",
          (385, 0.35), (*PLACE, *ADULTS), (("Vehicle leasing", "LEASE"),), ("counter", "long", "prefix"),
                series=(4, 30),
          vat=STANDARD, contract=1.0, blocked=0.5),
    Habit("copiers", 0.008, ("Office: equipment leasing", "380210"), ("Office Systems",
          "Document Solutions"), "quarterly", "fixed",
          (240, 0.4), (*SCHOOLS, *CORPORATE), (("Equipment leasing", "COPIER LEASE"),), ("counter",
                "padded"), series=(3, 20),
          vat=STANDARD, contract=1.0),
    Habit("subscriptions", 0.015, ("ICT: software", "360110"), ("Software", "Systems", "Cloud", "Data"),
          "monthly", "fixed", (780, 1.0),
          CORPORATE, (("Software licences", "MONTHLY SUBSCRIPTION"),), ("letters", "prefix", "counter"),
                series=(1, 2),
          vat=STANDARD, contract=1.0, orders=0.5),
    Habit("licences", 0.0025, ("ICT: software", "360110"), ("Software", "Analytics", "Platforms"), "yearly",
          "free", (6_200, 1.0), CORPORATE,
          (("Software licences", "ANNUAL LICENCE AND SUPPORT"),), ("letters", "counter", "year"),
                vat=STANDARD, contract=1.0, orders=1.0),
    Habit("works", 0.02, ("Construction: works", "310110"), ("Construction", "Civil Engineering", "Building",
          "Contractors"), "monthly", "free",
          (48_000, 0.9), ("Regeneration", "Highways Maintenance", "Housing Repairs", *SCHOOLS),
                (("Contract payments", "VALUATION"),),
          ("counter", "year", "slash"), lines=(1, 3), vat=STANDARD, contract=1.0, orders=1.0, lasts=(5, 14),
                credits=0.01),
    Habit("repairs", 0.06, ("Construction: repair and maintenance", "310210"),
          ("Plumbing", "Electrical", "Roofing", "Joinery", "Glazing", "Maintenance", "Fencing", "Lifts",
                "Drainage"), "often", "free",
          (265, 0.95), (*PLACE, *SCHOOLS), (("Repairs and maintenance", "REPAIR"), ("Planned maintenance",
                "SERVICE VISIT")),
          ("counter", "padded", "prefix", "year", "letters"), lines=(1, 3), vat=STANDARD, contract=1.0,
                orders=0.9, rate=4,
          credits=0.012, batch=0.08),
    Habit("stationery", 0.06, ("Office: supplies", "380110"), ("Stationers", "Office Supplies",
          "Educational Supplies"), "often", "free",
          (34, 0.9), ANY, (("Stationery", "PAPER AND SUNDRIES"), ("Materials", "CLASSROOM MATERIALS")),
                ("counter", "long", "letters"),
          lines=(1, 9), vat=STANDARD, contract=1.0, orders=0.7, rate=14, credits=0.02),
    Habit("food", 0.06, ("Catering: food", "300110"), ("Foods", "Dairies", "Butchers",
          "Fruit and Vegetables", "Bakery"), "often", "free",
          (72, 0.6), SCHOOLS, (("Provisions", "SCHOOL MEALS"),), ("counter", "padded", "long"), lines=(1, 4),
                contract=1.0, rate=20,
          credits=0.02),
    Habit("school meals", 0.008, ("Catering: contracts", "300210"), ("Catering", "Kitchens"), "weekly",
          "list", (2.41, 0.05), SCHOOLS,
          (("Catering contract", "MEALS SERVED"),), ("counter", "year"), series=(2, 6), contract=1.0,
                vat=0.0),
    Habit("court fees", 0.02, ("Legal: fees", "340310"), ("County Court*", "Courts and Tribunals Office*",
          "Land Records Office*"), "often", "list",
          (71, 0.9), ("Legal Services", "Revenues and Benefits", "Children in Care"), (("Court fees",
                "COURT FEE"),),
          ("counter", "missing", "date"), rate=30),
    Habit("barristers", 0.015, ("Legal: advice", "340320"), ("Chambers", "Solicitors", "Legal"), "often",
          "list", (215, 0.4),
          ("Legal Services", "Children in Care"), (("Professional fees", "COUNSEL"),), ("counter", "slash",
                "letters"),
          vat=STANDARD, contract=1.0, rate=8),
    Habit("interpreters", 0.025, ("Interpretation and translation", "340410"), ("Languages", "Interpreting",
          "Translations"), "often", "list",
          (29.99, 0.3), (*CHILDREN, *ADULTS, "Customer Services"), (("Interpreters", "TRANSLATOR FEES"),),
                ("padded", "counter"),
          lines=(1, 5), vat=STANDARD, contract=1.0, rate=24, credits=0.01),
    Habit("assessors", 0.012, ("Medical: assessments", "325110"), ("Assessments", "Clinical Services",
          "Therapy"), "often", "list",
          (240, 0.25), ADULTS, (("Medical fees", "BEST INTEREST ASSESSMENT"),), ("counter", "missing",
                "date"), contract=1.0, rate=9),
    Habit("equipment", 0.02, ("Social care: equipment", "321311"), ("Stairlifts", "Mobility",
          "Medical Supplies"), "often", "list", (118, 0.9),
          ADULTS, (("Aids and adaptations", "EQUIPMENT"),), ("counter", "prefix"), lines=(1, 3),
                contract=1.0, rate=12, credits=0.02),
    Habit("colleges", 0.02, ("Education: services", "305110"), ("College", "Academy*", "School*",
          "Learning"), "termly", "free", (5_400, 0.8),
          ("Special Educational Needs", "Early Years", *SCHOOLS), (("Payments to schools",
                "TOP UP FUNDING"),),
          ("counter", "client-date", "missing"), series=(1, 6)),
    Habit("nurseries", 0.014, ("Education: early years", "305210"), ("Nursery", "Pre-School", "Day Nursery",
          "Childminding"), "termly", "free",
          (2_900, 0.7), ("Early Years",), (("Private contractors", "2 YEAR OFFER"), ("Private contractors",
                "3 AND 4 YEAR OFFER")),
          ("client-date", "counter")),
    Habit("waste", 0.004, ("Environment: waste", "315110"), ("Environmental Services", "Waste Management",
          "Recycling"), "monthly", "metered",
          (185_000, 0.5), ("Waste Collection",), (("Waste disposal", "GATE FEES"), ("Waste collection",
                "CORE CONTRACT")),
          ("counter", "letters"), lines=(1, 4), vat=STANDARD, contract=1.0, orders=1.0),
    Habit("big services", 0.006, ("Facilities: managed services", "350310"), ("Leisure Trust*",
          "Highways Partnership", "Facilities Management", "Cleaning"),
          "monthly", "fixed", (68_000, 0.8), PLACE, (("Contract payments", "CORE FEE"), ("Contract payments",
                "ADDITIONAL WORKS")),
          ("counter", "year", "letters"), lines=(1, 5), vat=STANDARD, contract=1.0, orders=1.0),
    Habit("charities", 0.006, ("Grants and voluntary sector", "345110"), ("Trust*", "Community Project*",
          "Advice Service*", "Hospice*"), "quarterly",
          "fixed", (6_000, 0.7), ("Public Health", "Carers Support", "Family Support"),
                (("Grants to voluntary bodies", "GRANT INSTALMENT"),),
          ("missing", "month", "counter")),
    Habit("small grants", 0.006, ("Grants and voluntary sector", "345110"), ("Residents Association*",
          "Scouts*", "Football Club*", "Theatre Group*", "Allotments*"),
          "once", "round", (1_500, 0.7), ("Communities", "Libraries", "Parks and Grounds"),
                (("Grants to voluntary bodies", "COMMUNITY GRANT"),),
          ("missing",)),
    Habit("precepts", 0.002, ("Precepts and levies", "399910"), ("Parish Council*", "Fire Authority*",
          "Police Fund*", "Drainage Board*", "Combined Authority*"),
          "monthly", "fixed", (90_000, 1.4), ("Corporate Items",), (("Precepts and levies",
                "PRECEPT INSTALMENT"),), ("missing", "month")),
    Habit("tax and pensions", 0.0004, ("Payroll, tax and pensions", "399920"), ("Revenue Office*",
          "Pension Fund*"), "monthly", "metered", (2_900_000, 0.4),
          ("Corporate Items",), (("Tax and national insurance", "PAYE"), ("Superannuation",
                "EMPLOYER CONTRIBUTION")), ("month", "account")),
    Habit("refunds", 0.03, ("Refunds", "399930"), ("",), "once", "free", (310, 0.9),
          ("Revenues and Benefits", "Car Parks", "Leisure Centres"),
          (("Refunds", "REFUND"),), ("missing", "counter"), redacted=1.0),
    Habit("private refunds", 0.004, ("Refunds", "399930"), ("Developments", "Retail", "Cafe", "Holdings"),
          "once", "free", (900, 1.2),
          ("Revenues and Benefits",), (("Business rates refunds", "NNDR REFUND"),), ("missing", "account")),
    Habit("one-off", 0.014, ("Miscellaneous", "399990"), ("Events", "Signs", "Hire", "Training", "Print",
          "Photography", "Flowers", "Entertainments", "Furniture", "Removals"),
          "once", "free", (640, 0.8), ANY, (("General supplies", "HIRE AND SUPPLY"), ("Training",
                "COURSE FEES"), ("Printing", "LEAFLETS")),
          ("counter", "padded", "date", "year"), vat=STANDARD, orders=0.8, lines=(1, 2)),
    Habit("deposits", 0.004, ("Events", "399991"), ("Marquees", "Staging", "Playgrounds", "Kitchens",
          "Flooring"), "halves", "free", (4_200, 0.6),
          ("Leisure Centres", "Parks and Grounds", *SCHOOLS), (("Equipment purchase", "SUPPLY AND FIT"),),
                ("counter", "year"),
          vat=STANDARD, orders=1.0, contract=1.0),
)  # fmt: skip
CARDS = 0.05  # of the rows, where a council publishes its purchase cards
MERCHANTS = (
    ("Caterers", "5811", ("Provisions", "Cash and Carry")), ("Passenger railways", "4112", ("Rail",
          "Trains")),
    ("Book stores", "5942", ("Books",)), ("Hotels", "7011", ("Inns", "Rooms")), ("Computer software", "5734",
          ("Apps", "Hosting")),
    ("Hardware stores", "5251", ("DIY", "Tools")), ("Postal services", "9402", ("Post Counter",)),
    ("Miscellaneous shops", "5999", ("Online Market", "Superstore")), ("Parking", "7523", ("Parking",)),
)  # fmt: skip
