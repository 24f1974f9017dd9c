"""The two icons: each kind its own picture, its own words, and never colour alone."""

import re
from xml.etree import ElementTree

import pytest

from moothall.kit.charts import Icon
from moothall.kit.charts.xmr_icons import KINDS

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", KINDS)
def test_an_icon_has_its_words_as_its_name(kind: str) -> None:
    root = ElementTree.fromstring(str(Icon(kind).svg))
    assert (root.get("role"), root.get("aria-label")) == ("img", Icon(kind).words)
    assert root.find(f"{SVG}title").text == Icon(kind).words  # type: ignore[union-attr]
    silent = ElementTree.fromstring(str(Icon(kind).silent))
    assert silent.get("aria-hidden") == "true" and silent.find(f"{SVG}title") is None


def test_no_two_kinds_look_or_read_alike_even_without_colour() -> None:
    shapes = {re.sub(r"#[0-9a-f]{6}", "", Icon(kind).silent.partition("><")[2]) for kind in KINDS}
    assert len(shapes) == len({Icon(kind).words for kind in KINDS}) == len(KINDS) == 10


def test_nothing_that_the_content_security_policy_would_drop() -> None:
    assert not re.search(r"style=|on\w+=|<script", "".join(Icon(kind).svg for kind in KINDS))


@pytest.mark.parametrize("kind", ["none", "", "red"])
def test_what_has_no_icon_is_said_in_words_instead(kind: str) -> None:
    with pytest.raises(ValueError, match="There is no icon"):
        Icon(kind)
