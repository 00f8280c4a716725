"""Limits on what is read from one file. Real inputs are far smaller; hostile files are not."""

from __future__ import annotations

MAX_ROWS = 200_000
"""Rows of one table."""
MAX_COLUMNS = 2_000
"""Columns of one table."""
MAX_CELLS = 4_000_000
"""Cells in all tables of a file; about 400 MB as Python objects."""
MAX_SHEETS = 200
"""Sheets of a workbook."""
MAX_TEXT = 20_000_000
"""Characters of text."""
MAX_YAML = 500_000
"""Characters of YAML; its parser takes about ten seconds for them."""
MAX_UNPACKED = 500_000_000
"""Bytes of an OOXML or ODF file when unpacked."""
MAX_ATTACHMENTS = 20
"""Attachments of an e-mail that are opened."""
MAX_PARTS = 200
"""Files that are taken from one e-mail or ZIP."""
MAX_UNTAKEN = 1_000
"""Files of an e-mail or ZIP that are listed by name although they were not taken out."""
MAX_MAIL_DEPTH = 2
"""Nesting depth of e-mails."""
