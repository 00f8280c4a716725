"""Limits on what is read from one file. Real inputs are far smaller; hostile files are not."""

from __future__ import annotations

MAX_ROWS = 200_000
"""Rows of one table."""
MAX_COLUMNS = 2_000
"""Columns of one table."""
MAX_CELLS = 4_000_000
"""Cells of all tables of a file together; about 400 MB as Python objects."""
MAX_SHEETS = 200
"""Sheets of a workbook."""
MAX_TEXT = 20_000_000
"""Characters of text."""
MAX_YAML = 500_000
"""Characters of YAML, whose parser takes about ten seconds for them."""
MAX_UNPACKED = 500_000_000
"""Bytes that the parts of an OOXML or ODF file may unpack to."""
MAX_ATTACHMENTS = 20
"""Attachments of one e-mail that are opened."""
MAX_PARTS = 200
"""Files that are taken out of one e-mail or ZIP."""
MAX_UNTAKEN = 1_000
"""Files in one e-mail or ZIP that are listed by name because they were not taken out."""
MAX_MAIL_DEPTH = 2
"""How deep an e-mail may lie in an e-mail."""
