import pytest

from moothall.reference.gss import AREA_TYPES, area_type, well_formed
from moothall.reference.shorthand import MARKERS, meaning, split_markers


@pytest.mark.parametrize(
    ("code", "slug", "nation"),
    [
        ("E06000001", "unitary", "England"),
        ("E07000170", "district", "England"),
        ("E08000001", "metropolitan-district", "England"),
        ("E09000001", "london-borough", "England"),
        ("E10000034", "county", "England"),
        ("E47000013", "combined-authority", "England"),
        ("E61000001", "greater-london", "England"),
        ("W06000001", "unitary", "Wales"),
        ("S12000034", "council-area", "Scotland"),
        ("N09000002", "local-government-district", "Northern Ireland"),
        ("K02000001", "united-kingdom", "United Kingdom"),
        ("X07000001", "district", "Fictional"),
        ("X92000001", "nation", "Fictional"),
    ],
)
def test_a_code_says_what_kind_of_area_it_names(code: str, slug: str, nation: str) -> None:
    area = area_type(code)
    assert area is not None
    assert (area.slug, area.nation) == (slug, nation)


@pytest.mark.parametrize(
    "code", ["", "E", "E0700017", "E070001700", "e07000170", "07000170E", "E07 00170", "E0700017²"]
)
def test_what_is_not_a_code_names_nothing(code: str) -> None:
    assert not well_formed(code)
    assert area_type(code) is None


def test_a_code_of_an_unknown_kind_is_well_formed_but_names_nothing() -> None:
    assert well_formed("J99000001")
    assert area_type("J99000001") is None


def test_a_fictional_tier_mirrors_the_english_one() -> None:
    for prefix, kind in AREA_TYPES.items():
        if prefix.startswith("X"):
            english = AREA_TYPES[f"E{prefix[1:]}"]
            assert (kind.slug, kind.title) == (english.slug, english.title)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[c]", "suppressed"),
        ("[C]", "suppressed"),
        ("c", "suppressed"),
        ("*", "suppressed"),
        ("suppressed", "suppressed"),
        ("[x]", "missing"),
        (" .. ", "missing"),
        (":", "missing"),
        ("", "missing"),
        ("-", "missing"),
        ("–", "missing"),
        ("N/A", "missing"),
        ("#N/A", "missing"),
        ("NULL", "missing"),
        ("[w]", "missing"),
        ("[z]", "not applicable"),
        ("[low]", "status"),
        ("[p]", "status"),
        ("[u]", "status"),
    ],
)
def test_a_marker_says_why_there_is_no_number(text: str, kind: str) -> None:
    marker = meaning(text)
    assert marker is not None
    assert marker.kind == kind
    assert marker.reason


@pytest.mark.parametrize("text", ["0", "35.9", "-1", "[q]", "see note"])
def test_what_is_no_marker_is_left_to_be_read_as_a_number(text: str) -> None:
    assert meaning(text) is None


def test_the_markers_beside_a_value_are_read_in_their_order() -> None:
    assert split_markers("35.9 [p][r]") == ("35.9", (MARKERS["p"], MARKERS["r"]))
    assert split_markers("0 [low]") == ("0", (MARKERS["low"],))
    assert split_markers("[c]") == ("", (MARKERS["c"],))
    assert split_markers("35.9 [q]") == ("35.9 [q]", ())
    assert split_markers(" 35.9 ") == ("35.9", ())
