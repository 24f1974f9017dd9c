"""What a review found, as the pages show it."""

from collections.abc import Iterable, Mapping
from typing import Any

from moothall.engines.text.found import Status
from moothall.engines.text.themes import topics
from moothall.kit.charts import Chart, Tally
from moothall.recipes.sector_review import Digest
from moothall.recipes.sector_review.report import SOURCE
from moothall.reference.productivity_letter import letter

Found = Mapping[str, Any]


def answered(found: Found) -> Chart:
    """Every question, by whether plans answer it."""
    rows = tuple(
        (f"{it['id']} {it['title']}", tuple(len(it[str(status)]) for status in Status))
        for it in found["questions"]
    )
    tally = Tally(tuple(map(str, Status)), rows, "plans", "Question of the letter")
    return Chart("Questions of the letter, by whether plans answer them", SOURCE, tally)


def themes(title: str, some: Iterable[Found]) -> Chart | None:
    """Themes by how many plans speak of them; None where there is none."""
    rows = tuple((it["title"], (len(it["plans"]),)) for it in some)
    return Chart(title, SOURCE, Tally(("plans",), rows, "plans", "Theme")) if rows else None


def titles() -> dict[str, str]:
    """Theme to its title."""
    return {it.id: it.title for it in topics()}


def savings(some: Iterable[Found]) -> list[list[str]]:
    """A row for each saving."""
    return [
        [
            it["plan"],
            f"{it['comparator']} {it['text']}".strip(),
            it["basis"],
            it["period"] or "Not said",
            it["passage"]["text"],
        ]
        for it in some
    ]


def matches(found: Found) -> list[dict[str, Any]]:
    """Who wants what others have done, with the theme's title."""
    named = titles()
    return [{**it, "title": named[it["theme"]]} for it in found["matches"]]


def answers(digest: Digest) -> list[dict[str, Any]]:
    """What one plan answers: each question with its first passage."""
    texts: dict[int, list[str]] = {}
    for kept in digest.sentences:
        texts.setdefault(kept.passage, []).append(kept.text)
    return [
        {
            "question": it,
            "status": digest.coverage[it.id].status,
            "words": next(
                (" ".join(texts[one]) for one in digest.coverage[it.id].passages if one in texts), ""
            ),
        }
        for it in letter().questions
    ]
