"""The notice in every sample file that it is invented."""

from __future__ import annotations

ORGANISATION = "Brightwater Utilities (sample)"
MARK = "Sample data: Brightwater Utilities does not exist, nor do its vendors."
"""Stands in every file, so that none is ever taken for a real one."""
