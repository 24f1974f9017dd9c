"""Every route of the site, and addresses to open each by: found by following links, as each role."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, islice
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from lxml import html
from playwright.sync_api import APIRequestContext

FILE = re.compile(r"\.(csv|json|pdf|docx|xlsx|pptx|zip|ics|gpx)$")  # how the address of what is no page ends
FOLLOWED = 3  # pages of each route whose links are followed
SAMPLES = 2  # and how many of them are given: the ends of a list, where links lead to a list of them

Kind = tuple[str | None, ...]  # a route, and the names of what is asked of it
SHAPING = (
    "class",
    "role",
    "type",
    "scope",
)  # attributes whose values matter to how an element is heard and seen


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
    return _route_of_path(urlsplit(address).path)


@cache  # every page links to what every other does
def _route_of_path(path: str) -> str | None:
    try:
        return resolve(path).route
    except Resolver404:
        return None


def crawl(
    request: APIRequestContext, site: str, known: Iterable[str], followed: int, files: set[Kind]
) -> dict[str, dict[str, str]]:
    """Follows links from the front page and the addresses known; the pages by route, then by address their text.

    `files` are the kinds of address known to give no page, to which those found here are added: making a file, to
    look away from it, takes longer than all else.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    seen: set[str] = set()
    waiting = ["/", *known]
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if address in seen or route is None or len(found[route]) >= followed:
            continue
        if FILE.search(urlsplit(address).path) or _kind(address) in files:
            continue
        seen.add(address)
        response = request.get(site + address, max_redirects=0)
        if response.status == 200:
            if _is_file(response.headers):
                files.add(_kind(address))
                continue
            found[route][address] = response.text()
            waiting += _ends_first(_links(found[route][address], address))
    return {route: dict(islice(pages.items(), SAMPLES)) for route, pages in found.items() if pages}


def _kind(address: str) -> Kind:
    """A page and the table on it as a file have one route, and are asked for by other names."""
    return route_of(address), *sorted(parse_qs(urlsplit(address).query, keep_blank_values=True))


def _links(text: str, page: str) -> Iterator[str]:
    for href in html.fromstring(text).xpath("//a/@href"):
        parts = urlsplit(urljoin(page, href))
        if not parts.netloc and not parts.scheme:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _is_file(headers: dict[str, str]) -> bool:
    kept = headers.get("content-disposition", "").startswith("attachment")
    return kept or not headers.get("content-type", "").startswith("text/html")


def _ends_first(links: Iterable[str]) -> list[str]:
    """Links by route, the first and then the last of each before the others: the ends of a list differ most."""
    by_route: dict[str | None, list[str]] = defaultdict(list)
    for address in dict.fromkeys(links):
        by_route[route_of(address)].append(address)
    return [address for them in by_route.values() for address in (*them[:1], *them[:0:-1][:1], *them[1:-1])]


def parts(text: str) -> tuple[str, str]:
    """A page's frame (header, navigation, footer) and its content, without what differs each time it is asked for."""
    same = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)
    before, _, rest = same.partition("<main")
    content, _, after = rest.partition("</main>")
    return re.sub(
        r"<title>.*?</title>|<nav class=.govuk-breadcrumbs.*?</nav>", "", before + after, flags=re.S
    ), content


def kinds(text: str) -> list[str]:
    """What a page is made of: its frame, the levels of its headings in order, and the shape of each block of content.

    A shape has elements, classes and roles, without words and with like siblings once: a list is the same whether
    it has three lines or thirty, and axe finds in one of them what it finds in the other.
    """
    frame, content = parts(text)
    return [_frame(frame), *_blocks(content)]


@cache  # and _blocks too: most pages say the same to several roles
def _frame(part: str) -> str:
    return _shape(_parsed(part))


@cache
def _blocks(part: str) -> list[str]:
    content = _parsed(part)
    levels = [it.tag for it in content.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    blocks = (_shape(it) for it in content if isinstance(it.tag, str))
    return [" ".join(level for level, _ in groupby(levels)), *blocks]


def _parsed(part: str) -> html.HtmlElement:
    return html.fragment_fromstring(part.replace("<!DOCTYPE html>", ""), create_parent=True)


def _shape(element: html.HtmlElement) -> str:
    inside = dict.fromkeys(_shape(child) for child in element if isinstance(child.tag, str))
    said = any((it or "").strip() for it in (element.text, *(child.tail for child in element)))
    kept = (f"{name}={value}" if name in SHAPING else name for name, value in element.attrib.items())
    return f"<{element.tag} {' '.join(kept)} {said}>{''.join(inside)}"
