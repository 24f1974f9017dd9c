"""When two names are one supplier's, and two titles one contract's: simple rules, for a person to confirm.

The engine's clustering of a ledger's payees is finer (docs/methods); a register has hundreds of names, kept by hand.
"""

import re

_FORMS = frozenset({"limited", "ltd", "plc", "llp", "lp", "cic", "inc", "the"})
_SMALL = frozenset(
    {"the", "a", "an", "of", "for", "and", "to", "in", "at", "on", "services", "service", "contract"}
)
_WORD = re.compile(r"[a-z0-9]+")


def plain_name(name: str) -> str:
    """A supplier's name without its legal form, case and punctuation: 'The Beck Ltd.' and 'BECK LIMITED' are 'beck'."""
    text = name.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    kept = [it for it in _WORD.findall(text) if it not in _FORMS]
    return " ".join(kept) or " ".join(_WORD.findall(text))


def number_of(text: str) -> str:
    """A Companies House number as it is written there: eight characters; '' where it cannot be one."""
    kept = re.sub(r"[\s-]", "", text).upper()
    if kept.isdecimal() and kept.isascii():
        kept = kept.zfill(8)
    return kept if re.fullmatch(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}[A-Z]|R0[0-9]{6}", kept) else ""


def likeness(one: str, other: str) -> float:
    """How much two titles share, from 0 to 1: words in both, by words in either."""
    mine, theirs = (set(_WORD.findall(it.casefold())) - _SMALL for it in (one, other))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
