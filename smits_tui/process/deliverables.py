"""The five deliverables of the process."""

from __future__ import annotations

DELIVERABLES: dict[str, str] = {
    "strategy-assessment": "strategy assessment report",
    "strategy-plan": "strategy plan",
    "tactical-plan": "tactical plan",
    "strategy-review": "strategy review",
    "mission-and-vision": "mission and vision",
}
"""Kind of deliverable -> its name."""
