"""How far a file was understood."""

from __future__ import annotations

from typing import Literal

Understanding = Literal["understood", "questions", "nothing"]
"""understood: its facts are known, or it is known to have none; questions: a person must answer something
first; nothing: the file was read, but what it states is unknown."""
