"""The command `smits`, and `python -m smits_tui`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from smits_tui.cli import run

    run()


if __name__ == "__main__":
    main()
