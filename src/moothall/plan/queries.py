"""Questions about plans and their editions."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import organisations, require
from moothall.engines.text.found import Answer, StatedFigure, Status
from moothall.figures import queries as figures
from moothall.figures.measures import Measure, catalogue, fold
from moothall.figures.models import Observation
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Document
from moothall.plan.checking import Checked, Laid, answers, checked, laid, typed
from moothall.plan.composing import Composed, composed
from moothall.plan.corrections import Corrected, as_published, corrected
from moothall.plan.figures import Fault, Shown, resolved, written
from moothall.plan.importing import Match, matches
from moothall.plan.models import (
    Comment,
    Confirmation,
    CoverageCorrection,
    Edition,
    EditionFigure,
    EditionPdf,
    Plan,
    Revision,
    SignOff,
    Submission,
)
from moothall.plan.prompts import Prompt, prompts
from moothall.plan.verifying import Verdict, verify

MOST_FOUND = 6  # measures that a search shows; more would be a list, not an answer
MOST_PERIODS = 4
_REFERENCE = re.compile(r"\{\{([^{}]{0,400})\}\}")
MEANS = Submission.Means.choices


def plans(person: Person, organisation: Organisation | None = None) -> QuerySet[Plan]:
    """The plans this person may work on or read as drafts, newest first; of one council, if it is given."""
    found = Plan.objects.filter(organisation__in=organisations(person, "plan.read"))
    if organisation:
        found = found.filter(organisation=organisation)
    return found.select_related("organisation", "author").prefetch_related(
        Prefetch("editions", queryset=Edition.objects.defer("document"))
    )


def plan(person: Person, pk: int) -> Plan | None:
    """One plan that this person may read as a draft, else None."""
    return plans(person).filter(pk=pk).first()


def plan_called(person: Person, name: str) -> Plan:
    """The plan meant at the command line: its slug, or ORGANISATION/SLUG. Raises NotPossible."""
    organisation, _, slug = name.rpartition("/")
    found = list(
        plans(person).filter(slug=slug, **({"organisation__slug": organisation} if organisation else {}))
    )
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{it.organisation.slug}/{it.slug}" for it in found or plans(person)) or "none yet"
    raise NotPossible(
        f"Several plans are called '{name}': write one of {known}."
        if found
        else f"No plan is called '{name}'. Plans here: {known}."
    )


def current(plan: Plan) -> dict[str, Revision]:
    """By theme, the text that stands; a theme nobody has written is left out."""
    newer = Revision.objects.filter(
        plan=OuterRef("plan"), theme=OuterRef("theme"), number__gt=OuterRef("number")
    )
    found = Revision.objects.filter(~Exists(newer), plan=plan).select_related("written_by")
    return {it.theme: it for it in found}


def history(plan: Plan, theme: str) -> QuerySet[Revision]:
    """Every saved text of one section, newest first."""
    return Revision.objects.filter(plan=plan, theme=theme).select_related("written_by").order_by("-number")


def writers(plan: Plan) -> frozenset[int]:
    """Everyone who ever wrote in this plan, and its author: none of them may endorse it."""
    wrote = Revision.objects.filter(plan=plan).values_list("written_by", flat=True).distinct()
    return frozenset({plan.author_id, *wrote})


def brought_in(plan: Plan) -> bool:
    """Whether any of the plan's text was read from a file, so that it was begun elsewhere."""
    return Revision.objects.filter(plan=plan).exclude(imported_from="").exists()


def was_sent(plan: Plan) -> bool:
    """Whether any edition of the plan is recorded as sent."""
    return Submission.objects.filter(edition__plan=plan).exists()


def must_be_sent(edition: Edition) -> bool:
    """Whether publishing an edition waits for it to be sent: there is a day for that, and nobody has recorded it."""
    return edition.plan.due_on is not None and not was_sent(edition.plan)


def sign_offs(plan: Plan) -> QuerySet[SignOff]:
    """Every sign-off of a plan, newest first, those that lapsed too."""
    return SignOff.objects.filter(plan=plan).select_related("signed_by")


def standing_sign_off(plan: Plan, fingerprint: str) -> SignOff | None:
    """The newest sign-off, while it is of the text and figures with this fingerprint; else it has lapsed.

    Nor does one stand whose signer has written in the plan since.
    """
    newest = sign_offs(plan).first()
    if newest is None or newest.fingerprint != fingerprint or newest.signed_by_id in writers(plan):
        return None
    return newest


def draft(person: Person, plan: Plan) -> Composed:
    """The plan as it is written now, with the figures as they stand now."""
    require(person, "plan.read", plan.organisation)
    texts = {theme: it.text for theme, it in current(plan).items()}
    return composed(person, plan.organisation, plan.title, texts)


def preview(person: Person, plan: Plan, theme: str, text: str) -> Composed:
    """One section as it would read with this text, which is not saved; its problems only."""
    require(person, "plan.read", plan.organisation)
    made = composed(person, plan.organisation, plan.title, {theme: text})
    return replace(made, problems=tuple(it for it in made.problems if it.theme == theme))


def section_words(person: Person, plan: Plan, theme: str) -> str:
    """A section as its readers have it, figures in words, with single spaces."""
    texts = {theme: it.text for theme, it in current(plan).items()}
    draft = laid(
        plan.title, composed(person, plan.organisation, plan.title, {theme: texts.get(theme, "")}).blocks
    )
    told = zip(draft.paper.passages, draft.sections, strict=True)
    return " ".join(" ".join(it.text for it, section in told if section == theme).split())


def in_words(person: Person, plan: Plan, *texts: str) -> list[str]:
    """Texts of a section, as they are saved, with the figures that stand now in place of their references.

    A reference at fault stays as it was typed; and all do where the texts would differ in nothing else.
    """
    raws = [raw for text in texts for raw in _REFERENCE.findall(text)]
    found = resolved(person, plan.organisation, raws)
    said = [_REFERENCE.sub(lambda it: _shown(it, found), text) for text in texts]
    return said if len(set(said)) == len(set(texts)) else list(texts)


def _shown(typed: re.Match[str], found: Mapping[str, Shown | Fault]) -> str:
    it = found[typed[1]]
    return it.text if isinstance(it, Shown) else typed[0]


def editions(plan: Plan) -> QuerySet[Edition]:
    """The editions of a plan, newest first, without their documents."""
    return (
        Edition.objects.filter(plan=plan)
        .defer("document")
        .select_related("plan__organisation", "endorsed_by", "published_by", "sign_off__signed_by")
        .prefetch_related("submissions")
    )


def edition(person: Person, plan: int, number: int) -> Edition | None:
    """One edition, published or not, that this person may read, else None."""
    found = Edition.objects.filter(
        plan=plan, number=number, plan__organisation__in=organisations(person, "plan.read")
    )
    return found.select_related(
        "plan__organisation", "plan__author", "endorsed_by", "published_by", "sign_off__signed_by"
    ).first()


def submissions(edition: Edition) -> QuerySet[Submission]:
    """Every record of an edition's being sent, newest first: the first one stands."""
    return Submission.objects.filter(edition=edition).select_related("recorded_by")


def comments(plan: Plan, theme: str = "") -> QuerySet[Comment]:
    """What was said of a plan, or of one section: open ones first, each in the order in which it was said."""
    found = Comment.objects.filter(plan=plan, **({"theme": theme} if theme else {}))
    return found.select_related("written_by", "resolved_by").order_by(
        F("resolved_at").desc(nulls_first=True), "id"
    )


def comment(person: Person, plan: int, pk: int) -> Comment | None:
    """One comment on a plan that this person may read, else None."""
    found = Comment.objects.filter(
        pk=pk, plan=plan, plan__organisation__in=organisations(person, "plan.read")
    )
    return found.select_related("plan__organisation").first()


def open_comments(plan: Plan) -> dict[str, int]:
    """By theme, how many comments wait for an answer."""
    found = Comment.objects.filter(plan=plan, resolved_at__isnull=True).order_by()
    return dict(found.values_list("theme").annotate(Count("id")))


def coverage_corrections(plan: Plan) -> dict[str, CoverageCorrection]:
    """By question, the correction that stands."""
    newest = CoverageCorrection.objects.filter(plan=plan).order_by("id").select_related("corrected_by")
    return {question: it for question, it in {it.question: it for it in newest}.items() if it.status}


def coverage_history(plan: Plan, question: str) -> QuerySet[CoverageCorrection]:
    """Every correction of one question, newest first."""
    return CoverageCorrection.objects.filter(plan=plan, question=question).select_related("corrected_by")


def confirmations(edition: Edition) -> QuerySet[Confirmation]:
    """Who confirmed an edition, first to last."""
    return Confirmation.objects.filter(edition=edition).select_related("person")


def published(number: int | None = None, **whose: str) -> Edition | None:
    """An edition as the public reads it: the one that stands, or any that was ever published, by its number.

    `whose` is organisation=SLUG and plan=SLUG.
    """
    found = Edition.objects.filter(
        plan__organisation__slug=whose["organisation"], plan__slug=whose["plan"], published_at__isnull=False
    ).select_related("plan__organisation")
    return (found.filter(number=number) if number is not None else found.order_by("-number")).first()


def published_editions(plan: Plan) -> list[Edition]:
    """Every edition of a plan that was published, newest first, without documents."""
    return list(editions(plan).filter(published_at__isnull=False))


def pdf(edition: Edition) -> bytes | None:
    """The PDF of a published edition, as it is kept."""
    found = EditionPdf.objects.filter(edition=edition).first()
    return bytes(found.content) if found else None


def published_plans() -> QuerySet[Edition]:
    """For the public: the newest published edition of every plan."""
    newer = Edition.objects.filter(
        plan=OuterRef("plan"), number__gt=OuterRef("number"), published_at__isnull=False
    )
    found = Edition.objects.filter(~Exists(newer), published_at__isnull=False).defer("document")
    return found.select_related("plan__organisation").order_by("plan__organisation__name", "title")


def shown_in_public() -> Q:
    """The rule by which a council's own figure is public: a published edition of a plan shows it.

    The versions before the one shown are public too, so that its history can be followed; later ones are not.
    """
    return Q(
        Exists(
            EditionFigure.objects.filter(
                edition__published_at__isnull=False,
                observation__series=OuterRef("series"),
                observation__start=OuterRef("start"),
                observation__load__sequence__gte=OuterRef("load__sequence"),
            )
        )
    )


@dataclass(frozen=True)
class Found:
    """A measure that a search found, and its newest figures for the council's area."""

    measure: Measure
    figures: list[tuple[str, str]]  # in words, and the reference that shows it


@dataclass(frozen=True)
class Prompted:
    """A question beside the text, and the stored figures that may serve where it is not answered."""

    prompt: Prompt
    evidence: list[Found]


def figure_matches(person: Person, organisation: Organisation, texts: Mapping[str, str]) -> list[Match]:
    """The figures that these sections state in words, with the council's stored ones that say the same: one query."""
    if not organisation.area_code:
        return matches(texts, (), organisation)
    stored = figures.across(person, organisation, catalogue(), [organisation.area_code])
    return matches(texts, stored, organisation)


def check(person: Person, plan: Plan, texts: Mapping[str, str] | None = None) -> Checked:
    """The draft read as the linter reads any plan; with `texts`, as it would be with these unsaved sections."""
    made = _with(person, plan, texts)
    return checked(plan.title, made.blocks, _statuses(plan), plan.due_on)


def answered(
    person: Person, plan: Plan, texts: Mapping[str, str] | None = None
) -> tuple[Laid, dict[str, Answer]]:
    """The draft as a paper, and how it answers the letter's questions: less than `check`, and quicker."""
    draft = laid(plan.title, _with(person, plan, texts).blocks)
    return draft, answers(draft, _statuses(plan))


def _with(person: Person, plan: Plan, texts: Mapping[str, str] | None) -> Composed:
    require(person, "plan.read", plan.organisation)
    written = {theme: it.text for theme, it in current(plan).items()} | dict(texts or {})
    return composed(person, plan.organisation, plan.title, written)


def _statuses(plan: Plan) -> dict[str, Status]:
    return {question: Status(it.status) for question, it in coverage_corrections(plan).items()}


def typed_figures(person: Person, plan: Plan, draft: Composed) -> list[StatedFigure]:
    """The figures in the draft that no reference put there: they were typed, and lead to no source."""
    require(person, "plan.read", plan.organisation)
    return typed(laid(plan.title, draft.blocks))


def prompted(person: Person, plan: Plan, found: Mapping[str, Answer], theme: str = "") -> list[Prompted]:
    """The letter's questions of a section (or all), each with the newest figures of what may be evidence for it."""
    asked = prompts(found, coverage_corrections(plan), theme)
    wanting = {it.question.id: it.evidence.measures for it in asked if it.status is not Status.ANSWERED}
    newest = _newest(person, plan.organisation, {one for some in wanting.values() for one in some})
    return [
        Prompted(it, [newest[one.id] for one in wanting.get(it.question.id, ()) if newest[one.id].figures])
        for it in asked
    ]


def search(person: Person, organisation: Organisation, words: str) -> list[Found]:
    """Measures whose id, title or definition hold all these words, each with the council's newest figures."""
    wanted = fold(words).replace("-", " ").split()
    if not wanted:
        return []
    measures = sorted(
        (it for it in catalogue().values() if all(word in _said_of(it) for word in wanted)),
        key=lambda it: (any(word not in fold(it.title) for word in wanted), it.title),
    )[:MOST_FOUND]
    found = _newest(person, organisation, measures)
    return [found[it.id] for it in measures]


def _newest(person: Person, organisation: Organisation, measures: Collection[Measure]) -> dict[str, Found]:
    """The newest figures of these measures for the council's area, by measure: one query."""
    newest: dict[str, list[Observation]] = {it.id: [] for it in measures}
    if measures and organisation.area_code:
        for one in figures.across(person, organisation, newest, [organisation.area_code]).reverse():
            newest[one.series.measure].append(one)
    return {it.id: Found(it, written(newest[it.id], it, organisation)[:MOST_PERIODS]) for it in measures}


def _said_of(measure: Measure) -> str:
    return fold(
        f"{measure.id.replace('-', ' ')} {measure.title} {measure.definition} {' '.join(measure.known_as)}"
    )


def corrections(edition: Edition) -> list[Corrected]:
    """The figures of an edition that are not what the store says now: two queries, whatever their number."""
    frozen = list(EditionFigure.objects.filter(edition=edition).select_related("observation__series__area"))
    return corrected(frozen, figures.as_they_stand(it.observation for it in frozen))


def words_of(person: Person, plan: Plan, which: str) -> str | None:
    """The words of the draft ('draft') or of an edition (its number), a paragraph to a passage; None: there is none."""
    require(person, "plan.read", plan.organisation)
    if which == "draft":
        blocks = draft(person, plan).blocks
    elif which.isdecimal() and len(which) < 6 and (it := edition(person, plan.pk, int(which))):
        blocks = from_json(it.document).blocks
    else:
        return None
    return "\n\n".join(it.text for it in laid(plan.title, blocks).paper.passages[1:])


def shown(person: Person, plan: Plan) -> Document:
    """The plan as its readers have it: the published edition, with what was corrected since, or the draft."""
    require(person, "plan.read", plan.organisation)
    edition = published(organisation=plan.organisation.slug, plan=plan.slug)
    if edition:
        return as_published(edition, corrections(edition))
    now = draft(person, plan)
    said = "Draft, not endorsed" + (f"; {len(now.problems)} to mend" if now.problems else "")
    return Document(
        f"{plan.title}, {plan.years}",
        now.blocks,
        plan.created_at.date(),
        author=plan.organisation.name,
        subject=said,
    )


def verdicts(person: Person, plan: Plan) -> list[Verdict]:
    """Each edition of a plan, newest first, compared with what the audit says it was."""
    require(person, "plan.read", plan.organisation)
    return [verify(it) for it in Edition.objects.filter(plan=plan)]
