"""Reading risks: the register, the heat map, one risk, what nearly went wrong, and the files."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.core.queries import services
from moothall.figures.measures import catalogue
from moothall.kit.documents.words import spoken_date
from moothall.risks import composing, queries
from moothall.risks.life import Score, State
from moothall.risks.permissions import WRITE
from moothall.risks.queries import ONLY, Row, Wanted
from moothall.risks.rules import quarter_end_before
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.risks.forms import Filter
from moothall.web.sending import document_sent, names, rows_sent

KINDS = ("html", "pdf", "docx", "xlsx")
SHOWN = {
    "within": composing.within,
    "moved": composing.moved,
    "told": composing.told,
    "day": day,
}
CHOSEN = ("level", "service", "programme", "category", "state", "kind", "only")


class Chosen:
    """What the address asks for: which risks, on which day. What it cannot be is taken as not asked."""

    def __init__(self, request: HttpRequest, person: Person, here: Organisation):
        asked = {name: request.GET.get(name, "").replace("\0", "") for name in (*CHOSEN, "on")}
        if "state" not in request.GET:
            asked["state"] = State.OPEN
        self.form = Filter(
            list(services(here)),
            queries.programmes(here),
            [it.name for it in queries.categories(here, ended=True)],
            asked,
        )
        day: date | None = self.form.cleaned_data.get("on") if self.form.is_valid() else None
        self.on = day or clock.today()
        self.wanted = Wanted(**{name: asked[name] for name in CHOSEN})
        self.filtered = self.wanted != Wanted() or self.on != clock.today()
        self.rows = queries.register(person, here, on=self.on, wanted=self.wanted)
        kept = {name: asked[name] for name in CHOSEN if asked[name] or name == "state"}
        self.query = urlencode(kept | {"on": self.on.isoformat()})

    def but(self, **other: str) -> str:
        """The same choice but for some of it, as the end of an address."""
        kept = {name: getattr(self.wanted, name) for name in CHOSEN} | {"on": self.on.isoformat()} | other
        return urlencode({name: value for name, value in kept.items() if value or name == "state"})

    @property
    def title(self) -> str:
        """What the register is called: 'Corporate risk register'."""
        level = self.wanted.level
        return f"{level.capitalize()} risk register" if level else "Risk register"


@needs("risks.read")
def register(request: HttpRequest) -> HttpResponse:
    """The risks, the highest first, as they stood on a day."""
    person, here = who_and_where(request)
    chosen = Chosen(request, person, here)
    context = SHOWN | {
        "chosen": chosen,
        "form": chosen.form,
        "rows": chosen.rows,
        "counts": _counts(chosen.rows),
        "since": quarter_end_before(chosen.on),
        "may_write": may(person, WRITE, here),
        "may_manage": queries.may_manage(person, here),
        "kinds": names(*KINDS),
    }
    return render(request, "risks/register.jinja", context)


def _counts(rows: list[Row]) -> list[tuple[str, int, str]]:
    """What stands out in a register, and the filter that shows it."""
    words = {
        "over": "over appetite",
        "rescore": "whose evidence has moved since the score",
        "review": "with a review overdue",
        "decide": "to decide: up, down or stay",
    }
    return [(words[name], sum(map(fits, rows)), name) for name, fits in ONLY.items()]


@needs("risks.read")
def heat(request: HttpRequest) -> HttpResponse:
    """The risks by likelihood and impact: inherent, current or target, and what moved."""
    person, here = who_and_where(request)
    chosen = Chosen(request, person, here)
    kind = request.GET.get("score", "")
    shown = kind if kind in Score.values else Score.CURRENT
    mapped = composing.heat_map(chosen.rows, queries.matrix(here, chosen.on), shown)
    context = SHOWN | {
        "chosen": chosen,
        "mapped": mapped,
        "shown": shown,
        "scores": list(Score),
        "moved_rows": [row for row in chosen.rows if row.movement in ("up", "down")],
        "since": quarter_end_before(chosen.on),
    }
    return render(request, "risks/heat.jinja", context)


@needs("risks.read")
def one(request: HttpRequest, risk: int) -> HttpResponse:
    """One risk: its scores through time, its controls, actions and evidence."""
    person = person_of(request)
    row = queries.one(person, risk, clock.today())
    if row is None:
        raise Http404
    it, council = row.risk, row.risk.organisation
    known = catalogue()
    controls = list(it.controls.all())
    context = SHOWN | {
        "row": row,
        "risk": it,
        "entries": list(it.scores.all()),
        "controls": controls,
        "remarks": queries.remarks(row, controls),
        "steps": list(it.steps.all()),
        "reviews": list(it.reviews.all()),
        "proposals": [one for one in it.proposals.all() if one.decision],
        "near_misses": list(it.near_misses.all()),
        "actions": [(one, one.late(row.on)) for one in queries.actions_of(it)],
        "measures": {one.link.measure: known.get(one.link.measure) for one in row.evidence},
        "chart": composing.through_time(queries.history(row)),
        "open": row.state == State.OPEN,
        "may_write": queries.may_write(person, it),
        "may_manage": queries.may_manage(person, council),
        "may_audit": may(person, "audit.read", council),
        "audited": urlencode({"thing": f"risks.risk:{it.pk}"}),
    }
    return render(request, "risks/risk.jinja", context)


@needs("risks.read")
def near_misses(request: HttpRequest) -> HttpResponse:
    """What nearly went wrong, and what was learned."""
    person, here = who_and_where(request)
    context: dict[str, Any] = {
        "found": queries.near_misses(person, here),
        "may_write": may(person, WRITE, here),
        "day": day,
    }
    return render(request, "risks/near_misses.jinja", context)


@needs("risks.read")
def csv(request: HttpRequest) -> StreamingHttpResponse:
    """The register as rows."""
    person, here = who_and_where(request)
    chosen = Chosen(request, person, here)
    rows = map(composing.plain_row, chosen.rows)
    return rows_sent(composing.CSV_COLUMNS, rows, f"{here.slug}-risks-{chosen.on.isoformat()}")


@needs("risks.read")
def report(request: HttpRequest, kind: str) -> HttpResponse:
    """The register as a document."""
    person, here = who_and_where(request)
    chosen = Chosen(request, person, here)
    title = f"{chosen.title}, {spoken_date(chosen.on)}"
    document = composing.document(here, chosen.rows, queries.matrix(here, chosen.on), chosen.on, title)
    return document_sent(request, document, kind, f"{here.slug}-risks-{chosen.on.isoformat()}")
