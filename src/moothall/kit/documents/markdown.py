"""Markdown, as people write it in the plan, to blocks of the neutral document.

CommonMark with tables. Raw HTML is not HTML here: it is shown as the text that was typed. `{{ … }}` is a
reference to a stored figure and is handed, as typed, to the caller; nothing inside it is Markdown.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.links import is_allowed
from moothall.kit.documents.model import (
    LOWEST_HEADING,
    Block,
    Cell,
    Column,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quote,
    Table,
    Text,
    plain,
)
from moothall.kit.documents.words import number_in

_UNSTYLED = Text("")

Reference = Callable[[str], tuple[Inline, ...]]


def as_typed(raw: str) -> tuple[Inline, ...]:
    """The reading of `{{ … }}` where there are no figures to refer to: the words as they stand."""
    return (Text("{{" + raw + "}}"),)


def from_markdown(text: str, reference: Reference = as_typed, top_level: int = 2) -> tuple[Block, ...]:
    """The blocks that `text` says.

    `reference` gets what stands between `{{` and `}}`, spaces included, and returns what to show for it.
    The text's highest heading becomes `top_level` (2 leaves level 1 to the document's title) and no level is
    skipped on the way down, whatever was typed. Anchors are unique in this text; where several texts make one
    document, pass all their blocks through `anchored` together.
    """
    nodes = SyntaxTreeNode(_parser().parse(text)).children
    typed = [int(node.tag[1]) for node in nodes if node.type == "heading"]
    levels = iter(_levels(typed, top_level))
    blocks: list[Block] = []
    for node in nodes:
        if node.type == "heading":
            blocks.append(Heading(next(levels), _inlines(node, reference)))
        else:
            blocks.extend(_block(node, reference))
    return anchored(blocks)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.inline.ruler.before("text", "reference", _take_reference)
    # The rule of the house in place of markdown-it's own, which lets pictures in data: through.
    # A link that is not allowed stays as it was typed.
    parser.validateLink = is_allowed  # type: ignore[method-assign, assignment]
    return parser


def _take_reference(state: StateInline, silent: bool) -> bool:
    """An inline rule that takes `{{ … }}` whole, before any other rule can see inside."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push("reference", "", 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _levels(typed: Iterable[int], top: int) -> Iterator[int]:
    """Levels that start at `top` and never go down by more than one at a time."""
    typed = tuple(typed)
    above = top - 1
    for level in typed:
        above = min(level - min(typed) + top, above + 1, LOWEST_HEADING)
        yield above


def _block(node: SyntaxTreeNode, reference: Reference) -> tuple[Block, ...]:
    match node.type:
        case "paragraph":
            return (Paragraph(_inlines(node, reference)),)
        case "heading":  # inside a list or a quote it would break the outline: it stays as bold words
            return (Paragraph(_inlines(node, reference, Text("", strong=True))),)
        case "bullet_list" | "ordered_list":
            items = tuple(_blocks(item, reference) for item in node.children)
            return (List(items, node.type == "ordered_list", int(node.attrs.get("start", 1))),)
        case "blockquote":
            return (Quote(_blocks(node, reference)),)
        case "fence" | "code_block":
            return (Paragraph((Text(node.content.rstrip("\n"), code=True),)),)
        case "table":
            return (_table(node, reference),)
    return ()  # a rule across the page, which holds no words


def _blocks(node: SyntaxTreeNode, reference: Reference) -> tuple[Block, ...]:
    return tuple(chain.from_iterable(_block(child, reference) for child in node.children))


def _table(node: SyntaxTreeNode, reference: Reference) -> Table:
    """A column is of numbers where it is aligned right, or where every cell that is filled is a number."""
    header, *body = (row for part in node.children for row in part.children)
    rows = [[_inlines(cell, reference) for cell in row.children] for row in body]
    columns = tuple(
        Column(
            plain(_inlines(cell, reference)),
            "right" in str(cell.attrs.get("style", "")) or _all_numbers(row[place] for row in rows),
        )
        for place, cell in enumerate(header.children)
    )
    cells = tuple(
        tuple(
            Cell(content, number_in(plain(content)) if column.numeric else None)
            for column, content in zip(columns, row, strict=True)
        )
        for row in rows
    )
    return Table("", columns, cells)


def _all_numbers(contents: Iterable[tuple[Inline, ...]]) -> bool:
    filled = [words for content in contents if (words := plain(content).strip())]
    return bool(filled) and all(number_in(words) is not None for words in filled)


def _inlines(node: SyntaxTreeNode, reference: Reference, style: Text = _UNSTYLED) -> tuple[Inline, ...]:
    """The prose under a node. Neighbours in the same style become one."""
    merged: list[Inline] = []
    for inline in chain.from_iterable(_inline(child, reference, style) for child in node.children):
        last = merged[-1] if merged else None
        if inline == replace(style, text=""):
            continue
        if isinstance(inline, Text) and isinstance(last, Text) and replace(last, text=inline.text) == inline:
            merged[-1] = replace(last, text=last.text + inline.text)
        else:
            merged.append(inline)
    return tuple(merged)


def _inline(node: SyntaxTreeNode, reference: Reference, style: Text) -> tuple[Inline, ...]:
    match node.type:
        case "inline":
            return _inlines(node, reference, style)
        case "strong":
            return _inlines(node, reference, replace(style, strong=True))
        case "em":
            return _inlines(node, reference, replace(style, emphasis=True))
        case "code_inline":
            return (replace(style, text=node.content, code=True),)
        case "link":
            return _linked(_inlines(node, reference, style), str(node.attrs["href"]))
        case "reference":
            return tuple(_styled(inline, style) for inline in reference(node.content))
        case "softbreak":
            return (replace(style, text=" "),)
        case "hardbreak":
            return (replace(style, text="\n"),)
    # Words; or a picture, which a plan has none of: what it says is kept.
    return (replace(style, text=node.content),)


def _styled(inline: Inline, style: Text) -> Inline:
    if not isinstance(inline, Text):
        return inline
    return replace(inline, strong=inline.strong or style.strong, emphasis=inline.emphasis or style.emphasis)


def _linked(content: Iterable[Inline], href: str) -> tuple[Inline, ...]:
    """The words linked. A figure among them keeps its own link, for a figure must lead to its lineage."""
    linked: list[Inline] = []
    for inline in content:
        last = linked[-1] if linked else None
        if not isinstance(inline, Text):
            linked.append(inline)
        elif isinstance(last, Link) and last.href == href:
            linked[-1] = Link((*last.content, inline), href)
        else:
            linked.append(Link((inline,), href))
    return tuple(linked)
