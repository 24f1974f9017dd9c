"""Every page as every role sees it: strictly parsed, one h1, a title, its language; nothing inline; safe headers."""

import re
from collections.abc import Callable

import html5lib
import pytest
from django.test import Client
from tests.contracts.visits import Visits
from tests.people import EVERYBODY

pytestmark = pytest.mark.once

HTML = "{http://www.w3.org/1999/xhtml}"
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FRAMED = {
    "explore/embed/"
}  # the one route made to be shown within other sites: published figures alone, no form


def faults(page: str) -> list[str]:
    """What is wrong with a page, in words."""
    try:
        tree = html5lib.HTMLParser(strict=True).parse(page)
    except html5lib.html5parser.ParseError as error:
        return [f"does not parse: {error}"]
    said = []
    heads, titles = list(tree.iter(f"{HTML}h1")), list(tree.iter(f"{HTML}title"))
    if len(heads) != 1 or not "".join(heads[0].itertext()).strip():
        said.append(f"has {len(heads)} h1")
    if len(titles) != 1 or not (titles[0].text or "").strip():
        said.append("has no title")
    if tree.get("lang") != "en-GB":
        said.append("does not say its language")
    ids = [it.get("id") for it in tree.iter() if it.get("id")]
    said += [f"has the id {it} twice" for it in sorted({it for it in ids if ids.count(it) > 1})]
    for element in tree.iter():
        name = str(element.tag).removeprefix(HTML)
        said += [
            f"<{name}> has {it}" for it in element.attrib if it == "style" or re.match("on[a-z]", str(it))
        ]
        if name == "style" or (name == "script" and not element.get("src")):
            said.append(f"has an inline <{name}>")
        if any(str(it).strip().lower().startswith("javascript:") for it in element.attrib.values()):
            said.append(f"<{name}> runs script from an attribute")
        if name == "form" and element.get("method", "get").lower() == "post":
            names = {it.get("name") for it in element.iter(f"{HTML}input")}
            if "csrfmiddlewaretoken" not in names:
                said.append(f"the form to {element.get('action')} has no token")
    return said


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_page_is_sound(role: str, visited: Callable[[str], Visits]) -> None:
    wrong, looked_at, known = [], 0, dict[str, list[str]]()
    for it in visited(role):
        lacking = [name for name, value in HEADERS.items() if it.headers.get(name) != value]
        policy = it.headers.get("Content-Security-Policy", "")
        if it.route.pattern in FRAMED:
            lacking.remove("X-Frame-Options")
            assert "<form" not in it.page and "frame-ancestors *" in policy
        elif "frame-ancestors 'none'" not in policy:
            lacking.append("frame-ancestors")
        if "default-src 'none'" not in policy or "unsafe-" in policy:
            lacking.append(f"Content-Security-Policy ({policy})")
        wrong += [f"{it.route.pattern} has no proper {name}" for name in lacking]
        if it.page:
            looked_at += 1
            page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', r'\1="x"', it.page)
            if page not in known:  # the page of a refusal is the same at many addresses
                known[page] = faults(page)
            wrong += [f"{it.route.pattern} ({it.status}): {said}" for said in known[page]]
    assert looked_at > 15
    assert not wrong, "\n".join([f"as {role}:", *wrong])


def test_the_policy_lets_a_page_run_and_show_only_its_own(client: Client, db: None) -> None:
    policy = client.get("/about/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert directives["style-src"] == directives["form-action"] == "'self'"
    assert directives["img-src"] == "'self' data:"
    assert (
        directives["script-src"].split(" ")[0] == "'self'" and "unsafe" not in policy and "http" not in policy
    )


def test_what_is_looked_for_would_be_found() -> None:
    bad = (
        '<!DOCTYPE html><html><head><title></title></head><body><h1>a</h1><h1>b</h1><p style="x" onclick="y">'
        '</p><script>z</script><a href="javascript:1">x</a><form method="post"></form></body></html>'
    )
    assert len(faults(bad)) == 8
    assert faults("<p>no doctype")[0].startswith("does not parse")
