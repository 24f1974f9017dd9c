"""The figures that a plan's text refers to: found in the store, put in words, or said to be at fault.

However many references a text holds, finding them takes two queries at most.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.urls import reverse

from moothall.core.models import Organisation, Person
from moothall.figures import queries
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.kit.numbers import show
from moothall.kit.periods import NotAPeriod, Period, parse
from moothall.plan.references import Malformed, Reference, Whose, read, write

_AREA_CODE = re.compile(r"[A-Z][0-9]{8}")

Key = tuple[str, str, date, str]  # measure, area, first day, length


@dataclass(frozen=True)
class Shown:
    """A reference that leads to a stored figure: the words for it, and where its lineage is."""

    reference: str
    text: str
    href: str
    observation: Observation


@dataclass(frozen=True)
class Fault:
    """A reference that leads to none: one sentence that says what to write."""

    reference: str
    sentence: str


class _AtFault(Exception):
    """The sentence of a fault."""


@dataclass(frozen=True)
class _Asked:
    reference: Reference
    measure: Measure
    period: Period
    area: str

    @property
    def key(self) -> Key:
        return self.measure.id, self.area, self.period.start, self.period.length


def resolved(person: Person, organisation: Organisation, raws: Iterable[str]) -> dict[str, Shown | Fault]:
    """Each reference, as it was typed between the braces, with the figure that stands for it, or its fault.

    Figures are published ones and this organisation's own, as far as the person may read them.
    """
    found: dict[str, Shown | Fault] = {}
    asked: dict[str, _Asked] = {}
    for raw in dict.fromkeys(raws):
        try:
            asked[raw] = _asked(raw, organisation)
        except (Malformed, NotAPeriod, _AtFault) as fault:
            found[raw] = Fault(raw.strip(), str(fault))
    standing = _standing(person, organisation, asked.values())
    absent = [it for it in asked.values() if it.key not in standing]
    held = _periods_held(person, organisation, absent)
    for raw, it in asked.items():
        try:
            observation = _one(it, standing.get(it.key, []), held, organisation)
            words = in_words(observation, it.measure, it.reference.show, organisation.area_code)
            found[raw] = Shown(raw.strip(), words, address(observation), observation)
        except _AtFault as fault:
            found[raw] = Fault(raw.strip(), str(fault))
    return found


def address(observation: Observation) -> str:
    """The page that shows where a figure comes from."""
    return reverse("lineage", args=[observation.series_id, observation.start])


def in_words(observation: Observation, measure: Measure, how: str = "value", home: str = "") -> str:
    """A figure as the plan says it: '42.3% (2022-23)'; a missing one in words with its reason, never as zero.

    Another council's figure (its area is not `home`) bears that council's name too.
    """
    marks = [observation.period.label] if how == "value" else []
    if home and observation.series.area_id != home:
        marks.insert(0, observation.series.area.name)
    if observation.value is None:
        kind, reason = observation.missing or "missing", observation.reason
        known = [it for it in (kind, reason) if it and it != "missing"]
        said = reason if reason.startswith(kind) else ", ".join(known)
        text = f"no figure: {said}" if said else "no figure"
    else:
        text = show(observation.value, measure.unit, measure.decimals)
    return f"{text} ({', '.join(marks)})" if marks else text


def written(
    observations: Iterable[Observation], measure: Measure, organisation: Organisation
) -> list[tuple[str, str]]:
    """Each of a measure's observations for the council's area in words, with the reference that shows just it."""
    every = list(observations)
    times = Counter((it.start, it.series.length) for it in every)
    found = []
    for it in every:
        whose: Whose = "own" if it.series.organisation_id == organisation.pk else "published"
        source: Whose = whose if times[it.start, it.series.length] > 1 else ""
        words = in_words(it, measure) + (f", {source}" if source else "")
        found.append((words, f"{{{{ {write(Reference(measure.id, _spelt(it.period), source=source))} }}}}"))
    return found


def _spelt(period: Period) -> str:
    """The period as people write it where that reads back, else as ISO 8601 does."""
    try:
        return period.label if parse(period.label, period.frequency) == period else period.iso
    except NotAPeriod:
        return period.iso


def _asked(raw: str, organisation: Organisation) -> _Asked:
    reference = read(raw)
    measure = queries.measure(reference.measure)
    if measure is None:
        near = get_close_matches(reference.measure, catalogue(), n=1)
        advice = f"did you mean '{near[0]}'?" if near else "search for it below the text."
        raise _AtFault(f"No measure is called '{reference.measure}': {advice}")
    area = reference.area.upper() or organisation.area_code
    if not _AREA_CODE.fullmatch(area):
        raise _AtFault(
            f"'{reference.area}' is not an area's code: write one such as area=\"E07000170\"."
            if reference.area
            else 'This council has no area of its own here: add one, such as area="E07000170".'
        )
    return _Asked(reference, measure, parse(reference.period, measure.frequency), area)


def _standing(
    person: Person, organisation: Organisation, asked: Iterable[_Asked]
) -> Mapping[Key, list[Observation]]:
    wanted = {it.key for it in asked}
    grouped: dict[Key, list[Observation]] = {}
    if wanted:
        measures, areas, starts, _ = zip(*wanted, strict=True)
        for it in queries.across(person, organisation, measures, areas, starts):
            key = (it.series.measure, it.series.area_id, it.start, it.series.length)
            grouped.setdefault(key, []).append(it)
    return grouped


def _periods_held(
    person: Person, organisation: Organisation, absent: Iterable[_Asked]
) -> Mapping[tuple[str, str], list[str]]:
    wanted = {(it.measure.id, it.area) for it in absent}
    held: dict[tuple[str, str], list[str]] = {}
    if wanted:
        measures, areas = zip(*wanted, strict=True)
        for it in queries.across(person, organisation, measures, areas):
            held.setdefault((it.series.measure, it.series.area_id), []).append(it.period.label)
    return held


def _one(
    asked: _Asked,
    candidates: list[Observation],
    held: Mapping[tuple[str, str], list[str]],
    organisation: Organisation,
) -> Observation:
    """The one observation meant. Raises _AtFault where there is none, or own and published ones read differently."""
    usual = [it for it in candidates if it.series.basis == asked.measure.basis] or candidates
    by_whose = {"own" if it.series.organisation_id == organisation.pk else "published": it for it in usual}
    wanted = asked.reference.source
    if wanted in by_whose:
        return by_whose[wanted]
    if by_whose and not wanted:
        said = {whose: in_words(it, asked.measure, "number") for whose, it in by_whose.items()}
        if len(set(said.values())) == 1:
            return by_whose.get("own") or by_whose["published"]
        own, published = said["own"], said["published"]
        raise _AtFault(
            f"Two figures stand for this, the council's own ({own}) and the published one ({published}): "
            'add source="own" or source="published".'
        )
    raise _AtFault(_absent(asked, held.get((asked.measure.id, asked.area), []), wanted))


def _absent(asked: _Asked, held: list[str], wanted: str) -> str:
    which = f"{wanted} figure" if wanted else "figure"
    labels = list(dict.fromkeys(held))
    here = f"There is no {which} for '{asked.measure.title}' in {asked.period.label} for {asked.area}"
    if not labels:
        return f"{here}: load it first."
    return (
        f"{here}: load it, or choose from {labels[0]} to {labels[-1]}."
        if len(labels) > 1
        else (f"{here}: load it, or choose {labels[0]}.")
    )


def references(found: Mapping[str, Shown | Fault]) -> Iterator[Shown]:
    """The references that lead to a figure, each once."""
    seen: set[str] = set()
    for it in found.values():
        if isinstance(it, Shown) and it.reference not in seen:
            seen.add(it.reference)
            yield it
