"""The topics of an act."""

from __future__ import annotations

from smits_watch.facts.regulations.patterns import matches, meanings_of

_MAX_TOPICS = 5
_TOPIC_CHARACTERS = 200_000
"""Characters of an act that tell its topics; long acts have millions, and hundreds of patterns are tried."""
_LEAST_SHARE = 0.1
"""How often a topic must be spoken of, compared with the most frequent one: any long act names customers,
taxes and employees here and there."""


def topics_of(title: str, text: str) -> tuple[str, ...]:
    """The topics that the title names, then those that the text speaks of most often.

    Some words tell a topic only in a title: in the text of an act, food and waste stand for much else.
    """
    spoken = text[:_TOPIC_CHARACTERS]
    counts = {
        topic: (
            sum(1 for _ in matches("topics", topic, title)),
            sum(1 for _ in matches("topics", topic, spoken)),
        )
        for topic in meanings_of("topics")
    }
    counts |= {
        topic: (sum(1 for _ in matches("titled_topics", topic, title)), 0)
        for topic in meanings_of("titled_topics")
    }
    least = max(2.0, _LEAST_SHARE * max(often for _, often in counts.values()))
    ranked = sorted(counts, key=lambda topic: (-counts[topic][0], -counts[topic][1], topic))
    return tuple(topic for topic in ranked if counts[topic][0] or counts[topic][1] >= least)[:_MAX_TOPICS]
