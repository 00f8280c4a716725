"""What an input kind is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputKind:
    """A kind of input, with everything that the program knows about it."""

    name: str
    """Also the name of its folder below inputs/; lower-case words with hyphens."""
    title: str
    """The name that people see."""
    about: str
    """What belongs in the folder, in one sentence."""
    extractor: str
    """The function that extracts facts: `package:function`, below `smits_watch.facts` unless it has a dot."""
    stated: tuple[str, ...] = ()
    """The fact types that inputs of this kind usually state, the most likely first."""
    words: tuple[tuple[str, float], ...] = ()
    """Words that suggest the kind: a regular expression of whole words in lower case, and its weight."""
    supports: tuple[str, ...] = ()
    """The sections that rest on this kind, as `deliverable/section`."""
    expected_days: int | None = None
    """Days without a file before a new workspace raises a trigger; None: no files are expected."""
    on_ourselves: bool = False
    """Files of this kind are about the organisation itself; one that names another organisation is
    questioned."""
    asked_at_setup: bool = False
    """Whether set-up asks after how many days without a file people want to be notified."""
