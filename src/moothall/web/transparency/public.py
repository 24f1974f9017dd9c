"""Where residents read what their council spends and publishes. Nothing here asks who they are."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.models import Organisation
from moothall.direction.money import in_pounds
from moothall.plan.committee.queries import council_called
from moothall.spend.queries import is_open, open_registers
from moothall.spend.transparency import queries
from moothall.spend.transparency.queries import Asked, Edition
from moothall.web.access import public
from moothall.web.sending import file_sent, rows_sent
from moothall.web.transparency.forms import SearchForm
from moothall.web.transparency.shown import SHOWN, charts, columns, file_name

A_PAGE, PREVIEW = 50, 10
COLUMNS = (
    "Paid", "Who was paid", "Service", "What for", "Category", "Amount in pounds", "Paid by", "Transaction number",
    "Period", "File SHA-256", "Row of the file",
)  # fmt: skip


@public
def councils(request: HttpRequest) -> HttpResponse:
    """The councils that publish here what they spend, or what they have agreed to buy."""
    spending, contracts = list(queries.publishers()), open_registers()
    every = sorted({*spending, *contracts}, key=lambda it: it.name)
    found = [(it, it in spending, it in contracts) for it in every]
    return render(request, "transparency/councils.jinja", {"councils": found})


@public
def council(request: HttpRequest, organisation: str) -> HttpResponse:
    """What a council has published, and what it comes to by month and by service."""
    here, found = _published(organisation)
    sums = queries.sums(found)
    context = SHOWN | {
        "council": here,
        "editions": found,
        "charts": charts(sums, here.name),
        "searched": bool(sums.periods),
        "register": is_open(here),
        "form": SearchForm(sums) if sums.periods else None,
    }
    return render(request, "transparency/council.jinja", context)


@public
def payments(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """Published payments: searched, filtered and put in order; as CSV, each with its file and row, where asked for."""
    here, found = _published(organisation)
    form, asked = _asked(request, found)
    rows = queries.payments(here, asked)
    if request.GET.get("download") == "csv":
        lines = _lines(rows, {it.pk: it for it in found})
        return rows_sent(COLUMNS, lines, f"{here.slug}-payments-{clock.today().isoformat()}")
    count, pence = queries.counted(rows)
    query = urlencode({key: str(value) for key, value in request.GET.items() if value and key != "page"})
    context: dict[str, Any] = SHOWN | {
        "council": here,
        "form": form,
        "page": _Pages(rows, A_PAGE, count).get_page(request.GET.get("page")),
        "count": count,
        "pence": pence,
        "titles": {it.pk: it for it in found},
        "filtered": bool(query),
        "query": query,
    }
    return render(request, "transparency/payments.jinja", context, status=422 if form.errors else 200)


def _lines(rows: QuerySet[Any], editions: dict[int, Edition]) -> Iterator[tuple[Any, ...]]:
    for it in rows.iterator(2_000):
        of = editions[it.edition_id]
        yield (
            it.paid.isoformat() if it.paid else None, it.payee, it.department, it.purpose, it.category,
            in_pounds(it.pence), "Card" if it.card else "Invoice", it.reference, of.period.label, of.sha256, it.row,
        )  # fmt: skip


@public
def file(request: HttpRequest, organisation: str, published_set: int) -> HttpResponse:
    """One published file: what it is, its first rows, and one row in full where it is asked for."""
    it = _file(organisation, published_set)
    withheld = queries.readable(it) and queries.content(it) is None
    shows = queries.readable(it) and not withheld
    row = request.GET.get("row", "")
    number = int(row) if row.isascii() and row.isdecimal() and len(row) < 9 else 0
    context = SHOWN | {
        "council": it.organisation,
        "it": it,
        "withheld": withheld,
        "shows": shows,
        "preview": queries.first(it.sha256, PREVIEW) if shows else None,
        "number": number,
        "columns": columns(it),
        "row": queries.public_row(it, number) if shows and number else None,
    }
    return render(request, "transparency/file.jinja", context)


@public
def file_csv(request: HttpRequest, organisation: str, published_set: int) -> HttpResponse:
    """The published file, as it was published; one that was withdrawn is not there any more."""
    it = _file(organisation, published_set)
    content = queries.content(it) if queries.readable(it) else None
    if content is None:
        raise Http404
    return file_sent(content, "csv", file_name(it))


class _Pages(Paginator):  # type: ignore[type-arg]
    """Pages of rows that are counted already."""

    def __init__(self, rows: QuerySet[Any], a_page: int, count: int):
        super().__init__(rows, a_page)
        self._count = count

    @cached_property
    def count(self) -> int:
        return self._count


def _asked(request: HttpRequest, found: list[Edition]) -> tuple[SearchForm, Asked]:
    given = {key: str(value).replace("\0", "")[:300] for key, value in request.GET.items()}
    form = SearchForm(queries.sums(found), given)
    form.is_valid()
    return form, Asked(**form.cleaned_data)


def _published(slug: str) -> tuple[Organisation, list[Edition]]:
    """A council that published something here; else there is none."""
    here = council_called(slug)
    found = queries.public_editions(here) if here else []
    if here is None or not found:
        raise Http404
    return here, found


def _file(slug: str, pk: int) -> Edition:
    here = council_called(slug)
    found = queries.public_edition(here, pk) if here else None
    if found is None:
        raise Http404
    return found
