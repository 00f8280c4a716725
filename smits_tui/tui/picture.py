"""A picture of the real interface on the sample organisation: `python -m smits_tui.tui.picture FILE.svg`."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from smits_tui.clock import local_day, system_clock
from smits_tui.demo.runner import play
from smits_tui.demo.story import story

WIDTH, HEIGHT = 120, 36
"""Cells: wide enough for two columns, small enough to be readable on a page."""

WATCHED_SECONDS = 30
"""How long the picture waits for the watcher that the interface starts."""


def picture(target: Path) -> None:
    """Play the sample story, open the interface on it, and save its Overview.

    Args:
        target: the SVG file to write.

    Raises:
        OSError: the file can't be written.
    """
    with tempfile.TemporaryDirectory(prefix="smits-picture-") as folder:
        tale = story(local_day(system_clock()))
        workspace = play(Path(folder) / "workspace", tale, lambda _: None)
        os.environ["SMITS_USER"] = tale.stakeholders[0].name
        asyncio.run(_save(workspace.root, target))


async def _save(root: Path, target: Path) -> None:
    from smits_tui.tui.app import SmitsApp
    from smits_tui.workspace import find_workspace

    app = SmitsApp(find_workspace(root))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        for _ in range(WATCHED_SECONDS):
            await pilot.pause(1.0)
            if app.is_open and app.view.status.watcher.state != "stopped":
                break
        await pilot.pause(2.0)
        target.write_text(app.export_screenshot(title="smits"), encoding="utf-8")


if __name__ == "__main__":
    picture(Path(sys.argv[1]))
