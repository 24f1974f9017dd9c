"""Is a progress report still, byte for byte, what was published? The audit says what it was."""

import hashlib

from moothall.core.models import AuditEntry
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json
from moothall.plan.progress.models import ProgressReport, ReportPdf
from moothall.plan.verifying import Verdict


def verify(report: ProgressReport) -> Verdict:
    """Compares the frozen document, its figures and its PDF with what the audit wrote when they were published."""
    recorded = _recorded(report)
    kept = ReportPdf.objects.filter(report=report).first()
    findings = _changed("document", _bytes(report), report.document_sha256, recorded.get("document_sha256"))
    findings += _changed(
        "PDF", bytes(kept.content) if kept else b"", report.pdf_sha256, recorded.get("pdf_sha256")
    )
    figures = report.figures.count()
    if recorded and figures != recorded.get("figures"):
        findings.append(f"The report has {figures} figures; the audit wrote {recorded.get('figures')}.")
    document = None
    try:
        document = from_json(report.document)
    except DocumentError as fault:
        findings.append(str(fault))
    return Verdict(str(report), ("document", "figures", "PDF"), tuple(findings), document)


def as_published(report: ProgressReport) -> bool:
    """Whether the document is what the audit says was published: one query, asked at every reading."""
    return hashlib.sha256(_bytes(report)).hexdigest() == _recorded(report).get("document_sha256")


def _bytes(report: ProgressReport) -> bytes:
    return report.document.encode("utf-8", "surrogatepass")


def _recorded(report: ProgressReport) -> dict[str, object]:
    about = AuditEntry.objects.about(report._meta.label_lower, report.pk)
    entry = about.filter(action="progress.published").last()
    return dict(entry.after) if entry and isinstance(entry.after, dict) else {}


def _changed(what: str, content: bytes, kept: str, recorded: object) -> list[str]:
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
