"""A plan that was written elsewhere: into sections, its figures matched, and nothing in it run or guessed."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from tests.plan.conftest import RATE, TEXTS
from tests.plan.test_life import refused

from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.engines.text.parts import of_plan
from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.json import from_json
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.model import Figure, List, Paragraph, plain
from moothall.kit.papers import Kind, Passage, read_bytes
from moothall.plan import actions, queries
from moothall.plan.importing import Brought, brought, stated, with_references
from moothall.plan.models import Edition, Plan, Revision

FILE = {"name": "plan.docx", "sha256": "0" * 64}
TABLE = """| What | Now |
| --- | --- |
| Recycling | 42.3% |"""


def read(content: bytes, name: str) -> Brought:
    return brought(of_plan(read_bytes(content, name).passages))


def words(text: str) -> list[str]:
    """What a section says, a block to a string, soft line ends aside; no figure is left in it."""
    said = []
    for block in from_markdown(text):
        if isinstance(block, List):
            said += [plain(one.content) for item in block.items for one in item if isinstance(one, Paragraph)]
        elif content := getattr(block, "content", ()):
            assert not any(isinstance(it, Figure) for it in content)
            said.append(plain(content))
    return said


def taken(person: Person, council: Organisation, texts: dict[str, str]) -> dict[str, str]:
    """The texts once every figure that is proposed was taken."""
    found = queries.figure_matches(person, council, texts)
    return with_references(texts, found, {it.key: it.proposed.reference for it in found if it.proposed})


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_our_own_published_plan_comes_back_as_the_sections_it_was_made_of(
    published: Edition, council: Organisation, officer: Person, format: str
) -> None:
    content = bytes(published.pdf.content) if format == "pdf" else to_docx(from_json(published.document))
    found = read(content, f"plan.{format}")
    assert set(found.texts) == set(TEXTS) and found.unplaced == 0
    texts = taken(officer, council, dict(found.texts))
    for theme, text in TEXTS.items():
        assert texts[theme] == text.replace("'", '"')


def test_a_figure_is_matched_by_value_unit_and_period(
    plan: Plan, council: Organisation, officer: Person
) -> None:
    texts = {
        "services": "In 2022-23 we recycled 42.3% of waste. Once it was 41.04% (2021-22). We cut 7% of trips.",
        "spend": "Residual waste was 512.4 kg per household.",
    }
    found = {it.stated.text: it for it in queries.figure_matches(officer, council, texts)}
    assert found["42.3%"].proposed and found["42.3%"].proposed.words == "42.3% (2022-23)"
    assert found["41.04%"].proposed and '"2021-22"' in found["41.04%"].proposed.reference
    assert found["7%"].candidates == ()
    made = taken(officer, council, texts)
    assert made["services"] == (
        'In 2022-23 we recycled {{ figure("recycling-rate", period="2022-23", show="number") }} of waste. '
        'Once it was {{ figure("recycling-rate", period="2021-22") }}. We cut 7% of trips.'
    )


@pytest.mark.parametrize(
    "text",
    [
        "We recycle 42.3% of waste.",  # no period: it may be another year's
        "In 2022-23 we recycled over 42.3% of waste.",  # not the figure itself
        "In 2022-23 we recycled 42% of waste.",  # rounded by whoever wrote it
    ],
)
def test_what_may_be_another_figure_is_offered_and_not_proposed(
    plan: Plan, council: Organisation, officer: Person, text: str
) -> None:
    (match,) = queries.figure_matches(officer, council, {"services": text})
    assert match.candidates and match.proposed is None


@pytest.mark.parametrize(
    "text", ["In 2021-22 we recycled 42.3%.", "In 2022-23 we recycled 42.4%.", "In 2022-23 we spent £42.31."]
)
def test_another_period_value_or_unit_is_no_match(
    plan: Plan, council: Organisation, officer: Person, text: str
) -> None:
    assert [it.candidates for it in queries.figure_matches(officer, council, {"services": text})] == [()]


def test_another_councils_figures_are_never_offered(
    plan: Plan, council: Organisation, officer: Person
) -> None:
    assert [
        it.candidates
        for it in queries.figure_matches(officer, council, {"services": "It was 38.25% (2022-23) there."})
    ] == [()]


def test_matching_takes_one_query_however_many_figures(
    plan: Plan, council: Organisation, officer: Person, django_assert_num_queries: Callable[[int], object]
) -> None:
    queries.figure_matches(officer, council, {"spend": "x"})  # asks for the roles once
    for many in (1, 40):
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            queries.figure_matches(officer, council, {"spend": "We recycled 42.3% (2022-23) of it. " * many})


def test_figures_stand_where_they_are_said_to_in_every_kind_of_line() -> None:
    text = f"### In 2020 homes\n\n- It cost £1.2m\n  1. and 40%\n\nLong\nlines say 12%\nat an end.\n\n{TABLE}"
    text += f"\n\nNot these: {RATE} and {{{{ figure('x', period='99%') }}}}."
    found = stated({"spend": text})
    assert [text[start:end] for _, start, end, _ in found] == ["£1.2m", "40%", "12%", "42.3%"]


# --- what is in a file is words ---

HOSTILE = [
    "{{ 7*7 }}",
    "{{ figure('recycling-rate', period='2022-23') }}",
    "{% include '/etc/passwd' %}",
    "{{{{ figure() }}}}",
    "{ { } }",
    "<script>alert(1)</script>",
    "[a](javascript:alert(1))",
    "![a](https://example.org/x.png)",
    "**bold** _and_ `code` and snake_case_name",
    "# not a heading",
    "- not an item",
    "1. nor this",
    "2024. nor that",
    "> no quote",
    "+ plus",
    "a | b",
    "&lt;b&gt; &amp; &copy;",
    "a \\ b \\* c",
    "~~~",
    "---",
    "===",
    "<https://example.org>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING])
def test_words_stay_words(text: str, kind: Kind) -> None:
    """No Markdown, HTML, template or reference comes of what a file says: it is shown as it was."""
    raws: list[str] = []
    passage = Passage(0, kind, text, 1, level=1)
    made = brought([Passage(0, Kind.HEADING, "Introduction", 1, level=1), passage])
    (written,) = made.texts.values()

    def noted(raw: str) -> tuple[()]:
        raws.append(raw)
        return ()

    from_markdown(written, noted)
    assert raws == []
    said = words(written)
    assert said[-1] == text


def test_a_cell_with_a_bar_is_one_cell() -> None:
    rows = [
        Passage(0, Kind.ROW, "A", 1, cells=("A", "B"), header=True),
        Passage(1, Kind.ROW, "", 2, cells=("a|b", "")),
    ]
    (text,) = brought(rows).texts.values()
    (table,) = from_markdown(text)
    assert [plain(cell.content) for cell in table.rows[0]] == ["a|b", ""]  # type: ignore[union-attr]


def test_what_no_heading_places_goes_to_the_introduction_and_is_counted() -> None:
    found = read(
        b"# A plan\n\nWords that stand alone.\n\n## Reducing wasteful spend\n\nWe buy less.\n", "plan.md"
    )
    assert found.unplaced == 1
    assert "Words that stand alone." in found.texts["introduction"]
    assert "We buy less." in found.texts["spend"]


# --- saved ---


def test_what_was_read_becomes_versions_with_the_files_name(plan: Plan, officer: Person) -> None:
    texts = {"spend": "We buy still less.", "services": "", "barriers": TEXTS["barriers"]}
    (made,) = actions.import_text(officer, plan=plan, texts=texts, opened={"spend": 1, "barriers": 1}, **FILE)
    assert (made.theme, made.number, made.imported_from) == ("spend", 2, "plan.docx")
    assert queries.current(plan)["services"].number == 1, "an empty box leaves the section as it stands"


def test_an_import_is_saved_whole_or_not_at_all(plan: Plan, officer: Person, clerk: Person) -> None:
    actions.write(officer, plan=plan, theme="spend", text="Meanwhile.", opened=1)
    texts = {"barriers": "New.", "spend": "Old."}
    refused(
        actions.WrittenMeanwhile,
        "saved version 2",
        lambda: actions.import_text(
            officer, plan=plan, texts=texts, opened={"spend": 1, "barriers": 1}, **FILE
        ),
    )
    refused(
        NotPossible,
        "nothing to save",
        lambda: actions.import_text(
            officer, plan=plan, texts={"spend": "Meanwhile."}, opened={"spend": 2}, **FILE
        ),
    )
    refused(
        PermissionDenied,
        "write the plan",
        lambda: actions.import_text(clerk, plan=plan, texts=texts, opened={}, **FILE),
    )


def test_a_new_plan_comes_of_a_file_or_nothing_does(council: Organisation, officer: Person) -> None:
    given = {"organisation": council, "title": "Brought in", "years": "2026-27", **FILE}
    refused(
        NotPossible, "nothing to save", lambda: actions.import_plan(officer, texts={"spend": " "}, **given)
    )
    made = actions.import_plan(officer, texts={"spend": "We buy less."}, **given)
    assert made.author == officer and Revision.objects.get().imported_from == "plan.docx"
    assert officer.pk in queries.writers(made), "whoever brings it in has written it"


def test_typed_figures_are_told_from_those_of_the_store(plan: Plan, officer: Person) -> None:
    draft = queries.draft(officer, plan)
    assert [it.text for it in queries.typed_figures(officer, plan, draft)] == ["90,000"]
    actions.write(officer, plan=plan, theme="spend", text=f"We recycle {RATE} and saved £1.2m.", opened=1)
    typed = queries.typed_figures(officer, plan, queries.draft(officer, plan))
    assert [it.text for it in typed] == ["90,000", "£1.2m"]


UNTITLED = b"""# Productivity plan

Ashcombe Vale serves many villages.

## Introduction

This plan says what we do.

## Plans for 2026/2027

Over the next two years we will review every service, and we will measure the effects with our indicators.

We plan to transform planning and housing over the next two years, and will measure savings each quarter.

## Our kit

We will use artificial intelligence and automation to improve our workflows and our systems.

## Thanks

With thanks to all.
"""


def test_what_stands_under_a_heading_that_names_no_theme_goes_where_it_answers() -> None:
    found = read(UNTITLED, "plan.md")
    assert "review every service" in found.texts["services"] and "Plans for 2026" in found.texts["services"]
    assert "artificial intelligence" in found.texts["technology"]
    assert all(it in found.texts["introduction"] for it in ("villages", "what we do", "With thanks"))
    assert ("Plans for 2026/2027", "How we have changed our services") in found.by_words


def test_the_measure_that_a_tables_row_names_is_offered_first(
    plan: Plan, council: Organisation, officer: Person, give: Callable[[str], None]
) -> None:
    give("contact-online,X07000001,2022-23,42.31,,,\ncouncil-tax-collected,X07000001,2022-23,42.31,,,\n")
    table = "| What | Now |\n| --- | --- |\n| Recycling rate | 42.3% |"
    (found,) = queries.figure_matches(officer, council, {"services": table})
    assert len(found.candidates) > 1 and found.candidates[0].measure.id == "recycling-rate"
