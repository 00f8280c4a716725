"""Records as tables: how lists go out, and how those of an office come in."""
