"""Acronyms: where they are used, and where they are said in full."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from moothall.kit.papers.paper import Kind, Passage

_TOKEN = re.compile(
    r"(?<![\w£&@/.#-])(?P<it>[A-Z][A-Za-z]?[A-Z&]{0,6}[A-Z])(?P<end>[’']?s)?(?![\w&@]|\.[a-zA-Z]|/\d)"
)
_AFTER = re.compile(
    r"\(\s*(?:the\s+|or\s+|hereafter\s+)?['\"“‘]?(?P<it>[A-Z][A-Za-z&]{0,8}[A-Z])s?['\"”’]?\s*(?:[,;:][^()]*)?\)"
)
_BEFORE = re.compile(r"\b(?P<it>[A-Z][A-Za-z&]{0,8}[A-Z])s?\s*\((?P<full>[^()]{4,80})\)")
_GLOSSED = re.compile(
    r"^(?P<it>[A-Z][A-Za-z&]{0,8}[A-Z])s?\s*(?:[:=–—|]|\s-\s|\bmeans\b|\bis short for\b|\bstands "
    r"for\b)\s*(?P<full>\S.{3,80})"
)
_STANDS = re.compile(
    r"\b(?P<it>[A-Z][A-Za-z&]{0,8}[A-Z])s?\s*,?\s+(?:stands for|is short for|short for|"
    r"meaning)\s+(?P<full>[^.;,]{4,80})"
)
_SHORTENED = re.compile(
    r"(?P<full>(?:[\w’'&-]{1,30}\s){1,8}?[\w’'-]{1,30}),?\s+(?:or|known as|shortened to|abbreviated to|"
    r"called)\s+(?:the\s+)?"
    r"['\"“‘]?(?P<it>[A-Z][A-Za-z&]{0,8}[A-Z])\b"
)
_LONGEST = 4000  # characters of a passage that are looked through for definitions
_LITTLE = {"of", "and", "the", "for", "in", "to", "a", "an", "on", "with", "by", "at", "&"}


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym said in full: 'Medium Term Financial Plan (MTFP)'."""

    acronym: str
    full: str
    passage: Passage


@cache
def common() -> frozenset[str]:
    """The acronyms that need no explaining to a resident, or to the department a plan goes to."""
    text = (files("moothall.recipes.plan_check") / "acronyms.toml").read_text(encoding="utf-8")
    return frozenset(word for group in tomllib.loads(text).values() for word in group)


@cache
def _products() -> re.Pattern[str]:
    """Names of products that have capitals in them: 'Power BI' is not an acronym to explain."""
    named = sorted((it for it in common() if " " in it), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(it)}\b" for it in named))


def used(passage: Passage) -> Iterator[str]:
    """The acronyms in a passage, without a plural s; nothing where capitals are only a way of writing it."""
    if _shouted(passage.text):
        return
    text = _products().sub(lambda it: it[0].title(), passage.text[:_LONGEST])
    for match in _TOKEN.finditer(text):
        capitals = sum(it.isupper() for it in match["it"])
        if capitals < 2 or _roman(match["it"]) or _among_capitals(text, match.start(), match.end()):
            continue
        yield match["it"]


def defined(passages: Sequence[Passage]) -> Iterator[Definition]:
    """Every place where an acronym is said in full."""
    for passage in passages:
        text = passage.text[:_LONGEST]
        for match in _AFTER.finditer(text):
            if full := long_form(match["it"], text[: match.start()]):
                yield Definition(match["it"], full, passage)
        for pattern in (_BEFORE, _STANDS, _GLOSSED):
            for match in pattern.finditer(text):
                if fits(match["it"], match["full"]):
                    full = long_form(match["it"], match["full"].strip()) or match["full"].strip()
                    yield Definition(match["it"], full, passage)
        for match in _SHORTENED.finditer(text):
            if full := long_form(match["it"], match["full"]):
                yield Definition(match["it"], full, passage)
        if passage.kind is Kind.ROW and len(passage.cells) >= 2:
            acronym, full = passage.cells[0].strip(), passage.cells[1].strip()
            if re.fullmatch(r"[A-Z][A-Za-z&]*[A-Z]", acronym) and fits(acronym, full):
                yield Definition(acronym, full, passage)


def long_form(acronym: str, before: str) -> str:
    """The words at the end of `before` that the acronym shortens, or '' (Schwartz and Hearst 2003)."""
    letters = [it for it in acronym.casefold() if it.isalnum()]
    text = before.rstrip(" '\"“‘(,")
    at = len(text)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0:
            starts = at == 0 or not text[at - 1].isalnum()
            if text[at].casefold() == letters[place] and (place > 0 or starts):
                break
            at -= 1
        if at < 0:
            return ""
    full = text[at:]
    many = len(re.findall(r"[\w’']+", full))
    if many > max(2 * len(letters), len(letters) + 4) or any(it in full for it in ".;:!?"):
        return ""
    return full if many >= 2 or "-" in full else ""


def fits(acronym: str, full: str) -> bool:
    """Whether a phrase could be what an acronym shortens: its letters come in order, the first at a word's start."""
    letters = [it for it in acronym.casefold() if it.isalnum()]
    text = full.casefold()
    if not text or len(re.findall(r"\w+", text)) < 2:
        return False
    at = re.search(rf"\b{re.escape(letters[0])}", text)
    place = at.start() if at else -1
    for letter in letters[1:]:
        if place < 0:
            return False
        place = text.find(letter, place + 1)
    return place >= 0


def same_words(full: str) -> tuple[str, ...]:
    """A full form for comparing: no small words, no plural, no marks, no case."""
    found = re.findall(r"[a-z0-9]+", full.casefold().replace("’", "").replace("'", ""))
    kept = [_spelt(it) for it in found if it not in _LITTLE]
    return ("".join(kept),)


def _spelt(word: str) -> str:
    word = re.sub(r"(?<=\w)is(e|ed|ing|ation)s?$", r"iz\1", word)
    word = {"programmes": "program", "programme": "program"}.get(word, word)
    return word.removesuffix("s") if len(word) > 3 else word


def _shouted(text: str) -> bool:
    letters = [it for it in text if it.isalpha()]
    return bool(letters) and sum(it.isupper() for it in letters) > 0.7 * len(letters)


def _roman(text: str) -> bool:
    return bool(re.fullmatch(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})", text))


def _among_capitals(text: str, start: int, end: int) -> bool:
    """Whether a word in capitals stands beside longer ones, as in a line set in capitals."""
    beside = (text[:start].split()[-1:], text[end:].split()[:1])
    return any(len(word) > 6 and word.isalpha() and word.isupper() for words in beside for word in words)
