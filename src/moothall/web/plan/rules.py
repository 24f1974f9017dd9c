"""What the rules are of which a page shows findings, for those who want to know why."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.documents.html import to_html
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import Heading

if TYPE_CHECKING:
    from moothall.recipes.plan_check import Finding


def explained(findings: Iterable["Finding"]) -> list[tuple[str, str, Markup]]:
    """Each rule that found something, once: its code, its name, and its page."""
    from moothall.recipes.plan_check import rules

    codes = sorted({it.code for it in findings} & rules().keys())
    return [(code, rules()[code].name, _page(rules()[code].markdown())) for code in codes]


def _page(markdown: str) -> Markup:
    """A rule's page without its title, which its place has, and without anchors, which other rules have too."""
    blocks = from_markdown(markdown.partition("\n")[2], top_level=4)
    return to_html(replace(it, id="") if isinstance(it, Heading) else it for it in blocks)
