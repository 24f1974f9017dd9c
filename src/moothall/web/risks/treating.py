"""What is done about a risk: controls and their assurance, actions, and the measures that are evidence."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from moothall.core import clock
from moothall.direction.actions import Promise
from moothall.risks import actions, queries
from moothall.risks.queries import Control
from moothall.web.access import needs, person_of
from moothall.web.risks.finding import form_page, theirs, to_write
from moothall.web.risks.forms import ActionForm, AssuranceForm, ControlForm, LinkForm, ReasonForm
from moothall.web.submitting import sent


@needs("risks.write")
def control(request: HttpRequest, risk: int) -> HttpResponse:
    """Records what is done already."""
    person, it = person_of(request), to_write(request, risk)
    form = ControlForm(
        queries.people(person, it.organisation), True, request.POST or None, initial={"on": clock.today()}
    )

    def act(**given: Any) -> None:
        actions.add_control(person, risk=it, **given)

    done = sent(request, form, act, "The control is recorded.", reverse("risk", args=[it.pk]))
    return done or form_page(request, form, it, "Add a control", "Save control")


@needs("risks.write")
def control_change(request: HttpRequest, control: int) -> HttpResponse:
    """Says anew what a control is and how much it does."""
    person, it = person_of(request), _control(request, control)
    said = {"words": it.words, "effect": it.effect, "owner": it.owner}
    form = ControlForm(
        queries.people(person, it.risk.organisation), False, request.POST or None, initial=said
    )

    def act(**given: Any) -> None:
        actions.change_control(person, control=it, **given)

    done = sent(request, form, act, "The control was changed.", reverse("risk", args=[it.risk_id]))
    return done or form_page(request, form, it.risk, "Change a control", "Save control")


@needs("risks.write")
def control_end(request: HttpRequest, control: int) -> HttpResponse:
    """Ends a control, with a reason."""
    person, it = person_of(request), _control(request, control)
    form = ReasonForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        actions.end_control(person, control=it, **given)

    done = sent(request, form, act, "The control has ended.", reverse("risk", args=[it.risk_id]))
    return done or form_page(request, form, it.risk, "End a control", "End it", intro=it.words)


@needs("risks.write")
def assurance(request: HttpRequest, control: int) -> HttpResponse:
    """Records how it is known that a control works."""
    person, it = person_of(request), _control(request, control)
    form = AssuranceForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        actions.assure(person, control=it, **given)

    done = sent(request, form, act, "The assurance is recorded.", reverse("risk", args=[it.risk_id]))
    return done or form_page(request, form, it.risk, "Add assurance", "Save assurance", intro=it.words)


@needs("risks.write")
def action(request: HttpRequest, risk: int) -> HttpResponse:
    """Promises something that will make the risk smaller."""
    person, it = person_of(request), to_write(request, risk)
    form = ActionForm(
        queries.writable(person, it.organisation),
        queries.people(person, it.organisation),
        request.POST or None,
        initial={"service": it.service, "person": it.owner},
    )
    to = reverse("risk", args=[it.pk])

    def act(**given: Any) -> None:
        promise = Promise(**given, priority=it.priority)
        actions.add_action(person, risk=it, promise=promise, href=to)

    done = sent(request, form, act, "The action is recorded.", to)
    return done or form_page(request, form, it, "Add an action", "Save action")


@needs("risks.write")
def link(request: HttpRequest, risk: int) -> HttpResponse:
    """Names a measure as evidence for the score."""
    person, it = person_of(request), to_write(request, risk)
    form = LinkForm(request.POST or None)

    def act(**given: Any) -> None:
        actions.link_measure(person, risk=it, **given)

    done = sent(request, form, act, "The measure is linked.", reverse("risk", args=[it.pk]))
    intro = "When the measure goes beyond the value, the risk is marked for a new score. It is never changed by itself."
    return done or form_page(request, form, it, "Link a measure", "Save link", intro=intro)


@needs("risks.write")
def link_end(request: HttpRequest, link: int) -> HttpResponse:
    """Ends a link to a measure, with a reason."""
    person = person_of(request)
    it = queries.link(person, link)
    if it is None:
        raise Http404
    theirs(request, it.risk)
    form = ReasonForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        actions.end_link(person, link=it, **given)

    done = sent(request, form, act, "The link has ended.", reverse("risk", args=[it.risk_id]))
    return done or form_page(request, form, it.risk, "End a link to a measure", "End it", intro=it.trigger)


def _control(request: HttpRequest, pk: int) -> Control:
    """A control of a risk that this person records."""
    found = queries.control(person_of(request), pk)
    if found is None:
        raise Http404
    theirs(request, found.risk)
    return found
