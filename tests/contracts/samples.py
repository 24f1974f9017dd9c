"""A real value for every argument a route takes. A new route with an argument of a new name needs a line here."""

from datetime import date
from typing import TYPE_CHECKING

from tests.contracts.changing_samples import changing_samples
from tests.contracts.clinics_samples import clinics_samples
from tests.contracts.collection_samples import collection_samples
from tests.contracts.commentary_samples import commentary_samples
from tests.contracts.committee_samples import committee_samples
from tests.contracts.contracts_samples import contracts_samples
from tests.contracts.feeds_samples import feeds_samples
from tests.contracts.hub_samples import hub_samples
from tests.contracts.lean_samples import lean_samples
from tests.contracts.progress_samples import progress_samples
from tests.contracts.purchasing_samples import purchasing_samples
from tests.contracts.quarterly_samples import quarterly_samples
from tests.contracts.recommendations_samples import recommendations_samples
from tests.contracts.returns_samples import returns_samples
from tests.contracts.risks_samples import risks_samples
from tests.contracts.sector_samples import sector_samples
from tests.contracts.service_plans_samples import service_plans_samples
from tests.contracts.spend_samples import spend_samples
from tests.contracts.transparency_samples import transparency_samples
from tests.contracts.webhooks_samples import webhooks_samples
from tests.people import membership

from moothall.core import clock, jobs
from moothall.core.models import Job
from moothall.direction.actions import add_priority
from moothall.direction.models import Priority
from moothall.plan import actions, queries
from moothall.plan.models import Comment, Edition, Plan
from moothall.plan.themes import THEMES

if TYPE_CHECKING:
    from tests.people import World

# a route whose argument goes by a name that means something else elsewhere: argument to the sample it takes
ELSEWISE: dict[str, dict[str, str]] = {
    "committee/reports/<id:report>/edit/<slug:section>/": {"section": "committee_section"},
    "committee/reports/<id:report>/versions/<slug:section>/": {"section": "committee_section"},
    "committee/reports/<id:report>/sign/<slug:section>/": {"section": "committee_section"},
    "decisions/<slug:organisation>/feeds/<slug:feed>.atom": {"feed": "committee_feed"},
    "decisions/<slug:organisation>/feeds/<slug:feed>.rss": {"feed": "committee_feed"},
    "sector/<id:collection>/report.<slug:form>": {"form": "report_form"},
    "loads/<id:pk>/": {"pk": "load"},
    "loads/<id:pk>/rejects.csv": {"pk": "load"},
    "jobs/<id:pk>/": {"pk": "job"},
    "jobs/<id:pk>/cancel/": {"pk": "job"},
    "account/^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {"key": "reset_key"},
    "account/keys/<id:key>/end/": {"key": "key"},
}


def samples(world: "World") -> dict[str, object]:
    """Argument name to a value that a real thing in the test world has; makes what is not there yet."""
    assert world.key
    edition = _published_plan(world)
    return {
        "person": world.person["councillor"].pk,
        "membership": membership(world.person["councillor"]).pk,
        "key": world.key[0].pk,
        "reset_key": "no-such-key",
        "provider_id": "council",
        "uidb36": "1",
        "measure": "recycling-rate",
        "area": "E07000234",
        "code": "E07000234",
        "series": world.published.series_id,
        "start": world.published.start,
        "load": world.loads[1].pk,
        "job": _job(world).pk,
        "priority": _priority(world).pk,
        "plan": edition.plan_id,
        "theme": THEMES[0].key,
        "organisation": world.council.slug,
        "slug": edition.plan.slug,
        "number": edition.number,
        "question": "1.1",
        "comment": _comment(world, edition.plan).pk,
        "rest": "nothing/here",
        **changing_samples(world),
        **clinics_samples(world),
        **collection_samples(world),
        **commentary_samples(world),
        **committee_samples(world),
        **contracts_samples(world),
        **purchasing_samples(world),
        **feeds_samples(world),
        **hub_samples(world),
        **lean_samples(world),
        **recommendations_samples(world),
        **quarterly_samples(world),
        **returns_samples(world),
        **risks_samples(world),
        **service_plans_samples(world),
        **sector_samples(world),
        **spend_samples(world),
        **progress_samples(world, edition),
        **transparency_samples(world),
        **webhooks_samples(world),
    }


def _job(world: "World") -> Job:
    return Job.objects.first() or jobs.start(
        world.root, kind="load", title="Load a file", organisation=world.council, arguments={}
    )


def _priority(world: "World") -> Priority:
    return Priority.objects.first() or add_priority(
        world.root,
        organisation=world.council,
        title="Cleaner streets",
        from_date=date(2023, 4, 1),
        measures=["recycling-rate"],
    )


def _comment(world: "World", plan: Plan) -> Comment:
    return plan.comments.first() or actions.comment(
        world.person["auditor"], plan=plan, theme=THEMES[0].key, text="Say how many."
    )


def _published_plan(world: "World") -> Edition:
    found = Edition.objects.first()
    if found:
        return found
    author, clerk = world.person["performance-officer"], world.person["democratic-services"]
    plan: Plan = actions.start(author, organisation=world.council, title="Plan", years="2026-27")
    for theme in THEMES:
        actions.write(author, plan=plan, theme=theme.key, text=f"About {theme.key}.", opened=0)
    fingerprint = queries.draft(clerk, plan).fingerprint
    actions.sign_off(world.person["director"], plan=plan, fingerprint=fingerprint)
    edition = actions.endorse(
        clerk,
        plan=plan,
        meeting="Cabinet",
        meeting_date=clock.today(),
        minute="34",
        resolution="That the plan be endorsed.",
        fingerprint=fingerprint,
    )
    return actions.publish(author, edition=edition)
