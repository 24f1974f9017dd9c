"""What stands in the demonstration council's way, and what it asked of whom."""

from collections.abc import Mapping
from datetime import date

from moothall.core.models import Organisation, Person, Service
from moothall.plan.barriers.actions import Said, add, answer, ask, move
from moothall.plan.barriers.queries import barriers

GRANTS, LICENCES, ENFORCEMENT, LETTERS = (
    "Grants for one year at a time",
    "Software that cannot be left",
    "Council tax is collected by rules of another time",
    "Notices that have to go by post",
)
# title: the services affected, then the rest
SAID: dict[str, tuple[tuple[str, ...], Said]] = {
    GRANTS: (("housing", "economic-growth", "environmental-health"), Said(
        "", "Posts are filled for months, so people leave and training is lost.", "government", "services",
        hours=640, pence=48_000_00, known="estimated", evidence="Time spent on eleven bids and on filling six posts.",
    )),
    LICENCES: (("planning", "revenues-benefits", "housing"), Said(
        "", "Three systems keep our own records from us, and leaving any of them costs more than a year of it.",
        "market", "technology", pence=112_000_00, known="counted", evidence="Charges for extracts and interfaces.",
    )),
    ENFORCEMENT: (("revenues-benefits",), Said(
        "", "Arrears that could be paid in small sums go to court first.", "government", "barriers",
        hours=1_150, known="estimated", evidence="A week's sample of cases, multiplied.",
    )),
    LETTERS: (("planning", "environmental-health"), Said(
        "", "Some notices count only if they are posted.", "government", "services", hours=90, known="judged",
    )),
}  # fmt: skip


def record_barriers(officer: Person, organisation: Organisation, services: Mapping[str, Service]) -> None:
    """Records the barriers and asks, where they are not recorded yet."""
    there = {it.title for it in barriers(officer, organisation)}
    for title, (slugs, said) in SAID.items():
        if title in there:
            continue
        it = add(
            officer,
            organisation=organisation,
            said=Said(**{**vars(said), "title": title, "services": [services[slug] for slug in slugs]}),
        )
        if title == GRANTS:
            ask(
                officer,
                barrier=it,
                of="The department for local government",
                words="Grant for three years, so that posts can be filled for three.",
                on=date(2026, 5, 4),
                means="a letter from the leader",
            )
        elif title == LICENCES:
            asked = ask(
                officer,
                barrier=it,
                of="Our three suppliers",
                words="Open interfaces at no charge, as new contracts have them.",
                on=date(2026, 3, 9),
                means="a meeting with other councils",
            )
            reply = "One opens its interfaces in April; two offer a discount."
            answer(officer, ask=asked, reply=reply, on=date(2026, 6, 22), outcome="partly")
        elif title == LETTERS:
            move(officer, barrier=it, state="removed", reason="The regulations now allow e-mail.")
