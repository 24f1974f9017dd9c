"""The days of a plan's life that its text gives: when members endorsed it, when it was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from moothall.engines.text.found import PartKind
from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_check.dates import written
from moothall.recipes.plan_check.prose import split
from moothall.recipes.plan_reading import PlanReading
from moothall.reference.productivity_letter import letter

_BODY = (
    r"(?:cabinet(?! (?:office|secretary))|(?:full )?council(?:lors?)?|(?<!chief )executive(?! "
    r"(?:director|team|officer|board of officers))|members?|committee|leader|portfolio "
    r"holders?|scrutiny|board of members|"
    r"lead member|assembly)"
)
_ENDORSE = re.compile(
    r"\b(?:endors\w+|approv(?:ed|es|al|e)|adopted|agreed|signed[- ]off|sign[- ]off|ratified|"
    r"considered|oversight|recommended)\b",
    re.I,
)
# What members do with a plan short of endorsing it. It counts only where nobody endorsed it.
_LOOKED = re.compile(
    r"\b(?:considered|oversight|recommended|recommendation (?:of|from)|"
    r"(?:review(?:ed)?|scrutin(?:y|ised)|examin(?:ed|ation)|comments?|challenged?) by)\b",
    re.I,
)
_SEND = re.compile(r"\b(?:submi(?:t|ts|tted|ssion)|sent|returned|emailed|e-mailed|send|return)\b", re.I)
_TO = re.compile(
    r"\b(?:department|government|DLUHC|MHCLG|ministry|minister|secretary of state|levelling ?up|"
    r"whitehall|e-?mail)\b",
    re.I,
)
_PLAN_SENT = re.compile(
    r"\b(?:plan|it) (?:was|is|has been|will be) (?:then )?(?:sent|submitted|returned)\b|"
    r"^\W*(?:sent|submitted|returned)\b",
    re.I,
)
_PLAN = re.compile(r"\b(?:plan|it)\b", re.I)
_LIMIT = re.compile(
    r"\b(?:by|before|deadline(?: of| is| was|:)?|due(?: on| by)?|no later than|ahead of|until|"
    r"dated|letter of|since|from)\s+(?:the\s+)?(?:\w+day\s+)?$",
    re.I,
)
_LATER = re.compile(
    r"\b(?:endors\w+|approv\w+|agreed|considered|ratif\w+|taken to|go(?:es)? to|report(?:ed)? to|"
    r"presented to)\b.{0,80}\b"
    r"(?:after|following|once|subsequent to)\b.{0,30}\b(?:submi\w+|sent|sending|returned|return)\b"
    r"|\b(?:after|following|once)\b.{0,30}\b(?:submi\w+|sent|sending)\b.{0,80}\b(?:endors\w+|"
    r"approv\w+|ratif\w+)\b"
    r"|\b(?:endors\w+|approv\w+|ratif\w+)\b.{0,30}\bretrospective(?:ly)?\b|"
    r"\bretrospective(?:ly)?\b.{0,30}\b(?:endors\w+|approv\w+)\b"
    r"|\b(?:submi\w+|sent)\b.{0,60}\b(?:before|prior to|ahead of|in advance of|"
    r"pending)\b.{0,40}\b(?:endorse\w*|approval|member|cabinet|council)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:corporate plan|local plan|medium[- ]term|budget|strategy|strategies|policy|MTF[PS]|"
    r"business case|capital|contract|scheme)\b",
    re.I,
)


_DATED = re.compile(r"\b(?:meeting )?date\b(?: of (?:the )?meeting)?\s*[:|]|\bmeeting (?:on|of)\b", re.I)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the plan on a day, and the passage that says so."""

    day: date
    passage: Passage


def endorsed(reading: PlanReading) -> list[Event]:
    """The days on which members endorsed the plan: as its text says, else the day of the covering report's meeting."""
    events = list(_events(reading))
    return (
        [event for kind, event in events if kind == "endorsed"]
        or [event for kind, event in events if kind == "considered"]
        or _meeting(reading)
    )


def _meeting(reading: PlanReading) -> list[Event]:
    """The day at the head of a covering report to members."""
    covers = [it for it in reading.parts if it.kind is PartKind.COVER_REPORT]
    if not covers:
        return []
    cover = [it for it in reading.paper.passages if covers[0].first <= it.number <= covers[0].last]
    if not any(re.search(rf"\b{_BODY}\b", it.text, re.I) for it in cover[:25]):
        return []
    for passage in cover[:25]:
        dated = [it.day for it in written(passage.text) if it.day]
        if dated and _DATED.search(passage.text):
            return [Event(dated[0], passage)]
    return []


def sent(reading: PlanReading) -> list[Event]:
    """The days on which the plan was sent to the department."""
    return [event for kind, event in _events(reading) if kind == "sent"]


def promised_later(reading: PlanReading) -> list[Passage]:
    """Passages that put the endorsement after the sending without giving both days."""
    found = []
    for passage in _ours(reading):
        for sentence in split(passage):
            if (
                _LATER.search(sentence.text)
                and _PLAN.search(sentence.text)
                and re.search(_BODY, sentence.text, re.I)
            ):
                found.append(passage)
                break
    return found


def speaks_of_endorsement(reading: PlanReading) -> Passage | None:
    """The first passage that says members endorsed the plan."""
    for passage in _ours(reading):
        for sentence in split(passage):
            if _about_endorsement(sentence.text):
                return passage
    return None


def _about_endorsement(text: str) -> bool:
    strong = re.search(r"\b(?:endors(?:ed|es|ement)|approved|adopted|agreed|signed[- ]off)\b", text, re.I)
    this = re.search(
        r"\b(?:this|the|our)(?: \w+)? plan\b|^it\b|^(?:endorsed|approved|adopted|agreed|signed)\b", text, re.I
    )
    return bool(strong and this and re.search(rf"\b{_BODY}\b", text, re.I) and not _OTHER.search(text))


def _ours(reading: PlanReading) -> Iterator[Passage]:
    """The passages of the whole file but the minister's letter."""
    letters = [it for it in reading.parts if it.kind is PartKind.LETTER]
    for passage in reading.paper.passages:
        if passage.kind is not Kind.HEADING and not any(
            it.first <= passage.number <= it.last for it in letters
        ):
            yield passage


def _events(reading: PlanReading) -> Iterator[tuple[str, Event]]:
    for passage in _ours(reading):
        for sentence in split(passage):
            if _OTHER.search(sentence.text) and not re.search(
                r"\bproductivity plan\b|\bthis plan\b", sentence.text, re.I
            ):
                continue
            for it in written(sentence.text):
                before, after = sentence.text[: it.start], sentence.text[it.end :]
                if it.day is None or it.day <= letter().sent or _LIMIT.search(before):
                    continue
                if kind := _kind(before, after, passage, sentence.text):
                    yield kind, Event(it.day, passage)


def _verbs(text: str) -> list[tuple[int, str]]:
    """Where a text says that the plan was sent, considered or endorsed."""
    looked = [m.start() for m in _LOOKED.finditer(text)]
    found = [(start, "considered") for start in looked]
    found += [(m.start(), "endorsed") for m in _ENDORSE.finditer(text) if m.start() not in looked]
    return found + [(m.start(), "sent") for m in _SEND.finditer(text)]


def _kind(before: str, after: str, passage: Passage, whole: str) -> str:
    """What happened on a date: by the nearest verb before it, else the first after it."""
    if verbs := _verbs(before):
        kind = max(verbs)[1]
    elif verbs := _verbs(after):
        kind = min(verbs)[1]
    else:
        return ""
    if not _PLAN.search(whole) and not re.match(
        r"\W*(?:endorsed|approved|submitted|sent|returned|agreed)\b", whole, re.I
    ):
        return ""
    if kind != "sent":
        return kind if re.search(rf"\b{_BODY}\b", whole, re.I) else ""
    return kind if _TO.search(whole) or _PLAN_SENT.search(whole) else ""
