"""The demonstration council's purchases: two dozen requisitions in every state, some that depart from the rule."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from moothall.core.models import Organisation, Person, Service
from moothall.spend import queries as contracts
from moothall.spend.purchasing import actions, queries
from moothall.spend.purchasing.actions import LineSaid, Said
from moothall.spend.purchasing.queries import Requisition

BUYER, SETTER, MATCHER = "miriam.hale", "priya.nair", "owen.tasker"
DIRECTOR, TREASURER = "catherine.vale", "nadia.rahman"
SET_ON = date(2026, 4, 1)
LIMITS = {
    "service-manager": 1_000,
    "finance-partner": 5_000,
    "director": 25_000,
    "section-151-officer": 500_000,
}
D = date


class Buy(NamedTuple):
    """A purchase: who asks, from whom, under which contract or why under none, and how far it has come.

    `lines` are words, quantity, pounds each and VAT per mille. `early` says why it came
    before its order, `pay_after` how many days after its bill it was paid, `credited` how many pounds of it came back.
    """

    on: date
    by: str
    service: str
    title: str
    why: str
    supplier: str
    contract: str
    lines: tuple[tuple[str, str, str, int], ...]
    state: str
    approvers: tuple[str, ...] = (DIRECTOR,)
    reason: str = ""
    words: str = ""
    early: str = ""
    pay_after: int = 21
    credited: str = ""


BUYS = (
    Buy(D(2026, 4, 13), "grace.hollins", "waste", "Wheeled bins for new homes", "Ninety homes are built at Ash Rise.",
        "Norcombe Playgrounds Ltd", "C-1004", (("Wheeled bin, 240 litres", "180", "24.50", 200),), "paid"),
    Buy(D(2026, 4, 27), "joan.whitlow", "street-scene", "Litter pickers and bags", "Volunteers clean in May.",
        "Larkhampton Grounds Care CIC", "C-1005", (("Litter picker", "60", "8.20", 200),
        ("Sacks, 200", "10", "31", 200)),
        "paid", pay_after=33),
    Buy(D(2026, 5, 5), "owen.tranter", "environmental-health", "Rats at the allotments", "Four plots have complained.",
        "Dunmarsh Pest Control", "C-1026", (("Visit", "6", "85", 200),), "paid"),
    Buy(D(2026, 5, 18), "ruth.adeyemi", "housing", "A broken boiler at the hostel", "Twelve people had no heating.",
        "Redmire Facilities Management Ltd", "", (("Boiler and its fitting", "1", "4650", 200),), "paid",
        reason="emergency", words="No heating in a hostel, at four degrees outside.",
        early="The engineer fitted it the same night."),
    Buy(D(2026, 6, 8), "imran.sadiq", "corporate", "Council tax leaflets", "The reductions changed in June.",
        "Wendshire Print Works Ltd", "C-1022", (("Leaflets, a thousand", "42", "38", 0),), "paid"),
    Buy(D(2026, 6, 22), "beth.calloway", "leisure-culture", "Lamps for the stage", "The old ones are no longer made.",
        "Stavely Bridge Engineering Ltd", "C-1013", (("Stage lamp", "24", "610", 200), ("Bracket", "24", "42", 200)),
        "paid"),
    Buy(D(2026, 7, 6), "lucy.penhale", "economic-growth", "Stalls for the summer market", "Ten more traders come.",
        "Valewide Fleet Services Ltd", "C-1028", (("Stall, hired for a day", "120", "45", 200),), "paid", pay_after=41,
        credited="270"),
    Buy(D(2026, 7, 20), "sofia.lindqvist", "customer-services", "Headsets", "Six people joined the contact centre.",
        "Ostrey Software Group PLC", "C-1016", (("Headset", "8", "96.40", 200),), "paid"),
    Buy(D(2026, 8, 3), "imran.sadiq", "corporate", "Advice on the market square lease", "The tenant asks for it.",
        "Brindle Legal Services LLP", "C-1023", (("Hour of a solicitor", "22.5", "168", 200),), "paid"),
    Buy(D(2026, 8, 17), "grace.hollins", "waste", "A lorry for two weeks", "Two stand still at once.",
        "Valewide Fleet Services Ltd", "", (("Day of hire", "14", "310", 200),), "matched",
        reason="quotation", words="", early="It was fetched on the morning that both broke down."),
    Buy(D(2026, 9, 1), "imran.sadiq", "corporate", "Course for new managers", "Nine were promoted in the summer.",
        "Copperbeech Training Ltd", "C-1025", (("Place on the course", "9", "640", 0),), "matched"),
    Buy(D(2026, 9, 14), "owen.tranter", "environmental-health", "Filters for the air monitors", "They wear out.",
        "Stavely Bridge Engineering Ltd", "C-1027", (("Set of filters", "12", "74", 200),), "matched"),
    Buy(D(2026, 9, 21), "imran.sadiq", "corporate", "Fee for the licence of the cash system", "It falls due each year.",
        "Kestrel Payments Ltd", "", (("Yearly fee", "1", "2750", 200),), "billed", reason="statutory"),
    Buy(D(2026, 10, 5), "joan.whitlow", "street-scene", "Bulbs for the verges", "Sixty verges are planted by November.",
        "Larkhampton Grounds Care CIC", "C-1005", (("Bulbs, a thousand", "36", "92", 200),), "billed"),
    Buy(D(2026, 10, 7), "joan.whitlow", "street-scene", "A second chipper", "Storms were forecast.",
        "Larkhampton Grounds Care CIC", "C-1005", (("Day of hire", "10", "140", 200),), "cancelled"),
    Buy(D(2026, 10, 12), "beth.calloway", "leisure-culture", "Seats for the balcony", "Forty cannot be mended.",
        "Copperbeech Training Ltd", "", (("Seat, fitted", "40", "218", 200),), "disputed", reason="waiver",
        words="Waiver 2026/17: only they still make this seat."),
    Buy(D(2026, 10, 19), "grace.hollins", "waste", "Caddies and liners", "Food waste starts in two more parishes.",
        "Norcombe Playgrounds Ltd", "C-1004", (("Kitchen caddy", "2400", "3.15", 200),
        ("Liners, 50", "2400", "1.05", 200)),
        "part"),
    Buy(D(2026, 10, 26), "ruth.adeyemi", "housing", "Alarms for a new scheme", "Eighteen flats open in December.",
        "Thistledown Care Alarms Ltd", "C-1011", (("Alarm, with its fitting", "18", "145", 200),), "received"),
    Buy(D(2026, 11, 2), "joan.whitlow", "street-scene", "Gritting of the footbridges", "Frost is forecast.",
        "Larkhampton Grounds Care CIC", "C-1005", (("Round", "30", "68", 200),), "ordered"),
    Buy(D(2026, 11, 4), "sofia.lindqvist", "customer-services", "Changes to the case system", "A form for bulky waste.",
        "Ostrey Software Group PLC", "C-1015", (("Day of work", "38", "790", 200),), "ordered", (DIRECTOR, TREASURER)),
    Buy(D(2026, 11, 9), "beth.calloway", "leisure-culture", "More light for the theatre", "The foyer is too dark.",
        "Stavely Bridge Engineering Ltd", "C-1013", (("Lamp for the foyer", "45", "580", 200),), "second", ()),
    Buy(D(2026, 11, 10), "lucy.penhale", "economic-growth", "Lights in the high street", "It opens on 4 December.",
        "Pennard Energy Supply Ltd", "", (("String of lights, put up", "16", "265", 200),), "approved",
        reason="quotation"),
    Buy(D(2026, 11, 11), "grace.hollins", "waste", "Gloves and jackets for the crews", "Winter has come.",
        "", "", (("Pair of gloves", "160", "6.80", 200), ("Jacket", "40", "54", 200)), "approved"),
    Buy(D(2026, 11, 12), "ruth.adeyemi", "housing", "Beds for the winter shelter", "It opens for ten more people.",
        "Hearthstone Night Shelter", "C-1009", (("Bed, with its linen", "10", "189", 200),), "asked", ()),
    Buy(D(2026, 11, 12), "sofia.lindqvist", "customer-services", "Screens for the foyer", "People ask where to go.",
        "Ostrey Software Group PLC", "C-1015", (("Screen, put up", "12", "2350", 200),), "asked", (DIRECTOR,)),
    Buy(D(2026, 11, 13), MATCHER, "corporate", "Chairs for the finance office", "Eight are worn out.", "", "",
        (("Chair", "8", "210", 200),), "asked", ()),
    Buy(D(2026, 11, 13), "owen.tranter", "environmental-health", "A drone", "To look at roofs.",
        "Ostrey Software Group PLC", "", (("Drone", "1", "6200", 200),), "refused", (), "other",
        "It was seen at a fair."),
    Buy(D(2026, 11, 13), "grace.hollins", "waste", "Signs for the tip", "The opening hours change in January.",
        "Wendshire Print Works Ltd", "C-1022", (("Sign", "4", "120", 200),), "draft", ()),
)  # fmt: skip


def buy_things(
    people: Mapping[str, Person], organisation: Organisation, theirs: Mapping[str, Service]
) -> None:
    """Limits, a tolerance and the purchases; those that are there already stay as they are."""
    setter = people[SETTER]
    if queries.limits(setter, organisation):
        return
    with transaction.atomic():
        roles = {it.slug: it for it in queries.approving_roles()}
        for slug, pounds in LIMITS.items():
            actions.set_limit(
                setter, organisation=organisation, role=roles[slug], pence=pounds * 100, from_date=SET_ON,
                reason="The financial regulations, as Cabinet agreed them in March.",
            )  # fmt: skip
        actions.set_tolerance(
            setter, organisation=organisation, per_mille=20, pence=50_00, from_date=SET_ON,
            reason="Carriage and rounding are not worth a letter.",
        )  # fmt: skip
        suppliers = {it.name: it for it in contracts.suppliers(setter, organisation)}
        there = {it.reference: it for it in contracts.contracts_for_ledgers(setter, organisation)}
        for place, it in enumerate(BUYS, 1):
            lines = tuple(
                LineSaid(what, Decimal(many), int(Decimal(each) * 100), vat)
                for what, many, each, vat in it.lines
            )
            said = Said(
                theirs[it.service], it.title, it.why, it.on + timedelta(days=28),
                lines,
                suppliers[it.supplier] if it.supplier else None, there[it.contract] if it.contract else None,
                it.reason, it.words, it.early,
                "The lamps of the foyer were not foreseen." if it.state == "second" else "",
            )  # fmt: skip
            _live(people, organisation, it, said, place)


def _live(people: Mapping[str, Person], organisation: Organisation, it: Buy, said: Said, place: int) -> None:
    """The steps of a purchase, up to the one it has come to."""
    asker, buyer, matcher = people[it.by], people[BUYER], people[MATCHER]
    one = actions.ask(asker, organisation=organisation, said=said, on=it.on)
    if it.state == "draft":
        return
    actions.send(asker, requisition=one, on=it.on)
    if it.state == "refused":
        words = "Neighbours have one and lend it: ask them."
        actions.refuse(people[DIRECTOR], requisition=one, words=words, on=it.on + timedelta(days=1))
        return
    for name in it.approvers:
        actions.approve(people[name], requisition=one, on=it.on + timedelta(days=1))
    if it.state in ("asked", "second", "approved"):
        return
    order = actions.order(
        buyer, requisition=one, deliver_to="The depot, Mill Lane", on=it.on + timedelta(days=2)
    )
    if it.state == "ordered":
        return
    if it.state == "cancelled":
        words = "The storm went by."
        one.refresh_from_db()
        actions.cancel(buyer, requisition=one, words=words, on=order.on + timedelta(days=3))
        return
    _came(it, one, asker, order.on + timedelta(days=5))
    if it.state in ("part", "received"):
        return
    came_on = order.on + timedelta(days=7)
    bill = actions.record_invoice(
        matcher, requisition=one, number=f"{4100 + 37 * place}/26", dated=came_on, received_on=came_on,
        net_pence=one.net_pence, vat_pence=one.vat_pence, gross_pence=one.gross_pence, on=came_on,
    )  # fmt: skip
    if it.state == "disputed":
        words = "Three seats are torn: the supplier was asked for others."
        actions.dispute(matcher, invoice=bill, words=words, on=came_on + timedelta(days=6))
    if it.state in ("billed", "disputed"):
        return
    actions.match(matcher, invoice=bill, on=came_on + timedelta(days=2))
    if it.state == "paid":
        bill.refresh_from_db()
        paid_on = came_on + timedelta(days=it.pay_after)
        actions.pay(matcher, invoice=bill, on=paid_on)
        if it.credited:
            net = int(Decimal(it.credited) * 100)
            note = actions.record_invoice(
                matcher, requisition=one, number=f"CN-{place}/26", dated=paid_on, received_on=paid_on, credits=bill,
                net_pence=net, vat_pence=net // 5, gross_pence=net + net // 5, on=paid_on,
            )  # fmt: skip
            actions.match(matcher, invoice=note, on=paid_on)


def _came(it: Buy, one: Requisition, asker: Person, on: date) -> None:
    """What came: all of it, or of the first line half."""
    lines = list(one.lines.all())
    if it.state == "part":
        half = {lines[0].pk: Decimal(int(lines[0].quantity / 2))}
        actions.receive(asker, requisition=one, came=half, words="The rest comes in December.", on=on)
    else:
        actions.receive(asker, requisition=one, came={line.pk: line.quantity for line in lines}, on=on)
