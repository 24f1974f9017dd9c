"""A folder of small invented plans, whose themes, savings and gaps are known beforehand."""

import json
from datetime import date
from pathlib import Path

import pytest

from moothall.engines.text.found import Status
from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.pdf import printable, to_pdf
from moothall.kit.documents.text import to_text
from moothall.kit.unreadable import Unreadable
from moothall.recipes.sector_review import (
    Council,
    Refused,
    Review,
    as_json,
    kept_digests,
    read_councils,
    read_folder,
    report,
    review,
)

COUNCILS = (
    Council("Exbury Borough Council", "Exbury", "Non-metropolitan district", "South East"),
    Council("Wyeham County Council", "Wyeham", "County", "South West"),
)
EXBURY = """# Exbury Borough Council Productivity Plan

## How we have transformed our services

Over the last five years we have changed how we are organised. Hybrid working has reduced our office space by 40%.
We have delivered cashable savings of £1.2 million since 2021 through a service review programme.
We plan to introduce a chatbot for our contact centre next year.

## Barriers preventing progress

- Single year funding settlements are a barrier that prevents us from planning ahead.
- Recruitment and retention of planners is a barrier to improving services further.
- We ask government to end competitive bidding for grants and provide multi-year funding.
"""
WYEHAM = """# Wyeham County Council Productivity Plan

## How we have transformed our services

We have introduced a chatbot that answers one enquiry in five, and hybrid working is in place in every team.
The early payment programme saved £250,000 in 2023/24, a cost avoidance.

## Barriers preventing progress

- Annual funding settlements and uncertainty over funding prevent us from planning.
- Legacy systems are a barrier which prevents us from sharing data.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("plans")
    (made / "exbury.md").write_text(EXBURY, encoding="utf-8")
    (made / "south").mkdir()
    (made / "south" / "wyeham.txt").write_text(WYEHAM, encoding="utf-8")
    (made / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    (made / "notes.xyz").write_text("not looked at", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def found(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Review:
    return review(read_folder(folder, tmp_path_factory.mktemp("kept"), COUNCILS))


def test_plans_go_by_their_council_in_order_of_name_with_tier_and_region(found: Review) -> None:
    assert [(it.name, it.tier, it.region) for it in found.plans] == [
        ("Exbury Borough Council", "Non-metropolitan district", "South East"),
        ("Wyeham County Council", "County", "South West"),
    ]
    assert found.refused[0].file == "broken.docx"
    assert found.refused[0].why.endswith(".")


def test_every_question_counts_every_plan_once(found: Review) -> None:
    assert len(found.questions) == 25
    for answered in found.questions:
        assert sum(answered.count(status) for status in Status) == len(found.plans)


def test_a_theme_has_its_spread_and_the_words_behind_it(found: Review) -> None:
    themes = {it.topic.id: it for it in found.themes}
    hybrid = themes["hybrid-working"]
    assert hybrid.plans == ("Exbury Borough Council", "Wyeham County Council")
    assert hybrid.by_tier == {"County": 1, "Non-metropolitan district": 1}
    quote = hybrid.quotes[0]
    assert quote.text == "Hybrid working has reduced our office space by 40%."
    assert (quote.file, quote.section) == ("exbury.md", "How we have transformed our services")
    assert EXBURY.splitlines()[quote.line - 1].startswith("Over the last five years")


def test_barriers_are_counted_by_plans_that_raise_them_and_are_no_practices(found: Review) -> None:
    barriers = {it.topic.id: it.plans for it in found.barriers}
    assert barriers["multi-year-funding"] == ("Exbury Borough Council", "Wyeham County Council")
    assert barriers["recruitment"] == ("Exbury Borough Council",)
    assert next(iter(barriers)) == "multi-year-funding"
    assert not {it.topic.id for it in found.themes} & set(barriers)


def test_savings_keep_their_exact_pounds_and_basis(found: Review) -> None:
    savings = {it.quote.plan.split()[0]: it for it in found.savings}
    assert (str(savings["Exbury"].value), savings["Exbury"].basis) == ("1200000", "cashable")
    assert (str(savings["Wyeham"].value), savings["Wyeham"].basis) == ("250000", "cost avoidance")


def test_who_wants_what_another_has_done(found: Review) -> None:
    wanted = [(it.topic.id, it.wanted.plan, it.done[0].plan) for it in found.learning]
    assert ("artificial-intelligence", "Exbury Borough Council", "Wyeham County Council") in wanted
    assert not [it for it in found.learning if it.wanted.plan in {done.plan for done in it.done}]


def test_a_question_is_answered_with_quotations_or_not_at_all(found: Review) -> None:
    best = found.search("Which councils use a chatbot?")
    assert {it.plan for it in best} == {"Exbury Borough Council", "Wyeham County Council"}
    texts = [kept.text for plan in found.plans for kept in plan.digest.sentences]
    assert all(it.text in texts for it in best)
    assert found.search("zeppelin moorings") == []


def test_the_second_reading_is_of_what_was_kept(folder: Path, tmp_path: Path) -> None:
    first = read_folder(folder, tmp_path, COUNCILS)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.json")}
    said: list[tuple[int, int, str]] = []
    again = read_folder(folder, tmp_path, COUNCILS, lambda *done: said.append(done))
    assert again == first
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.json")}
    assert [(done, total) for done, total, _ in said] == [(1, 3), (2, 3), (3, 3)]
    assert tuple(kept_digests(tmp_path)) == first.digests


def test_a_kept_plan_that_is_damaged_or_of_another_form_is_read_again(folder: Path, tmp_path: Path) -> None:
    first = read_folder(folder, tmp_path, COUNCILS)
    damaged, other = sorted(tmp_path.glob("*.json"))
    damaged.write_text(damaged.read_text()[:100])
    other.write_text(json.dumps(json.loads(other.read_text()) | {"form": 0}))
    assert read_folder(folder, tmp_path, COUNCILS) == first


def test_two_plans_of_one_council_are_told_apart_by_their_files(tmp_path: Path) -> None:
    (tmp_path / "first.md").write_text(EXBURY)
    (tmp_path / "second.md").write_text(EXBURY + "\nMore was written.\n")
    names = [it.name for it in review(read_folder(tmp_path, tmp_path / "kept", COUNCILS)).plans]
    assert names == ["Exbury Borough Council (first.md)", "Exbury Borough Council (second.md)"]


def test_a_folder_without_plans_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="holds no plans"):
        read_folder(tmp_path, tmp_path / "kept")
    with pytest.raises(Unreadable, match="not a folder"):
        read_folder(tmp_path / "absent", tmp_path / "kept")


def test_a_file_named_after_a_council_is_its_plan(tmp_path: Path) -> None:
    (tmp_path / "exbury-productivity-plan.md").write_text("# Productivity plan\n\nWe collect waste.\n")
    shelf = read_folder(tmp_path, tmp_path / "kept", COUNCILS)
    assert shelf.digests[0].council == "Exbury Borough Council"


def test_good_practice_has_a_figure_to_show_for_it(found: Review) -> None:
    cards = {it.topic.id: (it.quote.plan, it.figures) for it in found.cards}
    assert cards["hybrid-working"] == ("Exbury Borough Council", ("40%",))
    assert cards["service-reviews"] == ("Exbury Borough Council", ("£1.2 million",))


def test_every_format_of_the_report_says_the_same_counts(found: Review) -> None:
    document = report(found, date(2026, 11, 23))
    said = to_text(document)
    assert "2 plans. By tier: County 1, Non-metropolitan district 1." in said
    assert "£1.2 million" in said
    assert to_pdf(printable(document)).startswith(b"%PDF")
    assert to_docx(document).startswith(b"PK")


def test_words_no_font_has_do_not_keep_the_report_from_being_printed(tmp_path: Path) -> None:
    (tmp_path / "odd.md").write_text(EXBURY.replace("Hybrid", "\U0001f642 Hybrid"), encoding="utf-8")
    document = report(review(read_folder(tmp_path, tmp_path / "kept", COUNCILS)), date(2026, 11, 23))
    assert "\U0001f642" in to_text(document)
    assert to_pdf(printable(document)).startswith(b"%PDF")


def test_nothing_ranks_a_council(found: Review) -> None:
    said = as_json(found)
    assert [it["plan"] for it in said["plans"]] == sorted(it["plan"] for it in said["plans"])
    assert not {"score", "rank", "total"} & {key for plan in said["plans"] for key in plan}


def test_a_table_of_councils_of_either_kind_is_read(tmp_path: Path) -> None:
    ours = tmp_path / "ours.csv"
    ours.write_text("name,tier,region\nExbury Borough Council,District,South East\n")
    assert read_councils(ours) == (Council("Exbury Borough Council", "", "District", "South East"),)
    theirs = tmp_path / "theirs.csv"
    theirs.write_text(
        "official-name,nice-name,end-date,region,local-authority-type-name\n"
        "Exbury Borough Council,Exbury,,South East,Non-metropolitan district\n"
        "Oldham Rural District,Old,1974-03-31,South East,Rural district\n"
    )
    assert read_councils(theirs) == COUNCILS[:1]
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(Unreadable, match="no column called name"):
        read_councils(tmp_path / "other.csv")


def test_refused_files_say_so_and_the_others_are_read(folder: Path, tmp_path: Path) -> None:
    shelf = read_folder(folder, tmp_path)
    assert [type(it) for it in shelf.refused] == [Refused]
    assert len(shelf.digests) == 2
    assert {it.council for it in shelf.digests} == {""}


def test_a_book_is_refused_before_it_is_understood(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("\n\n".join(f"Paragraph {n} of a long book." for n in range(4000)))
    shelf = read_folder(tmp_path, tmp_path / "kept")
    assert "cut the plan out of it" in shelf.refused[0].why
