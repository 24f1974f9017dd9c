"""Documents that are frozen when somebody decides on them, and whether they still are what the audit says they were."""

import hashlib

from django.db.models import Model

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import to_json
from moothall.kit.documents.model import Document


def frozen(document: Document) -> str:
    """The document as it is stored. Raises NotPossible with its fault."""
    try:
        return to_json(document)
    except DocumentError as fault:
        raise NotPossible(str(fault)) from fault


def stored(document: str) -> bytes:
    """A frozen document's bytes, whatever somebody has put in its row."""
    return document.encode("utf-8", "surrogatepass")


def digest(document: str) -> str:
    """The SHA-256 of a frozen document, or of what stands for one, in hexadecimal."""
    return hashlib.sha256(stored(document)).hexdigest()


def recorded(it: Model, action: str) -> dict[str, object]:
    """What the audit says was made: the first such entry, as entries are only ever added. Empty where there is none."""
    entry = AuditEntry.objects.about(it._meta.label_lower, it.pk).filter(action=action).last()
    return dict(entry.after) if entry and isinstance(entry.after, dict) else {}


def changed(what: str, content: bytes, kept: str, recorded: object) -> list[str]:
    """Sentences on how `content`, or the digest `kept` beside it, differs from the digest that the audit wrote."""
    found = hashlib.sha256(content).hexdigest()
    if not recorded:
        return [f"The audit has no entry that says what the {what} was."]
    findings = []
    if found != recorded:
        findings.append(
            f"The {what} ({len(content):,} bytes) has the SHA-256 {found}; the audit wrote {recorded}."
        )
    if kept != recorded:
        findings.append(
            f"The SHA-256 kept beside the {what} is {kept or 'empty'}; the audit wrote {recorded}."
        )
    return findings
