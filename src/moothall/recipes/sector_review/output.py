"""The review as values for JSON. Every count is the length of the list that follows it."""

from typing import Any

from moothall.engines.text.found import Status
from moothall.kit.numbers import plain
from moothall.recipes.sector_review.review import Quote, Review, Theme


def as_json(found: Review) -> dict[str, Any]:
    """What `moothall sector review --json` writes; its schema is cli/schema/sector-review.json."""
    return {
        "plans": [
            {
                "plan": plan.name,
                "file": plan.digest.file,
                "sha256": plan.digest.sha256,
                "tier": plan.digest.tier or None,
                "region": plan.digest.region or None,
                "words": plan.digest.words,
                "pages": plan.digest.pages,
                "coverage": {id: it.status for id, it in plan.digest.coverage.items()},
            }
            for plan in found.plans
        ],
        "refused": [{"file": it.file, "why": it.why} for it in found.refused],
        "questions": [
            {
                "id": it.question.id,
                "title": it.question.title,
                **{str(status): list(it.plans[status]) for status in Status},
                "passages": [_quote(one) for one in found.answers(it.question.id)],
            }
            for it in found.questions
        ],
        "themes": [_theme(it) for it in found.themes],
        "barriers": [_theme(it) for it in found.barriers],
        "asks": [_theme(it) for it in found.asks],
        "gaps": [{"id": it.id, "title": it.title} for it in found.gaps],
        "outliers": [_theme(it) for it in found.outliers],
        "phrases": [
            {
                "phrase": it.phrase,
                "plans": list(it.plans),
                "passages": [_quote(found.quote(one)) for one in it.sentences],
            }
            for it in found.phrases
        ],
        "savings": [
            {
                "plan": it.quote.plan,
                "value": plain(it.value),
                "unit": "GBP",
                "text": it.text,
                "comparator": it.comparator,
                "period": it.period,
                "basis": it.basis,
                "passage": _quote(it.quote),
            }
            for it in found.savings
        ],
        "practices": [
            {"theme": it.topic.id, "passage": _quote(it.quote), "figures": list(it.figures)}
            for it in found.cards
        ],
        "matches": [
            {"theme": it.topic.id, "wanted": _quote(it.wanted), "done": [_quote(one) for one in it.done]}
            for it in found.learning
        ],
        "near_duplicates": [[_quote(one) for one in group] for group in found.near_duplicates],
    }


def _theme(it: Theme) -> dict[str, Any]:
    return {
        "id": it.topic.id,
        "title": it.topic.title,
        "plans": list(it.plans),
        "by_tier": dict(it.by_tier),
        "by_region": dict(it.by_region),
        "passages": [_quote(one) for one in it.quotes],
    }


def _quote(it: Quote) -> dict[str, Any]:
    return {
        "plan": it.plan,
        "file": it.file,
        "line": it.line,
        "page": it.page,
        "section": it.section,
        "text": it.text,
    }
