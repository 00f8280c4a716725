"""What offices call things in their lists, from `office_words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def office_words() -> dict[str, Any]:
    """The words of offices: headers, kinds, words of closed lists, scales, totals."""
    text = files("smits_tui.presentation.sheets").joinpath("office_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
