"""Themes: what many councils' plans have in common, what they lack, and who could learn from whom.

    library = Library(Sentence(Place("Exbury", 12), "We plan to optimise waste rounds."), …)
    library.spreads()          # topics and the plans that speak of them, with every sentence behind a count
    library.matches()          # a practice wanted by one council and told of by another
    library.near_duplicates    # the same words in several plans
    library.search("who has cut agency spend?")

The method, a worked example and its limits: docs/methods/sector-review.md.
"""

from moothall.engines.text.themes.near import jaccard, near_duplicates
from moothall.engines.text.themes.spread import (
    Library,
    Match,
    Place,
    Sentence,
    SharedPhrase,
    Spread,
)
from moothall.engines.text.themes.stance import Stance, stance
from moothall.engines.text.themes.topics import Topic, TopicKind, topics, topics_of

__all__ = [
    "Library",
    "Match",
    "Place",
    "Sentence",
    "SharedPhrase",
    "Spread",
    "Stance",
    "Topic",
    "TopicKind",
    "jaccard",
    "near_duplicates",
    "stance",
    "topics",
    "topics_of",
]
