"""What an input kind is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputKind:
    """A kind of input: all that the program knows of it."""

    name: str
    """Also that of its folder below inputs/; lower-case words with hyphens."""
    title: str
    """As people read it."""
    about: str
    """What goes into the folder, in a sentence."""
    extractor: str
    """Takes the facts out of a document: `module:function`, below `smits_watch.facts` unless it has a dot."""
    stated: tuple[str, ...] = ()
    """The fact types that an input of the kind usually states, the likeliest first."""
    words: tuple[tuple[str, float], ...] = ()
    """What it speaks of: a regular expression of whole words in lower case, and how much it tells."""
    supports: tuple[str, ...] = ()
    """The sections that rest on it, as `deliverable/section`."""
    expected_days: int | None = None
    """A new workspace says so when nothing came for so many days; None: nothing is expected."""
    on_ourselves: bool = False
    """It states what is the organisation's own: one that names another organisation is asked about."""
    asked_at_setup: bool = False
    """Whether set-up asks after how long people want to hear of the silence."""
