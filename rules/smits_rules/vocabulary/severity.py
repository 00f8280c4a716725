"""How grave a trigger is, and what it asks for."""

from __future__ import annotations

from typing import Literal

Outcome = Literal["reassess", "review", "note"]
"""What a rule asks for."""
Severity = Literal["critical", "high", "medium", "low"]
"""How grave a trigger is, the gravest first."""
