"""What a number counts: the noun after it, or the one that a sentence began with ('the number of … is 18')."""

import re
from functools import cache, lru_cache

from moothall.engines.text.figures.vocabulary import either, listed, lookup, words

_WORD = re.compile(r"(,?\s|-)([A-Za-z][A-Za-z’'-]*(?:/[A-Za-z]+)?)")
_FTE = re.compile(r"(?:FTEs?|WTEs?|(?:full|whole)[\s-]time[\s-]equivalents?|fte)(?![A-Za-z])", re.I)
_WHEN = re.compile(r"\s(?:last|next|this|that|each|every)\s(?:year|quarter|month|week|day)\b", re.I)
_OF_A_TOTAL = re.compile(r"\s(?:[0-9][0-9,]{0,8})(?=\s)")
_LONGEST = 6  # words from the number to its noun
_REACH = 120  # characters


def after(text: str, end: int, stop: int, one: bool = False) -> str:
    """The noun counted by the number that ends here, in the plural and lower case; '' if none can be seen.

    Adjectives are passed over; the first plural is the noun, or a plural that follows it at once and is a noun of
    its own ('sports halls'). `one` lets a singular serve ('1 new depot'). `stop` is the end of the sentence.
    """
    place, limit, steps = end, min(stop, end + _REACH), 0
    found = ""
    if _WHEN.match(text, end, limit):  # 'fell to 1,900 last year' counts no years
        return ""
    while steps < _LONGEST and (word := _WORD.match(text, place, limit)):
        gap, name = word[1], word[2]
        if gap[0] == "," and (steps == 0 or found or name[0].isupper()):
            break
        if _FTE.match(text, word.start(2), limit):
            return "FTE"
        if gap == "-" and steps == 0:
            return _singular(name)
        name = name.rstrip("-’'")
        lowered = _bare(name)
        if found:
            return _plain(name) if lowered in listed("nouns", "heads") and is_plural(name) else found
        if steps == 0 and lowered == "of":
            place = _past_determiners(text, word.end(), limit)
            if place == word.end() and not _WORD.match(text, place, limit):
                return ""
            steps += 1
            continue
        if lowered in listed("nouns", "stops"):
            break
        if unit := _of_time(lowered) or (steps == 0 and _singular(name)) or "":
            return unit
        if is_plural(name):
            found = _plain(name)
        elif one and f"{lowered}s" in listed("nouns", "heads"):
            return f"{lowered}s"
        place, steps = word.end(), steps + 1
    return found


def _past_determiners(text: str, place: int, limit: int) -> int:
    for _ in range(2):
        word = _WORD.match(text, place, limit)
        if word is None or word[2].lower() not in listed("nouns", "determiners"):
            break
        place = word.end()
    if total := _OF_A_TOTAL.match(text, place, limit):
        return total.end()
    return place


def _bare(name: str) -> str:
    lowered = name.lower()
    for ending in ("’s", "'s"):
        lowered = lowered.removesuffix(ending)
    return lowered.strip("’'-")


def _plain(name: str) -> str:
    """Lower case, but for an acronym: 'HGVs' stays."""
    name = name.split("/")[0].strip("’'-")
    return name if sum(letter.isupper() for letter in name) > 1 else name.lower()


def _of_time(word: str) -> str:
    """'year' and 'years' are both 'years'."""
    units = listed("time", "units")
    return word if word in units else f"{word}s" if f"{word}s" in units else ""


def _singular(name: str) -> str:
    """A measure that stands in the singular before a noun: 'a 12-month plan', 'a 20 mile radius'."""
    first = _bare(name.split("-")[0])
    if name.lower().endswith(("-old", "-olds")):
        return ""
    return _of_time(first) or lookup("attributive").get(first, "")


def is_plural(name: str) -> bool:
    """Whether a word can be the plural of a thing counted."""
    lowered = name.lower()
    if lowered in listed("nouns", "irregular"):
        return True
    if name.endswith(("’s", "'s", "S")) or lowered in listed("nouns", "not_plural"):
        return False
    return len(lowered) > 3 and lowered.endswith("s") and not lowered.endswith(("ss", "us", "is", "’s", "'s"))


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        r"\b(?P<head>numbers?|totals?|count|volume|quantity)\s(?:of|for)\s(?P<noun>[^.;:?!|]{2,120})", re.I
    )


_OF_SHARE = re.compile(
    r"\b(?:number|percentage|proportion|share|rate|amount|average|total|count)\s(?:of|for)\s[^.;:?!|]{2,140}\Z",
    re.I,
)
_IS = re.compile(
    r"(?:\b(?:is|was|were|are|stands?|stood|remains?|remained|reached|reaching|totall?ed|totall?ing|hit|being"
    r"|became|now|to|from|at|by|of|had been|has been)(?:\s(?:now|currently|at|only|just|also|around|about|over"
    r"|nearly|up|to|from|circa|approximately|some|a|total|of|below|above|under|more|less|fewer|than|down|by|already))*|[:=]|\s[-–])\s?\Z",
    re.I,
)


def before(text: str, begin: int, start: int) -> str:
    """The noun named earlier in the sentence ('the number of agency workers … is 18'), or ''."""
    said = text[max(begin, start - 200) : start]
    if not _IS.search(said):
        return ""
    if label := _LABEL.search(said):
        return noun_phrase(label["noun"])
    if whole := _collective().search(said):
        return lookup("collectives")[" ".join(whole["whole"].lower().split())]
    counted = [it["noun"] for it in _counted().finditer(said)]
    return noun_phrase(counted[-1]) if counted else _subject(said)


def noun_phrase(phrase: str) -> str:
    """The noun that a phrase opens with, with the words that belong to it: 'agency workers more than …' gives
    'agency workers'."""
    if _FTE.search(phrase[:40]):
        return "FTE"
    kept: list[str] = []
    for word in phrase.split():
        bare = word.strip(",()‘’'\"")
        if bare.lower() in listed("nouns", "stops") | listed("nouns", "determiners"):
            if kept:
                break
            continue
        kept.append(_plain(bare))
        if is_plural(bare):
            return " ".join(kept[-3:])
        if len(kept) > _LONGEST:
            break
    return ""


_LABEL = re.compile(r"(?:^|[.;|]\s)(?P<noun>[A-Z][A-Za-z’' -]{2,40}):\s\Z")  # 'Library visits: 4,500'


@cache
def _collective() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<whole>{either(lookup('collectives'))})(?:\s[a-z’'-]{{1,14}}){{0,5}}\s?(?:\([^()]{{0,20}})?\Z",
        re.I,
    )


_CHANGED = re.compile(
    r"(?P<phrase>[A-Za-z][A-Za-z’'-]{0,30}(?:\s[A-Za-z][A-Za-z’'-]{0,20}){0,5}?),?\s(?:rose|risen|fell|fallen|increased|decreased|reduced|dropped|grew|"
    r"grown|went|gone|cut|down|up|increase|reduction|falling|rising|moved|improved|declined)\b[^.;:?!|]{0,60}\Z",
    re.I,
)


def _subject(said: str) -> str:
    """'Complaints fell from 120 to 85', 'we cut posts from 40 to 32': the plural that rose or fell, or was cut."""
    if (cut := _CUT.search(said)) and _bare(cut["noun"]) in listed("nouns", "heads"):
        return _plain(cut["noun"])
    changed = [it["phrase"] for it in _CHANGED.finditer(said)]
    return _head(changed[-1]) if changed else ""


_NO_OBJECT = "|".join(sorted(listed("nouns", "stops") - {"the", "our", "its", "their", "a", "an"}))
_CUT = re.compile(
    r"\b(?:cut|cutting|reduc(?:e|ed|ing)|lower(?:ed|ing)?|rais(?:e|ed|ing)|increas(?:e|ed|ing)|brought"
    r"|bringing|trimm(?:ed|ing)|shr[aiu]nk|grew|grown|expand(?:ed|ing)?|took|taken|taking)"
    rf"(?:\s(?!(?:{_NO_OBJECT})\b)[A-Za-z][\w’'-]*){{0,4}}?"
    r"\s(?P<noun>[A-Za-z][A-Za-z’'-]+)(?:\s(?:down|up))?\sfrom\s\Z",
    re.I,
)


def _head(phrase: str) -> str:
    """The plural that a subject is about: of 'Complaints about missed bins' it is the complaints."""
    found, governed = "", False
    for word in phrase.split():
        if (bare := _bare(word)) in listed("nouns", "stops"):
            governed = governed or (
                bare not in listed("nouns", "determiners") and bool(found or bare in _GOVERN)
            )
        elif is_plural(word):
            if not governed:
                found = _plain(word)
            governed = False
    return found


_GOVERN = frozenset(
    (
        "about",
        "across",
        "against",
        "among",
        "at",
        "between",
        "by",
        "during",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "over",
        "through",
        "throughout",
        "to",
        "under",
        "via",
        "with",
        "within",
    )
)


def defines(text: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Whether a length of time only defines what is measured: 'the number of calls answered within 5 minutes is …'."""
    said = text[max(begin, start - 160) : start]
    return bool(
        _OF_SHARE.search(said) and not _VERB.search(said) and _THEN.match(text, end, min(stop, end + 160))
    )


_IS_THEN = r"(?:is|was|are|were|stands|stood|has been|had been|rose|fell|reached|remains)\b"
_THEN = re.compile(rf"[^.;:?!|0-9]{{0,80}}?\b{_IS_THEN}[^.;:?!|0-9]{{0,40}}[0-9]")
_VERB = re.compile(
    rf"\b(?:number|percentage|proportion|share|rate|amount|average|total|count)\s(?:of|for)\s[^.;:?!|]*\b{_IS_THEN}",
    re.I,
)
_HEADS = re.compile(r"(?:number|no\.?|#|total|count)\s+(?:of\s+)?(?P<noun>.{2,60})", re.I)


@lru_cache(maxsize=1024)
def of_heading(heading: str) -> str:
    """The unit that a column's or row's heading gives its numbers: '£000' gives 'GBP', 'Homes built' gives 'homes'."""
    for pattern, unit in _heading_units():
        if pattern.search(heading):
            return unit
    if counted := _HEADS.match(heading.strip()):
        return noun_phrase(counted["noun"])
    bracketed = re.search(r"\(([^()]{2,30})\)", heading)
    for phrase in ([bracketed[1]] if bracketed else []) + [heading]:
        if phrase.split() and (unit := _of_time(_bare(phrase.split()[-1]))):
            return unit
        if unit := noun_phrase(phrase):
            return unit
    return ""


@cache
def _heading_units() -> list[tuple[re.Pattern[str], str]]:
    attached = [
        (re.compile(rf"(?<![A-Za-z0-9]){either(its)}(?![A-Za-z0-9])", re.I), unit)
        for unit, its in words()["attached"].items()
        if unit not in ("m", "tonnes", "minutes")
    ]
    return [
        (re.compile(r"£|\bGBP\b|\bpounds\b"), "GBP"),
        (re.compile(r"\$"), "USD"),
        (re.compile(r"€"), "EUR"),
        (re.compile(r"percentage\spoints|%\spoints|\bppts?\b", re.I), "percentage points"),
        (re.compile(r"%|\bper\s?cent|\bpercentage|\bproportion\b", re.I), "%"),
        (_FTE, "FTE"),
        *attached,
    ]
