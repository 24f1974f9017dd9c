"""Where reports and decision notices are written and signed off."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.direction.money import in_pounds
from moothall.kit.documents.html import to_html
from moothall.plan import queries as plans
from moothall.plan.committee import actions, queries
from moothall.plan.committee.life import UNPUBLISHED
from moothall.plan.committee.templates import Section, templates
from moothall.plan.comparing import differences
from moothall.web.access import needs, person_of
from moothall.web.committee import shown
from moothall.web.committee.forms import Cover, Find, NewReport, SectionForm, SignForm
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.submitting import acted


@needs("committee.read")
def overview(request: HttpRequest) -> HttpResponse:
    """What is coming and what needs somebody: meetings, reports under way, key decisions without notice."""
    person, here = who_and_where(request)
    today = clock.today()
    entries = [(it, queries.standing_of(it, today)) for it in queries.entries(person, here)[:50]]
    context = {
        "day": day,
        "may_write": may(person, "committee.write", here),
        "may_publish": may(person, "committee.publish", here),
        "rules": queries.rules(here, today),
        "meetings": [(it, queries.agenda_by(it)) for it in queries.meetings(person, here, today)[:6]],
        "working": list(queries.reports(person, here).filter(state__in=UNPUBLISHED)[:20]),
        "needed": [(it, how) for it, how in entries if not how.done and it.decision_on >= today],
    }
    return render(request, "committee/overview.jinja", context)


@needs("committee.read")
def reports(request: HttpRequest) -> HttpResponse:
    """Every report and decision notice, newest first."""
    person, here = who_and_where(request)
    words = request.GET.get("q", "")[:100]
    found = queries.reports(person, here)
    found = found.filter(title__icontains=words) if words else found
    page = Paginator(found, shown.SHOWN).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "page": page,
        "templates": templates(),
        "find": Find(initial={"q": words}),
        "words": words,
        "may_write": may(person, "committee.write", here),
    }
    return render(request, "committee/reports.jinja", context)


@needs("committee.write")
def new(request: HttpRequest) -> HttpResponse:
    """Starts a report; of a plan, where one is chosen or its number is in the address."""
    person, here = who_and_where(request)
    meetings = shown.coming(person, here)
    known = list(plans.plans(person, here))
    first = {"template": "cabinet", "plan": request.GET.get("plan", "")}
    form = NewReport(meetings, known, request.POST or None, initial=first)

    def act() -> str:
        it = form.cleaned_data
        given: dict[str, Any] = {"template": it["template"], "meeting": shown.chosen(it["meeting"], meetings)}
        if it["plan"]:
            made = actions.start_for_plan(person, plan=it["plan"], **given)
        else:
            made = actions.start_report(person, organisation=here, title=it["title"], **given)
        return reverse("committee-report", args=[made.pk])

    done = acted(request, form, act, "It is started: write its cover and sections.")
    return done or render(request, "committee/new.jinja", {"form": form, "templates": templates().values()})


@needs("committee.read")
def report(request: HttpRequest, report: int) -> HttpResponse:
    """How far a report is: its sections, who signed what, what is to be mended, and what can be done next."""
    it, person = shown.report_of(request, report), person_of(request)
    made = queries.composition(person, it)
    seen = queries.sees(person, it)
    texts = made.material.texts
    template = made.material.template
    hidden = {key for key, text in texts.items() if not (seen(text) and seen(it))}
    context = {
        **shown.about(request, it),
        "day": day,
        "key": made.material.key,
        "key_said": made.key_sentence(seen),
        "notice_fault": made.notice_fault,
        "standing": made.material.standing,
        "kept": made.material.kept,
        "hidden": hidden,
        "whole_hidden": not seen(it),
        "sections": [(part, texts.get(part.key)) for part in template.parts if not part.signs],
        "implications": [(part, texts.get(part.key), made.signed(part)) for part in template.implications],
        "problems": [one for one in made.problems if one.section not in hidden],
        "unsigned": [part.title for part in template.implications if not made.signed(part)],
        "attachments": [one for one in made.material.attachments if seen(one) and seen(it)],
        "withheld": sum(not (seen(one) and seen(it)) for one in made.material.attachments),
        "agenda_by": queries.agenda_by(it.meeting) if it.meeting else None,
        "replacement": queries.replacement(it),
    }
    return render(request, "committee/report.jinja", context)


@needs("committee.write")
def cover(request: HttpRequest, report: int) -> HttpResponse:
    """The cover: to whom, when, whose, what it spends, where, and whether all of it is exempt."""
    it, person = shown.report_of(request, report), person_of(request)
    if back := shown.closed(request, it):
        return back
    if not queries.sees(person, it)(it):
        raise Http404
    template = templates()[it.template]
    meetings = shown.coming(person, it.organisation)
    meetings += [it.meeting] if it.meeting and it.meeting not in meetings else []
    entries = list(queries.entries(person, it.organisation))
    first = {
        "title": it.title,
        "meeting": it.meeting_id,
        "decided_on": it.decided_on,
        "value": None if it.value_pence is None else in_pounds(it.value_pence),
        "value_kind": it.value_kind,
        "wards": "\n".join(it.wards),
        "judged": it.judged,
        "judged_reason": it.judged_reason,
        "entry": it.entry_id,
        "exempt_paragraph": str(it.exempt_paragraph),
        "exempt_reason": it.exempt_reason,
        **{f"cover_{key}": said for key, said in it.cover.items()},
    }
    form = Cover(template, meetings, entries, request.POST or None, initial=first)
    kept: dict[str, Any] = {}  # an amount that this writer may not know stays as it is
    if queries.composition(person, it).hides_amount(queries.sees(person, it)):
        kept = {"value_pence": it.value_pence, "value_kind": it.value_kind}
        del form.fields["value"], form.fields["value_kind"]

    def act() -> None:
        actions.write_cover(
            person,
            report=it,
            meeting=shown.chosen(form.cleaned_data.get("meeting"), meetings),
            entry=shown.chosen(form.cleaned_data.get("entry"), entries),
            **(form.given() | kept),
        )

    done = acted(request, form, act, "The cover is saved.", reverse("committee-report", args=[it.pk]))
    return done or render(request, "committee/cover.jinja", {**shown.about(request, it), "form": form})


@needs("committee.write")
def edit(request: HttpRequest, report: int, section: str) -> HttpResponse:
    """A section's text. Previewing and finding a figure post the text too, and save nothing."""
    it, person = shown.report_of(request, report), person_of(request)
    if back := shown.closed(request, it):
        return back
    part, standing = _section(request, it, section)
    context: dict[str, Any] = {"section": part, "newer": None, "pieces": (), "found": (), "find": ""}
    first = {
        "text": standing.text if standing else "",
        "opened": standing.number if standing else 0,
        "exempt_paragraph": str(standing.exempt_paragraph) if standing else "0",
        "exempt_reason": standing.exempt_reason if standing else "",
    }
    if request.method != "POST":
        form = SectionForm(initial=first)
    else:
        data = request.POST.copy()
        if insert := data.get("insert", ""):
            data["text"] = f"{data.get('text', '').rstrip()} {insert}".lstrip()
        context["find"] = data.get("find", "")[:100]
        form = SectionForm(data)
        if form.is_valid() and data.get("do") == "save":
            try:
                given = form.rest()
                saved = actions.write_section(
                    person,
                    report=it,
                    section=part.key,
                    text=given["text"],
                    opened=given["opened"],
                    secret=form.secret,
                )
                messages.success(request, f"{part.title}: version {saved.number} is saved.")
                return redirect("committee-report", it.pk)
            except actions.WrittenMeanwhile as why:
                if queries.sees(person, it)(why.newer):
                    data["opened"] = str(why.newer.number)
                    context |= {
                        "newer": why.newer,
                        "pieces": list(differences(why.newer.text, data.get("text", ""))),
                    }
                    form = SectionForm(data)
                form.add_error(None, str(why))
            except NotPossible as why:
                form.add_error(None, str(why))
        context["found"] = plans.search(person, it.organisation, context["find"])
    return render(request, "committee/edit.jinja", {**shown.about(request, it), **context, "form": form})


@needs("committee.read")
def versions(request: HttpRequest, report: int, section: str) -> HttpResponse:
    """Every saved text of a section, and what changed between two of them."""
    it = shown.report_of(request, report)
    part, _standing = _section(request, it, section)
    seen = queries.sees(person_of(request), it)
    history = [one for one in queries.history(it, part.key) if seen(one)]
    by_number = {str(one.number): one for one in history}
    newer = by_number.get(request.GET.get("new", ""), history[0] if history else None)
    older = by_number.get(request.GET.get("old", ""), history[1] if len(history) > 1 else None)
    pieces = list(differences(older.text if older else "", newer.text)) if newer else []
    context = {
        "section": part,
        "history": history,
        "newer": newer,
        "older": older,
        "pieces": pieces,
        "day": day,
    }
    return render(request, "committee/versions.jinja", {**shown.about(request, it), **context})


@needs("committee.read")
def sign(request: HttpRequest, report: int, section: str) -> HttpResponse:
    """What an officer answers for: the implication, the recommendations and the money, as they stand."""
    it, person = shown.report_of(request, report), person_of(request)
    part, standing = _section(request, it, section)
    if not part.signs:
        raise Http404
    made = queries.composition(person, it)
    fingerprint = made.fingerprint(part)
    form = SignForm(request.POST or None, initial={"fingerprint": fingerprint})

    def act() -> None:
        actions.sign(person, report=it, section=part.key, fingerprint=form.cleaned_data["fingerprint"])

    to = reverse("committee-report", args=[it.pk])
    done = acted(request, form, act, f"You signed off {part.title}.", to)
    if done:
        return done
    heads = [one for one in made.material.template.sections if one.numbered]
    readable = [
        one
        for one in heads
        if one.key not in made.material.texts or queries.sees(person, it)(made.material.texts[one.key])
    ]
    context = {
        "section": part,
        "text": standing,
        "body": to_html(made.body(part, level=2), heading_offset=1),
        "asked": to_html([block for one in readable for block in made.body(one, level=2)], heading_offset=1),
        "key_said": made.key_sentence(queries.sees(person, it)),
        "signed": made.signed(part),
        "fingerprint": fingerprint,
        "may_sign": may(person, part.signs, it.organisation),
        "wrote": person.pk in queries.writers(it, part.key),
        "form": form,
        "day": day,
    }
    return render(request, "committee/sign.jinja", {**shown.about(request, it), **context})


def _section(request: HttpRequest, report: Any, key: str) -> tuple[Section, Any]:
    """A section of a report and the text that stands, where the person may read it; else there is none."""
    part = templates()[report.template].part(key)
    if part is None:
        raise Http404
    standing = queries.texts(report).get(key)
    seen = queries.sees(person_of(request), report)
    if not seen(report) or (standing and not seen(standing)):
        raise Http404
    return part, standing
