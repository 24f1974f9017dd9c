"""Names taken apart: what is set aside, and that nothing of substance is."""

import pytest

from moothall.engines.spend.suppliers import normalise, parse


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("WENDALE ES (UK) LIMITED", "wendale es"),
        ("Wendale (GB) Ltd.", "wendale"),
        ("Wendale (Holdings) PLC", "wendale"),
        ("Wendale UK Ltd", "wendale"),
        ("The Thornwick Trust", "thornwick trust"),
        ("Thornwick Trust, The", "thornwick trust"),
        ("Thornwick & Co. Ltd", "thornwick"),
        ("Thornwick and Sons", "thornwick and sons"),
        ("Thornwick & Sons", "thornwick and sons"),
        ("A&B Taxis", "a and b taxis"),
        ("J. S. Thornwick", "js thornwick"),
        ("J S Thornwick", "js thornwick"),
        ("S & S Thornwick", "s and s thornwick"),
        ("Thornwick C.I.C.", "thornwick"),
        ("Thornwick Community Interest Company", "thornwick"),
        ("Children’s Café", "childrens cafe"),
        ("Childrenâ€™s CafÃ©", "childrens cafe"),
        ("Children`s  Cafe", "childrens cafe"),
        ("Children s Cafe", "childrens cafe"),
        ("Care Home 24", "care home 24"),
        ("Care Home 24 Ltd", "care home 24"),
        ("Thornwick (Leeds) Ltd", "thornwick leeds"),
        ("Thornwick Ltd (Leeds)", "thornwick"),
        ("Thornwick c/o Brindle & Co", "thornwick"),
        ("thornwick.co.uk", "thornwick"),
        ("Mr T Thornwick", "t thornwick"),
        ("Thornwick Svcs Ltd", "thornwick services"),
        ("Thornwick Disposable Cups Limi", "thornwick disposable cups"),
        ("UK Thornwick Society", "uk thornwick society"),
        ("Limited Edition Prints", "limited edition prints"),
        ("The Company", "company"),
        ("Ltd", "ltd"),
        ("", ""),
    ],
)
def test_a_name_is_its_words(printed: str, words: str) -> None:
    assert normalise(printed) == words


def test_what_is_set_aside_is_remembered() -> None:
    assert parse("WENDALE ES (UK) LIMITED").qualifiers == {"uk"}
    assert parse("Wendale (Holdings) PLC").qualifiers == {"holdings"}
    assert parse("Wendale PLC").form == "plc"
    assert parse("Wendale Limted").form == "limited"
    assert parse("Wendale Ltd (Rent)").note == "rent"
    assert parse("Wendale c/o Brindle").note == "care of brindle"
    assert parse("Dr T Wendale").person
    assert not parse("Mr Wendale Ltd").person


@pytest.mark.parametrize(
    ("printed", "legal", "trading"),
    [
        ("Wendale Ltd T/A Brook Lodge", "wendale", ("brook lodge",)),
        ("Wendale Ltd t/a Brook Lodge Ltd", "wendale", ("brook lodge",)),
        ("Wendale Ltd trading as Brook Lodge", "wendale", ("brook lodge",)),
        ("Brook Lodge (Wendale Ltd)", "wendale", ("brook lodge",)),
        ("Wendale Ltd formerly Oldale Ltd", "wendale", ("oldale",)),
        ("T/A Brook Lodge", "brook lodge", ()),
    ],
)
def test_both_names_of_who_trades_under_another_are_known(
    printed: str, legal: str, trading: tuple[str, ...]
) -> None:
    assert (parse(printed).key, parse(printed).also) == (legal, trading)


def test_normalising_twice_changes_nothing() -> None:
    for printed in ("The Wendale & Co (UK) Ltd", "A. B. Wendale T/A Brook", "Café Ltd", "Care Home 24"):
        assert normalise(normalise(printed)) == normalise(printed)
