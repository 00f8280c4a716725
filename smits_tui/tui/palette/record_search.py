"""The palette's search over everything recorded; enter shows the row in its list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.command import Hit, Hits, Provider
from textual.content import Content

from smits_tui.presentation.record_search import Findable, findables

if TYPE_CHECKING:
    from smits_tui.tui.host import Host

MOST_HITS = 25
"""The most hits that are listed; more would not be read, and another word narrows them down."""
_AT_ONCE = 500
"""Candidates that are compared before keys are handled again: about 2 ms."""
_BELOW_COMMANDS = 0.5
"""Score of the first hit: below commands whose name matches well, above those that match by chance."""
_BY_ID = 1000.0
"""Score of a hit by id, e.g. T12, which comes before everything else."""


class RecordSearch(Provider):
    """Searches triggers, questions, records, sections, inputs and facts for words."""

    async def startup(self) -> None:
        """Collect nothing until somebody types."""
        self._candidates: list[Findable] | None = None

    async def search(self, query: str) -> Hits:
        """Yield the hits that contain all words of the query, in the order of collection."""
        host = cast("Host", self.app)
        words = query.casefold().split()
        if not host.is_open or len(query.strip()) < 2:
            return
        if self._candidates is None:
            self._candidates = list(findables(host.view.state))
        hits = 0
        for number, candidate in enumerate(self._candidates, 1):
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
            if not candidate.has(words):
                continue
            hits += 1
            is_named = candidate.title.split()[0] == candidate.key == query.strip().upper()
            score = _BY_ID if is_named else _BELOW_COMMANDS - hits / 1000
            title = candidate.title
            yield Hit(score, Content(title), self._opening(candidate), title, candidate.about)
            if hits == MOST_HITS:
                return

    def _opening(self, candidate: Findable) -> Callable[[], None]:
        host = cast("Host", self.app)

        def begin() -> None:
            self.app.run_worker(host.go(candidate.area, candidate.key))

        return begin
