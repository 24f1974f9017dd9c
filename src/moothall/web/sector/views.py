"""The sector review: collections of plans, what they say, and the words behind every count."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.kit.documents.pdf import printable
from moothall.plan.sector import actions, queries
from moothall.reference.productivity_letter import letter
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.sector import shown
from moothall.web.sector.forms import NewCollection, Plans, Question, Whose, Withdrawal
from moothall.web.sending import document_sent, file_sent, names
from moothall.web.uploads import put_aside

if TYPE_CHECKING:
    from moothall.plan.sector.models import CollectedPlan, Collection

SHOWN = 50  # plans or quotations on a page
FORMATS = {**names("html", "pdf", "docx"), "json": "JSON"}


@needs("sector.read")
def collections(request: HttpRequest) -> HttpResponse:
    """The collections of plans, newest first."""
    person, organisation = who_and_where(request)
    page = Paginator(queries.collections(person, organisation), SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "may_manage": may(person, "sector.manage", organisation)}
    return render(request, "sector/collections.jinja", context)


@needs("sector.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Begins a collection."""
    person, organisation = who_and_where(request)
    form = NewCollection(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin(person, organisation=organisation, **form.cleaned_data)
            return redirect("sector-add", made.pk)
        except NotPossible as why:
            form.add_error("title", str(why))
    return render(request, "sector/new.jinja", {"form": form}, status=422 if form.errors else 200)


@needs("sector.read")
def overview(request: HttpRequest, collection: int) -> HttpResponse:
    """What the plans answer, and the way to everything else."""
    it = _collection(request, collection)
    found = _found(it)
    context = {"found": found, "chart": found and shown.answered(found), "waiting": queries.waiting(it)}
    context["formats"] = FORMATS
    return _page(request, "overview", it, context)


@needs("sector.read")
def question(request: HttpRequest, collection: int, question: str) -> HttpResponse:
    """One question of the letter: which plans answer it, and with what words."""
    it = _collection(request, collection)
    asked = next((one for one in letter().questions if one.id == question), None)
    found = _found(it)
    if asked is None or found is None:
        raise Http404
    answer = next(one for one in found["questions"] if one["id"] == question)
    return _page(request, "question", it, {"asked": asked, "answer": answer})


@needs("sector.read")
def themes(request: HttpRequest, collection: int) -> HttpResponse:
    """What councils do: themes by how many plans speak of them, gaps and outliers."""
    it = _collection(request, collection)
    found = _found(it)
    chart = found and shown.themes("Themes by how many plans speak of them", found["themes"])
    return _page(request, "themes", it, {"found": found, "chart": chart})


@needs("sector.read")
def barriers(request: HttpRequest, collection: int) -> HttpResponse:
    """What stands in the way and what is asked for, by how many plans say it."""
    it = _collection(request, collection)
    found = _found(it)
    chart = found and shown.themes("Barriers by how many plans raise them", found["barriers"])
    return _page(request, "barriers", it, {"found": found, "chart": chart})


@needs("sector.read")
def theme(request: HttpRequest, collection: int, topic: str) -> HttpResponse:
    """One theme or barrier: its spread by tier and region, and the words of every plan that speaks of it."""
    it = _collection(request, collection)
    found = _found(it) or {}
    one = next(
        (one for kind in ("themes", "barriers") for one in found.get(kind, ()) if one["id"] == topic), None
    )
    if one is None:
        raise Http404
    page = Paginator(one["passages"], SHOWN).get_page(request.GET.get("page"))
    return _page(request, "theme", it, {"theme": one, "page": page})


@needs("sector.read")
def savings(request: HttpRequest, collection: int) -> HttpResponse:
    """The savings that plans state in pounds, each with its basis."""
    it = _collection(request, collection)
    found = _found(it)
    page = Paginator(found["savings"] if found else [], SHOWN).get_page(request.GET.get("page"))
    return _page(request, "savings", it, {"found": found, "page": page, "rows": shown.savings(list(page))})


@needs("sector.read")
def practice(request: HttpRequest, collection: int) -> HttpResponse:
    """Good practice with a figure to show for it, and who wants what others have done."""
    it = _collection(request, collection)
    found = _found(it)
    context = {"found": found, "titles": shown.titles(), "matches": shown.matches(found) if found else []}
    return _page(request, "practice", it, context)


@needs("sector.read")
def ask(request: HttpRequest, collection: int) -> HttpResponse:
    """A question answered with quotations, or not at all."""
    it = _collection(request, collection)
    form = Question(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "asked": asked, "quotes": queries.search(it, asked) if asked else []}
    return _page(request, "ask", it, context)


@needs("sector.read")
def plans(request: HttpRequest, collection: int) -> HttpResponse:
    """The plans of the collection, in order of council."""
    it = _collection(request, collection)
    page = Paginator(queries.plans(it), SHOWN).get_page(request.GET.get("page"))
    return _page(request, "plans", it, {"page": page})


@needs("sector.manage")
def add(request: HttpRequest, collection: int) -> HttpResponse:
    """Takes files and starts reading them."""
    it = _collection(request, collection)
    form = Plans(request.POST, request.FILES) if request.method == "POST" else Plans()
    if form.is_valid():
        try:
            with put_aside(form.cleaned_data["plans"]) as sent:
                job = actions.add(person_of(request), collection=it, sent=sent)
            for why in form.fields["plans"].refused:  # type: ignore[attr-defined]
                messages.warning(request, why)
            return redirect("job", job.pk)
        except NotPossible as why:
            form.add_error("plans", str(why))
    return _page(request, "add", it, {"form": form}, status=422 if form.errors else 200)


@needs("sector.manage")
@require_POST
def again(request: HttpRequest, collection: int) -> HttpResponse:
    """Reviews the collection as it stands."""
    it = _collection(request, collection)
    try:
        return redirect("job", actions.review_again(person_of(request), collection=it).pk)
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("sector-collection", it.pk)


@needs("sector.read")
def plan(request: HttpRequest, collection: int, collected: int) -> HttpResponse:
    """One plan: what it answers, its savings; whose it is can be corrected by those who manage the review."""
    it = _collection(request, collection)
    found = _plan(it, collected)
    started = {"council": found.council, "tier": found.tier, "region": found.region}
    form = Whose(request.POST if request.method == "POST" else None, initial=started)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(person_of(request), plan=found, **form.cleaned_data)
            messages.success(
                request, f"This is now the plan of {found.council}: review the collection again."
            )
            return redirect("sector-plan", it.pk, found.pk)
        except NotPossible as why:
            form.add_error("council", str(why))
    digest = queries.digest(found)
    context = {
        "plan": found,
        "form": form,
        "withdrawal": Withdrawal(),
        "digest": digest,
        "answers": shown.answers(digest) if digest else [],
    }
    return _page(request, "plan", it, context, status=422 if form.errors else 200)


@needs("sector.manage")
@require_POST
def withdraw(request: HttpRequest, collection: int, collected: int) -> HttpResponse:
    """Takes a plan out of the collection."""
    it = _collection(request, collection)
    found = _plan(it, collected)
    form = Withdrawal(request.POST)
    try:
        actions.withdraw(person_of(request), plan=found, why=form.data.get("why", ""))
        messages.success(request, f"{found} is taken out: review the collection again.")
    except NotPossible as why:
        messages.error(request, str(why))
        return redirect("sector-plan", it.pk, found.pk)
    return redirect("sector-plans", it.pk)


@needs("sector.read")
def report(request: HttpRequest, collection: int, form: str) -> HttpResponse:
    """The newest report as a file."""
    it = _collection(request, collection)
    document, newest = queries.document(it), queries.reviewed(it)
    if document is None or newest is None or form not in FORMATS:
        raise Http404
    name = f"sector-review-{newest.number}"
    if form == "json":
        return file_sent(newest.result.encode(), form, name)
    return document_sent(request, printable(document) if form == "pdf" else document, form, name)


def _collection(request: HttpRequest, pk: int) -> "Collection":
    found = queries.collection(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _plan(collection: "Collection", pk: int) -> "CollectedPlan":
    found = queries.plan(collection, pk)
    if found is None:
        raise Http404
    return found


def _found(collection: "Collection") -> dict[str, Any] | None:
    newest = queries.reviewed(collection)
    return queries.result(newest) if newest else None


def _page(
    request: HttpRequest, name: str, collection: "Collection", context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {
        "collection": collection,
        "may_manage": may(person_of(request), "sector.manage", collection.organisation),
    }
    return render(request, f"sector/{name}.jinja", context, status=status)
