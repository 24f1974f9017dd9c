"""A plan's sections as one neutral document: the text, the figures in it, and what is at fault."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from moothall.core.models import Organisation, Person
from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import to_json
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import Block, Document, Figure, Heading, Inline, Text
from moothall.kit.documents.pdf import to_pdf
from moothall.plan.figures import Fault, Shown, references, resolved
from moothall.plan.themes import BY_KEY, PAGES_ASKED_FOR, THEMES, WORDS_ON_A_PAGE

_WORD = re.compile(r"\w[\w'’.,-]*")


@dataclass(frozen=True)
class Problem:
    """Why the text cannot be endorsed yet, and in which section to mend it."""

    theme: str
    sentence: str
    reference: str = ""

    @property
    def where(self) -> str:
        return BY_KEY[self.theme].title


@dataclass(frozen=True)
class Composed:
    """The text with its figures, as it stands. `problems` is empty where it could be endorsed."""

    title: str
    blocks: tuple[Block, ...]
    figures: tuple[Shown, ...]
    problems: tuple[Problem, ...]
    words: Mapping[str, int]

    @property
    def fingerprint(self) -> str:
        """The same for as long as the words and the figures are: it tells what a person was shown."""
        undated = Document(self.title, self.blocks, date.min)
        return hashlib.sha256(to_json(undated).encode()).hexdigest()

    @property
    def total_words(self) -> int:
        return sum(self.words.values())

    @property
    def length(self) -> str:
        """How long it is beside what was asked for, in words."""
        pages = max(1, round(self.total_words / WORDS_ON_A_PAGE))
        least, most = PAGES_ASKED_FOR
        judged = "shorter than" if pages < least else "longer than" if pages > most else "within"
        about = f"about {pages} page{'' if pages == 1 else 's'} of A4"
        return f"{self.total_words:,} words, {about}: {judged} the {least} to {most} pages asked for"


def composed(person: Person, organisation: Organisation, title: str, texts: Mapping[str, str]) -> Composed:
    """The sections' texts, by theme, as one document with the figures that this person may read."""
    raws: dict[str, list[str]] = {theme.key: _references_in(texts.get(theme.key, "")) for theme in THEMES}
    found = resolved(person, organisation, [raw for some in raws.values() for raw in some])
    blocks: list[Block] = []
    problems: list[Problem] = []
    for theme in THEMES:
        text = texts.get(theme.key, "")
        if text.strip():
            blocks.append(Heading(2, (Text(theme.title),), theme.key))
            blocks += from_markdown(text, lambda raw: _inline(raw, found[raw]), top_level=3)
        elif theme.required:
            problems.append(
                Problem(theme.key, "Nothing is written yet: write it, or say why there is nothing to say.")
            )
        for raw in dict.fromkeys(raws[theme.key]):
            fault = found[raw]
            if isinstance(fault, Fault):
                problems.append(Problem(theme.key, fault.sentence, fault.reference))
    return Composed(
        title,
        anchored(blocks),
        tuple(references(found)),
        tuple(problems),
        {theme.key: word_count(texts.get(theme.key, "")) for theme in THEMES},
    )


def print_fault(made: Composed) -> str:
    """Why this could not be printed as a PDF (a letter that the fonts lack), in a sentence; else ''."""
    try:
        to_pdf(Document(made.title, made.blocks, date(2000, 1, 1)))
    except DocumentError as fault:
        return str(fault)
    return ""


def word_count(text: str) -> int:
    """How many words a reader counts; a reference to a figure is one."""
    *parts, rest = text.split("}}")  # not by a pattern, which ten thousand unclosed braces would keep busy
    before = (part.partition("{{") for part in parts)
    return len(
        _WORD.findall("".join(words + (" figure " if opened else "") for words, opened, _ in before) + rest)
    )


def _references_in(text: str) -> list[str]:
    found: list[str] = []

    def note(raw: str) -> tuple[Inline, ...]:
        found.append(raw)
        return ()

    from_markdown(text, note)
    return found


def _inline(raw: str, it: Shown | Fault) -> tuple[Inline, ...]:
    if isinstance(it, Shown):
        return (Figure(it.text, it.href),)
    return (Text(f"{{{{{raw}}}}}", code=True), Text(f" [At fault: {it.sentence}]", strong=True))
