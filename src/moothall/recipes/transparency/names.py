"""Whether a few words are a person's name, by the first names and other words of `names.toml`."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_FILE = files("moothall.recipes.transparency") / "names.toml"
_NAME_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


@cache
def words(kind: str) -> frozenset[str]:
    """A list of names.toml: 'given', 'business', 'places', 'not_surnames' or 'not_initials'."""
    return frozenset(str(tomllib.loads(_FILE.read_text(encoding="utf-8"))[kind]).split())


@cache
def _no_surname() -> frozenset[str]:
    return words("business") | words("places") | words("not_surnames")


@lru_cache(maxsize=65_536)
def is_personal(name: str) -> bool:
    """Whether a name begins with a first name ('Lee, Ann' counts) and goes on as a person's: two to four words.

    >>> is_personal("Margaret Example"), is_personal("Margaret Example Ltd"), is_personal("Victoria Road")
    (True, False, False)
    """
    said = _split(name)
    small = [it.casefold() for it in said]
    if not 2 <= len(said) <= 4 or not all(_NAME_WORD.fullmatch(it) for it in said):
        return False
    first = 1 if "," in name and small[1] in words("given") else 0
    if small[first] not in words("given") or not all(it[0].isupper() for it in said[:2]):
        return False
    others = [it for place, it in enumerate(small) if place != first and len(it) > 1]
    organisation = words("business") | words("places")
    return bool(others) and others[0] not in _no_surname() and not any(it in organisation for it in small)


def is_initials(text: str) -> bool:
    """Whether a text is two or three initials: 'AB', 'A.B.', 'A B'; capitals that stand for a thing are not.

    >>> is_initials("K.L."), is_initials("KL"), is_initials("VAT"), is_initials("Kl")
    (True, True, False, False)
    """
    letters = re.sub(r"[ .]", "", text)
    if not (letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 3):
        return False
    return "." in text or letters not in words("not_initials")


def is_initial_and_surname(name: str) -> bool:
    """Whether a name is one or two initials and a surname written as one: 'J Smith', 'J.K. Smith'.

    >>> is_initial_and_surname("J. Example"), is_initial_and_surname("A Week"), is_initial_and_surname("J EXAMPLE")
    (True, False, False)
    """
    *initials, last = _split(name) or [""]
    return (
        bool(initials)
        and all(len(it) == 1 and it.isupper() for it in initials)
        and _written_as_name(last)
        and len(last) > 2
        and last.casefold() not in _no_surname()
    )


def is_surname_and_initials(name: str) -> bool:
    """Whether a payee is printed as ledgers print a person: 'J Smith', 'SMITH J', 'Smith, J.K.'.

    Capitals tell nothing here, so this is for payees in a context of individuals only.
    """
    said = _split(name)
    long = [it for it in said if len(it) > 1]
    return (
        2 <= len(said) <= 4
        and len(long) == 1
        and len(long[0]) > 2
        and all(_NAME_WORD.fullmatch(it) for it in said)
        and long[0].casefold() not in _no_surname()
    )


def is_organisation(text: str, within: int = 4) -> bool:
    """Whether one of the first few words is an organisation's, and written as part of its name."""
    said = (it.strip(".,&()") for it in text.split()[:within])
    return any(it[:1].isupper() and it.casefold() in words("business") for it in said)


def ends(text: str, start: int, end: int) -> int:
    """Where a name that may be followed by other words ends: 'Ann Lee taxi' ends after 'Lee'."""
    said = text[start:end].split(" ")
    while len(said) > 2:
        last = said[-1]
        capitals = text.isupper()  # then nothing can be told by them
        if last.casefold() not in _no_surname() and (_written_as_name(last) or (capitals and last.isalpha())):
            break
        end -= len(said.pop()) + 1
    return end


def _split(name: str) -> list[str]:
    return [it for it in re.split(r"[ ,.]+", name) if it]


def _written_as_name(word: str) -> bool:
    return word[:1].isupper() and not word[1:].isupper()
