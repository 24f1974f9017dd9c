"""Every route of the site, and addresses to open each by: found by following links, as each role."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from lxml import html
from playwright.sync_api import APIRequestContext

SAMPLES = 2  # addresses opened of each route: the first two that links lead to


def every_route() -> dict[str, URLPattern]:
    """Route to pattern, for the whole site."""
    return dict(_routes("", get_resolver().url_patterns))


def _routes(prefix: str, patterns: Iterable[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _routes(route, pattern.url_patterns)
        else:
            yield route, pattern


def route_of(address: str) -> str | None:
    """The route that an address is of; None where there is none."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return None


def crawl(request: APIRequestContext, site: str, known: Iterable[str] = ()) -> dict[str, list[str]]:
    """Follows links from the front page and the addresses known; gives the addresses of pages, by route."""
    found: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    waiting = ["/", *known]
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if address in seen or route is None or len(found[route]) >= SAMPLES:
            continue
        seen.add(address)
        response = request.get(site + address, max_redirects=0)
        if not response.headers.get("content-type", "").startswith("text/html"):
            continue
        if response.status == 200:
            found[route].append(address)
            waiting += _links(response.text(), address)
    return {route: addresses for route, addresses in found.items() if addresses}


def _links(text: str, page: str) -> Iterator[str]:
    for href in html.fromstring(text).xpath("//a/@href"):
        parts = urlsplit(urljoin(page, href))
        if not parts.netloc and not parts.scheme:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def parts(text: str) -> tuple[str, str]:
    """A page's frame (header, navigation, footer) and its content, without what differs each time it is asked for."""
    same = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)
    before, _, rest = same.partition("<main")
    content, _, after = rest.partition("</main>")
    return re.sub(
        r"<title>.*?</title>|<nav class=.govuk-breadcrumbs.*?</nav>", "", before + after, flags=re.S
    ), content
