"""References: read by a grammar of our own, and refused with a sentence that says what to write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.plan.references import LONGEST, Malformed, Reference, read, write

slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
words = st.text(
    st.characters(exclude_characters="\"“”‘’'", exclude_categories=["C"]), min_size=1, max_size=30
).map(lambda text: " ".join(text.split()))
references = st.builds(
    Reference,
    measure=slugs,
    period=words.filter(bool),
    area=st.sampled_from(["", "E07000170", "X07000001"]),
    show=st.sampled_from(["value", "number"]),
    source=st.sampled_from(["", "own", "published"]),
)


PIECES = ("figure", "(", ")", ",", "=", '"a"', "period", "'", "}", "{", '"')


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (' figure("recycling-rate", period="2022-23") ', Reference("recycling-rate", "2022-23")),
        ("figure('recycling-rate',period='Q1 2024/25',)", Reference("recycling-rate", "Q1 2024/25")),
        ("figure(“recycling-rate”, period=“2022-23”)", Reference("recycling-rate", "2022-23")),
        (
            'figure( "a" , show = "number",\n area="E07000170", source="own", period="2001" )',
            Reference("a", "2001", "E07000170", "number", "own"),
        ),
    ],
)
def test_every_way_to_write_one(typed: str, meant: Reference) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Only figures can be referred to"),
        ("config.SECRET_KEY", "Only figures can be referred to"),
        ("7*7", "Only figures can be referred to"),
        ("figure", "'(' is expected where 'the end' stands"),
        ("figure()", "The measure's id comes first, in quotation marks"),
        ("figure(recycling-rate)", "The measure's id comes first, in quotation marks"),
        ('figure("a" period="2001")', "',' is expected where 'period' stands"),
        ('figure("a")', "A figure needs its period"),
        ('figure("a", period=2001)', "What follows period= stands in quotation marks"),
        ('figure("a", "2001")', "'\"2001\"' is not something a figure takes"),
        ('figure("a", colour="red")', "'colour' is not something a figure takes: it takes period, area"),
        ('figure("a", period="1", period="2")', "period is given twice"),
        ('figure("a", period="1", show="trend")', "show can be value or number, not 'trend'"),
        ('figure("a", period="1", source="them")', "source can be published or own, not 'them'"),
        ('figure("a", period="1") | safe', "'|' stands after the end of the reference"),
        ('figure("a", period="1', "What follows period= stands in quotation marks"),
        ('figure("", period="1")', "The measure's id is empty"),
        ("figure(" + "x" * LONGEST, "longer than 300 characters"),
    ],
)
def test_a_fault_is_one_sentence_that_says_what_to_write(typed: str, words: str) -> None:
    with pytest.raises(Malformed) as fault:
        read(typed)
    said = str(fault.value)
    assert words in said and said.endswith(".") and "\n" not in said


@given(references)
def test_what_is_written_reads_back(reference: Reference) -> None:
    assert read(write(reference)) == reference


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["figure", "(", ")", ",", "=", '"a"', "period", "'", "}", "{", '"'])).map(
        "".join
    )
)
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    try:
        assert isinstance(read(typed), Reference)
    except Malformed as fault:
        assert str(fault)[0].isupper() or str(fault)[0] in "'"
        assert str(fault).endswith(".")
