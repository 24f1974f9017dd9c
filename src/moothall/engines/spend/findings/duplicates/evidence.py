"""One model for every kind of pair: how much more likely two bills are one, by each thing they agree or differ in.

Fellegi and Sunter (1969): the weight of a piece of evidence is the log of how often it is seen where one bill was paid
twice over how often where it was not. The first of the two is ours, stated below. The second is the ledger's wherever
it can be: how often this supplier's amounts, numbers and days come so of themselves (`bills`). Weights are added to
what the kind of pair begins with, also in log-odds, and the sum is made a likelihood.

A piece is SQL over two rows of `bill`, `a` the earlier and `b` the later, and over `found`, the row of the candidates;
it is nought or NULL where it says nothing. Its words are SQL too, and are what a reviewer reads.
"""

from collections.abc import Iterable
from typing import NamedTuple

from moothall.engines.spend.findings.duplicates.bills import AT_ONCE, WINDOW

DAYS = "(b.day - a.day)"
# What the payees of two bills share, in words; NULL where they share nothing.
_SHORT = "least(length(a.plain), length(b.plain))"
_PREFIX = f"{_SHORT} >= 8 AND (starts_with(a.plain, b.plain) OR starts_with(b.plain, a.plain))"
_SLIPS = "damerau_levenshtein(a.plain, b.plain) <= 0.09 * (length(a.plain) + length(b.plain))"
ALIKE = f"""(CASE
    WHEN a.vat_number = b.vat_number AND length(regexp_replace(a.vat_number, '[^0-9]', '', 'g')) >= 9
    THEN 'both accounts have one VAT number'
    WHEN {_SHORT} >= 4 AND a.plain = b.plain THEN 'the names are the same'
    WHEN {_PREFIX} THEN 'one name begins with the other'
    WHEN {_SHORT} >= 4 AND {_SLIPS} THEN 'the names are alike'
    WHEN a.postcode = b.postcode AND a.plain[:4] = b.plain[:4] THEN 'both accounts have one postcode' END)"""


class Piece(NamedTuple):
    """`weight` in log-odds and `words`, both SQL."""

    weight: str
    words: str


def said(words: str) -> str:
    """Words that are always the same, as SQL."""
    return "'" + words.replace("'", "''") + "'"


def when(condition: str, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces that count only under a condition."""
    return tuple(Piece(f"CASE WHEN {condition} THEN {it.weight} END", it.words) for it in pieces)


def same_number(*, sharing: str = "2", across: bool = False) -> tuple[Piece, ...]:
    """What an equal number says, when `sharing` of the supplier's bills have it in this group.

    A supplier that uses each number once shows that its short numbers, too, are numbers of invoices; not so `across`
    two suppliers, who both begin at 1.
    """
    proven = "false" if across else "(a.numbered - a.of_ref >= 5 AND a.reuse < 0.03)"
    once = "greatest(least(-ln(a.reuse / 0.02), CASE WHEN a.calendar THEN 0.3 ELSE 2 END), -4)"
    short = "CASE length(a.core) WHEN 3 THEN 0.8 WHEN 2 THEN 1.8 ELSE 2.4 END"
    usual = 2 if across else 1
    return (
        Piece(
            f"CASE WHEN {once} < 0 OR a.numbered - a.of_ref > 1 THEN {once} END",
            f"CASE WHEN {once} > 0 THEN 'the supplier''s other numbers come once each' "
            "ELSE 'this supplier uses numbers again' END",
        ),
        Piece(
            f"CASE WHEN a.of_ref > {sharing} THEN -1.2 * ln(1 + a.of_ref - {sharing}) END",
            said("the number also stands on bills of other amounts"),
        ),
        Piece(
            f"CASE WHEN a.calendar THEN CASE WHEN {proven} THEN -1.8 ELSE -2.8 END END",
            said("the number is a date, a month or a year"),
        ),
        Piece(
            "CASE WHEN NOT a.calendar AND length(a.core) >= 5 THEN 0.6 END", said("the number is a long one")
        ),
        Piece(
            f"CASE WHEN NOT a.calendar AND length(a.core) <= 3 "
            f"THEN -{short} * CASE WHEN {proven} THEN 0.4 ELSE 1 END END",
            said("the number is a short one"),
        ),
        Piece(
            f"CASE WHEN NOT a.calendar AND a.users > {usual} AND NOT {proven} "
            f"THEN -0.8 * ln(1 + a.users - {usual}) END",
            "format('{} suppliers use this number', a.users)",
        ),
    )


# How the numbers of two bills are near, the likeliest first: when, the weight, and in words. `same` are those that are
# one number written in two ways.
_HEADS = "(a.head <> '' AND b.head <> '' AND a.head <> b.head)"
_APART = "abs(try_cast(a.core AS HUGEINT) - try_cast(b.core AS HUGEINT))"
_LONGER = "CASE WHEN length(a.ref) < length(b.ref) THEN b.ref ELSE a.ref END"
_SHORTER = "CASE WHEN length(a.ref) < length(b.ref) THEN a.ref ELSE b.ref END"
_REST = f"substr({_LONGER}, length({_SHORTER}) + 1)"
SAME = (
    f"(a.core = b.core OR a.looks = b.looks OR {_SHORTER} = left({_LONGER}, length({_SHORTER})) "
    f"AND length({_SHORTER}) >= 4 AND (NOT regexp_matches({_REST}, '[0-9]') OR length({_REST}) <= 2))"
)
_NEARNESS = (
    ("a.core = b.core AND length(a.tail) = 1 AND length(b.tail) = 1 AND a.tail <> b.tail", -3.2,
     "the letters after the number tell two parts apart"),
    (f"a.core = b.core AND {_HEADS}", 0.6, "the letters before the number differ"),
    ("a.core = b.core", 2.4, "the number is the same but for letters, marks or leading noughts"),
    (_HEADS, -2.6, "the letters before the numbers differ"),
    ("length(a.ref) = length(b.ref) AND a.looks = b.looks", 2.8, "a letter stands for the figure it looks like"),
    (SAME, 2.4, "one number is the other with a little added"),
    ("length(a.core) <> length(b.core)", 2.4, "one figure is missing or too many"),
    ("list_sort(string_split(a.core, '')) = list_sort(string_split(b.core, '')) AND coalesce("
     f"{_APART} > 90, true)", 2.8, "two figures have changed places"),
    ("list_sort(string_split(a.core, '')) = list_sort(string_split(b.core, ''))", 1.9,
     "two figures have changed places"),
    (f"{_APART} IS NULL", 1.9, "one character differs"),
    ("a.calendar AND b.calendar", 0.8, "one figure of a date differs"),
    (f"a.dated <> b.dated AND {_APART} <= 9", 0.8, "one figure of a date differs"),
    (f"{_APART} <= 9", -2.8, "the numbers follow each other"),
    (f"{_APART} <= 200", 0.5, "one figure differs, and the next numbers would"),
    ("true", 2.6, "one figure differs"),
)  # fmt: skip
NEARNESS = Piece(
    "CASE " + " ".join(f"WHEN {when} THEN {weight}" for when, weight, _ in _NEARNESS) + " END",
    "CASE " + " ".join(f"WHEN {when} THEN {said(words)}" for when, _, words in _NEARNESS) + " END",
)

# Whether two numbers are for the test of near numbers to judge.
NEAR = """coalesce(length(a.ref) >= 3 AND length(b.ref) >= 3 AND a.ref <> b.ref AND (
    a.core = b.core OR a.looks = b.looks OR starts_with(b.ref, a.ref) OR starts_with(a.ref, b.ref)
    OR abs(length(a.ref) - length(b.ref)) <= 1 AND
       (damerau_levenshtein(a.ref, b.ref) <= 1 OR damerau_levenshtein(a.core, b.core) <= 1)), false)"""

# A number that does not come as the supplier's do. Half of the copies that bear another number bear such a one (a
# statement's, a date, our own order's); how many of the supplier's other bills do, the ledger says.
_ODD = "CASE WHEN b.odd IS NULL OR a.odd IS NULL THEN coalesce(b.odd, a.odd) ELSE greatest(a.odd, b.odd) END"
# Whether the purposes of both name a month, and one that they share; NULL where one of them names none.
_ONE_MONTH = "list_has_any(string_split(nullif(a.months, ''), ' '), string_split(nullif(b.months, ''), ' '))"
_MONTHS_DIFFER = f"coalesce(NOT {_ONE_MONTH}, false)"
FORM = Piece(
    f"CASE WHEN a.ref <> b.ref AND (a.odd IS NOT NULL OR b.odd IS NOT NULL) THEN least(ln(0.5 / ({_ODD})), 5.5) END",
    said("none of the supplier's other numbers is made so"),
)
TURN = Piece(
    f"CASE WHEN a.odd IS NULL AND b.odd IS NULL THEN CASE "
    f"WHEN b.in_sequence THEN ln(0.3 / (1 - b.out)) "
    f"WHEN NOT b.in_sequence AND a.in_sequence AND NOT {_MONTHS_DIFFER} THEN least(ln(0.7 / b.out), 5.5) END END",
    "CASE WHEN b.in_sequence THEN 'the number comes in its turn among the supplier''s others' "
    "ELSE 'the number does not come in its turn among the supplier''s others' END",
)
TAKEN = Piece(
    "CASE WHEN b.of_ref > 1 AND a.of_ref = 1 AND NOT b.calendar THEN greatest(least(ln(0.3 / b.reuse), 3), 0) END",
    said("the number is that of another of the supplier's bills, whose numbers come once each"),
)
# Two numbers that end in a day, as far apart as the payments are: the next bill of a case, not a slip.
DATES = Piece(
    f"CASE WHEN a.dated <> b.dated AND abs({DAYS} - abs(b.dated - a.dated)) <= 20 THEN -2.8 END",
    said("the days in the numbers are as far apart as the payments"),
)

NEAR_DAYS = Piece(f"CASE WHEN {DAYS} <= 3 THEN 1.0 END", said("three days or fewer lie between"))
ORDER = Piece("CASE WHEN a.order_no = b.order_no THEN 0.5 END", said("the order is the same"))
# A second payment mostly comes within weeks; bills that come of themselves, after a month or a quarter.
LONG = Piece(
    f"CASE WHEN {DAYS} > 120 THEN -1.0 WHEN {DAYS} BETWEEN 26 AND 35 OR {DAYS} BETWEEN 84 AND 99 THEN -0.5 END",
    f"CASE WHEN {DAYS} > 120 THEN format('{{}} days lie between', {DAYS}) "
    "ELSE 'a month or a quarter lies between' END",
)
_USUAL = "coalesce(a.interval, b.interval)"
INTERVAL = Piece(
    f"CASE WHEN {_USUAL} >= 6 AND {DAYS} >= 6 AND abs({DAYS} - {_USUAL} * greatest(round({DAYS} / {_USUAL}), 1)) "
    f"<= greatest({_USUAL} / 5, 1) THEN -2.2 END",
    f"format('the supplier''s bills come every {{}} days or so', {_USUAL}::INTEGER)",
)

# A purpose that names a month or a case tells bills apart as well as a number does; one invoice on two services is two
# halves more often than two payments.
SERVICES = Piece(
    "CASE WHEN a.service <> b.service THEN CASE WHEN a.day = b.day AND a.amount = b.amount THEN -2.0 "
    "WHEN a.core = b.core THEN -0.4 ELSE -1.8 END END",
    "'they are of two services' || CASE WHEN a.day = b.day AND a.amount = b.amount THEN ' on one day' ELSE '' END",
)
MATTER = (
    Piece("CASE WHEN a.purpose = b.purpose AND a.service IS NOT DISTINCT FROM b.service THEN 0.4 END",
          said("service and purpose are the same")),
    Piece(f"CASE WHEN {_ONE_MONTH} AND {DAYS} > {AT_ONCE} AND NOT (a.calendar AND a.core IS NOT DISTINCT FROM b.core) "
          "THEN 0.6 END", said("the purposes name one month")),
    Piece(f"CASE WHEN {_MONTHS_DIFFER} THEN -4.5 END", said("the purposes name two months")),
    Piece("CASE WHEN a.codes = b.codes AND a.of_case = 2 THEN greatest(least(ln(0.6 / a.cases), 2.5), 0) END",
          said("the purposes name one case, which no other bill of the supplier names")),
    Piece("CASE WHEN a.codes <> '' AND b.codes <> '' AND NOT list_has_any(string_split(a.codes, ' '), "
          "string_split(b.codes, ' ')) THEN -1.8 END", said("the purposes name two cases")),
    Piece("CASE WHEN a.amount = b.amount AND a.kind = b.kind AND greatest(a.lines, b.lines) > 1 THEN "
          "CASE WHEN a.parts <> b.parts THEN -2.5 WHEN a.calendar THEN NULL "
          "WHEN greatest(a.lines, b.lines) = 2 THEN 0.8 ELSE 1.6 END END",
          "CASE WHEN a.parts = b.parts THEN 'line by line the amounts are the same' "
          "ELSE 'the lines are of other amounts' END"),
    Piece("CASE WHEN NOT (a.billed AND b.billed) THEN -0.8 END",
          said("such payments are settled by law, a pay run or an award")),
    Piece("CASE WHEN a.invoiced <> b.invoiced THEN -0.8 WHEN a.invoiced = b.invoiced THEN "
          "CASE WHEN a.ref = b.ref THEN 1.2 ELSE 0.5 END END",
          "CASE WHEN a.invoiced = b.invoiced THEN 'the invoice date is the same' ELSE 'the invoice dates differ' END"),
)  # fmt: skip


# How likely the later of two equal bills meets one at such a distance that it is no second payment of: by custom of its
# supplier or by the crowding of its amounts; of one service, or of two, where services are given; or, where service,
# month and case are the same, as the supplier's bills agree in all of these.
def _custom(mark: str) -> str:
    apart = f"greatest(a.habit{mark}, b.habit{mark})"
    at_once = f"greatest(a.habit_once{mark}, b.habit_once{mark}) + {AT_ONCE / WINDOW:.2f} * {apart}"
    return f"(CASE WHEN {DAYS} <= {AT_ONCE} THEN {at_once} ELSE {apart} END)"


_CROWDING = f"(greatest(a.crowding, b.crowding) * CASE WHEN {DAYS} <= {AT_ONCE} THEN {AT_ONCE / WINDOW:.2f} ELSE 1 END)"
_ANYWHERE = f"({_custom('')} + {_CROWDING})"
# round sums are agreed with one service
_TOGETHER = "CASE WHEN a.amount % 500 = 0 THEN 1 ELSE a.together END"
_HERE = f"({_custom('_here')} + {_CROWDING} * {_TOGETHER})"
CHANCE = (
    f"(CASE WHEN a.months = b.months AND a.codes = b.codes AND a.months <> '' AND a.codes <> '' "
    f"THEN least(greatest(a.agree, b.agree), {_HERE}) "
    f"WHEN a.matter = b.matter AND (a.months <> '' OR a.codes <> '') "
    f"THEN least(greatest(a.agree, b.agree, {_HERE} / 5), {_HERE}) "
    f"WHEN a.service = b.service THEN {_HERE} WHEN a.service <> b.service "
    f"THEN greatest({_custom('')} - {_custom('_here')}, 0) + {_CROWDING} * (1.01 - a.together) + 0.05 * {_HERE} "
    f"ELSE {_ANYWHERE} END)"
)
CHANCE_SAID = (
    f"CASE WHEN {CHANCE} < 0.0001 THEN 'fewer than one in ten thousand' ELSE format('{{:.2f}}%', 100 * {CHANCE}) END "
    f"|| ' of such bills of this supplier meet an equal one within {WINDOW} days by chance'"
)
# Most copies are of the service that the first was of.
SERVED = Piece(
    f"CASE WHEN a.service <> b.service THEN CASE WHEN {_ONE_MONTH} THEN -1.0 ELSE -1.5 END END",
    f"CASE WHEN {_ONE_MONTH} THEN 'they name one month, on two services' ELSE 'they are of two services' END",
)
# A supplier set up twice is the commonest cause of all: an equal bill under an account that is seldom used.
_SELDOM = "(CASE WHEN a.of_payee < b.of_payee THEN a.seldom ELSE b.seldom END)"
ACCOUNTS = Piece(
    f"CASE WHEN a.payee <> b.payee THEN greatest(least(ln(0.3 / {_SELDOM}), 4.5), 0.3) "
    "- CASE WHEN a.supplier <> b.supplier THEN 1.0 ELSE 0 END END",
    f"CASE WHEN a.supplier = b.supplier THEN 'they are under two accounts of the supplier' "
    f"ELSE 'they are under two accounts that look like one supplier''s: ' || {ALIKE} END",
)
# Of a supplier whose bills are apart: whether the second comes where the next bill would, which names another month.
BEAT = Piece(
    f"CASE WHEN b.beat = 1 THEN least(ln(0.8 / b.beats), 1.8) "
    f"WHEN b.beat = 2 AND NOT coalesce({_ONE_MONTH}, false) THEN ln(0.08 / (1 - b.beats)) END",
    "CASE b.beat WHEN 1 THEN 'it stands close to another bill, where this supplier''s are apart' "
    "ELSE 'it comes when the supplier''s next bill would' END",
)
