"""What people see of a file: its text, its headings, and how its tables are understood."""
