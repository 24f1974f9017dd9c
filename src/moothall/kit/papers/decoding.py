"""Bytes of text to characters: UTF-8 and UTF-16 by their marks or their shape, else Windows-1252."""

from moothall.kit.papers import limits
from moothall.kit.papers.paper import Unreadable


def decoded(content: bytes, called: str) -> str:
    """The text. Raises Unreadable for what is not text, and for more than can be read."""
    if len(content) > limits.MAX_TEXT_FILE:
        raise Unreadable(
            f"{called} is larger than {limits.MAX_TEXT_FILE >> 20} MB of text: load only the pages that hold the plan."
        )
    text = _decoded(content)
    if text is None or _looks_binary(text):
        raise Unreadable(
            f"{called} is not a document that can be read here: save it as .docx, .pdf, .odt, .html, .md or .txt "
            "and load that."
        )
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[:4000]
    if head and b"\0" in head:
        odd, even = head[1::2].count(0), head[0::2].count(0)
        if odd > 0.4 * len(head) / 2 and even < 0.1 * len(head) / 2:
            return content.decode("utf-16-le", "replace")
        if even > 0.4 * len(head) / 2 and odd < 0.1 * len(head) / 2:
            return content.decode("utf-16-be", "replace")
        return None
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if wrong == 0 or sum(1 for letter in text if letter > "\x7f") > 2 * wrong:
        return text  # a few damaged letters do not make it another encoding
    return content.decode("cp1252", "replace")


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    unprinted = sum(
        1 for letter in sample if (letter < " " and letter not in "\t\n\r\f\v\x1a") or letter in "\x7f\ufffd"
    )
    return unprinted > 0.02 * len(sample)
