"""The command line. Commands import what they need when they run, so that `smits --version` stays light."""

from smits_tui.cli.app import app, run

__all__ = ["app", "run"]
