"""Goals, objectives and opportunities in prose: headings, lists and bold beginnings that state them."""

from __future__ import annotations

from smits_watch.facts.goals_and_opportunities.extractor import (
    extract_goals,
    extract_objectives,
    extract_opportunities,
)

__all__ = ["extract_goals", "extract_objectives", "extract_opportunities"]
