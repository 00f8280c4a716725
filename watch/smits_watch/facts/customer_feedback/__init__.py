"""Customer feedback: answers of a survey, or scores that somebody worked out already."""

from __future__ import annotations

from smits_watch.facts.customer_feedback.extractor import extract

__all__ = ["extract"]
