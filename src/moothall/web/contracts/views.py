"""Reading contracts: the register, one contract, the pipeline, and the register to take away."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.files import kept
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.core.queries import services
from moothall.reference.procurement_thresholds import notice, threshold
from moothall.spend import composing, queries
from moothall.spend.ledgers import queries as ledgers
from moothall.spend.ledgers.queries import Wanted as Found
from moothall.spend.permissions import MANAGE_CONTRACTS, WRITE_CONTRACT
from moothall.spend.purchasing.left import left
from moothall.spend.queries import Row, Wanted
from moothall.spend.spent import spent
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.contracts.forms import Filter
from moothall.web.contracts.shown import SHOWN
from moothall.web.sending import document_sent, rows_sent
from moothall.web.spend.shown import SHOWN as SPENT

A_PAGE, FEW = 30, 5
CHOSEN = ("q", "state", "service", "tier", "within", "supplier")


class Chosen:
    """What the address asks for. What it cannot be is taken as not asked."""

    def __init__(self, request: HttpRequest, person: Person, here: Organisation):
        asked = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in CHOSEN}
        if "state" not in request.GET:
            asked["state"] = "running"
        self.form = Filter(list(services(here)), asked)
        self.wanted = Wanted(**asked)
        self.filtered = self.wanted != Wanted(state="running")
        self.query = urlencode({name: value for name, value in asked.items() if value or name == "state"})
        self.on = clock.today()
        self.found = queries.contracts(person, here, self.on, self.wanted)

    def rows(self, here: Organisation) -> list[Row]:
        """All that fit, as they stand today."""
        return queries.with_spent(queries.rows(self.found, here, self.on))


@needs("spend.read")
def register(request: HttpRequest) -> HttpResponseBase:
    """The contracts, those that end first before others; as CSV or a workbook where that is asked for."""
    person, here = who_and_where(request)
    chosen = Chosen(request, person, here)
    name = f"{here.slug}-contracts-{chosen.on.isoformat()}"
    match request.GET.get("download"):
        case "csv":
            return rows_sent(composing.COLUMNS, map(composing.plain_row, chosen.rows(here)), name)
        case "xlsx":
            return document_sent(
                request, composing.document(here, chosen.rows(here), chosen.on), "xlsx", name
            )
    page = Paginator(chosen.found, A_PAGE).get_page(request.GET.get("page"))
    context = SHOWN | {
        "chosen": chosen,
        "form": chosen.form,
        "page": page,
        "rows": queries.with_spent(queries.rows(page, here, chosen.on)),
        "prefix": f"?{chosen.query}&page=",
        "social": queries.social_totals(person, here),
        "open": queries.is_open(here),
        "may_write": may(person, WRITE_CONTRACT, here),
        "may_manage": may(person, MANAGE_CONTRACTS, here),
    }
    return render(request, "contracts/register.jinja", context)


@needs("spend.read")
def one(request: HttpRequest, contract: int) -> HttpResponse:
    """One contract: what was agreed, what is to be done by when, and how it goes."""
    person = person_of(request)
    row = queries.one(person, contract, clock.today())
    if row is None:
        raise Http404
    it = row.contract
    social = queries.social(it)
    versions = list(it.versions.all())
    paid = spent(it)
    context = SHOWN | {
        "row": row,
        "contract": it,
        "spent": paid,
        "left": left(it, row.on),
        "personal": queries.personal_words(it) if not it.withheld_because else [],
        "findings": list(
            ledgers.findings(person, it.organisation, Found(state="", contract=str(it.pk)))[:FEW]
        ),
        "finding_words": SPENT,
        "chart": composing.days(row),
        "wanted": [(one, notice(one.code)) for one in queries.wanted_notices(row)],
        "published": {one.code for one in it.notices.all() if one.code},
        "few": queries.few_indicators(row),
        "ties": [one for one in it.ties.all() if not one.ended_on],
        "documents": list(it.documents.all()),
        "insurances": [(one, one.expires_on < row.on) for one in it.insurances.all()],
        "indicators": list(it.indicators.all()),
        "social": social,
        "promised": sum(one.promised_pence for one in social),
        "delivered": sum(one.delivered_pence for one in social),
        "reviews": list(it.reviews.all()),
        "changes": [
            (one, _changes(one.said, older.said if older else {})) for one, older in _pairs(versions)
        ],
        "notices": list(it.notices.all()),
        "may_write": queries.may_write(person, it),
        "may_audit": may(person, "audit.read", it.organisation),
        "audited": urlencode({"thing": f"spend.contract:{it.pk}"}),
    }
    return render(request, "contracts/contract.jinja", context)


@needs("spend.read")
def pipeline(request: HttpRequest) -> HttpResponse:
    """Contracts that end within 18 months, and what must be done by when."""
    person, here = who_and_where(request)
    today = clock.today()
    coming = queries.pipeline(person, here, today)
    context = SHOWN | {
        "coming": coming,
        "chart": composing.months(coming, today),
        "large": [it for it in coming if it.noticed],
        "law": notice("UK1"),
        "limit": threshold("pipeline-contract", today),
        "authority": threshold("pipeline-authority", today),
        "today": today,
    }
    return render(request, "contracts/pipeline.jinja", context)


@needs("spend.read")
def document(request: HttpRequest, document: int) -> HttpResponseBase:
    """A kept paper. It is always downloaded: what people upload is never run as a page of this site."""
    found = queries.document(person_of(request), document)
    path = kept(found.sha256) if found else None
    if found is None or path is None or not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )


def _pairs(versions: list[Any]) -> list[tuple[Any, Any]]:
    """Each version with the one before it, the newest first."""
    return list(zip(versions, [*versions[1:], None], strict=True))


def _changes(said: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """What a version says otherwise than the one before: names of its parts; all of the first are new."""
    return [name for name, value in said.items() if before and before.get(name) != value]
