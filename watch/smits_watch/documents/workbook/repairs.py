"""Repairs workbooks that violate the format but open in common programs, for calamine."""

from __future__ import annotations

import io
import re
import zipfile

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?ref=\"(?![A-Z]+\d+(?::[A-Z]+\d+)?\")[^>]*/>")
"""A used range in a form other than `A1:B39`: LibreOffice writes `1:39` for whole rows."""
_LARGEST = 200_000_000
"""The largest unpacked workbook, in bytes, that is rewritten."""


def repaired(content: bytes) -> bytes | None:
    """Remove what calamine can't read and nobody needs.

    Args:
        content: the whole file, XLSX or XLSM.

    Returns:
        The file without invalid used ranges; None if there is nothing to repair.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                return None
            parts = {part.filename: archive.read(part) for part in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    mended = {
        name: _DIMENSION.sub(b"", data) if "worksheets/" in name else data for name, data in parts.items()
    }
    if mended == parts:
        return None
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in mended.items():
            archive.writestr(name, data)
    return target.getvalue()
