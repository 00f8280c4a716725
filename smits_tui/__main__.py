"""The command `smits`, and `python -m smits_tui`."""

from __future__ import annotations

import os


def main() -> None:
    """Run the command line."""
    # Looking for plugins of pydantic reads the metadata of all that is installed: 20 ms at each start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from smits_tui.cli import run

    run()


if __name__ == "__main__":
    main()
