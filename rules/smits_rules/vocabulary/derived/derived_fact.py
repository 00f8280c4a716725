"""The base of all derived facts."""

from __future__ import annotations

from pydantic import Field

from smits_rules.vocabulary.base import Fact, fact_field


class DerivedFact(Fact):
    """A fact that is based on one or more locations in inputs."""

    sources: tuple[str, ...] = Field(default=(), description="all sources, the newest first")
    own: str = fact_field(
        "what it names that belongs to the organisation, e.g. a product or jurisdiction; blank if nothing",
        default="",
    )

    @property
    def all_sources(self) -> tuple[str, ...]:
        """All locations that the fact is based on, the newest first."""
        return self.sources or super().all_sources
