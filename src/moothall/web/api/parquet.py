"""Figures of some measures as one Parquet file."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from moothall.figures.exporting import write_parquet
from moothall.figures.measures import catalogue
from moothall.web.api import problems
from moothall.web.api.keys import Key
from moothall.web.api.problems import Problem

MOST_MEASURES = 50


@require_GET
def figures(request: HttpRequest) -> HttpResponseBase:
    """The current figures of the measures named, as far as the key's holder may read them."""
    try:
        who = Key()(request)
    except Problem as problem:
        return problems.answer(problem.status, problem.detail, headers=problem.headers)
    if who is None:
        detail = "Send 'Authorization: Bearer' and a key that works, or no key for published statistics."
        return problems.answer(401, detail, headers={"WWW-Authenticate": "Bearer"})
    wanted = list(dict.fromkeys(request.GET.getlist("measure")))
    if unknown := [it for it in wanted if it not in catalogue()]:
        return problems.answer(
            404, f"No measure has the id '{unknown[0][:80]}': /api/v1/measures lists them."
        )
    if not 0 < len(wanted) <= MOST_MEASURES:
        return problems.answer(
            422, f"Name 1 to {MOST_MEASURES} measures, as in ?measure=recycling-rate&measure=missed-bins."
        )
    with NamedTemporaryFile(prefix="moothall-", suffix=".parquet", delete=False) as file:
        path = Path(file.name)
    try:
        write_parquet(who, path, wanted)
        kept = path.open("rb")
    finally:
        path.unlink()  # an open file stays until it was sent
    name = f"{wanted[0]}.parquet" if len(wanted) == 1 else "figures.parquet"
    return FileResponse(
        kept, as_attachment=True, filename=name, content_type="application/vnd.apache.parquet"
    )
