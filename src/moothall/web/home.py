"""The front page, and whether the site is well."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from moothall.web.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """Where everyone starts."""
    return HttpResponse("Moothall")


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready for people: the database answers and every migration is in."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "why": "run `moothall migrate`"}, status=503)
    return JsonResponse({"ready": True})
