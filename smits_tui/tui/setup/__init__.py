"""The first run: a short guided set-up if there is no workspace."""

from smits_tui.tui.setup.app import SetupApp

__all__ = ["SetupApp"]
