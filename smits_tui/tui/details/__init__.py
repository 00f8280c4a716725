"""Details of the selected row, as content beside a list."""
