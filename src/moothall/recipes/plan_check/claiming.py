"""Boasts and their evidence: words of size beside words of effect, and whether a figure stands near."""

import re

from moothall.kit.papers.paper import Kind
from moothall.recipes.plan_check.prose import Sentence, split
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_reading import PlanReading

_SIZE = (
    r"(?:significant|substantial|considerable|major|large|huge|dramatic|marked|sizeable|sizable|"
    r"notable|enormous|massive|"
    r"great|vast|tremendous|impressive|measurable|meaningful|real|tangible|drastic|big|good|excellent|strong)"
)
_EFFECT = (
    r"(?:savings?|efficienc(?:y|ies)|reductions?|improvements?|benefits?|gains?|increases?|"
    r"cost reductions?|productivity|value for money|cuts|progress)"
)
_FIRM = (
    r"(?:significant|substantial|considerable|huge|dramatic|marked|sizeable|sizable|enormous|"
    r"massive|vast|tremendous|"
    r"major|large|impressive|drastic)"
)
_NOUN = re.compile(rf"\b{_FIRM}(?:,? (?:and )?\w+){{0,3}}? {_EFFECT}\b", re.I)
_ADVERB = (
    r"(?:significantly|substantially|considerably|dramatically|markedly|hugely|greatly|massively|vastly|"
    r"drastically|enormously)"
)
_CHANGED = (
    r"(?:reduced|improved|increased|cut|lowered|raised|shortened|fallen|fell|risen|rose|grown|"
    r"saved|decreased|boosted|"
    r"dropped|better|lower|faster|cheaper|quicker|shorter|fewer|more efficient|more productive)"
)
_DEED = re.compile(rf"\b(?:{_ADVERB} {_CHANGED}|{_CHANGED}(?: \w+){{0,4}} {_ADVERB})\b", re.I)
_UNSURE = re.compile(
    r"\b(?:could|would|might|may|potential(?:ly)?|if|need(?:s|ed)?|should|opportunit(?:y|ies)|"
    r"explore|exploring|"
    r"hope[sd]?|hoping|unlock|require[sd]?|cannot|without|difficult|unable|limited|barriers?|"
    r"aim(?:s|ed|ing)?|(?:want|wish|intend|seek|hope)(?:s|ing|ed)? to|in (?:the )?future)\b",
    re.I,
)
_SUFFERED = re.compile(
    r"\b(?:reductions?|cuts?|increases?|reduced|fallen|fell|cut|risen|rose|grown|"
    r"increased)\b(?:[\w\s,’'-]{0,40}?)"
    r"\b(?:in|to|of|our|core)?\s*(?:the )?(?:[\w’'-]+ ){0,3}?(?:funding|grants?|budgets?|"
    r"settlement|inflation|demand|workload|pressures?|"
    r"homeless\w*|energy|prices|population|caseloads?|burdens?)\b"
    r"|\b(?:funding|grants?|budgets?|budgetary|settlement|demand|pressures?|inflation\w*|"
    r"homeless\w*|caseloads?) "
    r"(?:[\w’'-]+ ){0,4}?(?:reductions?|cuts?|increases?|reduced|fallen|fell|cut|risen|rose|grown|"
    r"increased)\b",
    re.I,
)
_SAVED = re.compile(
    r"\b(?:(?:has|have|had|also|already)\s+(?:\w+ly |also |already |now )?)?"
    r"(?P<it>(?:saved|saving us) (?:the council |us |residents |taxpayers )?(?:money|costs?|time and money)"
    r"|(?:delivered|achieved|made|generated|realised|realized|released|secured|produced|yielded|"
    r"brought|created|led to|resulted in) "
    r"(?:\w+ ){0,3}?(?:savings|efficiencies|cost reductions?|efficiency gains?)(?! (?:targets?|"
    r"plans?|programmes?|ideas|proposals|options))"
    r"|(?:reduced|cut|lowered|brought down) (?:our |the |its |their )?(?:\w+ ){0,3}?(?:costs|cost|"
    r"spend|spending|expenditure))\b",
    re.I,
)
_WERE_SAVED = re.compile(
    r"\b(?P<it>(?:savings|efficiencies|cost reductions) (?:have been|were|has been|had been) (?:\w+ly )?"
    r"(?:made|achieved|delivered|realised|found|generated|secured|released))\b",
    re.I,
)
_PLANNED = re.compile(r"\b(?:to be|will(?: be)?|can be|must|being|plans? to|savings? (?:to be|are) )\b", re.I)


def boasts(text: str) -> str:
    """The words of a sentence that claim a large effect, or ''."""
    found = _NOUN.search(text) or _DEED.search(text)
    if not found or _UNSURE.search(text) or _SUFFERED.search(text):
        return ""
    return found[0]


def says_saved(text: str) -> str:
    """The words of a sentence that say money was saved, or ''."""
    found = _SAVED.search(text) or _WERE_SAVED.search(text)
    if not found or _UNSURE.search(text) or _PLANNED.search(text) or _SUFFERED.search(text):
        return ""
    return found["it"]


def has_evidence(sentence: Sentence, reading: PlanReading) -> bool:
    """Whether a figure stands in the sentence, in the next to it, or in the list or table it leads into."""
    beside = split(sentence.passage)
    at = next((place for place, it in enumerate(beside) if it.start == sentence.start), 0)
    near = beside[max(0, at - 1) : at + 2]
    # 'Two councils' is no evidence of an effect.
    if any(it.kind != "N" or it.text[:1].isdigit() for one in near for it in quantities(one, reading).them):
        return True
    bad = [it.start for it in reading.malformed if it.passage == sentence.passage.number]
    if any(it.start <= start < it.end for it in near for start in bad):
        return True
    if sentence.passage.kind is not Kind.PARAGRAPH or at + 1 < len(beside):
        return False
    place = next((i for i, it in enumerate(reading.passages) if it.number == sentence.passage.number), None)
    if place is None:
        return False
    for after in reading.passages[place + 1 :]:
        if after.kind not in (Kind.ITEM, Kind.ROW):
            break
        if reading.figures_by_passage.get(after.number):
            return True
    return False
