"""What the council says of risk in general: its matrix, its categories and how much of each it accepts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.wording import line, prose, prose_or_none
from moothall.kit.documents.words import spoken_date
from moothall.risks.actions.held import LONGEST
from moothall.risks.life import Appetite
from moothall.risks.matrix import HIGHEST, read
from moothall.risks.models import AppetiteEntry, Category, MatrixVersion
from moothall.risks.permissions import MANAGE

USUAL_CATEGORIES = (
    "Strategic", "Customers", "Finance", "Reputation", "Legal",
    "Environment", "People", "Technology", "Partnership", "Political",
)  # fmt: skip


def set_matrix(
    person: Person, *, organisation: Organisation, content: Mapping[str, Any], reason: str, from_date: date
) -> MatrixVersion:
    """Sets the matrix from a day on; `content` is as `Matrix.plain` gives it. Scores given before stay."""
    with change(person, MANAGE, "risk_matrix.set", organisation=organisation) as entry:
        try:
            matrix = read(content)
        except (ValueError, KeyError, TypeError) as fault:
            raise NotPossible(str(fault)) from fault
        newest = MatrixVersion.objects.filter(organisation=organisation).first()
        if newest and from_date < newest.from_date:
            raise NotPossible(
                f"A matrix was set from {spoken_date(newest.from_date)}: give that day or a later one."
            )
        made = MatrixVersion.objects.create(
            organisation=organisation,
            from_date=from_date,
            content=matrix.plain(),
            reason=prose(reason, "the reason", LONGEST),
            set_by=person,
            set_at=clock.now(),
        )
        subject(entry, made)
        entry.before = newest.content if newest else None
        entry.after = made.content | {"from": from_date.isoformat(), "reason": made.reason}
    return made


def add_category(person: Person, *, organisation: Organisation, name: str) -> Category:
    """Adds a category after those there are."""
    with change(person, MANAGE, "risk_category.added", organisation=organisation) as entry:
        called = line(name, "the name", 60)
        there = Category.objects.filter(organisation=organisation)
        if there.filter(name__iexact=called).exists():
            raise NotPossible(f"There is a category ‘{called}’ already.")
        last = there.aggregate(last=Max("position"))["last"] or 0
        made = Category.objects.create(organisation=organisation, name=called, position=last + 1)
        subject(entry, made)
        entry.after = {"name": called}
    return made


def add_usual_categories(person: Person, *, organisation: Organisation) -> None:
    """Adds the ten categories that councils usually have, where it has none of that name."""
    there = {it.name.casefold() for it in Category.objects.filter(organisation=organisation)}
    for name in USUAL_CATEGORIES:
        if name.casefold() not in there:
            add_category(person, organisation=organisation, name=name)


def end_category(person: Person, *, category: Category, on: date) -> None:
    """Ends a category: no new risk takes it. Risks that have it keep it."""
    with change(
        person, MANAGE, "risk_category.ended", organisation=category.organisation, on=category
    ) as entry:
        if category.ended_on:
            raise NotPossible(f"‘{category}’ has ended already.")
        category.ended_on = on
        category.save(update_fields=["ended_on"])
        entry.after = {"ended on": on.isoformat()}


def set_appetite(
    person: Person, *, category: Category, level: str, most: int, from_date: date, words: str = ""
) -> AppetiteEntry:
    """Says how much risk of a category the council accepts from a day on: in a word, and the highest score."""
    with change(
        person, MANAGE, "risk_appetite.set", organisation=category.organisation, on=category
    ) as entry:
        if level not in Appetite.values:
            raise NotPossible(f"Choose one of {', '.join(Appetite.values)}.")
        if not 0 <= most <= HIGHEST:
            raise NotPossible(f"The highest score accepted is a whole number from 0 to {HIGHEST}.")
        newest = category.appetites.first()
        if newest and from_date < newest.from_date:
            raise NotPossible(
                f"It was set from {spoken_date(newest.from_date)}: give that day or a later one."
            )
        made = AppetiteEntry.objects.create(
            category=category,
            from_date=from_date,
            level=level,
            most=most,
            words=prose_or_none(words, "what is said of it", LONGEST),
            set_by=person,
            set_at=clock.now(),
        )
        entry.before = {"level": newest.level, "most": newest.most} if newest else None
        entry.after = {"level": level, "most": most, "from": from_date.isoformat()}
    return made
