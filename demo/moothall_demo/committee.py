"""The demonstration's committee papers: what was decided, what is coming, and a report that is being written."""

from datetime import date, time, timedelta
from typing import Any

from moothall.core import clock
from moothall.core.models import Organisation, Person
from moothall.plan import queries as plans
from moothall.plan.committee import actions, queries
from moothall.plan.committee.actions import OPEN, Secret
from moothall.plan.committee.templates import templates
from moothall_demo import council

CLERK, WRITER, DIRECTOR = "helen.marsh", "grace.hollins", "catherine.vale"
SIGNERS = {
    "committee.sign_finance": "nadia.rahman",
    "committee.sign_legal": "peter.lowell",
    "committee.sign_other": DIRECTOR,
}
PLACE = "Council Chamber, Market Square, Ashcombe"
CONTACT = "Helen Marsh, democratic services, committee@ashcombe-vale.example"
MEMBERS = "Councillors Anthea Brook, Robert Stanyer, Meera Joshi and Colin Ashby"
PRICES = Secret(3, "Bidders would see each other's prices, and the council would pay more.")

SORTING = "A new contract for sorting recycling"
SORTING_TEXTS = {
    "recommendations": "That the contract for sorting recycling be let for five years.\n"
    "That the Director of Communities be authorised to agree its terms.",
    "summary": "The contract for sorting what residents recycle ends in spring. A new one costs less and takes more.",
    "background": "Cabinet agreed in June to seek bids with two neighbouring councils.",
    "issues": 'Households recycled {{ figure("recycling-rate", period="2025-26") }} of their waste. Fewer loads '
    'would be turned away, and missed bins, at {{ figure("missed-bins", period="Sep 2026") }}, would not change.',
    "options": "The lowest of three bids is £31,840 a year; the next is £36,190.",
    "consultation": "The waste partnership of Wendshire was asked, and agreed.",
    "finance": "The cost is within the budget for waste. There is no cost beyond the contract's own.",
    "legal": "The contract was advertised openly. The council has the power to let it.",
    "equality": "No group is affected more than another.",
    "risk": "The price of paper may fall: a band shares that risk between the council and the contractor.",
    "environment": "More is recycled, and lorries drive nine miles less each day.",
    "reasons": "It costs less than any other way that was looked at, and more is recycled.",
}
NOTICE = "Emergency repairs to the leisure centre's roof"
NOTICE_TEXTS = {
    "decision": "To have the roof over the pool repaired by the contractor on the council's framework.",
    "reasons": "Water came in after the storm, and the pool had to close.",
    "alternatives": "To close the pool until spring was rejected: it would have cost more in lost visits.",
    "conflicts": "There were none.",
}


def committee_papers(people: dict[str, Person], organisation: Organisation) -> None:
    """Makes what is not there yet. Meetings to come are counted from today, or there would soon be none."""
    today, clerk = clock.today(), people[CLERK]
    if queries.rules(organisation, today) is None:
        actions.set_rules(
            clerk,
            organisation=organisation,
            from_date=date(2026, 4, 1),
            threshold_pence=200_000_00,
            record_years=6,
            background_years=4,
        )
    meetings = _meetings(clerk, organisation, today)
    _forward_plan(people, organisation, meetings)
    there = set(queries.reports(clerk, organisation).values_list("title", flat=True))
    if SORTING not in there:
        _sorting(people, organisation, meetings["next"])
    if NOTICE not in there:
        _notice(people, organisation, today)
    author = people[council.AUTHOR]
    plan = plans.plans(author, organisation).first()
    if plan and not any(str(plan) in title for title in there):
        actions.start_for_plan(author, plan=plan.pk, template="cabinet", meeting=meetings["later"])


def _meetings(clerk: Person, organisation: Organisation, today: date) -> dict[str, Any]:
    there = list(queries.meetings(clerk, organisation, date(2020, 1, 1)))
    if there:
        return dict(zip(("next", "scrutiny", "later"), there, strict=True))
    wanted = {"next": ("Cabinet", 9), "scrutiny": ("Overview and scrutiny", 23)}
    wanted |= {"later": ("Cabinet", 44)}
    made = {
        name: actions.add_meeting(
            clerk,
            organisation=organisation,
            body=body,
            on=today + timedelta(days),
            starts=time(18, 30),
            place=PLACE,
        )
        for name, (body, days) in wanted.items()
    }
    actions.cancel_meeting(clerk, meeting=made["scrutiny"], reason="There is no business for it.")
    return made


def _forward_plan(people: dict[str, Person], organisation: Organisation, meetings: dict[str, Any]) -> None:
    clerk = people[CLERK]
    if queries.entries(clerk, organisation).exists():
        return
    usual: dict[str, Any] = {
        "organisation": organisation,
        "decision_maker": "Cabinet",
        "members": MEMBERS,
        "contact": CONTACT,
    }
    for title, matter, when, key, published, more in (
        (
            "Leasing twenty homes",
            "Whether to lease twenty homes for households in temporary accommodation.",
            "later",
            True,
            True,
            {"portfolio": "Housing and planning", "documents": "Report of the Director of Communities."},
        ),
        (
            "A new boiler for the town hall",
            "Whether to replace the boiler before the winter.",
            "next",
            True,
            False,
            {"portfolio": "Finance and customers", "secret": PRICES},
        ),
        (
            "The year's events in the town centre",
            "Which events to hold, and when.",
            "later",
            False,
            True,
            {"portfolio": "Economy and culture", "consultees": "Traders of the market."},
        ),
    ):
        meeting = meetings[when]
        made = actions.add_entry(
            clerk,
            title=title,
            matter=matter,
            meeting=meeting,
            decision_on=meeting.on,
            key=key,
            **usual,
            **more,
        )
        if published:
            actions.publish_entry(clerk, entry=made)


def _sorting(people: dict[str, Person], organisation: Organisation, meeting: Any) -> None:
    writer, clerk = people[WRITER], people[CLERK]
    made = actions.start_report(
        writer, organisation=organisation, template="cabinet", title=SORTING, meeting=meeting
    )
    made = actions.write_cover(
        writer,
        report=made,
        title=SORTING,
        cover={
            "status": "For decision",
            "lead_member": "Councillor Anthea Brook, environment and climate",
            "report_of": "Director of Communities",
            "contact": "Grace Hollins, waste and recycling",
            "priorities": "A cleaner, greener district",
        },
        wards=[],
        value_pence=159_200_00,
        value_kind="spends",
        meeting=meeting,
    )
    for section, text in SORTING_TEXTS.items():
        secret = PRICES if section == "options" else OPEN
        actions.write_section(writer, report=made, section=section, text=text, opened=0, secret=secret)
    actions.attach(
        writer, report=made, kind="background", title="Bids received", where="Town hall", secret=PRICES
    )
    actions.attach(
        writer,
        report=made,
        kind="background",
        title="Minutes of the waste partnership",
        where="Town hall, on request",
    )
    for part in templates()["cabinet"].implications:
        signer = people[SIGNERS[part.signs]]
        fingerprint = queries.composition(signer, made).fingerprint(part)
        actions.sign(signer, report=made, section=part.key, fingerprint=fingerprint)
    actions.publish(clerk, report=made)


def _notice(people: dict[str, Person], organisation: Organisation, today: date) -> None:
    director = people[DIRECTOR]
    made = actions.start_report(
        director, organisation=organisation, template="officer-decision", title=NOTICE
    )
    made = actions.write_cover(
        director,
        report=made,
        title=NOTICE,
        cover={
            "maker": "Catherine Vale, Director of Communities",
            "authority": "Constitution, part 3, urgent repairs",
            "ground": "It spends money and materially affects the council's finances.",
        },
        wards=[],
        value_pence=64_000_00,
        value_kind="spends",
        decided_on=today - timedelta(5),
    )
    for section, text in NOTICE_TEXTS.items():
        actions.write_section(director, report=made, section=section, text=text, opened=0)
    actions.publish(people[CLERK], report=made)
