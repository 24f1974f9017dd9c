"""Where somebody is, in the menu."""

from typing import Any

import html5lib
from tests.people import World, client


def marked(world: World, role: str, address: str) -> list[tuple[str, str]]:
    """What the menu says is open: its words, and whether it is this very page."""
    page: Any = html5lib.HTMLParser(namespaceHTMLElements=False).parse(
        client(world.person[role]).get(address).content.decode()
    )
    links = [it for nav in page.iter("nav") for it in nav.iter("a") if it.get("aria-current")]
    return [("".join(it.itertext()).strip(), it.get("aria-current")) for it in links]


def test_the_section_and_its_room_are_marked(world: World) -> None:
    assert marked(world, "auditor", "/priorities/") == [("Performance", "true"), ("Corporate plan", "page")]
    assert marked(world, "auditor", "/priorities/owners/") == [
        ("Performance", "true"),
        ("Corporate plan", "true"),
    ]
    assert marked(world, "auditor", "/people/audit/") == [("Administration", "true"), ("Audit", "page")]
    assert marked(world, "auditor", "/account/") == []


def test_a_page_beside_its_room_opens_that_room(world: World) -> None:
    lineage = f"/figures/{world.own.series_id}/{world.own.start}/"
    assert marked(world, "auditor", lineage) == [("Insight", "true"), ("Measures", "true")]


def test_a_section_of_one_room_is_that_room(world: World) -> None:
    text = client(world.person["contributor"]).get("/about/").content.decode()
    assert "Recommendations" in text and ">Committee<" not in text, (
        "the one room of the section they may enter"
    )
    assert (
        "Administration" not in text
        and "Administration" in client(world.root).get("/about/").content.decode()
    )
