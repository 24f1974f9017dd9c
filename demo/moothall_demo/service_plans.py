"""The demonstration's service plans, one approved and one begun, and self-assessments, two closed and one open."""

from collections.abc import Mapping

from moothall.core import clock
from moothall.core.models import Organisation, Person, Service
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.queries import Assessment

TEXTS = {
    "purpose": "We collect what households and shops no longer want, and keep as much of it as we can in use.\n\n"
    "Residents need a collection that comes on its day, whatever the weather.",
    "last-year": "- Food waste collections reached every street.\n- The garden waste rounds stayed as they were.\n\n"
    "Crews told us that two rounds were too long to finish in a day.",
    "this-year": "### Shorter rounds\n\nWe redraw the rounds so that each ends within the working day.\n\n"
    "### Fewer missed bins\n\nCrews report a bin that is not out from the cab, so that nobody is sent twice.",
    "people": "A team of 48. Three drivers retire this year: two loaders learn to drive.",
    "money": "The service costs a little over £3 million a year. Shorter rounds save fuel: cost avoided, not cash.",
    "risks": "- Drivers are hard to find: we train our own.\n"
    "- The price of paper falls: we sell it ahead, a quarter at a time.",
}
ACTIONS = (
    ("Redraw the rounds and try them for a month", (9, 30), ("begun", "The first eight rounds are drawn.")),
    ("Put a screen in every cab", (12, 18), ("to-do", "")),
    ("Train two loaders to drive", (11, 30), ("done", "Both have passed.")),
)
SERVICE = "waste"
BEGUN, BEGUN_TEXT = (
    "housing",
    "We find homes for those who have none, and keep families in the homes they have.",
)
# the level that each person gives, which the statement's place moves a little
BEFORE, AFTER = (1, 2, 1, 2, 1, 0, 2, 1), (3, 3, 2, 3, 2, 2, 3, 4)


def add_service_plans(
    organisation: Organisation,
    services: Mapping[str, Service],
    managers: Mapping[str, Person],
    director: Person,
) -> None:
    """Writes and approves one plan and begins another; scores two rounds and opens a third."""
    manager, service = managers[SERVICE], services[SERVICE]
    if not queries.plans(manager, organisation).filter(service=service).exists():
        _plan(manager, director, organisation, service)
    if not queries.plans(manager, organisation).filter(service=services[BEGUN]).exists():
        _begin(managers[BEGUN], organisation, services[BEGUN])
    if not queries.assessments(manager, organisation):
        before = _round(organisation, service, manager, director, managers, "before", BEFORE, None)
        _round(organisation, service, manager, director, managers, "after", AFTER, before)
        _open(organisation, services[BEGUN], managers[BEGUN], manager)


def _plan(manager: Person, director: Person, organisation: Organisation, service: Service) -> None:
    today = clock.today()
    year = queries.year_start(today)
    plan = actions.start(manager, organisation=organisation, service=service, year=year)
    for section, text in TEXTS.items():
        actions.write(manager, plan=plan, section=section, text=text, opened=0)
    for what, (month, day), (state, note) in ACTIONS:
        due = year.replace(month=month, day=day)
        made = actions.add_action(manager, plan=plan, what=what, due=due, owner=manager)
        if note:
            actions.update_action(manager, action=made, state=state, note=note)
    shown = queries.fingerprint(queries.document(director, plan, today), plan)
    actions.approve(director, plan=plan, fingerprint=shown)


def _begin(manager: Person, organisation: Organisation, service: Service) -> None:
    year = queries.year_start(clock.today())
    plan = actions.start(manager, organisation=organisation, service=service, year=year)
    actions.write(manager, plan=plan, section="purpose", text=BEGUN_TEXT, opened=0)


def _open(organisation: Organisation, service: Service, manager: Person, peer: Person) -> None:
    """A round that nobody has answered yet."""
    made = actions.open_assessment(
        manager,
        organisation=organisation,
        title=f"{service}: before the leases",
        stage="before",
        questions="transformation",
        service=service,
    )
    for person, group in ((manager, "self"), (peer, "peers")):
        actions.invite(manager, assessment=made, whom=person, group=group)


def _round(
    organisation: Organisation,
    service: Service,
    manager: Person,
    director: Person,
    managers: Mapping[str, Person],
    stage: str,
    levels: tuple[int, ...],
    before: Assessment | None,
) -> Assessment:
    made = actions.open_assessment(
        manager,
        organisation=organisation,
        title=f"{service}: {stage} the new rounds",
        stage=stage,
        questions="transformation",
        service=service,
        before=before,
    )
    peers = [it for slug, it in managers.items() if slug != SERVICE][: len(levels) - 2]
    asked = [(manager, "self"), (director, "manager"), *((it, "peers") for it in peers)]
    statements = queries.questions_of(made).statements
    for (person, group), level in zip(asked, levels, strict=False):
        actions.invite(manager, assessment=made, whom=person, group=group)
        given = {it.id: min(4, max(0, level + (place % 3) - 1)) for place, it in enumerate(statements)}
        actions.answer(person, assessment=made, answers=given)
    return actions.close_assessment(manager, assessment=made)
