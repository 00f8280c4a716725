"""The details of the selected row, shown beside a list."""
