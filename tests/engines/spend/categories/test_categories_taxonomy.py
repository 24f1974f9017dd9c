"""The taxonomy: whole, without contradictions, with the ids that findings lean on; and what texts are read as."""

from collections import Counter
from pathlib import Path

import pytest
from tests.docs.pages import DOCS, fenced

from moothall.engines.spend.categories import ids, taxonomy, with_own
from moothall.engines.spend.categories.tree import read, tokens

TREE = taxonomy()


def test_every_category_has_a_title_words_and_a_group_of_its_own() -> None:
    assert 150 <= len(TREE.categories) <= 300
    assert 25 <= len({it.group for it in TREE.categories.values()}) <= 35
    for it in TREE.categories.values():
        assert it.id == f"{it.group}/{it.id.partition('/')[2]}"
        assert it.title and it.group_title
        assert it.words or it.id.endswith(f"/{ids.GENERAL}"), it.id
    titles = Counter(it.title for it in TREE.categories.values())
    assert [title for title, n in titles.items() if n > 1] == []


def test_no_phrase_and_no_merchant_code_says_two_things() -> None:
    said = Counter(
        tuple(tokens(phrase))
        for it in TREE.categories.values()
        for phrase in set(it.words)
        if "+" not in phrase
    )
    twice = {" ".join(phrase) for phrase, n in said.items() if n > 1}
    within = {
        phrase: {
            it.id for it in TREE.categories.values() if phrase in {" ".join(tokens(w)) for w in it.words}
        }
        for phrase in twice
    }
    assert {phrase: where for phrase, where in within.items() if len(where) > 1} == {}
    codes = Counter(
        code for it in TREE.categories.values() for low, high in it.mcc for code in range(low, high + 1)
    )
    assert [code for code, n in codes.items() if n > 1] == []


def test_the_ids_that_others_lean_on_are_there() -> None:
    groups = {it.group for it in TREE.categories.values()}
    for name in (it for it in vars(ids) if it.isupper() and it != "GENERAL"):
        for category in getattr(ids, name):
            assert category in TREE or category in groups, f"{name}: {category}"


@pytest.mark.parametrize(
    "wanted", [ids.GRANTS, ids.TAXES, ids.PAYROLL, ids.AWARDS, ids.PEOPLE, ids.PUBLIC_BODIES, ids.TREASURY]
)
def test_what_nobody_sold_is_not_contestable(wanted: tuple[str, ...]) -> None:
    for category in TREE.categories:
        if ids.within(category, wanted):
            assert not TREE.contestable(category)
            assert category in TREE.not_contestable


def test_what_was_bought_is_contestable_and_so_is_what_is_unsure() -> None:
    for wanted in (ids.AGENCY_STAFF, ids.CONSULTANTS, ids.PLACEMENTS, ("utilities",)):
        assert all(TREE.contestable(it) for it in TREE.categories if ids.within(it, wanted))
    assert TREE.contestable(None)
    assert not ids.within(None, ids.GRANTS)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("SOCIAL CARE : Residential Care", "social-care-adult/residential"),
        ("SC : Children Residential Care", "social-care-children/residential"),
        ("EXT DOM CARE SPOT", "social-care-adult/home-care"),
        ("HR : Temporary & Agency Staff", "staff/agency"),
        ("Agency Social Workers", "staff/agency-social-care"),
        ("Supply Teachers", "staff/supply-teachers"),
        ("Consultancy Services", "consultancy/general"),
        ("Management consultancy", "consultancy/management"),
        ("Facilities Management : Printing", "office/printing"),
        ("EDUCATION : Library Books", "education/books-materials"),
        ("Private Hire", "transport/taxis"),
        ("Electricity", "utilities/electricity"),
        ("NNDR", "taxes/business-rates"),
        ("Police precept", "taxes/precepts"),
        ("Employer pension contribution", "payroll/pension-contributions"),
        ("Refund of council tax", "people/refunds"),
        ("Direct Payments", "social-care-adult/direct-payments"),
        ("Grants to voluntary organisations", "grants/voluntary"),
        ("LEGAL SERVICES : Elections", "legal/elections"),
    ],
)
def test_what_a_text_speaks_of(text: str, category: str) -> None:
    assert TREE.speaks_of(text)[0].category == category


def test_words_that_say_nothing_are_read_as_nothing() -> None:
    assert TREE.speaks_of("") == TREE.speaks_of("Supplies and Services 2024 Zyx")[:0] == []


def test_a_merchant_code_says_a_category() -> None:
    assert TREE.of_merchant(4121) == "transport/taxis"
    assert TREE.of_merchant(3390) == "vehicles/leasing"
    assert TREE.of_merchant(1) is None


def test_the_category_of_the_page_is_added(tmp_path: Path) -> None:
    page = DOCS / "add" / "category.md"
    path = tmp_path / "own.toml"
    path.write_text(fenced(page, "toml"))
    own = with_own(path)
    assert len(own.categories) == len(TREE.categories) + 1
    assert own["leisure-culture/canals"].title == "Canals and moorings"
    assert own.speaks_of("Narrowboat mooring fees")[0].category == "leisure-culture/canals"
    assert own.speaks_of("Dog kennels")[0].category == "waste-environment/pest-control"
    assert own.speaks_of("Falconry display")[0].category == "communications/events"
    assert "leisure-culture/canals" not in TREE


def test_the_page_explains_every_setting_of_a_category() -> None:
    explained = (DOCS / "add" / "category.md").read_text().partition("## The settings")[2]
    assert [name for name in ("title", "words", "mcc", "contestable") if f"`{name}`" not in explained] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[boats]\nwords = 'boat'", "has no title"),
        ("[boats]\ntitle = 'Boats'\nhire = { words = 'boat hire' }", "boats/hire has no title"),
        ("[office]\ntitle = { words = 'x' }", "is a setting"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read("[office]\ntitle = 'Office'", text)
