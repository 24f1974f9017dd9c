"""The demonstration council's risks: scored through time, controlled, one gone up, one waiting for a decision."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from moothall.core.models import Organisation, Person, Service
from moothall.direction.actions import Promise
from moothall.direction.queries import priorities
from moothall.risks import actions
from moothall.risks.actions import Said
from moothall.risks.queries import Category, Risk, Wanted, categories, near_misses, register
from moothall_demo.series import LAST

SETTER = "catherine.vale"  # sets what is accepted, decides who carries a risk
ACCEPTED_FROM = date(2025, 4, 1)
# category: word, highest score accepted. None is set for Political: nobody agreed on one
APPETITE = {
    "Strategic": ("open", 12, ""),
    "Customers": ("cautious", 9, ""),
    "Finance": ("cautious", 9, "We do not balance one year with the next one’s money."),
    "Reputation": ("cautious", 9, ""),
    "Legal": ("averse", 6, "We keep the law, and people’s details safe."),
    "Environment": ("cautious", 10, ""),
    "People": ("open", 12, "We would rather try new ways of working than lose people."),
    "Technology": ("cautious", 10, ""),
    "Partnership": ("open", 12, ""),
}


class Scoring(NamedTuple):
    """What was judged on a day: likelihood and impact of each score that was given, and why."""

    on: date
    why: str
    current: tuple[int, int]
    inherent: tuple[int, int] | None = None
    target: tuple[int, int] | None = None


class Control(NamedTuple):
    """What is done already; `known` is how that is known: line, day, what was looked at, by whom, opinion."""

    words: str
    effect: str
    owner: str
    known: tuple[str, date, str, str, str] | None = None


class Made(NamedTuple):
    """A risk, and what became of it."""

    title: str
    cause: str
    event: str
    consequence: str
    category: str
    service: str
    owner: str
    on: date
    scorings: tuple[Scoring, ...] = ()
    controls: tuple[Control, ...] = ()
    todo: tuple[tuple[str, str, date], ...] = ()  # words, person, by when
    links: tuple[tuple[str, str, str, str], ...] = ()  # measure, side, value, what it would tell
    reviews: tuple[tuple[date, str], ...] = ()
    priority: str = ""
    kind: str = "threat"
    treatment: str = "treat"
    how: str = ""
    programme: str = ""
    proximity: str = "year"
    target_date: date | None = None
    asked: tuple[str, str] | None = None  # who asks for the corporate register, and why
    up: tuple[date, str] | None = None  # when that was accepted, and what was said
    closed: tuple[date, str] | None = None


RISKS = (
    Made(
        "Temporary accommodation costs more than we budgeted",
        "Private rents rise faster than the housing allowance", "More households come to us than we have homes for",
        "Families live in hotel rooms, and the budget is overspent by up to £700,000",
        "Finance", "housing", "ruth.adeyemi", date(2025, 6, 2),
        (
            Scoring(date(2025, 6, 2), "Forty households, and few are added.", (3, 4), (5, 5), (2, 4)),
            Scoring(date(2026, 7, 20), "Two landlords withdrew and the spring was the busiest yet.", (4, 4)),
        ),
        (
            Control(
                "A panel looks at every placement each week", "partial", "ruth.adeyemi",
                ("2", date(2026, 5, 14), "Twenty placements of April", "The finance business partner", "reasonable"),
            ),
            Control("Homes leased from private landlords", "partial", "ruth.adeyemi"),
        ),
        (("Lease nine more homes for families.", "ruth.adeyemi", date(2027, 3, 31)),),
        (("temporary-accommodation", "above", "60", "More households than we have homes for"),),
        ((date(2026, 9, 21), "The leases slow it down; they do not stop it."),),
        "good-homes", how="Lease homes, and keep people in those they have.", proximity="now",
        target_date=date(2027, 9, 30),
        asked=("ruth.adeyemi", "The overspend is more than the service can carry."),
        up=(date(2026, 8, 3), "Cabinet hears of it each quarter."),
    ),
    Made(
        "The budget of the next three years does not balance",
        "Grants are settled a year at a time while contracts rise with prices",
        "Savings come later, or are smaller, than the plan says",
        "Reserves pay for daily services, and then services are cut at short notice",
        "Finance", "corporate", "nadia.rahman", date(2025, 4, 14),
        (
            Scoring(date(2025, 4, 14), "The gap of the third year has no plan yet.", (3, 4), (5, 5), (2, 4)),
            Scoring(date(2026, 10, 12), "Half of this year’s savings are late.", (4, 4)),
        ),
        (
            Control(
                "Savings are tracked each month with those who promised them", "partial", "tom.okafor",
                ("3", date(2026, 2, 26), "How savings are tracked", "Internal audit", "limited"),
            ),
            Control("A reserve of five per cent of spending", "partial", "nadia.rahman"),
        ),
        (("Bring a plan for the third year to Cabinet.", "nadia.rahman", date(2026, 12, 15)),),
        (("budget-variance", "above", "1.0", "The year overspends before winter"),),
        ((date(2026, 10, 12), "Scored higher: see why."),),
        "works-well", proximity="year", target_date=date(2027, 3, 31),
        asked=("tom.okafor", "It concerns every service."), up=(date(2025, 4, 28), ""),
    ),
    Made(
        "An attack locks us out of our systems",
        "Stolen passwords are sold, and some of our systems are old", "Somebody encrypts what we work with",
        "Benefits are not paid and nobody can reach us for weeks",
        "Technology", "corporate", "imran.sadiq", date(2025, 5, 6),
        (
            Scoring(date(2025, 5, 6), "A neighbour was locked out for six weeks.", (3, 5), (4, 5), (1, 5)),
            Scoring(date(2026, 2, 9), "Everybody signs in with a second step; restoring was rehearsed.", (2, 5)),
        ),
        (
            Control(
                "Signing in takes a second step", "full", "imran.sadiq",
                ("3", date(2026, 3, 17), "A hundred accounts", "Internal audit", "substantial"),
            ),
            Control(
                "Copies that cannot be changed, kept elsewhere", "partial", "imran.sadiq",
                ("1", date(2026, 1, 22), "Restoring revenues from a copy", "The network team", "reasonable"),
            ),
        ),
        (("Retire the two servers that get no more corrections.", "imran.sadiq", date(2026, 9, 30)),),
        reviews=((date(2026, 10, 5), "Nothing new; the servers are still there."),),
        priority="works-well", proximity="now", target_date=date(2027, 6, 30),
        asked=("imran.sadiq", "No service could work."), up=(date(2025, 6, 10), "Agreed."),
    ),
    Made(
        "Rounds cannot be crewed",
        "Drivers are paid better by hauliers", "Too few drivers come to work on a day",
        "Bins wait, and those who can least carry their waste away wait longest",
        "People", "waste", "grace.hollins", date(2025, 9, 8),
        (
            Scoring(date(2025, 9, 8), "Six posts of forty are empty.", (4, 3), (5, 3), (2, 3)),
            Scoring(date(2026, 10, 8), "Four loaders passed their driving test.", (3, 3)),
        ),
        (
            Control(
                "Loaders are trained as drivers", "partial", "grace.hollins",
                ("1", date(2026, 10, 8), "Who passed", "The rounds supervisor", "reasonable"),
            ),
            Control("Agency drivers, at short notice", "partial", "grace.hollins"),
        ),
        (("Pay for four more driving tests.", "grace.hollins", date(2027, 1, 31)),),
        (("missed-bins", "above", "80", "Rounds are not finished on their day"),),
        ((date(2026, 10, 8), "Better than a year ago."),),
        "cleaner-greener", proximity="now", target_date=date(2027, 3, 31),
    ),
    Made(
        "The depot floods",
        "The beck rises faster after rain than it did", "The yard stands in water",
        "Thirty vehicles cannot leave for some days, and fuel may reach the beck",
        "Environment", "waste", "grace.hollins", date(2025, 11, 17),
        (
            Scoring(date(2025, 11, 17), "Twice in ten years, and once nearly.", (3, 4), (4, 4), (2, 3)),
        ),
        (
            Control(
                "Boards at the gate, and a pump", "partial", "grace.hollins",
                ("1", date(2026, 9, 3), "The pump was run", "The depot foreman", "reasonable"),
            ),
        ),
        (("Agree with Brindleford where our vehicles can stand.", "grace.hollins", date(2026, 11, 2)),),
        reviews=((date(2026, 9, 3), "The boards are in order; the gate is not."),),
        priority="cleaner-greener", how="Boards now, a higher yard later.", target_date=date(2027, 10, 31),
        asked=("grace.hollins", "A higher yard costs more than the service has."),
    ),
    Made(
        "Somebody’s details go to the wrong person",
        "Letters are put together by hand from three systems", "A letter holds somebody else’s details",
        "Somebody may be found by a person they fled from; the regulator may fine us",
        "Legal", "revenues-benefits", "martin.kell", date(2026, 1, 12),
        (Scoring(date(2026, 1, 12), "Three letters in a year, none of which did harm.", (2, 3), (4, 3), (1, 3)),),
        (Control("A second person reads letters about children and about harm", "partial", "martin.kell"),),
        reviews=((date(2026, 7, 13), "Nothing changed."),),  # overdue since October
        priority="works-well", target_date=date(2027, 1, 31),
    ),
    Made(
        "Planning decisions come too late",
        "Two posts are filled by agencies, whose people move on",
        "More than a quarter of small applications miss their day",
        "Government takes the decisions, and the district has no say in where homes go",
        "Strategic", "planning", "daniel.ferris", date(2025, 7, 7),
        (Scoring(date(2025, 7, 7), "Under the national line in two quarters of four.", (3, 3), (4, 3), (2, 3)),),
        (Control("Each application has a day and one officer", "partial", "daniel.ferris"),),
        links=(("minor-applications-in-time", "below", "70", "Near the line at which government steps in"),),
        reviews=((date(2026, 9, 14), "The apprentices begin to be felt."),),
        priority="good-homes", target_date=date(2027, 3, 31),
    ),
    Made(
        "The company that runs the leisure centres fails",
        "Energy costs more than its contract foresaw", "It stops trading",
        "Two pools close, and staff who move to us by law must be paid",
        "Partnership", "leisure-culture", "beth.calloway", date(2025, 10, 6),
        (Scoring(date(2025, 10, 6), "It made a small profit last year.", (2, 4), (3, 4), (2, 4)),),
        (
            Control(
                "Its accounts are read each quarter", "partial", "nadia.rahman",
                ("2", date(2026, 8, 18), "The accounts to June", "Corporate finance", "reasonable"),
            ),
        ),
        reviews=((date(2026, 9, 28), "Its accounts to June are sound."),),
        priority="thriving-towns", treatment="transfer", how="A bond pays for the first six months.",
    ),
    Made(
        "The new case system is late",
        "Its supplier has three councils before us", "It is not ready in May",
        "We pay for the old system another year, and requests are counted by hand",
        "Technology", "customer-services", "sofia.lindqvist", date(2026, 5, 11),
        (
            Scoring(date(2026, 5, 11), "The supplier gave a day, and no plan.", (2, 3), (4, 3), (2, 2)),
            Scoring(date(2026, 10, 19), "The first test was put off twice.", (3, 3)),
        ),
        (Control("A meeting with the supplier each fortnight", "none", "sofia.lindqvist"),),
        (("Agree what each month of delay costs the supplier.", "sofia.lindqvist", date(2026, 12, 4)),),
        (("contact-online", "below", "55", "Residents go back to the telephone"),),
        priority="works-well", programme="Customer case system", proximity="quarter",
        target_date=date(2027, 5, 31),
    ),
    Made(
        "Grants to warm homes come to the district",
        "Government pays councils that have a list of cold homes ready", "We are ready first",
        "Two hundred homes are warmed, and fewer people come to us ill or in debt",
        "Environment", "environmental-health", "owen.tranter", date(2026, 3, 2),
        (Scoring(date(2026, 3, 2), "Half of the list is made.", (3, 3), (2, 3), (4, 3)),),
        todo=(("Finish the list of cold homes.", "owen.tranter", date(2027, 2, 26)),),
        reviews=((date(2026, 9, 7), "Six hundred homes are on the list."),),
        priority="good-homes", kind="opportunity", treatment="take", target_date=date(2027, 2, 26),
    ),
    Made(
        "The elections meet the move of offices",
        "Both fall in May", "Rooms and phones are not ready on the day", "The count is late",
        "Political", "corporate", "peter.lowell", date(2025, 12, 1),
        (Scoring(date(2025, 12, 1), "The lease ends in June.", (2, 3), (3, 3), (1, 3)),),
        (Control("The count is booked in the leisure centre", "full", "peter.lowell"),),
        closed=(date(2026, 5, 12), "The elections went well; the move comes after."),
    ),
    Made(
        "Reorganisation takes people away before it saves anything",
        "Councils of the county may become one", "People leave for posts that last",
        "Plans stop, and what one person knows is lost",
        "Strategic", "corporate", "catherine.vale", date(2026, 10, 12),
        proximity="later",
    ),
)  # fmt: skip
NEAR_MISSES = (
    (
        "revenues-benefits", date(2026, 6, 11), "Somebody’s details go to the wrong person",
        "Two letters lay in one envelope; the post room felt that it was thick.", "Letters are weighed now.",
    ),
    (
        "waste", date(2026, 2, 3), "The depot floods",
        "The beck stood a hand below the gate at six in the morning.", "The foreman gets the river’s warnings.",
    ),
)  # fmt: skip


def record_risks(
    officer: Person, organisation: Organisation, services: Mapping[str, Service], people: Mapping[str, Person]
) -> None:
    """Records what is accepted, the risks and the near misses, where they are not recorded yet."""
    theirs = _categories(people[SETTER], organisation)
    aims = {it.slug: it for it in priorities(organisation, LAST)}
    there = {
        row.risk.title: row.risk
        for row in register(officer, organisation, on=date.max, wanted=Wanted(state=""))
    }
    for made in RISKS:
        if made.title in there:
            continue
        said = Said(
            made.title, made.cause, made.event, made.consequence, theirs[made.category], services[made.service],
            made.kind, people[made.owner], aims.get(made.priority), "", made.programme, made.proximity,
            made.treatment, made.how, made.target_date,
        )  # fmt: skip
        with transaction.atomic():
            risk = there[made.title] = actions.add(officer, organisation=organisation, said=said, on=made.on)
            _fill(officer, risk, made, people)
    known = {it.what for it in near_misses(officer, organisation)}
    for slug, on, title, what, learned in NEAR_MISSES:
        if what not in known:
            actions.record_near_miss(
                officer, organisation=organisation, service=services[slug], what=what, learned=learned, on=on,
                risk=there[title],
            )  # fmt: skip


def _categories(setter: Person, organisation: Organisation) -> dict[str, Category]:
    actions.add_usual_categories(setter, organisation=organisation)
    theirs = {it.name: it for it in categories(organisation)}
    for name, (level, most, words) in APPETITE.items():
        if not theirs[name].appetites.exists():
            actions.set_appetite(
                setter, category=theirs[name], level=level, most=most, words=words, from_date=ACCEPTED_FROM
            )
    return theirs


def _fill(officer: Person, risk: Risk, made: Made, people: Mapping[str, Person]) -> None:
    for words, effect, owner, known in made.controls:
        control = actions.add_control(
            officer, risk=risk, words=words, effect=effect, owner=people[owner], on=made.on
        )
        if known:
            line, on, what, by_whom, opinion = known
            actions.assure(
                officer, control=control, line_of=line, what=what, by_whom=by_whom, opinion=opinion, on=on
            )
    for scoring in made.scorings:
        scores = {"inherent": scoring.inherent, "current": scoring.current, "target": scoring.target}
        given = {kind: pair for kind, pair in scores.items() if pair}
        actions.score(officer, risk=risk, given=given, words=scoring.why, on=scoring.on)
    for words, who, due in made.todo:
        promise = Promise(words, risk.service, people[who], due=due, priority=risk.priority)
        actions.add_action(officer, risk=risk, promise=promise, href=f"/risks/{risk.pk}/")
    for measure, side, value, trigger in made.links:
        actions.link_measure(
            officer, risk=risk, measure=measure, side=side, threshold=Decimal(value), trigger=trigger
        )
    for on, words in made.reviews:
        actions.review(officer, risk=risk, words=words, on=on)
    if made.asked:
        who, reason = made.asked
        proposal = actions.propose(people[who], risk=risk, level="corporate", reason=reason)
        if made.up:
            on, said = made.up
            actions.decide(people[SETTER], proposal=proposal, accept=True, words=said, on=on)
    if made.closed:
        on, reason = made.closed
        actions.close(people[SETTER], risk=risk, reason=reason, on=on)
