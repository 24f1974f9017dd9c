"""Every change of state to plans: written, endorsed, confirmed and published."""

import hashlib
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import require
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import from_json, to_json
from moothall.kit.documents.model import Document
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.words import showable, spoken_date
from moothall.plan import queries
from moothall.plan.composing import Composed
from moothall.plan.life import State, moved, why_not
from moothall.plan.models import Confirmation, Edition, EditionFigure, EditionPdf, Plan, Revision
from moothall.plan.refusals import refuse_unprintable, refuse_unready, refuse_writers
from moothall.plan.themes import BY_KEY
from moothall.plan.verifying import verify

LONGEST_SECTION = 30_000  # characters: ten times what the letter asks for


class WrittenMeanwhile(NotPossible):
    """Somebody saved the section since it was opened. Nothing was saved; `newer` is the text that stands."""

    def __init__(self, newer: Revision):
        self.newer = newer
        super().__init__(
            f"{newer.written_by} saved version {newer.number} of this section after you opened it: "
            "put your text and theirs together below, then save again."
        )


def start(person: Person, *, organisation: Organisation, title: str, years: str) -> Plan:
    """Starts a plan; the person who starts it is its author."""
    with change(person, "plan.write", "plan.started", organisation=organisation) as entry:
        title, years = _line(title, "title", 200), _line(years, "years", 40)
        slug = slugify(title)[:60].strip("-")
        if not slug:
            raise NotPossible(f"The title '{title}' has no letters for an address: write some in English.")
        if Plan.objects.filter(organisation=organisation, slug=slug).exists():
            raise NotPossible(f"There is already a plan called '{title}': give this one another title.")
        plan = Plan.objects.create(
            organisation=organisation,
            slug=slug,
            title=title,
            years=years,
            author=person,
            created_at=clock.now(),
        )
        subject(entry, plan)
        entry.after = {"title": title, "years": years}
    return plan


def write(person: Person, *, plan: Plan, theme: str, text: str, opened: int) -> Revision:
    """Saves a section's text as its next version.

    `opened` is the number of the version that the text was written from, 0 where there was none.
    Raises WrittenMeanwhile when that is no longer the version that stands.
    """
    with change(person, "plan.write", "plan.written", organisation=plan.organisation, on=plan) as entry:
        _locked(plan)
        if theme not in BY_KEY:
            raise NotPossible(f"A plan has no section '{theme}': its sections are {', '.join(BY_KEY)}.")
        text = showable(text).strip()
        if len(text) > LONGEST_SECTION:
            raise NotPossible(
                f"This section has {len(text):,} characters: cut it to {LONGEST_SECTION:,} or fewer."
            )
        standing = queries.current(plan).get(theme)
        if (standing.number if standing else 0) != opened:
            raise (
                WrittenMeanwhile(standing) if standing else NotPossible("This section is new: open it again.")
            )
        if text == (standing.text if standing else ""):
            raise NotPossible("The text is the same as before: there is nothing to save.")
        revision = Revision.objects.create(
            plan=plan, theme=theme, number=opened + 1, text=text, written_by=person, written_at=clock.now()
        )
        # the texts themselves are kept as versions; the entry says which
        entry.before = {
            "section": theme,
            "version": opened,
            "characters": len(standing.text) if standing else 0,
        }
        entry.after = {"section": theme, "version": revision.number, "characters": len(text)}
    return revision


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
    figure has changed since, nothing is endorsed.
    """
    require(person, "plan.endorse", plan.organisation)
    # setting type takes a while, so it is not done while nobody else can write; the fingerprint that is asked
    # for again inside tells that the draft is still the one that was set
    refuse_unprintable(_fit(person, plan, fingerprint))
    with change(person, "plan.endorse", "plan.endorsed", organisation=plan.organisation, on=plan) as entry:
        _locked(plan)
        meeting, minute = _line(meeting, "meeting", 120), _line(minute, "minute", 40)
        resolution = showable(resolution).strip()
        if not resolution:
            raise NotPossible("The resolution is empty: copy its words from the minutes.")
        if meeting_date > clock.today():
            raise NotPossible(
                f"{spoken_date(meeting_date)} is still to come: record the meeting once it was held."
            )
        draft = _fit(person, plan, fingerprint)
        number = plan.editions.count() + 1
        said = f"Endorsed by {meeting} on {spoken_date(meeting_date)}, minute {minute}"
        document = _frozen(
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
            state=moved(str(plan), State.DRAFT, State.ENDORSED),
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
        entry.before = {"state": State.DRAFT}
        entry.after = {
            "state": edition.state,
            "document_sha256": edition.document_sha256,
            "figures": len(draft.figures),
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
        edition = _locked_edition(edition)
        if person.pk in (edition.endorsed_by_id, edition.plan.author_id):
            raise NotPossible(
                "You wrote this plan or recorded its endorsement: a councillor who did neither confirms it."
            )
        if edition.state == State.SUPERSEDED:
            raise NotPossible(f"{edition} was superseded: confirm the edition that stands.")
        if edition.confirmations.filter(person=person).exists():
            raise NotPossible("You confirmed this edition before: there is nothing left to do.")
        confirmation = Confirmation.objects.create(edition=edition, person=person, confirmed_at=clock.now())
        entry.after = {"confirmed": edition.number}
    return confirmation


def publish(person: Person, *, edition: Edition, site: str = "") -> Edition:
    """Publishes an endorsed edition: its page is public, its PDF is made, and older editions give way.

    The PDF's links are printed for the site that MOOTHALL_ADDRESS names, else for `site` (such as
    'https://moothall.example'); without either they are words.
    """
    organisation = edition.plan.organisation
    require(person, "plan.publish", organisation)
    address = _address(edition, settings.SITE_ADDRESS or site)
    _to_publish(edition)
    pdf = _printed(edition, address)  # before anything is held, for it takes a while
    with change(person, "plan.publish", "plan.published", organisation=organisation, on=edition) as entry:
        edition = _locked_edition(edition)
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
            "superseded": superseded,
        }
    return edition


def publish_newest(person: Person, *, plan: Plan) -> Edition:
    """Publishes the newest edition of a plan, for a command. Raises NotPossible where none is endorsed."""
    newest = queries.editions(plan).first()
    if newest is None:
        raise NotPossible(why_not(str(plan), State.DRAFT))
    return publish(person, edition=newest)


def _to_publish(edition: Edition) -> State:
    """Its state once it is published. Raises NotPossible where it cannot be, or is not what was endorsed."""
    state = moved(str(edition), edition.state, State.PUBLISHED)
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
        it.state = moved(str(it), it.state, State.SUPERSEDED)
        it.save(update_fields=["state"])
        numbers.append(it.number)
    return numbers


def _fit(person: Person, plan: Plan, fingerprint: str) -> Composed:
    """The draft, where this person may endorse it and it is the one they were shown. Raises NotPossible."""
    refuse_writers(person, plan)
    draft = queries.draft(person, plan)
    refuse_unready(draft, plan, fingerprint)
    return draft


def _frozen(document: Document) -> str:
    try:
        return to_json(document)
    except DocumentError as fault:
        raise NotPossible(str(fault)) from fault


def _line(text: str, name: str, longest: int) -> str:
    text = " ".join(showable(text).split())
    if not text:
        raise NotPossible(f"The {name} is empty: write it.")
    if len(text) > longest:
        raise NotPossible(f"The {name} has {len(text)} characters: cut it to {longest} or fewer.")
    return text


def _locked(plan: Plan) -> None:
    """Nobody else changes this plan until the change is done. (SQLite has one writer at a time anyway.)"""
    Plan.objects.select_for_update().get(pk=plan.pk)


def _locked_edition(edition: Edition) -> Edition:
    """The edition as it stands now, held with its plan until the change is done."""
    _locked(edition.plan)
    return Edition.objects.select_related("plan__organisation").get(pk=edition.pk)
