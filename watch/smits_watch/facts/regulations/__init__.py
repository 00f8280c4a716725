"""Laws, rules and other acts: their numbers, where they bind, what they do, and from when on."""

from __future__ import annotations

from smits_watch.facts.regulations.extractor import extract

__all__ = ["extract"]
