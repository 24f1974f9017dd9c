"""The demonstration's collection of plans: those of four neighbours, as fictional as itself, read and reviewed."""

from pathlib import Path
from tempfile import TemporaryDirectory

from moothall.core.jobs import run_job
from moothall.core.models import Organisation, Person
from moothall.plan.sector import actions, queries
from moothall_demo import council

TITLE = "Plans of the neighbours"
PLANS = {
    "brindleford.md": """
# Brindleford District Council productivity plan

## How we have changed our services

We redesigned our waste rounds in 2024 with software that plans routes, which saves £180,000 a year: fuel and two
vehicles that we no longer hire. We measure productivity by the cost of a collection, which fell by 9% in two years.
Over the next two years we will share one contact centre with a neighbour and report its cost each quarter.

## Technology and data

We have introduced a chatbot that answers one enquiry in six. We plan to bring records of planning and of building
control into one system by March 2028.

## Wasteful spending

We cut agency staff by 22% since 2023 by training our own planners. Nobody is paid for consultants to write strategies.

## Barriers

- Funding for one year at a time is a barrier that prevents us from planning ahead.
- We ask government to give settlements for several years.
""",
    "dunmarsh.md": """
# Dunmarsh District Council productivity plan

## How we have changed our services

Hybrid working let us give up a third of our offices, and their rent of £95,000 a year. We plan to
redesign our waste rounds with software that plans routes.

## Technology and data

Our telephone system is fifteen years old. We plan to introduce a chatbot for simple enquiries next year.

## Wasteful spending

Spend on agency staff rose to 11% of our pay bill. We will train our own planners.

## Barriers

- Uncertainty over funding is a barrier that prevents us from recruiting.
- Old computer systems that do not share data hold us back.
- We ask government to give settlements for several years, and to let us set planning fees ourselves.
""",
    "gorseley.txt": """
Gorseley District Council productivity plan

How we have changed our services

We share our chief executive, our lawyers and our payroll with Fenwold, which saves both councils £410,000 a year.
We watch fifteen measures each month and publish them.

Technology and data

Every form is on our website and nine in ten residents who use one say that it was easy.

Wasteful spending

We no longer use consultants. Agency staff take 3% of our pay bill.

Barriers

- Bidding for small grants costs us more in officers' time than some of them bring.
- We ask government to put small grants into one settlement.
""",
    "hartwold.md": """
# Hartwold District Council productivity plan

## How we have changed our services

We help families before they lose their homes: nights in bed and breakfast fell by 40% in two years, which avoided
£260,000 of cost. We plan to lease thirty homes by March 2028.

## Technology and data

Benefits staff work from one queue. We share data with the county on families at risk.

## Barriers

- A shortage of planners and of officers of environmental health is a barrier that holds us back.
- Funding for one year at a time prevents us from planning ahead.
""",
}


def review_neighbours(person: Person, organisation: Organisation) -> None:
    """Begins the collection, reads its plans and reviews them, where that is not done yet."""
    collection = queries.collections(person, organisation).filter(title=TITLE).first()
    collection = collection or actions.begin(person, organisation=organisation, title=TITLE)
    if queries.plans(collection).exists():
        return
    with TemporaryDirectory() as folder:
        sent = []
        for name, text in PLANS.items():
            path = Path(folder) / name
            path.write_text(text.strip() + "\n", encoding="utf-8")
            sent.append((name, path))
        job = actions.add(person, collection=collection, sent=sent)
    for plan in queries.plans(collection):
        whose = plan.file.partition(".")[0].capitalize()  # no table of real councils has them
        actions.correct(person, plan=plan, council=whose, tier="District", region=council.COUNTY[1])
    run_job.func(job.pk)  # at once: no worker runs yet
