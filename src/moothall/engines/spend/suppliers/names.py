"""What a payee is called: a printed name taken apart, so that two spellings of one organisation are the same words."""

import re
import unicodedata
from dataclasses import dataclass

from moothall.engines.spend.suppliers.words import (
    COUNTRIES,
    CUT_FORMS,
    CUT_FROM,
    ENDING,
    FORMS,
    OWNERS,
    SHORT,
    TITLES,
)

_TRADING = re.compile(
    r"(?<![\w])(?:t\s*[/\\]\s*as?|t\.a\.?|trading\s+as|d\s*/\s*b\s*/\s*a|dba|aka|a/k/a)(?![\w])", re.I
)
_TRADING_CUT = re.compile(r"(?<=[\w.)])\s+(?:t\s*/|tradi?n?g?(?:\s+as?)?)$", re.I)  # cut off in its middle
_FORMERLY = re.compile(r"(?<!\w)(?:formerly(?:\s+known\s+as)?|previously|fka|f/k/a|prev)(?!\w)", re.I)
_CARE_OF = re.compile(r"(?<!\w)c\s*/\s*o(?!\w)\.?:?", re.I)
_BRACKET = re.compile(r"[(\[{]([^()\[\]{}]*)(?:[)\]}]|$)")
_COMPANY_IN_BRACKETS = re.compile(r"([^()]+)\(([^()]+\b(?:ltd|limited|plc|llp|cic)\.?)\s*\)?", re.I)
_ENDING = re.compile(
    rf"\b(?:{'|'.join(ENDING)})\b\.?(?=\s*[-–(\[,:/]|\s*$)|\b(?:ltd|plc|llp|cic)\b\.?(?=\s)", re.I
)
_INITIALS = re.compile(r"\b(?:\w\.\s?){2,}(?:\w\b)?")
_DOMAIN = re.compile(r"(?<=\w)\.(?:co\.uk|com|org\.uk|org|net|gov\.uk|ac\.uk|uk)\b", re.I)
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´ʼ](?=\w|\s|$)")
_OTHER = re.compile(r"[^\w]+|_+")
_FORM_WORDS = sorted(
    ((tuple(words.split()), form) for words, form in FORMS.items()), key=lambda it: -len(it[0])
)
_DOUBLED = ("Ã", "â€", "Â")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `words` is the name itself; what is set aside is remembered in the other fields."""

    printed: str
    words: tuple[str, ...]
    form: str = ""  # 'limited', 'plc', 'llp' … or '' where it gives none
    qualifiers: frozenset[str] = frozenset()  # 'uk', 'holdings'
    note: str = ""  # what stands after the legal name: 'Holly Ltd (Sale)' -> 'sale'
    also: tuple[str, ...] = ()  # other names it goes by, each normalised: trading names, former names
    person: bool = False  # it begins with a title
    cut: bool = False  # long enough to have been cut off by the ledger

    @property
    def key(self) -> str:
        return " ".join(self.words)


def normalise(name: str) -> str:
    """The words by which names are compared: 'WENDALE ES (UK) LIMITED' -> 'wendale es'.

    >>> normalise("The Smith & Co. (Leeds) Ltd")
    'smith and co leeds'
    """
    return parse(name).key


def parse(printed: str) -> Name:
    """A printed name, taken apart. A name of nothing but what is set aside is kept as it is written."""
    text = _mended(printed)
    if len(text) >= CUT_FROM:
        text = _TRADING_CUT.sub("", text)
    legal, *others = [it for it in _TRADING.split(text) if it.strip(" -,.()")] or [text]
    legal, *formerly = [it for it in _FORMERLY.split(legal) if it.strip(" -,.()")] or [legal]
    inner = _COMPANY_IN_BRACKETS.fullmatch(legal.strip())  # 'Holly Days (Holly Leisure Ltd)'
    if inner and not _one(inner[1]).form:
        legal, others = inner[2], [*others, inner[1]]
    first = _one(legal)
    also = dict.fromkeys(
        it.key for text in (*others, *formerly) if (it := _one(text)).words and it.words != first.words
    )
    return Name(
        printed=printed,
        words=first.words or tuple(_words(printed)),
        form=first.form,
        qualifiers=first.qualifiers,
        note=first.note,
        also=tuple(also),
        person=first.person,
        cut=len(printed.strip()) >= CUT_FROM,
    )


def _mended(text: str) -> str:
    """Doubled encodings undone, accents taken off, spaces made single."""
    for _ in range(2):
        if not any(mark in text for mark in _DOUBLED):
            break
        try:
            text = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            break
    text = text.replace("\N{NO-BREAK SPACE}", " ").replace("&amp;", "&").replace("&#039;", "'")
    text = unicodedata.normalize("NFKD", text)
    return " ".join("".join(it for it in text if not unicodedata.combining(it)).split())


def _one(text: str) -> Name:
    """A single name: no trading name within it."""
    text, *care_of = [it for it in _CARE_OF.split(text) if it.strip(" -,.()")] or [text]
    note = ""
    if ends := _ENDING.search(text):
        note = text[ends.end() :]
        text = text[: ends.end()]
        if not _words(text[: ends.start()]):  # 'Limited Edition Prints': no form
            text, note = text + note, ""
    qualifiers = set()
    kept = []
    at = 0
    for bracket in _BRACKET.finditer(text):
        kept.append(text[at : bracket.start()])
        said = " ".join(_words(bracket[1]))
        if (known := COUNTRIES.get(said) or OWNERS.get(said)) and _words(text[: bracket.start()]):
            qualifiers.add(known)
        else:
            kept.append(f" {bracket[1]} ")
        at = bracket.end()
    words = _words("".join((*kept, text[at:])))
    words, form = _without_form(words, cut=len(text) + len(note) >= CUT_FROM)
    if len(words) > 1 and (known := COUNTRIES.get(words[-1])) in ("uk", "england"):
        qualifiers.add(known)
        words.pop()
        words, inner = _without_form(words, cut=False)
        form = form or inner
    if len(words) > 1 and words[-1] == "the":
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    person = len(words) > 1 and words[0] in TITLES and not form
    if person:
        words.pop(0)
    noted = " ".join((*_words(note), *(word for it in care_of for word in ("care of", *_words(it)))))
    if known := COUNTRIES.get(noted) or OWNERS.get(noted):
        qualifiers.add(known)
        noted = ""
    return Name(text, tuple(words), form, frozenset(qualifiers), noted, person=person)


def _words(text: str) -> list[str]:
    text = text.casefold().replace("&", " and ").replace("+", " and ")
    text = _DOMAIN.sub(" ", text)
    text = _INITIALS.sub(lambda it: re.sub(r"[.\s]", "", it[0]) + " ", text)
    text = _APOSTROPHES.sub("", text)
    words: list[str] = []
    letters = ""
    for word in _OTHER.sub(" ", text).split():
        if len(word) == 1 and word.isalpha():
            if word == "s" and not letters and words and len(words[-1]) > 3:  # what an apostrophe left
                words[-1] += "s"
            else:
                letters += word
            continue
        if letters:
            words.append(letters)
            letters = ""
        words.append(SHORT.get(word, word) if words else word)
    return [*words, letters] if letters else words


def _without_form(words: list[str], *, cut: bool) -> tuple[list[str], str]:
    """The words before the legal form, and the form."""
    form = ""
    trimmed = True
    while trimmed and len(words) > 1:
        trimmed = False
        for said, known in _FORM_WORDS:
            rest = words[: -len(said)]
            if rest and rest != ["the"] and tuple(words[-len(said) :]) == said:
                words = rest
                form = form or known
                if words[-1] == "and" and len(words) > 1:
                    words = words[:-1]
                trimmed = True
                break
        if cut and not form and not trimmed and len(words) > 2 and words[-1] in CUT_FORMS:
            words = words[:-1]
            form = "limited"
            cut = False
            trimmed = True
    return words, form
