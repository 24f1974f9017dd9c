"""Is a progress report still, byte for byte, what was published? The audit says what it was."""

from moothall.core.frozen import changed, digest, recorded, stored
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json
from moothall.plan.progress.models import ProgressReport, ReportPdf
from moothall.plan.verifying import Verdict, facts_differ, figures_differ


def verify(report: ProgressReport) -> Verdict:
    """Compares the frozen document, its figures and its PDF with what the audit wrote when they were published."""
    said = recorded(report, "progress.published")
    kept = ReportPdf.objects.filter(report=report).first()
    findings = changed(
        "document", stored(report.document), report.document_sha256, said.get("document_sha256")
    )
    findings += changed(
        "PDF", bytes(kept.content) if kept else b"", report.pdf_sha256, said.get("pdf_sha256")
    )
    figures = list(report.figures.all())
    if said and len(figures) != said.get("figures"):
        findings.append(f"The report has {len(figures)} figures; the audit wrote {said.get('figures')}.")
    else:
        findings += figures_differ(figures, said.get("figures_sha256"))
    findings += facts_differ({"title": report.title, "as_at": report.as_at.isoformat()}, said)
    document = None
    try:
        document = from_json(report.document)
    except DocumentError as fault:
        findings.append(str(fault))
    return Verdict(str(report), ("document", "figures", "PDF"), tuple(findings), document)


def as_published(report: ProgressReport) -> bool:
    """Whether the document is what the audit says was published: one query, asked at every reading."""
    return digest(report.document) == recorded(report, "progress.published").get("document_sha256")
