"""Appendices and background papers."""

from pathlib import Path

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.files import keep
from moothall.core.models import Person
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.links import is_allowed
from moothall.kit.documents.words import showable
from moothall.plan.committee.actions.exempt import OPEN, Secret, make_secret
from moothall.plan.committee.actions.held import refuse_unseen, unpublished
from moothall.plan.committee.models import Attachment, Report

FILE_TYPES = (".pdf", ".docx", ".odt", ".xlsx", ".ods", ".csv", ".txt", ".png", ".jpg")


def attach(
    person: Person,
    *,
    report: Report,
    kind: str,
    title: str,
    where: str = "",
    link: str = "",
    file: Path | None = None,
    file_name: str = "",
    secret: Secret = OPEN,
) -> Attachment:
    """Adds an appendix or a background paper: a file that is kept here, a link, or where it can be inspected."""
    council = report.organisation
    with change(person, "committee.write", "committee.attached", organisation=council, on=report) as entry:
        report = unpublished(report)
        refuse_unseen(person, report, report)
        where, link = prose_or_none(where, "the place", 200), link.strip()
        if kind not in Attachment.Kind.values:
            raise NotPossible("Say whether it is an appendix or a background paper.")
        if not (where or link or file):
            raise NotPossible("Give a file, a link, or where it can be inspected.")
        if link and (len(link) > 500 or not is_allowed(link)):
            raise NotPossible("A link begins with https://, or is an address on this site.")
        made = Attachment(
            report=report,
            kind=kind,
            title=line(title, "the title", 200),
            where=where,
            link=link,
            added_by=person,
            added_at=clock.now(),
        )
        make_secret(made, secret)
        if file:
            keep_file(made, file, file_name)
        made.save()
        # an exempt paper's title is not for the audit's readers
        entry.after = {
            "attachment": made.pk,
            "kind": kind,
            "exempt": made.exempt_paragraph,
            "sha256": made.sha256,
        }
    return made


def end_attachment(person: Person, *, attachment: Attachment) -> None:
    """Takes an appendix or a background paper off a report that is not published."""
    report = attachment.report
    council = report.organisation
    with change(
        person, "committee.write", "committee.attachment_ended", organisation=council, on=report
    ) as entry:
        report = unpublished(report)
        refuse_unseen(person, report, attachment)
        attachment.ended_at = clock.now()
        attachment.save(update_fields=["ended_at"])
        entry.after = {"attachment": attachment.pk, "ended": True}


def keep_file(it: Attachment, path: Path, name: str) -> None:
    """Keeps the file at `path` as the attachment's. Raises NotPossible for an empty one, or a kind not published."""
    name = Path(showable(name)).name[:200]
    if not name.lower().endswith(FILE_TYPES):
        raise NotPossible(
            f"‘{name}’ is not a kind of file that can be published: give one of {', '.join(FILE_TYPES)}."
        )
    it.size = path.stat().st_size
    if not it.size:
        raise NotPossible(f"‘{name}’ is empty: choose another file.")
    it.sha256, it.file_name = keep(path), name
