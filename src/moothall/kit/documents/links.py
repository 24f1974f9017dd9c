"""Which links a document may hold, and where they lead once it has left the site."""

import re
from urllib.parse import urljoin

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_ALLOWED = ("http:", "https:", "mailto:")
# Browsers drop tabs and newlines inside an address and controls before it: 'java\nscript:' would run.
_HIDING = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\\]")


def is_allowed(href: str) -> bool:
    """True for http, https and mailto links and for relative ones; nothing that runs, nothing disguised."""
    if not href or _HIDING.search(href):
        return False
    # A relative address has no colon before its first slash (RFC 3986, 4.2), so anything else names a scheme.
    return ":" not in re.split("[/?#]", href, maxsplit=1)[0] or href.lower().startswith(_ALLOWED)


def absolute(href: str, base_url: str) -> str | None:
    """The address to print in a file that leaves the site; None where it is relative and there is no base.

    >>> absolute("/figures/1/", "https://moothall.example/plans/2/")
    'https://moothall.example/figures/1/'
    """
    if _SCHEME.match(href):
        return href
    return urljoin(base_url, href) if base_url else None
