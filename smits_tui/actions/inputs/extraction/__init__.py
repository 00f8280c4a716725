"""Reading a file: its context, and the entry that records the result."""
