"""Customer feedback: survey answers, or scores computed from them."""

from __future__ import annotations

from smits_watch.facts.customer_feedback.extractor import extract

__all__ = ["extract"]
