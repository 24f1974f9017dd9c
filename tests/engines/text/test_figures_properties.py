"""What holds of figures in any text at all."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.text.figures import figures, malformed
from moothall.engines.text.found import MalformedFigure, StatedFigure
from moothall.engines.text.sentences import sentences
from moothall.kit.papers.paper import Kind, Passage

PIECES = st.sampled_from(
    [
        *(
            "£",
            "$",
            "%",
            " ",
            ".",
            ",",
            "-",
            "–",
            "(",
            ")",
            "/",
            "|",
            " | ",
            "3",
            "25",
            "2024",
            "1,250",
            "0.5",
            "½",
            "m",
        ),
        *(
            "k",
            "bn",
            " million",
            " per cent",
            " percentage points",
            "c",
            "c.",
            "~",
            " over ",
            " from ",
            " to ",
            " between ",
        ),
        *(
            " and ",
            " homes",
            " FTE",
            " years",
            " the last ",
            " in 2023/24",
            "May 2023",
            "No. ",
            "e.g. ",
            "Section ",
            "two",
        ),
        *(
            " hundred",
            " half of ",
            "+",
            "'",
            "’",
            "\u00a0",
            "\t",
            "²",
            "٣",
            "é",
            "pa",
            " per ",
            " out of ",
            "number of ",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))
KINDS = st.sampled_from(list(Kind))


def passages(texts: list[tuple[str, Kind]]) -> list[Passage]:
    return [
        Passage(n, kind, text, n + 1, cells=tuple(text.split(" | ")) if kind is Kind.ROW else ())
        for n, (text, kind) in enumerate(texts)
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TEXTS, KINDS), max_size=5))
def test_each_is_where_it_says_and_none_overlap(texts: list[tuple[str, Kind]]) -> None:
    paper = passages(texts)
    found: list[StatedFigure | MalformedFigure] = [*figures(paper), *malformed(paper)]
    for it in found:
        assert paper[it.passage].text[it.start : it.end] == it.text != ""
        assert it.text in it.sentence
    for passage in paper:
        spans = sorted((it.start, it.end) for it in found if it.passage == passage.number)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_figures_have_a_finite_value_and_are_the_same_again(text: str) -> None:
    paper = passages([(text, Kind.PARAGRAPH)])
    found = figures(paper)
    assert found == figures(paper)
    assert all(it.value.is_finite() for it in found)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_sentences_are_in_order_apart_and_leave_out_only_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    rest, place = "", 0
    for start, end in spans:
        rest, place = rest + text[place:start], end
    assert not (rest + text[place:]).strip()


HARD = [
    "1",
    "1,",
    "1.",
    ",",
    "(",
    "£",
    "1 ",
    "£1m ",
    "from 1 to ",
    "a",
    "A ",
    ". ",
    ".",
    "1/",
    "1-",
    "- ",
    "10% and ",
    "a.",
    "@",
]
HARD += [
    "number of ",
    "2024 ",
    "2024/25, ",
    "section 1, ",
    "three ",
    "over the last 3 years ",
    " | ",
    "1 | ",
    "\u00a0",
    "½",
    "May ",
    "the ",
]
HARD += [
    "Complaints fell ",
    "in 1 ",
    "one hundred and ",
    "c.",
    "a-",
    "+44 ",
    "01",
    "1 in 2 ",
    "between 1 and ",
    "x x. ",
    "(000)",
]


@pytest.mark.parametrize("piece", HARD)
@pytest.mark.parametrize("kind", [Kind.PARAGRAPH, Kind.ROW])
def test_long_hard_texts_are_read_in_time_that_grows_with_their_length(piece: str, kind: Kind) -> None:
    def seconds(length: int) -> float:
        paper = passages([((piece * length)[:length], kind)])
        start = process_time()
        figures(paper)
        malformed(paper)
        return process_time() - start

    short = max(seconds(500), 0.02)
    assert seconds(5_000) < 50 * short  # ten times as long; the square would be a hundred


def test_a_hundred_thousand_digits_or_brackets_are_no_trouble() -> None:
    for piece in "1(,.£ -":
        figures(passages([(piece * 100_000, Kind.PARAGRAPH)]))
