"""The linter for plans: rules with a page each, findings with a line each.

checked = check(read_plan(read_paper(path)))
for finding in checked.findings:
    print(finding.line, finding.code, finding.message)
"""

from dataclasses import dataclass

from moothall.recipes.plan_check.finding import Finding, Note, Severity
from moothall.recipes.plan_check.registry import Rule, matches, near, rules
from moothall.recipes.plan_check.settings import BadSettings, Ignore, Settings, from_table
from moothall.recipes.plan_reading import PlanReading

__all__ = [
    "BadSettings",
    "Checked",
    "Finding",
    "Ignore",
    "Note",
    "Rule",
    "Settings",
    "Severity",
    "check",
    "from_table",
    "near",
    "rules",
]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to. `ignored` are the findings silenced, each with its reason."""

    findings: tuple[Finding, ...]
    ignored: tuple[tuple[Finding, str], ...] = ()

    def at_or_above(self, severity: Severity) -> bool:
        """Whether any finding is at least as grave as this."""
        return any(it.severity.rank >= severity.rank for it in self.findings)


def check(reading: PlanReading, settings: Settings | None = None) -> Checked:
    """Runs every rule chosen. Findings come in the order of the plan's lines, then of codes."""
    settings = settings or Settings()
    found: list[Finding] = []
    for rule in rules().values():
        if settings.select and not any(matches(rule.code, it) for it in settings.select):
            continue
        found += [_finding(rule, note, reading) for note in rule.check(reading, settings)]
    kept: list[Finding] = []
    ignored: list[tuple[Finding, str]] = []
    for finding in sorted(dict.fromkeys(found), key=lambda it: (it.line, it.code, it.message)):
        given = (it for it in settings.ignores if it.covers(finding.code, finding.line, finding.text))
        reason = next((it.reason for it in given), None)
        if reason is None:
            kept.append(finding)
        else:
            ignored.append((finding, reason))
    return Checked(tuple(kept), tuple(ignored))


def _finding(rule: Rule, note: Note, reading: PlanReading) -> Finding:
    place = note.passage
    if place is None and note.line:
        place = next((it for it in reading.paper.passages if it.line == note.line), None)
    if place is None and not note.line and reading.passages:
        place = reading.passages[0]
    line = note.line or (place.line if place else 1)
    page = note.page if note.page is not None else (place.page if place else None)
    text = place.text if place else ""
    return Finding(rule.code, rule.name, rule.severity, note.message, line, page, text, note.suggestion)
