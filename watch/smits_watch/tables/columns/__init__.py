"""The columns of a table: role, kind of amount, period and unit of each."""
