"""What is said of a plan: comments on its sections, and corrections of how its answers were read."""

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.permission import may
from moothall.core.wording import prose, prose_or_none
from moothall.engines.text.found import Status
from moothall.plan import queries
from moothall.plan.actions.held import locked
from moothall.plan.models import Comment, CoverageCorrection, Plan
from moothall.plan.themes import BY_KEY
from moothall.reference.productivity_letter import letter

LONGEST_REMARK = 4_000  # characters


def comment(person: Person, *, plan: Plan, theme: str, text: str, quoted: str = "") -> Comment:
    """Says something of a section's text as it stands, or of the words `quoted` from it."""
    with change(person, "plan.read", "plan.commented", organisation=plan.organisation, on=plan) as entry:
        if theme not in BY_KEY:
            raise NotPossible(f"A plan has no section '{theme}': its sections are {', '.join(BY_KEY)}.")
        text = prose(text, "the comment", LONGEST_REMARK)
        quoted = prose_or_none(quoted, "the quotation", LONGEST_REMARK)
        standing = queries.current(plan).get(theme)
        if quoted and not _stands(person, plan, theme, quoted, standing.text if standing else ""):
            raise NotPossible(
                "Those words are not in the section as it stands: copy them from it, or leave them out."
            )
        made = Comment.objects.create(
            plan=plan,
            theme=theme,
            version=standing.number if standing else 0,
            quoted=quoted,
            text=text,
            written_by=person,
            written_at=clock.now(),
        )
        entry.after = {"section": theme, "version": made.version, "comment": made.pk, "characters": len(text)}
    return made


def _stands(person: Person, plan: Plan, theme: str, quoted: str, text: str) -> bool:
    """Whether these words are in a section, as it is read or as it is written."""
    wanted = " ".join(quoted.split())
    return wanted in " ".join(text.split()) or wanted in queries.section_words(person, plan, theme)


def resolve(person: Person, *, comment: Comment, reason: str) -> Comment:
    """Closes a comment with what came of it: whoever wrote it, or somebody who writes the plan."""
    plan = comment.plan
    with change(
        person, "plan.read", "plan.comment_resolved", organisation=plan.organisation, on=plan
    ) as entry:
        locked(plan)
        comment = Comment.objects.get(pk=comment.pk)
        if person.pk != comment.written_by_id and not may(person, "plan.write", plan.organisation):
            raise NotPossible("A comment is closed by whoever wrote it or by somebody who writes the plan.")
        if comment.resolved_at is not None:
            raise NotPossible("This comment is closed already: write a new one if there is more to say.")
        comment.reason = prose(reason, "the reason", LONGEST_REMARK)
        comment.resolved_by, comment.resolved_at = person, clock.now()
        comment.save(update_fields=["reason", "resolved_by", "resolved_at"])
        entry.before = {"comment": comment.pk, "open": True}
        entry.after = {"comment": comment.pk, "open": False, "reason": comment.reason}
    return comment


def correct_coverage(
    person: Person, *, plan: Plan, question: str, status: str, reason: str
) -> CoverageCorrection:
    """Says whether the plan answers a question of the letter, whatever was read; '' goes back to what is read."""
    with change(person, "plan.write", "plan.coverage_corrected", organisation=plan.organisation) as entry:
        locked(plan)
        if question not in {it.id for it in letter().questions}:
            raise NotPossible(f"The letter has no question '{question}': choose one from the list.")
        if status and status not in set(Status):
            raise NotPossible(f"A question is {', '.join(Status)}, not '{status}': choose one of them.")
        before = queries.coverage_corrections(plan).get(question)
        if not status and before is None:
            raise NotPossible("Nothing was corrected here: there is nothing to take back.")
        made = CoverageCorrection.objects.create(
            plan=plan,
            question=question,
            status=status,
            reason=prose(reason, "the reason", LONGEST_REMARK),
            corrected_by=person,
            corrected_at=clock.now(),
        )
        subject(entry, plan)
        entry.before = {"question": question, "status": before.status if before else None}
        entry.after = {"question": question, "status": status or None, "reason": made.reason}
    return made
