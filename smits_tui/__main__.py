"""The command `smits`, and `python -m smits_tui`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line, or open the interface if there are no arguments."""
    # Looking for plugins of pydantic reads the metadata of all that is installed: 20 ms at each start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.argv[1:] or "_SMITS_COMPLETE" in os.environ:
        from smits_tui.cli.app import run

        run()
    else:
        # There is no command line to read; what reads one takes 0.1 s to import.
        from smits_tui.cli.exits import ended
        from smits_tui.cli.workspace.interface import open_interface

        ended(lambda: open_interface(None))


if __name__ == "__main__":
    main()
