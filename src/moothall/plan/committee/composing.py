"""A report as one neutral document: for the public, and in full for those who may read exempt parts.

The copies are built from the same parts; what a copy's reader may not see never enters its document, so no
writer (HTML, PDF, DOCX) and no feed can let it out.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from moothall.core.models import Person
from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import to_json
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import (
    Block,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Notice,
    Paragraph,
    Table,
    Text,
    cell,
)
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.words import spoken_date
from moothall.plan.committee.keys import ALL_WARDS, KeyTest
from moothall.plan.committee.models import Attachment, Exempt, Report, SectionText, SignOff
from moothall.plan.committee.notice import Standing
from moothall.plan.committee.templates import DECISION, Section, Template
from moothall.plan.figures import Fault, Shown, resolved
from moothall.reference.committee import exemptions

WITHHELD = "This part is exempt"
MARK = "Not for publication"


@dataclass(frozen=True)
class Problem:
    """Why it cannot be published yet, and in which section to mend it ('' for the cover)."""

    section: str
    title: str
    sentence: str
    reference: str = ""


@dataclass(frozen=True)
class Material:
    """All that a copy is made of, fetched once."""

    report: Report
    template: Template
    texts: Mapping[str, SectionText]
    attachments: tuple[Attachment, ...]
    sign_offs: tuple[SignOff, ...]
    key: KeyTest
    standing: Standing | None
    kept: tuple[date, date] | None  # an officer's decision: the record, its background papers


Sees = Callable[[Exempt], bool]


def everything(_: Exempt) -> bool:
    """The reader of the full copy."""
    return True


def public(part: Exempt) -> bool:
    """What the public sees."""
    return not part.exempt_paragraph


class Composition:
    """A report's parts with their figures, for a person who works on it; it makes the copies."""

    def __init__(self, person: Person, material: Material):
        self.material = material
        self._raws = {key: references_in(it.text) for key, it in material.texts.items()}
        asked = [raw for some in self._raws.values() for raw in some]
        self.resolved: dict[str, Shown | Fault] = resolved(person, material.report.organisation, asked)

    def body(self, section: Section, level: int = 3) -> tuple[Block, ...]:
        """A section's text as blocks, figures in it."""
        text = self.material.texts.get(section.key)
        if text is None or not text.text.strip():
            return ()
        if not section.numbered:
            return from_markdown(text.text, self._inline, top_level=level)
        lines = [line.strip() for line in text.text.splitlines() if line.strip()]
        items = (
            tuple(it for it in from_markdown(line, self._inline) if not isinstance(it, Heading))
            for line in lines
        )
        return (List(tuple(it or (Paragraph((Text("…"),)),) for it in items), ordered=True),)

    def fingerprint(self, section: Section) -> str:
        """The same for as long as what is signed is: the implication's words and figures, the recommendations and
        the money and wards of the cover.
        """
        report = self.material.report
        heads = [it for it in self.material.template.sections if it.numbered]
        blocks = anchored([block for it in (section, *heads) for block in self.body(it, level=2)])
        said = to_json(Document(section.title, blocks, date.min))
        money = (report.value_pence, report.value_kind, sorted(report.wards))
        text = self.material.texts.get(section.key)
        exempt = (text.exempt_paragraph, report.exempt_paragraph) if text else ()
        return hashlib.sha256(f"{said}\n{money}\n{exempt}".encode()).hexdigest()

    def signed(self, section: Section) -> SignOff | None:
        """The sign-off that holds for an implication as it stands; None where there is none or it lapsed."""
        now = self.fingerprint(section)
        found = [it for it in self.material.sign_offs if it.section == section.key and it.fingerprint == now]
        return found[-1] if found else None

    @property
    def all_signed(self) -> bool:
        return all(self.signed(it) for it in self.material.template.implications)

    @property
    def problems(self) -> list[Problem]:
        """What has to be mended before it can be published, in reading order; lapsed sign-offs are not among them."""
        report, template = self.material.report, self.material.template
        found = [
            Problem("", "Cover", f"{it.label} is empty: write it.")
            for it in template.cover
            if it.required and not report.cover.get(it.key, "").strip()
        ]
        if template.kind == DECISION:
            if report.decided_on is None:
                found.append(Problem("", "Cover", "The day of the decision is empty: write it."))
        elif report.meeting is None:
            found.append(Problem("", "Cover", "No meeting is chosen: choose the one it goes to."))
        elif report.meeting.cancelled_at:
            found.append(Problem("", "Cover", "Its meeting was cancelled: choose another."))
        for section in template.parts:
            text = self.material.texts.get(section.key)
            if section.required and not (text and text.text.strip()):
                found.append(
                    Problem(
                        section.key,
                        section.title,
                        "Nothing is written yet: say so if there is nothing to say.",
                    )
                )
            for raw in dict.fromkeys(self._raws.get(section.key, ())):
                fault = self.resolved[raw]
                if isinstance(fault, Fault):
                    found.append(Problem(section.key, section.title, fault.sentence, fault.reference))
        return found

    def hides_amount(self, sees: Sees) -> bool:
        """Whether what it spends or saves is kept from a reader: where some exempt part is."""
        parts = (self.material.report, *self.material.texts.values())
        return any(it.exempt_paragraph and not sees(it) for it in parts)

    def key_sentence(self, sees: Sees) -> str:
        """Whether it is a key decision and why, without the amount where the reader may not know it."""
        key = self.material.key
        return key.public_sentence if self.hides_amount(sees) else key.sentence

    @property
    def notice_fault(self) -> str:
        """What is wrong with the notice of a key decision, in a sentence; else ''. It can be published all the same."""
        material = self.material
        if not (material.template.executive and material.key.answer):
            return ""
        if material.standing is None:
            return "It is a key decision and it is not in the forward plan."
        return "" if material.standing.done else "It is a key decision and notice of it is not in order."

    def figures(self) -> list[tuple[Shown, bool]]:
        """The figures shown, each once, and whether only exempt parts show it."""
        found: dict[str, tuple[Shown, bool]] = {}
        for key, raws in self._raws.items():
            exempt = not public(self.material.texts[key]) or not public(self.material.report)
            for raw in raws:
                it = self.resolved[raw]
                if isinstance(it, Shown):
                    before = found.get(it.reference, (it, True))
                    found[it.reference] = (it, before[1] and exempt)
        return list(found.values())

    def document(self, sees: Sees, *, published: bool) -> Document:
        """The copy for a reader. Everything in it may be read by them, its title and properties included."""
        report, material = self.material.report, self.material
        council = report.organisation.name
        partly = any(it.exempt_paragraph for it in (report, *material.texts.values(), *material.attachments))
        full = partly and sees is not public
        return Document(
            title=report.title,
            blocks=anchored(self._blocks(sees, published)),
            date=_day_of(report),
            author=council,
            subject=_subject(report, material.template),
            footer=f"{council}: {report.title}" + (f". {MARK}: contains exempt information" if full else ""),
        )

    def _blocks(self, sees: Sees, published: bool) -> list[Block]:
        report, template = self.material.report, self.material.template
        whole_hidden = not sees(report)
        blocks: list[Block] = [_cover(self.material, sees, whole_hidden)]
        if report.exempt_paragraph:
            blocks.append(withheld(report) if whole_hidden else _marked(report))
        if whole_hidden:
            return blocks
        number, began = 0, False
        for section in template.parts:
            if section.signs:
                if not began:
                    number += 1
                    blocks.append(_heading(2, f"{number}. Implications"))
                    began = True
                blocks.append(_heading(3, section.title))
                blocks += self._part(section, sees, 4)
                blocks.append(_signature(self.signed(section)))
                continue
            if section.key not in self.material.texts:
                continue
            number += 1
            blocks.append(_heading(2, f"{number}. {section.title}"))
            blocks += self._part(section, sees, 3)
        blocks += _attachments(self.material.attachments, sees, published, report)
        return blocks + _retention(self.material)

    def _part(self, section: Section, sees: Sees, level: int) -> list[Block]:
        text = self.material.texts.get(section.key)
        if text is None or not text.text.strip():
            return [Paragraph((Text("Nothing is written yet."),))]
        if text.exempt_paragraph and not sees(text):
            return [withheld(text)]
        return [*([_marked(text)] if text.exempt_paragraph else []), *self.body(section, level)]

    def _inline(self, raw: str) -> tuple[Inline, ...]:
        it = self.resolved[raw]
        if isinstance(it, Shown):
            return (Figure(it.text, it.href),)
        return (Text(f"{{{{{raw}}}}}", code=True), Text(f" [At fault: {it.sentence}]", strong=True))


def references_in(text: str) -> list[str]:
    """What stands between each `{{` and `}}` of a text."""
    found: list[str] = []

    def note(raw: str) -> tuple[Inline, ...]:
        found.append(raw)
        return ()

    for line in (text, *text.splitlines()):  # whole, and line by line as recommendations are read
        from_markdown(line, note)
    return list(dict.fromkeys(found))


def print_fault(document: Document) -> str:
    """Why a copy could not be frozen or printed, in a sentence; else ''."""
    try:
        to_json(document)
        to_pdf(document)
    except DocumentError as fault:
        return str(fault)
    return ""


def exemption(part: Exempt) -> str:
    """The law an exempt part stands on: it is about somebody's affairs (paragraph 3 of …)."""
    said = next((it.says for it in exemptions() if it.paragraph == part.exempt_paragraph), "")
    return f"{said} (paragraph {part.exempt_paragraph} of Part 1 of Schedule 12A to the Local Government Act 1972)"


def withheld(part: Exempt) -> Notice:
    """What stands in the public copy in place of an exempt part."""
    said = f"{WITHHELD}: {exemption(part)}. Why the public interest is in keeping it so: {part.exempt_reason}"
    return Notice((Paragraph((Text(said),)),))


def _marked(part: Exempt) -> Notice:
    said = f"{MARK}. This part is exempt: {exemption(part)}."
    return Notice((Paragraph((Text(said, strong=True), Text(f" Public interest: {part.exempt_reason}"))),))


def _heading(level: int, words: str) -> Heading:
    return Heading(level, (Text(words),))


def _day_of(report: Report) -> date:
    if report.kind == DECISION:
        return report.decided_on or report.created_at.date()
    return report.meeting.on if report.meeting else report.created_at.date()


def _subject(report: Report, template: Template) -> str:
    if template.kind == DECISION:
        return template.title
    return (
        f"{template.title}: {report.meeting}, {spoken_date(report.meeting.on)}"
        if report.meeting
        else template.title
    )


def _cover(material: Material, sees: Sees, whole_hidden: bool) -> Table:
    report, template = material.report, material.template
    rows: list[tuple[str, str]] = []
    if template.kind == DECISION:
        rows.append(
            ("Date of the decision", spoken_date(report.decided_on) if report.decided_on else "Not given")
        )
    elif report.meeting:
        rows += [("Report to", str(report.meeting)), ("Date", spoken_date(report.meeting.on))]
    if not whole_hidden:
        rows += [(it.label, report.cover[it.key]) for it in template.cover if report.cover.get(it.key)]
        rows.append(("Wards", ", ".join(report.wards) or "None in particular"))
    hidden = [it for it in (report, *material.texts.values()) if it.exempt_paragraph and not sees(it)]
    if template.executive:
        key = material.key
        said = key.word if whole_hidden else key.public_sentence if hidden else key.sentence
        rows.append(("Key decision", said))
        if material.standing:
            rows.append(("Forward plan", _forward(report, material.standing)))
        elif material.key.answer:
            rows.append(("Forward plan", "Not in the forward plan"))
        rows += _urgency(report)
    if not whole_hidden and not hidden and report.value_pence is not None and not template.executive:
        rows.append(("Value", material.key.reasons[0]))
    columns = (Column("Item"), Column("Detail"))
    return Table(
        "About this " + ("decision" if template.kind == DECISION else "report"),
        columns,
        tuple((cell(name), cell(said)) for name, said in rows),
    )


def _forward(report: Report, standing: Standing) -> str:
    """How notice stands; a coming decision that is not published is not named."""
    if report.entry is None or not report.entry.published_at:
        return f"Not in the forward plan. {standing.words}."
    return f"{report.entry}: {standing.words}. {standing.advice}"


def _urgency(report: Report) -> Iterable[tuple[str, str]]:
    entry = report.entry
    if entry is None:
        return
    if entry.exception_on:
        yield (
            "General exception",
            f"Notice published on {spoken_date(entry.exception_on)}. {entry.exception_reason}",
        )
    if entry.urgency_on:
        yield (
            "Special urgency",
            f"{entry.urgency_by} agreed on {spoken_date(entry.urgency_on)}. {entry.urgency_reason}",
        )


def _signature(sign_off: SignOff | None) -> Paragraph:
    if sign_off is None:
        return Paragraph((Text("Not signed off yet.", emphasis=True),))
    at = spoken_date(timezone.localdate(sign_off.signed_at))
    return Paragraph((Text(f"Signed off by {sign_off.person}, {sign_off.role}, on {at}.", emphasis=True),))


def _attachments(them: Iterable[Attachment], sees: Sees, published: bool, report: Report) -> list[Block]:
    blocks: list[Block] = []
    them = tuple(them)
    for kind, title, empty in (
        (Attachment.Kind.APPENDIX, "Appendices", ""),
        (Attachment.Kind.BACKGROUND, "Background papers", "There are no background papers."),
    ):
        mine = [it for it in them if it.kind == kind]
        if not mine and not empty:
            continue
        blocks.append(_heading(2, title))
        if not mine:
            blocks.append(Paragraph((Text(empty),)))
            continue
        blocks.append(List(tuple(_attachment(it, n, sees, published, report) for n, it in enumerate(mine))))
    return blocks


def _attachment(
    it: Attachment, number: int, sees: Sees, published: bool, report: Report
) -> tuple[Block, ...]:
    label = f"Appendix {_letter(number)}: " if it.kind == Attachment.Kind.APPENDIX else ""
    if it.exempt_paragraph and not sees(it):
        return (
            Paragraph(
                (
                    Text(
                        f"{label}{WITHHELD[0].lower() if label else WITHHELD[0]}{WITHHELD[1:]}: "
                        f"{exemption(it)}. Public interest: {it.exempt_reason}"
                    ),
                )
            ),
        )
    href = address(
        it, report, public_page=published and not it.exempt_paragraph and not report.exempt_paragraph
    )
    words: list[Inline] = [Text(label)] if label else []
    words.append(Link((Text(it.title),), href) if href else Text(it.title))
    if it.where:
        words.append(Text(f". It can be inspected at: {it.where}"))
    if it.exempt_paragraph:
        words.append(Text(f". {MARK}: {exemption(it)}", strong=True))
    return (Paragraph(tuple(words)),)


def address(it: Attachment, report: Report, *, public_page: bool) -> str:
    """Where an attachment is read: its link, or the kept file at its public or its officers' address."""
    if it.sha256:
        if public_page:
            return reverse("public-committee-file", args=[report.organisation.slug, it.pk])
        return reverse("committee-file", args=[report.pk, it.pk])
    if it.plan is not None and not it.link:
        return reverse("plan-preview", args=[it.plan])
    return it.link


def _letter(number: int) -> str:
    """
    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    said = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def _retention(material: Material) -> list[Block]:
    if material.kept is None:
        return []
    record, background = material.kept
    said = (
        f"This record can be inspected until {spoken_date(record)}, and its background papers until "
        f"{spoken_date(background)} (SI 2014/2095 reg 8)."
    )
    return [_heading(2, "How long this is kept"), Paragraph((Text(said),))]


def wards_from(text: str) -> list[str]:
    """Wards as they were typed, one a line or between commas; 'all' is every ward."""
    found = [it.strip() for line in text.splitlines() for it in line.split(",") if it.strip()]
    if any(it.casefold() in ("all", "all wards", "every ward") for it in found):
        return [ALL_WARDS]
    return list(dict.fromkeys(found))
