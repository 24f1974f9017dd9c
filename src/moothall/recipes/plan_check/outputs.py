"""A checked plan as text for a person, as data for other programs, and as SARIF 2.1.0 for code scanners."""

from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from moothall.engines.text.found import Answer, StatedFigure, Status, Written
from moothall.recipes.plan_check import Checked
from moothall.recipes.plan_check.finding import Finding, Severity
from moothall.recipes.plan_check.registry import rules
from moothall.recipes.plan_reading import PlanReading

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_PAGES = "https://github.com/moothall/moothall/blob/main/docs/rules/"


def as_text(name: str, reading: PlanReading, checked: Checked) -> str:
    """A line for each finding, then what the plan answers."""
    lines = [f"{name}:{it.line} {it.code} [{it.severity}] {it.message}" for it in checked.findings]
    if lines:
        lines.append("")
    # R12 tells the council something and asks nothing of its plan.
    lines.append(_counted(checked))
    lines.append(_covered("questions answered", reading.coverage.values()))
    lines.append(_covered("requirements met", (it for it in reading.requirements.values() if it.id != "R12")))
    return "\n".join(lines)


def _counted(checked: Checked) -> str:
    counts = {it: sum(f.severity is it for f in checked.findings) for it in reversed(list(Severity))}
    named = {"error": "errors", "warning": "warnings", "advice": "pieces of advice"}
    single = {"error": "error", "warning": "warning", "advice": "piece of advice"}
    order = [Severity.ERROR, Severity.WARNING, Severity.ADVICE]
    said = ", ".join(
        f"{counts[it]} {single[it] if counts[it] == 1 else named[it]}" for it in order if counts[it]
    )
    ignored = f"; {len(checked.ignored)} ignored with a reason" if checked.ignored else ""
    return f"{said or 'Nothing found'}{ignored}."


def _covered(title: str, answers: Iterable[Answer]) -> str:
    them = list(answers)
    count = {status: sum(it.status is status for it in them) for status in Status}
    absent = [it.id for it in them if it.status is Status.ABSENT]
    said = f"{count[Status.ANSWERED]} of {len(them)} {title}, {count[Status.PARTLY]} partly"
    return f"{said}, {len(absent)} not ({', '.join(absent)})." if absent else f"{said}."


def as_data(reading: PlanReading, checked: Checked) -> dict[str, Any]:
    """The shape of `moothall schema plan-check`. Figures are strings of the exact decimal, scaled."""
    paper = reading.paper
    return {
        "document": {
            "words": reading.words,
            "pages": reading.pages,
            "headings": len(reading.headings),
            "name": paper.name,
            "format": paper.format,
            "words_in_file": reading.words_in_file,
            "pages_in_file": paper.pages,
        },
        "figures": [_figure(it, reading) for it in reading.figures if it.written is Written.DIGITS],
        "figures_in_words": [_figure(it, reading) for it in reading.figures if it.written is Written.WORDS],
        "malformed": [
            {"text": it.text, "why": it.why, "sentence": it.sentence, **_place(it.passage, reading)}
            for it in reading.malformed
        ],
        "coverage": _answers(reading.coverage, reading),
        "requirements": _answers(reading.requirements, reading),
        "claims": [
            {
                "kind": str(it.kind),
                "basis": str(it.basis) if it.basis else None,
                "sentence": it.sentence,
                **_place(it.passage, reading),
            }
            for it in reading.claims
        ],
        "parts": [
            {
                "kind": str(it.kind),
                "from": reading.passage(it.first).line,
                "to": reading.passage(it.last).line,
            }
            for it in reading.parts
        ],
        "findings": [_finding(it) for it in checked.findings],
        "ignored": [{**_finding(it), "reason": reason} for it, reason in checked.ignored],
    }


def _place(number: int, reading: PlanReading) -> dict[str, Any]:
    passage = reading.passage(number)
    return {"line": passage.line, "page": passage.page}


def _figure(it: StatedFigure, reading: PlanReading) -> dict[str, Any]:
    claims = [c for c in reading.claims if c.passage == it.passage and it in c.figures]
    return {
        "value": f"{it.value:f}",
        "unit": it.unit,
        "text": it.text,
        "sentence": it.sentence,
        "line": reading.passage(it.passage).line,
        "kind": str(it.written),
        "claim": str(claims[0].kind) if claims else None,
        "comparator": str(it.comparator),
        "period": it.period,
        "scale": it.scale,
        "page": reading.passage(it.passage).page,
    }


def _answers(answers: Mapping[str, Answer], reading: PlanReading) -> dict[str, Any]:
    return {
        id: {
            "status": str(it.status),
            "passages": [
                {"line": reading.passage(n).line, "text": reading.passage(n).text} for n in it.passages
            ],
            "why": it.why,
        }
        for id, it in answers.items()
    }


def _finding(it: Finding) -> dict[str, Any]:
    return {
        "code": it.code,
        "severity": str(it.severity),
        "message": it.message,
        "line": it.line,
        "text": it.text,
        "name": it.name,
        "page": it.page,
        "suggestion": it.suggestion,
    }


def as_sarif(name: str, checked: Checked) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS, 27 March 2020): one run, every rule described, what was ignored as suppressions."""
    known = list(rules().values())
    place = {rule.code: at for at, rule in enumerate(known)}
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "moothall plan check",
                        "version": metadata.version("moothall"),
                        "informationUri": _PAGES + "README.md",
                        "rules": [
                            {
                                "id": rule.code,
                                "name": "".join(it.title() for it in rule.name.split("-")),
                                "shortDescription": {"text": rule.summary},
                                "fullDescription": {"text": rule.page["What it does"]},
                                "help": {"text": rule.page["How to mend"], "markdown": rule.markdown()},
                                "helpUri": f"{_PAGES}{rule.code}.md",
                                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
                                "properties": {"tags": [rule.family]},
                            }
                            for rule in known
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    *(_result(name, it, place, None) for it in checked.findings),
                    *(_result(name, it, place, reason) for it, reason in checked.ignored),
                ],
            }
        ],
    }


def _result(name: str, it: Finding, place: Mapping[str, int], reason: str | None) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": it.line}
    if it.text:
        region["snippet"] = {"text": it.text}
    result: dict[str, Any] = {
        "ruleId": it.code,
        "ruleIndex": place[it.code],
        "level": _LEVELS[it.severity],
        "message": {"text": it.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(name)}, "region": region}},
        ],
    }
    if it.page is not None:
        result["properties"] = {"page": it.page}
    if reason is not None:
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    return result


def _uri(name: str) -> str:
    if name == "-":
        return "stdin"
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
