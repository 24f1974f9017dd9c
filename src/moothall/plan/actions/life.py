"""The steps of a plan's life: signed off, endorsed, confirmed, sent and published."""

import hashlib
from datetime import date

from django.conf import settings
from django.urls import reverse

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.frozen import frozen
from moothall.core.models import Person
from moothall.core.permission import require
from moothall.core.wording import line, prose
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Document
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.words import showable, spoken_date
from moothall.plan import queries
from moothall.plan.actions.held import locked, locked_edition
from moothall.plan.actions.remarks import LONGEST_REMARK
from moothall.plan.composing import Composed
from moothall.plan.life import LIFE, SENT_WHEN, State
from moothall.plan.models import (
    Confirmation,
    Edition,
    EditionFigure,
    EditionPdf,
    Plan,
    SignOff,
    Submission,
)
from moothall.plan.refusals import (
    refuse_concerned,
    refuse_meeting,
    refuse_signer,
    refuse_unprintable,
    refuse_unready,
    refuse_unsent,
    refuse_writers,
)
from moothall.plan.verifying import confirmation_facts, figures_digest, submission_facts, verify


def sign_off(person: Person, *, plan: Plan, fingerprint: str, note: str = "") -> SignOff:
    """Says that members may see the plan as it stands. It lapses once a word or a figure changes.

    `fingerprint` is that of the text this person was shown, as for `endorse`.
    """
    require(person, "plan.sign_off", plan.organisation)
    refuse_unprintable(_fit(person, plan, fingerprint, "a sign-off is given"))
    with change(person, "plan.sign_off", "plan.signed_off", organisation=plan.organisation) as entry:
        locked(plan)
        draft = _fit(person, plan, fingerprint, "a sign-off is given")
        before = queries.standing_sign_off(plan, fingerprint)
        LIFE.moved(str(plan), State.SIGNED_OFF if before else State.DRAFT, State.SIGNED_OFF)
        note = prose(note, "the note", LONGEST_REMARK) if note.strip() else ""
        made = SignOff.objects.create(
            plan=plan, fingerprint=fingerprint, note=note, signed_by=person, signed_at=clock.now()
        )
        subject(entry, made)
        entry.before = {"state": State.DRAFT}
        entry.after = {
            "state": State.SIGNED_OFF,
            "plan": plan.pk,
            "fingerprint": fingerprint,
            "figures": len(draft.figures),
            "note": note,
        }
    return made


def endorse(
    person: Person,
    *,
    plan: Plan,
    meeting: str,
    meeting_date: date,
    minute: str,
    resolution: str,
    fingerprint: str,
) -> Edition:
    """Records that a meeting endorsed the plan, and freezes its text and figures as an edition.

    `fingerprint` is that of the text this person was shown (`queries.draft(…).fingerprint`): if a word or a
    figure has changed since, nothing is endorsed. A director must have signed off that very text.
    """
    require(person, "plan.endorse", plan.organisation)
    # setting type takes a while, so it is not done while nobody else can write; the fingerprint that is asked
    # for again inside tells that the draft is still the one that was set
    refuse_unprintable(_fit(person, plan, fingerprint, "endorsement is recorded"))
    with change(person, "plan.endorse", "plan.endorsed", organisation=plan.organisation, on=plan) as entry:
        locked(plan)
        meeting, minute = line(meeting, "the meeting", 120), line(minute, "the minute", 40)
        resolution = showable(resolution).strip()
        if not resolution:
            raise NotPossible("The resolution is empty: copy its words from the minutes.")
        refuse_meeting(plan, meeting_date, clock.today())
        draft = _fit(person, plan, fingerprint, "endorsement is recorded")
        signed = queries.standing_sign_off(plan, fingerprint)
        state = LIFE.moved(str(plan), State.SIGNED_OFF if signed else State.DRAFT, State.ENDORSED)
        refuse_signer(person, signed)
        number = plan.editions.count() + 1
        said = f"Endorsed by {meeting} on {spoken_date(meeting_date)}, minute {minute}"
        document = frozen(
            Document(
                title=f"{plan.title}, {plan.years}",
                blocks=draft.blocks,
                date=meeting_date,
                author=plan.organisation.name,
                subject=said,
                footer=f"{plan.organisation.name}: {plan.title}, edition {number}",
            )
        )
        edition = Edition.objects.create(
            plan=plan,
            number=number,
            state=state,
            sign_off=signed,
            title=plan.title,
            years=plan.years,
            document=document,
            document_sha256=hashlib.sha256(document.encode()).hexdigest(),
            fingerprint=fingerprint,
            meeting=meeting,
            meeting_date=meeting_date,
            minute=minute,
            resolution=resolution,
            endorsed_by=person,
            endorsed_at=clock.now(),
        )
        EditionFigure.objects.bulk_create(
            EditionFigure(
                edition=edition,
                observation=it.observation,
                reference=it.reference,
                shown=it.text,
                href=it.href,
            )
            for it in draft.figures
        )
        subject(entry, edition)
        entry.before = {"state": State.SIGNED_OFF}
        entry.after = {
            "state": edition.state,
            "sign_off": signed.pk if signed else None,
            "document_sha256": edition.document_sha256,
            "title": edition.title,
            "years": edition.years,
            "figures": len(draft.figures),
            "figures_sha256": figures_digest(edition.figures.all()),
            "meeting": meeting,
            "meeting_date": meeting_date.isoformat(),
            "minute": minute,
            "resolution": resolution,
        }
    return edition


def confirm(person: Person, *, edition: Edition) -> Confirmation:
    """A councillor confirms that the edition is what the meeting endorsed."""
    organisation = edition.plan.organisation
    with change(person, "plan.confirm", "plan.confirmed", organisation=organisation, on=edition) as entry:
        edition = locked_edition(edition)
        refuse_concerned(person, edition)
        if edition.state == State.SUPERSEDED:
            raise NotPossible(f"{edition} was superseded: confirm the edition that stands.")
        if edition.confirmations.filter(person=person).exists():
            raise NotPossible("You confirmed this edition before: there is nothing left to do.")
        confirmation = Confirmation.objects.create(edition=edition, person=person, confirmed_at=clock.now())
        entry.after = {"confirmed": edition.number, **confirmation_facts(confirmation)}
    return confirmation


def submit(
    person: Person, *, edition: Edition, sent_to: str, means: str, sent_on: date, correction: str = ""
) -> Submission:
    """Records that an edition was sent to whoever asked for the plan; never before members had endorsed it.

    A second record puts the first one right, and says in `correction` what was wrong with it.
    """
    organisation = edition.plan.organisation
    with change(person, "plan.submit", "plan.submitted", organisation=organisation, on=edition) as entry:
        edition = locked_edition(edition)
        if edition.state not in SENT_WHEN:
            raise NotPossible(LIFE.refusal(str(edition), edition.state))
        sent_to = line(sent_to, "the name of who it was sent to", 120)
        if means not in set(Submission.Means):
            raise NotPossible(f"It was sent {', '.join(Submission.Means.labels)}: choose one of them.")
        if sent_on < edition.meeting_date:
            raise NotPossible(
                f"Members come first: they endorsed {edition} on {spoken_date(edition.meeting_date)}, so it was not "
                f"sent on {spoken_date(sent_on)}. Write the day it was sent."
            )
        if sent_on > clock.today():
            raise NotPossible(f"{spoken_date(sent_on)} is still to come: record it once it was sent.")
        before = edition.submissions.first()
        if before and not correction.strip():
            raise NotPossible(
                f"It is recorded as sent on {spoken_date(before.sent_on)}: say what was wrong with that record."
            )
        correction = prose(correction, "the correction", LONGEST_REMARK) if before else ""
        made = Submission.objects.create(
            edition=edition,
            sent_to=sent_to,
            means=means,
            sent_on=sent_on,
            correction=correction,
            recorded_by=person,
            recorded_at=clock.now(),
        )
        entry.before = {"submission": before.pk} if before else None
        entry.after = {"submission": made.pk, **submission_facts(made)}
    return made


def publish(person: Person, *, edition: Edition, site: str = "") -> Edition:
    """Publishes an endorsed edition: its page is public, its PDF is made, and older editions give way.

    Where there is a day by which the plan has to be sent, it has to be recorded as sent first.

    The PDF's links are printed for the site that MOOTHALL_ADDRESS names, else for `site` (such as
    'https://moothall.example'); without either they are words.
    """
    organisation = edition.plan.organisation
    require(person, "plan.publish", organisation)
    address = _address(edition, settings.SITE_ADDRESS or site)
    _to_publish(edition)
    pdf = _printed(edition, address)  # before anything is held, for it takes a while
    with change(person, "plan.publish", "plan.published", organisation=organisation, on=edition) as entry:
        edition = locked_edition(edition)
        before = edition.state
        edition.state = _to_publish(edition)
        EditionPdf.objects.create(edition=edition, content=pdf)
        edition.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
        edition.pdf_size = len(pdf)
        edition.published_by = person
        edition.published_at = clock.now()
        edition.save(update_fields=["state", "pdf_sha256", "pdf_size", "published_by", "published_at"])
        superseded = _supersede_older(edition)
        entry.before = {"state": before}
        entry.after = {
            "state": edition.state,
            "document_sha256": edition.document_sha256,
            "pdf_sha256": edition.pdf_sha256,
            "address": address,
            "sent": queries.was_sent(edition.plan),
            "superseded": superseded,
        }
    return edition


def publish_newest(person: Person, *, plan: Plan) -> Edition:
    """Publishes the newest edition of a plan, for a command. Raises NotPossible where none is endorsed."""
    newest = queries.editions(plan).first()
    if newest is None:
        raise NotPossible(LIFE.refusal(str(plan), State.DRAFT))
    return publish(person, edition=newest)


def _to_publish(edition: Edition) -> State:
    """Its state once it is published. Raises NotPossible where it cannot be, or is not what was endorsed."""
    state = LIFE.moved(str(edition), edition.state, State.PUBLISHED)
    refuse_unsent(edition)
    verdict = verify(edition)
    if not verdict.intact:
        raise NotPossible(
            f"{edition} is not what was endorsed ({verdict.findings[0]}): restore it from a backup."
        )
    return state


def _address(edition: Edition, site: str) -> str:
    """The full address of an edition's public page; '' where the site's is not known."""
    plan = edition.plan
    return site and site + reverse("public-edition", args=[plan.organisation.slug, plan.slug, edition.number])


def _printed(edition: Edition, address: str) -> bytes:
    try:
        return to_pdf(from_json(edition.document), address)
    except DocumentError as fault:
        raise NotPossible(f"{edition} cannot be printed: {fault}") from fault


def _supersede_older(edition: Edition) -> list[int]:
    older = edition.plan.editions.filter(number__lt=edition.number).exclude(state=State.SUPERSEDED)
    numbers = []
    for it in older.defer("document"):
        it.state = LIFE.moved(str(it), it.state, State.SUPERSEDED)
        it.save(update_fields=["state"])
        numbers.append(it.number)
    return numbers


def _fit(person: Person, plan: Plan, fingerprint: str, what: str) -> Composed:
    """The draft, where this person wrote none of it and it is the one they were shown. Raises NotPossible."""
    refuse_writers(person, plan, what)
    draft = queries.draft(person, plan)
    refuse_unready(draft, plan, fingerprint)
    return draft
