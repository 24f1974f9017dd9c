"""Across many plans: what is common, what is missing, what only one council says, and who could learn from whom."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from moothall.engines.text.bm25 import Index
from moothall.engines.text.themes.near import near_duplicates
from moothall.engines.text.themes.stance import Stance, stance
from moothall.engines.text.themes.topics import Topic, TopicKind, topics, topics_of
from moothall.engines.text.words import stems, telling

CONTENT_PHRASE = (2, 3)  # words in a phrase that several plans share and no topic names
FEWEST_PLANS = 3  # before a phrase of many plans is worth showing, and at least a twentieth of them
# Words that make a question of it, and stand in no answer.
_ASKING = re.compile(r"\bhow\s+(?:much|many|often|long|far|well|soon|big)\b", re.I)
MATCHES = 3  # practices told of, at most, for each that is wanted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands: the plan's name in the review and the passage's number in it."""

    plan: str
    passage: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a plan, as the review reads it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A topic and the plans that speak of it. Every count is the length of what is behind it."""

    topic: Topic
    sentences: tuple[Sentence, ...]

    @property
    def plans(self) -> tuple[str, ...]:
        return _plans(self.sentences)


@dataclass(frozen=True, slots=True)
class SharedPhrase:
    """Words that several plans use and no topic names: a theme nobody has listed yet."""

    phrase: str
    sentences: tuple[Sentence, ...]

    @property
    def plans(self) -> tuple[str, ...]:
        return _plans(self.sentences)


@dataclass(frozen=True, slots=True)
class Match:
    """A practice that one council wants and others tell of having done, the likest first."""

    topic: Topic
    wanted: Sentence
    done: tuple[Sentence, ...]


class Library:
    """Many plans' sentences, read once and asked many things. Order in, order out: no chance anywhere."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.sentences = tuple(sentences)
        self._stems = [stems(it.text) for it in self.sentences]

    @cached_property
    def plans(self) -> tuple[str, ...]:
        return _plans(self.sentences)

    @cached_property
    def _topics(self) -> list[frozenset[str]]:
        return [topics_of(words) for words in self._stems]

    @cached_property
    def _stances(self) -> Mapping[tuple[str, Stance], list[int]]:
        """By practice and stance, the numbers of the sentences on it."""
        practices = {it.id for it in _practices()}
        found: dict[tuple[str, Stance], list[int]] = defaultdict(list)
        for number, held in enumerate(self._topics):
            if on := held & practices:
                how = stance(self.sentences[number].text)
                for id in on:
                    found[id, how].append(number)
        return found

    @cached_property
    def _index(self) -> Index:
        return Index([telling(words) for words in self._stems])

    def spreads(self) -> list[Spread]:
        """Every topic that any plan speaks of, the one most plans speak of first."""
        found: dict[str, list[Sentence]] = defaultdict(list)
        for it, held in zip(self.sentences, self._topics, strict=True):
            for id in held:
                found[id].append(it)
        spreads = [Spread(topic, tuple(found[topic.id])) for topic in topics() if topic.id in found]
        return sorted(spreads, key=lambda it: (-len(it.plans), it.topic.title))

    def unspoken(self) -> list[Topic]:
        """The topics that no plan speaks of."""
        spoken = frozenset().union(*self._topics)
        return [topic for topic in topics() if topic.id not in spoken]

    def outliers(self) -> list[Spread]:
        """The topics that one plan alone speaks of, where there are plans enough for that to say something."""
        return [it for it in self.spreads() if len(it.plans) == 1] if len(self.plans) >= FEWEST_PLANS else []

    def shared_phrases(self, limit: int = 30) -> list[SharedPhrase]:
        """Phrases that several plans use and no topic names, the most widely used first.

        Sentences that stand in several plans word for word are left out: they are the letter's, or a form's.
        """
        repeated = {it for group in self.near_duplicates for it in group}
        named = {part for topic in topics() for way in topic.ways for part in way}
        where: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
        for it, words in zip(self.sentences, self._stems, strict=True):
            if it in repeated:
                continue
            for size in CONTENT_PHRASE:
                for at in range(len(words) - size + 1):
                    phrase = tuple(words[at : at + size])
                    if len(telling((phrase[0], phrase[-1]))) == 2 and not any(map(str.isdigit, phrase)):
                        where[phrase].append(it)
        fewest = max(FEWEST_PLANS, -(-len(self.plans) // 20))
        wide = {
            phrase: some
            for phrase, some in where.items()
            if len({it.place.plan for it in some}) >= fewest and not _holds(phrase, named)
        }
        order = sorted(wide, key=lambda it: (-len({one.place.plan for one in wide[it]}), -len(it), it))
        kept: list[tuple[str, ...]] = []
        for phrase in order:
            if len(kept) == limit:
                break
            if not any(_overlap(phrase, other) for other in kept):
                kept.append(phrase)
        return [
            SharedPhrase(
                _as_written(phrase, wide[phrase][0].text),
                tuple(dict.fromkeys(wide[phrase])),
            )
            for phrase in kept
        ]

    def told(self) -> list[tuple[Topic, Sentence]]:
        """By practice, the sentences that tell of having done it."""
        return [
            (topic, self.sentences[it])
            for topic in _practices()
            for it in self._stances[topic.id, Stance.DONE]
        ]

    def matches(self) -> list[Match]:
        """For each practice that one council wants, the likest sentences of others who tell of having done it."""
        return [
            match
            for topic in _practices()
            for match in self._matched(
                topic, self._stances[topic.id, Stance.WANTED], self._stances[topic.id, Stance.DONE]
            )
        ]

    @cached_property
    def near_duplicates(self) -> list[tuple[Sentence, ...]]:
        """Sentences of different plans that say nearly the same, the largest group first."""
        groups = near_duplicates(dict(enumerate(it.text for it in self.sentences)))
        several = ([self.sentences[number] for number in group] for group in groups)
        return [tuple(some) for some in several if len({it.place.plan for it in some}) > 1]

    def search(self, question: str, limit: int = 20) -> list[Sentence]:
        """The sentences that best answer a question, by BM25 and by how much of the question each covers, one a
        passage; none where no plan holds its words.

        Nothing is written that a plan does not say.
        """
        asked = telling(stems(_ASKING.sub(" ", question)))
        scores = self._index.answers(dict.fromkeys(asked, 1.0))
        best: dict[Place, Sentence] = {}
        for number in sorted(scores, key=lambda it: (-scores[it], it)):
            if not self.sentences[number].text.endswith("?"):  # a question answers none
                best.setdefault(self.sentences[number].place, self.sentences[number])
            if len(best) == limit:
                break
        return list(best.values())

    def _matched(self, topic: Topic, wanted: Sequence[int], done: Sequence[int]) -> Iterator[Match]:
        """One match for each council that wants the practice: its sentence that others answer best."""
        index = Index([telling(self._stems[it]) for it in done])
        best: dict[str, tuple[float, Match]] = {}
        for number in wanted:
            asking = self.sentences[number]
            scores = index.scores(dict.fromkeys(telling(self._stems[number]), 1.0))
            answers: dict[str, tuple[float, Sentence]] = {}
            for place, score in sorted(scores.items(), key=lambda it: (-it[1], it[0])):
                telling_of = self.sentences[done[place]]
                if telling_of.place.plan != asking.place.plan:
                    answers.setdefault(telling_of.place.plan, (score, telling_of))
            likest = list(answers.values())[:MATCHES]
            if likest and likest[0][0] > best.get(asking.place.plan, (0.0, None))[0]:
                match = Match(topic, asking, tuple(sentence for _, sentence in likest))
                best[asking.place.plan] = (likest[0][0], match)
        return (match for _, match in best.values())


def _practices() -> list[Topic]:
    return [it for it in topics() if it.kind is TopicKind.PRACTICE]


def _plans(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """The plans they stand in, each once, in order."""
    return tuple(dict.fromkeys(it.place.plan for it in sentences))


def _holds(phrase: tuple[str, ...], named: set[tuple[str, ...]]) -> bool:
    return any(
        phrase[at : at + size] in named
        for size in range(1, len(phrase) + 1)
        for at in range(len(phrase) - size + 1)
    )


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one phrase stands inside the other, or they share all words but one at the ends."""
    short, long = sorted((one, other), key=len)
    return (
        any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
        or one[1:] == other[:-1]
        or one[:-1] == other[1:]
    )


def _as_written(phrase: tuple[str, ...], text: str) -> str:
    """The words of a text whose stems are the phrase."""
    words = text.split()
    reduced = [stems(word) for word in words]
    flat = [(stem, at) for at, some in enumerate(reduced) for stem in some]
    for start in range(len(flat) - len(phrase) + 1):
        if tuple(stem for stem, _ in flat[start : start + len(phrase)]) == phrase:
            first, last = flat[start][1], flat[start + len(phrase) - 1][1]
            return " ".join(words[first : last + 1]).strip(" .,;:()[]‘’“”\"'")
    return " ".join(phrase)
