"""How work flows in the demonstration council: three processes, two of them changed; two measures worked out."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from moothall.core.models import Organisation, Person, Service
from moothall.insight.lean import actions
from moothall.insight.lean.queries import derived, processes
from moothall.insight.lean.reading import pasted


class Map(NamedTuple):
    """How a process went on a day: its cases a year and its steps, as they would be pasted."""

    on: date
    volume: int
    known: str
    steps: str
    words: str = ""


class Made(NamedTuple):
    """A process, and what an hour of its roles costs in pence."""

    title: str
    service: str
    unit: str
    words: str
    rates: dict[str, int]
    before: Map
    after: Map | None = None


PAY = "Pay scales with on-costs at 29%"
MADE = (
    Made(
        "A garden waste subscription", "customer-services", "one household's subscription for a year",
        "From when a resident asks until the sticker is on the bin.",
        {"Adviser": 2_180, "Waste officer": 2_640, "Finance officer": 2_590},
        Map(date(2025, 2, 17), 17_600, "Sixty cases timed in February 2025; volume from the finance system", """
Take the call or letter,Adviser,work,6,0,100,yes,no
Type it into the garden waste spreadsheet,Adviser,hand-over,4,1 day,100,no,no
Check the address against the rounds,Waste officer,check,3,4 h,100,necessary,no
Send an invoice,Finance officer,work,5,9 days,100,no,no
Chase a payment that has not come,Finance officer,rework,7,5 days,22,no,yes
Match the payment to the subscription,Finance officer,work,4,1 day,100,no,no
Order the sticker,Waste officer,work,2,6 days,100,yes,no
Answer 'where is my sticker?',Adviser,rework,5,0,31,no,yes
"""),
        Map(date(2026, 3, 2), 19_100, "Fifty cases timed in February 2026; volume from the web form", """
Subscribe and pay on the web,Resident,work,0,0,88,yes,no
Take the call and the card payment,Adviser,work,8,0,12,yes,no
Check an address the rounds do not know,Waste officer,check,3,4 h,6,necessary,no
Order the sticker,Waste officer,work,1,3 days,100,yes,no
Answer 'where is my sticker?',Adviser,rework,5,0,4,no,yes
""", "Payment is taken at once, and the web form knows the rounds: no invoice, no chasing, no typing again."),
    ),
    Made(
        "A land search", "planning", "one search answered",
        "From when a solicitor asks until the answer has gone.",
        {"Searches officer": 2_640, "Planning officer": 3_120, "Highways clerk": 2_310},
        Map(date(2024, 10, 7), 1_260, "Every search of a fortnight; volume from the register", """
Log the search,Searches officer,work,8,1 day,100,no,no
Ask planning for the history,Searches officer,hand-over,5,3 days,100,no,no
Look the history up on microfiche,Planning officer,work,25,2 days,70,yes,no
Ask highways,Searches officer,hand-over,5,4 days,100,no,no
Answer about roads,Highways clerk,work,10,1 day,100,yes,no
Go back for what is missing,Searches officer,rework,15,2 days,35,no,yes
Write and check the answer,Searches officer,check,20,0,100,yes,no
"""),
        Map(date(2026, 5, 11), 1_240, "Every search of a fortnight; volume from the register", """
Log the search,Searches officer,work,5,2 h,100,no,no
Look the history up in the scanned files,Searches officer,work,12,0,70,yes,no
Ask highways,Searches officer,hand-over,3,3 days,100,no,no
Answer about roads,Highways clerk,work,10,1 day,100,yes,no
Write and check the answer,Searches officer,check,18,0,100,yes,no
""", "The microfiche is scanned, so the searches officer reads the history without asking."),
    ),
    Made(
        "A change of address for council tax", "revenues-benefits", "one household that moved",
        "From when somebody tells us until the right bill has gone.",
        {"Adviser": 2_180},
        Map(date(2026, 9, 8), 6_900, "Thirty cases followed in September 2026; nobody timed the county", """
Take the call or the form,Adviser,work,7,0,100,yes,no
Waits in the work queue,,wait,,11 days,100,no,no
Change the account,Revenues officer,work,9,0,100,yes,no
Ask who owns an empty home,Revenues officer,rework,12,8 days,27,no,yes
Tell the register of electors,County clerk,hand-over,,2 days,100,necessary,no
Send the bill,Revenues officer,work,2,2 days,100,yes,no
"""),
    ),
)  # fmt: skip
DERIVED = (
    {
        "title": "Cost of a collection",
        "kind": "unit cost",
        "over": "waste-service-cost",
        "over_part": "numerator",
        "under": "missed-bins",
        "under_part": "denominator",
        "unit": "£ per collection",
        "words": "Collections due in the twelve months, whether they were made or missed.",
    },
    {
        "title": "Stall days let",
        "kind": "utilisation",
        "over": "market-stalls-let",
        "over_part": "numerator",
        "under": "market-stalls-let",
        "under_part": "denominator",
        "unit": "% of stall days offered",
        "words": "",
    },
)


def map_processes(officer: Person, organisation: Organisation, services: Mapping[str, Service]) -> None:
    """Records the processes, their maps and the derived measures, where they are not recorded yet."""
    there = {it.process.title for it in processes(officer, organisation)}
    for made in MADE:
        if made.title in there:
            continue
        process = actions.add_process(
            officer,
            organisation=organisation,
            service=services[made.service],
            title=made.title,
            unit=made.unit,
            words=made.words,
        )
        for role, pence in made.rates.items():
            actions.set_rate(
                officer, process=process, role=role, pence=pence, price_year="2026-27", source=PAY
            )
        for side, one in (("before", made.before), ("after", made.after)):
            if one:
                actions.draw(
                    officer,
                    process=process,
                    side=side,
                    steps=pasted(one.steps),
                    volume=one.volume,
                    known=one.known,
                    on=one.on,
                    words=one.words,
                )
    known = {it.derived.title for it in derived(officer, organisation)}
    for given in DERIVED:
        if given["title"] not in known:
            actions.set_derived(officer, organisation=organisation, **given)
