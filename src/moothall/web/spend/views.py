"""What is spent: the overview, the cube, and the payments behind every amount with their file and line."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode

from moothall.core.models import Organisation
from moothall.core.permission import may
from moothall.direction.money import in_pounds
from moothall.figures.measures import catalogue
from moothall.kit.documents.model import Column, Document, Table, cell
from moothall.spend.ledgers import queries
from moothall.spend.ledgers.queries import BY, KNOWN, OF_PAYEE, Asked, Cut, Scan
from moothall.spend.ledgers.summing import category_title
from moothall.spend.permissions import LOAD, REVIEW
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.sending import document_sent, rows_sent
from moothall.web.spend import shown
from moothall.web.spend.forms import CubeForm, SearchForm
from moothall.web.spend.shown import SHOWN

A_PAGE, MOST_ROWS = 50, 200
AMOUNTS = (
    "Pounds", "Payments", "Pounds in the year before", "Change", "The year before at later prices", "Real change",
)  # fmt: skip


@needs("spend.read")
def overview(request: HttpRequest) -> HttpResponse:
    """What was spent, on whom and what for, and how findings stand."""
    person, here = who_and_where(request)
    scan = queries.newest(person, here)
    context: dict[str, Any] = {
        "scan": scan,
        "files_since": queries.files_since(scan, here),
        "under_way": queries.scan_under_way(person, here),
        "may_load": may(person, LOAD, here),
        "may_review": may(person, REVIEW, here),
    }
    if scan:
        said, told, span = shown.source(scan), scan.summary, queries.latest_year(scan)
        states = queries.by_state(here)
        when = f", {shown.month(span[0])} to {shown.month(span[1])}" if span else ""
        whole = told["latest"]
        context |= {
            "span": span,
            "shares": [(catalogue()[it.measure], it) for it in queries.shares(scan)],
            "states": states,
            "recovered": queries.recovered(here)[:12],
            "back": sum(it[3] for it in states),
            "to_look_at": sum(it[1] for it in states[:2]),
            "by_month": shown.by_month("Spending by month", told["months"], said),
            "by_service": shown.bars(
                f"Spending by service{when}",
                "Service",
                [(it or "No service given", n) for it, n in told["services"]],
                said,
                whole,
            ),
            "by_family": shown.bars(
                f"Kinds of spending{when}",
                "Kind",
                [(category_title(it), n) for it, n in told["categories"]],
                said,
                whole,
            ),
            "by_payee": shown.bars(
                f"Suppliers paid most{when}", "Supplier", [(it, n) for _, it, n in told["payees"]], said
            ),
            "by_state": shown.counted(
                "Findings by how they stand",
                "findings",
                [(str(it[0].label).capitalize(), it[1]) for it in states],
                said,
            ),
        }
    return render(request, "spend/overview.jinja", {**SHOWN, **context})


def asked_of(sent: QueryDict) -> Asked:
    """Which payments an address asks for. What it cannot be is taken as not asked."""

    def text(name: str) -> str | None:
        return str(sent[name]).replace("\0", "")[:200] if name in sent else None

    def number(name: str) -> int | None:
        said = str(sent.get(name, ""))
        return int(said) if said.isdecimal() and said.isascii() and len(said) < 18 else None

    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(str(sent.get(name, "")))
        except ValueError:
            return None

    return Asked(
        service=text("service"),
        category=text("category"),
        family=text("family"),
        payee=number("payee"),
        contract=number("contract"),
        kind=text("kind"),
        **{name: value for name in OF_PAYEE if (value := text(name)) in KNOWN},
        staffing=text("staffing"),
        since=day("since"),
        until=day("until"),
        q=(text("q") or "").strip(),
    )


def _query(sent: QueryDict) -> str:
    """What an address asks for, without its page."""
    return urlencode([(name, str(sent[name])) for name in sent if name not in ("page", "download")])


def _said(sent: QueryDict) -> dict[str, str]:
    return {name: str(sent[name]) for name in sent if name not in ("page", "download", "q")}


@needs("spend.read")
def payments(request: HttpRequest) -> HttpResponseBase:
    """The payments behind an amount, each with its file and line; as CSV where that is asked for."""
    person, here = who_and_where(request)
    scan = queries.newest(person, here)
    asked = asked_of(request.GET)
    found = queries.payments(scan, asked) if scan else None
    if found is not None and request.GET.get("download") == "csv":
        rows = map(shown.payment_row, found.iterator(2_000))
        return rows_sent(shown.PAYMENT_COLUMNS, rows, f"{here.slug}-payments")
    listed: Any = found if found is not None else []
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    query = _query(request.GET)
    context = {
        "scan": scan,
        "page": page,
        "form": SearchForm({"q": asked.q}),
        "kept": _said(request.GET),
        "words": _words(asked),
        "pence": queries.added(found) if found is not None else None,
        "query": query,
        "prefix": f"?{query}&page=" if query else "?page=",
    }
    return render(request, "spend/payments.jinja", {**SHOWN, **context})


def _words(asked: Asked) -> list[str]:
    """What was asked for, in words."""
    found = []
    for by in ("service", "category", "family", "payee", "contract", "kind", *OF_PAYEE):
        value = getattr(asked, by)
        if value is not None:
            found.append(f"{BY[by]}: {queries.called(by, value)}")
    if asked.staffing:
        found.append(f"For: {asked.staffing}")
    if asked.since:
        found.append(f"From {SHOWN['day'](asked.since)}")
    if asked.until:
        found.append(f"To {SHOWN['day'](asked.until)}")
    return found


@needs("spend.read")
def cube(request: HttpRequest) -> HttpResponseBase:
    """Spending by what one chooses, beside the year before; as CSV or a workbook where that is asked for."""
    person, here = who_and_where(request)
    scan = queries.newest(person, here)
    if scan is None:
        return render(request, "spend/cube.jinja", {**SHOWN, "scan": None})
    form, by, asked, rise = _chosen(request, scan)
    found = queries.cut(scan, by, asked, rise)
    format = request.GET.get("download", "")
    if format in ("csv", "xlsx"):
        name = f"{here.slug}-spending-by-{by}"
        if format == "csv":
            return rows_sent(_columns(by), _lines(found), name)
        return document_sent(request, _document(here, scan, by, found), "xlsx", name)
    page = Paginator(found.rows, A_PAGE).get_page(request.GET.get("page"))
    query = _query(request.GET)
    context = {
        "scan": scan,
        "form": form,
        "by": by,
        "heading": BY[by],
        "found": found,
        "page": page,
        "links": {it.value: _payments(by, it.value, asked) for it in page},
        "page_of": {"payee": "spend-supplier", "contract": "contract"}.get(by),
        "query": query,
        "prefix": f"?{query}&page=" if query else "?page=",
    }
    return render(request, "spend/cube.jinja", {**SHOWN, **context})


def _chosen(request: HttpRequest, scan: Scan) -> tuple[CubeForm, str, Asked, Decimal | None]:
    """What the address asks of the cube; without months, the latest twelve."""
    sent = request.GET.copy()
    span = queries.latest_year(scan)
    every = queries.months(scan)
    if span:
        for name, value in (("since", span[0]), ("until", span[1])):
            if sent.get(name) not in {it.isoformat() for it in every}:
                sent[name] = value.isoformat()
    by = sent.get("by", "")
    by = by if by in BY else "service"
    sent["by"] = by
    for name in ("service", "family", "kind", "payee"):
        if not sent.get(name):
            sent.pop(name, None)
    told = scan.summary
    form = CubeForm(
        [(it, it) for it, _ in told["services"] if it],
        [(it, category_title(it)) for it, _ in told["categories"] if it],
        [(it.isoformat(), shown.month(it)) for it in every],
        sent,
    )
    try:
        rise = Decimal(str(sent["rise"])) / 100 if sent.get("rise") else None
        rise = rise if rise is not None and abs(rise) <= 1 else None
    except (InvalidOperation, ValueError):
        rise = None
    return form, by, asked_of(sent), rise


def _payments(by: str, value: Any, asked: Asked) -> str:
    """The address of the payments of one row."""
    said: dict[str, Any] = {
        name: getattr(asked, name)
        for name in ("service", "category", "family", "payee", "contract", "kind", *OF_PAYEE, "since")
    }
    said["until"] = queries.last_day(asked.until) if asked.until else None
    if by == "month" and value:
        said |= {"since": value, "until": queries.last_day(value)}
    elif by == "year" and value:
        said |= {"since": date(value, 4, 1), "until": date(value + 1, 3, 31)}
    elif by in ("payee", "contract"):
        said[by] = value or 0
    elif by not in ("month", "year"):
        said[by] = value
    return shown.payments_at(**said)


def _columns(by: str) -> tuple[str, ...]:
    return (BY[by], *AMOUNTS)


def _lines(found: Cut) -> Iterator[list[Any]]:
    for it in (*found.rows, found.total):
        amounts = (it.before, it.change, it.priced, it.real_change)
        yield [
            it.label,
            in_pounds(it.pence),
            it.payments,
            *(None if n is None else in_pounds(n) for n in amounts),
        ]


def _document(here: Organisation, scan: Scan, by: str, found: Cut) -> Document:
    columns = tuple(Column(it, place > 0) for place, it in enumerate(_columns(by)))
    rows = tuple(
        tuple(
            cell("") if it is None else cell(it, f"{it:,}") if not isinstance(it, str) else cell(it)
            for it in row
        )
        for row in _lines(found)
    )
    table = Table(f"Spending by {BY[by].lower()}", columns, rows, shown.source(scan))
    return Document(f"Spending of {here.name}", (table,), scan.made_at.date(), author=here.name)
