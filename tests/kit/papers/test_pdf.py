"""PDFs: by their tags where they can be trusted, else by how the words stand."""

import shutil

import pytest
from tests.kit.papers.made import outline, pdf, rows, rule, write

from moothall.kit.papers import Kind, Unreadable, pdf_worker, read_bytes

LINES = (
    "The council has moved its teams into one building and has let the other two of",
    "its buildings to local firms at a fair rent, which pays for six more long-",
    "term visits to every household in the county each year.",
)


def prose(down: float, left: float = 60) -> str:
    return "".join(write(left, down + 14 * place, line) for place, line in enumerate(LINES))


def body_pages(count: int) -> list[str]:
    return [
        write(60, 40, "Made Council plan", 8)
        + (write(60, 100, f"{number}. Section {number}", 16, True) + prose(130) + prose(190))
        + write(280, 810, f"Page {number} of {count}", 8)
        for number in range(1, count + 1)
    ]


def test_lines_become_paragraphs_and_large_type_headings() -> None:
    paper = read_bytes(pdf(body_pages(3)), "plan.pdf")

    whole = " ".join(LINES).replace("long- term", "long-term")
    assert outline(paper) == [
        said
        for number in (1, 2, 3)
        for said in (("heading", f"Section {number}"), ("paragraph", whole), ("paragraph", whole))
    ]
    assert [it.page for it in paper.headings] == [1, 2, 3]
    assert [it.label for it in paper.headings] == ["1", "2", "3"]
    assert (paper.pages, paper.access.tagged, paper.access.headings_marked) == (3, False, False)


def test_bold_lines_bullets_and_nesting() -> None:
    drawn = (
        prose(100)
        + write(60, 160, "Invest to save", 11, True)
        + prose(180)
        + write(60, 240, "\u2022  First thing done")
        + write(90, 256, "\u2022  Inside it")
        + write(60, 272, "\u2022  Second thing done")
        + write(60, 288, "a) lettered")
    )
    paper = read_bytes(pdf([drawn]), "plan.pdf")

    assert [it.text for it in paper.headings] == ["Invest to save"]
    items = [(it.level, it.label, it.text) for it in paper.passages if it.kind is Kind.ITEM]
    assert items == [
        (1, "", "First thing done"),
        (2, "", "Inside it"),
        (1, "", "Second thing done"),
        (1, "a", "lettered"),
    ]


def test_a_sentence_cut_by_the_page_is_put_together() -> None:
    pages = [
        prose(100) + write(60, 700, "We will review how the county uses its"),
        write(60, 60, "empty buildings.") + prose(100),
    ]
    texts = [it.text for it in read_bytes(pdf(pages), "plan.pdf").passages]
    assert "We will review how the county uses its empty buildings." in texts


def test_a_ruled_table_keeps_its_cells() -> None:
    drawn = prose(100)
    for down in (200, 230, 275, 300):
        drawn += rule(60, down, 460, down)
    for left in (60, 200, 300, 460):
        drawn += rule(left, 200, left, 300)
    drawn += write(64, 220, "Measure") + write(204, 220, "Now") + write(304, 220, "What it says")
    drawn += (
        write(64, 250, "Visits to homes") + write(204, 250, "1,204") + write(304, 250, "More than in the")
    )
    drawn += write(304, 264, "year before")
    drawn += write(64, 292, "Calls") + write(304, 292, "None")
    paper = read_bytes(pdf([drawn]), "plan.pdf")

    assert rows(paper) == [
        ("Measure", "Now", "What it says"),
        ("Visits to homes", "1,204", "More than in the year before"),
        ("Calls", "", "None"),
    ]
    assert paper.passages[1].header


def test_columns_that_line_up_are_rows() -> None:
    drawn = prose(100)
    for place, (name, spent) in enumerate((("Parks", "£2m"), ("Roads", "£13m"), ("Homes", "£4m"))):
        drawn += write(60, 200 + 16 * place, name) + write(300, 200 + 16 * place, spent)
    assert rows(read_bytes(pdf([drawn]), "plan.pdf")) == [
        ("Parks", "£2m"),
        ("Roads", "£13m"),
        ("Homes", "£4m"),
    ]


def test_a_scan_is_refused_where_no_ocr_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    image = "q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q"
    with pytest.raises(Unreadable, match="is a scan, a picture of text: ask for the original file"):
        read_bytes(pdf([image, image]), "plan.pdf")


def test_the_reading_process_is_kept_and_is_started_anew_after_it_is_stopped() -> None:
    content = pdf(body_pages(1))
    read_bytes(content, "plan.pdf")
    first = pdf_worker._WORKER._process
    read_bytes(content, "plan.pdf")
    assert pdf_worker._WORKER._process is first
    assert first is not None
    first.kill()
    first.wait()
    assert read_bytes(content, "plan.pdf").pages == 1


def test_a_file_that_takes_too_long_is_given_up() -> None:
    content = pdf([prose(100)] * 400)
    with pytest.raises(Unreadable, match="too much time or memory"):
        pdf_worker.read(content, "plan.pdf", "plan.pdf", seconds=0.0)
    assert read_bytes(pdf(body_pages(1)), "plan.pdf").pages == 1
