"""A reviewed collection of two small plans, made through the real actions."""

from pathlib import Path

from moothall.core.jobs import run_job
from moothall.core.models import Organisation, Person
from moothall.plan.sector import actions
from moothall.plan.sector.models import Collection, Reviewed

PLANS = {
    "exbury.md": """# Exbury Borough Council Productivity Plan

## How we have transformed our services

Hybrid working has reduced our office space by 40%. We plan to introduce a chatbot next year.
We have delivered cashable savings of £1.2 million since 2021 through a service review programme.

## Barriers preventing progress

- Single year funding settlements are a barrier that prevents us from planning ahead.
- We ask government to provide multi-year funding.
""",
    "wyeham.txt": """# Wyeham County Council Productivity Plan

## How we have transformed our services

We have introduced a chatbot that answers one enquiry in five, and hybrid working is in place in every team.

## Barriers preventing progress

- Uncertainty over funding is a barrier that prevents us from planning.
""",
}


def collected(person: Person, organisation: Organisation, folder: Path, **plans: str) -> Collection:
    """A collection with these plans, read and reviewed."""
    made = actions.begin(person, organisation=organisation, title="Plans of July 2024")
    reviewed(person, made, folder, plans or PLANS)
    return made


def reviewed(person: Person, collection: Collection, folder: Path, plans: dict[str, str]) -> Reviewed:
    """Adds plans to a collection and does the work at once."""
    sent = []
    for name, text in plans.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sent.append((name, path))
    run_job.func(actions.add(person, collection=collection, sent=sent).pk)
    return Reviewed.objects.filter(collection=collection).latest("number")
