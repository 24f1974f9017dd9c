"""Who is asking: the holder of a key, or anybody."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.security import HttpBearer

from moothall.core.models import Visitor
from moothall.core.permission import may
from moothall.core.queries import holder_of
from moothall.web.api.limits import count
from moothall.web.middleware import client_address


class Key(HttpBearer):
    """`Authorization: Bearer mh_…` reads as the key's holder; without one, published statistics are open.

    A key stops with its holder: when it is ended, when they are stopped, or when no role lets them hold one.
    """

    def __call__(self, request: HttpRequest) -> Visitor | None:
        header = request.headers.get("Authorization", "")
        scheme, _, key = header.partition(" ")
        return who_asks(request, key.strip() if scheme.lower() == "bearer" else "", sent=bool(header))

    def authenticate(self, request: HttpRequest, token: str) -> Visitor | None:
        return self(request)


def who_asks(request: HttpRequest, key: str, *, sent: bool) -> Visitor | None:
    """The holder of a key, or anybody where none was `sent`; None where what was sent is no key that works.

    Counts the request. Raises Problem (429) when there were too many.
    """
    holder = holder_of(key) if key else None
    if holder and may(holder, "keys.hold"):
        count(f"holder:{holder.pk}", settings.API_RATE)
        return holder
    count(f"address:{client_address(request)}", settings.API_RATE_ANONYMOUS)
    return None if sent else AnonymousUser()
