"""What in one text points to a person: forms ('must'), and wording ('look').

Wording needs two things at once, or officers would be shown ten thousand lines: words that say a person is meant (a
title, 'child', 'refund to', foster care, direct payments) and beside them what looks like that person (a first name of
the list with another, an initial with a surname, initials). A payee is taken for a private individual with a title, or
where the payment is of a kind that goes to individuals and the name is a person's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from moothall.kit import personal_data as forms
from moothall.recipes.transparency import names
from moothall.recipes.transparency.checks import looks_redacted


class Grade(StrEnum):
    """How sure it is: a form that must not be published, or wording that a person has to look at."""

    MUST = "must"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a text something stands, and why it is taken for personal data."""

    start: int
    end: int
    kind: str
    grade: Grade
    why: str


# Payments that go to people as people. Where one of these is said, a name is likely to be a private one.
_KINDS = (
    r"direct (?:payment|pymt|pay)s?", r"personal budgets?", r"foster(?:ing|ers?)?", r"kinship",
    r"adopt(?:ion|ers?) (?:allow|support|pay)\w*", r"special guardian\w*", r"sgos?", r"residence orders?",
    r"child arrangement orders?", r"damages", r"compensat\w+", r"personal injury", r"ex[ -]gratia", r"housing benefit",
    r"discretionary housing", r"dhp", r"council tax (?:refund|rebate)s?", r"refunds?", r"reimburse\w*", r"section 17",
    r"s17", r"sec(?:tion)? 117", r"s117", r"supported lodgings", r"shared lives", r"leaving care", r"care leavers?",
    r"staying put", r"appointee\w*", r"deputyship", r"hardship", r"bursar(?:y|ies)", r"disabled facilit\w+", r"dfgs?",
    r"home to school (?:mileage|transport)", r"parent(?:al)? mileage", r"board(?:ed|ing)[ -]?out", r"respite",
    r"independent living", r"rent deposits?", r"witness\w*", r"carers? (?:grant|payment|allowance)s?",
    r"(?:cap )?grants? to ind\w*", r"redundan\w+", r"severance", r"settlement", r"maternity", r"sick pay",
    r"clothing grants?", r"burials?", r"funeral",
)  # fmt: skip
_OF_INDIVIDUALS = re.compile(rf"\b(?:{'|'.join(_KINDS)})\b", re.I)

_PERSON = "|".join((
    "client", "child", "pupil", "student", "tenant", "claimant", "service ?user", "resident", "patient",
    "foster ?carers?", "carer", "applicant", "young person", "baby", "mother", "father", "mum", "dad", "son",
    "daughter", "deceased", "sibling", "grandparents?", "learner", "victim", "defendant", "complainant", "employee",
    "appellant", "looked after child", "customer", "parent",
))  # fmt: skip
_TOWARDS = "|".join((
    "pa(?:ymen|y|i)[td]? to", "payable to", "refund(?:ed)? (?:to|for|of)", "refund",
    "reimburse(?:ment)?(?: of| to| for)?", "expenses (?:for|of|to)", "on behalf of", "in respect of", r"i\.?r\.?o\.?",
    "re", "fao", "c/o", "for", "care of", "estate of", "funeral of", "burial of", "placement of", "support for",
    "transport for",
))  # fmt: skip
_TITLE = "(?:mr|mrs|miss|ms|mx|master)"
_WORD = r"[A-Za-z][A-Za-z'’-]*[A-Za-z]"
_WORDS = rf"{_WORD} {_WORD}(?: {_WORD})?"
_SURNAME = r"(?:Mc|Mac|O['’]|D['’])?[A-Z][A-Za-z'’-]+"
_INITIALS = r"(?:[A-Z]\.){1,3}[A-Z]?\.?|[A-Z] [A-Z]|[A-Z]{2,3}"
_INITIAL_SURNAME = rf"(?:[A-Z]\. ?|[A-Z] ){{1,2}}{_SURNAME}"

_TITLED = re.compile(
    rf"\b{_TITLE}\b\.? ?(?:(?:&|and) {_TITLE}\b\.? ?)?((?:(?-i:[A-Z])\.? ?\b){{0,3}}{_WORD}(?: {_WORD})?)",
    re.I,
)
_ROLED = re.compile(
    rf"\b(?:{_PERSON})\b(?:['’]s)?(?: name| initials| ref)?[ :;,(–-]{{1,4}}(?:is )?"
    rf"((?-i:{_INITIAL_SURNAME}|(?:{_INITIALS})(?![A-Za-z0-9/&-]))|{_WORDS})",
    re.I,
)
_SENT = re.compile(rf"\b(?:{_TOWARDS})[ :–-]{{1,3}}((?-i:{_INITIAL_SURNAME})|{_WORDS})", re.I)
_PAIR = re.compile(rf"(?<![\w'’-])(?=({_WORD}(?:, | ){_WORD}(?: {_WORD})?))")
_LETTERS = re.compile(r"(?<![\w.&/-])((?:[A-Z]\.){2,3}|[A-Z]{2})(?![\w.&/]|-\w)")

_LIKELY = "It looks like a name or initials, and the payment is of a kind that goes to private individuals"


def is_of_individuals(text: str) -> bool:
    """Whether words about a payment say that it is of a kind that goes to private individuals."""
    return bool(_OF_INDIVIDUALS.search(text))


@lru_cache(maxsize=65_536)
def forms_in(text: str) -> tuple[Span, ...]:
    """What has a fixed form, by kit.personal_data."""
    return tuple(
        Span(it.start, it.end, it.kind, Grade.MUST, f"It has the form of {_article(it.kind)} {it.kind}")
        for it in forms.personal(text)
    )


@lru_cache(maxsize=65_536)
def wording_in(text: str, of_individuals: bool) -> tuple[Span, ...]:
    """Names and initials that a text gives away. `of_individuals`: what the row says of the kind of payment."""
    found = [*_titled(text), *_roled(text), *_sent(text)]
    if of_individuals:
        found += _names(text)
        if is_of_individuals(text):
            found += _initials(text)
    return tuple(found)


@lru_cache(maxsize=65_536)
def payee_in(name: str, of_individuals: bool) -> tuple[Span, ...]:
    """The whole of a payee's name where it looks like a private individual's."""
    if looks_redacted(name):
        return ()
    if any(it.start == 0 for it in _titled(name)):
        why = "The payee has a title, as a private individual has"
    elif of_individuals and (names.is_personal(name) or names.is_surname_and_initials(name)):
        why = "The payee has a person's name, and the payment is of a kind that goes to private individuals"
    else:
        return ()
    return (Span(0, len(name), "private individual", Grade.LOOK, why),)


def _titled(text: str) -> Iterator[Span]:
    for it in _TITLED.finditer(text):
        first = next((word for word in re.split(r"[ .]+", it[1]) if len(word) > 1), "").casefold()
        if first in names.words("not_surnames") or names.is_organisation(text[it.start() :]):
            continue
        end = names.ends(text, it.start(), it.end())
        yield _span(
            text, it.start(), end, "name with a title", "A title stands before what looks like a name"
        )


def _roled(text: str) -> Iterator[Span]:
    for it in _ROLED.finditer(text):
        if names.is_initials(it[1]) or _is_name(it[1]):
            why = "It follows a word for a person, such as 'child' or 'tenant'"
            yield _span(text, it.start(1), names.ends(text, *it.span(1)), "name or initials", why)


def _sent(text: str) -> Iterator[Span]:
    for it in _SENT.finditer(text):
        if _is_name(it[1]):
            why = "It reads as the name of somebody whom the payment is to or for"
            yield _span(text, it.start(1), names.ends(text, *it.span(1)), "name", why)


def _names(text: str) -> Iterator[Span]:
    for it in _PAIR.finditer(text):
        if names.is_personal(it[1]):
            yield _span(text, it.start(1), names.ends(text, *it.span(1)), "name", _LIKELY)


def _initials(text: str) -> Iterator[Span]:
    for it in _LETTERS.finditer(text):
        if names.is_initials(it[1]) and ("." in it[1] or not text.isupper()):
            yield _span(text, *it.span(1), "initials", _LIKELY)


def _is_name(text: str) -> bool:
    """A person's name, with or without another word after it."""
    shorter = text.rpartition(" ")[0]
    return names.is_personal(text) or names.is_personal(shorter) or names.is_initial_and_surname(text)


def _span(text: str, start: int, end: int, kind: str, why: str) -> Span:
    return Span(start, start + len(text[start:end].rstrip(" ,;:-–(")), kind, Grade.LOOK, why)


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"
