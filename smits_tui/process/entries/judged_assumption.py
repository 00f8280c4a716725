"""An assumption as the rules last judged it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class JudgedAssumption(BaseModel):
    """An assumption of the strategy, compared with the facts."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    text: str
    holds: Literal["holds", "broken", "not known yet"]
    actual: str = ""
    """The value according to the facts."""
    source: str = ""
    """Its source: path and anchor."""
