"""The API's routes. Anybody may call them: what they answer depends on the key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, include, path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from moothall.web.access import public
from moothall.web.api import odata, parquet, problems
from moothall.web.api.api import api

View = Callable[..., HttpResponseBase]


def door(view: View) -> View:
    """The same manners for every operation: what a key may read is not cached for others; one shape of refusal."""

    @public
    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            answer = problems.answer(405, "Use GET.", headers={"Allow": answer["Allow"]})
        patch_vary_headers(answer, ("Authorization",))
        patch_cache_control(answer, private=True)
        return answer

    return csrf_exempt(respond)  # no session, no cookie: nothing to forge


def _routes() -> list[URLPattern]:
    routes = [it for it in api.urls[0] if isinstance(it, URLPattern)]
    for route in routes:
        route.callback = door(route.callback)
    return [*routes, path("<path:rest>", door(problems.no_such_address), name="nothing")]


ODATA = [
    path("", door(odata.service), name="service"),
    path("$metadata", door(odata.metadata), name="metadata"),
    path("<str:entity>", door(odata.entities), name="entities"),
    path("<str:entity>/$count", door(odata.number), name="number"),
]
urlpatterns = [
    path("v1/", include((_routes(), "api"), namespace="api")),
    path("odata/", include((ODATA, "odata"), namespace="odata")),
    path("figures.parquet", door(parquet.figures), name="figures-parquet"),
]
