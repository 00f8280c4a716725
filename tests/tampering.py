"""What somebody with every right can do to a record behind the program's back, whichever engine keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import psycopg

from smits_tui.ledger.engines import DEFAULT, ledger_address, open_ledger
from smits_tui.workspace import Workspace


def lines_of(workspace: Workspace) -> list[bytes]:
    """The lines of the record."""
    return list(open_ledger(workspace).lines())


def replace_lines(workspace: Workspace, lines: Iterable[bytes]) -> None:
    """Put other lines in the stead of those of the record."""
    address = ledger_address(workspace)
    if address == DEFAULT:
        workspace.ledger.write_bytes(b"".join(lines))
        return
    with psycopg.connect(address) as connection:
        connection.execute("delete from entries")
        for line in lines:
            fields, text = json.loads(line), line[:-1].decode()
            connection.execute(
                "insert into entries values (%s, %s, %s)", (fields["seq"], fields["hash"], text)
            )


def lose_copy(workspace: Workspace, sha256: str) -> None:
    """Delete an archived copy wherever it is."""
    (workspace.archive / sha256[:2] / sha256[2:]).unlink()
    if (address := ledger_address(workspace)) != DEFAULT:
        with psycopg.connect(address) as connection:
            connection.execute("delete from contents where sha256 = %s", (sha256,))
