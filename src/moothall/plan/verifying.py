"""Is an edition still, byte for byte, what was endorsed and published? The audit says what it was,
who signed it off, which meeting endorsed it, who confirmed it and when it was sent."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from moothall.core.frozen import changed, digest, recorded, stored
from moothall.core.models import AuditEntry
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Block, Cell, Document, Figure, children
from moothall.kit.documents.pdf import to_pdf
from moothall.plan.models import Confirmation, Edition, EditionFigure, EditionPdf, Submission


@dataclass(frozen=True)
class Verdict:
    """What came of checking one edition. `findings` is empty where nothing changed; each is a sentence."""

    edition: str
    checked: tuple[str, ...]
    findings: tuple[str, ...]
    document: Document | None = None  # as it is stored, where it can still be read
    records: tuple[str, ...] = ()  # what else was compared: who signed off, which meeting, when it was sent

    @property
    def intact(self) -> bool:
        return not self.findings


def verify(edition: Edition) -> Verdict:
    """Compares the frozen document, its figures and its PDF with what the audit wrote when they were made."""
    endorsed, published = recorded(edition, "plan.endorsed"), recorded(edition, "plan.published")
    content = stored(edition.document)
    findings = changed("document", content, edition.document_sha256, endorsed.get("document_sha256"))
    document, checked = None, ["document", "figures"]
    records: list[str] = []
    try:
        document = from_json(edition.document)
        findings += _figures_changed(edition, document, endorsed)
    except DocumentError as fault:
        findings.append(str(fault))
    if edition.published_at is not None or published:
        checked.append("PDF")
        pdf = EditionPdf.objects.filter(edition=edition).first()
        content = bytes(pdf.content) if pdf else b""
        differs = changed("PDF", content, edition.pdf_sha256, published.get("pdf_sha256"))
        if differs and document and not findings:
            differs += _where(content, document, published)
        findings += differs
    for what, found in _records(edition, endorsed).items():
        if found is not None:
            records.append(what)
            findings += found
    return Verdict(str(edition), tuple(checked), tuple(findings), document, tuple(records))


def as_endorsed(edition: Edition) -> bool:
    """Whether the document is, byte for byte, what the audit says was endorsed: one query, asked at every reading."""
    return digest(edition.document) == recorded(edition, "plan.endorsed").get("document_sha256")


def submission_facts(it: Submission) -> dict[str, str]:
    """What the audit writes of a submission, and what is compared with it later."""
    return {
        "sent_to": it.sent_to,
        "means": it.means,
        "sent_on": it.sent_on.isoformat(),
        "correction": it.correction,
    }


def confirmation_facts(it: Confirmation) -> dict[str, object]:
    """What the audit writes of a confirmation beside who made it."""
    return {"confirmation": it.pk, "confirmed_at": it.confirmed_at.isoformat()}


class _Shows(Protocol):
    """A frozen figure: the version that it is of, the words for it and its lineage page."""

    observation_id: int
    shown: str
    href: str


def figures_digest(rows: Iterable[_Shows]) -> str:
    """The SHA-256 of the figures that something frozen shows, with the very versions, in hexadecimal."""
    lines = sorted(f"{it.observation_id}\t{it.href}\t{it.shown}" for it in rows)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def figures_differ(rows: Iterable[_Shows], recorded: object) -> list[str]:
    """What to say where the figures kept are not those that the audit wrote; nothing was written at first."""
    if recorded in (None, figures_digest(rows)):
        return []
    return ["The words or the versions of its figures are not those that the audit wrote."]


def facts_differ(kept: Mapping[str, str], recorded: Mapping[str, object]) -> list[str]:
    """A sentence for each fact that is kept otherwise than the audit wrote it."""
    return [
        f"The {name.replace('_', ' ')} is kept as '{now}'; the audit wrote '{recorded[name]}'."
        for name, now in kept.items()
        if name in recorded and recorded[name] != now
    ]


def _records(edition: Edition, endorsed: dict[str, object]) -> dict[str, list[str] | None]:
    """By kind of record, what differs from the audit; None where the edition has no such record."""
    kept = {
        "title": edition.title,
        "years": edition.years,
        "meeting": edition.meeting,
        "meeting_date": edition.meeting_date.isoformat(),
        "minute": edition.minute,
        "resolution": edition.resolution,
    }
    return {
        "sign-off": _sign_off_changed(edition, endorsed),
        "endorsement": facts_differ(kept, endorsed),
        "confirmations": _confirmations_changed(edition),
        "submission": _submissions_changed(edition),
    }


def _sign_off_changed(edition: Edition, endorsed: dict[str, object]) -> list[str] | None:
    """None for an edition from before a sign-off was asked for."""
    if edition.sign_off_id is None and endorsed.get("sign_off") is None:
        return None
    signed = edition.sign_off
    if signed is None or signed.pk != endorsed.get("sign_off"):
        return ["The sign-off that members had before them is not the one that the audit wrote."]
    entry = (
        AuditEntry.objects.about(signed._meta.label_lower, signed.pk).filter(action="plan.signed_off").last()
    )
    if entry is None or not isinstance(entry.after, dict):
        return ["The audit has no entry that says what was signed off."]
    findings = []
    if not signed.fingerprint == entry.after.get("fingerprint") == edition.fingerprint:
        findings.append("The text that was signed off is not the text that was endorsed.")
    if signed.signed_by_id != entry.person_id:
        findings.append(
            f"The sign-off is kept as that of {signed.signed_by}; the audit wrote {entry.person}."
        )
    return findings


def _confirmations_changed(edition: Edition) -> list[str] | None:
    entries = AuditEntry.objects.about(edition._meta.label_lower, edition.pk).filter(action="plan.confirmed")
    written = {it.person_id: dict(it.after) for it in entries if isinstance(it.after, dict)}
    kept = {it.person_id: it for it in edition.confirmations.select_related("person")}
    if not written and not kept:
        return None
    findings = [
        f"{it.person} is kept as having confirmed it; the audit wrote no such confirmation."
        for who, it in kept.items()
        if who not in written
    ]
    findings += [
        f"When or how {it.person} confirmed it is not what the audit wrote."
        for who, it in kept.items()
        if "confirmation" in written.get(who, {}) and confirmation_facts(it).items() - written[who].items()
    ]
    gone = len(written.keys() - kept.keys())
    return findings + ([f"{gone} that the audit wrote of its confirmations is not kept."] if gone else [])


def _submissions_changed(edition: Edition) -> list[str] | None:
    entries = AuditEntry.objects.about(edition._meta.label_lower, edition.pk).filter(action="plan.submitted")
    written = {it.after["submission"]: it.after for it in entries if isinstance(it.after, dict)}
    kept = {it.pk: {"submission": it.pk, **submission_facts(it)} for it in edition.submissions.all()}
    if not written and not kept:
        return None
    differ = sorted(pk for pk in {*written, *kept} if written.get(pk) != kept.get(pk))
    return [f"Record {pk} of its being sent is not what the audit wrote." for pk in differ]


def _where(content: bytes, document: Document, published: dict[str, object]) -> list[str]:
    """Which bytes of the PDF differ, where the same PDF can be made again from the document."""
    try:
        made = to_pdf(document, str(published.get("address", "")))
    except DocumentError:
        return []
    if hashlib.sha256(made).hexdigest() != published.get("pdf_sha256"):
        return []  # another release sets type differently
    differing = [place for place, (was, now) in enumerate(zip(made, content, strict=False)) if was != now]
    first = differing[0] if differing else min(len(made), len(content))
    count = len(differing) + abs(len(made) - len(content))
    return [f"Of the PDF's {len(made):,} bytes {count:,} changed, the first at byte {first:,}."]


def _figures_changed(edition: Edition, document: Document, endorsed: Mapping[str, object]) -> list[str]:
    """Figures that the frozen text shows in other words than its figures' rows do, and rows that went."""
    rows = list(EditionFigure.objects.filter(edition=edition))
    count = endorsed.get("figures")
    findings = []
    if isinstance(count, int) and len(rows) != count:
        findings.append(f"The edition has {len(rows)} figures; the audit wrote {count}.")
    else:
        findings += figures_differ(rows, endorsed.get("figures_sha256"))
    shown = {(it.href, it.text) for block in document.blocks for it in _figures(block)}
    unknown = sorted(shown - {(row.href, row.shown) for row in rows})
    return findings + [f"The text shows '{text}', which is not among its figures." for _, text in unknown]


def _figures(block: Block) -> list[Figure]:
    found = [it for it in getattr(block, "content", ()) if isinstance(it, Figure)]
    cells: list[Cell] = [cell for row in getattr(block, "rows", ()) for cell in row]
    found += [it for cell in cells for it in cell.content if isinstance(it, Figure)]
    return found + [it for child in children(block) for it in _figures(child)]
