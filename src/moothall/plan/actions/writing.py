"""A plan is started, its sections written or brought in from a file."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.versions import refuse_meanwhile
from moothall.core.wording import line, prose_or_none
from moothall.plan import queries
from moothall.plan.actions.held import locked
from moothall.plan.models import Plan, Revision
from moothall.plan.themes import BY_KEY

LONGEST_SECTION = 30_000  # characters: ten times what the letter asks for


def start(
    person: Person, *, organisation: Organisation, title: str, years: str, due_on: date | None = None
) -> Plan:
    """Starts a plan; the person who starts it is its author. `due_on` is the day by which it has to be sent."""
    with change(person, "plan.write", "plan.started", organisation=organisation) as entry:
        title, years = line(title, "the title", 200), line(years, "the years", 40)
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
            due_on=due_on,
        )
        subject(entry, plan)
        entry.after = {"title": title, "years": years} | ({"due_on": due_on.isoformat()} if due_on else {})
    return plan


def set_due(person: Person, *, plan: Plan, due_on: date | None) -> Plan:
    """Says by which day the plan has to be sent, or with None that no day is set."""
    with change(person, "plan.write", "plan.due", organisation=plan.organisation, on=plan) as entry:
        locked(plan)
        plan = Plan.objects.select_related("organisation").get(pk=plan.pk)
        if plan.due_on == due_on:
            raise NotPossible("That is the day that is set already: there is nothing to save.")
        entry.before = {"due_on": plan.due_on.isoformat() if plan.due_on else None}
        plan.due_on = due_on
        plan.save(update_fields=["due_on"])
        entry.after = {"due_on": due_on.isoformat() if due_on else None}
    return plan


def write(person: Person, *, plan: Plan, theme: str, text: str, opened: int) -> Revision:
    """Saves a section's text as its next version.

    `opened` is the number of the version that the text was written from, 0 where there was none.
    Raises WrittenMeanwhile when that is no longer the version that stands.
    """
    with change(person, "plan.write", "plan.written", organisation=plan.organisation, on=plan) as entry:
        locked(plan)
        if theme not in BY_KEY:
            raise NotPossible(f"A plan has no section '{theme}': its sections are {', '.join(BY_KEY)}.")
        standing = queries.current(plan).get(theme)
        revision = _saved(person, plan, theme, text, opened, standing)
        if revision is None:
            raise NotPossible("The text is the same as before: there is nothing to save.")
        # the texts themselves are kept as versions; the entry says which
        entry.before = {
            "section": theme,
            "version": opened,
            "characters": len(standing.text) if standing else 0,
        }
        entry.after = {"section": theme, "version": revision.number, "characters": len(revision.text)}
    return revision


def import_text(
    person: Person,
    *,
    plan: Plan,
    texts: Mapping[str, str],
    opened: Mapping[str, int],
    name: str,
    sha256: str,
) -> list[Revision]:
    """Saves the sections that were read from a file, each as its section's next version, or none of them.

    `texts` is by theme, references chosen; an empty one leaves its section as it stands. `opened` is as `write` has it,
    `name` and `sha256` are the file's. Raises WrittenMeanwhile.
    """
    with change(person, "plan.write", "plan.imported", organisation=plan.organisation, on=plan) as entry:
        locked(plan)
        if unknown := sorted(set(texts) - set(BY_KEY)):
            raise NotPossible(f"A plan has no section '{unknown[0]}': its sections are {', '.join(BY_KEY)}.")
        name = line(name, "the file's name", 200)
        current = queries.current(plan)
        made = [
            _saved(person, plan, theme, text, opened.get(theme, 0), current.get(theme), name)
            for theme, text in texts.items()
            if text.strip()
        ]
        saved = [it for it in made if it is not None]
        if not saved:
            raise NotPossible(
                "The file says nothing that the plan does not say already: there is nothing to save."
            )
        entry.after = {
            "file": name,
            "sha256": sha256,
            "sections": {it.theme: {"version": it.number, "characters": len(it.text)} for it in saved},
        }
    return saved


def import_plan(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    years: str,
    texts: Mapping[str, str],
    name: str,
    sha256: str,
) -> Plan:
    """Starts a plan with the text that was read from a file, or does neither."""
    with transaction.atomic():
        plan = start(person, organisation=organisation, title=title, years=years)
        import_text(person, plan=plan, texts=texts, opened={}, name=name, sha256=sha256)
    return plan


def _saved(
    person: Person,
    plan: Plan,
    theme: str,
    text: str,
    opened: int,
    standing: Revision | None,
    source: str = "",
) -> Revision | None:
    """The section's next version; None where the text is the one that stands."""
    text = prose_or_none(text, BY_KEY[theme].title, LONGEST_SECTION)
    refuse_meanwhile(standing, opened)
    if text == (standing.text if standing else ""):
        return None
    return Revision.objects.create(
        plan=plan,
        theme=theme,
        number=opened + 1,
        text=text,
        written_by=person,
        written_at=clock.now(),
        imported_from=source,
    )
