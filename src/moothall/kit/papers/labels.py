"""The number printed before a heading, an item or a paragraph ('2.1', 'a)', '(iv)'), told from its words."""

import re

_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,3}){1,5})[.):]?\s+(?=\S)")  # 2.1
_SINGLE = re.compile(r"\(?(\d{1,3})(?:[.):]|\))\s*(?=[^\s\d])")  # 2. or (2) or 2)
_BARE = re.compile(  # 2, but not the beginning of '3 year plan' or '12 councils'
    r"(\d{1,2})\s+(?!(?:Years?|Months?|Weeks?|Days?|Hours?|Points?|Priorit\w+|Key Priorit\w+|January|February|March"
    r"|April|May|June|July|August|September|October|November|December)\b)(?=[A-Z'\"‘“(])"
)
_LETTER = re.compile(
    r"(?:\(([A-Za-z]|[ivxIVX]{1,5})\)|([A-Za-z]|[ivx]{1,5})\)|([A-Z]|[ivx]{1,5}|[a-h])\.)\s+(?=\S)"
)
_SENTENCE_NUMBER = re.compile(r"\d+\.\d+\s*(?:%|per cent|million|billion|m\b|bn\b|k\b|times)", re.IGNORECASE)


def split_number(text: str) -> tuple[str, str]:
    """The number a line begins with and the rest: ('2.1', 'Our aims'). ('', text) where it begins with none.

    '4 Consultation' has one, '4 councils' and '5.5 million' have not. The number loses its full stop or bracket.
    """
    if _SENTENCE_NUMBER.match(text):
        return "", text
    for pattern in (_DOTTED, _SINGLE, _BARE):
        if found := pattern.match(text):
            return found[1], text[found.end() :]
    return "", text


def split_letter(text: str) -> tuple[str, str]:
    """The same for 'a)', '(iv)' and 'B.'."""
    if found := _LETTER.match(text):
        return next(group for group in found.groups() if group), text[found.end() :]
    return "", text


def split_printed(text: str) -> tuple[str, str]:
    """The number before a paragraph, where it is certain to be one: '2.1 Words' and not '2 Market Street'."""
    label, rest = split_number(text)
    return ("", text) if is_bare(text, label) else (label, rest)


def split_label(text: str) -> tuple[str, str]:
    """A number or else a letter."""
    label, rest = split_number(text)
    return (label, rest) if label else split_letter(text)


def depth(label: str) -> int:
    """How deep a dotted number is: '2' is 1, '2.1' is 2."""
    return label.count(".") + 1


def is_bare(text: str, label: str) -> bool:
    """Whether a number has no full stop or bracket ('2 Market Street'), so that only a heading has it for a label."""
    return label.isdigit() and text.startswith(f"{label} ")
