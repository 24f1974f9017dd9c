"""Covering report, letter, plan and appendix told apart, in invented files."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.engines.text.found import PartKind
from moothall.engines.text.parts import of_plan, parts
from moothall.kit.papers import Kind, Passage, read_bytes

COVER = """Report to: | Executive | Date: 8 July 2024

Report of: Head of Finance

Lead Member: Cllr A. Okafor

Key Decision: No

# 1. Recommendations

1.1 That the Executive approves the productivity plan at Appendix B.

# 2. Background

The Government has asked every council for a plan.

# 3. Financial implications

There are none arising from this report.

# 4. Legal implications

There are none arising from this report.

Background papers: none

Appendix A: the letter
Appendix B: the plan
"""

LETTER = """Department for Towns

Jo Bloggs MP

Minister for Towns

Dear Chief Executive

I am writing to ask for your help. I would like to know what you do well.

Your plans must be returned soon.

Yours sincerely,
"""

PLAN = """# Marlock Borough Council Productivity Plan 2024

## Introduction

We have made our services leaner over ten years, and this plan says how and what comes next for our residents.

## 1. How we transformed our services

We merged two teams and share a building with the county. Our contact centre answers four calls in five at once.

## 2. Barriers

Funding is settled for one year at a time, which makes it hard to plan our work or keep good people.
"""

APPENDIX = """# Appendix C: Savings by service

Waste | £20,000

Housing | £45,000
"""


def kinds(text: str) -> list[str]:
    return [part.kind.value for part in parts(read_bytes(text.encode(), "plan.md").passages)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAN, ["plan"]),
        (COVER + PLAN, ["cover report", "plan"]),
        (COVER + LETTER + PLAN, ["cover report", "letter", "plan"]),
        (LETTER + PLAN, ["letter", "plan"]),
        (PLAN + APPENDIX, ["plan", "appendix"]),
        (COVER + LETTER + PLAN + APPENDIX, ["cover report", "letter", "plan", "appendix"]),
        (COVER, ["plan"]),  # no plan is found: all is the plan
        ("A few words about waste.", ["plan"]),
    ],
    ids=["plan", "cover", "cover+letter", "letter", "appendix", "all four", "no plan", "a line"],
)
def test_files_as_councils_publish_them(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_only_the_plan_is_scored() -> None:
    plan = of_plan(read_bytes((COVER + LETTER + PLAN + APPENDIX).encode(), "plan.md").passages)
    assert plan[0].text == "Marlock Borough Council Productivity Plan 2024"
    assert "Funding is settled" in plan[-1].text


def test_a_plan_that_recommends_and_speaks_of_risk_is_still_one_plan() -> None:
    more = "## Recommendations\n\nWe will act on each.\n\n## Risk\n\nWe keep one.\n\n## Consultation\n\nWe asked.\n"
    assert kinds(PLAN + more) == ["plan"]


def test_a_plan_in_an_annexe_begins_with_the_annexe() -> None:
    annexed = PLAN.replace("# Marlock Borough Council", "# Annex A: Draft Marlock Borough Council", 1)
    found = of_plan(read_bytes((COVER + annexed).encode(), "plan.md").passages)
    assert found[0].text.startswith("Annex A")


def test_what_a_covering_report_encloses_is_the_plan_though_it_is_not_called_one() -> None:
    enclosed = PLAN.replace(
        "# Marlock Borough Council Productivity Plan 2024", "# Appendix 2: Our answer to the department"
    )
    found = of_plan(read_bytes((COVER + enclosed).encode(), "plan.md").passages)
    assert found[0].text.startswith("Appendix 2")


def test_a_title_in_the_cover_report_is_not_where_the_plan_begins() -> None:
    text = "Subject: Productivity Plan 2024/25\n\n" + COVER + PLAN
    assert of_plan(read_bytes(text.encode(), "plan.md").passages)[0].text.startswith("Marlock")


def test_parts_are_in_order_and_leave_no_gap() -> None:
    passages = read_bytes((COVER + LETTER + PLAN + APPENDIX).encode(), "plan.md").passages
    found = parts(passages)
    assert found[0].first == passages[0].number
    assert found[-1].last == passages[-1].number
    assert all(a.last + 1 == b.first for a, b in pairwise(found))


def test_nothing_has_no_parts() -> None:
    assert parts(()) == ()
    assert of_plan(()) == ()


@given(st.lists(st.tuples(st.sampled_from(Kind), st.text(max_size=80)), max_size=30))
def test_any_text_is_split_whole(rows: list[tuple[Kind, str]]) -> None:
    passages = [Passage(n, kind, text, n + 1) for n, (kind, text) in enumerate(rows)]
    found = parts(passages)
    assert sum(part.last - part.first + 1 for part in found) == len(passages)
    assert not passages or PartKind.PLAN in {part.kind for part in found}


def test_a_long_file_is_read_in_proportion() -> None:
    row = [
        Passage(n, Kind.PARAGRAPH, "The council has " + "reviewed its implications " * 8, n + 1)
        for n in range(8000)
    ]
    row += [
        Passage(8000 + n, Kind.PARAGRAPH, ("Dear Sam", "Report of: Pat")[n % 2], 8001 + n)
        for n in range(4000)
    ]
    start = time.process_time()
    of_plan(row)
    assert time.process_time() - start < 10
