"""Patterns of personal data in a text: what has a fixed form, with check digits that tell it from a reference.

    for found in personal(text):
        text[found.start:found.end]   # the value; never print it: masked(value) may be shown

Only forms are judged here. Names and wording need a lexicon and a context, and are judged by whoever has them.
A number that many references share the form of (ten digits, eight digits) is reported only where it is grouped as
that kind is written, where its check digit is right, or where a word beside it says what it is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

EMAIL = "e-mail address"
PHONE = "telephone number"
NINO = "National Insurance number"
NHS = "NHS number"
BANK = "bank account"
CARD = "payment card number"
BIRTH = "date of birth"
VEHICLE = "vehicle registration"
POSTCODE = "full postcode"
KINDS = (EMAIL, PHONE, NINO, NHS, BANK, CARD, BIRTH, VEHICLE, POSTCODE)

MASK = "•"


@dataclass(frozen=True, slots=True)
class Found:
    """One value: what kind, and where in the text it stands."""

    kind: str
    start: int
    end: int


def personal(text: str) -> list[Found]:
    """What of these kinds a text holds, from left to right; where two overlap, the longer."""
    if not _ANY.search(text):
        return []
    found = sorted(
        (it for find in _FINDERS for it in find(text)), key=lambda it: (it.start - it.end, it.start)
    )
    kept: list[Found] = []
    for it in found:
        if all(it.end <= other.start or it.start >= other.end for other in kept):
            kept.append(it)
    return sorted(kept, key=lambda it: it.start)


def masked(value: str) -> str:
    """A value as a report may show it: its first letter or digit, and how long it is.

    >>> masked("j.example@mail.example")
    'j••• (22 characters)'
    """
    value = value.strip()
    return f"{value[:1]}{MASK * 3} ({len(value)} characters)"


def luhn(digits: str) -> bool:
    """Whether the last digit of a card number agrees with the others (ISO/IEC 7812-1)."""
    doubled = (int(it) * times for it, times in zip(reversed(digits), cycle((1, 2)), strict=False))
    return sum(it - 9 if it > 9 else it for it in doubled) % 10 == 0


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number by their check digit (NHS Data Dictionary: modulus 11)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(it) * weight for it, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(digits[9])


def is_iban(text: str) -> bool:
    """Whether an international account number of the United Kingdom has the right check digits (ISO 13616)."""
    moved = text[4:] + text[:4]
    return int("".join(str(int(it, 36)) for it in moved)) % 97 == 1


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# -- kinds ---------------------------------------------------------------------------------------------------------

_EMAIL = re.compile(r"[\w.+'-]*\w@(?:[\w-]+\.)+[a-z]{2,}", re.I)
# a shared mailbox is nobody's
_SHARED = re.compile(
    r"(?:info|enquir\w+|accounts?|admin\w*|office|sales|invoic\w+|payments?|finance|support|help\w*|contact\w*"
    r"|mail|orders?|bookings?|hello|noreply|no-reply|access|customer\w*|council\w*|procurement|purchas\w+|ap)"
    r"(?:[.+_-][\w.+-]*)?@",
    re.I,
)


def _emails(text: str) -> Iterator[Found]:
    for it in _EMAIL.finditer(text):
        if not _SHARED.match(it[0]):
            yield Found(EMAIL, it.start(), it.end())


_EDGE, _END = r"(?<![\w£.,/-])", r"(?![\w/]|[.,-]\d)"
_PHONES = (
    # mobile: any grouping, or none
    re.compile(_EDGE + r"(?:(?:\+|00)44[ -]?(?:\(0\)|0)?[ -]?|\(?0)7[1-57-9](?:\)?[ -]?\d){8}" + _END),
    # landline: only grouped as people write it, with brackets or spaces, or abroad's +44
    re.compile(_EDGE + r"\(0[12]\d{2,3}\)\s?\d{3,4}[ -]?\d{3,4}" + _END),
    re.compile(_EDGE + r"0(?:2\d \d{4} \d{4}|1\d1 \d{3} \d{4}|1\d{3} \d{3} ?\d{3}|1\d{3} \d{6})" + _END),
    re.compile(_EDGE + r"(?:\+|00)44\s?\(?0?\)?\s?[12]\d{1,3}[ -]?\d{3,4}[ -]?\d{3,4}" + _END),
    # any ten or eleven digits after a word that says so
    re.compile(
        r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|cell)\b(?: ?(?:no|number|num))?[.:]? ?(0\d(?:[ -]?\d){8,9})"
        + _END,
        re.I,
    ),
)


def _phones(text: str) -> Iterator[Found]:
    for shape in _PHONES:
        for it in shape.finditer(text):
            yield Found(PHONE, it.start(it.lastindex or 0), it.end(it.lastindex or 0))


_NINO = re.compile(
    r"(?<![A-Z0-9])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?P<gap>[ -]?)\d{2}(?:(?P=gap)|)\d{2}(?:(?P=gap)|)\d{2}[ -]?[A-D](?![A-Z0-9])",
    re.I,
)
_NINO_SAID = re.compile(
    r"\b(?:ni|nino|n\.i\.|national insurance)(?: ?(?:no|num|number))?[.:]? ?([A-Z]{2} ?\d{2} ?\d{2} ?\d{2}\b)",
    re.I,
)


def _ninos(text: str) -> Iterator[Found]:
    for it in _NINO.finditer(text):
        yield Found(NINO, it.start(), it.end())
    for it in _NINO_SAID.finditer(text):
        yield Found(NINO, it.start(1), it.end(1))


_NHS_GROUPED = re.compile(r"(?<![\w./-])\d{3}[ -]\d{3}[ -]\d{4}(?![\w/-])")
_NHS_SAID = re.compile(r"\bNHS(?: ?(?:no|num|number|id))?[.:#]? ?(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)", re.I)


def _nhs_numbers(text: str) -> Iterator[Found]:
    for shape, group in ((_NHS_GROUPED, 0), (_NHS_SAID, 1)):
        for it in shape.finditer(text):
            if is_nhs_number(_digits(it[group])):
                yield Found(NHS, it.start(group), it.end(group))


_SORT = r"\d{2}[ -]\d{2}[ -]\d{2}"
_BANKS = (
    re.compile(rf"(?<![\d/-]){_SORT}\D{{1,25}}\d{{8}}(?!\d)"),
    re.compile(rf"(?<!\d)\d{{8}}\D{{1,25}}{_SORT}(?![\d/-])"),
    re.compile(r"\b(?:sort ?code|s/c)\b[:.]? ?(\d{2}[ -]?\d{2}[ -]?\d{2})(?!\d)", re.I),
    re.compile(
        r"(?<!customer )(?<!electricity )(?<!gas )(?<!water )(?<!energy )(?<!utility )"
        r"\b(?:bank (?:account|a/?c|acct?)|account (?:no|num|number)|acct? (?:no|number))[.:]? ?(\d{8})(?!\d)",
        re.I,
    ),
)
_IBAN = re.compile(r"\bGB\d{2} ?[A-Z]{4}(?: ?\d){14}\b", re.I)


def _banks(text: str) -> Iterator[Found]:
    for shape in _BANKS:
        for it in shape.finditer(text):
            yield Found(BANK, it.start(it.lastindex or 0), it.end(it.lastindex or 0))
    for it in _IBAN.finditer(text):
        if is_iban(it[0].replace(" ", "")):
            yield Found(BANK, it.start(), it.end())


_CARD = re.compile(
    r"(?<![\w./-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}|\d{12,19})(?![\w/-])"
)
# what numbers the schemes issue begin with, and their lengths
_ISSUED = re.compile(
    r"4\d{12}(?:\d{3})?|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|6(?:011|5\d\d)\d{12}|(?:5018|5020|5038|6304|6759|676[1-3])\d{8,15}"
)


def _cards(text: str) -> Iterator[Found]:
    for it in _CARD.finditer(text):
        digits = _digits(it[0])
        if _ISSUED.fullmatch(digits) and luhn(digits):
            yield Found(CARD, it.start(), it.end())


_DATE = (
    r"(?:\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,-]{1,2}(?:19|20)?\d{2})"
)
_BIRTH = re.compile(
    rf"(?<!\w)(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?)[:;,\s-]{{0,3}}({_DATE})(?!\d)", re.I
)


def _births(text: str) -> Iterator[Found]:
    for it in _BIRTH.finditer(text):
        yield Found(BIRTH, it.start(1), it.end(1))


# The form since 2001: area letters, age (02-25 or 51-75), three letters. Older ones only where a word says so.
_PLATE = re.compile(r"(?<![A-Z0-9/-])[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d) ?[A-HJ-PR-Z]{3}(?![A-Z0-9/-])")
_PLATE_SAID = re.compile(
    r"\b(?:reg(?:istration)?|vrm|vehicle|plate)(?: ?(?:no|num|number|mark))?[.:]? "
    r"?((?:[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]|[A-Z]{2}\d{2} ?[A-Z]{3}))(?![A-Z0-9])",
    re.I,
)


def _vehicles(text: str) -> Iterator[Found]:
    for it in _PLATE.finditer(text):
        if int(it[0][2:4]) <= 27 or 51 <= int(it[0][2:4]) <= 77:
            yield Found(VEHICLE, it.start(), it.end())
    for it in _PLATE_SAID.finditer(text):
        yield Found(VEHICLE, it.start(1), it.end(1))


_AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY"
    "|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR"
    "|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA"
    "|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
# Without its space a postcode is written like many a reference: then its letters must be capitals.
_POSTCODES = (
    re.compile(rf"(?<![A-Z0-9/-])(?:{_AREAS})\d[\dA-HJKMNP-Y]? \d[ABD-HJLNP-UW-Z]{{2}}(?![A-Z0-9/-])", re.I),
    re.compile(rf"(?<![A-Za-z0-9/-])(?:{_AREAS})\d[\dA-HJKMNP-Y]?\d[ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z0-9/-])"),
)


def is_postcode(text: str) -> bool:
    """Whether a text is a full postcode and nothing else."""
    return any(shape.fullmatch(text.strip()) for shape in _POSTCODES)


def _postcodes(text: str) -> Iterator[Found]:
    for shape in _POSTCODES:
        for it in shape.finditer(text):
            yield Found(POSTCODE, it.start(), it.end())


_ANY = re.compile(r"@|\d\D{0,2}\d|\d[A-Z]{2}\b", re.I)  # none of these kinds is without one of these
_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _emails,
    _phones,
    _ninos,
    _nhs_numbers,
    _banks,
    _cards,
    _births,
    _vehicles,
    _postcodes,
)
