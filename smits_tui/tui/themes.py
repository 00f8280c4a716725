"""Themes in addition to Textual's own: one with high contrast, one without colours."""

from __future__ import annotations

from textual.theme import Theme

HIGH_CONTRAST = Theme(
    name="smits-high-contrast",
    primary="#00bfff",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    boost="#333333",
    success="#00ff00",
    warning="#ffd700",
    error="#ff6060",
    dark=True,
    variables={"block-cursor-background": "#ffff00", "block-cursor-foreground": "#000000"},
)
MONO = Theme(
    name="smits-mono",
    primary="#d0d0d0",
    secondary="#b0b0b0",
    accent="#ffffff",
    foreground="#e0e0e0",
    background="#101010",
    surface="#181818",
    panel="#202020",
    boost="#303030",
    success="#e0e0e0",
    warning="#e0e0e0",
    error="#ffffff",
    dark=True,
)
THEMES = (HIGH_CONTRAST, MONO)
"""Each status is also shown as icon and word, so that themes without colour lose no information."""
