"""The demonstration council's contracts: thirty, some that end soon, one extended, one terminated; notices of some."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse

from moothall.core.models import Organisation, Person, Service
from moothall.plan.committee import queries as committee
from moothall.plan.committee.templates import DECISION
from moothall.risks.queries import Wanted as WantedRisks
from moothall.risks.queries import register as risks
from moothall.spend import actions, queries
from moothall.spend.actions import Said, SupplierSaid
from moothall.spend.life import Invitation, Kind, Route, Tier
from moothall.spend.queries import Contract

KEEPER, PUBLISHER = "miriam.hale", "miriam.hale"
TODAY = date(2026, 11, 16)  # what was said lately was said by then

# name: company number (of a range that is not given out yet), postcode, SME, VCSE, local
SUPPLIERS: dict[str, tuple[str, str, bool | None, bool | None, bool | None]] = {
    "Beckside Environmental Limited": ("99000101", "AV1 2BE", False, False, True),
    "Valewide Fleet Services Ltd": ("99000102", "AV3 8VF", True, False, True),
    "Norcombe Playgrounds Ltd": ("99000103", "AV5 1NP", True, False, True),
    "Larkhampton Grounds Care CIC": ("99000104", "LK2 4GC", True, True, False),
    "Ostrey Software Group PLC": ("99000105", "OS1 1SG", False, False, False),
    "Tallow & Finch Consulting LLP": ("OC990106", "OS2 6TF", True, False, False),
    "Ashcombe Community Transport": ("", "AV1 4CT", True, True, True),
    "Hearthstone Night Shelter": ("", "AV1 9HN", True, True, True),
    "Fernlea Temporary Homes Ltd": ("99000109", "AV2 7FT", True, False, True),
    "Quillon Leisure Trust": ("99000110", "AV4 4QL", False, True, True),
    "Pennard Energy Supply Ltd": ("99000111", "PN1 3ES", False, False, False),
    "Stavely Bridge Engineering Ltd": ("99000112", "ST6 2BE", True, False, False),
    "Redmire Facilities Management Ltd": ("99000113", "RM4 5FM", False, False, False),
    "Copperbeech Training Ltd": ("99000114", "AV6 3CT", True, False, True),
    "Dunmarsh Pest Control": ("", "DM3 1PC", True, False, False),
    "Wendshire Print Works Ltd": ("99000116", "WE2 2PW", True, False, True),
    "Brindle Legal Services LLP": ("OC990117", "BR1 7LS", True, False, False),
    "Kestrel Payments Ltd": ("99000118", "KE5 5PA", False, False, False),
    "Moorgate Insurance Brokers Ltd": ("99000119", "OS4 2MI", False, False, False),
    "Thistledown Care Alarms Ltd": ("99000120", "TH1 8CA", True, False, False),
}
WORDS = {"a": "act", "e": "earlier", "x": "exempt", "q": "quotation", "w": "waiver"}


class Made(NamedTuple):
    """A contract. Money is in pounds; `route` is a letter of WORDS."""

    reference: str
    title: str
    supplier: str
    service: str
    owner: str
    starts: date
    ends: date | None
    value: int | None
    tier: str
    route: str
    category: str
    kind: str = Kind.SERVICES
    annual: int | None = None
    cpv: str = ""
    notice_by: date | None = None
    review_on: date | None = None
    description: str = ""
    withheld: str = ""


SORTING, FLEET, LEISURE, CASES, SHELTER, GROUNDS = "C-1001", "C-1003", "C-1012", "C-1015", "C-1009", "C-1005"
HOMES, CLEANING, ADVICE, PLAY = "C-1010", "C-1019", "C-1024", "C-1006"
D = date
CONTRACTS = (
    Made(SORTING, "Sorting of dry recycling", "Beckside Environmental Limited", "waste", "grace.hollins", D(2022, 4, 1),
         D(2027, 3, 31), 1_890_000, "gold", "e", "Waste treatment", annual=378_000, cpv="90513000",
         notice_by=D(2026, 12, 31),
         review_on=D(2026, 12, 7), description="What households put out for recycling is sorted and sold."),
    Made("C-1002", "Treatment of food waste", "Beckside Environmental Limited", "waste", "grace.hollins", D(2026, 4, 1),
         D(2031, 3, 31), 6_240_000, "gold", "a", "Waste treatment", annual=1_248_000,
         cpv="90513000", review_on=D(2027, 3, 1)),
    Made(FLEET, "Hire and upkeep of collection vehicles", "Valewide Fleet Services Ltd", "waste", "grace.hollins",
         D(2021, 10, 1), D(2026, 9, 30), 2_450_000, "gold", "e", "Vehicles", annual=490_000, cpv="50112000"),
    Made("C-1004", "Wheeled bins and caddies", "Norcombe Playgrounds Ltd", "waste", "grace.hollins", D(2025, 7, 1),
         D(2027, 6, 30), 168_000, "bronze", "q", "Bins", Kind.GOODS, cpv="34928480"),
    Made(GROUNDS, "Grass, hedges and verges", "Larkhampton Grounds Care CIC", "street-scene", "joan.whitlow",
         D(2025, 4, 1), D(2028, 3, 31), 742_500, "silver", "a", "Grounds maintenance", annual=247_500, cpv="77310000",
         review_on=D(2027, 1, 11)),
    Made(PLAY, "New play area at Mill Meadow", "Norcombe Playgrounds Ltd", "street-scene", "joan.whitlow",
         D(2026, 12, 7), D(2027, 4, 30), 214_000, "bronze", "a", "Play areas", Kind.WORKS, cpv="37535200"),
    Made("C-1007", "Repairs to footbridges", "Stavely Bridge Engineering Ltd", "street-scene", "joan.whitlow",
         D(2025, 9, 1), D(2026, 10, 31), 96_400, "bronze", "q", "Structures", Kind.WORKS, cpv="45221113"),
    Made("C-1008", "Advice on large planning applications", "Tallow & Finch Consulting LLP", "planning",
         "daniel.ferris", D(2026, 2, 2), D(2027, 1, 31), 78_000, "bronze", "q", "Consultants", cpv="71410000"),
    Made(SHELTER, "Night shelter in winter", "Hearthstone Night Shelter", "housing", "ruth.adeyemi", D(2025, 10, 1),
         D(2027, 9, 30), 312_000, "gold", "a", "Homelessness", Kind.LIGHT_TOUCH, annual=156_000, cpv="85311000",
         review_on=D(2026, 11, 2)),
    Made(HOMES, "Temporary homes by the night", "Fernlea Temporary Homes Ltd", "housing", "ruth.adeyemi",
         D(2024, 4, 1), None, None, "gold", "x", "Homelessness", annual=684_000, notice_by=D(2027, 2, 26),
         description="Rooms are paid for by the night; the council may leave with three months’ notice.",
         withheld="Its addresses would show where people who fled from harm live."),
    Made("C-1011", "Alarms for people who live alone", "Thistledown Care Alarms Ltd", "housing", "ruth.adeyemi",
         D(2024, 6, 1), D(2027, 5, 31), 118_500, "silver", "e", "Care technology", annual=39_500, cpv="85320000"),
    Made(LEISURE, "Running of the leisure centres", "Quillon Leisure Trust", "leisure-culture", "beth.calloway",
         D(2019, 4, 1), D(2034, 3, 31), None, "gold", "e", "Leisure", Kind.CONCESSION, annual=265_000, cpv="92610000",
         review_on=D(2027, 3, 15), description="The trust keeps what visitors pay, and is paid for what does not pay."),
    Made("C-1013", "Lighting of the theatre", "Stavely Bridge Engineering Ltd", "leisure-culture", "beth.calloway",
         D(2026, 5, 1), D(2026, 12, 18), 41_200, "bronze", "q", "Theatre", Kind.GOODS),
    Made("C-1014", "Bar and kitchen of the theatre", "Copperbeech Training Ltd", "leisure-culture", "beth.calloway",
         D(2024, 9, 1), D(2026, 8, 31), 52_000, "bronze", "e", "Catering"),
    Made(CASES, "Customer case system", "Ostrey Software Group PLC", "customer-services", "sofia.lindqvist",
         D(2026, 3, 2), D(2031, 3, 1), 1_125_000, "gold", "a", "Software", annual=225_000, cpv="48000000",
         review_on=D(2027, 1, 25)),
    Made("C-1016", "Telephones and contact centre", "Ostrey Software Group PLC", "customer-services", "sofia.lindqvist",
         D(2023, 8, 1), D(2027, 7, 31), 287_000, "silver", "e", "Telephony", annual=71_750, cpv="64210000"),
    Made("C-1017", "Rides to hospital and day centres", "Ashcombe Community Transport", "customer-services",
         "sofia.lindqvist", D(2026, 4, 1), D(2028, 3, 31), 88_000, "silver", "q", "Transport", annual=44_000),
    Made("C-1018", "Taking payments by card and online", "Kestrel Payments Ltd", "revenues-benefits", "martin.kell",
         D(2024, 1, 1), D(2027, 12, 31), 196_000, "silver", "e", "Banking", annual=49_000, cpv="66110000"),
    Made(CLEANING, "Cleaning of offices and public toilets", "Redmire Facilities Management Ltd", "corporate",
         "imran.sadiq", D(2023, 6, 1), D(2028, 5, 31), 1_065_000, "silver", "e", "Facilities", annual=213_000,
         cpv="90910000"),
    Made("C-1020", "Gas and electricity", "Pennard Energy Supply Ltd", "corporate", "imran.sadiq", D(2025, 10, 1),
         D(2027, 9, 30), 2_160_000, "gold", "a", "Energy", Kind.GOODS, annual=1_080_000, cpv="09310000"),
    Made("C-1021", "Insurance broker and cover", "Moorgate Insurance Brokers Ltd", "corporate", "imran.sadiq",
         D(2025, 4, 1), D(2027, 3, 31), 824_000, "gold", "a", "Insurance", annual=412_000, cpv="66510000"),
    Made("C-1022", "Printing and post", "Wendshire Print Works Ltd", "corporate", "imran.sadiq", D(2026, 1, 5),
         D(2028, 1, 4), 134_000, "bronze", "a", "Print", annual=67_000, cpv="79800000"),
    Made("C-1023", "Legal advice, called off as needed", "Brindle Legal Services LLP", "corporate", "imran.sadiq",
         D(2025, 11, 3), D(2027, 11, 2), 150_000, "silver", "a", "Legal", cpv="79100000"),
    Made(ADVICE, "Help with a new way of working", "Tallow & Finch Consulting LLP", "corporate", "imran.sadiq",
         D(2026, 1, 12), D(2027, 1, 11), 240_000, "silver", "w", "Consultants", cpv="79410000"),
    Made("C-1025", "Training of managers", "Copperbeech Training Ltd", "corporate", "imran.sadiq", D(2026, 9, 1),
         D(2027, 8, 31), 36_500, "bronze", "q", "Training", cpv="80500000"),
    Made("C-1026", "Pest control", "Dunmarsh Pest Control", "environmental-health", "owen.tranter", D(2024, 4, 1),
         D(2027, 3, 31), 63_000, "bronze", "q", "Pest control", annual=21_000, cpv="90922000"),
    Made("C-1027", "Air quality monitors", "Stavely Bridge Engineering Ltd", "environmental-health", "owen.tranter",
         D(2026, 7, 1), D(2029, 6, 30), 58_800, "bronze", "q", "Monitoring", Kind.GOODS, annual=19_600),
    Made("C-1028", "Market stalls and their storage", "Valewide Fleet Services Ltd", "economic-growth", "lucy.penhale",
         D(2026, 4, 1), D(2027, 3, 31), 27_400, "bronze", "q", "Markets", cpv="39000000"),
    Made("C-1029", "Town centre footfall counters", "Ostrey Software Group PLC", "economic-growth", "lucy.penhale",
         D(2025, 5, 1), D(2028, 4, 30), 46_500, "bronze", "q", "Data", annual=15_500),
    Made("C-1030", "Dog kennels for strays", "Dunmarsh Pest Control", "environmental-health", "owen.tranter",
         D(2023, 4, 1), None, None, "", "", "Animals", annual=4_200),
)  # fmt: skip
EXTENSIONS = (
    (
        FLEET,
        D(2028, 9, 30),
        None,
        980_000,
        "Vehicles are worth keeping for two years more; new ones come in 2028.",
    ),
    (SORTING, D(2028, 3, 31), D(2026, 12, 31), 385_000, ""),
    (SHELTER, D(2028, 9, 30), D(2027, 6, 30), 160_000, ""),
    (CASES, D(2033, 3, 1), D(2030, 9, 1), 460_000, ""),
    (GROUNDS, D(2030, 3, 31), D(2027, 9, 30), 505_000, ""),
)
REVIEWS = (
    (
        SORTING,
        D(2026, 4, 20),
        "Prices are good. The three-year forecast of paper is not.",
        "undecided",
        D(2026, 12, 7),
    ),
    (FLEET, D(2026, 3, 9), "Two lorries a week stand still, which is better than last year.", "extend", None),
    (CLEANING, D(2026, 6, 15), "Clean, and late with its invoices.", "undecided", None),
    (
        "C-1026",
        D(2026, 10, 5),
        "Calls are answered within two days. Three councils could buy together.",
        "join",
        None,
    ),
    ("C-1008", D(2026, 11, 9), "Two posts are filled, so that less advice is bought.", "stop", None),
)
INDICATORS = (
    ("C-1002", "Loads that are turned away", "2% or fewer", ((D(2026, 9, 30), "1.4%", "good"),)),
    ("C-1002", "Waste that becomes compost or gas", "95% or more", ((D(2026, 9, 30), "93.1%", "approaching"),)),
    (SORTING, "Loads turned away at the gate", "5% or fewer",
     ((D(2026, 3, 31), "6.2%", "improve"), (D(2026, 9, 30), "4.4%", "good"))),
    (SORTING, "Paper sold in this country", "60% or more", ((D(2026, 9, 30), "71%", "good"),)),
    (CASES, "Days of the plan that were kept", "All of them", ((D(2026, 10, 30), "5 of 9", "inadequate"),)),
    (SHELTER, "People who move on to a home", "30 a winter", ()),
)  # fmt: skip
INSURANCES = (
    (SORTING, "public", "Calder Mutual", 10_000_000, D(2027, 3, 31)),
    (SORTING, "employers", "Calder Mutual", 10_000_000, D(2027, 3, 31)),
    (FLEET, "public", "Calder Mutual", 10_000_000, D(2026, 10, 31)),
    (GROUNDS, "public", "Northmoor Insurance", 5_000_000, D(2027, 6, 30)),
    (ADVICE, "professional", "Northmoor Insurance", 2_000_000, D(2027, 1, 11)),
)
# contract, what, unit, units, pounds each, happens anyway, due to it, from elsewhere; then day, units and evidence
SOCIAL = (
    (GROUNDS, "Apprenticeships for people under 25 of the district", "weeks", "156", "214.50", "15", "100", "0",
     ((D(2026, 3, 31), "52", "Names and pay slips were seen."), (D(2026, 9, 30), "26", "Pay slips were seen."))),
    (GROUNDS, "Hours given to friends of parks", "hours", "600", "17.80", "0", "100", "0",
     ((D(2026, 9, 30), "212.5", "The groups signed for them."),)),
    (CASES, "Lessons in getting online", "people taught", "300", "86.00", "20", "100", "5", ()),
    ("C-1020", "Draughty homes made warm", "homes", "40", "612.00", "10", "75", "0",
     ((D(2026, 9, 30), "9", "Photographs and invoices of each."),)),
)  # fmt: skip
PAPER = b"%PDF-1.4\n% The terms of a made-up contract, for the demonstration.\n%%EOF\n"
OCID = "ocds-h6vhtk-0d3m0"


def keep_contracts(
    people: Mapping[str, Person], organisation: Organisation, services: Mapping[str, Service]
) -> None:
    """Records the contracts, what came of them, and notices of some, where they are not recorded yet."""
    keeper = people[KEEPER]
    there = {it.reference: it for it in queries.contracts(keeper, organisation, TODAY)}
    if queries.own_rules(organisation, TODAY) is None:
        actions.set_rules(
            keeper,
            organisation=organisation,
            decision_pence=200_000_00,
            months=(12, 9, 6, 3),
            buyers=("Ashcombe Vale Council",),
            reason="The amount is that of key decisions, in the council’s constitution.",
            from_date=date(2025, 4, 1),
        )
    with transaction.atomic():
        if len(there) < len(CONTRACTS):
            there |= _record(keeper, organisation, services, people, set(there))
            _run(keeper, there)
            _tie(keeper, organisation, there)
    if not queries.is_open(organisation):
        actions.open_register(people[PUBLISHER], organisation=organisation)
    if not queries.notices(keeper, organisation).exists():
        _notices(keeper, organisation, there)


def _record(
    keeper: Person,
    organisation: Organisation,
    services: Mapping[str, Service],
    people: Mapping[str, Person],
    there: set[str],
) -> dict[str, Contract]:
    known = {it.name: it for it in queries.suppliers(keeper, organisation)}
    for name, (number, postcode, sme, vcse, local) in SUPPLIERS.items():
        if name not in known:
            who = SupplierSaid(name, number, postcode=postcode, sme=sme, vcse=vcse, local=local)
            known[name] = actions.add_supplier(keeper, organisation=organisation, said=who)
    made = {}
    for it in CONTRACTS:
        if it.reference in there:
            continue
        said = Said(
            it.reference, it.title, known[it.supplier], services[it.service], it.starts, it.ends, it.description,
            it.kind, it.category, it.cpv, people[it.owner], it.notice_by, it.review_on, _pence(it.value),
            _pence(it.annual), None, Tier(it.tier) if it.tier else "", Route(WORDS[it.route]) if it.route else "",
            _invited(it.route), it.withheld,
        )  # fmt: skip
        made[it.reference] = actions.add_contract(keeper, organisation=organisation, said=said)
    return made


def _run(keeper: Person, there: Mapping[str, Contract]) -> None:
    """What came of some of them."""
    for reference, until, by, pounds, why in EXTENSIONS:
        it = actions.add_extension(
            keeper, contract=there[reference], until=until, notice_by=by, value_pence=_pence(pounds)
        )
        if why:
            tie = actions.tie(
                keeper,
                contract=there[reference],
                kind="decision",
                key="",
                title="Two years more of vehicle hire",
            )
            actions.use_extension(keeper, extension=it, reason=why, on=date(2026, 5, 18), decision=tie)
    for reference, on, words, what_next, again in REVIEWS:
        actions.review(keeper, contract=there[reference], words=words, next=what_next, on=on, review_on=again)
    for reference, name, target, reports in INDICATORS:
        indicator = actions.add_indicator(keeper, contract=there[reference], name=name, target=target)
        for on, value, rating in reports:
            actions.report_indicator(keeper, indicator=indicator, on=on, value=value, rating=rating)
    for reference, kind, insurer, cover, expires in INSURANCES:
        actions.add_insurance(
            keeper,
            contract=there[reference],
            kind=kind,
            insurer=insurer,
            cover_pence=_pence(cover),
            expires_on=expires,
        )
    for reference, what, unit, units, each, anyway, due, elsewhere, delivered in SOCIAL:
        promise = actions.promise_social_value(
            keeper, contract=there[reference], what=what, unit=unit, units=Decimal(units),
            proxy_pence=int(Decimal(each) * 100), proxy_year=2026,
            proxy_source="The council’s own list of proxies, 2026",
            deadweight=Decimal(anyway), attribution=Decimal(due), displacement=Decimal(elsewhere),
            by_day=there[reference].ends,
        )  # fmt: skip
        for on, number, evidence in delivered:
            actions.deliver_social_value(
                keeper, social_value=promise, units=Decimal(number), on=on, evidence=evidence
            )
    actions.terminate(
        keeper,
        contract=there[ADVICE],
        on=date(2026, 9, 30),
        reason="Its three reports were late, and of little use.",
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "terms.pdf"
        path.write_bytes(PAPER)
        actions.add_document(
            keeper,
            contract=there[SORTING],
            kind="contract",
            title="The contract",
            file=path,
            file_name="terms.pdf",
        )
    said = actions.of_contract(there[CLEANING])
    actions.change_contract(
        keeper,
        contract=there[CLEANING],
        said=replace(said, annual_pence=219_400_00),
        reason="The living wage went up in April.",
    )


def _tie(keeper: Person, organisation: Organisation, there: Mapping[str, Contract]) -> None:
    """Ties some to a decision that is published, and to risks."""
    decision = committee.published(organisation, DECISION).first()
    if decision:
        href = reverse("public-committee-report", args=[organisation.slug, decision.pk])
        actions.tie(
            keeper, contract=there[LEISURE], kind="decision", key=f"decision:{decision.pk}", title=decision.title,
            href=href,
        )  # fmt: skip
    for reference, title in (
        ("C-1002", "Food waste to a new plant"),
        (CASES, "A new customer case system"),
        (GROUNDS, "Grounds, for three years"),
        ("C-1021", "Insurance, for two years"),
        (SHELTER, "A night shelter for two winters"),
        (PLAY, "Play areas, first part"),
    ):
        actions.tie(keeper, contract=there[reference], kind="key", key="", title=title)
    wanted = {
        "The company that runs the leisure centres fails": LEISURE,
        "The new case system is late": CASES,
    }
    for row in risks(keeper, organisation, on=TODAY, wanted=WantedRisks(state="")):
        if row.risk.title in wanted:
            actions.tie(
                keeper, contract=there[wanted[row.risk.title]], kind="risk", key=f"risk:{row.risk.pk}",
                title=str(row.risk), href=reverse("risk", args=[row.risk.pk]),
            )  # fmt: skip


def _notices(keeper: Person, organisation: Organisation, there: Mapping[str, Contract]) -> None:
    """Notices of four procurements; those of two are matched, two wait; and a register that waits to be kept."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notices.json"
        path.write_text(json.dumps({"releases": _releases(organisation)}), encoding="utf-8")
        actions.import_notices(
            keeper, organisation=organisation, path=path, name="find-a-tender-notices.json"
        )
        path = Path(folder) / "register.csv"
        path.write_text(_register(), encoding="utf-8")
        actions.preview_register(
            keeper, organisation=organisation, path=path, name="parks-register.csv",
            service=there[GROUNDS].service,
        )  # fmt: skip
    for number, reference in ((1, GROUNDS), (2, "C-1002")):
        notice = queries.notices(keeper, organisation).filter(ocid=f"{OCID}{number}").first()
        if notice:
            actions.match_notice(keeper, notice=notice, contract=there[reference])


def _releases(organisation: Organisation) -> list[dict[str, Any]]:
    def release(
        number: int,
        ident: str,
        on: str,
        code: str,
        tag: str,
        title: str,
        pounds: int,
        supplier: str = "",
        **award: Any,
    ) -> dict[str, Any]:
        made: dict[str, Any] = {
            "ocid": f"{OCID}{number}",
            "id": ident,
            "date": f"{on}T09:30:00Z",
            "tag": [tag],
            "buyer": {"id": "1", "name": organisation.name},
            "parties": [{"id": "1", "name": organisation.name, "roles": ["buyer"]}],
            "tender": {
                "title": title,
                "value": {"amount": pounds, "amountGross": pounds * 6 // 5, "currency": "GBP"},
                "documents": [{"documentType": "notice", "noticeType": code, "datePublished": on}],
            },
        }
        if supplier:
            number_of = SUPPLIERS[supplier][0]
            made["parties"].append(
                {
                    "id": "2",
                    "name": supplier,
                    "roles": ["supplier"],
                    "identifier": {"scheme": "GB-COH", "id": number_of},
                    "details": {"scale": "sme"},
                }
            )
            value = {"amount": pounds, "currency": "GBP"}
            made["awards"] = [{"suppliers": [{"id": "2", "name": supplier}], "value": value, **award}]
        return made

    grounds, food = "Grass, hedges and verges of Ashcombe Vale", "Treatment of food waste"
    play, clean = "Play area at Mill Meadow", "Cleaning of offices and public conveniences"
    return [
        release(1, "000101-2024", "2024-10-07", "UK4", "tender", grounds, 750_000),
        release(1, "000102-2025", "2025-02-26", "UK6", "award", grounds, 742_500, "Larkhampton Grounds Care CIC",
                contractPeriod={"startDate": "2025-04-01", "endDate": "2028-03-31"}),
        release(2, "000201-2025", "2025-08-18", "UK4", "tender", food, 6_300_000),
        release(2, "000202-2026", "2026-02-16", "UK6", "award", food, 6_240_000, "Beckside Environmental Limited",
                contractPeriod={"startDate": "2026-04-01", "endDate": "2031-03-31"}),
        release(2, "000203-2026", "2026-04-13", "UK7", "contract", food, 6_240_000, "Beckside Environmental Limited",
                contractPeriod={"startDate": "2026-04-01", "endDate": "2031-03-31"}),
        release(3, "000301-2026", "2026-11-02", "UK6", "award", play, 214_000, "Norcombe Playgrounds Ltd",
                contractPeriod={"startDate": "2026-12-07", "endDate": "2027-04-30"}),
        release(4, "000401-2026", "2026-10-19", "UK2", "planning", clean, 1_100_000),
    ]  # fmt: skip


def _register() -> str:
    return (
        "Contract Ref,Contract Title,Contractor,Department,Start Date,Expiry Date,Total Contract Value,Size\n"
        'P-07,Tree surveys,Larkhampton Grounds Care CIC,Street scene and parks,1/4/2026,31/3/2028,"£18,000",small\n'
        'P-08,Benches and bins,Wendshire Print Works Ltd,Street scene and parks,1/6/2026,31/5/2027,"£12,400",small\n'
        "P-09,Paddling pool pumps,Beck Pumps Ltd,Street scene and parks,soon,31/5/2027,9000,small\n"
        "P-10,Flower beds,,Street scene and parks,1/4/2026,31/3/2027,7000,small\n"
        f'{GROUNDS},"Grass, hedges and verges",Larkhampton Grounds Care CIC,Street scene and parks,1/4/2025,31/3/2028,'
        '"£742,500",small\n'
    )


def _pence(pounds: int | None) -> int | None:
    return None if pounds is None else pounds * 100


def _invited(route: str) -> str:
    """What others were asked, as the route says."""
    asked = {"a": Invitation.TENDER, "e": Invitation.TENDER, "q": Invitation.QUOTE, "w": Invitation.NEITHER}
    return asked.get(route, "")
