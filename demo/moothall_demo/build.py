"""Builds the demonstration, each step once: a run that was interrupted is finished by the next."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from moothall.core.actions import add_council, add_service
from moothall.core.audit import record
from moothall.core.jobs import silent
from moothall.core.models import AuditEntry, Organisation, Person, Service
from moothall.core.queries import command_line, services
from moothall.direction.actions import add_priority, set_owner
from moothall.direction.queries import owners, priorities
from moothall.figures.actions import load
from moothall.figures.measures import catalogue
from moothall.figures.queries import loads
from moothall.performance.actions import set_target
from moothall.performance.queries import targets
from moothall.spend.purchasing import shares
from moothall_demo import council, files
from moothall_demo.barriers import record_barriers
from moothall_demo.changing import change_councils
from moothall_demo.channels import add_channels
from moothall_demo.clinics import hold_clinics
from moothall_demo.collection import collect_values
from moothall_demo.commentary import comment_on_figures
from moothall_demo.committee import committee_papers
from moothall_demo.contracts import keep_contracts
from moothall_demo.feeds import set_up_feeds
from moothall_demo.hub import explore_figures
from moothall_demo.lean import map_processes
from moothall_demo.people import add_people, sign_ins
from moothall_demo.plan import draft_plan
from moothall_demo.progress import track_promises
from moothall_demo.purchasing import buy_things
from moothall_demo.quarterly import report_quarters
from moothall_demo.recommendations import record_recommendations
from moothall_demo.returns import add_returns
from moothall_demo.risks import record_risks
from moothall_demo.sector import review_neighbours
from moothall_demo.series import LAST
from moothall_demo.service_plans import add_service_plans
from moothall_demo.shapes import SHAPES
from moothall_demo.spend import look_through_spending
from moothall_demo.spending import load_spending
from moothall_demo.transparency import publish_spending
from moothall_demo.wards import count_by_ward

SEED = 1
BUILT = "demonstration.built"


def load_demonstration(*, seed: int = SEED, say: Callable[[str], None] = print) -> list[tuple[str, str, str]]:
    """Loads the demonstration council unless it is there; role, user name and password of each sign-in.

    `seed` decides every figure; it is asked once, and a later run with another one changes nothing.
    """
    administrator = command_line("demonstration")
    organisation = _organisation(administrator)
    if not AuditEntry.objects.filter(action=BUILT, organisation=organisation).exists():
        _build(administrator, organisation, seed, say)
        record(administrator, BUILT, organisation=organisation, on=organisation, after={"seed": seed})
    return sign_ins(administrator, organisation)


def _build(administrator: Person, organisation: Organisation, seed: int, say: Callable[[str], None]) -> None:
    say(f"Making the demonstration council, {council.NAME}: fictional, from seed {seed}.")
    theirs = _services(administrator, organisation)
    people = add_people(administrator, organisation)
    officer = people[council.OFFICER]
    say("Loading its returns, and made-up statistics of its made-up neighbours.")
    with TemporaryDirectory() as folder:
        for path in files.write_all(Path(folder), seed):
            _load(officer, organisation, path)
        _load(people[council.WASTE_MANAGER], organisation, files.correction(Path(folder)))
    _owners(officer, organisation, theirs, people)
    _priorities(officer, organisation, people)
    _targets(officer, organisation)
    hold_clinics(people, theirs, organisation)
    comment_on_figures(people, organisation)
    report_quarters(officer, people["catherine.vale"], organisation)
    load_spending(officer, organisation, seed)
    say("Drafting its productivity plan.")
    draft_plan(people[council.AUTHOR], people[council.READER], organisation)
    committee_papers(people, organisation)
    track_promises(officer, organisation, theirs, people)
    record_barriers(officer, organisation, theirs)
    managers = {it.own[0]: people[it.username] for it in council.EVERYONE if it.role == "service-manager"}
    add_returns(officer, organisation, theirs, managers)
    add_service_plans(organisation, theirs, managers, people["catherine.vale"])
    record_recommendations(officer, organisation, theirs, people)
    record_risks(officer, organisation, theirs, people)
    keep_contracts(people, organisation, theirs)
    look_through_spending(people, organisation, seed)
    buy_things(people, organisation, theirs)
    shares.refresh(officer, organisation, list(catalogue().values()), silent)  # as the night's work would
    publish_spending(people, organisation, seed)
    map_processes(officer, organisation, theirs)
    set_up_feeds(officer, organisation)
    collect_values(officer, organisation, theirs, people)
    change_councils(administrator, officer, organisation)
    add_channels(officer, organisation)
    count_by_ward(officer, organisation)
    explore_figures(administrator, officer, people["isla.merrick"], organisation)
    say("Reading its neighbours' plans.")
    review_neighbours(officer, organisation)


def _organisation(administrator: Person) -> Organisation:
    there = Organisation.objects.filter(slug=council.SLUG).first()
    return there or add_council(
        administrator, slug=council.SLUG, name=council.NAME, area_code=council.CODE, fictional=True
    )


def _services(administrator: Person, organisation: Organisation) -> dict[str, Service]:
    there = {it.slug: it for it in services(organisation)}
    for slug, name in council.SERVICES.items():
        if slug not in there:
            there[slug] = add_service(administrator, organisation=organisation, slug=slug, name=name)
    return there


def _load(person: Person, organisation: Organisation, path: Path) -> None:
    if not loads(person).filter(file_name=path.name, state="published").exists():
        load(person, organisation=organisation, path=path)


def _owners(
    officer: Person, organisation: Organisation, theirs: dict[str, Service], people: dict[str, Person]
) -> None:
    """Each measure belongs to its service, and to the manager of that service; published ones of ours too."""
    there = owners(organisation)
    managers = {it.own[0]: people[it.username] for it in council.EVERYONE if it.role == "service-manager"}
    shown = {name for aim in council.PRIORITIES for name in aim.measures}
    for name in sorted({*SHAPES, *shown} - set(there)):
        service = catalogue()[name].owner
        set_owner(
            officer,
            organisation=organisation,
            measure=name,
            service=theirs[service],
            owner=managers[service],
        )


def _priorities(officer: Person, organisation: Organisation, people: dict[str, Person]) -> None:
    there = {it.slug for it in priorities(organisation, LAST)}
    for aim in council.PRIORITIES:
        if aim.slug not in there:
            add_priority(
                officer,
                organisation=organisation,
                slug=aim.slug,
                title=aim.title,
                purpose=aim.purpose,
                portfolio=aim.portfolio,
                holder=people[aim.holder],
                from_date=council.PRIORITIES_FROM,
                measures=aim.measures,
            )


def _targets(officer: Person, organisation: Organisation) -> None:
    for name, (value, tolerance) in council.TARGETS.items():
        measure = catalogue()[name]
        if targets(officer, organisation, measure):
            continue
        low, _, high = value.partition(" to ")
        for start, end in council.target_years(measure.basis):
            set_target(
                officer,
                organisation=organisation,
                measure=measure,
                value=Decimal(low),
                upper=Decimal(high) if high else None,
                tolerance=Decimal(tolerance),
                from_date=start,
                to_date=end,
            )
