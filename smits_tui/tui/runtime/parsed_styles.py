"""Styles that are not parsed twice while an app opens."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class ParsedStyles(Stylesheet):
    """Styles that are parsed again only if they, or the variables of the theme, have changed.

    Textual parses all of them a second time while an app opens, which takes a tenth of that time.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        """Create styles without sources."""
        super().__init__(variables=variables)
        self._values = variables or {}
        self._parsed: tuple[dict[str, str], list[object]] | None = None
        """Variables and sources of what was parsed last."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Use the variables of a theme."""
        if variables != self._values:
            self._values = variables
            super().set_variables(variables)

    def parse(self) -> None:
        """Parse all sources."""
        super().parse()
        self._parsed = (self._values, list(self.source.items()))

    def reparse(self) -> None:
        """Parse all sources anew, unless nothing would change."""
        if self._parsed != (self._values, list(self.source.items())):
            super().reparse()
            self._parsed = (self._values, list(self.source.items()))
