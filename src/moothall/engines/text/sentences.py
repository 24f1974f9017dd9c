"""Where sentences begin and end, in British official prose. Pure, and one pass over the text."""

import re

# A mark that may end a sentence, with whatever closes after it. Possessive, so a long run of marks is read once.
_END = re.compile(r"(?<![.!?])[.!?…]++[\"'”’)\]]*+\s++")
_LAST_WORD = re.compile(r"[\w.&'’-]{1,20}\Z")
_OPENS = re.compile(r"[\"'“‘(\[£$€~•]*+(?:[A-Z0-9]|\Z)")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")  # i.e, e.g, p.a, U.K

# Always followed by more of the same sentence.
_JOINED = frozenset(
    "approx c ca cf cllr cllrs col dept dr ed eds eg fig figs ft gen gov hon ie maj messrs mr mrs ms nr para "  # noqa: SIM905
    "paras prof ref refs rev rt sgt st tel viz vol vs v".split()
)
_BEFORE_A_NUMBER = frozenset(
    "no nos p pp s ss art reg regs sch sec ch cl para paras item ext".split()  # noqa: SIM905
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a passage as (start, end) spans, without the white space between them.

    A full stop after 'e.g.', 'Cllr.' or an initial does not end a sentence, nor does one inside a number or a
    name ('3.5', 'Modern.Gov'). 'No.' and 'p.' do not when a number follows; 'etc.' and 'p.a.' do when a capital
    follows. What follows must look like a beginning: a capital, a digit, or an opening mark.
    """
    spans = []
    start = len(text) - len(text.lstrip())
    for mark in _END.finditer(text):
        if mark.start() >= start and _ends(text, mark):
            spans.append((start, mark.start() + len(mark[0].rstrip())))
            start = mark.end()
    end = len(text.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def _ends(text: str, mark: re.Match[str]) -> bool:
    if not _OPENS.match(text, mark.end(), mark.end() + 12):
        return False
    if mark[0][0] in "!?" or mark[0].startswith(("..", "…")):
        return True
    found = _LAST_WORD.search(text[max(0, mark.start() - 20) : mark.start()])
    word = found[0] if found else ""
    name = word.lower().lstrip("(['\"“‘")
    following = text[mark.end() : mark.end() + 1]
    if name in _JOINED:
        return False
    if name in _BEFORE_A_NUMBER:
        return not following.isdigit()
    if _DOTTED.fullmatch(word):
        return name not in ("i.e", "e.g") and following.isupper() and len(word) > 1 and word.islower()
    # An initial: 'J. Smith'. 'Plan B.' and 'Band D.' end a sentence, since a name stands before the letter.
    return not (
        len(word) == 1
        and word.isupper()
        and not _NAMED.search(text[max(0, mark.start() - 13) : mark.start() - 1])
    )


_NAMED = re.compile(
    r"(?:plan|band|class|grade|option|annex|appendix|part|group|type|table|lot|unit|block) \Z", re.I
)
