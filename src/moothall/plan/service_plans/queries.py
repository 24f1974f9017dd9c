"""Questions about service plans and self-assessments. Of what people answered, only their own and results are given."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from moothall.core.frozen import digest, recorded
from moothall.core.models import COMMAND_LINE, Organisation, Person, Service
from moothall.core.permission import held, may, organisations, require
from moothall.core.queries import services as services_of
from moothall.direction import queries as direction
from moothall.direction.permissions import READ_TRACKED
from moothall.kit.documents.model import Document
from moothall.kit.documents.words import spoken_date
from moothall.performance.queries import Line, scorecard
from moothall.plan.service_plans import composing
from moothall.plan.service_plans.asked import QuestionSet, question_sets
from moothall.plan.service_plans.life import State
from moothall.plan.service_plans.models import Action, ActionUpdate, Invitation, Response, SectionRevision
from moothall.plan.service_plans.models import Approval as Approval  # pages name them too
from moothall.plan.service_plans.models import Assessment as Assessment
from moothall.plan.service_plans.models import ServicePlan as ServicePlan
from moothall.plan.service_plans.results import Answers, Results, results

READ, WRITE = "service_plans.read", "service_plans.write"
APPROVE, ASSESS = "service_plans.approve", "service_plans.assess"
WHOLE_COUNCIL = ""  # as the service of a permission: reached by those whose scope is everything


def plans(person: Person, organisation: Organisation) -> QuerySet[ServicePlan]:
    """The council's service plans, the newest year first, with how many actions each has. Raises PermissionDenied."""
    require(person, READ, organisation)
    return _plans().filter(organisation=organisation).annotate(action_count=Count("actions"))


def plan(person: Person, pk: int) -> ServicePlan | None:
    """One service plan that this person may read, else None."""
    return _plans().filter(organisation__in=organisations(person, READ), pk=pk).first()


def _plans() -> QuerySet[ServicePlan]:
    return ServicePlan.objects.select_related("organisation", "service", "author")


def may_write(person: Person, plan: ServicePlan) -> bool:
    """Whether the person writes this plan: their own service's or any."""
    return may(person, WRITE, plan.organisation_id, service=plan.service.slug)


def may_start(person: Person, organisation: Organisation) -> list[Service]:
    """The services whose plan this person writes. Raises PermissionDenied."""
    require(person, WRITE, organisation)
    return [it for it in services_of(organisation) if may(person, WRITE, organisation, service=it.slug)]


def current(plan: ServicePlan) -> dict[str, SectionRevision]:
    """By section, the text that stands; a section nobody has written is left out."""
    newer = SectionRevision.objects.filter(
        plan=OuterRef("plan"), section=OuterRef("section"), number__gt=OuterRef("number")
    )
    found = SectionRevision.objects.filter(~Exists(newer), plan=plan).select_related("written_by")
    return {it.section: it for it in found}


def history(plan: ServicePlan, section: str) -> list[SectionRevision]:
    """Every saved text of a section, the newest first."""
    found = SectionRevision.objects.filter(plan=plan, section=section).select_related("written_by")
    return list(found.order_by("-number"))


def writers(plan: ServicePlan) -> frozenset[int]:
    """Everyone who ever wrote in the plan, its author and those who added actions: none of them approves it."""
    wrote = SectionRevision.objects.filter(plan=plan).values_list("written_by", flat=True)
    added = Action.objects.filter(plan=plan).values_list("added_by", flat=True)
    return frozenset({plan.author_id, *wrote, *added})


def actions(plan: ServicePlan) -> list[Action]:
    """The plan's actions in order, each with its updates at hand: two queries."""
    updates = ActionUpdate.objects.select_related("by")
    found = Action.objects.filter(plan=plan).select_related("person")
    return list(found.prefetch_related(Prefetch("updates", queryset=updates)))


def action(plan: ServicePlan, number: int) -> Action | None:
    """One action of a plan by its number."""
    return next((it for it in actions(plan) if it.number == number), None)


def measures(person: Person, plan: ServicePlan, on: date) -> list[Line]:
    """The measures of the council's priorities that the service answers for, on a day or at year's end."""
    if not may(person, "performance.read", plan.organisation):
        return []
    day = min(on, plan.period.end)
    lines = scorecard(person, plan.organisation, day).lines()
    return [it for it in lines if it.owner and it.owner.service_id == plan.service_id]


def commitments(person: Person, plan: ServicePlan) -> list[direction.Commitment]:
    """What the council promised of the service."""
    if not may(person, READ_TRACKED, plan.organisation):
        return []
    return list(direction.commitments(person, plan.organisation).filter(service=plan.service))


def document(person: Person, plan: ServicePlan, on: date, said: str = "") -> Document:
    """The plan as it reads on a day, figures and actions as they stand then. Raises PermissionDenied."""
    require(person, READ, plan.organisation)
    texts = {key: it.text for key, it in current(plan).items()}
    return composing.document(
        plan,
        texts,
        measures(person, plan, on),
        commitments(person, plan),
        actions(plan),
        on,
        said or f"{State(plan.state).label.capitalize()}, as at {spoken_date(on)}",
    )


def fingerprint(made: Document, approvable: ServicePlan) -> str:
    """What tells whether a plan changed since it was shown: of its text and figures, whatever the day it bears."""
    said = f"{approvable.pk}\n{made.title}\n{made.blocks!r}"
    return digest(said)


def approvals(plan: ServicePlan) -> list[Approval]:
    """Each time the plan was approved, the newest first, without documents."""
    return list(
        Approval.objects.filter(plan=plan).defer("document").select_related("approved_by", "plan__service")
    )


def approval(plan: ServicePlan, number: int) -> Approval | None:
    """The plan as it was approved that time."""
    found = Approval.objects.filter(plan=plan, number=number)
    return found.select_related("approved_by", "plan__service", "plan__organisation").first()


def intact(it: Approval) -> bool:
    """Whether what is stored is, byte for byte, what was approved, by its own digest and the audit's."""
    said = recorded(it, "service.plan_approved").get("document_sha256")
    return digest(it.document) == it.document_sha256 == said


def people(organisation: Organisation) -> QuerySet[Person]:
    """Those with a role here now, to be named as owner of an action."""
    here = Person.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__ended_at__isnull=True
    )
    return here.exclude(username=COMMAND_LINE).distinct().order_by("name", "username")


@dataclass(frozen=True)
class Round:
    """An assessment as everybody may know it: how many were asked and how many have answered, and no names."""

    assessment: Assessment
    asked: int
    answered: int
    mine: Invitation | None

    @property
    def open(self) -> bool:
        return self.assessment.closed_at is None


def assessments(person: Person, organisation: Organisation) -> list[Round]:
    """The council's rounds, the newest first: two queries. Those who only score see theirs alone."""
    reads, scores = may(person, READ, organisation), may(person, ASSESS, organisation)
    if not (reads or scores):
        require(person, READ, organisation)
    found = _rounds().filter(organisation=organisation)
    if not reads:
        found = found.filter(invitations__person=person)
    mine = {it.assessment_id: it for it in _invitations(person)}
    return [_round(it, mine.get(it.pk)) for it in found]


def assessment(person: Person, pk: int) -> Round | None:
    """One round that this person may read or was asked to score, else None."""
    theirs = Q(organisation__in=organisations(person, READ)) | Q(
        organisation__in=organisations(person, ASSESS), pk__in=_invitations(person).values("assessment")
    )
    it = _rounds().filter(theirs, pk=pk).first()
    return _round(it, _invitations(person).filter(assessment=pk).first()) if it else None


def _rounds() -> QuerySet[Assessment]:
    answered = Count(
        "invitations", filter=Exists(Response.objects.filter(invitation=OuterRef("invitations")))
    )
    found = Assessment.objects.select_related("organisation", "service", "before", "opened_by", "closed_by")
    return found.annotate(asked=Count("invitations"), answered=answered)


def _round(it: Assessment, mine: Invitation | None) -> Round:
    return Round(it, it.asked, it.answered, mine)  # type: ignore[attr-defined]


def _invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person).select_related("assessment")


def my_answers(person: Person, assessment: Assessment) -> Answers | None:
    """What the person answered last themselves; None where they have not. Nobody else's is given."""
    it = Response.objects.filter(invitation__assessment=assessment, invitation__person=person).first()
    return it.answers if it else None


def questions_of(assessment: Assessment) -> QuestionSet:
    return question_sets()[assessment.questions]


def result(person: Person, assessment: Assessment) -> Results | None:
    """What a closed round comes to, small groups kept out; None while it is open. Raises PermissionDenied.

    While people still answer nothing is shown: two looks, one answer apart, would give that answer away.
    """
    require(person, READ, assessment.organisation)
    if assessment.closed_at is None:
        return None
    given: dict[str, list[Answers]] = defaultdict(list)
    seen = set()
    responses = Response.objects.filter(invitation__assessment=assessment).order_by("invitation", "-number")
    for it in responses.select_related("invitation"):
        if it.invitation_id not in seen:
            seen.add(it.invitation_id)
            given[it.invitation.group].append(it.answers)
    return results(questions_of(assessment), given)


def compared(person: Person, assessment: Assessment) -> tuple[Results | None, Results | None]:
    """A round's results and those of the round it is compared with."""
    before = assessment.before
    return result(person, assessment), result(person, before) if before else None


def results_document(person: Person, assessment: Assessment, on: date) -> Document | None:
    """A closed round as a document for every format; None while it is open."""
    now, then = compared(person, assessment)
    if now is None:
        return None
    return composing.assessed(
        questions_of(assessment),
        now,
        then,
        title=assessment.title,
        council=assessment.organisation.name,
        on=on,
    )


def may_run(person: Person, organisation: Organisation, service: Service | None) -> bool:
    """Whether the person opens and closes rounds of a service, or of the whole council."""
    return may(person, WRITE, organisation, service=service.slug if service else WHOLE_COUNCIL)


def may_run_whole(person: Person, organisation: Organisation) -> bool:
    return may_run(person, organisation, None)


def scorers(person: Person, organisation: Organisation) -> list[Person]:
    """Those who can be asked to score: whoever may, here and now. Raises PermissionDenied."""
    require(person, WRITE, organisation)
    able = Q(memberships__role__grants__permission=ASSESS, memberships__ended_at__isnull=True)
    found = Person.objects.filter(able, memberships__organisation=organisation, is_active=True)
    return [
        it
        for it in found.exclude(username=COMMAND_LINE).distinct().order_by("name")
        if _here(it, organisation)
    ]


def _here(person: Person, organisation: Organisation) -> bool:
    return any(it.organisation == organisation.pk and it.permission == ASSESS for it in held(person))


def earlier(organisation: Organisation) -> QuerySet[Assessment]:
    """The closed rounds that a later one can be compared with."""
    return Assessment.objects.filter(organisation=organisation, closed_at__isnull=False)


def invited(assessment: Assessment) -> list[Invitation]:
    """Who is asked, and as whom; not whether they answered."""
    return list(
        Invitation.objects.filter(assessment=assessment).select_related("person").order_by("person__name")
    )


def year_start(on: date) -> date:
    """The first day of the financial year that a day is in."""
    return date(on.year - (on < date(on.year, 4, 1)), 4, 1)


def years(on: date) -> list[date]:
    """The years a plan can be started for: the one before, this one and the next."""
    this = year_start(on)
    return [year_start(this - timedelta(days=1)), this, date(this.year + 1, 4, 1)]
