"""The status of a deal: in talks, announced, agreed, completed, called off, or denied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smits_watch.facts.mergers_acquisitions.clauses import clauses_in, has, strong_events
from smits_watch.prose.sentences import Sentence

_LEAD = 3
"""Sentences below the title that state the status."""
_HARM = re.compile(
    r"\b(?:would|will|could|might)\s+(?:\w+\s+){0,2}(?:hurt|harm|reduce|violate|lessen|limit|stifle|raise|"
    r"lead)\b",
    re.IGNORECASE,
)
"""Words after a denial that is not about the deal."""
_FUTURE = re.compile(
    r"\b(?:expect\w*|will|to|subject to|once|after|until|upon|scheduled|anticipated|before|"
    r"when)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def status_of(news: Sequence[Sentence]) -> str:
    """Determine the status of a deal.

    Args:
        news: the title, then the sentences below it.

    Returns:
        `terminated`, `denied`, `talks`, `completed`, `agreed` or `announced`; blank if not stated.
    """
    title, lead = news[0].text, [s.text for s in news[1 : _LEAD + 1]]
    deal = [
        title,
        *(
            text
            for text in lead
            if clauses_in(text) or strong_events(text) or has("status", "terminated", text)
        ),
    ]
    if any(has("status", "terminated", text) for text in deal[:2]):
        return "terminated"
    if any(has("status", "denied", text) and not _HARM.search(text) for text in deal[:2]):
        return "denied"
    if has("status", "talks", title) or (
        not _is_settled(title)
        and any(
            has("status", "talks", text) and not _is_stated("completed", text, first=False)
            for text in deal[1:2]
        )
    ):
        return "talks"
    for text in deal:
        for status in ("completed", "agreed"):
            if _is_stated(status, text, first=text is title):
                return status
    return "announced" if any(has("status", "announced", text) for text in deal) else ""


def _is_settled(title: str) -> bool:
    return has("status", "completed", title) or has("status", "agreed", title)


def _is_stated(status: str, text: str, *, first: bool) -> bool:
    """Whether a sentence states a status as reached; `is expected to close` does not."""
    if status == "completed":
        return any(
            not _FUTURE.search(text[: match.start()]) and not _is_attribute(text, match)
            for match in _completed(text)
        )
    return has("status", status, text) and not (first and _is_stated("completed", text, first=True))


def _completed(text: str) -> list[re.Match[str]]:
    from smits_watch.prose.word_patterns import pattern_of

    return list(
        pattern_of("smits_watch.facts.mergers_acquisitions", "words.toml", "status", "completed").finditer(
            text
        )
    )


def _is_attribute(text: str, match: re.Match[str]) -> bool:
    """`to be acquired`, `the acquired company`."""
    return (
        bool(re.search(r"\b(?:be|the|newly|recently)\s+$", text[: match.start()], re.IGNORECASE))
        and match[0].casefold() == "acquired"
    )
