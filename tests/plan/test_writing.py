"""Writing a plan: versions, two people at once, and Markdown from somebody who means harm."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.conftest import MET

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.kit.documents.html import to_html
from moothall.kit.documents.markdown import from_markdown
from moothall.kit.documents.text import to_text
from moothall.kit.documents.words import spoken_date
from moothall.plan import actions, queries
from moothall.plan.actions import LONGEST_SECTION, WrittenMeanwhile
from moothall.plan.comparing import differences
from moothall.plan.composing import word_count
from moothall.plan.models import Edition, Plan


def test_every_saved_text_is_kept(plan: Plan, officer: Person) -> None:
    actions.write(officer, plan=plan, theme="spend", text="Second.", opened=1)
    actions.write(officer, plan=plan, theme="spend", text="", opened=2)
    assert [(it.number, it.text) for it in queries.history(plan, "spend")] == [
        (3, ""),
        (2, "Second."),
        (1, "We buy less."),
    ]
    assert queries.current(plan)["spend"].text == ""


def test_of_two_editors_the_second_is_told_and_loses_nothing(
    plan: Plan, officer: Person, person: Callable[..., Person]
) -> None:
    other = person("performance-officer", "Other")
    actions.write(other, plan=plan, theme="spend", text="Theirs.", opened=1)
    entries = AuditEntry.objects.count()
    with pytest.raises(WrittenMeanwhile, match="Other saved version 2") as told:
        actions.write(officer, plan=plan, theme="spend", text="Mine.", opened=1)
    assert told.value.newer.text == "Theirs."
    assert queries.history(plan, "spend").count() == 2 and AuditEntry.objects.count() == entries
    merged = actions.write(
        officer, plan=plan, theme="spend", text="Theirs. Mine.", opened=told.value.newer.number
    )
    assert merged.number == 3


@pytest.mark.parametrize(
    ("theme", "text", "opened", "words"),
    [
        ("spend", "We buy less.", 1, "nothing to save"),
        ("spend", "x" * (LONGEST_SECTION + 1), 1, "cut it to 30,000"),
        ("nonsense", "x", 0, "A plan has no section 'nonsense'"),
    ],
)
def test_refused_texts(plan: Plan, officer: Person, theme: str, text: str, opened: int, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        actions.write(officer, plan=plan, theme=theme, text=text, opened=opened)
    assert queries.history(plan, "spend").count() == 1


def test_a_plan_needs_a_title_of_its_own(plan: Plan, officer: Person, council: Organisation) -> None:
    for title, words in (
        ("Productivity  plan", "already a plan"),
        ("…", "no letters"),
        (" ", "title is empty"),
    ):
        with pytest.raises(NotPossible, match=words):
            actions.start(officer, organisation=council, title=title, years="2026-27")
    assert Plan.objects.count() == 1


HOSTILE = """<script>alert(1)</script> <img src=x onerror=alert(1)>

# A heading of the first level

[click](javascript:alert(1)) [or](data:text/html,x) ![p](http://e.example/x.png)

{{ figure("<script>", period="2022-23") }} {{ 7*7 }} {% raw %}{{ config }}{% endraw %} {{ unclosed

`{{ figure("recycling-rate", period="2022-23") }}` \x00 \x1b[31m
"""


def test_hostile_markdown_is_words(plan: Plan, officer: Person, endorse: Callable[[Plan], Edition]) -> None:
    actions.write(officer, plan=plan, theme="spend", text=HOSTILE, opened=1)
    draft = queries.draft(officer, plan)
    html = str(to_html(draft.blocks))
    assert (
        "<script" not in html and "<img" not in html and "javascript:" not in html.replace("(javascript:", "")
    )
    assert 'href="data:' not in html and "&lt;script&gt;" in html
    assert [it.reference for it in draft.problems] == [
        'figure("<script>", period="2022-23")',
        "7*7",
        "config",
    ]
    assert "49" not in html and "At fault: Only figures can be referred to" in html
    assert html.count("<h2") == 5 and "<h1" not in html
    assert '<code>{{ figure("recycling-rate"' in html.replace("&#34;", '"')


@given(st.text(max_size=200), st.text(max_size=200))
def test_differences_hold_both_texts(older: str, newer: str) -> None:
    pieces = list(differences(older, newer))
    assert "".join(it.text for it in pieces if it.kind != "added") == older
    assert "".join(it.text for it in pieces if it.kind != "taken") == newer


@pytest.mark.parametrize(
    "text", ["{{" * 15_000, "[" * 30_000, "a " * 15_000, "{{ x }} " * 3_750, ">" * 30_000]
)
def test_no_text_of_the_longest_keeps_the_server_busy(text: str) -> None:
    began = time.process_time()
    word_count(text)
    from_markdown(text)
    list(differences(text, text[:-2] + "end"))
    assert time.process_time() - began < 5


def test_the_length_is_judged_against_what_was_asked(plan: Plan, officer: Person) -> None:
    assert word_count('We recycle {{ figure("a-b c", period="2022-23") }} of 1,200 tonnes, don’t we?') == 8
    assert "shorter than the 3 to 4 pages" in queries.draft(officer, plan).length
    actions.write(officer, plan=plan, theme="spend", text="word " * 1700, opened=1)
    assert "about 3 pages of A4: within the 3 to 4" in queries.draft(officer, plan).length


def test_a_plan_reads_in_a_terminal(
    plan: Plan, officer: Person, endorse: Callable[[Plan], Edition], give: Callable[[str], None]
) -> None:
    draft = to_text(queries.shown(officer, plan))
    assert "Draft, not endorsed" in draft and "- Weekly food waste" in draft
    actions.publish(officer, edition=endorse(plan))
    give("recycling-rate,X07000001,2022-23,44.91,4491,10000,\n")
    published = to_text(queries.shown(officer, plan))
    assert f"Endorsed by Cabinet on {spoken_date(MET)}, minute 34" in published
    assert "42.3% (2022-23) (a newer figure exists: 44.9%" in " ".join(published.split())


def test_a_plan_is_found_by_its_name(plan: Plan, officer: Person, person: Callable[..., Person]) -> None:
    assert queries.plan_called(officer, "productivity-plan") == plan
    assert queries.plan_called(officer, "ashcombe/productivity-plan") == plan
    with pytest.raises(
        NotPossible, match=r"No plan is called 'x'\. Plans here: ashcombe/productivity-plan\."
    ):
        queries.plan_called(officer, "x")
    with pytest.raises(NotPossible, match="Plans here: none yet"):
        queries.plan_called(person("contributor"), "productivity-plan")
