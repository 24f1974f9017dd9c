"""Marks of Markdown and of HTML that are left in plain text and in Markdown's cells: taken off, words kept."""

import html
import re
from dataclasses import dataclass

PICTURE = re.compile(r"!\[([^\[\]\n]{0,2000})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,2000})\]\((?:[^()\s]|\([^()\s]*\))*\)")
_BREAK = re.compile(r"<(?:/?(?:p|br|li|ul|ol|div|tr|td|th)|input)\b[^<>]{0,300}>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|a|small|mark|font)\b[^<>]{0,300}>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_STRONG = re.compile(
    r"\*\*(?=\S)([^*\n]{1,5000}?)(?<=\S)\*\*|(?<!\w)__(?=\S)([^_\n]{1,5000}?)(?<=\S)__(?!\w)"
)
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]{1,5000}?)(?<=[^\s*])\*(?![*\w])")
_UNDERLINED = re.compile(r"(?<![_\w])_(?=[^\s_])([^_\n]{1,5000}?)(?<=[^\s_])_(?![_\w])")
_STRAY = re.compile(r"\*\*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_WHOLE_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1[\s:]*")


_LONGEST_STRONG = 600


@dataclass(frozen=True, slots=True)
class Plain:
    text: str
    pictures: tuple[str, ...] = ()  # their alt texts


def plain(text: str) -> Plain:
    """`text` without its marks."""
    pictures = tuple(found[1].strip() for found in PICTURE.finditer(text)) if "![" in text else ()
    if pictures:
        text = PICTURE.sub(" ", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _INLINE.sub("", _BREAK.sub(" ", _COMMENT.sub(" ", text)))
    if "*" in text or "_" in text:
        text = _STRONG.sub(lambda found: found[1] or found[2], text)
        text = _UNDERLINED.sub(r"\1", _EMPHASIS.sub(r"\1", text))
        text = _STRAY.sub("", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "&" in text and ";" in text:
        text = html.unescape(text)
    return Plain(text, pictures)


def is_strong(text: str) -> bool:
    """Whether the whole of a line is marked strong."""
    if len(text) > _LONGEST_STRONG:
        return False
    found = _WHOLE_STRONG.fullmatch(text.strip())
    return found is not None and found[1] not in found[2]
