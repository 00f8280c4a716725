"""Sidecars: files that state the facts of the file beside them."""

from __future__ import annotations

SIDECAR = ".facts.toml"
"""The suffix of a sidecar, after the whole name of the file whose facts it states."""


def described_by(path: str) -> str | None:
    """The path of the file whose facts a sidecar states; None if the path is not that of a sidecar.

    Args:
        path: with `/` between its parts, e.g. `budgets/FY27.csv.facts.toml`.
    """
    described = path.removesuffix(SIDECAR)
    is_named = described != path and not described.endswith("/")
    return described if described and is_named else None
