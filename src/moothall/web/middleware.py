"""What happens around every request."""

import logging
import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from moothall.web.errors import wrong_method

log = logging.getLogger("moothall.web")
Respond = Callable[[HttpRequest], HttpResponse]


def request_log(get_response: Respond) -> Respond:
    """One line a request: method, route, status and time. No path, query string, person or address."""

    def respond(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else "(none)",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        return response

    return respond


def acting_person(get_response: Respond) -> Respond:
    """Gives the acting person the address they act from, for the audit; and keeps their pages out of shared caches."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.address = client_address(request)
        response = get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return respond


def page_for_wrong_method(get_response: Respond) -> Respond:
    """Django answers a GET of what takes only POSTs with nothing at all: here, with a page."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            return wrong_method(request, response["Allow"])
        return response

    return respond


def client_address(request: HttpRequest) -> str:
    """The client's address: the connection's or, behind MOOTHALL_PROXIES proxies, what the outermost saw."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    behind: int = settings.TRUSTED_PROXIES
    if not behind or len(chain) < behind:
        return direct
    try:
        return str(ip_address(chain[-behind]))
    except ValueError:  # a proxy that writes something else: the audit and the lockout need an address
        return direct
