"""Reading a file: what the reader is told, and what is recorded of the result."""
