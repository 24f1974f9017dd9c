"""The review as a document: for HTML, PDF and DOCX alike."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from moothall.engines.text.found import Status
from moothall.kit import charts
from moothall.kit.documents.anchors import anchored
from moothall.kit.documents.model import (
    Block,
    Chart,
    Column,
    Document,
    Heading,
    List,
    Paragraph,
    Quote,
    Table,
    Text,
    cell,
)
from moothall.recipes.sector_review import review as reviewing
from moothall.recipes.sector_review.review import Review, Theme

MOST_QUOTED = 3  # for each theme; all of them are in the JSON
MOST_CARDS = 40
MOST_GROUPS = 15
SOURCE = "The plans as the councils published them, read by Moothall"


def report(found: Review, on: date) -> Document:
    """The whole review, dated `on`. It counts plans and quotes them; it neither scores nor ranks a council."""
    blocks = [
        *_opening(found),
        *_questions(found),
        *_common(found),
        *_barriers(found),
        *_savings(found),
        *_practice(found),
        *_learning(found),
        *_missing(found),
        *_repeated(found),
        *_read(found),
    ]
    return Document(
        title="What councils say in their productivity plans",
        blocks=anchored(blocks),
        date=on,
        subject=f"A review of {_plans(len(found.plans))}",
        footer="Counts and quotations; no council is scored or ranked",
    )


def _opening(found: Review) -> Iterator[Block]:
    tiers = ", ".join(f"{tier} {count}" for tier, count in _tiers(found).items())
    yield _said(
        f"This review reads {_plans(len(found.plans))} ({tiers}). It counts how many plans say a thing and quotes "
        "them with where the words stand. It does not score plans, and makes no league table of councils."
    )
    yield _said(
        "What a plan does not say may still be so: a count is of what is written. Statements are recognised by "
        "rules and word lists that are published with Moothall; each can be checked against the quotation."
    )
    if found.refused:
        yield _said(
            f"{len(found.refused)} files could not be read; they are listed at the end, with the reason."
        )


def _questions(found: Review) -> Iterator[Block]:
    yield _heading("What the plans answer")
    tally = charts.Tally(
        tuple(map(str, Status)),
        tuple(
            (f"{it.question.id} {it.question.title}", tuple(it.count(status) for status in Status))
            for it in found.questions
        ),
        "plans",
        "Question of the letter",
    )
    yield from _chart("Questions of the letter, by whether plans answer them", tally)


def _common(found: Review) -> Iterator[Block]:
    yield _heading("What councils do")
    if not found.themes:
        yield _said("No theme of the list was found in these plans.")
        return
    yield from _theme_chart("Themes by how many plans speak of them", found.themes)
    yield from _quoted(found.themes)
    if found.phrases:
        yield _heading("Words that plans share beyond those themes", 3)
        rows = [(it.phrase, len(it.plans), ", ".join(it.plans[:6])) for it in found.phrases]
        yield _table("Shared phrases", ("Phrase", "Plans", "Such as"), rows)


def _barriers(found: Review) -> Iterator[Block]:
    yield _heading("What stands in the way")
    if not found.barriers:
        yield _said("No barrier of the list was found in these plans.")
        return
    yield from _theme_chart("Barriers by how many plans raise them", found.barriers)
    yield from _quoted(found.barriers)
    if found.asks:
        yield _heading("What is asked for", 3)
        rows = [(it.topic.title, len(it.plans), it.quotes[0].text) for it in found.asks]
        yield _table("Asks by how many plans make them", ("On", "Plans", "For example"), rows)


def _savings(found: Review) -> Iterator[Block]:
    yield _heading("Savings the plans put in pounds")
    if not found.savings:
        yield _said("No plan states a saving in pounds.")
        return
    counts = "; ".join(f"{basis}: {count}" for basis, count in found.savings_by_basis().items())
    yield _said(
        f"{len(found.savings)} savings are stated in pounds ({counts}). They are not added up: some are yearly and "
        "some over several years, and money released is not cost avoided."
    )
    rows = [
        (
            it.quote.plan,
            f"{it.comparator} {it.text}".strip(),
            it.basis,
            it.period or "not said",
            it.quote.text,
        )
        for it in found.savings
    ]
    yield _table("Savings as stated", ("Council", "Saving", "Basis", "Period", "In the plan's words"), rows)


def _practice(found: Review) -> Iterator[Block]:
    yield _heading("Good practice, with a figure to show for it")
    if not found.cards:
        yield _said("No practice was found with a figure beside it.")
    for card in found.cards[:MOST_CARDS]:
        yield _heading(f"{card.topic.title}: {card.quote.plan}", 3)
        yield from _quotation(card.quote)
    if len(found.cards) > MOST_CARDS:
        yield _said(f"{len(found.cards) - MOST_CARDS} more are in the JSON of this review.")


def _learning(found: Review) -> Iterator[Block]:
    yield _heading("Who could learn from whom")
    if not found.learning:
        yield _said("No council wants a practice that another here tells of.")
        return
    rows = [
        (
            it.topic.title,
            f"{it.wanted.plan}: {it.wanted.text}",
            "; ".join(f"{done.plan}: {done.text}" for done in it.done),
        )
        for it in found.learning
    ]
    yield _table("Wanted by one, done by another", ("Theme", "Who wants it", "Who tells of it"), rows)


def _missing(found: Review) -> Iterator[Block]:
    yield _heading("Gaps, and what one council alone says")
    if found.gaps:
        yield _said("No plan here speaks of:")
        yield _list(it.title for it in found.gaps)
    if found.outliers:
        yield _said("One plan alone speaks of:")
        yield _list(f"{it.topic.title} ({it.plans[0]})" for it in found.outliers)
    if not found.gaps and not found.outliers:
        yield _said("Every theme of the list is spoken of by several plans.")


def _repeated(found: Review) -> Iterator[Block]:
    if not found.near_duplicates:
        return
    yield _heading("Passages that stand in several plans")
    rows = [
        (group[0].text, len({it.plan for it in group}), ", ".join(dict.fromkeys(it.plan for it in group)))
        for group in found.near_duplicates[:MOST_GROUPS]
    ]
    yield _table("Nearly the same words", ("Words", "Plans", "Councils"), rows)


def _read(found: Review) -> Iterator[Block]:
    yield _heading("The plans that were read")
    rows = [(it.name, it.tier, it.region, it.digest.words, it.digest.file) for it in found.plans]
    yield _table("Plans in order of name", ("Plan", "Tier", "Region", "Words", "File"), rows)
    if found.refused:
        yield _table(
            "Files that could not be read", ("File", "Why"), [(it.file, it.why) for it in found.refused]
        )


def _theme_chart(title: str, themes: Iterable[Theme]) -> Iterator[Block]:
    tally = charts.Tally(
        ("plans",), tuple((it.topic.title, (len(it.plans),)) for it in themes), "plans", "Theme"
    )
    yield from _chart(title, tally)


def _chart(title: str, tally: charts.Tally) -> Iterator[Block]:
    drawn = charts.Chart(title, SOURCE, tally)
    first, *others = drawn.table.columns
    table = Table(
        title,
        (Column(first), *(Column(name, numeric=True) for name in others)),
        tuple(
            (cell(row[0]), *(cell(int(count.replace(",", ""))) for count in row[1:]))
            for row in drawn.table.rows
        ),
        SOURCE,
    )
    yield Chart(title, drawn.svg, drawn.description, table, SOURCE)


def _quoted(themes: Iterable[Theme]) -> Iterator[Block]:
    for it in themes:
        yield _heading(it.topic.title, 3)
        yield _said(
            f"{_plans(len(it.plans))}. By tier: {_spread(it.by_tier)}. By region: {_spread(it.by_region)}."
        )
        for quote in _one_a_plan(it.quotes):
            yield from _quotation(quote)


def _one_a_plan(quotes: Iterable[reviewing.Quote]) -> list[reviewing.Quote]:
    first: dict[str, reviewing.Quote] = {}
    for quote in quotes:
        first.setdefault(quote.plan, quote)
    return list(first.values())[:MOST_QUOTED]


def _quotation(quote: reviewing.Quote) -> Iterator[Block]:
    where = f"page {quote.page}" if quote.page else f"line {quote.line}"
    yield Quote(
        (_said(quote.text), Paragraph((Text(f"{quote.plan}, {where} of {quote.file}", emphasis=True),)))
    )


def _tiers(found: Review) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for plan in found.plans:
        counts[plan.tier] = counts.get(plan.tier, 0) + 1
    return dict(sorted(counts.items()))


def _spread(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _plans(count: int) -> str:
    return "1 plan" if count == 1 else f"{count:,} plans"


def _heading(text: str, level: int = 2) -> Heading:
    return Heading(level, (Text(text),))


def _said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _list(items: Iterable[str]) -> List:
    return List(tuple((_said(item),) for item in items))


def _table(caption: str, columns: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> Table:
    made = tuple(tuple(cell(value) for value in row) for row in rows)
    numeric = [bool(made) and all(row[at].number is not None for row in made) for at in range(len(columns))]
    return Table(caption, tuple(Column(name, numeric[at]) for at, name in enumerate(columns)), made, SOURCE)
