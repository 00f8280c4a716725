"""What systemd is told of the watcher: that it is ready, that it is alive, and that it ends.

The protocol is that of sd_notify(3): a datagram of `NAME=value` lines to the socket that NOTIFY_SOCKET names.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping


class ServiceManager:
    """Sends messages to the supervisor of this process; does nothing without one."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Look up the socket.

        Args:
            environment: where NOTIFY_SOCKET is looked up; a leading `@` stands for Linux's abstract names.
        """
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address

    def ready(self) -> None:
        """The watcher has started."""
        self._send("READY=1")

    def alive(self) -> None:
        """The watcher's loop has begun another turn; systemd restarts it when that does not come in time."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The watcher ends."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address or not hasattr(socket, "AF_UNIX"):
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.connect(self._address)
            sender.sendall(message.encode())
