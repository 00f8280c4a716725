"""How far a file was understood."""

from __future__ import annotations

from typing import Literal

Understanding = Literal["understood", "questions", "nothing"]
"""understood: its facts are known, or that it holds none; questions: something must be asked first; nothing:
it was read, but what it states is not known."""
