"""Repairs workbooks whose XML violates the format although common programs open them, for calamine."""

from __future__ import annotations

import io
import re
import zipfile

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?ref=\"(?![A-Z]+\d+(?::[A-Z]+\d+)?\")[^>]*/>")
"""The used range of a sheet in another form than `A1:B39`: LibreOffice writes `1:39` for whole rows."""
_LARGEST = 200_000_000
"""Bytes of a workbook, unpacked, that are written anew."""


def repaired(content: bytes) -> bytes | None:
    """Leave out what calamine can't read and nobody needs.

    Args:
        content: the whole file, XLSX or XLSM.

    Returns:
        The same without used ranges that are no ranges of cells; None if there is nothing to mend.
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
