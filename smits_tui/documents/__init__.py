"""Documents: rendered from what the record says, and exported."""
