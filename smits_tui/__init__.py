"""smits-tui: Strategy Management for IT Services, in the terminal."""

__version__ = "0.1.0"
