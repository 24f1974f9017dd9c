"""Plain text: headings, lists, tables and paragraphs inferred from how the lines stand.

Extracts differ: some mark headings as Markdown does, some number them, some only leave a blank line round a
short line. What a heading is here, surest first: a marked or underlined line; an annex's name; a line all in
bold or in capitals; a numbered line that stands alone as a title; a short line alone, not a sentence, with
text after it. The rules are set out in docs/methods/papers.md.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from moothall.kit.papers.gathering import Gathering
from moothall.kit.papers.labels import depth, split_number
from moothall.kit.papers.lines import Block, Form, blocks, has_ended, is_spaced
from moothall.kit.papers.paper import Access, Paper

_ANNEX = re.compile(
    r"(?:Appendix|Annexe?|Schedule|Enclosure|Attachment)\s+(?:[A-Z]|\d{1,2}|[IVX]{1,4})(?=\s*(?:$|[:.\-–—]|[A-Z]))",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"Dear\b|Yours\b|https?:|www\.|\S+@\S+|\(?\d{1,2}(?:st|nd|rd|th)?\s+\w+\s+\d{4}|N/?A\b|Telephone|Email|Tel\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b|www\.|@")
_INNER_STOP = re.compile(r"[.?!;]\s+[A-Z(]")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|shall|should|does|do|did|isn't|aren't)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"(?:How|What|Why|Where|When|Which|Who|Your|Our|Are|Is|Do|Does|If)\b")
_OPENS_SENTENCE = re.compile(
    r"(?:We|It|This|These|Those|They|There|That|I|He|She|You|None|Not|In|As|Following)\b"
)
_LONG = 120  # characters: body text, where a heading is in doubt
_LONGEST_HEADING = 260
_MOST_WORDS = 16
_MOST_IN_A_QUESTION = 30


@dataclass(slots=True)
class Seen:
    """What was met on the way that is no passage."""

    pictures: int = 0
    silent: list[int] = field(default_factory=list)
    headerless: list[int] = field(default_factory=list)


def read(text: str, name: str, called: str) -> Paper:
    found, pages = blocks(text)
    gathering = Gathering(called)
    seen = gather(found, gathering)
    access = Access(
        pictures=seen.pictures,
        pictures_without_words=tuple(seen.silent),
        tables_without_header=tuple(seen.headerless),
    )
    return gathering.paper(name, "text", pages, access)


def gather(found: list[Block], gathering: Gathering, *, lined: bool = True) -> Seen:
    """Give each block its role and add it to `gathering`, with its physical line where `lined`."""
    gathering.expect(len(found))
    roles = _Roles(found)
    levels = _Levels()
    indents: list[int] = []
    seen = Seen()
    for place, block in enumerate(found):
        line = block.line if lined else gathering.next_line
        page = block.page
        seen.pictures += len(block.pictures)
        seen.silent += [line for alt in block.pictures if not alt]
        if block.form is not Form.BULLET:
            indents.clear()
        if roles.is_heading(place):
            roles.take_number(place)
            level = levels.of(block, roles.numbered, roles.is_heading(place + 1))
            gathering.heading(block.text, level, label=block.label, line=line, page=page)
        elif block.form is Form.ROW:
            if block.begins_table:
                gathering.table()
                if not block.header:
                    seen.headerless.append(line)
            gathering.row(block.cells, header=block.header, line=line, page=page)
        elif block.form is Form.BULLET:
            while indents and block.indent < indents[-1]:
                indents.pop()
            if not indents or block.indent > indents[-1]:
                indents.append(block.indent)
            gathering.item(block.text, len(indents), line=line, page=page)
        elif block.form is Form.LETTER or roles.is_item(place):
            gathering.item(block.text, label=block.label, line=line, page=page)
        elif block.form is not Form.LEADER:  # a line of a table of contents says nothing of its own
            label = "" if block.bare else block.label
            gathering.paragraph(block.bare or block.text, label=label, line=line, page=page)
    return seen


class _Levels:
    """How deep each heading is, by its marks, its number, or the heading it stands under."""

    def __init__(self) -> None:
        self._marked = 0  # the level of the last heading whose level is known

    def of(self, block: Block, numbered: bool, above_another: bool) -> int:
        if block.form is Form.MARKED:
            self._marked = block.level
        elif block.label and block.form is Form.NUMBER:
            self._marked = depth(block.label)
        elif _ANNEX.match(block.text):
            self._marked = 1
        elif block.strong or not numbered:
            return self._marked + 1 if self._marked else 1
        else:
            return 2 if self._marked and not above_another else 1
        return self._marked


class _Roles:
    """Which blocks are headings and which are items with no bullet, judged by what stands round them."""

    def __init__(self, found: list[Block]) -> None:
        self._found = found
        self._spaced = is_spaced(found)
        self._numbers = {
            place: split_number(it.text) for place, it in enumerate(found) if self._is_lone_bullet(place)
        }
        self._titles_by_depth: Counter[int] = Counter()
        self._sentences_by_depth: Counter[int] = Counter()
        for it in found:
            if it.form is Form.NUMBER:
                counter = self._titles_by_depth if _is_title(it.text) else self._sentences_by_depth
                counter[depth(it.label)] += 1
        self._plain = [self._may_be_plain(place) for place in range(len(found))]
        self._runs = _run_lengths(self._plain)
        self._items = self._unmarked_items()
        self._headings = {place for place in range(len(found)) if self._judge(place)}
        self.numbered = any(found[place].form is Form.NUMBER for place in self._headings)

    def is_heading(self, place: int) -> bool:
        return place in self._headings

    def is_item(self, place: int) -> bool:
        return place in self._items or (self._found[place].form is Form.NUMBER and self._in_sequence(place))

    def take_number(self, place: int) -> None:
        """The number of a heading that stands behind a lone bullet becomes its label."""
        label, rest = self._numbers.get(place, ("", ""))
        if label:
            block = self._found[place]
            block.text, block.label, block.form = rest, label, Form.NUMBER

    def _at(self, place: int) -> Block | None:
        return self._found[place] if 0 <= place < len(self._found) else None

    def _is_lone_bullet(self, place: int) -> bool:
        if self._found[place].form is not Form.BULLET:
            return False
        before, after = self._at(place - 1), self._at(place + 1)
        return all(it is None or it.form is not Form.BULLET for it in (before, after))

    def _judge(self, place: int) -> bool:
        block = self._found[place]
        if (
            not block.text
            or len(block.text) > _LONGEST_HEADING
            or (place + 1 >= len(self._found) and block.form is not Form.MARKED)
        ):
            return False
        if block.form is Form.MARKED:
            return True
        if place in self._items:
            return False
        if block.form is Form.BULLET:
            label, rest = self._numbers.get(place, ("", ""))
            return bool(label) and depth(label) == 1 and (_is_title(rest) or _is_phrase(rest))
        if block.form not in (Form.TEXT, Form.NUMBER) or not self._stands_alone(place):
            return False
        if _ANNEX.match(block.text) and not _INNER_STOP.search(block.text) and len(block.text) <= 200:
            return not _FINITE.search(block.text)
        if block.strong:
            return True
        if block.form is Form.NUMBER:
            return self._is_numbered_title(place)
        return self._plain[place] and self._heads_something(place)

    def _stands_alone(self, place: int) -> bool:
        """Apart from the text round it, or close above the longer text or list that it heads."""
        if not self._spaced:
            return True
        block, after = self._found[place], self._at(place + 1)
        if not block.after_blank:
            before = self._at(place - 1)
            if before is not None and before.form is Form.TEXT:
                return False
        return block.before_blank or (
            after is not None and (after.form is not Form.TEXT or len(after.text) > _LONG)
        )

    def _in_sequence(self, place: int) -> bool:
        """One of several numbered lines of the same depth with nothing between them."""
        block = self._found[place]
        if depth(block.label) != 1 or not block.label.isdigit():
            return False
        for step in (-1, 1):
            other = self._at(place + step)
            if (
                other is not None
                and other.form is Form.NUMBER
                and other.label.isdigit()
                and int(other.label) == int(block.label) + step
            ):
                return True
        return False

    def _is_numbered_title(self, place: int) -> bool:
        block = self._found[place]
        deep = depth(block.label)
        if self._in_sequence(place):
            return False
        if deep == 1:
            return _is_title(block.text) or (_is_phrase(block.text) and not block.text.endswith(":"))
        return _is_title(block.text) and self._titles_by_depth[deep] >= self._sentences_by_depth[deep]

    def _may_be_plain(self, place: int) -> bool:
        block, after = self._found[place], self._at(place + 1)
        if not block.text or block.form is not Form.TEXT or after is None or not self._stands_alone(place):
            return False
        text = block.text
        if _NO_TITLE.match(text) or _ADDRESS.search(text) or _INNER_STOP.search(text):
            return False
        if not text[0].isupper() and not text[0].isdigit() and text[0] not in "'\"‘“(":
            return False
        count = len(text.split())
        if text.isupper() and len(text) > 3:
            return count <= _MOST_WORDS
        if text.endswith("?"):
            return count <= _MOST_IN_A_QUESTION
        if count > _MOST_WORDS or re.search(r"[,;]$", text):
            return False
        if text.endswith(":"):
            return count <= 5 and after.form in (Form.TEXT, Form.NUMBER) and len(after.text) > len(text)
        if text.endswith("."):
            return (
                _is_phrase(text)
                and not re.search(r"[\d£%]", text)
                and count >= 4
                and after.form is Form.TEXT
                and len(after.text) > _LONG
            )
        return not _makes_a_sentence(text)

    def _heads_something(self, place: int) -> bool:
        after = self._found[place + 1]
        if place < 3:
            return True  # a title, a subtitle
        if after.form is Form.MARKED or (after.form is Form.NUMBER and self._is_numbered_title(place + 1)):
            return False
        if self._is_one_of_phrases(place):
            return False
        if self._runs[place] >= 3:
            return not self._plain[place + 1] and after.form is Form.TEXT and len(after.text) > _LONG
        return True

    def _is_one_of_phrases(self, place: int) -> bool:
        """One of several questions or phrases set out one to a line: a list, though it has no bullets."""

        def fits(it: Block | None) -> bool:
            return (
                it is not None
                and it.form is Form.TEXT
                and len(it.text) <= 200
                and _PHRASE.match(it.text) is not None
                and not _INNER_STOP.search(it.text)
            )

        return fits(self._found[place]) and (fits(self._at(place - 1)) or fits(self._at(place + 1)))

    def _unmarked_items(self) -> set[int]:
        """Short lines, two or more, after a line that ends in a colon."""
        items: set[int] = set()
        place = 0
        while place < len(self._found):
            block = self._found[place]
            place += 1
            if (
                not (block.text.endswith(":") and block.form in (Form.TEXT, Form.NUMBER))
                or self._plain[place - 1]
            ):
                continue
            last = place
            while last < len(self._found) and self._plain[last]:
                last += 1
            if last - place >= 2:
                items.update(range(place, last))
                place = last
        return items


def _run_lengths(flags: list[bool]) -> list[int]:
    """For each place, how many that are true stand together there."""
    lengths: list[int] = []
    for _, group in groupby(flags):
        length = len(list(group))
        lengths += [length] * length
    return lengths


def _makes_a_sentence(text: str) -> bool:
    """A short line that says something and so is no title, though it lacks its full stop."""
    if _PHRASE.match(text):
        return False
    main = re.split(r"\b(?:that|which|who)\b", text, maxsplit=1)[0]
    return _FINITE.search(main) is not None or (
        _OPENS_SENTENCE.match(text) is not None and len(text.split()) > 6
    )


def _is_title(text: str) -> bool:
    """Words that name what follows, as a heading does: short, one phrase, no full stop."""
    count = len(text.split())
    if _INNER_STOP.search(text) or text.endswith((".", ";", ",")) or not text[:1].strip():
        return False
    if text.endswith("?"):
        return count <= _MOST_IN_A_QUESTION
    if text.endswith(":"):
        return count <= 8 and not _makes_a_sentence(text)
    return count <= 25 and (text.isupper() or not _makes_a_sentence(text))


def _is_phrase(text: str) -> bool:
    """Words that name what follows though they end in a full stop: 'Our plans to share services.'"""
    if len(text) > _LONGEST_HEADING or (has_ended(text) and text[-1] in ":;") or _OPENS_SENTENCE.match(text):
        return False
    if re.search(r"[.?!;]\s+[A-Z]", text):
        return False
    return not _makes_a_sentence(text) and (
        _PHRASE.match(text) is not None or (text.startswith("The ") and " to " in text)
    )
