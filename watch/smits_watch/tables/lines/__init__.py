"""The lines of a table: title, header, group, data, total or note."""
